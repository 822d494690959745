"""Imports run one way only, and what comes from outside enters through one door each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BUILDER = Path(__file__).parents[1] / "builder"

ORDER = (
    {"__main__"},
    {"cli"},
    {"cluster", "preview", "serve", "verify", "watch"},
    {"hosting"},
    {"convert"},
    {"record"},
    {"build"},
    {"indexing", "last_site", "stages"},
    {"sharing"},
    {"making"},
    {"desk", "work"},
    {"standing", "workers"},
    {"state"},
    {"publish", "search", "exports", "render", "scripts", "stylesheet"},
    {"tree"},
    {"passages", "told"},
    {"marks", "runs"},
    {"pages"},
    {"changes", "markup"},
    {"holding"},
    {"checks"},
    {"links"},
    {"archive"},
    {"read"},
    {"source_checks"},
    {"body", "content", "findings", "frontmatter", "ledger", "registry", "sections"},
    {"framework_checks", "reference_checks", "synonym_checks", "wording_checks"},
    {"anchors", "chunks", "figures", "finder", "inline", "schema", "recognise", "referring"},
    {"packing", "title_block", "words"},
    {"model"},
    {"compiled"},
    {"program"},
    {"cache"},
    {"addresses", "dates", "escaping", "files", "fingerprint", "needles", "patterns", "problems"},
    {"characters"},
    {"__init__"},
)
"""The rooms from the top down; each may import from those further down, and from no other."""

NEIGHBOURS: set[tuple[str, str]] = set()
"""The exceptions: (room, the room beside it that it may import from)."""

DOORS = {
    "ahocorasick_rs": {"finder"},
    "distributed": {"cluster"},
    "jinja2": {"compiled", "render"},
    "lxml": {"convert"},
    "markdown_it": {"body", "inline"},
    "numpy": {"search"},
    "pagefind": {"search"},
    "pypdfium2": {"convert"},
    "rich": {"cli", "watch"},
    "click": {"__main__", "cli"},
    "watchfiles": {"serve"},
    "yaml": {"schema"},
}
"""Packages from outside, and the only rooms that may import them."""

PRINTING = {"__main__", "cli"}

TIER = {room: tier for tier, rooms in enumerate(ORDER) for room in rooms}


def imported(tree: ast.Module, package: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line and the full dotted name, in parts, of everything that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, tuple(alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            module = tuple(node.module.split(".")) if node.module else ()
            for alias in node.names:
                yield node.lineno, (*start, *module, alias.name)


def prints(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case (
                ast.Call(func=ast.Name(id="print"))
                | ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr")
            ):
                yield node.lineno


def breaches(builder: Path) -> Iterator[str]:
    """Every breach of the rules above in a folder of modules, as `file:line: what`."""
    files = sorted(builder.rglob("*.py"))
    # A package counts as one room, whatever is inside it.
    room_of = {file: file.relative_to(builder).with_suffix("").parts[0] for file in files}
    rooms = set(room_of.values())
    for room in sorted(rooms - TIER.keys()):
        yield f"{room}: not in the order; give it its place in ORDER"
    for file, room in room_of.items():
        if room not in TIER:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inside = file.relative_to(builder).parts
        found = imported(tree, ("builder", *inside[:-1]))
        # Several names from one room on one line are one breach.
        for line, name in sorted({(line, name[:2]) for line, name in found}):
            where = f"{'/'.join(inside)}:{line}"
            if name[0] != "builder":
                if room not in DOORS.get(name[0], {room}):
                    yield f"{where}: imports {name[0]}"
                continue
            # `from builder import x` means a room, or else a name of the package itself.
            other = name[1] if name[1:] and name[1] in rooms else "__init__"
            if other == room or (room, other) in NEIGHBOURS:
                continue
            if TIER.get(other, -1) <= TIER[room]:
                yield f"{where}: imports {other}"
        if room not in PRINTING:
            yield from (f"{'/'.join(inside)}:{line}: prints" for line in prints(tree))


def test_the_builder_keeps_the_order() -> None:
    assert list(breaches(BUILDER)) == []


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ({"read.py": "from builder.archive import Archive"}, ["read.py:1: imports archive"]),
        ({"read.py": "from builder import archive"}, ["read.py:1: imports archive"]),
        ({"read.py": "import builder.archive"}, ["read.py:1: imports archive"]),
        ({"read.py": "from . import archive"}, ["read.py:1: imports archive"]),
        ({"read.py": "from .archive import Archive"}, ["read.py:1: imports archive"]),
        (
            {"read.py": "def late():\n    import builder.archive"},
            ["read.py:2: imports archive"],
        ),
        ({"body.py": "import builder.schema\nfrom builder import __doc__"}, []),
        ({"body.py": "import builder.registry"}, ["body.py:1: imports registry"]),
        ({"pages/__init__.py": "from .one import a", "pages/one.py": "from . import b"}, []),
        ({"pages/one.py": "from ..links import a"}, []),
        ({"pages/one.py": "from ..cli import a"}, ["pages/one.py:1: imports cli"]),
        ({"pages/one.py": "import jinja2.ext"}, ["pages/one.py:1: imports jinja2"]),
        ({"render.py": "from jinja2 import Environment\nimport json"}, []),
        ({"links.py": "print('x')"}, ["links.py:1: prints"]),
        ({"links.py": "import sys\nsys.stderr.write('x')"}, ["links.py:2: prints"]),
        ({"cli.py": "print('x')\nimport click"}, []),
        ({"attic.py": ""}, ["attic: not in the order; give it its place in ORDER"]),
    ],
)  # fmt: skip
def test_a_breach_is_seen(tmp_path: Path, modules: dict[str, str], expected: list[str]) -> None:
    rooms = {f"{room}.py": "" for room in ("archive", "cli", "links", "registry", "schema")}
    for name, text in {**rooms, **modules}.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert list(breaches(tmp_path)) == expected
