"""The site's folder: replaced whole or left as it was, and nothing left lying about."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from builder.files import File
from builder.problems import Problem, ProblemsFound
from builder.publish import publish
from tests.small_archive import files_of

OLD = {"data/documents.json": b"[]", "index.html": b"old", "gone/index.html": b"gone"}
NEW = [File("data/documents.json", b"[1]"), File("index.html", b"new"), File("a/b/c.html", b"c")]


def nothing(_: Path) -> None:
    """Does nothing more to the new site."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(tmp_path / "site", OLD)
    return tmp_path / "site"


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def beside(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir())


def test_a_file_of_the_old_site_stays_or_one_of_the_new_is_missing(site: Path) -> None:
    original = site.parent / "original.txt"
    original.write_bytes(b"words")
    publish(site, NEW, [(original, "a/original.txt")], nothing)
    assert files_of(site) == {
        "a/b/c.html": b"c",
        "a/original.txt": b"words",
        "data/documents.json": b"[1]",
        "index.html": b"new",
    }
    assert beside(site) == ["original.txt", "site"]


def test_a_web_server_may_not_read_the_site(site: Path) -> None:
    publish(site, NEW, [], nothing)
    assert site.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("existing", [False, True])
def test_a_new_or_empty_folder_is_refused(existing: bool, tmp_path: Path) -> None:
    site = tmp_path / "some" / "where" / "site"
    if existing:
        site.mkdir(parents=True)
    publish(site, NEW, [], nothing)
    assert len(files_of(site)) == len(NEW)
    assert beside(site) == ["site"]


def test_the_last_step_sees_the_old_site_or_part_of_the_new(site: Path) -> None:
    seen: list[Mapping[str, bytes]] = []
    publish(site, NEW, [], lambda staged: seen.append(files_of(staged)))
    assert seen == [files_of(site)]


def fail_with(error: BaseException) -> Callable[[Path], None]:
    def finish(staged: Path) -> None:
        (staged / "index.html").write_bytes(b"half")
        raise error

    return finish


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (ProblemsFound([Problem("pagefind", 1, "no index")]), ProblemsFound),
        (OSError(28, "No space left on device"), ProblemsFound),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (RuntimeError("a fault of ours"), RuntimeError),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_failure_costs_the_old_site(
    error: BaseException, raised: type[BaseException], site: Path
) -> None:
    with pytest.raises(raised):
        publish(site, NEW, [], fail_with(error))
    assert files_of(site) == OLD
    assert beside(site) == ["site"]


def test_an_original_that_vanishes_costs_the_old_site(site: Path) -> None:
    with pytest.raises(ProblemsFound, match="No such file"):
        publish(site, NEW, [(site.parent / "vanished.txt", "a.txt")], nothing)
    assert files_of(site) == OLD
    assert beside(site) == ["site"]


def test_a_swap_cut_short_costs_the_old_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".site-") and not self.name.endswith("-old"):
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ProblemsFound, match="Permission denied"):
        publish(site, NEW, [], nothing)
    assert files_of(site) == OLD
    assert beside(site) == ["site"]


def test_a_folder_that_is_no_site_is_replaced(tmp_path: Path) -> None:
    mine = {"thesis.txt": b"years of work"}
    write(tmp_path / "site", mine)
    with pytest.raises(ProblemsFound, match="it holds something else"):
        publish(tmp_path / "site", NEW, [], nothing)
    assert files_of(tmp_path / "site") == mine
    assert beside(tmp_path / "site") == ["site"]


def test_a_file_in_the_sites_place_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"a file")
    with pytest.raises(ProblemsFound, match="it holds something else"):
        publish(tmp_path / "site", NEW, [], nothing)
    assert (tmp_path / "site").read_bytes() == b"a file"


def test_a_folder_below_a_file_is_a_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a file")
    with pytest.raises(ProblemsFound, match="the site must be written"):
        publish(tmp_path / "file" / "site", NEW, [], nothing)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_nobody_may_write_is_a_crash(site: Path) -> None:
    site.parent.chmod(0o555)
    try:
        with pytest.raises(ProblemsFound, match="the site must be written"):
            publish(site, NEW, [], nothing)
        assert files_of(site) == OLD
    finally:
        site.parent.chmod(0o755)
