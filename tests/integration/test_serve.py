"""The development server, run for real on this machine with a rebuild that only pretends."""

from __future__ import annotations

import http.client
import json
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from watchfiles import Change

from builder.core.problems import Problem
from builder.core.safe_files import File
from builder.server.live_reload import ContentFilter, serve_and_rebuild
from builder.server.static_host import PortNotFree, SiteServer, read_header_rules
from tests.support.server import HOSTING, serving

WRONG = Problem("content/paper.md", 3, "must be <b>right</b>; found wrong; correct it.")

PAGE = "<!doctype html><body><p>Home</p></body>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site, with a file beside it that nobody may read and a link to that file."""
    folder = tmp_path / "site"
    files = {
        "index.html": PAGE,
        "404.html": "<!doctype html><body>Not found</body>",
        "favicon.ico": "",  # browsers ask for it
        "about/index.html": "<!doctype html><body>About</body>",
        "assets/site.css": "p { margin: 0 }",
        "data/grades.csv": "a,b\n",
        "pagefind/pagefind.en_1.pf_meta": "bytes",
        "pagefind/wasm.en.pagefind": "bytes",
        "café.html": "<!doctype html><p>No body tag",
    }
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "linked.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str


def ask(url: str, path: str, *, method: str = "GET", host: str | None = None) -> Answer:
    """One request, its path sent exactly as it is given here."""
    port = int(url.rpartition(":")[2])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        if host != "":
            connection.putheader("Host", host or f"127.0.0.1:{port}")
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read().decode()
        return Answer(answer.status, dict(answer.getheaders()), body)
    finally:
        connection.close()


# ---------------------------------------------------------------- as a static host


@pytest.fixture
def hosted(site: Path) -> Iterator[str]:
    with serving(site) as url:
        yield url


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/?q=derby", "text/html; charset=utf-8"),
        ("/about/", "text/html; charset=utf-8"),
        ("/caf%C3%A9.html", "text/html; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/data/grades.csv", "text/csv; charset=utf-8"),
        ("/pagefind/pagefind.en_1.pf_meta", "application/octet-stream"),
        ("/pagefind/wasm.en.pagefind", "application/octet-stream"),
    ],
)
def test_files_have_their_types(hosted: str, path: str, kind: str) -> None:
    answer = ask(hosted, path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


def test_pages_are_sent_as_they_are(hosted: str) -> None:
    assert ask(hosted, "/").body == PAGE


def test_a_head_request_has_no_body(hosted: str) -> None:
    answer = ask(hosted, "/", method="HEAD")
    assert (answer.status, answer.headers["Content-Length"]) == (200, str(len(PAGE)))
    assert answer.body == ""


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/about", "/about/"),
        ("/about?q=a%20b", "/about/?q=a%20b"),
        ("//about", "/about/"),
    ],
)
def test_a_page_has_one_address(hosted: str, path: str, to: str) -> None:
    answer = ask(hosted, path)
    assert (answer.status, answer.headers["Location"]) == (301, to)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/assets/",  # a folder without a page is not listed
        "/assets",
        "/assets/site.css/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/about/../../secret.txt",
        "//etc/passwd",
        "/linked.txt",
        "/%00",
        "/" + "a" * 300,
    ],
)
def test_nothing_else_is_found(hosted: str, path: str) -> None:
    answer = ask(hosted, path)
    assert answer.status == 404
    assert "Not found" in answer.body


def test_headers_are_those_of_the_host(hosted: str) -> None:
    page, style = ask(hosted, "/about/"), ask(hosted, "/assets/site.css")
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; connect-src 'self'; "
        "style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "Cache-Control" not in page.headers
    assert "max-age" in style.headers["Cache-Control"]
    assert "Content-Security-Policy" in ask(hosted, "/nothing").headers


def test_no_path_is_given_the_same_header_twice_but_for_the_policy_of_what_loads_pagefind() -> None:
    """Hosts differ in which of two rules wins; of two policies the stricter one harms nothing."""
    everywhere, *others = read_header_rules(HOSTING)
    assert everywhere.pattern == "/*"
    seen = [(rule.pattern.removesuffix("*"), name) for rule in others for name in rule.headers]
    twice = {name for _, name in seen if name in everywhere.headers}
    assert twice == {"Content-Security-Policy"}
    for start, name in seen:
        assert [s for s, n in seen if n == name and s.startswith(start)] == [start]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]", "[::1]:80"])
def test_this_machine_may_ask(hosted: str, host: str) -> None:
    assert ask(hosted, "/", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["", "example.org", "example.org:80", "localhost.example.org", "127.0.0.1.nip.io:80"]
)
def test_other_names_are_refused(running: Running, host: str) -> None:
    for path in ("/", "/__events", "/__reload.js", "/nothing"):
        answer = ask(running.url, path, host=host)
        assert (answer.status, answer.body) == (403, "This server answers localhost only.\n")


