"""Word files: every printed word comes out once and in order, with the numbers that Word counts."""

from __future__ import annotations

import contextlib
import io
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.convert.one_file import convert
from builder.convert.options import AddOptions
from builder.convert.readers.docx import package as docx_package
from builder.convert.readers.docx.reader import read
from builder.convert.stream.pieces import CannotRead, Piece, Question
from builder.convert.stream.text_runs import plain_words
from builder.model import Announcement, NamedPerson, Registry, TitleBlock
from builder.registry.load import read_registry
from tests.support.archive import read_one
from tests.support.small_archive import CONTENT
from tests.support.word_files import (
    NUMBERING,
    STYLES,
    field,
    instruction,
    listed,
    p,
    r,
    style,
    word,
    zipped,
)


def pieces(body: str, links: str = "", **parts: str) -> tuple[Piece, ...]:
    return read(word(body, links, **parts)).pieces


def shown(piece: Piece) -> str:
    if piece.rows:
        return " / ".join(" | ".join(map(plain_words, row)) for row in piece.rows)
    return f"{piece.marker} {plain_words(piece.text)}".strip()


def texts(found: tuple[Piece, ...]) -> list[str]:
    return [shown(piece) for piece in found]


def test_counted_numbers_come_out_as_printed() -> None:
    body = (
        p("one", listed(1))
        + p("between")
        + p("two", listed(1))
        + p("a", listed(1, 1))
        + p("b", listed(1, 1))
        + p("i", listed(1, 2))
        + p("three", listed(1))
        + p("a again", listed(1, 1))
        + p("by its style", style("Counted"))
        + p("not counted", style("Counted") + listed(0))
        + p("restarted", listed(3))
        + p("and on", listed(3))
    )
    found = pieces(body, numbering=NUMBERING, styles=STYLES)
    assert texts(found) == [
        "1. one", "between", "2. two", "(a) a", "(b) b", "i) i", "3. three", "(a) a again",
        "4. by its style", "not counted", "7. restarted", "8. and on",
    ]  # fmt: skip
    assert [piece.level for piece in found if piece.kind == "item"] == [
        0,
        0,
        1,
        1,
        2,
        0,
        1,
        0,
        0,
        0,
    ]


def test_bullets_and_numbers_of_other_forms() -> None:
    body = (
        p("ring", listed(2, 1))
        + p("dot", listed(2))
        + p("first", listed(4))
        + p("second", listed(4))
        + p("legal", listed(4, 1))
    )
    assert texts(pieces(body, numbering=NUMBERING)) == [
        "◦ ring", "• dot", "Part I first", "Part II second", "2.1 legal",
    ]  # fmt: skip


def test_typed_marks_are_told_from_words() -> None:
    tab = "<w:r><w:tab/></w:r>"
    body = (
        p(r("9.") + tab + r("typed"))
        + p(r("a)") + tab + r("lettered"))
        + p("– dashed")
        + p("2010 was")
        + p("3.5 times")
    )
    assert [(piece.kind, piece.marker, plain_words(piece.text)) for piece in pieces(body)] == [
        ("paragraph", "9.", "typed"),
        ("item", "a)", "lettered"),
        ("item", "–", "dashed"),
        ("paragraph", "", "2010 was"),
        ("paragraph", "", "3.5 times"),
    ]


def test_headings_are_known_by_their_styles() -> None:
    body = (
        p("First", style("H1") + listed(1))
        + p("Second", style("Ours"))
        + p("By itself", '<w:outlineLvl w:val="2"/>')
        + p("No heading " * 30, style("H1"))
        + p("Text", style("H1") + '<w:outlineLvl w:val="9"/>')
    )
    found = pieces(body, numbering=NUMBERING, styles=STYLES)
    assert [(piece.kind, piece.level) for piece in found] == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("paragraph", 0), ("paragraph", 0),
    ]  # fmt: skip
    assert texts(found)[0] == "1. First"
    assert (found[1].size, found[1].bold) == (16.0, True)
    assert (found[2].size, found[2].bold) == (12.0, False)


