"""Imports run one way only, and each third-party package enters through one or two doors."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path

import pytest

from tests.support.paths import PROJECT

BUILDER = PROJECT / "builder"

TIERS: Sequence[Set[str]] = (
    {"__main__"},
    {"cli"},
    {"server", "verify"},
    {"build"},
    {"convert"},
    {"output"},
    {"rendering", "search", "exports"},
    {"pages"},
    {"analysis"},
    {"reading"},
    {"ledger"},
    {"registry"},
    {"language"},
    {"store"},
    {"model"},
    {"core"},
    {"__init__"},
)
"""The packages from the top down; each may import from those further down, and from no other."""

INSIDE: Mapping[str, Sequence[Set[str]]] = {
    "analysis": (
        {"__init__"},
        {"authority", "change_log", "similar_recommendations", "trends"},
        {"checks"},
        {"grade_history", "official"},
        {"links"},
    ),
    "convert/fetch": (
        {"__init__"},
        {"fetch_report"},
        {"new_reports"},
        {"held", "listing", "polite_client"},
        {"state"},
    ),
    "convert": (
        {"__init__", "editor_report"},
        {"many_files"},
        {"originals"},
        {"one_file", "limited_workers", "carry_over"},
        {"writers", "options", "file_kind"},
        {"structure", "readers"},
        {"stream", "fetch"},
    ),
    "convert/readers": ({"pdf", "docx", "html", "plain_text"}, {"__init__"}),
    "pages": ({"__init__"}, {"plan"}, {"kinds"}, {"parts"}),
    "verify": (
        {"__init__"},
        {"site", "manifest"},
        {"proof"},
        {"documents"},
        {"compare", "structure", "witnesses"},
        {"original", "page"},
    ),
}
"""The same within a package: its modules and packages from the top down."""

DOORS: Mapping[str, Set[str]] = {
    "ahocorasick_rs": {"language"},
    "click": {"__main__", "cli"},
    "distributed": {"build"},
    "httpx": {"convert"},
    "jinja2": {"rendering"},
    "lxml": {"convert"},
    "markdown_it": {"reading"},
    "markupsafe": {"rendering"},
    "msgspec": frozenset().union(*TIERS),
    "numpy": {"analysis", "search"},
    "pagefind": {"search"},
    "protego": {"convert"},
    "pypdfium2": {"convert", "verify"},
    "rapidfuzz": {"analysis", "verify"},
    "rich": {"cli"},
    "watchfiles": {"server"},
    "yaml": {"registry"},
}
"""Third-party packages, and the only packages that may import them."""

PRINTING = {"__main__", "cli"}


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
    """The lines on which a module prints."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Call(func=ast.Name(id="print"))
                | ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr")
            ):
                yield node.lineno


def tier_of(tiers: Sequence[Set[str]], room: str) -> int | None:
    return next((at for at, rooms in enumerate(tiers) if room in rooms), None)


def wrong_way(module: tuple[str, ...], name: tuple[str, ...], builder: Path) -> str | None:
    """What a module imports against the order, at the level on which the two part; None if all is
    well.

    `module` and `name` are dotted names in parts, without `builder`."""
    for depth, own in enumerate(module):
        other = name[depth] if name[depth:] else "__init__"
        folder = "/".join(module[:depth])
        if not any((builder / folder / each).exists() for each in (other, f"{other}.py")):
            other = "__init__"  # a name of the package itself
        if own == other:
            continue
        tiers = INSIDE.get(folder) if folder else TIERS
        if tiers is None:
            return None  # within one package, without an order of its own
        above, below = tier_of(tiers, own), tier_of(tiers, other)
        if above is None or below is None or below > above:
            return None  # one that is not listed is told of apart
        return "/".join([*module[:depth], other])
    return None