# ---------------------------------------------------------------- with reloading


@dataclass
class Running:
    """`serve` in a thread, watching a folder; leaving it stops the server."""

    site: Path
    port: int = 0
    outcomes: list[bool | Exception] = field(default_factory=list)
    """What the coming rebuilds say or raise; True when none is left."""
    rebuilt: queue.Queue[bool | Exception] = field(default_factory=queue.Queue)
    announced: queue.Queue[str] = field(default_factory=queue.Queue)
    stop: threading.Event = field(default_factory=threading.Event)
    preview: Callable[[Path], File | None] = lambda path: None
    """Makes the page that is shown ahead of a rebuild."""

    complaints: list[Sequence[Problem]] = field(default_factory=list)

    def rebuild(self) -> Sequence[Problem]:
        outcome = self.outcomes.pop(0) if self.outcomes else True
        self.rebuilt.put(outcome)
        if isinstance(outcome, Exception):
            raise outcome
        return () if outcome else (WRONG,)

    def __enter__(self) -> Running:
        self.content = self.site.parent / "content"
        self.content.mkdir()
        self.thread = threading.Thread(
            target=serve_and_rebuild,
            args=(
                self.site,
                [self.content],
                self.rebuild,
                self.port,
                self.announced.put,
                lambda path: self.preview(path),
            ),
            kwargs={
                "hosting": HOSTING,
                "stop": self.stop,
                "complain": self.complaints.append,
            },
        )
        self.thread.start()
        said = self.announced.get(timeout=10)
        assert self.rebuilt.get(timeout=10) is True  # the first build
        self.url = said[said.index("http://") :].split("/ ")[0]
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()

    def listen(self) -> threading.Thread:
        """Waits, like an open page, for the event that follows the present state of the site."""
        script = ask(self.url, "/").body.split('<script src="')[1].split('"')[0]
        query = script.partition("?")[2]
        self.heard = queue.Queue[str]()

        def wait() -> None:
            self.heard.put(ask(self.url, f"/__events?{query}").body)

        thread = threading.Thread(target=wait)
        thread.start()
        return thread

    def edit(self) -> bool | Exception:
        """Changes a file, again if the watch was not yet on; what the rebuild then said."""
        for _ in range(20):
            (self.content / "paper.md").write_text("new", encoding="utf-8")
            with suppress(queue.Empty):
                return self.rebuilt.get(timeout=1)
        pytest.fail("nothing was rebuilt")


@pytest.fixture
def running(site: Path) -> Iterator[Running]:
    with Running(site) as running:
        yield running


@pytest.mark.parametrize("path", ["/", "/about/", "/nothing", "/caf%C3%A9.html"])
def test_pages_carry_the_reload_script(running: Running, path: str) -> None:
    answer = ask(running.url, path)
    assert answer.body.count('<script src="/__reload.js?site=') == 1
    assert "</script></body>" in answer.body or "</body>" not in answer.body
    assert int(answer.headers["Content-Length"]) == len(answer.body.encode())
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_files_are_left_alone(running: Running, site: Path) -> None:
    assert ask(running.url, "/assets/site.css").body == "p { margin: 0 }"
    assert (site / "index.html").read_text(encoding="utf-8") == PAGE
    script = ask(running.url, "/__reload.js?site=x")
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "EventSource" in script.body


def test_a_change_rebuilds_and_reloads(running: Running) -> None:
    page = running.listen()
    assert running.edit() is True
    assert running.heard.get(timeout=10) == "data: reload\n\n"
    page.join()


def test_a_folder_that_is_made_anew_is_watched_anew(running: Running) -> None:
    assert running.edit() is True
    shutil.rmtree(running.content)
    time.sleep(0.5)  # the watch sees that it is gone
    running.content.mkdir()
    assert running.edit() is True
    while not running.rebuilt.empty():
        running.rebuilt.get()
    time.sleep(0.5)
    assert running.edit() is True


def test_a_site_that_was_removed_is_built_again(running: Running, site: Path) -> None:
    assert running.edit() is True
    shutil.rmtree(site)
    assert running.rebuilt.get(timeout=10) is True
    time.sleep(0.5)
    assert running.rebuilt.empty()  # once: a rebuild that cannot be is not tried for ever


def test_a_failed_rebuild_reloads_nothing_until_one_succeeds(running: Running) -> None:
    running.outcomes = [False]
    page = running.listen()
    assert running.edit() is False
    assert running.heard.empty()
    until(lambda: running.complaints == [(WRONG,)])
    assert running.edit() is True
    told = f"event: problems\ndata: {json.dumps([str(WRONG)])}\n\n"
    assert running.heard.get(timeout=10) == f"{told}data: reload\n\n"
    page.join()
    assert running.complaints == [(WRONG,)]