def test_typography_links_and_breaks() -> None:
    body = p(
        r("A ")
        + r("bold", "<w:b/>")
        + r(" not", '<w:b w:val="0"/>')
        + r(" both", '<w:rStyle w:val="Strong"/><w:i/>')
        + "<w:r><w:br/></w:r>"
        + r("capitals", "<w:caps/>")
        + r(" well")
        + "<w:r><w:noBreakHyphen/></w:r>"
        + r("known ")
        + f'<w:hyperlink r:id="a">{r("site")}</w:hyperlink>'
        + r(" ")
        + f'<w:hyperlink r:id="b">{r("mail")}</w:hyperlink>'
        + r(" ")
        + instruction('HYPERLINK "https://two.example.org/"')
        + r("field")
        + field("end")
        + r(".")
    )
    links = (
        '<Relationship Id="a" Type="x/hyperlink" Target="https://example.org/" '
        'TargetMode="External"/><Relationship Id="b" Type="x/hyperlink" Target="mailto:a@b" '
        'TargetMode="External"/>'
    )
    (found,) = pieces(body, links, styles=STYLES)
    assert [(span.text, span.mark, span.href) for span in found.text] == [
        ("A ", "", ""),
        ("bold", "strong", ""),
        (" not ", "", ""),
        ("both", "em strong", ""),
        ("\nCAPITALS well-known ", "", ""),
        ("site", "", "https://example.org/"),
        (" mail ", "", ""),
        ("field", "", "https://two.example.org/"),
        (".", "", ""),
    ]


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"


def test_tables_with_merged_cells_give_every_word_once() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    body = (
        "<w:tbl>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Wide', wide)}"
        f"{cell('C')}</w:tr>"
        f"<w:tr>{cell('down', down)}{cell('b1')}{cell('c1')}</w:tr>"
        f"<w:tr>{cell('', on)}{cell('b2')}<w:sdt><w:sdtContent>{cell('c2')}</w:sdtContent></w:sdt>"
        "</w:tr></w:tbl>"
    )
    (table,) = pieces(body)
    assert shown(table) == "Wide |  | C / down | b1 | c1 /  | b2 | c2"
    assert table.header_rows == 1


def test_a_table_of_one_cell_is_a_box_around_text() -> None:
    inner = p("Heading", style("H1")) + p("one", listed(1))
    body = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    found = pieces(body, numbering=NUMBERING, styles=STYLES)
    assert [piece.kind for piece in found] == ["heading", "item"]


def test_a_cell_holds_its_lists_and_tables_as_lines() -> None:
    inner = f"<w:tbl><w:tr>{cell('in')}{cell('side')}</w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr><w:tc>{p('one', listed(1))}{p('two', listed(1))}{inner}</w:tc>"
        f"{cell('right')}</w:tr></w:tbl>"
    )
    (table,) = pieces(body, numbering=NUMBERING)
    assert shown(table) == "1. one\n2. two\nin\nside | right"


def reference(name: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{name}"/></w:r>'


def test_footnotes_have_the_marks_of_their_places() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{p("no note")}</w:footnote>'
        f'<w:footnote w:id="5">{p("Five")}{p("goes on")}</w:footnote>'
        f'<w:footnote w:id="2">{p("Two")}</w:footnote>'
        f'<w:footnote w:id="9">{p("nobody asks for")}</w:footnote>'
    )
    body = p(r("A") + reference(5) + r(" b") + reference(2) + r(".")) + p("End")
    found = pieces(body, footnotes=notes)
    assert [(span.text, span.mark) for span in found[0].text] == [
        ("A", ""), ("1", "note"), (" b", ""), ("2", "note"), (".", ""),
    ]  # fmt: skip
    assert [(piece.kind, piece.note, plain_words(piece.text)) for piece in found[1:]] == [
        ("paragraph", "", "End"),
        ("footnote", "1", "Five\ngoes on"),
        ("footnote", "2", "Two"),
    ]


