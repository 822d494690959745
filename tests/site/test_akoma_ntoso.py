"""Documents as Akoma Ntoso: valid, in the words of their pages, with their anchors."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree  # type: ignore[import-untyped]

from builder.cli.app import app
from builder.exports.akoma_ntoso import AKOMA_NTOSO, document_xml
from builder.output.manifest import MANIFEST
from builder.verify.page import read_page
from tests.support.archive import read_archive
from tests.support.paths import FIXTURES, PROJECT
from tests.support.small_archive import CONTENT, add_document

OF = {"small_site": CONTENT, "built_site": PROJECT / "content"}
"""The content of each site."""
NAMESPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
SCHEMA = FIXTURES / "known" / "akomantoso30.xsd"
"""As OASIS publishes it."""


def make(content: Path, site: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["akoma-ntoso", "--content", str(content), "--site", str(site)])
    return done.exit_code, done.output


@pytest.fixture(scope="module", params=list(OF))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    built: Path = request.getfixturevalue(request.param)
    copy = Path(shutil.copytree(built, tmp_path_factory.mktemp("site") / "site"))
    assert make(OF[request.param], copy)[0] == 0
    return copy


def documents(site: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(site / AKOMA_NTOSO) as packed:
        return {each.removesuffix(".akn.xml"): packed.read(each) for each in packed.namelist()}


def words_of(element: etree._Element) -> str:
    """The text of a block, with its lines and the marks of its notes as words of their own."""
    parts = [element.text or ""]
    for each in element:
        apart = " " if each.tag in (f"{NAMESPACE}br", f"{NAMESPACE}sup") else ""
        parts += [apart, words_of(each), apart, each.tail or ""]
    return "".join(parts)


def blocks(document: etree._Element) -> Iterator[etree._Element]:
    (body,) = document.iter(f"{NAMESPACE}mainBody")
    yield from body.iter(*(f"{NAMESPACE}{each}" for each in ("heading", "num", "p")))


def test_every_document_is_valid_against_the_schema(site: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    found = documents(site)
    assert found.keys() == {path.parent.name for path in site.glob("documents/*/index.json")}
    for data in found.values():
        schema.assertValid(etree.fromstring(data))


def test_an_invalid_document_fails_the_schema(site: Path) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    for id, data in documents(site).items():
        document = etree.fromstring(data)
        block = next(blocks(document))
        block.getparent().append(etree.fromstring(f'<paragraf xmlns="{NAMESPACE[1:-1]}"/>'))
        assert not schema.validate(document), id


def test_every_document_has_the_words_of_its_page_in_order(site: Path) -> None:
    for id, data in documents(site).items():
        words = " ".join(map(words_of, blocks(etree.fromstring(data)))).split()
        page = read_page((site / "documents" / id / "index.html").read_text("utf-8"))
        assert words == page.words, id


def test_every_id_is_an_anchor_of_the_page(site: Path) -> None:
    for id, data in documents(site).items():
        (body,) = etree.fromstring(data).iter(f"{NAMESPACE}mainBody")
        ids = {each.get("eId") for each in body.iter() if each.get("eId")}
        html = etree.HTML((site / "documents" / id / "index.html").read_bytes())
        assert ids
        assert ids <= set(html.xpath("//@id")), id


MARKS = {
    "//a:*[@eId='p1']/a:num/text()": ["1."],
    "//a:p/a:b/text()": ["Well"],
    "//a:p/a:i/text()": ["soon"],
    "//a:p/a:a/@href": ["https://example.org/"],
    "//a:p/a:sup/text()": ["1"],
    "//a:item/a:num/text()": ["1.", "2."],
    "//a:item/a:p/text()": ["One.", "Two.", "A bullet."],
    "//a:blockContainer[a:num='1']/a:p/text()": ["A footnote."],
    "//a:th/a:p/text()": ["Head"],
    "//a:td/a:p/text()": ["Cell"],
}
"""What stands in the document below, by where it must be."""
BODY = """1. **Well** done, *soon* [here](https://example.org/).[^1]

   1. One.
   2. Two.

- A bullet.

| Head |
|---|
| Cell |

[^1]: A footnote.
"""


def test_numbers_notes_lists_and_emphasis_are_marked_up(tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    id = add_document(content, "2014-06-01", BODY)
    found = next(each for each in read_archive(content).documents if each.id == id)
    document = etree.fromstring(document_xml(found, "The Inspectorate"))
    for path, wanted in MARKS.items():
        assert document.xpath(path, namespaces={"a": NAMESPACE[1:-1]}) == wanted, path
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(document)


def test_the_same_content_gives_the_same_bytes_and_they_are_in_the_manifest(
    small_site: Path, tmp_path: Path
) -> None:
    made = []
    for name in ("one", "two"):
        site = Path(shutil.copytree(small_site, tmp_path / name))
        assert make(CONTENT, site)[0] == 0
        assert AKOMA_NTOSO in (site / MANIFEST).read_text("utf-8")
        made.append((site / AKOMA_NTOSO).read_bytes())
    assert made[0] == made[1]


def test_a_site_of_other_words_is_refused(small_site: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(small_site, tmp_path / "site"))
    path = site / "documents" / "northtown-2010-06-30-report" / "index.json"
    text = path.read_text("utf-8")
    assert "Ada Field" in text
    path.write_text(text.replace("Ada Field", "Ida Field"), encoding="utf-8")
    status, said = make(CONTENT, site)
    assert status == 1
    assert "northtown-2010-06-30-report.md:1: a site must hold the words of its content" in said
    assert not (site / AKOMA_NTOSO).exists()
    assert not list((site / "data").glob("*.new"))
