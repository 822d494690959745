"""New reports from a publisher's pages: each taken once, whole, slowly, and nothing passed over."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from builder.cli.app import app
from builder.cli.fetch import fetch_and_report
from builder.convert.fetch import polite_client
from builder.convert.fetch.new_reports import FetchOptions
from tests.support.paths import EXAMPLES, PROJECT
from tests.support.publisher import (
    Answered,
    Publisher,
    StoppedClock,
    authorities,
    description,
    published,
    report_bytes,
)
from tests.support.small_archive import files_of


@dataclass
class Desk:
    """An archive beside a publisher, and what was said there."""

    content: Path
    publisher: Publisher
    capsys: pytest.CaptureFixture[str]
    clock: StoppedClock = field(default_factory=StoppedClock)
    said: str = ""

    def fetch(self, options: FetchOptions | None = None, **named: Any) -> bool:
        self.publisher.asked.clear()
        self.publisher.sent = 0
        well = fetch_and_report(
            self.content,
            options or FetchOptions(limit=1000),
            cache=self.content.parent / "cache",
            clock=self.clock.clock(),
            **named,
        )
        self.said = "".join(self.capsys.readouterr())
        return well

    @property
    def inbox(self) -> dict[str, bytes]:
        files = files_of(self.content / "inbox")
        return {name: data for name, data in files.items() if name != "README.md"}

    @property
    def files_asked(self) -> int:
        return self.publisher.count("/v1/file/")


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture
def desk(
    publisher: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    with published(publisher) as address:
        content = tmp_path / "content"
        archive_of(content, publisher, address)
        yield Desk(content, publisher, capsys)


def archive_of(content: Path, publisher: Publisher, address: str) -> None:
    """An archive of a publisher's councils that holds nothing yet."""
    shutil.copytree(EXAMPLES / "empty" / "content", content)
    (content / "publishers").mkdir()
    (content / "publishers" / "standing-in.yaml").write_text(description(address))
    (content / "authorities.yaml").write_text(authorities(publisher.councils))


def test_every_new_report_is_taken_once(desk: Desk) -> None:
    assert desk.fetch()
    expected = {report_bytes(c * 100 + r) for c in range(20) for r in range(5)}
    assert set(desk.inbox.values()) == expected
    assert len(desk.inbox) == 100
    assert "council-3-2021-03-03-301.pdf" in desk.inbox
    # robots.txt, two parts of the list and one that adds nothing, a page a council, a report each
    assert len(desk.publisher.asked) == 1 + 3 + 20 + 100
    assert "100 reports taken, 0 not taken, 0 held already, 0 faults; 124 requests" in desk.said


def test_a_second_run_takes_nothing(desk: Desk) -> None:
    desk.fetch()
    before = files_of(desk.content)
    assert desk.fetch()
    assert files_of(desk.content) == before
    assert desk.files_asked == 0
    assert "20 pages looked at (20 unchanged), 0 reports taken" in desk.said
    assert desk.publisher.sent < 5000  # the list, and not a page


def test_what_was_added_meanwhile_is_not_taken_again(desk: Desk) -> None:
    desk.fetch()
    shutil.rmtree(desk.content / "inbox")
    assert desk.fetch()
    assert desk.files_asked == 0


def test_what_a_document_names_as_its_source_is_held(desk: Desk) -> None:
    """By its address, also one that the publisher has since renamed; else by its bytes."""
    page = (desk.content / "publishers" / "standing-in.yaml").read_text()
    address = page.split("page: ")[1].split("/provider")[0]
    hold(desk.content, "council-0", b"other bytes", f"{address}/v1/file/0")
    hold(desk.content, "council-1", b"others", "http://files.old.example/v1/file/100")
    hold(desk.content, "council-2", report_bytes(200), "")
    assert desk.fetch()
    assert "97 reports taken, 0 not taken, 3 held already" in desk.said
    assert desk.publisher.count("/v1/file/0") == 0
    assert "council-2-2024-07-30-200.pdf" not in desk.inbox


