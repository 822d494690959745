"""What is kept of templates is what a build would compile, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import BytecodeCache, Environment, FileSystemLoader

import builder.rendering.template_cache
from builder.rendering.template_cache import Compiled, compiled
from builder.store.build_key import TEMPLATES


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """One for templates, with a template, and one for their code."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "page.html").write_text("first {{ 6 * 7 }}")
    return templates, tmp_path / "code"


def shown(folders: tuple[Path, Path]) -> str:
    templates, code = folders
    kept: BytecodeCache = Compiled(code)
    environment = Environment(loader=FileSystemLoader(templates), bytecode_cache=kept)
    return environment.get_template("page.html").render()


def files(code: Path) -> list[Path]:
    return [path for path in sorted(code.rglob("*")) if path.is_file()]


def test_a_template_is_compiled_each_time(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(folders) == "first 42"
    monkeypatch.setattr(Environment, "compile", None)
    assert shown(folders) == "first 42"


def test_a_template_is_shown_as_it_was(folders: tuple[Path, Path]) -> None:
    shown(folders)
    (folders[0] / "page.html").write_text("second")
    assert shown(folders) == "second"
    assert len(files(folders[1])) == 1


def test_the_code_of_another_program_is_used(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(folders)
    (before,) = (path.read_bytes() for path in files(folders[1]))
    monkeypatch.setattr(builder.rendering.template_cache, "program_key", lambda: "another")
    assert shown(folders) == "first 42"
    (after,) = (path.read_bytes() for path in files(folders[1]))
    assert before != after


@pytest.mark.parametrize("cut", [0, 10, 100, 300])
def test_damaged_code_is_run_or_ends_the_build(folders: tuple[Path, Path], cut: int) -> None:
    shown(folders)
    (path,) = files(folders[1])
    path.write_bytes(path.read_bytes()[:cut])
    assert shown(folders) == "first 42"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert shown(folders) == "first 42"


def test_a_folder_that_cannot_be_written_ends_the_build(folders: tuple[Path, Path]) -> None:
    folders[1].write_text("no folder")
    assert shown(folders) == "first 42"


def test_code_of_somebody_s_own_templates_stands_with_the_program(tmp_path: Path) -> None:
    assert compiled(tmp_path) is None


def test_code_is_kept_where_python_is_to_keep_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert compiled(TEMPLATES) is not None
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert compiled(TEMPLATES) is None
