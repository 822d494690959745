"""A stand-in for an inspectorate's pages, with everything that can go wrong there.

Reports, their pages and their faults are values; what was asked is written down.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from builder.convert.fetch.polite_client import Clock

DAYS = ("30 July 2024", "3 March 2021", "9 May 2018", "1 June 2015", "2 February 2012")


def report_bytes(number: int, version: int = 1) -> bytes:
    """An invented report: a PDF as far as its first and last lines say."""
    body = f"Report {number}, version {version}. ".encode() * 20
    return b"%PDF-1.7\n" + body + b"\n%%EOF\n"


@dataclass
class Answered:
    """What an address answers."""

    data: bytes
    media_type: str = "application/pdf"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    """Bytes that are promised and do not come."""
    times: int | None = None
    """How often it answers so, before it answers as the publisher does; None for always."""
    before: Callable[[], None] = lambda: None
    """Done when it is asked, before it answers."""


@dataclass
class Publisher:
    """Some councils, each with a page of some reports."""

    councils: int = 20
    reports: int = 5
    link_class: str = "publication-link"
    label_class: str = "nonvisual"
    robots: str = "User-agent: *\nDisallow: /private/\n"
    titles: dict[int, str] = field(default_factory=dict)
    versions: Counter[int] = field(default_factory=Counter)
    twice: dict[int, int] = field(default_factory=dict)
    """A council's number → a report of another council that its page lists as well."""
    links: dict[int, str] = field(default_factory=dict)
    """Reports whose link is another than by their number."""
    faults: dict[str, Answered] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Each path that was asked for, and what the asker called itself."""
    sent: int = 0

    def numbers(self, council: int) -> list[int]:
        own = [council * 100 + each for each in range(self.reports)]
        return own + [self.twice[each] for each in (council,) if each in self.twice]

    def count(self, start: str) -> int:
        return sum(path.startswith(start) for path, _ in self.asked)

    def answer(self, path: str, query: dict[str, list[str]]) -> Answered:
        fault = self.faults.get(path)
        if fault is not None and fault.times != 0:
            fault.times = None if fault.times is None else fault.times - 1
            fault.before()
            return fault
        match path.strip("/").split("/"):
            case ["robots.txt"]:
                return Answered(self.robots.encode(), "text/plain")
            case ["search"]:
                return self._page(self._list(int(query["start"][0])))
            case ["provider", "44", urn] if int(urn) - 1000 in range(self.councils):
                return self._page(self._council(int(urn) - 1000))
            case ["v1", "file", number]:
                return Answered(report_bytes(int(number), 1 + self.versions[int(number)]))
        return Answered(b"<html><body>Nothing here</body></html>", "text/html", 404)

    def _page(self, body: str) -> Answered:
        page = f"<!doctype html><html lang=en><title>Publisher</title><body>{body}</body></html>"
        return Answered(page.encode(), "text/html; charset=utf-8")

    def _list(self, start: int) -> str:
        councils = range(self.councils)[start : start + 10]
        return "".join(
            f'<li><a href="/provider/44/{1000 + each}">Council {each}</a></li>' for each in councils
        )

    def _link(self, number: int) -> str:
        return self.links.get(number, f"/v1/file/{number}")

    def _council(self, council: int) -> str:
        return "".join(
            f'<li><a class="{self.link_class}" href="{self._link(number)}">Report '
            f'<span class="{self.label_class}">{self.titles.get(number, "Inspection")}, pdf - '
            f"{DAYS[at % len(DAYS)]}</span></a></li>"
            for at, number in enumerate(self.numbers(council))
        )


@contextmanager
def published(publisher: Publisher) -> Iterator[str]:
    """The address, without a final slash, under which a publisher answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            publisher.asked.append((self.path, self.headers["User-Agent"]))
            found = publisher.answer(path, parse_qs(query))
            mark = f'"{hashlib.sha256(found.data).hexdigest()[:16]}"'
            if found.status == 200 and self.headers["If-None-Match"] == mark:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(found.status)
            self.send_header("Content-Type", found.media_type)
            self.send_header("Content-Length", str(len(found.data) + found.cut))
            if found.status == 200:
                self.send_header("ETag", mark)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.end_headers()
            publisher.sent += len(found.data)
            self.wfile.write(found.data)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Whoever asked has gone: nothing to say."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass
class StoppedClock:
    """A clock that only sleeping moves, and nobody waits for."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.seconds, self.sleep)


DESCRIPTION = """\
id: standing-in
name: The Inspectorate
hosts: ["{host}"]
renamed_hosts:
  files.old.example: "{host}"
listed:
  url: {address}/search?start={{start}}&rows=10
  step: 10
  link: /provider/44/{{urn}}
  examples: {{"{address}/provider/44/1001": "1001"}}
page: {address}/provider/44/{{urn}}
link_class: publication-link
label_class: nonvisual
labels: ["{{title}}, {{type}} - {{date}}"]
types: {{pdf: pdf}}
passed_over: ["Survey{{any}}"]
examples:
  "Inspection, pdf - 30 July 2024": "30 July 2024, pdf: Inspection"
"""


def description(address: str) -> str:
    """How the stand-in lists its reports, as a file of content/publishers."""
    return DESCRIPTION.format(address=address, host=urlsplit(address).netloc)


def authorities(councils: int) -> str:
    """Its councils, as authorities.yaml has them."""
    return "".join(
        f"- id: council-{each}\n  name: Council {each} Council\n  place: Council {each}\n"
        f"  kind: Council\n  region: East\n  gss: X06{each:06}\n  urn: {1000 + each}\n"
        for each in range(councils)
    )
