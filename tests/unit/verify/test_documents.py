"""One wrong word on a page is found, whatever the kind of its original."""

from __future__ import annotations

import pytest

from builder.model import LeftOut, Source
from builder.verify import PublishedDocument, verify_document
from builder.verify.compare import compare
from builder.verify.original import OriginalLine, OriginalWords
from builder.verify.page import read_page
from tests.support.originals import ORIGINALS, PAGE, SENTENCES, files, verified
from tests.support.pdfs import Pdf, Words
from tests.support.word_files import NAMES, p, r, word

ARTICLE = "<article class='source'>"

KINDS = pytest.mark.parametrize("ending", list(ORIGINALS))

WRONG = {
    "lost": PAGE.replace("every plan", "plan"),
    "added": PAGE.replace("every plan", "not every plan"),
    "moved": PAGE.replace("in time and written up well", "and written up well in time"),
    "reworded": PAGE.replace("every", "each"),
    "sentence moved": f"<p>{SENTENCES[1]}</p><p>{SENTENCES[0]}</p><p>{SENTENCES[2]}</p>",
}


@KINDS
def test_a_page_that_holds_every_word_is_whole(ending: str) -> None:
    result = verified(ending, ORIGINALS[ending], PAGE)
    assert result.differences == ()
    assert result.found == result.words == len(" ".join(SENTENCES).split())


@KINDS
@pytest.mark.parametrize("change", ["lost", "added", "moved", "reworded"])
def test_one_wrong_word_is_found(ending: str, change: str) -> None:
    assert not verified(ending, ORIGINALS[ending], WRONG[change]).whole


@pytest.mark.parametrize("ending", ["docx", "html", "txt"])
def test_a_sentence_that_is_moved_is_found_where_nothing_is_drawn(ending: str) -> None:
    assert not verified(ending, ORIGINALS[ending], WRONG["sentence moved"]).whole


def test_a_difference_is_told_with_its_page_and_the_words_around_it() -> None:
    result = verified("pdf", ORIGINALS["pdf"], WRONG["reworded"])
    assert result.differences == (
        "missing from the page: “up well. Managers read [every] plan before it is” (page 1)",
        "not in the original: “up well. Managers read [each] plan before it is”",
    )


def test_what_is_declared_as_left_out_may_be_absent() -> None:
    left_out = (LeftOut("Contents list", "Northtown keeps", "to children."),)
    rest = PAGE.replace(f"<p>{SENTENCES[0]}</p>", "")
    result = verified("txt", ORIGINALS["txt"], rest, left_out=left_out)
    assert result.whole
    assert result.left_out == (("Contents list", 6),)
    missing = (LeftOut("Contents list", "No such words", "to children."),)
    assert not verified("txt", ORIGINALS["txt"], PAGE, left_out=missing).whole


def test_words_that_an_editor_decided_on_may_be_absent() -> None:
    page = PAGE.replace("and written up well", "")
    assert not verified("txt", ORIGINALS["txt"], page).whole
    result = verified("txt", ORIGINALS["txt"], page, answered=("and written up well.",))
    assert not result.whole  # the full stop stands with the last word
    page = PAGE.replace(" and written up well.", "")
    result = verified("txt", ORIGINALS["txt"], page, answered=("and written up well.",))
    assert result.whole
    assert result.put_aside == (("decided by an editor", "and written up well.", (0,)),)


