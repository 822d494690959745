"""Originals as they come: text, web pages, Word files and PDFs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from html import escape

from hypothesis import strategies as st

from builder.convert.one_file import READERS, convert
from builder.convert.options import AddOptions
from builder.convert.stream.pieces import CannotRead
from builder.model import Registry
from builder.registry.load import read_registry
from tests.support.archive import read_one
from tests.support.fuzzing.content import own_content, plain_problems
from tests.support.fuzzing.inputs import DAMAGE, Parts, changed, damaged, parts_of, revalued
from tests.support.fuzzing.target import Target
from tests.support.paths import PROJECT
from tests.support.pdf_words import original_words
from tests.support.pdfs import Pdf, Tag, Words
from tests.support.word_files import NUMBERING, STYLES, listed, p, r, style, word

WISHES = AddOptions(date(2030, 1, 1), "plymouth")

REPORT = """\
Inspection of safeguarding and looked after children services

Plymouth City Council

Inspection dates: 8 – 19 March 2010
Reporting inspector: Ada Field HMI
Published: 21 May 2010

Contents
About this inspection\t2
Record of main findings\t4

About this inspection

1. The inspection was carried out by four inspectors.
2. The inspectors read:
• 12 case files of children who go missing
- what *children* said, and **all** of it.
3) See [1] https://a.example/b.

The inspection outcomes: safeguarding services
Overall effectiveness
Grade 2 (good)
4. The overall effectiveness of safeguarding services in Plymouth is good.

Areas for improvement
Immediately:
- Plymouth City Council to mend every lock.
Within three months:
- NHS Plymouth to count visits.

Record of main findings:
Safeguarding services\t
Overall effectiveness\tGood
Capacity for improvement\tAdequate
\tof services
"""
LETTER = """\
21 October 2010

Ms Ada Lane
Director of Children’s Services
Plymouth City Council
1 Quay Street

Dear Ms Lane

Annual unannounced inspection of contact, referral and assessment arrangements within
Plymouth City Council children’s services

This letter contains the findings of the recent unannounced inspection on 21 and 22 September 2010.

From the evidence gathered, the following features of the service were identified:

Strengths
- The telephone is answered.

This visit has identified the following areas for priority action:
Two doors do not lock.

Yours sincerely