def test_contents_fields_are_told_from_the_text() -> None:
    body = (
        p("Contents", style("H1"))
        + p(instruction("TOC \\o") + r("One") + "<w:r><w:tab/></w:r>" + r("2"))
        + p(r("Two 3") + field("end"))
        + p("One", style("H1"))
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery "
        'w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
        + p("Three 4")
        + "</w:sdtContent></w:sdt>"
        + p("Four 5", style("TOC1"))
    )
    found = pieces(body, styles=STYLES)
    assert [piece.kind for piece in found] == [*["contents"] * 3, "heading", *["contents"] * 2]
    assert texts(found)[:3] == ["Contents", "One 2", "Two 3"]


def test_text_boxes_are_read_once_and_in_place() -> None:
    box = f"<w:txbxContent>{p('In the box')}</w:txbxContent>"
    drawn = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    controlled = f"<w:sdt><w:sdtContent>{r('control')}</w:sdtContent></w:sdt>"
    found = pieces(p(r("Before ") + controlled + drawn) + p("After"))
    assert texts(found) == ["Before control", "In the box", "After"]


def test_what_is_no_text_is_left_out_and_said() -> None:
    body = (
        p(r("Seen") + r(" unseen", "<w:vanish/>") + "<w:r><w:commentReference/></w:r>")
        + p("<w:r><w:drawing/></w:r>")
        + '<w:sectPr><w:headerReference w:type="first" r:id="header"/></w:sectPr>'
    )
    stream = read(word(body, header=p("Letterhead")))
    assert texts(stream.pieces) == ["Seen"]
    assert [each.text for each in stream.furniture] == ["Letterhead"]
    assert stream.questions == (Question("hidden", 0, "after “Seen”", "unseen"),)
    assert stream.warnings == (
        "It holds pictures (1); see whether they show words.",
        "It holds comments (1); they were left out.",
        "The head or foot of its first page was left out: “Letterhead”",
    )
    assert stream.pages == 0


TRACKED = "it holds tracked changes; accept or reject them in Word and try again."
ENTITIES = "it declares entities of its own, which no Word file does."
HARM = "it unpacks to more than any report holds, and may be made to do harm."


def document(xml: str) -> bytes:
    return zipped({"word/document.xml": xml})


def twice(name: str) -> bytes:
    """A Word file in which one name stands for two parts, as no program means it."""
    file = io.BytesIO(word(p("One")))
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr(name, "<w/>")
    return file.getvalue()


def laughs() -> str:
    entities = "".join(f'<!ENTITY a{at + 1} "{f"&a{at};" * 10}">' for at in range(9))
    return f'<!DOCTYPE w [<!ENTITY a0 "ha">{entities}]><w>&a9;</w>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty (0 bytes); get it again from its source."),
        (b"Text", "it is not a Word file (.docx): it is no zip file."),
        (
            b"<!DOCTYPE html>",
            "it is a web page, not a Word file; get the document from its source.",
        ),
        (
            word(p("Text"))[:-40],
            "it is damaged and cannot be unpacked; get it again from its source.",
        ),
        (
            zipped({"xl/workbook.xml": "<x/>"}),
            "it is a zip file without a Word document in it; save it as .docx in Word and try "
            "again.",
        ),
        (
            document("<w>"),
            "a part of it (word/document.xml) is damaged; open it in Word, save it again and try "
            "again.",
        ),
        (word(""), "it holds no text; get it again from its source."),
        (word(p(f"<w:ins>{r('new')}</w:ins>")), TRACKED),
        (word(p("<w:del><w:r><w:delText>old</w:delText></w:r></w:del>")), TRACKED),
        (word(p(f"<w:moveFrom>{r('moved')}</w:moveFrom>")), TRACKED),
        (word(p("Text", "<w:rPr><w:del/></w:rPr>")), TRACKED),
        (
            word('<w:altChunk r:id="x"/>'),
            "another file is embedded in it; open it in Word, save it again and try again.",
        ),
        (document(laughs()), ENTITIES),
        (document('<!DOCTYPE w SYSTEM "file:///etc/hostname"><w/>'), ENTITIES),
        (
            word("<w:sdt>" * 5000 + "</w:sdt>" * 5000),
            "its parts are nested more than 120 deep; open it in Word, save it again and try "
            "again.",
        ),
        (document(" " * 10_000_000), HARM),
        (
            twice("word/document.xml"),
            "two of its parts have one name; open it in Word, save it again and try again.",
        ),
        (
            word(p("One", listed(1)), numbering=NUMBERING.replace("%1.", "%1." * 100, 1)),
            "the mark of a list is longer than Word writes any; open it in Word, save it again and "
            "try again.",
        ),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, message: str) -> None:
    with pytest.raises(CannotRead) as caught:
        read(data)
    assert str(caught.value) == message