class TestPdf:
    def test_a_note_drawn_last_may_be_read_first(self) -> None:
        pdf = Pdf(
            [
                [
                    Words("Visits are made in time.", y=700),
                    Words("Plans are read by all.", y=660),
                    Words("1 See the first chapter.", y=80, size=8),
                ]
            ]
        )
        page = (
            "<p>Visits are made in time.</p><p>1 See the first chapter.</p>"
            "<p>Plans are read by all.</p>"
        )
        result = verified("pdf", pdf.data(), page)
        assert result.whole
        assert result.placed

    def test_words_moved_out_of_their_sentence_are_found(self) -> None:
        pdf = Pdf(
            [
                [
                    Words("Leaders know their services well and plan for", y=700),
                    Words("the needs of the youngest children in the town.", y=685),
                    Words("Visits are made in time.", y=640),
                ]
            ]
        )
        page = (
            "<p>the needs of the youngest</p><p>Leaders know their services well and plan for "
            "children in the town.</p><p>Visits are made in time.</p>"
        )
        assert not verified("pdf", pdf.data(), page).whole

    def test_the_rest_of_a_line_before_its_beginning_is_found(self) -> None:
        """A file that draws the end of a line before its beginning deceives no witness."""
        pdf = Pdf([[Words("waits too long for help.", x=150), Words("Many a child", x=72)]])
        right = "<p>Many a child waits too long for help.</p>"
        wrong = "<p>waits too long for help. Many a child</p>"
        assert verified("pdf", pdf.data(), right).whole
        assert not verified("pdf", pdf.data(), wrong).whole

    @pytest.mark.parametrize(
        ("printed", "shown"),
        [
            ("• Visits are made", "<ul><li>Visits are made</li></ul>"),
            ("– Visits are made", "<ul><li>Visits are made</li></ul>"),
            ("the 4 th of May", "<p>the 4th of May</p>"),
            ("services2 were seen", "<p>services<sup>2</sup> were seen</p>"),
            ("16.Children are safe", "<p><a class='n'>16.</a> Children are safe</p>"),
            ("a grade of 2 ‘ good ’ now", "<p>a grade of 2 ‘good’ now</p>"),
        ],
    )
    def test_what_a_file_leaves_to_be_guessed_is_no_difference(
        self, printed: str, shown: str
    ) -> None:
        assert verified("pdf", Pdf([[Words(printed)]]).data(), shown).differences == ()

    def test_a_sign_for_a_character_of_a_symbol_font_is_no_difference(self) -> None:
        original = OriginalWords()
        original.add("in this", OriginalLine(1))
        original.add(" town", OriginalLine(1))
        assert not compare(original, read_page(f"{ARTICLE}<p>in this –town</p>")).differences
        assert compare(original, read_page(f"{ARTICLE}<p>in this –towns</p>")).differences

    @pytest.mark.parametrize(
        ("printed", "shown"),
        [
            ("a long-term plan", "<p>a long- term plan</p>"),
            ("it is from them", "<p>it isfrom them</p>"),
            ("safe – and well", "<p>safe and well</p>"),
            ("services2 were seen", "<p>services were seen</p>"),
            ("safe, and well", "<p>safe and well</p>"),
        ],
    )
    def test_a_space_or_sign_that_changes_a_word_is_found(self, printed: str, shown: str) -> None:
        assert not verified("pdf", Pdf([[Words(printed)]]).data(), shown).whole

    def test_a_word_cut_by_the_end_of_a_page_is_one(self) -> None:
        pdf = Pdf([[Words("plans for the long-")], [Words("term and for all")]]).data()
        assert verified("pdf", pdf, "<p>plans for the long-term and for all</p>").whole
        assert not verified("pdf", pdf, "<p>plans for the long- term and for all</p>").whole

    def test_a_number_cut_by_the_end_of_a_line_is_one_with_its_word(self) -> None:
        pdf = Pdf([[Words("within the 26-"), Words("week limit for all", y=685)]]).data()
        assert verified("pdf", pdf, "<p>within the 26-week limit for all</p>").whole
        assert not verified("pdf", pdf, "<p>within the 26- week limit for all</p>").whole

    def test_words_that_are_written_over_are_listed_and_not_lost(self) -> None:
        pdf = Pdf([[Words("Old town", y=650), Words("Seen by all."), Words("New town", y=651)]])
        result = verified("pdf", pdf.data(), "<p>Seen by all.</p><p>New town</p>")
        assert result.put_aside == (("hidden", "Old town", (1,)),)

    def test_a_line_that_is_drawn_again_beside_itself_is_listed_and_not_lost(self) -> None:
        between = [Words(f"Seen by {number}.", y=600 - 30 * number) for number in range(8)]
        pdf = Pdf([[Words("New town", y=650), *between, Words("New town", y=652)]])
        page = "<p>New town</p>" + "".join(f"<p>{words.text}</p>" for words in between)
        result = verified("pdf", pdf.data(), page)
        assert result.differences == ()
        assert result.put_aside == (("hidden", "New town", (1,)),)
        assert result.differences == ()

    def test_running_heads_and_page_numbers_are_listed(self) -> None:
        pages = [
            [
                Words("Inspection of Northtown", y=800, size=9),
                Words(sentence),
                Words(str(number), y=40, size=9),
            ]
            for number, sentence in enumerate((*SENTENCES, SENTENCES[0]), 1)
        ]
        page = PAGE + f"<p>{SENTENCES[0]}</p>"
        result = verified("pdf", Pdf(pages).data(), page)
        assert result.differences == ()
        assert result.put_aside == (
            ("page furniture", "Inspection of Northtown", (1, 2, 3, 4)),
            ("page furniture", "page numbers", (1, 2, 3, 4)),
        )

    def test_a_heading_at_the_top_of_some_pages_is_no_running_head(self) -> None:
        """It is tagged as text: whoever takes it for one has lost it."""
        pages = [
            [Words("Findings", y=800, content=0), Words(sentence, content=1)]
            if at in (0, 3, 6)
            else [Words(sentence, content=1)]
            for at, sentence in enumerate([SENTENCES[at % 3] for at in range(8)])
        ]
        lost = "".join(f"<p>{SENTENCES[at % 3]}</p>" for at in range(8))
        result = verified("pdf", Pdf(pages).data(), lost)
        assert len(result.differences) == 3
        assert all("[Findings]" in each for each in result.differences)

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (Words("never seen", y=650, size=1), "too small"),
            (Words("never seen", y=650, before=b"1 g"), "white"),
            (Words("never seen", y=650, before=b"3 Tr"), "not drawn"),
            (Words("never seen", y=900), "outside the page"),
            (Words("never seen", y=650, before=b"0 0 10 10 re W n"), "clipped"),
        ],
    )
    def test_words_that_nobody_sees_are_listed_and_not_lost(self, words: Words, why: str) -> None:
        data = Pdf([[Words("Seen by all."), words]]).data()
        result = verified("pdf", data, "<p>Seen by all.</p>")
        assert result.differences == (), why
        assert ("hidden", "never seen", (1,)) in result.put_aside or why == "outside the page"

    def test_words_under_a_cover_are_listed_and_not_repeated(self) -> None:
        pdf = Pdf([[Words("Seen by all."), Words("never seen", y=650)]])
        pdf.streams[0] = b"\n0 g 60 640 300 30 re f"
        result = verified("pdf", pdf.data(), "<p>Seen by all.</p>")
        assert result.whole
        assert result.put_aside == (("hidden", "▮ ▮", (1,)),)


