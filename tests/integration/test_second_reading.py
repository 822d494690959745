"""What readers make of odd originals is read a second time by `verify`, which shares no code with
them, and finds the same words: no false alarm, and none that is missing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.app import app
from builder.cli.verify import documents_of
from builder.core.safe_files import NotReadable
from builder.verify import PublishedDocument, ReadFile, verify_document
from builder.verify.page import read_page
from tests.support.archive import without_pagefind
from tests.support.odd_originals import BODY, ODD, TITLE
from tests.support.small_archive import CONTENT, empty

ANSWER = "Left out; the original does not show it."


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, PublishedDocument]]:
    """A strictly built site of odd originals, and each document by its original's name."""
    folder = tmp_path_factory.mktemp("odd")
    content = shutil.copytree(CONTENT, folder / "content")
    shutil.copy(Path("content/frameworks/unknown.yaml"), content / "frameworks")
    empty(content)
    (folder / "inbox").mkdir()
    for name, (data, _) in ODD.items():
        (folder / "inbox" / name).write_bytes(data)
    given = ("--authority", "westshire", "--published", "2015-03-01")
    added = run("add", "--content", str(content), *given, str(folder / "inbox"))
    assert added.exit_code == 0, added.output
    for path in content.glob("documents/*/*.md"):
        asked = path.read_text("utf-8")
        path.write_text(re.sub(r"answer:$", f"answer: {ANSWER}", asked, flags=re.M), "utf-8")
    with without_pagefind():
        recorded = run("record", "--content", str(content), "--on", "2015-03-02")
        assert recorded.exit_code == 0, recorded.output
        site, cache = folder / "site", folder / "cache"
        at = ("--content", str(content), "--output", str(site), "--cache", str(cache))
        built = run("build", "--strict", *at)
    assert built.exit_code == 0, built.output
    return site, {each.source.file: each for each in documents_of(content)}


def files(site: Path, changed: Mapping[str, bytes]) -> ReadFile:
    def read(path: str) -> bytes:
        if path in changed:
            return changed[path]
        if not (site / path).is_file():
            raise NotReadable("must be a file that can be read; found none.")
        return (site / path).read_bytes()

    return read


@pytest.mark.parametrize("name", ODD)
def test_both_readings_find_the_words_that_are_seen(
    made: tuple[Path, Mapping[str, PublishedDocument]], name: str
) -> None:
    site, documents = made
    page = read_page((site / documents[name].page).read_text("utf-8"))
    words = " ".join(page.words)
    assert words == f"{TITLE} {ODD[name][1]} {BODY}"
    assert "never" not in words.casefold()
    verified = verify_document(files(site, {}), documents[name])
    assert verified.differences == ()
    assert verified.found == verified.words


@pytest.mark.parametrize("name", ODD)
def test_every_word_that_is_changed_on_the_page_is_found(
    made: tuple[Path, Mapping[str, PublishedDocument]], name: str
) -> None:
    site, documents = made
    path = documents[name].page
    head, article, rest = (site / path).read_text("utf-8").partition('<article class="source"')
    as_built = read_page(f"{head}{article}{rest}").words
    changed = 0
    for found in re.finditer(r"(?<=[\s>])[^\s<>&]+(?=[\s<])", rest.partition("</article>")[0]):
        other = f"{head}{article}{rest[: found.start()]}odd{rest[found.end() :]}"
        if read_page(other).words == as_built:
            continue  # it is a word of ours, or none
        changed += 1
        result = verify_document(files(site, {path: other.encode()}), documents[name])
        assert any("[odd]" in each for each in result.differences), found[0]
    assert changed >= len(ODD[name][1].split())


def test_what_is_blacked_out_is_not_repeated(
    made: tuple[Path, Mapping[str, PublishedDocument]],
) -> None:
    site, documents = made
    one = documents["unseen.docx"]
    text = (site / one.page).read_text("utf-8").replace(" moved.", " stayed.")
    result = verify_document(files(site, {one.page: text.encode()}), one)
    told = "\n".join((*result.differences, *(words for _, words, _ in result.put_aside)))
    assert "The child ▮ [moved.]" in told
    assert "child Never" not in told
