"""Web pages: every word of the text comes out once and in order, and nothing of the site around."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.convert.one_file import convert
from builder.convert.options import AddOptions
from builder.convert.readers.html.reader import read
from builder.convert.stream.pieces import CannotRead, Piece
from builder.convert.stream.text_runs import plain_words
from builder.model import Announcement, NamedPerson, TitleBlock
from builder.registry.load import read_registry
from tests.support.archive import read_one
from tests.support.small_archive import CONTENT


def pieces(body: str) -> tuple[Piece, ...]:
    return read(f"<!DOCTYPE html><main>{body}</main>".encode()).pieces


def shown(piece: Piece) -> str:
    if piece.rows:
        return " / ".join(" | ".join(map(plain_words, row)) for row in piece.rows)
    return f"{piece.marker} {plain_words(piece.text)}".strip()


def texts(body: str) -> list[str]:
    return [shown(piece) for piece in pieces(body)]


def test_blocks_and_breaks() -> None:
    found = pieces(
        "<h1>Title</h1><h3>Part</h3>bare <span>words</span><p>One\n  two<br>three<br><br>four"
        "<blockquote>quoted<p>again</blockquote><pre>a\n  b</pre><dl><dt>term<dd>meaning</dl>"
    )
    assert [(piece.kind, piece.level, shown(piece)) for piece in found] == [
        ("heading", 1, "Title"),
        ("heading", 1, "Part"),
        ("paragraph", 0, "bare words"),
        ("paragraph", 0, "One two\nthree"),
        ("paragraph", 0, "four"),
        ("paragraph", 0, "quoted"),
        ("paragraph", 0, "again"),
        ("paragraph", 0, "a\nb"),
        ("paragraph", 0, "term"),
        ("paragraph", 0, "meaning"),
    ]


def test_headings_count_from_below_the_title() -> None:
    def levels(body: str) -> list[int]:
        return [piece.level for piece in pieces(body)]

    assert levels("<h1>Title</h1><h2>a</h2><h3>b</h3>") == [1, 1, 2]
    assert levels("<h1>a</h1><h2>b</h2><h1>c</h1>") == [1, 2, 1]
    assert levels("<h3>a</h3><h4>b</h4>") == [1, 2]


def test_typography_links_and_characters() -> None:
    (found,) = pieces(
        "<p>A <b>bold</b><i> and <b>both</b></i>&nbsp;caf&eacute; &ldquo;so&rdquo; &#8211; "
        '<a href="https://example.org/a">web</a> <a href="/local">local</a> '
        '<a href="javascript:alert(1)">script</a> H<sub>2</sub>O on the 1<sup>st</sup> soft&shy;ly '
        "<q>said</q>"
    )
    assert [(span.text, span.mark, span.href) for span in found.text] == [
        ("A ", "", ""),
        ("bold", "strong", ""),
        (" ", "", ""),
        ("and", "em", ""),
        (" ", "", ""),
        ("both", "em strong", ""),
        (" café “so” – ", "", ""),
        ("web", "", "https://example.org/a"),
        (" local script H2O on the 1st softly “said”", "", ""),
    ]


def test_lists_have_the_marks_that_a_browser_prints() -> None:
    found = pieces(
        "<ol start=3><li>three<li value=7>seven<p>more of it<ul><li>dot<ol type=a><li>a<li>b</ol>"
        "</ul><li>eight</ol><ol type=I start=4><li>four</ol><ol reversed><li>y<li>x</ol>"
        '<ol style="list-style-type: lower-roman"><li><p>i</p></ol>'
        '<ul style="list-style: none"><li>none</ul><ol start=27 type=a><li>far</ol>'
        "<p>12. typed<p>&bull; typed too<ol><li><h2>Headed</h2></ol>"
    )
    assert [
        (piece.kind, piece.level, piece.marker, plain_words(piece.text)) for piece in found
    ] == [
        ("item", 0, "3.", "three"),
        ("item", 0, "7.", "seven"),
        ("paragraph", 1, "", "more of it"),
        ("item", 1, "•", "dot"),
        ("item", 2, "a.", "a"),
        ("item", 2, "b.", "b"),
        ("item", 0, "8.", "eight"),
        ("item", 0, "IV.", "four"),
        ("item", 0, "2.", "y"),
        ("item", 0, "1.", "x"),
        ("item", 0, "i.", "i"),
        ("paragraph", 1, "", "none"),
        ("item", 0, "aa.", "far"),
        ("paragraph", 0, "12.", "typed"),
        ("item", 0, "•", "typed too"),
        ("heading", 1, "", "1. Headed"),
    ]


def test_tables_with_merged_cells_give_every_word_once() -> None:
    caption, table = pieces(
        "<table><caption>Grades</caption><thead><tr><th colspan=2>Wide<th>C</thead>"
        "<tr><td rowspan=2>down<td>b1<td>c1<tr><td>b2<td><ul><li>c2<li>c3</ul><tr></table>"
    )
    assert shown(caption) == "Grades"
    assert shown(table) == "Wide |  | C / down | b1 | c1 /  | b2 | • c2\n• c3"
    assert table.header_rows == 1


def test_a_table_that_only_arranges_the_page_is_none() -> None:
    assert texts(
        "<table><tr><td>left<td><h2>Head</h2><table><tr><td>a<td>b</table></table>"
        "<table><tr><td><p>one<p>two</table>"
    ) == ["left", "Head", "a | b", "one", "two"]


def test_footnotes_are_raised_links_to_what_exists() -> None:
    found = pieces(
        '<p>One<sup><a href="#n1" id="r1">1</a></sup> two<a href="#n2"><sup>[2]</sup></a> '
        'none<sup><a href="#gone">3</a></sup> 4<sup>4</sup> <a href="#n1">see it</a>.'
        '<ol><li id="n1"><p>First. <a href="#r1">↩</a><p>Goes on.'
        '<li id="other">no note</ol><p><a name="n2"></a>[2] Second.'
    )
    assert [(span.text, span.mark) for span in found[0].text] == [
        ("One", ""),
        ("1", "note"),
        (" two", ""),
        ("2", "note"),
        (" none3 44 see it.", ""),
    ]
    assert [(piece.kind, piece.note, shown(piece)) for piece in found[1:]] == [
        ("footnote", "1", "First.\nGoes on."),
        ("item", "", "2. no note"),
        ("footnote", "2", "Second."),
    ]


PAGE = """<!DOCTYPE html><html><head><title>Site</title><style>p {}</style></head><body>
<header><a href="/">Home</a></header><nav><ul><li>One<li>Two</ul></nav>
<div id="toc"><p>Part 3</p></div><p>The text.</p><noscript>No script</noscript>
<p hidden>unseen</p><p style="display: none">too</p><script>var p = "<p>not me</p>";</script>
<aside>Elsewhere</aside><img alt="A chart" src="x.png"><footer>Contact</footer></body></html>"""


def test_the_site_around_the_text_is_left_out_and_listed() -> None:
    stream = read(PAGE.encode())
    assert [(piece.kind, shown(piece)) for piece in stream.pieces] == [
        ("contents", "Part 3"),
        ("paragraph", "The text."),
    ]
    assert [each.text for each in stream.furniture] == [
        "Home",
        "One",
        "Two",
        "Elsewhere",
        "Contact",
    ]
    assert stream.warnings == (
        "It does not say where its text begins (no main or article); see that nothing of the site "
        "around it was taken for text.",
        "Hidden text was left out: “unseen too”",
        "It holds pictures (1); see whether they show words.",
    )


def test_only_the_main_part_is_read_and_its_own_head() -> None:
    stream = read(
        b"<h1>Title</h1><p>Skip</p><div role=main><header>Letterhead</header><p>Text</div><p>End"
    )
    assert [shown(piece) for piece in stream.pieces] == ["Title", "Letterhead", "Text"]
    assert [each.text for each in stream.furniture] == ["Skip", "End"]
    assert stream.warnings == ()


@pytest.mark.parametrize(
    "data",
    [
        "<p>café ’".encode(),
        b"\xef\xbb\xbf" + "<meta charset=latin1><p>café ’".encode(),
        "<p>café ’".encode("utf-16"),
        "<meta charset='ISO-8859-1'><p>café ’".encode("cp1252"),
        '<?xml version="1.0" encoding="windows-1252"?><p>café ’'.encode("cp1252"),
        b'<meta content="text/html; charset=utf-8"><p>caf&eacute; &#146;',
    ],
)
def test_the_encoding_is_what_the_page_says(data: bytes) -> None:
    assert [shown(piece) for piece in read(data).pieces] == ["café ’"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \n", "it is empty; fetch it again."),
        (
            b"<p>\n\x92",
            "it is not UTF-8 (line 2), and may be Windows-1252; save it as UTF-8 and try again.",
        ),
        (
            b"<meta charset=utf-8><p>\x92",
            "it says that it is UTF-8 but is not (line 1); save it as UTF-8 and try again.",
        ),
        (
            b"<meta charset=zlib><p>x",
            "its encoding, “zlib”, is not known; save it as UTF-8 and try again.",
        ),
        (b"<p>\x00", "it holds bytes that no text holds; it is not a web page."),
        (b"Text", "it has no tags, so it is not a web page; if it is text, name it .txt."),
        (
            b"<frameset><frame src=a></frameset>",
            "it is a frame around other pages; save the page inside it and try again.",
        ),
        (
            b"<h1>Sign in</h1><input type=password>",
            "it is a page to log in, not a document; log in and save the page itself.",
        ),
        (
            b"<title>Page not found</title><p>Sorry.",
            "it is a notice, not a document (“Page not found”); find its new address.",
        ),
        (
            b"<div id=app></div><script>start()</script>",
            "its text is put in by a script; save it from a browser, as a whole page.",
        ),
        (b"<p> </p>", "it holds no text; fetch it again."),
        (b"<nav>Home</nav>", "it holds no text beside its navigation; fetch it again."),
        (
            b"<div>" * 100_000 + b"x",
            "its elements are nested more than 500 deep; save it from a browser again.",
        ),
        (b"<p>x" * 300_000, "it has more than 300,000 elements, more than any report."),
        (b"<p>x" + b" " * 20_000_000, "it is larger than 20 MB, more than any report."),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(CannotRead) as caught:
        read(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "data",
    [
        b"<p " + b" ".join(b"a%d=1" % at for at in range(100_000)) + b">x",
        b"<div>" * 400 + b"</b>" * 200_000 + b"x",
        b"<p>x" + b"<!--" * 500_000,
        b"<ol reversed>" * 200 + b"<li>x" * 20_000,
        b"<table>" + b"<td rowspan=1000 colspan=1000>x" * 2_000,
        b"<b><i>" * 200 + b"<p>x" * 20_000,
    ],
    ids=["attributes", "ends", "comments", "lists", "cells", "typography"],
)
def test_no_page_takes_long(data: bytes) -> None:
    begun = time.process_time()
    with contextlib.suppress(CannotRead):
        read(data)
    assert time.process_time() - begun < 10


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"<p>{text}".encode()))
def test_arbitrary_bytes_are_refused_or_read(data: bytes) -> None:
    with contextlib.suppress(CannotRead):
        read(data)


TAGS = (
    *("<p>", "</p>", "<ol start=2>", "</ol>", "<ul>", "<li id=a>", "</li>", "<table>", "</table>"),
    *("<tr>", "<td rowspan=2>", "<th>", "</td>", "<caption>", "<thead>", "<h2>", "</h2>", "<br>"),
    *("<sup><a href=#a>", "1", "</a></sup>", "<b>", "</b>", "<i>", "</i>", "<main>", "</main>"),
    *("<nav>", "</nav>", "<blockquote>", "<pre>", "\n", "word", " ", "</body>", "<body>", "<q>"),
)


@given(st.lists(st.sampled_from(TAGS), max_size=40))
@settings(deadline=None)
def test_tags_in_any_order_lose_no_word(tags: list[str]) -> None:
    words = [f"w{at}" if each == "word" else each for at, each in enumerate(tags)]
    try:
        stream = read("".join(words).encode())
    except CannotRead:
        return
    found = [shown(piece) for piece in stream.pieces]
    found += [each.text for each in stream.furniture]
    together = " ".join(found)
    for each in words:
        assert together.count(each) >= 1 or not each.startswith("w")


@given(st.lists(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1), min_size=1))
def test_every_word_comes_out_once_and_in_order(paragraphs: list[list[str]]) -> None:
    body = "".join(f"<p>{' '.join(words)}</p>" for words in paragraphs)
    assert [each.split() for each in texts(body)] == paragraphs


LETTER = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Letters</title>
</head><body><nav><a href="/">Home</a></nav><main>
<p>Westshire County Council<br>1 Quay Street</p><p>10 February 2012</p><p>Dear Ms Lane</p>
<h1>Unannounced visit to Westshire</h1>
<p>The visit took place on 17 January 2012.<sup><a href="#n1">1</a></sup></p>
<h2>Strengths</h2><ul><li>The telephone is answered.</li><li>Letters are read.</li></ul>
<table><tr><th>What</th><th>How many</th></tr><tr><td>Calls</td><td>12</td></tr></table>
<h2>Areas for development</h2><ol><li>Letters are late.</li></ol>
<p>Yours sincerely</p><p>Ben Marsh</p><div id="n1"><p>1 A Tuesday.</p></div>
</main><footer>Contact</footer></body></html>"""


