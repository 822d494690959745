"""Blocks → HTML: every character of the source once, in order, escaped; the rest is ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import (
    Award,
    Block,
    Grade,
    Item,
    List,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
    Text,
)
from builder.pages.parts.margin import Margin
from builder.rendering.source_text import Setting, section_html, text_html
from builder.verify.page import read_page

BOARD = "Northtown Safeguarding Children Board"
ABBREVIATIONS = {
    "NSCB": BOARD,
    "NS": "North “Side” & Co",
    "R&D": "Rest & Dinner",
    "amp": "A",
    "lt": "L",
}
PLAIN = Setting({}, {}, {})


def paragraph(*spans: Span) -> Paragraph:
    return Paragraph("b-1", 1, spans)


def section(
    *blocks: Block,
    heading: Text = (),
    grade_line: Paragraph | None = None,
    grade: Grade | None = None,
    level: int = 2,
) -> Section:
    return Section(
        id="s",
        line=1,
        level=level,
        heading=heading,
        service="",
        judgement="",
        role="",
        items="",
        grade=grade,
        grade_line=grade_line,
        blocks=blocks,
    )


def html_of(words: str, setting: Setting = PLAIN) -> str:
    return section_html(section(paragraph(Span(words))), setting)


def source(html: str) -> str:
    return f'<article class="source">{html}</article>'


class Tags(HTMLParser):
    """Gathers start tags with their attributes, and the elements left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "a & b &amp; &lt;", "\"'", "</p></article>", "<!--", "]]>"],
)
def test_words_never_become_markup(words: str) -> None:
    html = html_of(words, Setting({}, ABBREVIATIONS, {}))
    assert read_page(source(html)).words == words.split()
    assert not {"script", "article"} & {tag for tag, _ in Tags(html).found}


def test_addresses_and_meanings_stay_in_their_attributes() -> None:
    wicked = '"><img src=x onerror="alert(1)">'
    html = section_html(
        section(paragraph(Span("NS", href=wicked))), Setting({}, {"NS": wicked}, {})
    )
    assert {tag for tag, _ in Tags(html).found} == {"section", "a", "p", "abbr"}


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("The NSCB, (NSCB) NSCB’s", ["NSCB"]),
        ("ONSCB NSCB1 NSCBsx", []),
        ("two NSCBs", ["NSCB"]),
        ("NS and NSCB", ["NS", "NSCB"]),
        ("R&D & R&Dx", ["R&D"]),
        ("salt & lt; <amp", ["lt", "amp"]),
    ],
)
def test_an_abbreviation_marks_whole_words_and_changes_no_text(
    words: str, marked: list[str]
) -> None:
    html = html_of(words, Setting({}, ABBREVIATIONS, {}))
    titles = [values["title"] for tag, values in Tags(html).found if tag == "abbr"]
    assert titles == [ABBREVIATIONS[each] for each in marked]
    assert read_page(source(html)).words == words.split()


def test_the_tab_key_stops_at_the_first_of_each_abbreviation() -> None:
    shown = section(
        paragraph(Span("The NSCB and the NSCB")),
        paragraph(Span("The NSCB", href="/about/")),
        List(2, (Item("b-2", 2, (Span("NSCBs"),)),)),
        heading=(Span("The NSCB"),),
    )
    html = section_html(shown, Setting({}, ABBREVIATIONS, {}))
    stops = [values.get("tabindex") for tag, values in Tags(html).found if tag == "abbr"]
    assert stops == [None, "0", None, "-1"]
    assert "<abbr" not in html.split("and the")[1].split("</p>")[0]


def test_typography_is_kept() -> None:
    text = (Span("a "), Span("b", "em"), Span("c", "em strong", "/d/"), Span("\ne"))
    assert text_html(text) == ('a <em>b</em><a href="/d/"><strong><em>c</em></strong></a><br>e')