def hold(content: Path, authority: str, original: bytes, url: str) -> None:
    """A document of some bytes, from some address."""
    sha256 = hashlib.sha256(original).hexdigest()
    path = content / "documents" / authority / f"{authority}-2020-01-01-report.md"
    path.parent.mkdir(parents=True)
    source = f"source:\n  file: a.pdf\n  sha256: {sha256}" + (f"\n  url: {url}" if url else "")
    path.write_text(
        f"---\nkind: report\ntitle: Title\nauthority: {authority}\nframework: inspection\n"
        f"published: 2020-01-01\npeople: []\n{source}\n---\n\n# Title\n\nWords.\n"
    )


def test_it_asks_once_a_second_and_says_who_asks(desk: Desk) -> None:
    desk.publisher.councils = 2
    desk.fetch()
    requests = len(desk.publisher.asked)
    assert sum(desk.clock.slept) == pytest.approx(requests - 1)
    (agent,) = {agent for _, agent in desk.publisher.asked}
    assert agent == (
        "archive-of-inspections (An archive of inspection reports; "
        "+https://archive.example.org; editors@archive.example.org)"
    )


def test_it_waits_as_long_as_robots_are_asked_to(desk: Desk) -> None:
    desk.publisher.robots = "User-agent: *\nCrawl-delay: 7\n"
    desk.fetch(FetchOptions(authorities=("council-1",)))
    assert set(desk.clock.slept) == {1.0, 7.0} or set(desk.clock.slept) == {7.0}


def test_it_does_not_go_where_robots_must_not(desk: Desk) -> None:
    desk.publisher.robots = "User-agent: archive-of-inspections\nDisallow: /*/file/\n"
    assert not desk.fetch(FetchOptions(authorities=("council-1",)))
    assert desk.files_asked == 0
    assert "/v1/file/100: must be there to be read; found that http://127.0.0.1" in desk.said


def test_without_robots_everything_is_allowed_and_with_a_broken_one_nothing(desk: Desk) -> None:
    desk.publisher.faults["/robots.txt"] = Answered(b"", "text/html", 404)
    assert desk.fetch(FetchOptions(authorities=("council-1",)))
    desk.publisher.faults["/robots.txt"] = Answered(b"", "text/html", 503)
    assert not desk.fetch(FetchOptions(authorities=("council-2",)))
    assert {path for path, _ in desk.publisher.asked} == {"/robots.txt"}
    assert "robots.txt gives status 503" in desk.said


FAULTS = {
    "gone": (Answered(b"no", "text/html", 404), 1, "status 404"),
    "broken for good": (Answered(b"no", "text/html", 500), 4, "status 500, at the fourth try"),
    "cut short for good": (Answered(report_bytes(1), cut=9), 4, "cut short, at the fourth try"),
    "a web page": (Answered(b"<!doctype html><p>Sorry", "application/pdf"), 1, "a web page"),
    "something else": (Answered(b"GIF89a", "application/pdf"), 1, "found something else"),
    "nothing": (Answered(b"", "application/pdf"), 1, "found nothing"),
    "elsewhere": (
        Answered(b"", status=302, headers={"Location": "https://elsewhere.example/a.pdf"}),
        1,
        "a way to another host, elsewhere.example",
    ),
    "nowhere": (
        Answered(b"", status=302, headers={"Location": "http://["}),
        1,
        "a way to “http://[”, which is no address",
    ),
    "round and round": (
        Answered(b"", status=302, headers={"Location": "/v1/file/101"}),
        6,
        "more than 5 redirects",
    ),
    "patient": (
        Answered(b"", status=429, headers={"Retry-After": "9000"}),
        1,
        "status 429, which asks to wait 9000 s, at the first try",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_report_that_cannot_be_had_stops_no_other(name: str, desk: Desk) -> None:
    fault, tries, words = FAULTS[name]
    desk.publisher.faults["/v1/file/101"] = fault
    assert not desk.fetch()
    assert len(desk.inbox) == 99
    assert desk.publisher.count("/v1/file/101") == tries
    assert "/v1/file/101: must be " in desk.said
    assert words in desk.said
    # It is not forgotten: the page was not seen whole.
    del desk.publisher.faults["/v1/file/101"]
    assert desk.fetch()
    assert desk.files_asked == 1
    assert len(desk.inbox) == 100


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Answered(b"", status=500, times=2), [2.0, 4.0]),
        (Answered(b"", status=429, headers={"Retry-After": "40"}, times=1), [40.0]),
        (Answered(report_bytes(1), cut=5, times=3), [2.0, 4.0, 8.0]),
    ],
)
def test_it_tries_again_later_and_later(fault: Answered, waits: list[float], desk: Desk) -> None:
    desk.publisher.faults["/v1/file/101"] = fault
    assert desk.fetch()
    assert len(desk.inbox) == 100
    assert [each for each in desk.clock.slept if each > 1] == waits