class TestWord:
    def test_notes_and_text_boxes_stand_where_the_page_puts_them(self) -> None:
        note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
        box = (
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
            f"{p(r('A word aside.'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:txbxContent>{p(r('A word aside.'))}</w:txbxContent></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )
        data = word(
            p(r("Northtown keeps") + note + r(" its promises.") + box) + p(r("All is well.")),
            footnotes=f'<w:footnote w:id="2">{p(r("As it says itself."))}</w:footnote>',
        )
        page = (
            "<p>Northtown keeps<sup>1</sup> its promises.</p><p>A word aside.</p>"
            "<p class='footnote'><a class='n'>1</a> As it says itself.</p><p>All is well.</p>"
        )
        assert verified("docx", data, page).differences == ()
        assert not verified("docx", data, page.replace("As it", "It")).whole
        assert not verified("docx", data, page.replace("A word aside.", "")).whole

    def test_numbers_that_word_counts_surprise_nobody(self) -> None:
        counted = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        data = word(p(r("All is well."), counted) + p(r("All is calm.")))
        first = "<p><a class='n'>1.</a> All is well.</p>"
        assert verified("docx", data, f"{first}<p>All is calm.</p>").whole
        invented = "<p><a class='n'>2.</a> All is calm.</p>"
        assert not verified("docx", data, first + invented).whole

    def test_deleted_and_hidden_words_are_listed(self) -> None:
        gone = "<w:del><w:r><w:delText>badly</w:delText></w:r></w:del>"
        data = word(p(r("All is ") + gone + r("well ") + r("unseen", "<w:vanish/>") + r("now.")))
        result = verified("docx", data, "<p>All is well now.</p>")
        assert result.whole
        assert {(why, words) for why, words, _ in result.put_aside} == {
            ("deleted", "badly"),
            ("hidden", "unseen"),
        }

    def test_running_heads_are_listed(self) -> None:
        data = word(p(r("All is well.")), header=p(r("Draft")))
        result = verified("docx", data, "<p>All is well.</p>")
        assert result.put_aside == (("page furniture", "Draft", (0,)),)

    def test_a_file_that_is_none_is_named(self) -> None:
        (difference,) = verified("docx", b"PK nothing", "<p>x</p>").differences
        assert difference == "its original is damaged and cannot be opened as a Word file"
        assert NAMES


class TestHtml:
    def test_menus_are_listed_and_the_report_must_be_there(self) -> None:
        data = (
            "<html><head><title>T</title></head><body><nav>Home</nav>"
            f"<main>{PAGE}<script>no()</script></main><footer>Contact</footer></body></html>"
        ).encode()
        result = verified("html", data, PAGE)
        assert result.whole
        assert [words for _, words, _ in result.put_aside] == ["Home", "Contact"]
        assert not verified("html", data, "<p>Home</p>").whole

    def test_a_report_without_a_main_part_must_be_there(self) -> None:
        data = f"<html><body><div>Teaser</div><div>{PAGE}</div></body></html>".encode()
        result = verified("html", data, "<p>Teaser</p>")
        assert len(result.differences) == 1

    def test_words_that_no_browser_shows_are_listed(self) -> None:
        data = f"<body>{PAGE}<p hidden>Later</p><p style='display: none'>Never</p></body>".encode()
        result = verified("html", data, PAGE)
        assert result.whole
        assert [words for _, words, _ in result.put_aside] == ["Later", "Never"]


def test_another_original_than_the_documents_is_found() -> None:
    document = PublishedDocument("a-2014-05-20-report", "a.md", Source("a.txt", "0" * 64))
    page = b"<article class='source'><p>One.</p></article>"
    site = {document.page: page, document.original: b"One."}
    (difference,) = verify_document(files(site), document).differences
    assert difference.endswith("has not the sha256 that the front matter gives")
    del site[document.original]
    (difference,) = verify_document(files(site), document).differences
    assert "documents/a-2014-05-20-report/000000000000.txt" in difference


def test_a_mark_that_touches_the_first_word_of_its_note_is_no_difference() -> None:
    visits = "Visits are made in time to every child and written up well by all who make them."
    lines = ("Plans are read.1", visits, "1The rules of 2015", "apply to all plans.")
    data = Pdf([[Words(each, y=700 - 40 * at) for at, each in enumerate(lines)]]).data()
    page = (
        '<p>Plans are read.<sup>1</sup></p><p class="footnote"><span class="mark">1</span> '
        f"The rules of 2015 apply to all plans.</p><p>{visits}</p>"
    )
    assert verified("pdf", data, page).differences == ()
    assert verified("pdf", data, page.replace("2015", "2016")).differences


def test_marks_that_word_counts_may_stand_before_the_words_of_a_cell() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    data = word(p("Who does what:") + p("visits children", listed) + p("reads plans", listed))
    page = "<table><tr><td>Who does what:</td></tr><tr><td>• visits children</td></tr></table>"
    page += "<p>2.1 reads plans</p>"
    assert verified("docx", data, page).differences == ()
    assert verified("docx", data, page.replace("2.1", "Ms 2.1")).differences