def test_what_is_ours_stands_outside_the_words_of_the_source() -> None:
    margins = (Margin("Note", "Ours & <ours>"), Margin("Repair", "", "<em>Ours</em>"))
    blocks: tuple[Block, ...] = (
        Paragraph("p1", 1, (Span("One."),), 1),
        List(1, (Item("b-2", 1, (Span("Two."),)),)),
        Table(1, (), (Row("b-3", 1, ((Span("Three."),),)),)),
    )
    asides = dict.fromkeys(("s", "g", "p1", "b-2", "b-3"), margins)
    line = Paragraph("g", 1, (Span("Grade 1"),))
    html = section_html(
        section(*blocks, heading=(Span("Head"),), grade_line=line), Setting(asides, {}, {})
    )
    assert read_page(source(html)).words == ["Head", "Grade", "1", "1.", "One.", "Two.", "Three."]
    assert html.count("Ours &amp; &lt;ours&gt;") == 5


def test_a_grade_in_the_record_names_its_judgement() -> None:
    rows = (
        Row("b-1", 1, ((Span("Safeguarding"),), ())),
        Row("b-2", 1, ((Span("Overall"),), (Span("Good"),))),
    )
    award = Award(
        "overall", "", "Overall", Grade(2, "Good"), "Good", "table", "b-2", "Overall: Good"
    )
    html = section_html(section(Table(1, (), rows)), Setting({}, {}, {"b-2": award}))
    assert html.count('class="grade g2"') == 1
    assert 'scope="rowgroup" colspan="2"' in html


MARKS = st.sampled_from(["", "em", "strong", "em strong"])
WORDS = st.text(st.sampled_from("ab NSCB lt&<>\"'’é;#\n\u00a0\u2028"), min_size=1, max_size=12)
SPANS = st.builds(Span, WORDS, MARKS, st.sampled_from(["", "/a/#p1"]))
TEXTS = st.lists(SPANS, max_size=3).map(tuple)
NAMED = st.uuids().map(lambda each: f"b-{each}")
CELLS = st.lists(TEXTS, min_size=2, max_size=2).map(tuple)
TABLES = st.builds(
    Table,
    st.just(1),
    st.one_of(st.just(()), CELLS),
    st.lists(st.builds(Row, NAMED, st.just(1), CELLS), max_size=3).map(tuple),
)
BLOCKS = st.recursive(
    TABLES,
    lambda inner: st.one_of(
        st.builds(
            Paragraph,
            NAMED,
            st.just(1),
            TEXTS,
            st.one_of(st.none(), st.integers(0, 300)),
            st.lists(inner, max_size=2).map(tuple),
        ),
        st.builds(
            List,
            st.just(1),
            st.lists(
                st.builds(
                    Item,
                    NAMED,
                    st.just(1),
                    TEXTS,
                    st.sampled_from(["", "1.", "a)"]),
                    st.lists(inner, max_size=2).map(tuple),
                ),
                max_size=3,
            ).map(tuple),
            st.booleans(),
        ),
    ),
    max_leaves=8,
)


def said(text: Text) -> str:
    return "".join(span.text for span in text)


def words_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The printed words of some blocks, numbers and marks of entries included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from () if block.number is None else (f"{block.number}.",)
            yield from said(block.text).split()
            yield from words_of(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from item.marker.split()
                yield from said(item.text).split()
                yield from words_of(item.blocks)
        else:
            for cells in (block.head, *(row.cells for row in block.rows)):
                for cell in cells:
                    yield from said(cell).split()


@given(st.lists(BLOCKS, max_size=4), TEXTS, TEXTS, st.integers(1, 4), st.booleans())
def test_no_word_is_lost_added_moved_or_joined(
    blocks: list[Block], heading: Text, grade: Text, level: int, noted: bool
) -> None:
    line = Paragraph("g", 1, grade) if level > 1 and heading else None
    anchors = {"s", "g", *(block.id for block in blocks if isinstance(block, Paragraph))}
    asides = {anchor: (Margin("Note", "ours"),) for anchor in anchors} if noted else {}
    html = section_html(
        section(*blocks, heading=heading, grade_line=line, level=level),
        Setting(asides, ABBREVIATIONS, {}),
    )
    expected = [*said(heading).split(), *(said(grade).split() if line else ()), *words_of(blocks)]
    assert read_page(source(html)).words == expected
    assert Tags(html).open == []
