"""The built site as files: every reference resolves, and the same content makes the same bytes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from builder.build import build_site
from tests.site_checker import problems_of
from tests.small_archive import CONTENT, files_of, run_build

SMALL = "https://small.example.org"
REAL = "https://inspection-archive.example.org"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("small") / "site"
    build_site(CONTENT, output)
    return output


def test_a_reference_of_the_small_site_leads_nowhere(small_site: Path) -> None:
    assert list(problems_of(small_site, SMALL)) == []


def test_a_reference_of_the_real_site_leads_nowhere(built_site: Path) -> None:
    assert list(problems_of(built_site, REAL)) == []


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('<a href="/gone/">x</a>', "“/gone/” leads to no file"),
        ('<a href="/about/#gone">x</a>', "“/about/#gone” leads to no anchor"),
        ('<a href="#gone">x</a>', "“#gone” leads to no anchor"),
        ('<img src="gone.png">', "“gone.png” leads to no file"),
        ('<p id="main"></p>', "the id “main” stands twice"),
        (f'<a href="{SMALL}/gone/">x</a>', f"“{SMALL}/gone/” leads to no file"),
    ],
)
def test_the_checker_itself_sees_nothing(
    written: str, problem: str, small_site: Path, tmp_path: Path
) -> None:
    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    page = site / "search" / "index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", f"{written}</main>"), "utf-8")
    assert list(problems_of(site, SMALL)) == [f"search/index.html: {problem}"]


def made_by_us(site: Path) -> dict[str, bytes]:
    """A site's files without its search index: Pagefind 1.5.2 writes the index's filter and entry
    files in an order that differs from run to run, whatever it indexes."""
    return {path: data for path, data in files_of(site).items() if not path.startswith("pagefind/")}


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8"},
    ],
    ids=lambda environment: environment["TZ"],
)
def test_the_same_content_makes_another_site(
    environment: dict[str, str], small_site: Path, tmp_path: Path
) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    done = run_build(tmp_path, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = made_by_us(small_site), made_by_us(tmp_path / "site")
    assert [path for path in first if second.get(path) != first[path]] == []
    assert first.keys() == second.keys()


def test_the_sitemap_misses_a_page_or_is_out_of_order(small_site: Path) -> None:
    listed = re.findall("<loc>(.*?)</loc>", (small_site / "sitemap.xml").read_text("utf-8"))
    pages = {
        f"{SMALL}/{path.removesuffix('index.html')}"
        for path, data in files_of(small_site).items()
        if path.endswith("index.html") and b"http-equiv" not in data
    }
    assert listed == sorted(pages)


def test_a_site_without_its_search_index_is_published(small_site: Path) -> None:
    assert (small_site / "pagefind" / "pagefind.js").is_file()
    indexed = list((small_site / "pagefind" / "fragment").iterdir())
    assert len(indexed) == len(list((small_site / "search" / "maps").iterdir())) == 5


def test_a_path_of_the_base_address_is_lost_or_doubled(tmp_path: Path) -> None:
    build_site(CONTENT, tmp_path / "archive", base_url="https://host.example.org/archive/")
    shutil.copytree(tmp_path / "archive", tmp_path / "host" / "archive")
    host = tmp_path / "host"
    (host / "archive" / "data").rename(tmp_path / "data")  # addresses in data are without it
    found = [
        problem
        for problem in problems_of(host, "https://host.example.org")
        if "/archive/data/" not in problem
    ]
    assert found == []


def test_an_archive_without_documents_is_a_crash(tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    shutil.rmtree(content / "documents")
    built = build_site(content, tmp_path / "site")
    assert built.documents == 0
    assert list(problems_of(tmp_path / "site", SMALL)) == []
