"""Of a page the source's words are read, and none of ours."""

from __future__ import annotations

from builder.verify.page import read_page


def test_words_beside_the_source_are_ours() -> None:
    page = read_page(
        "<h1>Ours</h1><article class='source'><p><a class='n'>1.</a> One<br>two"
        "<em>three</em></p><aside><p>Ours</p></aside><table><tr><th>four</th><td>five</td></tr>"
        "</table></article><p>Ours</p>"
    )
    assert page.words == ["1.", "One", "twothree", "four", "five"]
    assert page.sorts == ["number", "word", "word", "word", "word"]


def test_a_notes_mark_is_a_word_of_its_own() -> None:
    page = read_page("<article class='source'><p>One<sup><a>2</a></sup>, two</p></article>")
    assert page.words == ["One", "2", ",", "two"]
    assert page.sorts == ["word", "note", "word", "word"]


def test_headings_entries_and_rows_are_known() -> None:
    page = read_page(
        "<article class='source'><h2>A</h2><ul><li>b<ul><li>c</li></ul></li></ul>"
        "<p><a class='n'>1.</a> d</p><p>e</p><table><tr><td>f</td></tr></table></article>"
    )
    assert page.headings == [(0, 1)]
    assert sorted(page.entries) == [(1, 3), (2, 3), (3, 5)]
    assert page.rows == [(6, 7)]
