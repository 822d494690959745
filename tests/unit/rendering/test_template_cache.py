"""The code of templates is kept as Jinja keeps it, and never changes what a page shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import builder.rendering.template_cache
from builder.rendering.template_cache import TemplateCache, bytecode_cache
from builder.store.build_key import TEMPLATES


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """One for templates, with a template, and one for their code."""
    templates, code = tmp_path / "templates", tmp_path / "code"
    templates.mkdir()
    code.mkdir()
    (templates / "page.html").write_text("first {{ 6 * 7 }}")
    return templates, code


def shown(folders: tuple[Path, Path]) -> str:
    templates, code = folders
    environment = Environment(
        loader=FileSystemLoader(templates), bytecode_cache=TemplateCache(str(code))
    )
    return environment.get_template("page.html").render()


def files(code: Path) -> list[Path]:
    return [path for path in sorted(code.rglob("*")) if path.is_file()]


def test_a_template_is_compiled_once(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(folders) == "first 42"
    monkeypatch.setattr(Environment, "compile", None)
    assert shown(folders) == "first 42"


def test_a_template_that_changed_is_compiled_again(folders: tuple[Path, Path]) -> None:
    shown(folders)
    (folders[0] / "page.html").write_text("second")
    assert shown(folders) == "second"
    assert len(files(folders[1])) == 1


@pytest.mark.parametrize("cut", [0, 10, 20, 40, 100, 300])
def test_damaged_code_is_compiled_again(folders: tuple[Path, Path], cut: int) -> None:
    shown(folders)
    (path,) = files(folders[1])
    path.write_bytes(path.read_bytes()[:cut])
    assert shown(folders) == "first 42"


def test_a_folder_that_cannot_be_written_keeps_nothing(folders: tuple[Path, Path]) -> None:
    folders[1].rmdir()
    folders[1].write_text("no folder")
    assert shown(folders) == "first 42"


def test_each_version_of_the_program_has_its_own_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(builder.rendering.template_cache, "program_key", lambda: "one")
    assert bytecode_cache(TEMPLATES, tmp_path) is not None
    monkeypatch.setattr(builder.rendering.template_cache, "program_key", lambda: "another")
    assert bytecode_cache(TEMPLATES, tmp_path) is not None
    assert [path.name for path in tmp_path.iterdir()] == ["another"]


def test_only_the_program_s_own_templates_are_kept_and_only_where_python_keeps_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert bytecode_cache(tmp_path, tmp_path) is None
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert bytecode_cache(TEMPLATES, tmp_path) is None
