"""A build that begins where the last one ended gives the very site that one from nothing gives."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from builder.build.pipeline import build_site
from builder.core.problems import ProblemsFound
from builder.store.build_key import TEMPLATES
from tests.support.archive import site_files, without_pagefind
from tests.support.small_archive import CONTENT, add_document, files_of

EDITS = int(os.environ.get("EDITS", "24"))
"""How many edits follow one another; more are asked for by hand."""

WORDS = [
    "lantern",
    "harbour",
    "ladder",
    "NSCB",
    "doors",
    "supervision",
    "(SB)",
    "Harbour",
    "Act",
    "1904",
    "2010",
    "missing",
]
FRAMEWORKS = ("services-2009", "visit-2009", "council-paper")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


@pytest.fixture(autouse=True)
def titles() -> Iterator[None]:
    """Pagefind writes other bytes every time; in its place stands what it is given."""
    with without_pagefind():
        yield


def documents(content: Path) -> list[Path]:
    return sorted((content / "documents").glob("*/*.md"))


def change(dice: random.Random, content: Path, templates: Path) -> None:
    """Other words in a document."""
    path = dice.choice([each for each in documents(content) if _lines(each)])
    head, body = path.read_text("utf-8").split("\n---\n", 1)
    lines = body.split("\n")
    at = dice.choice(_lines(path))
    lines[at] += f" The {' '.join(dice.sample(WORDS, 3))} is here."
    path.write_text(f"{head}\n---\n" + "\n".join(lines), "utf-8")


def _lines(path: Path) -> list[int]:
    """The lines of a body that begin with a word; a document that was withdrawn has none."""
    lines = path.read_text("utf-8").split("\n---\n", 1)[1].split("\n")
    return [at for at, line in enumerate(lines) if re.match(r"\w", line)]


def add(dice: random.Random, content: Path, templates: Path) -> None:
    body = "\n\n".join(
        f"{number}. At the last inspection in 2010 the {dice.choice(WORDS)} was good."
        for number in range(1, 4)
    )
    day = f"20{dice.randrange(10, 20)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    folder = dice.choice(["northtown", "southtown", "westshire"])
    add_document(content, day, body, dice.choice(FRAMEWORKS), authority=folder)


def remove(dice: random.Random, content: Path, templates: Path) -> None:
    dice.choice(documents(content)).unlink()


def rename(dice: random.Random, content: Path, templates: Path) -> None:
    """A document of another day."""
    path = dice.choice(documents(content))
    day = path.stem.split("-", 1)[1].rsplit("-", 1)[0]
    other = f"{day[:-2]}{dice.randrange(1, 29):02}"
    path.write_text(path.read_text("utf-8").replace(f"published: {day}", f"published: {other}"))
    path.rename(path.with_name(path.name.replace(day, other)))


def teach(dice: random.Random, content: Path, templates: Path) -> None:
    """Another row, or other words of one, in a registry."""
    name, old, new = dice.choice(
        [
            ("site.yaml", "title: ", "title: New "),
            ("topics.yaml", "name: ", "name: All "),
            ("authorities.yaml", "region: The", "region: Beyond the"),
            ("judgements.yaml", "name: ", "name: My "),
            ("roles.yaml", "name: ", "name: Chief "),
        ]
    )
    path = content / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def lay_out(dice: random.Random, content: Path, templates: Path) -> None:
    """Another template, style or script."""
    path = dice.choice(sorted(p for p in templates.rglob("*") if p.suffix in (".css", ".html")))
    path.write_text(path.read_text("utf-8") + f"\n<!-- {dice.random()} -->\n", "utf-8")


def touch(dice: random.Random, content: Path, templates: Path) -> None:
    """Another time of saving, and the same words."""
    path = dice.choice(documents(content))
    os.utime(path, ns=(1, dice.randrange(10**18)))


def spoil(dice: random.Random, content: Path, templates: Path) -> None:
    """Words that are wrong."""
    path = dice.choice(documents(content))
    path.write_text(path.read_text("utf-8").replace("\n---\n", "\n---\n\n[a](nowhere)\n", 1))


KINDS: list[Callable[[random.Random, Path, Path], None]] = [
    *(change,) * 6, *(add,) * 3, remove, rename, teach, lay_out, touch, spoil
]  # fmt: skip


def anew(content: Path, templates: Path) -> Mapping[str, bytes] | str:
    """The files of the site, made from nothing; or what is wrong."""
    try:
        return site_files(content, templates)
    except ProblemsFound as found:
        return str(found)


def test_a_warm_build_equals_a_cold_one(content: Path, templates: Path, tmp_path: Path) -> None:
    dice = random.Random(EDITS)
    site, cache = tmp_path / "site", tmp_path / "cache"
    kept = tmp_path / "before"
    built = 0
    build_site(content, site, templates=templates, cache=cache)
    for number in range(EDITS):
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(content, kept, copy_function=shutil.copy2)
        kind = dice.choice(KINDS)
        kind(dice, content, templates)
        expected = anew(content, templates)
        if isinstance(expected, str):
            before = files_of(site)
            with pytest.raises(ProblemsFound) as found:
                build_site(content, site, templates=templates, cache=cache)
            assert str(found.value) == expected, (number, kind.__name__)
            assert files_of(site) == before
            shutil.rmtree(content)
            shutil.copytree(kept, content, copy_function=shutil.copy2)
            continue
        build_site(content, site, templates=templates, cache=cache)
        got = files_of(site)
        assert got.keys() == expected.keys(), (number, kind.__name__)
        assert [p for p in got if got[p] != expected[p]] == [], (number, kind.__name__)
        built += 1
    assert built > EDITS / 2
