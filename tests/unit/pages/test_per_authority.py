"""An authority's pages: they are made of its own documents, and of no more of the others than the
directory says of them."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields, replace

from builder.analysis.authority import link_authority
from builder.analysis.links import Linker
from builder.core.safe_files import File
from builder.exports import own_exports
from builder.model import History
from builder.pages import account, for_one, own_pages
from builder.pages.parts.directory import Directory
from builder.reading.archive import Archive
from builder.rendering.renderer import Renderer
from builder.store.build_key import TEMPLATES
from tests.support.archive import read_archive
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, add_document
from tests.support.whole import Pages, all_pages, holdings_of, known_of, pages_of, part_of, rendered

NORTH, SOUTH, WEST = "northtown", "southtown", "westshire"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture(params=["the small archive", "the founding documents"])
def archive(request: pytest.FixtureRequest) -> Archive:
    small = request.param == "the small archive"
    return read_archive(CONTENT if small else PROJECT / "content")


# What one authority's pages are made of


def test_an_authority_s_pages_need_no_document_of_another(archive: Archive) -> None:
    """Each authority is read by itself, and knows of the others what `for_one` tells it."""
    held = holdings_of(archive)
    known = known_of(*held)
    for whole in held:
        of = whole.authority.id
        alone = link_authority(whole.authority, part_of(archive, of), Linker(archive.registry))
        assert alone.archive.documents == archive.of_authority(of)
        naming = known.naming(of)
        part = for_one(known.directory, account(alone))
        made, share = own_pages(whole, known.directory, naming)
        assert own_pages(alone, part, naming) == (made, share)
        assert len(made) > len(whole.archive.documents)
        full = own_exports(whole, known.directory, "https://x.example.org")
        assert own_exports(alone, part, "https://x.example.org") == full


class Noting(dict[Any, Any]):
    """Notes under which keys it was asked, and held something; it cannot be gone through."""

    def __init__(self, held: Mapping[Any, Any]) -> None:
        super().__init__(held)
        self.asked: set[Any] = set()

    def __getitem__(self, key: Any) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def get(self, key: Any, default: Any = None) -> Any:
        self.asked |= {key} & super().keys()
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.asked |= {key} & super().keys()
        return super().__contains__(key)

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("the whole directory is gone through")

    keys = values = items = __iter__  # type: ignore[assignment]


PARTED = ("topics", "citations", "shorts", "people", "held")
"""What of the directory is another for each authority."""


def test_an_authority_s_pages_look_up_only_what_it_speaks_of(archive: Archive) -> None:
    held = holdings_of(archive)
    known = known_of(*held)
    for each in held:
        directory = known.directory
        of = {name: dict(getattr(directory, name)) for name in PARTED if name != "held"} | {
            "held": dict.fromkeys(directory.held, True)
        }
        noting: dict[str, Any] = {name: Noting(entries) for name, entries in of.items()}
        own_pages(each, replace(directory, **noting), known.naming(each.authority.id))
        part = for_one(directory, account(each))
        for name, entries in noting.items():
            assert entries.asked <= set(getattr(part, name)), (each.authority.id, name)
        for name in ("topics", "citations", "shorts"):
            # Nor is there anything in its part that is not looked up: it would change for nothing.
            assert noting[name].asked == set(getattr(part, name)), (each.authority.id, name)


def test_what_an_authority_knows_of_others_has_one_order(
    archive: Archive,
) -> None:
    """By what it says when it is written down a later build knows whether it is the same."""
    held = holdings_of(archive)
    known = known_of(*held)
    for each in known.accounts:
        part = for_one(known.directory, each)
        for field in fields(part):
            value = getattr(part, field.name)
            assert not isinstance(value, set | frozenset), field.name
            if isinstance(value, dict):
                assert list(value) == sorted(value), field.name


# What changes when a document is added


def made_of(content: Path) -> tuple[Pages, dict[str, tuple[File, ...]]]:
    """The pages of an archive, and every file that is an authority's own."""
    archive = read_archive(content)
    made = pages_of(archive)
    files = rendered(Renderer(TEMPLATES, archive.registry.site, "https://x.example.org"), made)
    for each in holdings_of(archive):
        own, _ = own_exports(each, made.known.directory, "https://x.example.org")
        files[each.authority.id] += tuple(own)
    return made, files


def known_to(made: Pages, authority: str) -> tuple[Directory, object]:
    """What an authority's pages know of the others."""
    (own,) = [each for each in made.known.accounts if each.authority == authority]
    return for_one(made.known.directory, own), made.known.naming(authority)


ADDED = {
    "words about nothing": ("2012-03-01", "1. Boats are painted.", {NORTH, SOUTH}),
    "a topic, an abbreviation and an Act that others have": (
        "2013-03-01",
        "1. The lanterns of the National Society for Counting Boats (NSCB) are lit under the "
        "Harbour Act 1904.",
        {NORTH, SOUTH},
    ),
    "something to do": (
        "2012-03-01",
        "## Areas for improvement\n\nWithin three months:\n\n- Trim the lanterns.",
        {NORTH, SOUTH},
    ),
    "the name of another authority": (
        "2012-03-01",
        "1. Boats are painted with Northtown City Council.",
        {SOUTH},
    ),
    "another year": ("2019-03-01", "1. Boats are painted.", set()),
}
"""What is added → its day, its words, and the authorities that must not change by it."""


@pytest.mark.parametrize("what", ADDED)
def test_a_document_of_one_authority_changes_no_page_of_another(what: str, content: Path) -> None:
    published, words, same = ADDED[what]
    before, files_before = made_of(content)
    name = add_document(content, published, words, authority=WEST)
    after, files_after = made_of(content)
    unchanged = set()
    for authority in (NORTH, SOUTH):
        if known_to(before, authority) == known_to(after, authority):
            unchanged.add(authority)
            assert files_before[authority] == files_after[authority]
        else:
            assert files_before[authority] != files_after[authority], "the part says too much"
    assert unchanged == same
    paths = {each.path for each in files_after[WEST]} - {each.path for each in files_before[WEST]}
    assert f"documents/{name}/index.html" in paths


def test_the_order_in_which_authorities_come_changes_no_page(archive: Archive) -> None:
    held = holdings_of(archive)
    there, back = (all_pages(archive.registry, each) for each in (held, held[::-1]))
    assert len(held) > 1
    assert there.pages == back.pages


# What the authorities know of each other


KEPT = ("id", "path", "front", "framework", "awards", "original_size")
"""What an outline has of its document."""


def test_the_outline_of_a_document_holds_none_of_its_text(archive: Archive) -> None:
    for linked in holdings_of(archive):
        outlines = account(linked).outlines
        for outline, document in zip(outlines, linked.archive.documents, strict=True):
            for field in fields(document):
                held = getattr(outline, field.name)
                if field.name in KEPT:
                    assert held == getattr(document, field.name)
                elif field.name == "history":
                    assert held == History(added=document.history.added)
                else:
                    assert not held, field.name


def test_an_outline_does_not_grow_with_the_text(content: Path) -> None:
    def outlined(words: str) -> bytes:
        name = add_document(content, "2012-03-01", f"1. {words}", authority=WEST)
        known = known_of(*holdings_of(read_archive(content)))
        return pickle.dumps(known.archive.by_id[name])

    assert outlined("Boats.") == outlined("The lanterns of the pier are lit. " * 500)
