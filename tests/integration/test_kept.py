"""What is kept between two builds: whatever becomes of it, the site is the same as without it."""

from __future__ import annotations

import io
import os
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from builder.build.build_state import NO_STATE, STATE_KEY, load_state
from builder.build.pipeline import build_site
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import read_plain
from builder.reading.document import read_document
from builder.store.cache import Cache, digest
from builder.store.serialize import Packer
from tests.integration.faults.keeping import Program, signed
from tests.support.archive import without_pagefind
from tests.support.small_archive import CONTENT, files_of

DOCUMENT = "documents/northtown/northtown-2010-06-30-report.md"


class Kept:
    """Content that was built once with a cache and then changed; and what its site is now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        shutil.copytree(CONTENT, self.content)
        self.build()
        document = self.content / DOCUMENT
        document.write_bytes(document.read_bytes() + b"\nA further paragraph.\n")
        build_site(self.content, folder / "anew")
        self.expected = files_of(folder / "anew")
        (self.cache,) = (folder / "cache").iterdir()
        shutil.copytree(self.cache, folder / "as-it-was", copy_function=os.link)

    def build(self) -> Mapping[str, bytes]:
        build_site(self.content, self.folder / "site", cache=self.folder / "cache")
        return files_of(self.folder / "site")

    def restore(self) -> None:
        """The cache of the first build, once more."""
        shutil.rmtree(self.cache)
        shutil.copytree(self.folder / "as-it-was", self.cache, copy_function=os.link)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    with without_pagefind():
        yield Kept(tmp_path_factory.mktemp("kept"))


def other(path: Path) -> bytes:
    """What is kept under another key."""
    among = sorted(path.parents[1].glob("??/*"))
    return among[among.index(path) - 1].read_bytes()


DAMAGE: dict[str, Callable[[Path, bytes], bytes | None]] = {
    "gone": lambda path, data: None,
    "cut short": lambda path, data: data[:-1],
    "what belongs under another key": lambda path, data: other(path),
    "a program": lambda path, data: signed(path.name, pickle.dumps(Program(path / "ran"))),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_of_the_cache_changes_nothing(
    damage: Callable[[Path, bytes], bytes | None], kept: Kept
) -> None:
    """Each file alone: the others tell of it what it does not hold."""
    kept.restore()
    names = [path.relative_to(kept.cache) for path in sorted(kept.cache.glob("??/*"))]
    assert len(names) >= 15
    for name in names:
        kept.restore()
        path = kept.cache / name
        data = damage(path, path.read_bytes())
        path.unlink()
        if data is not None:
            path.write_bytes(data)
        assert kept.build() == kept.expected, name


def test_damage_of_all_but_the_note_of_the_last_build_changes_nothing(kept: Kept) -> None:
    """The note tells of all the rest that it is there."""
    kept.restore()
    for path in sorted(kept.cache.glob("??/*")):
        if path.name != STATE_KEY:
            data = path.read_bytes()
            path.unlink()
            path.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    assert kept.build() == kept.expected


def test_damage_of_all_documents_and_of_what_is_made_of_one_changes_nothing(kept: Kept) -> None:
    kept.restore()
    names = [path.relative_to(kept.cache) for path in sorted(kept.cache.glob("??/*"))]
    documents = {name for name in names if b"builder.model" in (kept.cache / name).read_bytes()}
    assert len(documents) >= 5
    for name in sorted(set(names) - documents):
        kept.restore()
        for each in {name, *documents}:
            (kept.cache / each).unlink()
        assert kept.build() == kept.expected, name


def test_a_cache_without_damage_changes_nothing(kept: Kept) -> None:
    kept.restore()
    for _ in range(3):
        assert kept.build() == kept.expected


class Call:
    """A call of whatever can be found under a name."""

    def __init__(self, module: str, name: str, *words: object) -> None:
        self._called = module, name, words

    def packed(self) -> bytes:
        module, name, words = self._called
        written = io.BytesIO()
        pickler = pickle.Pickler(written, protocol=5)
        pickler.dump(words)
        held = written.getvalue()[2:-1]
        names = b"".join(b"\x8c" + bytes([len(each)]) + each.encode() for each in (module, name))
        return b"\x80\x05" + names + b"\x93" + held + b"R."


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("io", "FileIO"),
        ("builder.exports.tables", "io.FileIO"),
        ("builder.exports.tables", "csv.re.enum.bltns.open.__self__.FileIO"),
        ("builder.build.read_job", "Path"),
        ("os", "mkdir"),
    ],
)
def test_what_is_kept_calls_nothing_that_is_not_the_archive_s(
    module: str, name: str, tmp_path: Path
) -> None:
    made = tmp_path / "made"
    packed = Call(module, name, os.fspath(made), "w").packed()
    assert Packer().unpack(packed) is None
    assert not made.exists()


def test_the_calls_of_these_tests_would_do_something_elsewhere(tmp_path: Path) -> None:
    pickle.loads(Call("io", "FileIO", os.fspath(tmp_path / "made"), "w").packed()).close()
    assert (tmp_path / "made").exists()


@pytest.mark.parametrize("value", [None, 1, (1, 2), ({}, {"a": 1}, {}, ""), ([], [], [], [])])
def test_what_another_version_of_the_program_noted_does_not_end_the_build(
    value: object, tmp_path: Path
) -> None:
    cache = Cache(tmp_path)
    cache.put(STATE_KEY, Packer().pack(value))
    assert load_state(cache) == NO_STATE


def test_a_problem_is_the_same_when_it_comes_from_another_process() -> None:
    found = ProblemsFound([Problem("b.md", 2, "b"), Problem("a.md", 1, "a")])
    arrived = pickle.loads(pickle.dumps(found))
    assert (arrived.problems, str(arrived)) == (found.problems, str(found))


def test_the_original_of_a_withdrawn_document_does_not_come_back_unseen(tmp_path: Path) -> None:
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    document = content / "documents/westshire/westshire-2012-02-10-letter.md"
    text = document.read_text("utf-8")
    digits = text.split("sha256: ")[1][:12]
    (original,) = (content / "originals").glob(f"{digits}.*")
    data = original.read_bytes()
    original.unlink()
    head, _, _ = text.partition("\n---\n")
    document.write_text(
        f"{head}\nwithdrawn: {{on: 2026-02-28, reason: As asked., asked_by: A person}}\n---\n",
        "utf-8",
    )
    for _ in range(2):
        build_site(content, tmp_path / "site", cache=tmp_path / "cache")
    original.write_bytes(data)
    with pytest.raises(ProblemsFound, match="withdrawn document must not be kept"):
        build_site(content, tmp_path / "site", cache=tmp_path / "cache")


def test_a_document_is_kept_under_the_bytes_that_were_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved while it is read, and then put back as it was."""
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    before = (content / DOCUMENT).read_bytes()

    def read(folder: Path, path: Path, *rest: Any) -> Any:
        if path == content / DOCUMENT:
            path.write_bytes(before + b"\nA further paragraph.\n")
        return read_document(folder, path, *rest)

    monkeypatch.setattr("builder.build.read_job.read_document", read)
    with pytest.raises(ProblemsFound, match="must stay as it is while the site is built"):
        build_site(content, tmp_path / "site", cache=tmp_path / "cache")
    monkeypatch.undo()
    (content / DOCUMENT).write_bytes(before)
    build_site(content, tmp_path / "site", cache=tmp_path / "cache")
    page = tmp_path / "site" / "documents" / Path(DOCUMENT).stem / "index.html"
    assert "A further paragraph." not in page.read_text("utf-8")