Ben Marsh
Her Majesty’s Inspector
"""
TEXT_PARTS = (
    *(
        "\n",
        "\n\n",
        "\t",
        "\f",
        "\v",
        "\r",
        "•",
        "- ",
        "1. ",
        "28 ",
        "99. ",
        "(a) ",
        "iv) ",
        "*",
        "**",
    ),
    *(
        "Grade 2 (good)",
        "Contents",
        "Page 3 of 7",
        "Overall effectiveness",
        "Areas for improvement",
    ),
    *(
        "Dear ",
        "Yours sincerely",
        "Recommendations",
        "\u00ad",
        "ﬁ",
        "A*–C",
        "`",
        "{{ x }}",
        "&amp;",
    ),
    *(
        "<b>",
        "](",
        "[^1]",
        "# ",
        "|",
        "\\",
        "---",
        "===",
        "31 February 2010",
        "Plymouth City Council",
    ),
)


@cache
def registry() -> Registry:
    """The real one: its frameworks know how documents announce themselves."""
    return read_registry(PROJECT / "content")


def read_as(ending: str, *witnesses: Callable[[bytes], object]) -> Callable[[bytes], bool]:
    """Reads an original: refused in so many words, or a document that the archive can hold."""

    def read(data: bytes) -> bool:
        accepted = True
        for reader in (READERS[ending], *witnesses):
            try:
                reader(data)
            except CannotRead as refused:
                said(refused)
                accepted = False
        try:
            converted = convert(f"report{ending}", data, registry(), WISHES)
        except CannotRead as refused:
            said(refused)
            return accepted
        content = own_content()
        path = content / "documents" / converted.authority / f"{converted.id}.md"
        original = content / "originals" / f"{converted.sha256[:12]}{ending}"
        path.parent.mkdir(exist_ok=True)
        text = converted.text.replace("\n    answer:\n", "\n    answer: Seen.\n")
        path.write_text(text, encoding="utf-8", newline="")
        original.write_bytes(data)
        _, problems = read_one(content, path, registry())
        path.unlink()
        original.unlink()
        plain_problems(problems)
        assert not problems, f"{problems[0]}\n{converted.text}"
        return accepted

    return read


def said(refused: CannotRead) -> None:
    assert str(refused).endswith("."), refused
    assert "please report it" not in str(refused), refused


def in_utf_8(parts: Parts) -> bytes:
    return "".join(parts).encode("utf-8", "surrogatepass")


def perhaps_damaged(made: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return made | made | made | st.tuples(made, DAMAGE).map(lambda drawn: damaged(*drawn))


TXT = Target(
    "txt",
    perhaps_damaged(changed([parts_of(REPORT), parts_of(LETTER)], TEXT_PARTS).map(in_utf_8))
    | st.binary(max_size=200),
    read_as(".txt"),
    ".txt",
    few=40,
)


# ---------------------------------------------------------------- web pages

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Letters</title>
<style>p { color: red }</style></head><body><nav><a href="/">Home</a></nav><main>
<p>Plymouth City Council<br>1 Quay Street</p><p>10 February 2012</p><p>Dear Ms Lane</p>
<h1>Annual unannounced inspection</h1>
<p>It took place on <b>17</b> <i>January</i> 2012.<sup><a href="#n1">1</a></sup> R&amp;D &#8211;</p>
<h2 id="s">Strengths</h2><ul><li>The telephone is answered.<ul><li>Twice.</li></ul></li></ul>
<table><caption>Calls</caption><thead><tr><th>What</th><th>How many</th></tr></thead>
<tr><td rowspan="2">Calls</td><td>12</td></tr><tr><td colspan="3">13</td></tr></table>
<ol start="3" type="a"><li value="7">Letters are late.</li><li>Or lost.</li></ol>
<p style="display:none">Hidden.</p><pre>As\n  typed</pre><blockquote><q>Said</q></blockquote>
<dl><dt>Term</dt><dd>Meaning</dd></dl><img alt="A tower" src="t.png">
<p>Yours sincerely</p><p>Ben Marsh</p><div id="n1"><p>1 A Tuesday.</p></div>
</main><footer>Contact</footer></body></html>"""
HTML_PARTS = (
    *("<p>", "</p>", "<ol>", "<ol reversed start=-3 type=I>", "</ol>", "<ul>", "<li>", "</li>"),
    *("<table>", "</table>", "<tr>", "<td rowspan=0>", "<td colspan=1001>", "<th scope=row>"),
    *("<sup><a href=#n1>", "<a id=n1>", "<div id=n1>", "</div>", "<h1>", "<h6>", "</h6>", "<br>"),
    *(
        "<main>",
        "</main>",
        "<article>",
        "<nav>",
        "<header>",
        "</body>",
        "<body>",
        "</html>",
        "<pre>",
    ),
    *("<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0'?>", "<svg>"),
    *("<template>", "<textarea>", "<title>", "<plaintext>", "<select><option>", "<ruby><rt>"),
    *(
        "&#0;",
        "&#x110000;",
        "&#xD800;",
        "&nbsp;",
        "&notit;",
        "<p hidden>",
        "<a href='javascript:x'>",
    ),
    *(
        "<meta charset=utf-16>",
        "<meta charset=windows-1252>",
        "<p class=toc role=doc-toc>",
        "<",
        ">",
    ),
)


def tags_of(page: str) -> Parts:
    return re.findall(r"<[^>]*>|[^<\s]+|\s+", page)


HTML = Target(
    "html",
    perhaps_damaged(changed([tags_of(PAGE)], HTML_PARTS).map(in_utf_8)),
    read_as(".html"),
    ".html",
    few=40,
)


# ---------------------------------------------------------------- Word files