def test_a_day_to_come_back_is_held_against_the_servers_own_clock() -> None:
    day = {"Date": "Mon, 01 Jul 2024 10:00:00 GMT", "Retry-After": "Mon, 01 Jul 2024 10:02:00 GMT"}
    assert polite_client._asked_to_wait(httpx.Response(503, headers=day)) == 120


def test_an_answer_that_takes_too_long_is_given_up(desk: Desk) -> None:
    slow = Answered(report_bytes(101), before=lambda: desk.clock.sleep(500))
    desk.publisher.faults["/v1/file/101"] = slow
    assert not desk.fetch(FetchOptions(authorities=("council-1",)))
    assert "an answer that takes longer than 180 s, at the fourth try" in desk.said


def test_a_server_that_falls_silent_is_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite_client, "_TIMEOUT", httpx.Timeout(0.05))
    over = threading.Event()
    desk.publisher.faults["/v1/file/101"] = Answered(b"", before=lambda: _wait(over))
    assert not desk.fetch(FetchOptions(authorities=("council-1",)))
    over.set()
    assert "no answer in time, at the fourth try" in desk.said


def test_a_file_that_is_too_large_is_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.convert.fetch.new_reports.MOST_ORIGINAL", 100)
    assert not desk.fetch(FetchOptions(authorities=("council-1",)))
    assert "found more than 1 MB" in desk.said
    assert desk.inbox == {}


def test_a_report_that_has_moved_within_the_publishers_hosts_is_taken(desk: Desk) -> None:
    moved = Answered(b"", status=301, headers={"Location": "/moved.pdf"})
    desk.publisher.faults["/v1/file/101"] = moved
    desk.publisher.faults["/moved.pdf"] = Answered(report_bytes(101))
    assert desk.fetch()
    assert len(desk.inbox) == 100


def test_a_page_that_is_no_longer_as_described_is_never_passed_over(desk: Desk) -> None:
    desk.publisher.link_class = "download"
    assert not desk.fetch(FetchOptions(authorities=("council-1",)))
    assert "/provider/44/1001: must have links of class “publication-link”" in desk.said
    desk.publisher.link_class = "publication-link"
    desk.publisher.label_class = "sr-only"
    assert not desk.fetch(FetchOptions(authorities=("council-1",)))
    assert desk.said.count("must name each report as “{title}, {type} - {date}”") == 5
    assert desk.inbox == {}


def test_a_list_that_is_no_longer_as_described_is_a_fault(desk: Desk) -> None:
    desk.publisher.faults["/search"] = Answered(b"<p>Soon here</p>", "text/html")
    assert not desk.fetch()
    assert "/search?start=0&rows=10: must have links to “/provider/44/{urn}”" in desk.said
    assert len(desk.inbox) == 100


def test_a_council_that_the_archive_does_not_know_is_said(desk: Desk) -> None:
    desk.publisher.councils = 21
    assert desk.fetch()
    assert "The Inspectorate lists “Council 20” under 1020, which is no “urn”" in desk.said


def test_the_same_report_on_two_pages_is_taken_once(desk: Desk) -> None:
    desk.publisher.twice = {2: 101, 1: 101}
    assert desk.fetch()
    assert desk.publisher.count("/v1/file/101") == 1
    assert len(desk.inbox) == 100


def test_the_same_bytes_under_two_addresses_are_kept_once(desk: Desk) -> None:
    desk.publisher.faults["/v1/file/102"] = Answered(report_bytes(101))
    assert desk.fetch()
    assert len(desk.inbox) == 99
    assert desk.fetch()
    assert desk.files_asked == 0


