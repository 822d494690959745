"""Serve one folder as a static host does, to this machine only; the tests use it too."""

from __future__ import annotations

import errno
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from msgspec import Struct

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".link": "application/link-format",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""Ours and not the system's, which differ; all else (.pagefind, .pf_meta …) is plain bytes."""

_DIGITS = 18
"""How many a number of a range may have."""

NOTHING_HERE = b"<!doctype html><title>Not found</title><p>There is no such page.</p>"
"""Where the site has no 404 page, or there is no site yet."""

LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}


class PortNotFree(Exception):
    """The port is taken or reserved."""

    def __init__(self, port: int, found: str) -> None:
        self.port = port
        super().__init__(f"Port {port} {found}; choose another one with --port.")


class HeaderRule(Struct, frozen=True):
    """Headers for every path that matches a pattern."""

    pattern: str
    """A path in which `*` stands for anything, also for several folders."""
    headers: Mapping[str, str]


def read_header_rules(hosting: Path) -> tuple[HeaderRule, ...]:
    """The headers of a `netlify.toml`, if it exists."""
    if not hosting.is_file():
        return ()
    settings = tomllib.loads(hosting.read_text(encoding="utf-8"))
    return tuple(HeaderRule(rule["for"], rule["values"]) for rule in settings.get("headers", ()))


def locate(root: Path, path: str) -> Path | None:
    """The file or folder of an address's path, or None; never outside `root`."""
    root = root.resolve()
    try:
        place = (root / unquote(path).lstrip("/")).resolve()
        found = place.is_relative_to(root) and place.exists()
    except (OSError, ValueError):  # a name that no file can have
        return None
    return place if found else None


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """The bytes of a `Range` as (start, end), empty beyond the file.

    None for anything but a single range: answered whole (RFC 9110, 14.2).
    """
    found = re.fullmatch(r"bytes=(?a:(\d*)-(\d*))", header.strip())
    if not found or found[0].endswith("=-"):
        return None
    first, last = found.groups()
    if len(first) > _DIGITS or len(last) > _DIGITS:
        return None
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


class SiteHandler(BaseHTTPRequestHandler):
    """Index pages, final slashes and a 404 page, as on a static host."""

    server: SiteServer
    server_version = "archive"
    sys_version = ""

    def do_GET(self) -> None:
        if not self.path.startswith("/"):  # by their path pages have their headers
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        # Any page on the web can have its own name lead here; only ours may read the answers.
        if not self.is_for_us():
            self.send(HTTPStatus.FORBIDDEN, TYPES[".txt"], b"This server answers localhost only.\n")
            return
        path, _, query = self.path.partition("?")
        self.answer(path, query)

    do_HEAD = do_GET

    def is_for_us(self) -> bool:
        match self.headers.get_all("Host", []):
            case [host]:
                name, colon, port = host.rpartition(":")
                return (name if colon and port.isdigit() else host).lower() in LOCAL_NAMES
            case _:
                return False

    def answer(self, path: str, query: str) -> None:
        root = self.server.root.resolve()
        place = locate(root, path)
        if place and place.is_dir() and (place / "index.html").is_file():
            if not path.endswith("/"):
                # Built from the place: echoed, "//host" would lead away from here.
                folder = quote(f"/{place.relative_to(root).as_posix()}/")
                self.redirect(f"{folder}?{query}" if query else folder)
                return
            place /= "index.html"
        elif path.endswith("/"):
            place = None
        if place and place.is_file():
            self.send_file(HTTPStatus.OK, place)
        elif (missing := root / "404.html").is_file():
            self.send_file(HTTPStatus.NOT_FOUND, missing)
        else:
            self.send(HTTPStatus.NOT_FOUND, TYPES[".html"], NOTHING_HERE)

    def redirect(self, location: str) -> None:
        self.send(HTTPStatus.MOVED_PERMANENTLY, TYPES[".txt"], b"", {"Location": location})

    def send_file(self, status: HTTPStatus, file: Path) -> None:
        kind = TYPES.get(file.suffix.lower(), "application/octet-stream")
        body = self.read(file)
        if status != HTTPStatus.OK:
            self.send(status, kind, body)
            return
        match part_asked(self.headers.get("Range", ""), len(body)):
            case None:
                self.send(status, kind, body, {"Accept-Ranges": "bytes"})
            case start, end if start < end:
                asked = {"Content-Range": f"bytes {start}-{end - 1}/{len(body)}"}
                self.send(HTTPStatus.PARTIAL_CONTENT, kind, body[start:end], asked)
            case _:
                asked = {"Content-Range": f"bytes */{len(body)}"}
                self.send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, kind, b"", asked)

    def read(self, file: Path) -> bytes:
        return file.read_bytes()

    def send(
        self, status: HTTPStatus, kind: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        self.send_response(status)
        own = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
        for name, value in {**self.hosted_headers(), **own}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def hosted_headers(self) -> dict[str, str]:
        path = self.path.partition("?")[0]
        fitting = [rule.headers for rule in self.server.rules if fnmatchcase(path, rule.pattern)]
        return {name: value for headers in fitting for name, value in headers.items()}

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: only the command line prints."""


class SiteServer(ThreadingHTTPServer):
    """Serves one folder to this machine only."""

    def __init__(
        self,
        root: Path,
        rules: Sequence[HeaderRule] = (),
        port: int = 0,
        handler: type[SiteHandler] = SiteHandler,
    ) -> None:
        self.root = root
        self.rules = rules
        try:
            super().__init__(("127.0.0.1", port), handler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortNotFree(port, "is in use by another program") from error
            if error.errno == errno.EACCES:
                raise PortNotFree(port, "may be used by the system alone") from error
            raise

    @property
    def url(self) -> str:
        """The site's address without final slash: http://127.0.0.1:8000."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that leaves a page hangs up in the middle of an answer, and a file can go while
        # a rebuilt site takes the place of the old one; neither is a fault of ours.
        if not isinstance(sys.exception(), ConnectionError | FileNotFoundError):
            super().handle_error(request, client_address)