def test_no_file_has_more_elements_than_can_be_borne(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "MOST_ELEMENTS", 100)
    with pytest.raises(CannotRead, match="unpacks to more"):
        read(word(p("") * 100))


def test_a_size_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "MOST_UNPACKED", 500)
    with pytest.raises(CannotRead, match="unpacks to more"):
        read(word(p("Text " * 200)))


WHOLE = word(p("One", listed(1)) + p(r("Two") + reference(2)), numbering=NUMBERING, styles=STYLES)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data))
def test_arbitrary_bytes_are_refused_or_read(data: bytes) -> None:
    with contextlib.suppress(CannotRead):
        read(data)


@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=4),
    st.integers(0, len(WHOLE)),
)
def test_a_damaged_file_is_refused_or_read(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at] = byte
    with contextlib.suppress(CannotRead):
        read(bytes(data if end % 3 else data[:end]))


TAGS = ["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "pPr", "numPr", "br", "hyperlink"]
TREES = st.recursive(
    st.sampled_from(["words", '<w:numId w:val="1"/>', '<w:ilvl w:val="-4"/>', field("end")]),
    lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=3)).map(
        lambda each: f"<w:{each[0]}>{''.join(each[1])}</w:{each[0]}>"
    ),
    max_leaves=20,
)


@given(TREES)
@settings(deadline=None)
def test_elements_in_any_order_are_refused_or_read(tree: str) -> None:
    with contextlib.suppress(CannotRead):
        read(word(tree, numbering=NUMBERING, styles=STYLES))


@given(st.lists(st.lists(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1), min_size=1))
@settings(deadline=None)
def test_every_word_comes_out_once_and_in_order(paragraphs: list[list[str]]) -> None:
    body = "".join(p(" ".join(words)) for words in paragraphs)
    assert [plain_words(piece.text).split() for piece in pieces(body)] == paragraphs


def with_announcements() -> Registry:
    """The small archive's registries, with how its letters say what they are."""
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
    return replace(registry, frameworks={**registry.frameworks, visit.id: visit})


def test_a_letter_becomes_a_document(tmp_path: Path) -> None:
    registry = with_announcements()
    body = (
        p(r("Westshire County Council") + "<w:r><w:br/></w:r>" + r("1 Quay Street"))
        + p("10 February 2012")
        + p("Dear Ms Lane")
        + p("Unannounced visit to Westshire", style("H1"))
        + p(r("The visit took place on 17 January 2012.") + reference(1))
        + p("Strengths", style("Ours"))
        + p("The telephone is answered.", listed(2))
        + p("Letters are read.", listed(2))
        + f"<w:tbl><w:tr>{cell('Calls')}{cell('12')}</w:tr></w:tbl>"
        + p("Areas for development", style("Ours"))
        + p("Letters are late.", listed(1))
        + p("Yours sincerely")
        + p("Ben Marsh")
    )
    notes = f'<w:footnote w:id="1">{p("A Tuesday.")}</w:footnote>'
    data = word(body, styles=STYLES, numbering=NUMBERING, footnotes=notes)
    converted = convert("letter.docx", data, registry, AddOptions())
    assert converted.id == "westshire-2012-02-10-letter"
    path = tmp_path / "content" / "documents" / "westshire" / f"{converted.id}.md"
    path.parent.mkdir(parents=True)
    original = tmp_path / "content" / "originals" / f"{converted.sha256[:12]}.docx"
    original.parent.mkdir()
    original.write_bytes(data)
    path.write_text(converted.text, encoding="utf-8")
    read_back, problems = read_one(tmp_path / "content", path, registry)
    assert problems == []
    assert read_back is not None
    assert converted.text.split("---\n", 2)[2] == (
        "\nWestshire County Council\\\n1 Quay Street\n\n10 February 2012\n\nDear Ms Lane\n\n"
        "# Unannounced visit to Westshire\n\nThe visit took place on 17 January 2012.[^1]\n\n"
        "## Strengths\n\n- The telephone is answered.\n- Letters are read.\n\n"
        "| | |\n|---|---|\n| Calls | 12 |\n\n## Areas for development\n\n1. Letters are late.\n\n"
        "Yours sincerely\n\nBen Marsh\n\n[^1]: A Tuesday.\n"
    )
    assert [person.name for person in read_back.front.people] == ["Ben Marsh"]


