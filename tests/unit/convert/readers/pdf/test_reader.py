"""PDFs become pieces with every word in order, and what cannot be read says why."""

from __future__ import annotations

import pytest

from builder.convert.readers.pdf.reader import read
from builder.convert.stream.pieces import Stream
from builder.model import plain
from tests.support.pdf_words import original_words
from tests.support.pdfs import Pdf, Tag, Words, shape, words_of

LONG = "Workers see children often and they listen well, so that plans are kept and"
"""A line that reaches the right edge of the text."""
SHORT = "are changed."


def tagged(*blocks: tuple[str, str]) -> Pdf:
    """One page on which each block, a role and its lines, has a tag of its own."""
    words: list[Words] = []
    tags = []
    y = 760.0
    for content, (role, text) in enumerate(blocks):
        for line in text.split("\n"):
            words.append(Words(line, y=y, content=content))
            y -= 15
        tags.append(Tag(role, [(0, content)]))
        y -= 10
    return Pdf([words], [Tag("Document", tags)])


def lines(*texts: str, x: float = 72, y: float = 700, step: float = 15) -> list[Words]:
    return [Words(text, x=x, y=y - step * at) for at, text in enumerate(texts)]


# ---- Tags


def test_tags_say_what_is_a_heading_and_how_deep() -> None:
    pdf = tagged(("H1", "Findings"), ("P", "Children are safe."), ("Subtitle", "More of it"))
    pdf.roles = {"Subtitle": "H3"}
    pieces = read(pdf.data()).pieces
    assert [(p.kind, p.level) for p in pieces] == [("heading", 1), ("paragraph", 0), ("heading", 3)]


def test_a_paragraph_that_somebody_styled_as_a_heading_is_a_paragraph() -> None:
    stream = read(tagged(("H2", f"1. {LONG}\n{LONG}\n{LONG}\n{SHORT}")).data())
    assert [(p.kind, p.marker, p.level) for p in stream.pieces] == [("paragraph", "1.", 0)]


def test_sizes_weights_and_places_are_given() -> None:
    words = [
        Words("Good", size=16, font="bold", content=0),
        Words("and", y=650, content=1),
        Words("bold", x=100, y=650, font="bold", content=1),
        Words("words.", x=130, y=650, font="italic", content=1),
    ]
    tags = [Tag("P", [(0, 0)]), Tag("P", [(0, 1)])]
    first, second = read(Pdf([words], tags).data()).pieces
    assert (first.size, first.bold, first.left, first.top) == (16, True, 72, 142)
    assert (second.size, second.bold) == (12, False)
    assert [(span.text, span.mark) for span in second.text] == [
        ("and ", ""),
        ("bold", "strong"),
        (" ", ""),
        ("words.", "em"),
    ]


def test_wrapped_lines_are_joined_and_hyphens_at_their_ends_kept() -> None:
    stream = read(tagged(("P", f"{LONG} decision-\nmaking {SHORT}")).data())
    assert plain(stream.pieces[0].text) == f"{LONG} decision-making {SHORT}"


def test_a_line_break_that_was_set_is_kept() -> None:
    stream = read(
        tagged(("P", "Ofsted\nPiccadilly Gate in Store Street\nManchester\nM1 2WD")).data()
    )
    assert stream.pieces[0].text[0].text.count("\n") == 3


def test_a_tag_on_two_pages_is_one_paragraph_of_the_first() -> None:
    pdf = Pdf(
        [[Words(LONG, y=80, content=0)], [Words(SHORT, content=0)]],
        [Tag("Document", [Tag("P", [(0, 0), (1, 0)])])],
    )
    (piece,) = read(pdf.data()).pieces
    assert (plain(piece.text), piece.page) == (f"{LONG} {SHORT}", 1)