def breaches(builder: Path) -> Iterator[str]:
    """Every breach of the rules above in a folder of modules, as `file:line: what`."""
    files = sorted(builder.rglob("*.py"))
    modules = {file: file.relative_to(builder).with_suffix("").parts for file in files}
    unlisted = {parts[0] for parts in modules.values() if tier_of(TIERS, parts[0]) is None}
    for folder, tiers in INSIDE.items():
        above = tuple(folder.split("/"))
        unlisted |= {
            "/".join(parts[: len(above) + 1])
            for parts in modules.values()
            if parts[: len(above)] == above and tier_of(tiers, parts[len(above)]) is None
        }
    for room in sorted(unlisted):
        yield f"{room}: not in the order; give it its place in TIERS or INSIDE"
    for file, module in modules.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found = imported(tree, ("builder", *module[:-1]))
        said = set()
        for line, name in sorted(found):
            if name[0] == "__future__" or name[0] in sys.stdlib_module_names:
                continue
            if name[0] != "builder":
                if name[0] not in DOORS:
                    said.add((line, f"imports {name[0]}, which DOORS does not list"))
                elif module[0] not in DOORS[name[0]]:
                    said.add((line, f"imports {name[0]}"))
            elif (wrong := wrong_way(module, name[1:], builder)) is not None:
                said.add((line, f"imports {wrong}"))
        # Several names from one place on one line are one breach.
        for line, what in sorted(said):
            yield f"{file.relative_to(builder).as_posix()}:{line}: {what}"
        if module[0] not in PRINTING:
            for line in prints(tree):
                yield f"{file.relative_to(builder).as_posix()}:{line}: prints"


def test_the_builder_keeps_the_order() -> None:
    assert list(breaches(BUILDER)) == []


def test_the_builder_has_at_most_twenty_one_entries() -> None:
    assert len([each for each in BUILDER.iterdir() if each.name != "__pycache__"]) <= 20


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ({"model/a.py": "from builder.cli import b"}, ["model/a.py:1: imports cli"]),
        ({"model/a.py": "from builder import cli"}, ["model/a.py:1: imports cli"]),
        ({"model/a.py": "import builder.cli"}, ["model/a.py:1: imports cli"]),
        ({"model/a.py": "from .. import cli"}, ["model/a.py:1: imports cli"]),
        ({"model/a.py": "from ..cli.app import b"}, ["model/a.py:1: imports cli"]),
        ({"model/a.py": "def late():\n    import builder.cli"}, ["model/a.py:2: imports cli"]),
        ({"reading/a.py": "import builder.registry.load\nfrom builder import __doc__"}, []),
        ({"registry/a.py": "import builder.reading"}, ["registry/a.py:1: imports reading"]),
        ({"exports/a.py": "import builder.search"}, ["exports/a.py:1: imports search"]),
        ({"model/a.py": "from . import b", "model/b.py": ""}, []),
        ({"pages/kinds/a.py": "from builder.pages.parts.b import c", "pages/parts/b.py": ""}, []),
        (
            {"pages/parts/a.py": "from builder.pages.kinds.b import c", "pages/kinds/b.py": ""},
            ["pages/parts/a.py:1: imports pages/kinds"],
        ),
        (
            {"pages/kinds/a.py": "from builder.rendering.b import c"},
            ["pages/kinds/a.py:1: imports rendering"],
        ),
        (
            {
                "convert/readers/html/a.py": "from builder.convert.readers.pdf.b import c",
                "convert/readers/pdf/b.py": "",
            },
            ["convert/readers/html/a.py:1: imports convert/readers/pdf"],
        ),
        (
            {
                "convert/stream/a.py": "from builder.convert.readers.pdf.b import c",
                "convert/readers/pdf/b.py": "",
            },
            ["convert/stream/a.py:1: imports convert/readers"],
        ),
        (
            {"analysis/links/a.py": "import builder.analysis.checks", "analysis/checks/b.py": ""},
            ["analysis/links/a.py:1: imports analysis/checks"],
        ),
        ({"pages/kinds/a.py": "import jinja2.ext"}, ["pages/kinds/a.py:1: imports jinja2"]),
        ({"rendering/a.py": "from jinja2 import Environment\nimport json"}, []),
        (
            {"core/a.py": "import requests"},
            ["core/a.py:1: imports requests, which DOORS does not list"],
        ),
        ({"model/a.py": "print('x')"}, ["model/a.py:1: prints"]),
        ({"model/a.py": "import sys\nsys.stderr.write('x')"}, ["model/a.py:2: prints"]),
        ({"cli/a.py": "print('x')\nimport click"}, []),
        (
            {"attic/a.py": ""},
            ["attic: not in the order; give it its place in TIERS or INSIDE"],
        ),
        (
            {"pages/attic.py": ""},
            ["pages/attic: not in the order; give it its place in TIERS or INSIDE"],
        ),
    ],
)  # fmt: skip
def test_a_breach_is_seen(tmp_path: Path, modules: dict[str, str], expected: list[str]) -> None:
    rooms = {f"{room}/__init__.py": "" for room in ("cli", "reading", "rendering", "search")}
    for name, text in {**rooms, "registry/load.py": "", "cli/app.py": "", **modules}.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, encoding="utf-8")
    assert list(breaches(tmp_path)) == expected