def test_a_letter_becomes_a_document(tmp_path: Path) -> None:
    registry = read_registry(CONTENT)
    visit = replace(
        registry.frameworks["visit-2009"],
        announced=(Announcement("Unannounced visit to {any}", ()),),
        title_block=TitleBlock(
            inspected=("took place on {dates}",),
            published=("{date}",),
            people=(NamedPerson("Signatory", ("Yours sincerely {name}",)),),
            names=registry.names,
        ),
    )
    registry = replace(registry, frameworks={**registry.frameworks, visit.id: visit})
    converted = convert("letter.html", LETTER.encode(), registry, AddOptions())
    assert converted.id == "westshire-2012-02-10-letter"
    path = tmp_path / "content" / "documents" / "westshire" / f"{converted.id}.md"
    path.parent.mkdir(parents=True)
    original = tmp_path / "content" / "originals" / f"{converted.sha256[:12]}.html"
    original.parent.mkdir()
    original.write_bytes(LETTER.encode())
    path.write_text(converted.text, encoding="utf-8")
    read_back, problems = read_one(tmp_path / "content", path, registry)
    assert problems == []
    assert read_back is not None
    assert converted.text.split("---\n", 2)[2] == (
        "\nWestshire County Council\\\n1 Quay Street\n\n10 February 2012\n\nDear Ms Lane\n\n"
        "# Unannounced visit to Westshire\n\nThe visit took place on 17 January 2012.[^1]\n\n"
        "## Strengths\n\n- The telephone is answered.\n- Letters are read.\n\n"
        "| What | How many |\n|---|---|\n| Calls | 12 |\n\n"
        "## Areas for development\n\n1. Letters are late.\n\n"
        "Yours sincerely\n\nBen Marsh\n\n[^1]: A Tuesday.\n"
    )


