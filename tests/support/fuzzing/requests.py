"""What a browser, or somebody who is none, sends to the server on this machine."""

from __future__ import annotations

import atexit
import io
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from builder.server.live_reload import ReloadingHandler
from builder.server.static_host import HeaderRule
from tests.support.fuzzing.inputs import DAMAGE, changed, damaged, parts_of
from tests.support.fuzzing.target import Target

SECRET = b"The words of a file that is not the site's."
POLICY = "default-src 'none'"

SEEDS = (
    "GET / HTTP/1.1\r\nHost: localhost:8000\r\n\r\n",
    "GET /about HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n",
    "HEAD /assets/site.css?v=1#top HTTP/1.0\r\nHost: [::1]:8000\r\n\r\n",
    "GET /../secret.txt HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /%2e%2e/secret.txt HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /linked.txt HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /__reload.js?site=x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /__events?site=x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET http://localhost/about/ HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
)
OTHERS = (
    *("/", "//", "..", "%2f", "%2e", "%00", "%5c", "\\", "%", "%c3%28", "?", "#", ";", "~", ":"),
    *("secret.txt", "linked.txt", "about", "café", "C:", "http://", "//evil.example", "\r\n", "\n"),
    *("GET ", "HTTP/9.9", "HTTP/0.9", "Host: ", "Host: evil.example\r\n", "Content-Length: -1\r\n"),
    *("Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "a" * 300, " ", "\t", "site="),
)


class Connection:
    """A connection that has sent everything, and keeps what it is answered."""

    def __init__(self, data: bytes) -> None:
        self.asked = io.BytesIO(data)
        self.answered = b""

    def makefile(self, mode: str, *_: object) -> io.BytesIO:
        assert mode == "rb"
        return self.asked

    def sendall(self, data: bytes) -> None:
        self.answered += bytes(data)


class Server:
    """What a handler asks of its server."""

    site = "now"
    rules = (HeaderRule("/*", {"Content-Security-Policy": POLICY}),)

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ahead: dict[str, bytes] = {}

    def differs(self, site: str, within: float) -> bool:
        return True


@cache
def site() -> Path:
    """A small site, with a file beside it that is nobody's, and a link to that file."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root = folder / "site"
    for name in ("index.html", "404.html", "about/index.html", "assets/site.css", "café.html"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("<!doctype html><body>Words</body>", "utf-8")
    (folder / "secret.txt").write_bytes(SECRET)
    (root / "linked.txt").symlink_to(folder / "secret.txt")
    return root


def answer(data: bytes) -> bool:
    connection: Any = Connection(data)
    server: Any = Server(site())
    ReloadingHandler(connection, ("127.0.0.1", 50_000), server)
    answered = connection.answered
    assert SECRET not in answered
    for head in re.findall(rb"^HTTP/1\.0 [^\n]*\r\n(?:[^\r\n]+\r\n)*\r\n", answered):
        location = re.search(rb"(?im)^location: (.*)\r$", head)
        assert location is None or re.fullmatch(rb"/[\w%~.-]+/(?:\?.*)?", location[1]), location
    ours = re.match(rb"HTTP/1\.0 (200|301|403|404) ", answered)
    if ours is not None:
        assert POLICY.encode() in answered or b"/__events" in data
    return ours is not None and ours[1] != b"403"


REQUESTS = Target(
    "requests",
    st.one_of(
        changed([parts_of(each) for each in SEEDS], OTHERS).map(
            lambda parts: "".join(parts).encode("utf-8", "replace")
        ),
        st.tuples(
            changed([parts_of(each) for each in SEEDS], OTHERS).map(
                lambda parts: "".join(parts).encode("utf-8", "replace")
            ),
            DAMAGE,
        ).map(lambda drawn: damaged(*drawn)),
        # Addresses alone, in a request that is otherwise in order.
        changed([parts_of("/about/"), parts_of("/../secret.txt")], OTHERS[:24]).map(
            lambda parts: (
                "GET "
                + re.sub(r"[\s]", "", "".join(parts))
                + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
            ).encode("utf-8", "replace")
        ),
    ),
    answer,
    few=100,
)

TARGETS = (REQUESTS,)
