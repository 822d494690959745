"""From original to document: the founding originals convert to what was read from them by eye.

The originals under `content/originals/` go through the same command as any other file, into an
empty archive with the real registries; nothing of the committed Markdown is used.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.build.pipeline import build_site
from builder.cli.app import app
from builder.cli.verify import documents_of
from builder.convert.many_files import add_originals
from builder.convert.options import AddOptions
from builder.convert.originals import ADDED, FAILED, HELD, Outcome
from builder.core.safe_files import file_of
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from builder.verify import read_from, verify_document
from builder.verify.page import read_page
from tests.site import test_facts
from tests.support.archive import read_archive, site_files, site_pages
from tests.support.paths import PROJECT

CONTENT = PROJECT / "content"
ORIGINALS = {
    facts["source"]: next(
        path
        for path in (CONTENT / "originals").iterdir()
        if path.stem in (CONTENT / "documents" / facts["authority"] / f"{name}.md").read_text()
    )
    for name, facts in test_facts.FACTS.items()
}
"""Name as received → the file that was kept."""


def empty_archive(folder: Path) -> Path:
    """A content folder with the real registries and no documents."""
    content = folder / "content"
    shutil.copytree(CONTENT, content, ignore=shutil.ignore_patterns("documents", "originals"))
    return content


def add_files(content: Path, files: list[Path], wishes: AddOptions | None = None) -> list[Outcome]:
    registry = read_registry(content)
    return add_originals(
        files, content, registry, wishes or AddOptions(), lambda: ThreadPoolExecutor(1)
    )


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive made of the founding originals by conversion alone."""
    folder = tmp_path_factory.mktemp("converted")
    content = empty_archive(folder)
    received = folder / "received"
    received.mkdir()
    for name, kept in ORIGINALS.items():
        shutil.copyfile(kept, received / name)
    outcomes = add_files(content, sorted(received.iterdir()))
    assert [each.state for each in outcomes] == [ADDED] * len(ORIGINALS)
    return content


@pytest.fixture(scope="module")
def converted_archive(converted: Path) -> Archive:
    return read_archive(converted)


@pytest.fixture(scope="module")
def converted_site(converted: Path) -> Path:
    build_site(converted, converted.parent / "site")
    return converted.parent / "site"


def test_a_founding_original_becomes_its_document(converted_archive: Archive) -> None:
    assert {each.id for each in converted_archive.documents} == set(test_facts.FACTS)


READINGS: list[Callable[[str, Path], None]] = [
    test_facts.test_every_fact_of_the_title_block_is_right,
    test_facts.test_every_paragraph_is_there_in_order,
    test_facts.test_every_recommendation_is_the_one_read_by_eye,
    test_facts.test_a_document_s_page_has_every_paragraph_of_its_data,
]
REPORT_READINGS: list[Callable[[str, Path], None]] = [
    test_facts.test_every_heading_is_in_its_place_with_its_grade,
    test_facts.test_grades_under_headings_are_those_read_by_eye,
    test_facts.test_the_record_of_findings_is_the_one_read_by_eye,
    test_facts.test_every_repaired_number_is_declared,
]


@pytest.mark.parametrize("reading", READINGS, ids=lambda each: each.__name__[5:])
@test_facts.every_document
def test_a_converted_document_holds(
    reading: Callable[[str, Path], None], name: str, converted_site: Path
) -> None:
    reading(name, converted_site)


@pytest.mark.parametrize("reading", REPORT_READINGS, ids=lambda each: each.__name__[5:])
@test_facts.every_report
def test_a_converted_report_holds(
    reading: Callable[[str, Path], None], name: str, converted_site: Path
) -> None:
    reading(name, converted_site)


def test_a_converted_letter_or_paper_keeps_its_lists(converted_site: Path) -> None:
    test_facts.test_the_letter_s_lists_are_those_read_by_eye(converted_site)
    test_facts.test_the_paper_s_lists_and_sign_off_are_those_read_by_eye(converted_site)