def asked(page: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The words of a page, and the kind, place and words of each question about it."""
    stream = read(page.encode())
    return (
        [shown(piece) for piece in stream.pieces],
        [(each.kind, each.place, each.words) for each in stream.questions],
    )


def test_struck_words_stay_and_are_asked_about() -> None:
    body = "<p>It will <del>close</del> <ins>keep</ins> it. <s>All leave.</s> <u>So be it.</u></p>"
    style = '<p><span style="text-decoration: line-through red">Gone.</span></p>'
    assert asked(f"<main>{body}{style}</main>") == (
        ["It will close keep it. All leave. So be it.", "Gone."],
        [
            ("struck", "after “It will”", "close"),
            ("struck", "after “It will close keep it.”", "All leave."),
            ("struck", "", "Gone."),
        ],
    )


def test_hidden_words_of_the_text_are_asked_about_and_those_around_it_are_named() -> None:
    page = "<p hidden>Menu</p><main><p>Seen <b style='display:none'>unseen</b></p></main>"
    stream = read(page.encode())
    assert [(each.kind, each.words) for each in stream.questions] == [("hidden", "unseen")]
    assert stream.warnings == ("Hidden text was left out: “Menu”",)


def test_what_a_button_unfolds_is_text_and_its_words_are_a_heading() -> None:
    page = (
        '<main><h2><button aria-expanded="true">Leaders</button></h2><p>They know.</p>'
        '<h2><button aria-expanded="false">To change</button></h2>'
        '<div hidden="until-found"><p>Visits.</p></div>'
        '<button aria-expanded="false" aria-controls="more">More</button>'
        '<div id="more" hidden><p>Homes.</p></div><button>Print</button>'
        '<div id="less" hidden><p>Draft.</p></div></main>'
    )
    words, found = asked(page)
    assert words == ["Leaders", "They know.", "To change", "Visits.", "More", "Homes."]
    assert found == [("hidden", "", "Draft.")]


def test_the_text_is_where_most_words_are_though_a_teaser_is_an_article() -> None:
    text = "<div><h1>Visit report</h1><p>The council was visited in March. Visits are late.</p>"
    teaser = "<article><h3>Other news</h3><p>The library opens.</p></article>"
    assert asked(f"{text}</div>{teaser}")[0][:2] == [
        "Visit report",
        "The council was visited in March. Visits are late.",
    ]
    assert asked(f"<article>{text}</div></article><div><p>The library opens.</p></div>")[0] == [
        "Visit report",
        "The council was visited in March. Visits are late.",
    ]


def test_sentences_beside_the_main_part_are_named() -> None:
    beside = "<div><p>The council shall visit each child within ten working days.</p></div>"
    stream = read(f"<main><p>The report.</p></main>{beside}<nav>Home and news</nav>".encode())
    assert stream.warnings == (
        "Sentences outside its main part were left out: “The council shall visit each child within "
        "ten working days.”",
    )


def test_an_aside_that_says_something_is_text_and_one_of_links_is_not() -> None:
    box = "<aside><p>Recommendation 1: visit in time.</p></aside>"
    links = '<aside><p>See also <a href="/a">all our other reports and letters</a></p></aside>'
    assert asked(f"<main><p>The report.</p>{box}{links}</main>")[0] == [
        "The report.",
        "Recommendation 1: visit in time.",
    ]


def test_fields_of_a_form_show_what_was_filled_in() -> None:
    body = (
        '<p>Grade: <input type="text" value="Weak"></p>'
        '<p><input type=checkbox checked> Late <input type="radio"> Early</p>'
        "<p>By: <select><option>A<option selected>B</select></p>"
        "<p>Why: <textarea>No plan</textarea></p>"
        '<p>Sent<input type="hidden" value="token"><input type="submit" value="Send"></p>'
    )
    assert texts(body) == ["Grade: Weak", "☒ Late ☐ Early", "By: B", "Why: No plan", "Sent"]


def test_formulas_drawings_and_other_pages_are_read_or_named() -> None:
    stream = read(
        b"<main><p>The rate is <math><mn>14</mn><annotation>14</annotation></math> in a hundred."
        b"<svg><title>x</title><text>Late: 9</text></svg></p><iframe src=a></iframe></main>"
    )
    assert [shown(piece) for piece in stream.pieces] == ["The rate is 14 in a hundred."]
    assert stream.warnings == (
        "Words of a drawing were left out: “Late: 9”",
        "It holds formulas; only their characters were read, in a line.",
        "It shows other pages in itself (1); see what they say.",
    )


def test_words_that_are_only_read_out_are_named() -> None:
    page = (
        '<main><p><span class="govuk-visually-hidden">Warning: </span>Visits are late.</p></main>'
    )
    stream = read(page.encode())
    assert [shown(piece) for piece in stream.pieces] == ["Visits are late."]
    assert stream.warnings == ("Words that are read out and not seen were left out: “Warning:”",)


def test_bytes_that_are_utf_8_are_read_as_utf_8_whatever_the_label_says() -> None:
    words = "Children’s visits cost £4,000 – less"
    page = f'<meta charset="iso-8859-1"><main><p>{words}</p></main>'
    stream = read(page.encode())
    assert [shown(piece) for piece in stream.pieces] == [words]
    assert stream.warnings == (
        "It says that it is windows-1252, and was read as UTF-8, which its bytes are.",
    )
    stream = read(page.encode("windows-1252"))
    assert ([shown(piece) for piece in stream.pieces], stream.warnings) == ([words], ())


def test_a_cell_of_no_height_reaches_to_the_end_of_its_rows() -> None:
    rows = "<tr><td rowspan=0>2015<td>Help<td>Good</tr><tr><td>Care<td>Weak</tr>"
    more = "<tbody><tr><td>2016<td>Both<td>Good</tr></tbody>"
    assert texts(f"<table><tbody>{rows}</tbody>{more}</table>") == [
        "2015 | Help | Good /  | Care | Weak / 2016 | Both | Good"
    ]


def test_bullets_of_a_page_that_word_saved_are_marks() -> None:
    body = (
        "<p class=MsoListParagraph><span>o<span>&nbsp; </span></span>First</p>"
        "<p class=MsoListParagraph><span>§<span>&nbsp; </span></span>Second</p>"
        "<p class=MsoNormal>o dear</p>"
    )
    assert texts(body) == ["◦ First", "▪ Second", "o dear"]


def test_a_page_that_asks_for_a_script_is_refused() -> None:
    with pytest.raises(CannotRead, match="put in by a script"):
        read(b"<body><p>You need to enable JavaScript to run this app.</p><script>x</script>")