def asked(body: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The words of a file, and the kind, place and words of each question about it."""
    stream = read(word(body))
    return texts(stream.pieces), [(each.kind, each.place, each.words) for each in stream.questions]


def test_struck_words_stay_and_are_asked_about() -> None:
    body = p(
        r("It will ")
        + r("close", "<w:strike/>")
        + r(" now ", "<w:strike/>")
        + r("keep it. ")
        + r("All leave.", "<w:dstrike/>")
        + r(" So be it.", '<w:strike w:val="0"/>')
    )
    assert asked(body) == (
        ["It will close now keep it. All leave. So be it."],
        [
            ("struck", "after “It will”", "close now"),
            ("struck", "after “It will close now keep it.”", "All leave."),
        ],
    )


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('<w:color w:val="000000"/><w:highlight w:val="black"/>', "covered"),
        ('<w:highlight w:val="black"/>', "covered"),
        ('<w:color w:val="000000"/><w:shd w:fill="000000"/>', "covered"),
        ('<w:color w:val="FFFFFF"/>', "hidden"),
        ('<w:sz w:val="4"/>', "hidden"),
        ("<w:vanish/>", "hidden"),
        # What looks like it, and can be read:
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>', ""),
        ('<w:shd w:fill="000000"/>', ""),
        ('<w:highlight w:val="yellow"/>', ""),
        ('<w:color w:val="auto"/>', ""),
    ],
)
def test_words_that_nobody_sees_are_left_out_and_asked_about(properties: str, kind: str) -> None:
    body = p(r("Known as ") + r("Robin", properties) + r(", aged 9."))
    if kind:
        assert asked(body) == (
            ["Known as , aged 9."],
            [(kind, "after “Known as”", "" if kind == "covered" else "Robin")],
        )
    else:
        assert asked(body) == (["Known as Robin, aged 9."], [])


def test_white_words_in_a_cell_or_box_are_read_as_it_may_be_dark() -> None:
    white = r("Action", '<w:color w:val="FFFFFF"/>')
    cell = f"<w:tc>{p(white)}</w:tc>"
    body = f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl><w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    assert asked(body) == (["Action | Action", "Action"], [])


def form(data: str, instruction: str = "FORMTEXT", result: str = "") -> str:
    separate = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_of_a_form_show_what_was_filled_in() -> None:
    entries = '<w:listEntry w:val="Good"/><w:listEntry w:val="Weak"/>'
    body = (
        p(form('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>') + r(" Weak"))
        + p(form('<w:checkBox><w:default w:val="1"/></w:checkBox>') + r(" Late"))
        + p(form('<w:checkBox><w:default w:val="0"/></w:checkBox>') + r(" Good"))
        + p(r("Grade: ") + form(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>'))
        + p(r("Next: ") + form(f"<w:ddList>{entries}</w:ddList>"))
        + p(r("By: ") + form("<w:textInput/>", result="A. Field"))
        + p(r("Odd: ") + form('<w:ddList><w:result w:val="²"/><w:listEntry/></w:ddList>'))
    )
    assert asked(body) == (
        ["☒ Weak", "☒ Late", "☐ Good", "Grade: Weak", "Next: Good", "By: A. Field", "Odd:"],
        [],
    )


def test_small_words_above_others_are_named_and_those_below_are_read() -> None:
    ruby = (
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>note</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>Oakfield</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    stream = read(word(p(r("The school ") + ruby + r(" was seen."))))
    assert texts(stream.pieces) == ["The school Oakfield was seen."]
    assert stream.warnings == ("Small words above others were left out: “note”.",)