@pytest.mark.parametrize(
    ("first", "second", "pieces"),
    [
        (LONG, SHORT, 1),
        (LONG, "Cabinet agreed.", 1),  # the first half does not end a sentence, and is full
        (LONG + ".", "The next one.", 2),
        ("A short one without an end", "The next one.", 2),
    ],
)
def test_halves_with_tags_of_their_own_are_joined(first: str, second: str, pieces: int) -> None:
    # Further pages show how long full lines are.
    full = [Words(LONG, y=700 - 15 * at, content=9) for at in range(4)]
    pdf = Pdf(
        [[*full, Words(first, y=80, content=0)], [Words(second, content=0)]],
        [Tag("P", [(0, 9)]), Tag("P", [(0, 0)]), Tag("P", [(1, 0)])],
    )
    assert len(read(pdf.data()).pieces) == 1 + pieces


def test_entries_of_lists_have_their_marks_and_depth() -> None:
    words = [
        Words("1.", content=0),
        Words("Improve:", x=90, content=1),
        Words("\u2022 planning", x=100, y=680, content=2),
        Words("2. Listen.", y=660, content=3),
    ]
    inner = Tag("L", [Tag("LI", [Tag("LBody", [(0, 2)])])])
    first = Tag("LI", [Tag("Lbl", [(0, 0)]), Tag("LBody", [(0, 1), inner])])
    pdf = Pdf([words], [Tag("L", [first, Tag("LI", [Tag("LBody", [(0, 3)])])])])
    stream = read(pdf.data())
    assert shape(stream) == [
        ("item", "1.", "Improve:"),
        ("item", "\u2022", "planning"),
        ("item", "2.", "Listen."),
    ]
    assert [piece.level for piece in stream.pieces] == [0, 1, 0]


def test_words_in_the_place_of_a_mark_are_words() -> None:
    words = [Words("from where they grow", content=0), Words(", and live.", x=184, content=1)]
    pdf = Pdf([words], [Tag("L", [Tag("LI", [Tag("Lbl", [(0, 0)]), Tag("LBody", [(0, 1)])])])])
    assert shape(read(pdf.data())) == [("item", "", "from where they grow, and live.")]


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("7. 35% of all children wait.", "7.", "35% of all children wait."),
        ("35% of all children wait.", "", "35% of all children wait."),
        ("2.1 Adoption performance", "", "2.1 Adoption performance"),
        ("\u2022 First", "\u2022", "First"),
        ("\u2013 said nobody", "", "\u2013 said nobody"),
        (f"{LONG} at\n15. They may stay.", "", f"{LONG} at 15. They may stay."),
    ],
)
def test_what_a_paragraph_begins_with(text: str, marker: str, rest: str) -> None:
    assert shape(read(tagged(("P", text)).data())) == [("paragraph", marker, rest)]


def test_entries_of_a_contents_list() -> None:
    pdf = tagged(("TOCI", "Findings 3"), ("P", "Annex ............ 12"), ("P", "Text."))
    assert [piece.kind for piece in read(pdf.data()).pieces] == [
        "contents",
        "contents",
        "paragraph",
    ]


