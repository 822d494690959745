"""Serve the built site on this machine; rebuild and reload on change.

The reload script is added to responses, never to files: nothing of it can be published.
"""

from __future__ import annotations

import json
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs

import watchfiles

from builder.core.problems import Problem
from builder.core.safe_files import File
from builder.server.page_script import PROBLEMS_STYLE, RELOAD_SCRIPT
from builder.server.static_host import TYPES, HeaderRule, SiteHandler, SiteServer, read_header_rules

HEARTBEAT = 15.0
"""Seconds after which a silent connection is tried, to notice a page that has gone."""


STEP = 20
"""Milliseconds without a further change after which what was changed is looked at."""

LULL = 200
"""Milliseconds without a change after which the watch says that there was none."""

BREATH = 0.1
"""Seconds that a rebuild leaves to whoever fetches the page that is shown ahead of it."""


SETTLED = 0.4
"""Seconds without a further change after which problems are said."""

MOST_SHOWN = 30
"""How many problems are shown over a page."""

Rebuild = Callable[[], Sequence[Problem]]
"""Makes a new site, or says why there is none."""
Complain = Callable[[Sequence[Problem]], None]


class ReloadingHandler(SiteHandler):
    """Adds the reload script to pages and sends them events."""

    server: ReloadingServer
    site: str

    def answer(self, path: str, query: str) -> None:
        # Before the file is read: a page from before a rebuild must never pass for one from after.
        self.site = self.server.site
        match path:
            case "/__reload.js":
                self.send(HTTPStatus.OK, TYPES[".js"], RELOAD_SCRIPT.encode())
            case "/__problems.css":
                self.send(HTTPStatus.OK, TYPES[".css"], PROBLEMS_STYLE.encode())
            case "/__events":
                self.send_event(parse_qs(query).get("site", [""])[0])
            case _:
                super().answer(path, query)

    def send_event(self, site: str) -> None:
        """Problems whenever they are others; an end as soon as the site is not the one named."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        told: tuple[str, ...] = ()
        while self.server.site == site:
            if not self.server.differs(site, told, within=HEARTBEAT):
                self.wfile.write(b":\n\n")
            elif self.server.site == site:
                told = self.server.problems
                self.wfile.write(b"event: problems\ndata: %s\n\n" % json.dumps(told).encode())
        self.wfile.write(b"data: reload\n\n")

    def send(
        self, status: HTTPStatus, kind: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> None:
        if kind == TYPES[".html"]:
            script = f'<script src="/__reload.js?site={self.site}"></script>'.encode()
            before, end, after = body.rpartition(b"</body>")
            body = before + script + end + after if end else after + script
        super().send(status, kind, body, headers)

    def read(self, file: Path) -> bytes:
        path = file.relative_to(self.server.root.resolve()).as_posix()
        ahead = self.server.ahead.get(path)
        return super().read(file) if ahead is None else ahead

    def hosted_headers(self) -> dict[str, str]:
        return {**super().hosted_headers(), "Cache-Control": "no-store"}


class ReloadingServer(SiteServer):
    """Serves the site and names its present build."""

    def __init__(self, root: Path, rules: Sequence[HeaderRule], port: int) -> None:
        self.site = ""
        self.ahead: dict[str, bytes] = {}
        """Pages that the next build will make, by their paths."""
        self.problems: tuple[str, ...] = ()
        """Why the last rebuild made no new site."""
        self.changed = threading.Condition()
        self.renew()
        super().__init__(root, rules, port, ReloadingHandler)

    def renew(self) -> None:
        """Give the site a new name, a random one: pages from before this server reload too."""
        with self.changed:
            self.site = uuid.uuid4().hex
            self.problems = ()
            self.changed.notify_all()

    def show(self, problems: Sequence[Problem]) -> None:
        """Say in every open page, and in those to come, why the site is not a newer one."""
        with self.changed:
            self.problems = tuple(map(str, problems[:MOST_SHOWN]))
            self.changed.notify_all()

    def differs(self, site: str, told: tuple[str, ...], within: float) -> bool:
        """Whether a page of a site, which was told of problems, has something to hear."""
        with self.changed:
            return self.changed.wait_for(
                lambda: self.site != site or self.problems != told, timeout=within
            )


class Rebuilding:
    """Rebuilds beside the watch: again if something changed meanwhile, never two at once."""

    def __init__(
        self,
        server: ReloadingServer,
        rebuild: Rebuild,
        complain: Complain,
        announce: Callable[[str], None],
    ) -> None:
        self._server = server
        self._rebuild = rebuild
        self._complain = complain
        self._announce = announce
        self._asked = threading.Event()
        self._over = False
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Rebuilding:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the present rebuild."""
        self._over = True
        self._asked.set()
        self._thread.join()

    def ask(self) -> None:
        self._asked.set()

    def _work(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            if self._server.ahead:
                time.sleep(BREATH)
            if self._over:
                return
            # A file that is being written is no problem: it will have changed again in a moment.
            problems = self._tried()
            if problems and not self._asked.wait(SETTLED):
                self._say(problems)

    def once(self) -> None:
        """Rebuild now, and say what keeps it from that."""
        if problems := self._tried():
            self._say(problems)

    def _say(self, problems: Sequence[Problem]) -> None:
        self._complain(problems)
        self._server.show(problems)

    def _tried(self) -> Sequence[Problem]:
        """The problems for which there is no new site."""
        shown = dict(self._server.ahead)
        try:
            if problems := self._rebuild():
                return problems
        except (
            Exception
        ):  # a fault of ours while the program is changed: to be mended while this runs
            self._announce(traceback.format_exc())
            return ()
        for path, page in shown.items():
            if self._server.ahead.get(path) is page:  # and no newer one
                del self._server.ahead[path]
        self._server.renew()
        return ()


class ContentFilter(watchfiles.DefaultFilter):
    """Ignores files that editors write while they edit."""

    ignore_entity_patterns = (
        *watchfiles.DefaultFilter.ignore_entity_patterns,
        r"^\.",
        r"^#.*#$",
        r"^4913$",  # Vim tries with this name whether it may write
        r"\.tmp$",
    )


def serve_and_rebuild(
    output: Path,
    watch: Sequence[Path],
    rebuild: Rebuild,
    port: int,
    announce: Callable[[str], None],
    preview: Callable[[Path], File | None] | None = None,
    *,
    complain: Complain = lambda problems: None,
    hosting: Path = Path("netlify.toml"),
    stop: threading.Event | None = None,
) -> None:
    """Build, serve `output` until Ctrl-C or `stop`, rebuild on changes under `watch`.

    `rebuild` says whether there is a new site; if not, it reports why. `preview` makes a changed
    file's page ahead. Port 0 takes a free one; `announce` is told the address and unexpected
    tracebacks. Raises `PortNotFree`, before building.
    """
    with ReloadingServer(output, read_header_rules(hosting), port) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        changes = _changes(watch, stop or threading.Event())
        try:
            next(changes)  # the watch is on from here: what is saved during the first build counts
            with Rebuilding(server, rebuild, complain, announce) as rebuilding:
                rebuilding.once()
                announce(f"Serving the site at {server.url}/ until you press Ctrl-C.")
                stood = output.is_dir()
                for changed in changes:
                    if changed:
                        _show_ahead(server, preview, changed, announce)
                    stood, gone = output.is_dir(), stood and not output.is_dir()
                    if changed or gone:
                        rebuilding.ask()
        except KeyboardInterrupt:
            announce("Stopped.")
        finally:
            server.shutdown()
            thread.join()


def _changes(watch: Sequence[Path], stop: threading.Event) -> Iterator[set[Path]]:
    """Sets of changed files; empty ones after a lull.

    A folder that was replaced is watched anew.
    """
    while not stop.is_set():
        folders = _identities(watch)
        found = watchfiles.watch(
            *watch,
            watch_filter=ContentFilter(),
            stop_event=stop,
            step=STEP,
            rust_timeout=LULL,
            yield_on_timeout=True,
        )
        with suppress(FileNotFoundError):  # it went just now
            for changed in found:
                yield {Path(path) for _, path in changed}
                if _identities(watch) != folders:
                    break
        while None in _identities(watch) and not stop.wait(LULL / 1000):
            pass
        if not stop.is_set():
            yield set(watch)


def _identities(folders: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Device and inode of each folder, or None."""
    found: list[tuple[int, int] | None] = []
    for each in folders:
        try:
            stat = each.stat()
        except OSError:
            found.append(None)
        else:
            found.append((stat.st_dev, stat.st_ino))
    return found


def _show_ahead(
    server: ReloadingServer,
    preview: Callable[[Path], File | None] | None,
    changed: Collection[Path],
    announce: Callable[[str], None],
) -> None:
    """Show a changed file's page, if only one changed."""
    if preview is None or len(changed) != 1 or next(iter(changed)).is_dir():
        return
    try:
        page = preview(*changed)
    except Exception:  # as in a rebuild
        announce(traceback.format_exc())
        return
    if page is not None:
        server.ahead[page.path] = page.data
        server.renew()
