"""Content is data: whatever it holds, no page runs it, and no stage works without bound on it."""

from __future__ import annotations

import csv
import json
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from builder.build.pipeline import build_site
from builder.convert.one_file import READERS
from builder.core.problems import Problem, ProblemsFound
from builder.model import ENDINGS, Source, plain
from builder.reading.markdown_inline import read_inline
from tests.support.archive import read_archive, site_files, site_pages
from tests.support.dangers import dangers
from tests.support.small_archive import CONTENT, files_of

REPORT = "documents/northtown/northtown-2010-06-30-report.md"

# ---------------------------------------------------------------- what a page may hold


def all_dangers(site: dict[str, bytes]) -> list[str]:
    return [
        f"{name}: {each}"
        for name, data in site.items()
        if name.endswith(".html")
        for each in dangers(data.decode())
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>", '<script src="//evil.example/x.js"></script>', "<svg onload=x>",
        '<a href="javascript:x">', '<a href=" javascript:x">', '<a href="&#106;avascript:x">',
        '<img src="data:text/html,x">', "<p style=x>", "<iframe>", '<base href="/x">',
        '<a href="//evil.example/">', '<a href="\\\\evil.example">',
    ],
)  # fmt: skip
def test_the_watch_itself_sees_dangers(html: str) -> None:
    assert dangers(html)


def test_no_page_of_the_real_site_runs_anything(built_site: Path) -> None:
    assert all_dangers(dict(files_of(built_site))) == []


# ---------------------------------------------------------------- hostile content

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(1)">"><svg onload=alert(1)> '
    "{{ 7*7 }} {% raw %} {# gone #} {{ site.__class__ }} ${7*7} <!-- --> ]]> &lt;b&gt; "
    "</textarea></title><style>*{}</style>"
)
"""In every place that takes words."""


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    quoted = json.dumps(HOSTILE)
    report = content / REPORT
    head, _, body = report.read_text("utf-8").partition("\n---\n\n")
    head = re.sub(r"(?m)^title: .*", f"title: {quoted}", head)
    head = re.sub(
        r"(?m)^(    post|  - name|    role|  - what): .*", rf"\1: {quoted}", head, count=3
    )
    head = re.sub(r"(?m)^    text: .*", f"    text: {quoted}", head, count=1)
    head = head.replace("left_out:", f"left_out:\n  - what: {quoted}\n    from: a\n    to: b", 1)
    body += f"\n## {HOSTILE}\n\n{HOSTILE}\n\n- {HOSTILE}\n\n|{HOSTILE}|\n|-|\n|{HOSTILE}|\n"
    report.write_text(f"{head}\n---\n\n{body}", "utf-8")
    for name, key in {"site.yaml": "title", "authorities.yaml": "region"}.items():
        file = content / name
        file.write_text(
            re.sub(rf"(?m)^(\s*){key}: .*", rf"\1{key}: {quoted}", file.read_text("utf-8")), "utf-8"
        )
    build_site(content, folder / "site")
    return folder / "site"


def test_markup_in_the_content_never_becomes_markup_of_a_page(hostile_site: Path) -> None:
    assert all_dangers(dict(files_of(hostile_site))) == []


def test_no_template_runs_what_the_content_holds(hostile_site: Path) -> None:
    page = (hostile_site / "documents" / Path(REPORT).stem / "index.html").read_text("utf-8")
    for words in ("{{ 7*7 }}", "{% raw %}", "{# gone #}", "{{ site.__class__ }}", "&lt;script&gt;"):
        assert page.count(words) >= 4


def test_no_data_file_breaks_on_what_the_content_holds(hostile_site: Path) -> None:
    for file in sorted(hostile_site.rglob("*")):
        if file.suffix == ".json":
            json.loads(file.read_bytes())
        elif file.suffix == ".xml":
            ElementTree.fromstring(file.read_bytes())
        elif file.suffix == ".csv":
            with file.open(encoding="utf-8", newline="") as lines:
                assert {len(row) for row in csv.reader(lines, strict=True)} != set()


