"""One deliberately broken archive for each rule: the whole complaint, and the old site untouched.

A folder under `tests/fixtures/broken/` is the small archive with something wrong: its `content/`
lies over the small one's, `remove.txt` names files to take away, and `expected.txt` holds every
line that an editor is to read, in order.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.cli.app import app
from tests.support.paths import FIXTURES
from tests.support.small_archive import CONTENT, files_of, run_build

BROKEN = sorted(path for path in (FIXTURES / "broken").iterdir() if path.is_dir())
SEVERAL = FIXTURES / "broken" / "several-problems-in-several-files"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder that holds the small archive, and a site that was built some other day."""
    shutil.copytree(CONTENT, tmp_path / "content")
    for name, text in {"index.html": "The old site.", "data/documents.json": "[]"}.items():
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def lay_over(archive: Path, broken: Path) -> None:
    if (broken / "content").is_dir():
        shutil.copytree(broken / "content", archive / "content", dirs_exist_ok=True)
    if (broken / "remove.txt").is_file():
        for path in (broken / "remove.txt").read_text("utf-8").splitlines():
            (archive / path).unlink()


def test_the_small_archive_itself_builds(archive: Path) -> None:
    old = files_of(archive / "site")
    done = run_build(archive)
    assert (done.returncode, done.stderr) == (0, "")
    assert files_of(archive / "site") != old


def test_the_command_itself_tells_the_same_problems(archive: Path) -> None:
    lay_over(archive, SEVERAL)
    done = run_build(archive)
    expected = (SEVERAL / "expected.txt").read_text("utf-8")
    assert done.stderr.startswith(expected)
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.name)
def test_a_broken_rule_is_reported_and_leaves_the_old_site(
    broken: Path,
    archive: Path,
    golden: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lay_over(archive, broken)
    old = files_of(archive / "site")
    monkeypatch.chdir(archive)
    with pytest.raises(SystemExit) as ended:
        app(["build", "--content", "content", "--output", "site"])
    said = capsys.readouterr()
    *problems, count, site = said.err.splitlines()
    golden(broken / "expected.txt", "".join(f"{line}\n" for line in problems))
    assert count == f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found."
    assert site == "site/ was left as it was."
    assert (ended.value.code, said.out) == (1, "")
    assert files_of(archive / "site") == old
    assert {path.name for path in archive.iterdir()} - {".cache"} == {"content", "site"}