def test_a_cache_that_is_damaged_while_the_site_is_built_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is dropped once, and not for ever."""
    monkeypatch.setattr("builder.store.cache.Cache.get", lambda cache, key: None)
    with pytest.raises(ProblemsFound, match="something in it was damaged"):
        build_site(CONTENT, tmp_path / "site", cache=tmp_path / "cache")
    assert not (tmp_path / "site").exists()


def test_every_document_is_read_once_to_be_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its digest is made of is what it is parsed from; its copy in the site is another
    reading."""
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    names = {path.name for path in content.glob("documents/*/*.md")}
    read: list[str] = []

    def read_file(path: Path, *rest: Any) -> bytes:
        read.append(path.name)
        return read_plain(path, *rest)

    monkeypatch.setattr("builder.build.read_job.read_plain", read_file)
    with without_pagefind():
        build_site(content, tmp_path / "site", cache=tmp_path / "cache")
        assert sorted(read) == sorted(names)
        read.clear()
        document = content / DOCUMENT
        document.write_bytes(document.read_bytes() + b"\nA further paragraph.\n")
        build_site(content, tmp_path / "site", cache=tmp_path / "cache")
        assert read == [document.name]


def test_no_two_keys_are_one() -> None:
    assert digest("\udce9", "") != digest("", "\udce9")
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
