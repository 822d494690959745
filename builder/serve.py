"""The development server: shows the built site on this machine, and anew after every rebuild.

In: the output folder, the places to watch, and a function that rebuilds.  Out: nothing; it serves
until Ctrl-C.  A stage of its own because nothing of it may reach what is published: the script
that reloads a page is put into the page on its way out, never on disk.

The part without reloading (`SiteServer`) stands in for the host in the tests too.
"""

from __future__ import annotations

import errno
import sys
import threading
import tomllib
import traceback
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote

import watchfiles

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
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

NOTHING_HERE = b"<!doctype html><title>Not found</title><p>There is no such page.</p>"
"""Where the site has no 404 page, or there is no site yet."""

LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]"}

RELOAD_SCRIPT = """\
// Reloads the page when the site is no longer the one that the page came from.
const site = new URL(document.currentScript.src).searchParams.get("site");
new EventSource(`/__events?site=${site}`).onmessage = () => location.reload();
"""

HEARTBEAT = 15.0
"""Seconds after which a silent connection is tried, to notice a page that has gone."""


LULL = 200
"""Milliseconds without a change after which the watch says that there was none."""


class PortNotFree(Exception):
    """Another program listens on the port, or it is the system's own."""

    def __init__(self, port: int, found: str) -> None:
        self.port = port
        super().__init__(f"Port {port} {found}; choose another one with --port.")


@dataclass(frozen=True)
class HeaderRule:
    """What the host adds to the answer for every path that a pattern fits."""

    pattern: str
    """A path in which `*` stands for anything, also for several folders."""
    headers: Mapping[str, str]


def read_header_rules(hosting: Path) -> tuple[HeaderRule, ...]:
    """The headers that a `netlify.toml` asks for; none if there is no such file."""
    if not hosting.is_file():
        return ()
    settings = tomllib.loads(hosting.read_text(encoding="utf-8"))
    return tuple(HeaderRule(rule["for"], rule["values"]) for rule in settings.get("headers", ()))


def locate(root: Path, path: str) -> Path | None:
    """The file or folder under `root` that the path of an address names, or None.

    Nothing outside `root` is ever found, whether by `..`, by an encoding of it or by a link.
    """
    root = root.resolve()
    try:
        place = (root / unquote(path).lstrip("/")).resolve()
        found = place.is_relative_to(root) and place.exists()
    except (OSError, ValueError):  # a name that no file can have
        return None
    return place if found else None


class SiteHandler(BaseHTTPRequestHandler):
    """Answers as a static host does: index pages, addresses with a final slash, a 404 page."""

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
        self.send(status, kind, file.read_bytes())

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
    """Serves one folder, and nothing else, to this machine only."""

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
        """The address of the home page without its slash: http://127.0.0.1:8000."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that leaves a page hangs up in the middle of an answer, and a file can go while
        # a rebuilt site takes the place of the old one; neither is a fault of ours.
        if not isinstance(sys.exception(), ConnectionError | FileNotFoundError):
            super().handle_error(request, client_address)


class ReloadingHandler(SiteHandler):
    """Puts the reload script into pages, and tells those pages when the site is another."""

    server: ReloadingServer
    site: str

    def answer(self, path: str, query: str) -> None:
        # Before the file is read: a page from before a rebuild must never pass for one from after.
        self.site = self.server.site
        match path:
            case "/__reload.js":
                self.send(HTTPStatus.OK, TYPES[".js"], RELOAD_SCRIPT.encode())
            case "/__events":
                self.send_event(parse_qs(query).get("site", [""])[0])
            case _:
                super().answer(path, query)

    def send_event(self, site: str) -> None:
        """One event, as soon as the site is not (or no longer) the one named."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        while not self.server.differs(site, within=HEARTBEAT):
            self.wfile.write(b":\n\n")
        self.wfile.write(b"data: reload\n\n")

    def send(
        self, status: HTTPStatus, kind: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        if kind == TYPES[".html"]:
            script = f'<script src="/__reload.js?site={self.site}"></script>'.encode()
            before, end, after = body.rpartition(b"</body>")
            body = before + script + end + after if end else after + script
        super().send(status, kind, body, headers)

    def hosted_headers(self) -> dict[str, str]:
        return {**super().hosted_headers(), "Cache-Control": "no-store"}


class ReloadingServer(SiteServer):
    """Serves the site and knows which build of it is the present one."""

    def __init__(self, root: Path, rules: Sequence[HeaderRule], port: int) -> None:
        self.site = ""
        self.changed = threading.Condition()
        self.renew()
        super().__init__(root, rules, port, ReloadingHandler)

    def renew(self) -> None:
        """The site is another from now on. Its name is not counted up: a page that was opened
        before this server started must reload as well."""
        with self.changed:
            self.site = uuid.uuid4().hex
            self.changed.notify_all()

    def differs(self, site: str, within: float) -> bool:
        with self.changed:
            return self.changed.wait_for(lambda: self.site != site, timeout=within)


class ContentFilter(watchfiles.DefaultFilter):
    """Passes over what editors write beside a file while it is edited."""

    ignore_entity_patterns = (
        *watchfiles.DefaultFilter.ignore_entity_patterns,
        r"^\.",
        r"^#.*#$",
        r"^4913$",  # Vim tries with this name whether it may write
        r"\.tmp$",
    )


def serve(
    output: Path,
    watch: Sequence[Path],
    rebuild: Callable[[], bool],
    port: int,
    announce: Callable[[str], None],
    *,
    hosting: Path = Path("netlify.toml"),
    stop: threading.Event | None = None,
) -> None:
    """Builds, then serves `output` until Ctrl-C (or `stop`), and rebuilds when anything under
    `watch` changes.  The port is taken first: a build for nothing would be a long wait.

    `rebuild` says whether the site is a new one; if not, the old one stays, and it is for the
    caller to say why. Port 0 takes a free one; `announce` is told the address, and the traceback
    of a rebuild that broke down.
    Raises `PortNotFree`.
    """
    with ReloadingServer(output, read_header_rules(hosting), port) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        changes = watchfiles.watch(
            *watch,
            watch_filter=ContentFilter(),
            stop_event=stop,
            rust_timeout=LULL,
            yield_on_timeout=True,
        )
        try:
            next(changes)  # the watch is on from here: what is saved during the first build counts
            _renew(server, rebuild, announce)
            announce(f"Serving the site at {server.url}/ until you press Ctrl-C.")
            for changed in changes:
                if changed:
                    _renew(server, rebuild, announce)
        except KeyboardInterrupt:
            announce("Stopped.")
        finally:
            server.shutdown()
            thread.join()


def _renew(
    server: ReloadingServer, rebuild: Callable[[], bool], announce: Callable[[str], None]
) -> None:
    try:
        if rebuild():
            server.renew()
    except Exception:  # a fault of ours while the program is changed: to be mended while this runs
        announce(traceback.format_exc())
