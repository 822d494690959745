"""Within a line the page is right, whatever the tags say."""

from __future__ import annotations

from builder.convert.readers.pdf.reader import read
from tests.support.pdfs import Pdf, Tag, Words, shape

FULL = "Workers see children often and they listen well, so that plans are kept and"


def entry(mark: int, *body: int) -> Tag:
    return Tag("LI", [Tag("Lbl", [(0, mark)]), Tag("LBody", [(0, each) for each in body])])


def test_words_tagged_as_a_mark_are_read_behind_the_mark_that_the_body_holds() -> None:
    words = [
        Words("\u2022", x=72, content=1),
        Words("Overall, t", x=90, content=0),
        Words("he plans are late.", x=138, content=2),
    ]
    pdf = Pdf([words], [Tag("L", [entry(0, 1, 2)])])
    assert shape(read(pdf.data())) == [("item", "\u2022", "Overall, the plans are late.")]


def test_words_tagged_as_a_mark_that_go_on_over_the_line_keep_their_order() -> None:
    words = [
        Words("\u2022", x=72, content=1),
        Words(FULL[:60], x=90, content=0),
        Words("and the plans", x=90, y=685, content=0),
        Words("are late.", x=167, y=685, content=2),
    ]
    pdf = Pdf([words], [Tag("L", [entry(0, 1, 2)])])
    ((kind, mark, text),) = shape(read(pdf.data()))
    assert (kind, mark) == ("item", "\u2022")
    assert text.replace("\n", " ") == f"{FULL[:60].strip()} and the plans are late."


def test_words_tagged_as_a_mark_may_belong_to_another_entry() -> None:
    words = [
        Words("\u2022", x=72, content=1),
        Words("plans are seen; and", x=90, content=2),
        Words("\u2022", x=72, y=685, content=3),
        Words("they bring", x=90, y=685, content=4),
        Words("gains", x=148, y=685, content=0),
        Words("to all.", x=182, y=685, content=5),
    ]
    second = Tag("LI", [Tag("LBody", [(0, 3), (0, 4), (0, 5)])])
    pdf = Pdf([words], [Tag("L", [entry(0, 1, 2), second])])
    assert shape(read(pdf.data())) == [
        ("item", "\u2022", "plans are seen; and"),
        ("item", "\u2022", "they bring gains to all."),
    ]


def test_words_before_an_entry_on_a_line_of_their_own_begin_it() -> None:
    words = [Words(FULL, content=0), Words("are changed.", y=685, content=1)]
    pdf = Pdf([words], [Tag("L", [entry(0, 1)])])
    assert shape(read(pdf.data())) == [("item", "", f"{FULL} are changed.")]


def test_a_fragment_without_a_tag_stands_where_its_line_has_room_for_it() -> None:
    words = [
        Words("The area expects schools", content=0),
        Words("to", x=212),
        Words("tell it of children", x=226, content=1),
        Words("at home.", y=685, content=2),
    ]
    pdf = Pdf([words], [Tag("P", [(0, 0), (0, 1), (0, 2)])])
    stream = read(pdf.data())
    assert shape(stream)[0][2] == "The area expects schools to tell it of children at home."
    assert stream.warnings == ()


def test_text_without_a_tag_far_from_the_words_of_its_line_is_text_of_its_own() -> None:
    words = [
        Words("A letter of 3 May", content=0),
        Words("Piccadilly House", x=400),
        Words("It is not long.", y=650, content=1),
    ]
    pdf = Pdf([words], [Tag("P", [(0, 0)]), Tag("P", [(0, 1)])])
    stream = read(pdf.data())
    assert sorted(text for _, _, text in shape(stream)) == [
        "A letter of 3 May",
        "It is not long.",
        "Piccadilly House",
    ]
    assert stream.warnings == (
        "page 1: text without a tag was placed by its position: “Piccadilly House”",
    )


def test_text_without_a_tag_above_all_others_raises_no_remark() -> None:
    words = [Words("Report", y=760), Words("Children are safe.", content=0)]
    stream = read(Pdf([words], [Tag("P", [(0, 0)])]).data())
    assert [text for _, _, text in shape(stream)] == ["Report", "Children are safe."]
    assert stream.warnings == ()


def test_two_columns_in_one_tag_stay_columns() -> None:
    left = [Words(text, y=700 - 15 * at, content=0) for at, text in enumerate(("One", "two."))]
    right = [
        Words(text, x=320, y=700 - 15 * at, content=1) for at, text in enumerate(("Three", "four."))
    ]
    pdf = Pdf([left + right], [Tag("P", [(0, 0), (0, 1)])])
    assert " ".join(text for _, _, text in shape(read(pdf.data()))).split() == [
        "One",
        "two.",
        "Three",
        "four.",
    ]


def test_a_mark_with_no_words_is_no_entry_and_a_number_alone_is_kept() -> None:
    words = [Words("Words.", y=740, content=9), Words("\u2022", content=0), Words("Loose", y=600)]
    tags = [Tag("P", [(0, 9)]), Tag("L", [Tag("LI", [Tag("Lbl", [(0, 0)]), Tag("LBody")])])]
    assert [text for _, _, text in shape(read(Pdf([words], tags).data()))] == ["Words.", "Loose"]
    words[1] = Words("4.", content=0)
    assert ("item", "4.", "") in shape(read(Pdf([words], tags).data()))


def test_a_number_that_is_an_entry_by_itself_is_that_of_the_words_beside_it() -> None:
    words = [Words("4.", content=0), Words("Inspectors met many.", x=90, content=1)]
    number = Tag("LI", [Tag("Lbl", [(0, 0)]), Tag("LBody")])
    beside = Tag("LI", [Tag("LBody", [(0, 1)])])
    pdf = Pdf([words], [Tag("L", [number, beside])])
    assert shape(read(pdf.data())) == [("item", "4.", "Inspectors met many.")]


def test_an_empty_table_beside_text_without_a_tag_is_nothing() -> None:
    words = [Words("Words.", content=0), Words("Loose", y=600)]
    table = Tag("Table", [Tag("TR", [Tag("TD"), Tag("TD")])])
    pdf = Pdf([words], [Tag("P", [(0, 0)]), table])
    assert [text for _, _, text in shape(read(pdf.data()))] == ["Words.", "Loose"]
