"""What is asked of the server on this machine, and must not be answered."""

from __future__ import annotations

import re
import socket

from tests.integration.faults.bench import Bench, Told, fault
from tests.support.server import serving

HEADING = "The server on this machine"


def asked(bench: Bench, request: str) -> Told:
    """What the server answers to a request: the status, and the words."""
    (bench.folder.parent / "secret.txt").write_text("The words of another file.")
    (bench.site / "linked.txt").symlink_to(bench.folder.parent / "secret.txt")
    with serving(bench.site) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(request.replace("\n", "\r\n").encode() + b"\r\n\r\n")
            answer = connection.makefile("rb").read().decode()
    (bench.site / "linked.txt").unlink()
    head, _, body = answer.partition("\r\n\r\n")
    assert "The words of another file." not in answer
    return Told(int(head.split()[1]), re.sub(r"\s*<[^>]*>\s*", " ", body).strip())


@fault(HEADING, "the server is asked under another host's name")
def foreign_host(bench: Bench) -> Told:
    return asked(bench, "GET / HTTP/1.1\nHost: evil.example")


@fault(HEADING, "the server is asked for a file beside the site")
def path_out(bench: Bench) -> Told:
    return asked(bench, "GET /../secret.txt HTTP/1.1\nHost: localhost")


@fault(HEADING, "the same, encoded")
def path_out_encoded(bench: Bench) -> Told:
    return asked(bench, "GET /%2e%2e%2fsecret.txt HTTP/1.1\nHost: localhost")


@fault(HEADING, "the server is asked for a link that leads out of the site")
def path_linked(bench: Bench) -> Told:
    return asked(bench, "GET /linked.txt HTTP/1.1\nHost: localhost")