def test_tables_have_rows_heads_and_blank_cells() -> None:
    words = [
        Words(text, x=72 + 150 * (at % 2), y=700 - 20 * (at // 2), content=at)
        for at, text in enumerate(["Judgement", "Grade", "Leaders", "Good", "Whole row"])
    ]

    def cell(role: str, at: int, attributes: bytes = b"") -> Tag:
        return Tag(role, [Tag("P", [(0, at)])], attributes)

    rows = [
        Tag("TR", [cell("TH", 0), cell("TH", 1)]),
        Tag("TR", [cell("TD", 2), cell("TD", 3)]),
        Tag("TR", [cell("TD", 4, b"/A <</O /Table /ColSpan 2>>")]),
    ]
    (table,) = read(Pdf([words], [Tag("Table", rows)]).data()).pieces
    assert table.header_rows == 1
    assert [[plain(each) for each in row] for row in table.rows] == [
        ["Judgement", "Grade"],
        ["Leaders", "Good"],
        ["Whole row", ""],
    ]


def test_cells_go_by_their_edges_where_no_tag_says_how_many_columns_they_take() -> None:
    places = [
        (72, 700, "1. Leaders"),
        (300, 700, "Good"),
        (90, 680, "1.1 Adoption"),
        (300, 680, "Poor"),
    ]
    words = [Words(text, x=x, y=y, content=at) for at, (x, y, text) in enumerate(places)]
    rows = [
        Tag("TR", [Tag("TD", [(0, 0)]), Tag("TD", [(0, 1)])]),
        Tag("TR", [Tag("TD"), Tag("TD", [(0, 2)]), Tag("TD", [(0, 3)])]),
    ]
    (table,) = read(Pdf([words], [Tag("Table", rows)]).data()).pieces
    assert [[plain(each) for each in row] for row in table.rows] == [
        ["1. Leaders", "", "Good"],
        ["", "1.1 Adoption", "Poor"],
    ]


def test_a_box_around_text_is_no_table() -> None:
    words = [Words("A box.", content=0), Words("Its text.", y=680, content=1)]
    box = Tag("Table", [Tag("TR", [Tag("TD", [Tag("H2", [(0, 0)]), Tag("P", [(0, 1)])])])])
    assert [p.kind for p in read(Pdf([words], [box]).data()).pieces] == ["heading", "paragraph"]


def test_a_table_goes_on_over_the_page_and_its_head_is_not_repeated() -> None:
    def page(*texts: str) -> list[Words]:
        return [
            Words(text, x=72 + 150 * (at % 2), y=700 - 20 * (at // 2), content=at)
            for at, text in enumerate(texts)
        ]

    def table(page: int) -> Tag:
        head = Tag("TR", [Tag("TH", [(page, 0)]), Tag("TH", [(page, 1)])])
        return Tag("Table", [head, Tag("TR", [Tag("TD", [(page, 2)]), Tag("TD", [(page, 3)])])])

    pages = [page("Body", "Task", "Council", "Plan"), page("Body", "Task", "Board", "Check")]
    (piece,) = read(Pdf(pages, [table(0), table(1)]).data()).pieces
    assert [plain(row[0]) for row in piece.rows] == ["Body", "Council", "Board"]


def test_a_row_cut_by_the_end_of_a_page_is_one_row() -> None:
    pages = [
        [
            Words("Council", y=80, content=0),
            Words("Leaders should plan for", x=200, y=80, content=1),
        ],
        [Words("SEND and listen.", x=200, content=0)],
    ]
    rows = [
        Tag("TR", [Tag("TD", [(0, 0)]), Tag("TD", [Tag("P", [(0, 1)])])]),
        Tag("TR", [Tag("TD"), Tag("TD", [Tag("P", [(1, 0)])])]),
        Tag("TR", [Tag("TD", [(1, 1)]), Tag("TD", [(1, 2)])]),
    ]
    pages[1] += [Words("Board", y=600, content=1), Words("Check.", x=200, y=600, content=2)]
    (table,) = read(Pdf(pages, [Tag("Table", rows)]).data()).pieces
    assert [[plain(each) for each in row] for row in table.rows] == [
        ["Council", "Leaders should plan for SEND and listen."],
        ["Board", "Check."],
    ]


# ---- Footnotes


def noted(mark: str, *, foot: str = "1") -> Stream:
    words = [
        Words("The board", content=0),
        Words(mark, x=126, y=704, size=7, content=0),
        Words("met.", x=140, content=0),
        Words(foot, y=64, size=6, content=1),
        Words("It did not.", x=78, y=60, size=9, content=1),
    ]
    return read(Pdf([words], [Tag("P", [(0, 0)]), Tag("Note", [Tag("P", [(0, 1)])])]).data())


def test_a_footnote_is_tied_to_its_mark() -> None:
    body, note = noted("1").pieces
    assert [span.text for span in body.text if span.mark == "note"] == ["1"]
    assert (note.kind, note.note, plain(note.text)) == ("footnote", "1", "It did not.")


@pytest.mark.parametrize("raised", ["th", "2"])
def test_what_is_raised_is_no_mark_without_its_footnote(raised: str) -> None:
    assert not [span for span in noted(raised).pieces[0].text if span.mark == "note"]


# ---- Furniture


def test_running_heads_and_page_numbers_are_listed_and_left_out() -> None:
    pages = [
        [
            Words("Inspection of Anywhere", y=800, size=9),
            Words(f"Text of page {number}.", content=0),
            Words(str(number), x=500, y=30),
        ]
        for number in range(1, 5)
    ]
    pages[0].append(Words("Inspection of Anywhere", y=780, size=20, content=1))
    pages[0].append(Words("Letterhead, printed once", x=300, y=815, size=9))
    tags = [Tag("H1", [(0, 1)]), *(Tag("P", [(page, 0)]) for page in range(4))]
    stream = read(Pdf(pages, tags).data())
    assert [plain(piece.text) for piece in stream.pieces] == [
        "Letterhead, printed once",
        "Inspection of Anywhere",
        *(f"Text of page {number}." for number in range(1, 5)),
    ]
    assert [each.text for each in stream.furniture if each.page == 2] == [
        "Inspection of Anywhere",
        "2",
    ]
    assert stream.warnings == ()


def test_a_running_head_may_stand_elsewhere_on_the_first_page() -> None:
    pages = [
        [
            Words(f"14 to 18 May {'' if page == 1 else page}", y=30 + 15 * (page == 1), size=9),
            Words(f"Text {page}.", content=0),
        ]
        for page in range(1, 5)
    ]
    stream = read(Pdf(pages, [Tag("P", [(page, 0)]) for page in range(4)]).data())
    assert len(stream.furniture) == 4
    assert not stream.warnings


def test_a_number_at_the_foot_that_counts_nothing_is_text() -> None:
    pages = [[Words(f"Text {at}.", content=0), Words("1998", y=30, content=1)] for at in range(2)]
    tags = [Tag("P", [(page, content)]) for page in range(2) for content in range(2)]
    assert "1998" in words_of(read(Pdf(pages, tags).data()))


# ---- What is drawn in odd ways


def test_words_drawn_twice_come_once_and_bold() -> None:
    words = [Words("Good", content=0), Words("Good", x=72.4, content=0)]
    (piece,) = read(Pdf([words], [Tag("P", [(0, 0)])]).data()).pieces
    assert plain(piece.text) == "Good"


def test_invisible_words_are_read_where_there_are_no_others() -> None:
    hidden = Words("Read from a picture.", before=b"3 Tr")
    stream = read(Pdf([[hidden]]).data())
    assert words_of(stream) == ["Read", "from", "a", "picture."]
    assert any("recognised from a picture" in each for each in stream.warnings)


def test_invisible_words_under_others_are_left_out() -> None:
    words = [Words("Hid", before=b"3 Tr"), Words("What is to be seen here.", y=650)]
    stream = read(Pdf([words]).data())
    assert words_of(stream) == ["What", "is", "to", "be", "seen", "here."]
    assert "page 1: invisible text was left out." in stream.warnings


def test_words_that_stand_upright_are_kept() -> None:
    pdf = Pdf(
        [[Words("Level.")]], streams={0: b" BT /plain 12 Tf 0 1 -1 0 300 300 Tm (Annex) Tj ET"}
    )
    assert sorted(words_of(read(pdf.data()))) == ["Annex", "Level."]


def test_links_have_addresses_but_not_those_of_somebodys_disk() -> None:
    words = [Words("the site", content=0), Words("the file", y=650, content=1)]
    links: dict[int, list[tuple[tuple[float, float, float, float], str]]] = {
        0: [((70, 695, 140, 715), "https://example.org/a"), ((70, 645, 140, 665), "file:///C:/a")]
    }
    pdf = Pdf([words], [Tag("P", [(0, 0)]), Tag("P", [(0, 1)])], links=links)
    assert [p.text[0].href for p in read(pdf.data()).pieces] == ["https://example.org/a", ""]


# ---- Without tags


def test_paragraphs_without_tags_are_found_by_position() -> None:
    pages = [
        [
            Words("Findings", y=740, size=14, font="bold"),
            *lines("1.", "2.", y=700, step=45),
            *lines(LONG, LONG, SHORT, x=90, y=700),
            *lines(LONG, "18. They may stay.", x=90, y=655),
            *lines("Two short lines", "are two.", y=600, step=30),
            Words(LONG, y=100),
        ],
        [Words(SHORT, y=760), *lines("\u2022", x=72), *lines("planning", x=90)],
    ]
    # Drawn as they are read: a mark, then its text.
    first = pages[0]
    pages[0] = [first[0], first[1], *first[3:6], first[2], *first[6:]]
    stream = read(Pdf(pages).data())
    assert shape(stream) == [
        ("paragraph", "", "Findings"),
        ("paragraph", "1.", f"{LONG} {LONG} {SHORT}"),
        ("paragraph", "2.", f"{LONG} 18. They may stay."),
        ("paragraph", "", "Two short lines"),
        ("paragraph", "", "are two."),
        ("paragraph", "", f"{LONG} {SHORT}"),
        ("item", "\u2022", "planning"),
    ]
    assert stream.warnings == (
        "The file has no tags; its paragraphs were put together by position.",
    )


def test_a_contents_list_without_tags_is_known_by_its_numbers() -> None:
    entries = ["Findings", "Recommendations", "Summary", "Annex"]
    page = [Words("Contents", y=740)]
    for at, (entry, number) in enumerate(zip(entries, "3567", strict=True)):
        page += [Words(entry, y=700 - 20 * at), Words(number, x=500, y=700 - 20 * at)]
    kinds = [piece.kind for piece in read(Pdf([page, lines(LONG, SHORT)]).data()).pieces]
    assert kinds == ["paragraph", *["contents"] * 4, "paragraph"]


def test_footnotes_without_tags_come_after_the_paragraph_they_interrupt() -> None:
    foot = [Words("1", y=64, size=6), Words("It did not.", x=78, y=60, size=9)]
    pages = [[*lines(LONG, LONG, y=400), *foot], lines(SHORT, "", y=760)]
    stream = read(Pdf(pages).data())
    assert shape(stream) == [
        ("paragraph", "", f"{LONG} {LONG} {SHORT}"),
        ("footnote", "1", "It did not."),
    ]


def test_a_letterhead_that_is_drawn_last_is_read_first() -> None:
    body = lines(LONG, LONG, y=690)
    head = [Words("Northtown", y=790, size=9), Words("T 01632 960000", y=778, size=9)]
    stream = read(Pdf([[*body, *head], lines(SHORT, "", y=760)]).data())
    said = [words for _, _, words in shape(stream)]
    assert " ".join(said[:-1]).split() == ["Northtown", "T", "01632", "960000"]
    assert said[-1] == f"{LONG} {LONG} {SHORT}"


def test_what_is_drawn_last_beside_others_stays_where_it_is_drawn() -> None:
    page = [*lines(LONG, SHORT, y=690), Words("Northtown", x=400, y=690, size=9)]
    said = [words for _, _, words in shape(read(Pdf([page]).data()))]
    assert "Northtown" not in said[0]


# ---- The witness


def test_the_witness_finds_the_same_words() -> None:
    pdf = tagged(("H1", "Findings"), ("P", f"{LONG} decision-\nmaking {SHORT}"), ("P", "7. Good."))
    assert original_words(pdf.data()) == words_of(read(pdf.data()))


def test_the_witness_does_not_go_by_tags() -> None:
    pdf = tagged(("P", "Kept by tags."), ("P", "Lost by tags."))
    pdf.tags = [Tag("P", [(0, 0)])]
    assert original_words(pdf.data()) == ["Kept", "by", "tags.", "Lost", "by", "tags."]