def unzipped(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def rezipped(parts: Parts) -> bytes:
    """Parts of a Word file; before each member's own stands its name, after a byte 1."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        names: set[str] = set()
        for member in "".join(parts).split("\x02")[1:]:
            name, _, content = member.partition("\x01")
            if name not in names:
                names.add(name)
                file.writestr(name.replace("\x00", "0")[:200], content.encode("utf-8", "replace"))
    return made.getvalue()


def members(data: bytes) -> Parts:
    return [
        part
        for name, content in unzipped(data).items()
        for part in (f"\x02{name}\x01", *tags_of(content))
    ]


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"


def reference(name: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{name}"/></w:r>'


WORD = word(
    p(r("Plymouth City Council") + "<w:r><w:br/></w:r>" + r("1 Quay Street"))
    + p("10 February 2012")
    + p("Annual unannounced inspection", style("H1"))
    + p(r("The visit took place on ", "<w:b/>") + r("17 January 2012.", "<w:i/>") + reference(1))
    + p("Strengths", style("Ours"))
    + p("The telephone is answered.", listed(2))
    + p("Letters are read.", listed(2, 1))
    + "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
    + cell("Calls", '<w:gridSpan w:val="2"/>')
    + cell("12")
    + "</w:tr>"
    + "<w:tr>"
    + cell("13", '<w:vMerge w:val="restart"/>')
    + cell("")
    + "</w:tr></w:tbl>"
    + p("Letters are late.", listed(1))
    + p("Again.", listed(3))
    + p("Part", listed(4, 1))
    + '<w:p><w:hyperlink r:id="link"><w:r><w:t>A link</w:t></w:r></w:hyperlink></w:p>'
    + p("Yours sincerely", style("Counted"))
    + "<w:sectPr><w:headerReference w:type='default' r:id='header'/></w:sectPr>",
    styles=STYLES,
    numbering=NUMBERING,
    footnotes=f'<w:footnote w:id="1">{p("A Tuesday.")}</w:footnote>',
    header=p("Page 1"),
)
WORD_PARTS = (
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>"),
    *(
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:sdt>",
        "<w:sdtContent>",
        "<w:br/>",
        "<w:tab/>",
        "<w:cr/>",
    ),
    *(
        '<w:numPr><w:ilvl w:val="-4"/><w:numId w:val="1"/></w:numPr>',
        '<w:numId w:val="99999999999"/>',
    ),
    *('<w:basedOn w:val="Ours"/>', '<w:gridSpan w:val="100000"/>', '<w:lvlText w:val="%9%1%%"/>'),
    *(
        '<w:outlineLvl w:val="9"/>',
        '<w:start w:val="1000000000"/>',
        '<w:numFmt w:val="lowerRoman"/>',
    ),
    *(
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:fldChar w:fldCharType="end"/>',
        "<w:ins>",
        "<w:del>",
    ),
    *("<w:instrText>TOC</w:instrText>", "<mc:AlternateContent>", "<w:vanish/>", "<w:footnote>"),
    *(
        '<w:sz w:val="-1"/>',
        '<w:sym w:char="F0B7"/>',
        "<!DOCTYPE x>",
        "&x;",
        "&#0;",
        "<![CDATA[",
        "<",
    ),
    *(
        '<w:footnoteReference w:id="1"/>',
        "<m:oMath><m:r><m:t>",
        "<?x?>",
        'Target="../../x"',
        "<w:a",
    ),
)

WORD_VALUES = (
    *(
        "",
        "0",
        "-1",
        "1",
        "2",
        "9",
        "99999999999",
        "1.5",
        "x",
        "true",
        "decimalZero",
        "upperLetter",
    ),
    *("none", "restart", "H1", "Ours", "toc 1", "heading 9", "%1%2%3.", "%", "chicago", "\u202e"),
    *(
        "external",
        "../../../x",
        "javascript:x",
        "footnotes.xml",
        "document.xml",
        "1.",
        "- ",
        "{{ x }}",
    ),
)

DOCX = Target(
    "docx",
    perhaps_damaged(changed([members(WORD)], WORD_PARTS).map(rezipped))
    | perhaps_damaged(
        revalued(
            ["".join(members(WORD))],
            re.compile(r'(?<=[a-zA-Z]=")[^"]*(?=")|(?<=>)[^<\x02]+(?=<)'),
            st.sampled_from(WORD_VALUES) | st.text(max_size=8),
            escape,
        ).map(lambda text: rezipped([text]))
    )
    | st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data),
    read_as(".docx"),
    ".docx",
    few=40,
)


# ---------------------------------------------------------------- PDFs


def objects(pdf: Pdf) -> Parts:
    """A PDF's objects, each word and sign of them, with a byte 1 before each object."""
    pdf.data()
    return [
        part
        for each in pdf.objects
        for part in ("\x01", *re.findall(r"\s+|/?\w+|<<|>>|.", each.decode("latin-1"), re.DOTALL))
    ]


def put_together(parts: Parts) -> bytes:
    """A PDF of these objects, each where its table says; the first of them is the catalogue."""
    made = Pdf([])
    text = "".join(parts)
    made.objects = [each.encode("latin-1", "replace") for each in text.split("\x01")[1:]]
    catalogue = next((at for at, each in enumerate(made.objects, 1) if b"/Catalog" in each), 1)
    return made.assembled(b"/Root %d 0 R" % catalogue)


def tagged() -> Pdf:
    words = ["Plymouth City Council", "Strengths", "1. The telephone is answered", "twice a day.",
             "Calls", "12", "Two doors do not lock."]  # fmt: skip
    page = [
        Words(each, y=760 - 40 * at, size=16 if at < 2 else 12, content=at)
        for at, each in enumerate(words)
    ]
    second = [Words("Page 2", y=30), Words("The end of it.", content=0, font="bold")]
    return Pdf(
        [page, second],
        [
            Tag("H1", [(0, 0)]),
            Tag("Sect", [Tag("H2", [(0, 1)]), Tag("P", [(0, 2), (0, 3)])]),
            Tag("Table", [Tag("TR", [Tag("TH", [(0, 4)]), Tag("TD", [(0, 5)])])]),
            Tag("L", [Tag("LI", [Tag("Lbl", []), Tag("LBody", [(0, 6), (1, 0)])])]),
        ],
        links={0: [((72, 690, 200, 710), "https://a.example/")]},
    )


def untagged() -> Pdf:
    lines = REPORT.splitlines()[:24]
    return Pdf(
        [
            [
                Words(
                    line.replace("\t", "   "),
                    x=72 + 18 * line.startswith(("-", "•")),
                    y=780 - 24 * at,
                )
                for at, line in enumerate(lines)
                if line
            ]
        ]
    )


PDF_PARTS = (
    *(
        "<<",
        ">>",
        "[",
        "]",
        "(",
        ")",
        "/Type ",
        "/Kids ",
        "/K ",
        "/P ",
        "/S /P ",
        "/Count 99999999 ",
    ),
    *(
        "/MCID ",
        "/Parent ",
        "/Contents ",
        "/Resources ",
        "/Length 9999999 ",
        "/Filter /FlateDecode ",
    ),
    *(
        "/Filter [/ASCIIHexDecode /LZWDecode] ",
        "stream\n",
        "\nendstream",
        "endobj\n",
        "1 0 R ",
        "2 0 R ",
    ),
    *(
        "7 0 R ",
        "null ",
        "-1 ",
        "0 ",
        "1e38 ",
        "99999999999999999999 ",
        "BT ",
        " ET ",
        " Tj ",
        " Tm ",
    ),
    *(
        " Td ",
        " Tf ",
        " cm ",
        " q ",
        " Q ",
        " BDC ",
        " EMC ",
        " Do ",
        " 3 Tr ",
        "/Rotate 90 ",
        "<FEFF0000>",
    ),
    *(
        "/ActualText (x) ",
        "/RowSpan 9999 ",
        "/ColSpan 9999 ",
        "/MediaBox [0 0 0 0] ",
        "/Annots [",
        "\\",
    ),
    *(
        "/Encrypt ",
        "/ObjStm ",
        "/XRef ",
        "%",
        "/StructParents 5 ",
        "/RoleMap <</P /P>> ",
        "\x00",
        "\xff",
    ),
)

PDF = Target(
    "pdf",
    perhaps_damaged(changed([objects(tagged()), objects(untagged())], PDF_PARTS).map(put_together))
    | st.binary(max_size=200).map(lambda data: b"%PDF-1.7\n" + data + b"\nstartxref\n0\n%%EOF"),
    read_as(".pdf", original_words),
    ".pdf",
    few=40,
)

TARGETS = (TXT, HTML, DOCX, PDF)
