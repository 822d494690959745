"""Names and docstrings: one word for one thing, said plainly."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import PROJECT

BUILDER = PROJECT / "builder"
TESTS = PROJECT / "tests"

MEAN_WORDS = 12.5
"""How many words a docstring has on average, examples aside; lower it as they become shorter."""

MOST_PARAMETERS = 26
"""How many functions have more than five parameters; none may be added."""

METAPHORS = {"Bring", "Held", "Holding", "Share", "Told", "bring", "desk", "hold", "told"}
"""Words that name nothing: say what the thing is."""

MOST_OF_A_FUNCTION = 5

PROTOCOL = {"read", "render"}
"""Names that every module of a kind has."""

LIES = re.compile(r"_(?:wrongly|is_lost|leads_nowhere|otherwise_than|is_misread)(?:_|$)")
"""Endings of a test's name that say what would be wrong."""


def _parameters(function: ast.FunctionDef) -> Iterator[str]:
    given = function.args
    yield from (each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs))


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the program with the package that it stands in."""
    for path in sorted(BUILDER.rglob("*.py")):
        room = path.relative_to(BUILDER).parts[0]
        yield room, ast.parse(path.read_text("utf-8"))


def functions() -> Iterator[ast.FunctionDef]:
    """Each function and method of the program."""
    for _, module in modules():
        yield from (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def docstrings() -> Iterator[str]:
    """The docstring of each module, class and function, without its examples; "" for none."""
    for _, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                yield (ast.get_docstring(node) or "").partition(">>>")[0]


def test_docstrings_are_plain_sentences() -> None:
    assert [each for each in docstrings() if re.search(r"^In: |\bOut: ", each, re.MULTILINE)] == []


def test_docstrings_are_short() -> None:
    lengths = [len(each.split()) for each in docstrings() if each]
    assert sum(lengths) / len(lengths) < MEAN_WORDS


def test_functions_take_few_values() -> None:
    many = [
        each.name
        for each in functions()
        if len({*_parameters(each)} - {"self", "cls"}) > MOST_OF_A_FUNCTION
    ]
    assert len(many) <= MOST_PARAMETERS


def test_a_public_name_stands_for_one_thing() -> None:
    rooms: dict[str, set[str]] = defaultdict(set)
    for room, module in modules():
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
                rooms[node.name].add(room)
    twice = {name for name, where in rooms.items() if len(where) > 1}
    assert twice - PROTOCOL == set()
    assert rooms.keys() & METAPHORS == set()


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
