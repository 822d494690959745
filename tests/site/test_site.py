"""The built site as files: every reference resolves, and the same content makes the same bytes."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from builder.build.pipeline import build_site
from builder.exports.feeds import FORMER_FILES
from builder.pages.parts.listing import FORMER_SHARES
from tests.support.html_rules import breaches
from tests.support.site_checker import problems_of, read_pages
from tests.support.small_archive import CONTENT, empty, files_of, run_build

SMALL = "https://small.example.org"
REAL = "https://inspection-archive.example.org"


def test_every_reference_of_the_small_site_leads_somewhere(small_site: Path) -> None:
    assert list(problems_of(small_site, SMALL)) == []


def test_every_reference_of_the_real_site_leads_somewhere(built_site: Path) -> None:
    assert list(problems_of(built_site, REAL)) == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('<a href="/gone/">x</a>', "“/gone/” leads to no file"),
        ('<a href="/about/#gone">x</a>', "“/about/#gone” leads to no anchor"),
        ('<a href="#gone">x</a>', "“#gone” leads to no anchor"),
        ('<img src="gone.png">', "“gone.png” leads to no file"),
        ('<p id="main"></p>', "the id “main” stands twice"),
        ('<label for="gone">x</label>', "the id “gone” is named and does not stand"),
        ('<a href="javascript:x()">x</a>', "“javascript:x()” is no address"),
        ('<a href="htp://x.example/">x</a>', "“htp://x.example/” is no address"),
        (f'<a href="{SMALL}/gone/">x</a>', f"“{SMALL}/gone/” leads to no file"),
    ],
)
def test_the_checker_itself_sees_faults(
    written: str, problem: str, small_site: Path, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    page = site / "search" / "index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", f"{written}</main>"), "utf-8")
    assert list(problems_of(site, SMALL)) == [f"search/index.html: {problem}"]


def test_the_checker_sees_a_page_to_which_no_way_leads(small_site: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    (site / "attic").mkdir()
    shutil.copy(site / "about" / "index.html", site / "attic" / "index.html")
    assert list(problems_of(site, SMALL)) == [
        "attic/index.html: no way leads to it from the home page"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("data/grades.csv", "/documents/", "/document/", "leads to no file"),
        ("data/documents.json", '"/documents/', '"/document/', "leads to no file"),
        ("feed.xml", "/documents/", "/document/", "leads to no file"),
        ("sitemap.xml", "/about/", "/abuot/", "leads to no file"),
        ("robots.txt", "sitemap.xml", "map.xml", "leads to no file"),
        ("opensearch.xml", "/search/", "/find/", "leads to no file"),
        ("about/index.html", "/data/grades.csv", "/data/marks.csv", "leads to no file"),
    ],
)
def test_the_checker_reads_every_file(
    file: str, old: str, new: str, problem: str, small_site: Path, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    written = (site / file).read_text("utf-8")
    (site / file).write_text(written.replace(old, new), "utf-8")
    found = list(problems_of(site, SMALL))
    assert found
    assert all(each.startswith(f"{file}: ") and each.endswith(problem) for each in found)


@pytest.mark.parametrize("which", ["small_site", "built_site"])
def test_no_page_breaks_a_rule_of_html(which: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(which)
    found = [
        f"{path.relative_to(site)}: {breach}"
        for path in sorted(site.rglob("*.html"))
        for breach in breaches(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("written", "breach"),
    [
        ("<div>x", "line 2, column "),
        ("<b><i>x</b></i>", "line 2, column "),
        ("x &nosuch;", "line 2, column "),
        ('<p a="1" a="2">x</p>', "line 2, column "),
        ('<p style="color: red">x</p>', "inline style"),
        ('<p onclick="x()">x</p>', "inline onclick"),
        ('<a href="javascript:x()">x</a>', "an address that is a program"),
        ("<script>x()</script>", "written inline"),
        ("<style>p {}</style>", "written inline"),
        ('<a href="/"><button>x</button></a>', "inside <a>"),
        ("<h2>x<div>y</div></h2>", "inside <h2>"),
        ('<img src="x.png">', "no alternative text"),
        ('<a href="/" target="_blank">x</a>', "opens another window"),
        ("<nav>x</nav>", "has no name"),
        ('<a href="/"></a>', "has no words"),
        ("<button></button>", "has no words"),
        ("<table><tbody><tr><td>x</td></tr></tbody></table>", "has no header cell"),
        ("<ul><p>x</p></ul>", "holds <p>"),
        ("<h3>x</h3>", "after <h1>"),
    ],
)
def test_the_rules_of_html_see_breaches(written: str, breach: str) -> None:
    page = '<!doctype html>\n<html lang="en-GB"><title>x</title><h1>x</h1>{}</html>\n'
    assert list(breaches(page.format("<p>x</p>"))) == []
    found = list(breaches(page.format(written)))
    assert found
    assert all(breach in each for each in found)


@pytest.mark.parametrize("which", ["small_site", "built_site"])
def test_every_page_names_its_own_address(which: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(which)
    base = {"small_site": SMALL, "built_site": REAL}[which]
    for name, page in read_pages(site).items():
        if page.moved or name == "404.html":
            continue
        assert page.canonical == [f"{base}/{name.removesuffix('index.html')}"], name


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8"},
    ],
    ids=lambda environment: environment["TZ"],
)
def test_the_same_content_makes_the_same_site(
    environment: dict[str, str], small_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    done = run_build(tmp_path, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = files_of(small_site), files_of(tmp_path / "site")
    assert [path for path in first if second.get(path) != first[path]] == []
    assert first.keys() == second.keys()


def test_the_sitemap_has_every_page_in_order(small_site: Path) -> None:
    listed = re.findall("<loc>(.*?)</loc>", (small_site / "sitemap.xml").read_text("utf-8"))
    pages = {
        f"{SMALL}/{path.removesuffix('index.html')}"
        for path, data in files_of(small_site).items()
        if path.endswith("index.html") and b'content="noindex"' not in data
    }
    assert listed == sorted(pages)


def test_every_page_is_as_new_as_its_newest_document(built_site: Path) -> None:
    held = json.loads((built_site / "data" / "documents.json").read_text("utf-8"))
    newest: dict[str, str] = {}
    for each in held:
        for place in ("", each["authority"]):
            newest[place] = max(newest.get(place, ""), each["published"])
    for path in sorted(built_site.rglob("*.html")):
        footer = path.read_text("utf-8").partition('<footer class="site-foot">')[2]
        found = re.search(r'Newest document(?: about (\w+))?: <time datetime="(.*?)">', footer)
        assert found, path
        assert found[2] == newest[(found[1] or "").lower()], path


def test_no_address_that_a_document_had_before_is_lost(small_site: Path) -> None:
    lines = (small_site / "_redirects").read_text("utf-8").splitlines()
    moved = {
        f"/{path.removesuffix('index.html')}"
        for path, page in read_pages(small_site).items()
        if page.moved
    }
    assert {line.split()[0] for line in lines if line.endswith("/ 301!")} == moved
    assert moved
    rules = {f"{former} {now} 301" for former, now in (*FORMER_FILES, *FORMER_SHARES)}
    assert set(lines[-len(rules) :]) == rules  # behind those of single addresses
    for line in lines[: -len(rules)]:
        _, target, status = line.split()
        assert (small_site / target[1:].removesuffix(":splat") / "index.html").is_file()
        assert status in ("301!", "302")


def test_no_site_without_its_search_index_is_published(small_site: Path) -> None:
    assert (small_site / "search" / "start.bin").is_file()
    authorities = {path.name for path in (small_site / "authorities").iterdir() if path.is_dir()}
    texts = {path.name.rsplit("-", 1)[0] for path in (small_site / "search" / "text").iterdir()}
    assert texts
    assert texts <= authorities


def test_every_page_can_be_found_by_its_title(small_site: Path) -> None:
    assert (small_site / "pagefind" / "pagefind.js").is_file()
    indexed = []
    for path in (small_site / "pagefind" / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes())
        indexed += [each["id"] for each in json.loads(data[data.index(b"{") :])["anchors"]]
    pages = [
        f"/{path.removesuffix('index.html')}"
        for path, data in files_of(small_site).items()
        if path.endswith("/index.html") and b'content="noindex"' not in data
    ]
    assert sorted(indexed) == sorted(pages)
    assert not (small_site / ".titles").exists()


def test_a_path_of_the_base_address_is_kept_once(tmp_path: Path) -> None:
    build_site(CONTENT, tmp_path / "archive", base_url="https://host.example.org/archive/")
    shutil.copytree(tmp_path / "archive", tmp_path / "host" / "archive")
    host = tmp_path / "host"
    found = [
        problem
        for problem in problems_of(host, "https://host.example.org")
        if not problem.split(":")[0].endswith((".csv", ".json"))  # in data they are without it
    ]
    assert found == []


def test_an_archive_without_documents_can_be_built(tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    empty(content)
    built = build_site(content, tmp_path / "site")
    assert built.documents == 0
    assert list(problems_of(tmp_path / "site", SMALL)) == []
