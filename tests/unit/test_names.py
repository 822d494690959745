"""Names and docstrings: one word for one thing, said plainly."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.paths import PROJECT

BUILDER = PROJECT / "builder"
TESTS = PROJECT / "tests"

FORMULAS: Mapping[str, int] = {}
"""Rooms with modules that still begin with "In: … Out: …", and how many; none may be added."""

DONE = {"core", "ledger", "output", "store"}
"""Rooms whose public names no other room defines, but for those of `TWICE`."""

TWICE = {
    "File",
    "Part",
    "Place",
    "Published",
    "Standing",
    "State",
    "count",
    "hold",
    "read_published",
    "stamp",
    "written",
}
"""Names of these rooms that still stand for something else elsewhere; none may be added."""

PROTOCOL = {"read", "render"}
"""Names that every module of a kind has."""

LIES = re.compile(r"_(?:wrongly|is_lost|leads_nowhere|otherwise_than|is_misread)(?:_|$)")
"""Endings of a test's name that say what would be wrong."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the program with the package that it stands in."""
    for path in sorted(BUILDER.rglob("*.py")):
        room = path.relative_to(BUILDER).parts[0]
        yield room, ast.parse(path.read_text("utf-8"))


def test_docstrings_of_modules_are_plain_sentences() -> None:
    found = Counter(
        room
        for room, module in modules()
        if re.search(r"^In: .*", ast.get_docstring(module) or "", re.MULTILINE)
    )
    assert {room: count for room, count in found.items() if count > FORMULAS.get(room, 0)} == {}


def test_a_public_name_stands_for_one_thing() -> None:
    rooms: dict[str, set[str]] = defaultdict(set)
    for room, module in modules():
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                rooms[node.name].add(room)
    twice = {name for name, where in rooms.items() if len(where) > 1 and where & DONE}
    assert twice - TWICE - PROTOCOL == set()


def test_names_of_tests_say_what_holds() -> None:
    names = (
        f"{path.relative_to(TESTS)}: {name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    )
    assert [each for each in names if LIES.search(each) and "_no_" not in each] == []


def test_files_of_tests_stand_in_a_folder_of_their_kind() -> None:
    kinds = {path.relative_to(TESTS).parts[0] for path in TESTS.rglob("test_*.py")}
    assert kinds == {"unit", "integration", "site", "browser", "corpus"}
    rooms = {path.name for path in BUILDER.iterdir() if path.is_dir()}
    folders = {path.name for path in Path(TESTS / "unit").iterdir() if list(path.glob("**/*.py"))}
    assert folders <= rooms
