"""The scripts as they are sent: one file each, and nothing of them lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.rendering.js_bundle import lean_js, modules, scripts
from builder.store.build_key import TEMPLATES

FOLDER = TEMPLATES / "scripts"
ENTRIES = sorted(FOLDER.glob("*.js"))
DECLARED = re.compile(r"^(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.name)
def test_no_two_modules_of_a_script_declare_the_same(entry: Path) -> None:
    whole = "".join(modules(entry, []))
    names = DECLARED.findall(whole)
    assert sorted(names) == sorted(set(names))
    assert len(names) > 3


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: path.name)
def test_every_module_is_in_the_bundle_and_none_is_imported(entry: Path) -> None:
    whole = "".join(modules(entry, []))
    assert not re.search(r"^import\b", whole, re.MULTILINE)


def test_every_module_belongs_to_a_script() -> None:
    used: set[Path] = set()
    for entry in ENTRIES:
        seen: list[Path] = []
        list(modules(entry, seen))
        used.update(seen)
    assert used == set(FOLDER.rglob("*.js"))


def test_a_script_loses_only_comments_on_its_way() -> None:
    for file in scripts(FOLDER):
        sent = file.data.decode()
        # A text in backticks that goes on over lines would lose the space at its lines' beginnings.
        assert all(line.count("`") % 2 == 0 for line in sent.splitlines())
    written = """const a = "// kept"; // gone\n  // gone\n\n  b("http://x"); // it's\n"""
    assert lean_js(written) == """const a = "// kept";\nb("http://x"); // it's\n"""
