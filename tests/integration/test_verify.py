"""`archive verify`: what a built site holds against its originals and its content."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.app import app
from builder.convert.readers.pdf import reader
from builder.convert.readers.pdf.furniture import PageLine
from builder.convert.readers.pdf.furniture import furniture as right
from tests.support.paths import EXAMPLES, PROJECT
from tests.support.pdfs import Pdf, Words

CONTENT = PROJECT / "content"
DERBY = "derby-2011-06-27-report"


def verify(site: Path, content: Path = CONTENT) -> Result:
    return CliRunner().invoke(app, ["verify", "--content", str(content), "--site", str(site)])


@pytest.fixture
def site(built_site: Path, tmp_path: Path) -> Path:
    """A copy of the built site that a test may change."""
    return Path(shutil.copytree(built_site, tmp_path / "site"))


def change(site: Path, before: str, after: str) -> None:
    page = site / "documents" / DERBY / "index.html"
    text = page.read_text("utf-8")
    assert text.count(before) == 1
    page.write_text(text.replace(before, after), encoding="utf-8")


def test_every_page_of_the_site_holds_its_original(built_site: Path) -> None:
    result = verify(built_site)
    assert result.exit_code == 0, result.output
    lines = [each for each in result.stdout.splitlines() if not each.startswith("  ")]
    assert len(lines) == 7
    assert lines.pop().startswith("Every file is as data/manifest.json says, ")
    assert all("(100%)" in each for each in lines[:-1])
    assert lines[-1].endswith("words: every page holds its original.")
    left_out = [each.split(":")[0] for each in lines if "Left out: contents list" in each]
    assert left_out == [
        DERBY,
        "plymouth-2010-05-21-report",
        "portsmouth-2011-06-27-report",
    ]


def test_originals_may_stand_at_another_host(tmp_path: Path) -> None:
    built = ["build", "--content", str(CONTENT), "--output", str(tmp_path), "--no-cache"]
    options = [*built, "--strict", "--originals", "https://files.example.org/reports"]
    result = CliRunner().invoke(app, options)
    assert result.exit_code == 0, result.output
    documents = tmp_path / "documents"
    assert not list(documents.rglob("*.pdf"))
    source = json.loads((documents / DERBY / "index.json").read_text())["source"]
    checksum, ending = source["sha256"], Path(source["file"]).suffix
    page = (documents / DERBY / "index.html").read_text("utf-8")
    assert f'href="https://files.example.org/reports/{checksum[:12]}{ending}"' in page
    assert f"Its checksum (SHA-256) is {checksum}." in page
    assert verify(tmp_path).exit_code == 0
    change(tmp_path, 'href="https://files.example.org/', 'href="/')
    assert verify(tmp_path).exit_code == 1  # it leads nowhere


def test_a_word_changed_by_hand_in_the_published_site_is_found(site: Path) -> None:
    text = (site / "documents" / DERBY / "index.html").read_text("utf-8")
    article = text[text.index('<article class="source"') :]
    words = article[article.index("</a>") :].split()
    word = next(each for each in words if each.isalpha() and text.count(f" {each} ") == 1)
    change(site, f" {word} ", " quite ")
    result = verify(site)
    assert result.exit_code == 1
    path = f"  content/documents/derby/{DERBY}.md: "
    told = [each for each in result.stdout.splitlines() if each.startswith(path)]
    assert len(told) == 3
    assert f"[{word}]" in told[1]
    assert "[quite]" in told[2]
    assert "1 document with differences" in result.stdout


def test_an_original_that_was_changed_in_the_site_is_found(site: Path) -> None:
    (original,) = (site / "documents" / DERBY).glob("*.txt")
    original.write_bytes(original.read_bytes() + b" ")
    result = verify(site)
    assert result.exit_code == 1
    assert f"documents/{DERBY}/{original.name}, has not the sha256" in result.stdout
    original.unlink()
    assert verify(site).exit_code == 1


def test_a_folder_without_a_site_is_named(tmp_path: Path) -> None:
    result = verify(tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"{tmp_path}:1: must hold a site of this archive; found no list data/documents.json; build "
    )


def test_a_site_of_other_documents_is_named(small_site: Path) -> None:
    result = verify(small_site)
    assert result.exit_code == 1
    assert "found “northtown-2010-06-30-report”, which the content does not hold" in result.stderr
    assert f"found no {small_site}/documents/{DERBY}/index.html" in result.stderr


def test_a_page_that_is_missing_is_named(site: Path) -> None:
    (site / "documents" / DERBY / "index.html").unlink()
    result = verify(site)
    assert result.exit_code == 1
    assert f"content/documents/derby/{DERBY}.md:1: every document must have" in result.stderr
    assert "1 problem found." in result.stderr


def test_a_page_of_another_version_is_named(site: Path, tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    path = content / "documents" / "derby" / f"{DERBY}.md"
    path.write_text(path.read_text("utf-8") + "\nA line that was added since.\n", encoding="utf-8")
    result = verify(site, content)
    assert result.exit_code == 1
    assert (
        f"  content/documents/derby/{DERBY}.md: its page is not what this text makes"
        in result.stdout
    )


def test_content_that_cannot_be_read_is_complained_of(site: Path, tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    (content / "documents" / "derby" / f"{DERBY}.md").write_text("No front matter.")
    result = verify(site, content)
    assert result.exit_code == 1
    assert "must open with front matter" in result.stderr


@pytest.mark.parametrize("spoiled", [False, True])
def test_a_reader_that_takes_text_for_page_furniture_deceives_no_witness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: bool
) -> None:
    content = Path(shutil.copytree(EXAMPLES / "towns" / "content", tmp_path / "content"))
    shutil.copy(CONTENT / "frameworks" / "unknown.yaml", content / "frameworks")
    heads = [[Words("Westshire County Council"), Words("Visits are kept.", y=650)]]
    lines = [[Words(f"Plans of {year} are read.", y=60)] for year in ("2010", "spring", "May")]
    (tmp_path / "visit 2013-04-05.pdf").write_bytes(Pdf(heads + lines).data())
    monkeypatch.chdir(tmp_path)

    def furniture(found: Sequence[PageLine], pages: int) -> set[int]:
        lost = {at for at, line in enumerate(found) if "spring" in line.text}
        return right(found, pages) | lost

    if spoiled:
        monkeypatch.setattr(reader, "furniture", furniture)
    for command in (["add", "visit 2013-04-05.pdf"], ["build", "--no-cache"]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output
    result = CliRunner().invoke(app, ["verify"])
    assert ("[spring are read. Plans of]" in result.stdout) == spoiled, result.output
    assert result.exit_code == spoiled
