"""The ledger: what was published keeps landing, and what changed is told. Its rules are under
`tests/fixtures/broken/`, a whole history of edits in `test_ledger_history.py`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.build.pipeline import read_content
from builder.build.record_ledger import ledger_growth
from builder.cli.app import app
from builder.core.problems import ProblemsFound
from builder.ledger import mark
from builder.model import CORRECTED, REMOVED, RESTORED, numbered_in
from tests.support.archive import site_files
from tests.support.editing import Editor
from tests.support.small_archive import CONTENT, files_of

LETTER = "westshire-2012-02-10-letter"
REPORT = "northtown-2010-06-30-report"
FIRST = date(2026, 1, 31)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    found = Editor(Path(shutil.copytree(CONTENT, tmp_path / "content")))
    found.publish(FIRST)
    return found


def run(*words: object) -> Any:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_recording_twice_changes_nothing(editor: Editor) -> None:
    before = files_of(editor.content)
    assert any(path.startswith("ledger/") for path in before)
    editor.publish(date(2026, 5, 1))
    assert files_of(editor.content) == before


def test_a_new_paragraph_is_recorded_at_its_place(editor: Editor) -> None:
    editor.replace(LETTER, "\nYours sincerely\n", "\nOne more thing.\n\nYours sincerely\n")
    assert editor.problems() == []
    before = editor.ledger(LETTER).splitlines()
    editor.publish(date(2026, 3, 1))
    after = editor.ledger(LETTER).splitlines()
    new = [line for line in after if line not in before]
    assert [line.partition(",")[2] for line in new] == [f"{mark('One more thing.')},2026-03-01"]
    assert after[after.index(new[0]) + 1].split(",")[1] == mark("Yours sincerely")
    assert [line for line in after if line in before] == before


def test_a_correction_is_shown_and_keeps_the_anchor(editor: Editor) -> None:
    old = next(
        row for row in editor.ledger(LETTER).splitlines() if mark("Letters are late.") in row
    )
    editor.replace(LETTER, "Letters are late.", "Letters are never late.")
    assert len(editor.problems()) == 1
    editor.declare(
        LETTER,
        "corrections: [{at: never late, on: 2026-02-03, was: are, now: are never, why: Misread.}]",
    )
    found = editor.read(LETTER)
    (told,) = found.history.corrections
    assert (told.what, told.on, told.before) == (CORRECTED, date(2026, 2, 3), "Letters are late.")
    assert found.history.aliases == {told.anchor: (old.split(",")[0],)}
    editor.publish(date(2026, 3, 1))
    assert f"{mark('Letters are never late.')},2026-02-03" in editor.ledger(LETTER)
    assert editor.read(LETTER).history.aliases == {told.anchor: (old.split(",")[0],)}


def test_a_second_correction_of_a_paragraph_keeps_the_first(editor: Editor) -> None:
    texts = ["The lamps are lit.", "The lamps were lit.", "The lamps were unlit."]
    document = editor.read(REPORT)
    (paragraph,) = [
        each
        for each in editor.file(REPORT).read_text("utf-8").splitlines()
        if each.startswith("3.")
    ]
    editor.replace(REPORT, paragraph, f"3. {texts[0]}")
    assert document.history.corrections == ()
    was = paragraph.removeprefix("3. ")
    first = f"{{at: p3, on: 2026-02-01, was: {was!r}, why: A.}}"
    second = "{at: p3, on: 2026-02-02, was: are, now: were, why: B.}"
    third = "{at: p3, on: 2026-02-03, was: lit, now: unlit, why: C.}"
    editor.declare(REPORT, f"corrections: [{first}]")
    editor.publish(date(2026, 2, 1))
    editor.replace(REPORT, texts[0], texts[1])
    editor.replace(REPORT, first, f"{first}, {second}")
    editor.publish(date(2026, 2, 2))
    editor.replace(REPORT, texts[1], texts[2])
    editor.replace(REPORT, second, f"{second}, {third}")
    editor.publish(date(2026, 2, 3))
    told = editor.read(REPORT).history.corrections
    assert [each.before for each in told] == [was, *texts[:2]]
    assert [each.anchor for each in told] == ["p3"] * 3
    editor.replace(REPORT, f"{second}, ", "")
    assert any("must stay declared" in each or "published" in each for each in editor.problems())


def test_a_paragraph_put_back_is_no_correction(editor: Editor) -> None:
    editor.replace(LETTER, "\nYours sincerely\n", "\nOne more thing.\n\nYours sincerely\n")
    editor.declare(LETTER, "corrections: [{at: One more, on: 2026-02-03, why: It was lost.}]")
    (told,) = editor.read(LETTER).history.corrections
    assert (told.what, told.before, told.now) == (RESTORED, "", "One more thing.")
    editor.publish(date(2026, 6, 1))
    assert editor.read(LETTER).history.corrections == (told,)


def test_the_anchor_of_a_removed_block_lands_on_what_tells_of_it(editor: Editor) -> None:
    old = editor.row(LETTER, "Ben Marsh")
    editor.replace(LETTER, "Yours sincerely\n\nBen Marsh\n", "Yours sincerely\n")
    editor.declare(
        LETTER,
        "corrections: [{at: Yours sincerely, on: 2026-02-03, was: Ben Marsh, why: Not printed.}]",
    )
    document = editor.read(LETTER)
    (told,) = document.history.corrections
    assert (told.what, told.before) == (REMOVED, "Ben Marsh")
    assert document.history.aliases == {told.anchor: (old.split(",")[0],)}


def test_a_number_given_to_another_paragraph_is_a_problem(editor: Editor) -> None:
    document = editor.read(REPORT)
    last = max(each.number or 0 for each in numbered_in(document.sections))
    text = editor.file(REPORT).read_text("utf-8")
    for number in range(last, 1, -1):
        text = text.replace(f"\n{number}. ", f"\n{number + 1}. ")
    text = text.replace("\n3. ", "\n2. A paragraph that the council left out.\n\n3. ")
    editor.file(REPORT).write_text(text, "utf-8")
    assert len(editor.problems()) == last - 1
    editor.declare(
        REPORT,
        f"renumbered: [{{on: 2026-02-03, from: 2, to: {last}, by: 1, why: Issued again.}}]",
    )
    assert editor.problems() == []
    editor.publish(date(2026, 3, 1))
    assert editor.problems() == []
    assert f"p{last + 1}," in editor.ledger(REPORT)
    editor.replace(REPORT, "that the council left out", "of its own")
    assert len(editor.problems()) == 1


def test_a_document_with_another_id_keeps_its_ledger(editor: Editor) -> None:
    new = "westshire-2012-02-11-letter"
    editor.replace(LETTER, "published: 2012-02-10", "published: 2012-02-11")
    editor.file(LETTER).rename(editor.file(new))
    (problem,) = editor.problems()
    assert f"/documents/{LETTER}/ was published" in problem
    editor.declare(new, f"formerly: [{LETTER}]")
    assert editor.read(new).history.added == FIRST
    editor.publish(date(2026, 3, 1))
    assert editor.ledger(new).count("2026-03-01") == editor.ledger(LETTER).count("2026-01-31")
    editor.replace(new, "Letters are late.", "Letters are never late.")
    (problem,) = editor.problems()
    assert "must keep landing" in problem


@pytest.mark.parametrize(
    ("edit", "kept"),
    [
        (lambda text: text.replace("## Strengths", "## Grade 9\n\nNone.\n\n## Strengths"), True),
        (lambda text: text.replace("Dear Ms Lane", "Dear Ms Lane\n\nYours sincerely"), False),
    ],
    ids=["other words", "the same words above"],
)
def test_an_edit_elsewhere_moves_no_anchor_in_silence(
    edit: Callable[[str], str], kept: bool, editor: Editor
) -> None:
    text = editor.file(LETTER).read_text("utf-8")
    editor.file(LETTER).write_text(edit(text), "utf-8")
    assert (editor.problems() == []) is kept


def test_no_draft_is_published_unrecorded(editor: Editor, tmp_path: Path) -> None:
    content = editor.content
    assert run("record", "--on", FIRST, "--content", content).exit_code == 0
    assert run("check", "--strict", "--content", content).exit_code == 0
    editor.replace(LETTER, "\nYours sincerely\n", "\nOne more thing.\n\nYours sincerely\n")
    loose, strict = (run("check", "--content", content, *more) for more in ([], ["--strict"]))
    assert (loose.exit_code, strict.exit_code) == (0, 1)
    assert "of the ledger to grow" in loose.output
    assert f"found 1 anchors of /documents/{LETTER}/" in strict.output


def test_the_day_of_publication_is_not_taken_from_the_clock(editor: Editor) -> None:
    editor.replace(LETTER, "\nYours sincerely\n", "\nOne more thing.\n\nYours sincerely\n")
    before = editor.ledger(LETTER)
    result = run("record", "--content", editor.content)
    assert result.exit_code == 2
    assert "--on must give the day of publication" in result.output
    assert editor.ledger(LETTER) == before
    assert run("record", "--content", editor.content, "--on", "31 March").exit_code == 2
    result = run("record", "--content", editor.content, "--on", "2026-03-31")
    assert (result.exit_code, "1 new, 0 changed" in result.output) == (0, True)
    assert "2026-03-31" in editor.ledger(LETTER)


def test_a_page_that_is_gone_leads_somewhere(editor: Editor) -> None:
    assert run("record", "--on", FIRST, "--content", editor.content).exit_code == 0
    topics = editor.content / "topics.yaml"
    ledger = (editor.content / "ledger/pages/topics.csv").read_text()
    assert "/topics/lanterns/,2026-01-31\n" in ledger
    text = topics.read_text("utf-8")
    topics.write_text(text.replace("id: lanterns", "id: lamps"), "utf-8")
    result = run("check", "--content", editor.content)
    assert result.exit_code == 1
    assert "/topics/lanterns/, published since 2026-01-31, must keep leading" in result.output
    (editor.content / "ledger/moved.yaml").write_text(
        "- from: [/topics/lanterns/, /recommendations/topic/lanterns/]\n  to: /topics/lamps/\n"
        "  on: 2026-02-03\n  why: The topic has another name.\n",
        "utf-8",
    )
    files = site_files(editor.content)
    page = files["topics/lanterns/index.html"].decode()
    assert '<a id="moved-to" href="/topics/lamps/">' in page
    assert "The topic has another name. Since 3 February 2026 this address leads on." in page
    redirects = files["_redirects"].decode()
    assert "/topics/lanterns/ /topics/lamps/ 301!" in redirects.splitlines()
    assert "/topics/lanterns/" not in files["sitemap.xml"].decode()
    assert "topics/lamps/index.html" in files
    with read_content(editor.content) as read:
        missing = ledger_growth(read, read.addresses())
    assert [each.new for each in missing] == [1, 1]


def test_a_later_page_of_a_list_that_became_shorter_leads_to_the_first(editor: Editor) -> None:
    assert run("record", "--on", FIRST, "--content", editor.content).exit_code == 0
    ledger = editor.content / "ledger/pages/recommendations.csv"
    ledger.write_text(ledger.read_text() + "/recommendations/topic/lanterns/7/,2026-01-31\n")
    page = site_files(editor.content)["recommendations/topic/lanterns/7/index.html"].decode()
    assert '<a id="moved-to" href="/recommendations/topic/lanterns/">' in page
    assert "The list that it was part of has fewer pages now." in page


def test_an_address_that_a_rule_of_the_site_leads_on_needs_no_row(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("record", "--on", FIRST, "--content", editor.content).exit_code == 0
    ledger = editor.content / "ledger/pages/topics.csv"
    ledger.write_text(ledger.read_text() + "/topics/lanterns/northtown/,2026-01-31\n")
    with pytest.raises(ProblemsFound, match="/topics/lanterns/northtown/"):
        site_files(editor.content)
    monkeypatch.setattr("builder.pages.parts.listing.way.__defaults__", (2,))
    files = site_files(editor.content)
    assert "topics/lanterns/northtown/index.html" not in files
    assert b'<h2 id="lanterns">' in files["authorities/northtown/topics/index.html"]