def test_a_corrected_report_is_a_second_version(desk: Desk) -> None:
    desk.fetch()
    desk.publisher.versions[101] += 1
    assert desk.fetch()
    assert len(desk.inbox) == 100  # its page has not changed
    assert desk.fetch(FetchOptions(limit=1000, corrections=True))
    new = report_bytes(101, 2)
    assert len(desk.inbox) == 101
    assert desk.inbox["council-1-2021-03-03-101.pdf"] == report_bytes(101)
    version = hashlib.sha256(new).hexdigest()[:8]
    assert desk.inbox[f"council-1-2021-03-03-101-{version}.pdf"] == new
    assert "(corrected: the archive keeps the former one)" in desk.said
    assert desk.publisher.sent < 50_000  # pages, and one report: the others had not changed
    assert desk.fetch(FetchOptions(limit=1000, corrections=True))
    assert len(desk.inbox) == 101


def test_odd_addresses_are_written_so_that_they_mean_nothing_else(
    desk: Desk, tmp_path: Path
) -> None:
    desk.publisher.links = {101: "/v1/a b) (x", 102: "javascript:alert(1)", 103: "http://["}
    desk.publisher.faults["/v1/a%20b%29%20%28x"] = Answered(report_bytes(101))
    assert not desk.fetch(FetchOptions(authorities=("council-1",)), report_to=tmp_path / "report")
    assert "must lead to each report; found “javascript:alert(1)”" in desk.said
    assert len(desk.inbox) == 3
    written = (tmp_path / "report").read_text("utf-8")
    assert re.search(r"\]\(http://127\.0\.0\.1:\d+/v1/a%20b%29%20%28x\) \|", written)


def test_what_is_not_wanted_is_said(desk: Desk) -> None:
    desk.publisher.titles[101] = "Survey of parents"
    assert desk.fetch()
    assert "Survey of parents (http" in desk.said
    assert "not taken: the archive does not hold reports of this title." in desk.said
    assert len(desk.inbox) == 99


def test_no_more_are_taken_than_asked_for_and_the_rest_the_next_time(desk: Desk) -> None:
    assert desk.fetch(FetchOptions(limit=30))
    assert len(desk.inbox) == 30
    assert "30 reports taken, 70 not taken" in desk.said
    assert desk.fetch(FetchOptions(limit=1000))
    assert len(desk.inbox) == 100
    assert desk.files_asked == 70


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    before = files_of(desk.content)
    assert desk.fetch(FetchOptions(limit=1000, dry_run=True), looked=date(2024, 8, 1))
    assert files_of(desk.content) == before
    assert desk.files_asked == 0
    assert "100 reports would be taken" in desk.said


def test_the_day_of_the_look_is_entered_where_all_could_be_seen(desk: Desk) -> None:
    assert desk.fetch(looked=date(2024, 8, 1))
    assert "\nlooked: 2024-08-01\n" in (desk.content / "site.yaml").read_text()
    assert desk.fetch(looked=date(2024, 8, 8))
    text = (desk.content / "site.yaml").read_text()
    assert text.count("\nlooked: ") == 1
    assert "\nlooked: 2024-08-08\n" in text
    desk.publisher.faults["/provider/44/1001"] = Answered(b"", "text/html", 404)
    assert not desk.fetch(looked=date(2024, 8, 15))
    assert (desk.content / "site.yaml").read_text() == text
    assert "site.yaml was left as it was" in desk.said
    assert CliRunner().invoke(app, ["check", "--content", str(desk.content)]).exit_code == 0


def test_the_report_says_all_of_it(desk: Desk, tmp_path: Path) -> None:
    desk.publisher.councils = 21
    desk.publisher.titles = {101: "Survey | of *parents*", 102: "Visit [1]"}
    desk.publisher.faults["/v1/file/103"] = Answered(b"", status=404)
    desk.fetch(report_to=tmp_path / "report.md")
    written = (tmp_path / "report.md").read_text("utf-8")
    assert "98 reports taken, 1 not taken, 0 held already, 1 fault" in written
    assert r"| Council 1 | [Visit \[1\]](http" in written
    assert r"Survey \| of \*parents\*" in written
    assert "- [ ] http" in written
    assert "under 1020" in written


