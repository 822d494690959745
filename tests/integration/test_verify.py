"""Originals against pages: nothing lost, nothing added, nothing moved; and a check that would see.

The comparison reads the original's bytes and the rendered page, never the Markdown between them.
"""

from __future__ import annotations

import pytest

from builder.build.pipeline import TEMPLATES, read_archive, render_site
from builder.core.safe_files import file_of
from builder.reading.archive import Archive
from builder.verify.word_by_word import Verified, compare, page_words, text_words, verify
from tests.support.paths import PROJECT

CONTENT = PROJECT / "content"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(CONTENT)


@pytest.fixture(scope="module")
def pages(archive: Archive) -> dict[str, bytes]:
    files = {file.path: file.data for file in render_site(archive, TEMPLATES)[0]}
    return {each.id: files[file_of(each.url)] for each in archive.documents}


@pytest.fixture(scope="module")
def verified(archive: Archive, pages: dict[str, bytes]) -> dict[str, Verified]:
    return {each.document: each for each in verify(archive, CONTENT, pages)}


def test_a_page_lacks_or_adds_or_moves_a_word_of_its_original(
    verified: dict[str, Verified], archive: Archive
) -> None:
    assert set(verified) == {each.id for each in archive.documents}
    for each in verified.values():
        assert each.differences == ()
        assert each.found == each.words > 0


def test_more_was_left_out_than_contents_lists(verified: dict[str, Verified]) -> None:
    left_out = {each.document: each.left_out for each in verified.values() if each.left_out}
    assert left_out == {
        "plymouth-2010-05-21-report": (("Contents list", 138),),
        "portsmouth-2011-06-27-report": (("Contents list", 148),),
        "derby-2011-06-27-report": (("Contents list", 147),),
    }


def change(page: list[str], kind: str) -> list[str]:
    """A page with one fault that a reader might not see."""
    middle = len(page) // 2
    before, word, rest = page[:middle], page[middle], page[middle + 1 :]
    if kind == "lost":
        return [*before, *rest]
    if kind == "added":
        return [*before, word, "not", *rest]
    if kind == "reworded":
        return [*before, word + "s", *rest]
    return [*before, rest[0], word, *rest[1:]]


@pytest.mark.parametrize("kind", ["lost", "added", "reworded", "moved"])
def test_one_wrong_word_in_ten_thousand_is_not_noticed(
    kind: str, archive: Archive, pages: dict[str, bytes]
) -> None:
    document = archive.by_id["derby-2011-06-27-report"]
    original = text_words((CONTENT / "originals" / document.front.source.stored).read_text("utf-8"))
    page = page_words(pages[document.id].decode())
    assert compare(document, original, page).whole
    assert not compare(document, original, change(page, kind)).whole


def test_a_paragraph_number_that_no_repair_declares_is_let_through(
    archive: Archive, pages: dict[str, bytes]
) -> None:
    document = archive.by_id["portsmouth-2011-06-27-report"]
    original = text_words((CONTENT / "originals" / document.front.source.stored).read_text("utf-8"))
    page = page_words(pages[document.id].decode())
    original.remove("10.")
    (difference,) = compare(document, original, page).differences
    assert difference.startswith("not in the original: ")
    assert "[10.]" in difference


def test_marks_around_words_count_as_words() -> None:
    text = "- a *b c*, **Grade 3 (x)** five A*–C\n • d [e](#) f\n-\nx**y**"
    assert " ".join(text_words(text)) == "a b c, Grade 3 (x) five A*–C d e f x y"


def test_words_of_ours_beside_the_source_are_taken_for_the_sources() -> None:
    html = (
        "<h1>Ours</h1><article class='source'><p><a class='n'>1.</a> One<br>two"
        "<em>three</em></p><aside><p>Ours</p></aside><table><tr><th>four</th><td>five</td></tr>"
        "</table></article><p>Ours</p>"
    )
    assert page_words(html) == ["1.", "One", "twothree", "four", "five"]