ADDRESS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)", "java&#x0a;script:alert(1)", "java%0ascript:alert(1)",
    "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "//evil.example/",
    "\\\\evil.example", "/\\evil.example", "/documents/../../etc", "ftp://evil.example/",
    "https:evil.example", "<javascript:alert(1)>", "#<script>", "http://[", "x&#0;y",
]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "address"),
    [("text", each) for each in ADDRESS] + [("note", each) for each in ADDRESS[:3]],
)
def test_no_address_that_runs_or_leads_astray_is_linked(
    place: str, address: str, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    link = f"[words]({address})"
    report = content / REPORT
    text = report.read_text("utf-8")
    if place == "note":
        text = re.sub(r"(?m)^    text: .*", f"    text: {json.dumps(link)}", text, count=1)
    else:
        text += f"\n{link} and <{address}>\n"
    report.write_text(text, "utf-8")
    with suppress(ProblemsFound):  # such as a link that leads nowhere
        page = site_pages(content)[f"documents/{Path(REPORT).stem}/index.html"]
        assert dangers(page) == []
        assert "evil" not in "".join(re.findall(r'href="([^"]*)"', unquote(page)))


ADDRESSES = [
    *(each for each in ADDRESS if each != "#<script>"), 'https://a.example/"><svg onload=alert(1)>',
    "https://a.example/ x", "https://a.example/\\g<1>", "https://a.example:port/", "https:///path",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("file", "key"), [("site", "base_url"), ("citations", "url"), ("licences", "url")]
)
def test_a_registry_refuses_what_is_no_address(
    file: str, key: str, address: str, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    path = content / f"{file}.yaml"
    changed = f"{key}: {json.dumps(address)}"
    path.write_text(
        re.sub(rf"(?m){key}: \S+$", lambda _: changed, path.read_text("utf-8"), count=1), "utf-8"
    )
    with pytest.raises(ProblemsFound, match=f"“{key}” must be a web address"):
        read_archive(content)


UNPRINTED_ONES = "\x01\x7f\x85\x92\xad\u061c\u200b\u200f\u2028\u202e\u2066\u2060\ufdd0\ufeff\uffff"


@pytest.mark.parametrize("character", UNPRINTED_ONES, ids=lambda each: f"{ord(each):04x}")
@pytest.mark.parametrize("place", ["title", "text", "site"])
def test_no_character_that_no_text_prints_is_kept(
    character: str, place: str, tmp_path: Path
) -> None:
    """It could turn the words round, hide them from a search, or break a feed."""
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    path = content / ("site.yaml" if place == "site" else REPORT)
    if place == "text":
        path.write_text(f"{path.read_text('utf-8')}\nWords{character}and more.\n", "utf-8")
    else:
        title = f"title: {json.dumps(f'Words{character}and more')}"
        path.write_text(
            re.sub(r"(?m)^title: .*", lambda _: title, path.read_text("utf-8")), "utf-8"
        )
    with pytest.raises(ProblemsFound, match=f"U\\+{ord(character):04X}"):
        read_archive(content)


def test_no_entity_names_what_no_text_prints(tmp_path: Path) -> None:
    written = "&#x202e;one &shy;two &#8203;three &#13;four &#xFDD0;five &amp; six"
    (text,) = read_inline(written)
    assert text.text == written.replace("&amp;", "&")


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_no_original_brings_in_what_nobody_sees(suffix: str) -> None:
    words = "Safe\xadguard\u200bing \u202eof\u202c children \ufeffand others"
    page = f"<main><p>{words}</p></main>" if suffix == ".html" else words
    (piece,) = READERS[suffix](page.encode()).pieces
    assert plain(piece.text) == "Safeguarding of children and others"


def test_a_problem_shows_the_words_that_it_found() -> None:
    shown = str(Problem("content/\u202ex.md", 1, "found “\u2066a\x1b[31m\u200b”."))
    assert shown == "content/\\u202ex.md:1: found “\\u2066a\\x1b[31m\\u200b”."


def test_no_original_is_served_that_a_browser_runs() -> None:
    assert {f".{ending}" for ending in ENDINGS} == READERS.keys()
    for ending in ENDINGS:
        served = Source(f"report.{ending.upper()}", "0" * 64).served
        assert served == f"{'0' * 12}.{ending}" + (".txt" if "htm" in ending else "")


# ---------------------------------------------------------------- work without bound

LONG = 2000
HEAVY = {
    "equal paragraphs": "Same words.\n\n" * LONG * 2,
    "equal entries": "- Same words.\n" * LONG,
    "equal headings": "## Same words\n\nWords.\n\n" * LONG,
    "equal numbers": "\n\n".join(f"{number}. Same." for number in range(1, LONG * 2)),
    "equal rows": "|a|b|\n|-|-|\n" + "|x|y|\n" * LONG,
    "label rows": "|a|b|\n|-|-|\n" + "|x| |\n" * LONG,
    "many columns": "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n" + ("|b" * 1000 + "|\n") * 10,
    "footnotes": "[^1]: Words.\n\n" * LONG,
    "marks of footnotes": "[^1]" * LONG * 4,
    "asterisks": "*" * LONG * 20,
    "open emphasis": "*a **b " * LONG * 4,
    "open brackets": "[" * LONG * 4,
    "open links": "[a](" * LONG * 4,
    "nested links": "[a" * LONG + "](https://a.example)" * LONG,
    "entities": "&#" * LONG * 20,
    "pointed brackets": "<a:" * LONG * 10,
    "backslashes": "\\" * LONG * 20,
    "hard breaks": "a\\\n" * LONG * 4,
    "a long line": "word " * LONG * 40,
    "a long word": "w" * LONG * 200,
    "nested entries": "- " * LONG * 10 + "a",
    "nested numbers": "1. " * LONG * 10 + "a",
    "deepening entries": "\n".join("  " * depth + "- a" for depth in range(500)),
    "grades": "## Overall effectiveness\n\nGrade 2 (good)\n\n" * (LONG // 4),
    "grades in prose": "\n\n".join(
        f"{number}. Overall effectiveness is good." for number in range(1, LONG)
    ),
    "recommendations": "## Areas for improvement\n\nWithin three months:\n\n"
    + "- The council should act.\n" * LONG,
    "dates": "from 1 to 12 March 2010 and within three months " * LONG,
    "names": f"The inspection of {'A-' * 200}x in May 2010.\n\n" * 5,
    "times": f"Northtown was inspected in {'1 and 2 May 2010 and ' * 200}x.\n\n" * 5,
    "empty lines": "\n" * LONG * 100 + "a",
}
BEARABLE = 30.0
"""Seconds; each takes less than one here, and quadratic work on it would take many minutes."""


@pytest.mark.parametrize("body", HEAVY.values(), ids=HEAVY.keys())
def test_no_document_takes_for_ever(body: str, tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    head, _, _ = (content / REPORT).read_text("utf-8").partition("\n---\n")
    for key in ("licence", "left_out", "repairs", "notes"):
        head = re.sub(rf"(?m)^{key}:.*\n(?:[ -].*\n)*", "", f"{head}\n").rstrip("\n")
    (content / REPORT).write_text(f"{head}\n---\n\n# Title\n\n{body}\n", "utf-8")
    started = time.monotonic()
    with suppress(ProblemsFound):
        site_files(content)
    assert time.monotonic() - started < BEARABLE