def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it never held")


def test_a_file_that_is_being_written_is_no_problem(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.server.live_reload.SETTLED", 30.0)
    running.outcomes = [False]
    page = running.listen()
    assert running.edit() is False
    assert running.edit() is True
    assert running.heard.get(timeout=10) == "data: reload\n\n"
    page.join()
    assert running.complaints == []


def test_problems_stand_over_the_page_until_they_are_mended(running: Running, page: Page) -> None:
    page.goto(f"{running.url}/")
    running.outcomes = [False]
    assert running.edit() is False
    box = page.get_by_role("alert")
    expect(box).to_contain_text("1 problem: this is the site as it was before")
    expect(box.locator("li")).to_have_text(str(WRONG))
    expect(box).to_have_css("position", "fixed")
    box.get_by_role("button", name="Close").click()
    expect(box).to_have_count(0)
    page.goto(f"{running.url}/about/")
    expect(box).to_have_count(1)  # nothing of it is mended
    assert running.edit() is True
    expect(box).to_have_count(0)
    expect(page.locator("body")).to_contain_text("About")


def test_a_rebuild_that_breaks_down_is_said_and_outlived(running: Running) -> None:
    running.outcomes = [ZeroDivisionError("in a template")]
    page = running.listen()
    running.edit()
    assert "ZeroDivisionError: in a template" in running.announced.get(timeout=10)
    assert running.edit() is True
    assert running.heard.get(timeout=10) == "data: reload\n\n"
    page.join()


def test_a_page_of_an_earlier_site_reloads_at_once(running: Running) -> None:
    assert ask(running.url, "/__events?site=of-before").body == "data: reload\n\n"
    assert ask(running.url, "/__events", method="HEAD").status == 200


def test_a_silent_connection_is_kept_up(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.server.live_reload.HEARTBEAT", 0.01)
    page = running.listen()
    page.join(timeout=0.2)
    running.edit()
    heard = running.heard.get(timeout=10)
    assert heard.startswith(":\n\n")
    assert heard.endswith("data: reload\n\n")
    page.join()


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("paper.md", True),
        ("site.yaml", True),
        ("paper.md~", False),
        (".paper.md.swp", False),
        (".#paper.md", False),
        ("#paper.md#", False),
        ("4913", False),
        ("paper.md.tmp", False),
    ],
)
def test_what_editors_leave_does_not_count(tmp_path: Path, name: str, counts: bool) -> None:
    assert ContentFilter()(Change.added, str(tmp_path / name)) is counts


def test_a_taken_port_is_said(site: Path) -> None:
    with SiteServer(site) as other, pytest.raises(PortNotFree, match=str(other.server_port)):
        serve_and_rebuild(site, [site], lambda: (), other.server_port, lambda _: None)


def test_ctrl_c_ends_it_and_frees_the_port(site: Path) -> None:
    """As a program of its own, since the signal reaches a process and not a thread."""
    program = (
        "import sys, pathlib, builder.server.live_reload as s\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "s.serve_and_rebuild(folder, [folder], tuple, 0, lambda said: print(said, flush=True))\n"
    )
    command = [sys.executable, "-c", program, str(site)]
    with subprocess.Popen(
        command, cwd=HOSTING.parent, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        port = int(process.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
        assert ask(f":{port}", "/").status == 200
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=10)
    assert (process.returncode, said, complained) == (0, "Stopped.\n", "")
    SiteServer(site, port=port).server_close()


def test_an_open_page_shows_the_rebuilt_site(running: Running, site: Path, page: Page) -> None:
    page.goto(running.url)
    expect(page.get_by_text("Home")).to_be_visible()
    (site / "index.html").write_text(PAGE.replace("Home", "Rebuilt"), encoding="utf-8")
    running.edit()
    expect(page.get_by_text("Rebuilt")).to_be_visible()


@pytest.mark.page_problems("status of 404")
def test_the_first_site_appears_when_it_is_built(tmp_path: Path, page: Page) -> None:
    """Opened while the content was wrong from the start, mended since."""
    site = tmp_path / "site"
    with Running(site) as running:
        page.goto(running.url)
        expect(page.get_by_text("There is no such page")).to_be_visible()
        site.mkdir()
        (site / "index.html").write_text(PAGE, encoding="utf-8")
        running.edit()
        expect(page.get_by_text("Home")).to_be_visible()


def test_without_rules_of_a_host_none_are_sent(tmp_path: Path) -> None:
    assert read_header_rules(tmp_path / "netlify.toml") == ()
