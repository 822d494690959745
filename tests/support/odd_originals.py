"""Invented web pages and Word files that say things in ways of their own: in fields of forms, in
formulas, in buttons, under black ink."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.pdfs import Pdf, Words
from tests.support.word_files import p, word

TITLE = "Inspection of Westshire County Council services for children"
BODY = "The council keeps its promises to children and visits are made in time."


def _page(main: str, head: str = '<meta charset="utf-8">') -> bytes:
    text = f"<h1>{TITLE}</h1>{main}<p>{BODY}</p>"
    return f"<html><head>{head}</head><body><main>{text}</main></body></html>".encode()


def _run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _field(data: str, instruction: str, result: str = "") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    told = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{begin}{told}{mark.format('separate')}{result}{mark.format('end')}"


def _row(*cells: str, row: str = "", cell: str = "") -> str:
    made = "".join(f"<w:tc><w:tcPr>{cell}</w:tcPr>{p(each)}</w:tc>" for each in cells)
    return f"<w:tr><w:trPr>{row}</w:trPr>{made}</w:tr>"


_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:styleId="Loud"><w:name w:val="Loud"/>'
    "<w:rPr><w:caps/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)


def _word(*blocks: str) -> bytes:
    return word(p(TITLE) + "".join(blocks) + p(BODY), styles=_STYLES)


_BOX = '<w:checkBox><w:default w:val="0"/>{}</w:checkBox>'
_LIST = (
    '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Good"/><w:listEntry w:val="Poor"/>'
    "</w:ddList>"
)


def _filled_in(annotation: bytes, shown: str) -> bytes:
    """A PDF with a field or a note between its title and its last line."""
    pdf = Pdf([[Words(TITLE, size=20, y=760), Words("Overall:", y=700), Words(BODY, y=640)]])
    keys = b"/Type /XObject /Subtype /Form /BBox [0 0 300 20] /Resources <</Font <</F 2 0 R>>>>"
    picture = pdf.stream(b"BT /F 11 Tf 2 5 Td (%s) Tj ET" % shown.encode(), keys)
    pdf.add(b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>")
    box = b"/Rect [160 695 360 715] /F 4 /AP <</N %d 0 R>>" % picture
    pdf.add(b"<</Type /Annot %s %s>>" % (box, annotation))
    pdf.page_keys[0] = b"/Annots [3 0 R]"
    pdf.catalogue = b"/AcroForm <</Fields [3 0 R] /DA (/F 11 Tf 0 g)>>"
    return pdf.data()


ODD: Mapping[str, tuple[bytes, str]] = {
    "field.pdf": (
        _filled_in(b"/Subtype /Widget /FT /Tx /T (grade) /V (Inadequate)", "Inadequate"),
        "Overall: Inadequate",
    ),
    "note.pdf": (
        _filled_in(b"/Subtype /FreeText /Contents (Seen twice.)", "Seen twice."),
        "Overall: Seen twice.",
    ),
    "wrong-label.html": (
        _page("<p>Children’s visits cost £4,000 – less.</p>", head='<meta charset="iso-8859-1">'),
        "Children’s visits cost £4,000 – less.",
    ),
    "fields.html": (
        _page(
            '<form><p>Overall: <input value="Inadequate"> on <input type="date" value="2015-03-02">'
            '<input type="hidden" value="never"><input type="submit" value="Never"></p>'
            '<p><input type="checkbox" checked>Good <input type="radio">Weak</p><p>Grade: <select>'
            "<option>Never<option selected>Adequate</select> by <select><option>Ms Roe<option>"
            "Never</select></p><textarea>A note in a box.</textarea></form>"
        ),
        "Overall: Inadequate on 2015-03-02 ☒ Good ☐ Weak Grade: Adequate by Ms Roe "
        "A note in a box.",
    ),
    "formula.html": (
        _page(
            "<p>The rate is <math><mfrac><mn>14</mn><msup><mi>x</mi><mn>2</mn></msup></mfrac>"
            "<annotation>never</annotation></math> in a hundred.</p>"
        ),
        "The rate is 14x2 in a hundred.",
    ),
    "read-out.html": (
        _page('<p><span class="nhs-visually-hidden">Never: </span>Visits are late.</p>'),
        "Visits are late.",
    ),
    "small-above.html": (
        _page("<p>The school <ruby>Oakfield<rp>(</rp><rt>never</rt><rp>)</rp></ruby> is open.</p>"),
        "The school Oakfield is open.",
    ),
    "unfolding.html": (
        _page(
            '<h2><button aria-expanded="false" aria-controls="a">Leaders</button></h2>'
            '<div id="a" hidden><p>Leaders act.</p></div><details><summary>Other matters</summary>'
            '<p>None are told of.</p></details><div hidden="until-found"><p>Visits must rise.</p>'
            "</div><button>Never</button>"
        ),
        "Leaders Leaders act. Other matters None are told of. Visits must rise.",
    ),
    "beside.html": (
        _page(
            "<aside><p>The council must visit each child weekly.</p></aside>"
            '<aside><a href="/">Never a word of this</a></aside><p>He said <q>all is well</q>.</p>'
        ),
        "The council must visit each child weekly. He said “all is well”.",
    ),
    "saved-by-word.html": (
        _page(
            '<p class="MsoListParagraph">o&nbsp; First thing</p>'
            '<p class="MsoListParagraph">§&nbsp; Second thing</p><p>It is 5 m<sup>2</sup>.</p>'
        ),
        "First thing Second thing It is 5 m2.",
    ),
    "form.docx": (
        _word(
            p(_field(_BOX.format("<w:checked/>"), " FORMCHECKBOX ") + _run(" Inadequate")),
            p(_field(_BOX.format(""), " FORMCHECKBOX ") + _run(" Good")),
            p(_run("Grade: ") + _field(_LIST, " FORMDROPDOWN ")),
            p(_field("", ' IF "never" ', _run("As shown"))),
        ),
        "☒ Inadequate ☐ Good Grade: Poor As shown",
    ),
    "formula.docx": (
        _word(
            p(
                _run("The rate is ")
                + "<m:oMath><m:f><m:num><m:r><m:t>14</m:t></m:r></m:num><m:den><m:r><m:t>x2</m:t>"
                "</m:r></m:den></m:f></m:oMath>" + _run(" in a hundred.")
            )
        ),
        "The rate is 14x2 in a hundred.",
    ),
    "small-above.docx": (
        _word(
            p(
                _run("The school ")
                + "<w:r><w:ruby><w:rt><w:r><w:t>never</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>"
                "Oakfield</w:t></w:r></w:rubyBase></w:ruby></w:r>" + _run(" is open.")
            )
        ),
        "The school Oakfield is open.",
    ),
    "unseen.docx": (
        _word(
            p(_run("The child ") + _run("Never", '<w:highlight w:val="black"/>') + _run(" moved.")),
            p(_run("Never", '<w:color w:val="FFFFFF"/>') + _run("Seen by all.")),
            p(_run("Never", '<w:sz w:val="2"/>') + _run("Large enough.")),
            p(_run("Wo") + _run("never", '<w:rStyle w:val="Gone"/>') + _run("rd by word.")),
        ),
        "The child moved. Seen by all. Large enough. Word by word.",
    ),
    "table.docx": (
        _word(
            "<w:tbl>"
            + _row("Owner", "Month")
            + _row("Ms Roe", "May", cell='<w:vMerge w:val="restart"/>')
            + _row("Never", "", cell="<w:vMerge/>")
            + _row("Never", row="<w:hidden/>")
            + "</w:tbl>",
            p("Loud words here.", '<w:pStyle w:val="Loud"/>'),
        ),
        "Owner Month Ms Roe May LOUD WORDS HERE.",
    ),
}
"""By name: the file, and the words that its page must hold between its title and its last words."""