def test_conversion_keeps_every_word_in_its_place(converted: Path, converted_site: Path) -> None:
    for document in documents_of(converted):
        result = verify_document(read_from(converted_site), document)
        assert result.differences == ()
        assert result.found == result.words


def test_the_same_original_is_added_once(converted: Path) -> None:
    before = sorted(converted.rglob("*.md"))
    outcomes = add_files(converted, list(ORIGINALS.values()))
    assert {each.state for each in outcomes} == {HELD}
    assert sorted(converted.rglob("*.md")) == before


def test_an_edited_document_is_not_overwritten_unasked(tmp_path: Path) -> None:
    content = empty_archive(tmp_path)
    letter = ORIGINALS["plymouth-2009-inspection-letter.txt"]
    add_files(content, [letter])
    (document,) = content.rglob("plymouth-2009-10-28-letter.md")
    document.write_text(document.read_text() + "\nEdited.\n")
    other = tmp_path / "other.txt"
    other.write_bytes(letter.read_bytes() + b"\n")
    (outcome,) = add_files(content, [other])
    assert outcome.document == "plymouth-2009-10-28-letter-2"
    assert document.read_text().endswith("\nEdited.\n")


def bad_files(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Files that cannot be read, and what is said of each."""
    return {
        "empty.pdf": (b"", "empty"),
        "page.pdf": (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "damaged"),
        "empty.txt": (b" \n", "empty"),
        "windows.txt": ("It cost £5 – a lot".encode("cp1252"), "UTF-8"),
        "nobody.txt": (b"Nothing here names a council.\n", "authority"),
        "picture.png": (b"\x89PNG", "ending"),
    }


def test_a_bad_file_stops_no_other_and_leaves_nothing_behind(tmp_path: Path) -> None:
    content = empty_archive(tmp_path)
    files = []
    for name, (data, _) in bad_files(tmp_path).items():
        (tmp_path / name).write_bytes(data)
        files.append(tmp_path / name)
    files.insert(3, ORIGINALS["plymouth-2009-inspection-letter.txt"])
    files.append(tmp_path / "absent.pdf")
    result = CliRunner().invoke(app, ["add", "--content", str(content), *map(str, files)])
    assert result.exit_code == 1
    for name, (_, reason) in bad_files(tmp_path).items():
        (line,) = [each for each in result.output.splitlines() if f"{name}: " in each]
        assert reason in line, line
    assert "1 added" in result.output
    written = [path.name for path in content.rglob("*") if path.parent.name != "frameworks"]
    assert "plymouth-2009-10-28-letter.md" in written
    assert len(list((content / "originals").iterdir())) == 1
    assert len(list(content.rglob("documents/*/*"))) == 1


def test_a_trial_run_writes_nothing(tmp_path: Path) -> None:
    content = empty_archive(tmp_path)
    letter = ORIGINALS["plymouth-2009-inspection-letter.txt"]
    result = CliRunner().invoke(app, ["add", "--dry-run", "--content", str(content), str(letter)])
    assert result.exit_code == 0
    assert "would become plymouth-2009-10-28-letter" in result.output
    assert not (content / "documents").exists()
    assert not (content / "originals").exists()


def test_a_date_that_is_not_printed_says_where_it_is_from(tmp_path: Path) -> None:
    content = empty_archive(tmp_path)
    report = tmp_path / "report---15-march-2024.txt"
    report.write_text("Plymouth City Council\n\nA report of a form that nobody knows.\n")
    (outcome,) = add_files(content, [report])
    assert outcome.state == ADDED
    (document,) = read_archive(content).documents
    assert document.front.published.isoformat() == "2024-03-15"
    assert document.front.published_from == "file name"
    assert document.framework.id == "unknown"
    data = json.loads(site_files(content)[f"documents/{document.id}/index.json"])
    assert data["framework"] == "unknown"


def test_several_processes_convert_as_one_does(tmp_path: Path) -> None:
    texts = []
    for name, pool in (("one", lambda: ThreadPoolExecutor(1)), ("two", ProcessPoolExecutor)):
        content = empty_archive(tmp_path / name)
        add_originals(list(ORIGINALS.values()), content, read_registry(content), AddOptions(), pool)
        texts.append({path.name: path.read_bytes() for path in content.rglob("documents/*/*")})
    assert texts[0] == texts[1]
    assert len(texts[0]) == len(ORIGINALS)


class _Dying(ThreadPoolExecutor):
    """A pool that dies on one file, as processes do under a damaged one."""

    def submit(self, function: Any, /, *args: Any, **named: Any) -> Future[Any]:
        if args[0].file.name != "killer.txt":
            return super().submit(function, *args, **named)
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor())
        return future


def test_a_file_that_brings_a_worker_down_takes_no_other_with_it(tmp_path: Path) -> None:
    content = empty_archive(tmp_path)
    killer = tmp_path / "killer.txt"
    killer.write_text("x")
    letter, paper = (
        ORIGINALS[f"plymouth-{each}.txt"]
        for each in ("2009-inspection-letter", "2015-cabinet-paper")
    )
    outcomes = add_originals(
        [letter, killer, paper], content, read_registry(content), AddOptions(), lambda: _Dying(1)
    )
    assert [each.state for each in outcomes] == [ADDED, FAILED, ADDED]
    assert "brings the reader down" in outcomes[1].reason


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (outcome,) = add_files(empty_archive(tmp_path), [tmp_path / "gone.txt"])
    assert outcome.state == FAILED
    assert "opened" in outcome.reason


def test_asterisks_and_brackets_of_the_text_stay_text(tmp_path: Path) -> None:
    content = empty_archive(tmp_path)
    words = "Pupils gained A** and B** grades under section 20[1](b) and regulation 5[2](a)."
    report = tmp_path / "report---15-march-2024.txt"
    report.write_text(f"Plymouth City Council\n\n{words}\n")
    add_files(content, [report])
    (document,) = read_archive(content).documents
    page = " ".join(read_page(site_pages(content)[file_of(document.url)]).words)
    assert page == f"Plymouth City Council {words}"


def test_a_record_of_two_judgements_is_no_box(tmp_path: Path) -> None:
    content = empty_archive(tmp_path)
    report = tmp_path / "report---15-march-2010.txt"
    report.write_text(
        "Inspection of safeguarding and looked after children services\n\nPlymouth\n\n"
        "Inspection dates: 1 – 5 March 2010\n\nRecord of main findings:\n\n"
        "Services for looked after children\t\nOverall effectiveness\tGood\n"
        "Capacity for improvement\tAdequate\n"
    )
    add_files(content, [report])
    (document,) = read_archive(content).documents
    assert [(each.basis, each.label) for each in document.awards] == [
        ("table", "Good"),
        ("table", "Adequate"),
    ]


@pytest.mark.parametrize(
    ("words", "wishes", "reason"),
    [
        ("A bell\x07 rings.", AddOptions(), "a letter without a meaning (U+0007)"),
        (
            "Inspection of safeguarding and looked after children services\n\n"
            "Inspection dates: 1 – 5 March 2010",
            AddOptions(date(2009, 1, 1)),
            "--published",
        ),
        # To join a million lines would take hours, and to read a hundred million bytes too.
        ("A bell rings.\n" * 300_000, AddOptions(), "follow one another without a blank line"),
        ("A bell rings.\n\n" * 400_000, AddOptions(), "it is larger than 5 MB"),
    ],
)
def test_no_document_that_would_stop_the_archive_is_written(
    words: str, wishes: AddOptions, reason: str, tmp_path: Path
) -> None:
    content = empty_archive(tmp_path)
    report = tmp_path / "report---15-march-2024.txt"
    report.write_text(f"Plymouth City Council\n\n{words}\n")
    (outcome,) = add_files(content, [report], wishes)
    assert outcome.state == FAILED
    assert reason in outcome.reason
    assert not (content / "documents").exists()