@pytest.mark.parametrize("at", [1, 5, 12, 24, 40, 99, 124])
def test_a_run_that_is_killed_loses_nothing(at: int, tmp_path: Path) -> None:
    publisher = Publisher()
    with published(publisher) as address:
        archive_of(tmp_path / "content", publisher, address)
        program = (
            "import sys; from pathlib import Path; from builder.cli.fetch import fetch_and_report\n"
            "from builder.convert.fetch.new_reports import FetchOptions\n"
            "from tests.support.publisher import StoppedClock\n"
            "fetch_and_report(Path('content'), FetchOptions(limit=1000), cache=Path('cache'),"
            " clock=StoppedClock().clock())\n"
        )

        def run(*, kill: bool) -> None:
            process = subprocess.Popen(
                [sys.executable, "-c", program],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdout=subprocess.DEVNULL,
            )
            if kill:
                asked = publisher.answer

                def answer(path: str, query: dict[str, list[str]]) -> Answered:
                    if len(publisher.asked) == at:
                        process.send_signal(signal.SIGKILL)
                    return asked(path, query)

                publisher.answer = answer  # type: ignore[method-assign]
                process.wait()
                publisher.answer = asked  # type: ignore[method-assign]
            else:
                assert process.wait() == 0

        run(kill=True)
        first = [path for path, _ in publisher.asked if "/file/" in path]
        publisher.asked.clear()
        run(kill=False)
        second = [path for path, _ in publisher.asked if "/file/" in path]
    inbox = {
        name: data
        for name, data in files_of(tmp_path / "content" / "inbox").items()
        if name.endswith(".pdf") and not name.startswith(".")
    }
    assert set(inbox.values()) == {report_bytes(c * 100 + r) for c in range(20) for r in range(5)}
    # Only what was under way when it was killed was asked for twice.
    assert len(set(first) & set(second)) <= 1


@pytest.mark.parametrize("text", ["nonsense\n", "address,sha256,etag,last_modified\na,b\n"])
def test_what_was_fetched_must_be_readable(text: str, desk: Desk) -> None:
    (desk.content / "publishers" / "standing-in.csv").write_text(text)
    assert not desk.fetch()
    assert "content/publishers/standing-in.csv:" in desk.said
    assert "must be as `archive fetch` wrote it" in desk.said


def test_an_archive_without_publishers_says_what_is_missing(desk: Desk) -> None:
    shutil.rmtree(desk.content / "publishers")
    assert not desk.fetch()
    assert "content/publishers:1: must say where new reports are listed" in desk.said


def test_what_was_fetched_becomes_documents_that_say_where_from(desk: Desk) -> None:
    letter = b"Council 1 Council\n\n1. The telephone is answered.\n"
    page = desk.content / "publishers" / "standing-in.yaml"
    text = page.read_text().replace("{pdf: pdf}", "{pdf: txt}")
    page.write_text(text.replace("pdf: Inspection", "txt: Inspection"))
    desk.publisher.faults["/v1/file/100"] = Answered(letter, "text/plain")
    desk.publisher.reports = 1
    assert desk.fetch(FetchOptions(authorities=("council-1",)))
    words = ["add", "--move", "--content", str(desk.content), str(desk.content / "inbox")]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    (document,) = (desk.content / "documents").glob("*/*.md")
    assert document.name == "council-1-2024-07-30-report.md"
    assert re.search(r"^  url: http://127.0.0.1:\d+/v1/file/100$", document.read_text(), re.M)
    assert desk.inbox == {}
    assert desk.fetch(FetchOptions(authorities=("council-1",), corrections=True))
    assert desk.inbox == {}


def test_an_authority_must_be_known(desk: Desk) -> None:
    words = ["fetch", "--content", str(desk.content), "--authority", "counsel-1"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert "found “counsel-1”. Did you mean “council-1” or" in result.output


def _wait(over: threading.Event) -> None:
    over.wait(20)
