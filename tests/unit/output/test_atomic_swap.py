"""The site's folder: replaced whole or left as it was, and nothing left lying about."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from builder.core.durable_files import exchange
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File, NotReadable
from builder.output.atomic_swap import Copy, lock_place
from builder.output.site_tree import write as write_files
from tests.support.small_archive import files_of

OLD = {"data/documents.json": b"[]", "index.html": b"old", "gone/index.html": b"gone"}
NEW = [File("data/documents.json", b"[1]"), File("index.html", b"new"), File("a/b/c.html", b"c")]


def nothing(_: Path) -> None:
    """Does nothing more to the new site."""


def publish(
    site: Path, files: Iterable[File], copies: Iterable[Copy], finish: Callable[[Path], None]
) -> None:
    """What a build does with the files that it has made."""
    with lock_place(site, apart_from=[]) as place:
        tree = place.workshop / "new"
        tree.mkdir()
        copied = (File(each.path, each.read()) for each in copies)
        place.check_names([path for part in (files, copied) for path in write_files(tree, part)])
        try:
            finish(tree)
        except OSError as error:
            raise place.unwritable(error) from error
        place.put_in_place(tree)


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


def test_the_new_site_has_its_own_files_and_none_of_the_old(site: Path) -> None:
    original = site.parent / "original.txt"
    original.write_bytes(b"words")
    publish(site, NEW, [Copy(original, "a/original.txt", site.parent)], nothing)
    assert files_of(site) == {
        "a/b/c.html": b"c",
        "a/original.txt": b"words",
        "data/documents.json": b"[1]",
        "index.html": b"new",
    }
    assert beside(site) == ["original.txt", "site"]


def test_a_web_server_may_read_the_site(site: Path) -> None:
    publish(site, NEW, [], nothing)
    assert site.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("existing", [False, True])
def test_a_new_or_empty_folder_is_taken(existing: bool, tmp_path: Path) -> None:
    site = tmp_path / "some" / "where" / "site"
    if existing:
        site.mkdir(parents=True)
    publish(site, NEW, [], nothing)
    assert len(files_of(site)) == len(NEW)
    assert beside(site) == ["site"]


def test_the_last_step_sees_the_whole_new_site(site: Path) -> None:
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
def test_a_failure_leaves_the_old_site(
    error: BaseException, raised: type[BaseException], site: Path
) -> None:
    with pytest.raises(raised):
        publish(site, NEW, [], fail_with(error))
    assert files_of(site) == OLD
    assert beside(site) == ["site"]


def test_an_original_that_vanishes_leaves_the_old_site(site: Path) -> None:
    with pytest.raises(NotReadable, match="No such file"):
        publish(site, NEW, [Copy(site.parent / "vanished.txt", "a.txt", site.parent)], nothing)
    assert files_of(site) == OLD
    assert beside(site) == ["site"]


@pytest.mark.parametrize("exchange", [True, False], ids=["in one step", "in two steps"])
def test_a_swap_loses_no_file(exchange: bool, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not exchange:
        monkeypatch.setattr("builder.output.atomic_swap.exchange", lambda one, other: False)
    publish(site, NEW, [], nothing)
    assert set(files_of(site)) == {each.path for each in NEW}
    assert beside(site) == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may do it in two steps")
def test_a_swap_is_made_in_one_step(tmp_path: Path) -> None:
    """Where it silently were not, a kill at the wrong moment would leave no site at all."""
    for name in "ab":
        write(tmp_path / name, {"it.txt": name.encode()})
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert files_of(tmp_path) == {"a/it.txt": b"b", "b/it.txt": b"a"}


def test_a_swap_of_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        exchange(tmp_path / "a", tmp_path / "b")


@pytest.mark.parametrize(
    "path", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "a\\..\\out.txt", "a\x00b", "a\nb"]
)
def test_no_file_is_written_outside_the_site(path: str, site: Path) -> None:
    with pytest.raises(ProblemsFound, match="must stand inside it"):
        publish(site, [*NEW, File(path, b"out")], [], nothing)
    assert files_of(site) == OLD
    assert beside(site) == ["site"]


@pytest.mark.parametrize("path", ["a/b/c.html", "A/b/c.html"])
def test_no_file_overwrites_another(path: str, site: Path) -> None:
    with pytest.raises(ProblemsFound, match="no two files of the site may have one name"):
        publish(site, [*NEW, File(path, b"other")], [], nothing)
    assert files_of(site) == OLD


def test_no_copy_with_another_checksum_is_published(site: Path) -> None:
    original = site.parent / "original.txt"
    original.write_bytes(b"words")
    copy = Copy(original, "original.txt", site.parent, "0" * 64)
    with pytest.raises(NotReadable, match="must have the checksum"):
        publish(site, NEW, [copy], nothing)
    assert files_of(site) == OLD


def test_two_builds_may_follow_one_another(site: Path) -> None:
    for _ in range(3):
        publish(site, NEW, [], nothing)
    with lock_place(site, []) as one, lock_place(site.parent / "another", []) as another:
        assert one.workshop != another.workshop
    assert beside(site) == ["site"]


def test_a_folder_that_is_no_site_is_left(tmp_path: Path) -> None:
    mine = {"thesis.txt": b"years of work"}
    write(tmp_path / "site", mine)
    with pytest.raises(ProblemsFound, match="it holds something else"):
        publish(tmp_path / "site", NEW, [], nothing)
    assert files_of(tmp_path / "site") == mine
    assert beside(tmp_path / "site") == ["site"]


def test_a_file_in_the_site_s_place_is_left(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"a file")
    with pytest.raises(ProblemsFound, match="it holds something else"):
        publish(tmp_path / "site", NEW, [], nothing)
    assert (tmp_path / "site").read_bytes() == b"a file"


def test_a_folder_below_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"a file")
    with pytest.raises(ProblemsFound, match="must lie in a folder"):
        publish(tmp_path / "file" / "site", NEW, [], nothing)
