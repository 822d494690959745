"""What lies in the cache may be damaged: it is as if it were not there, and made anew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from builder.store.cache import Cache, digest

KEY = digest("something")


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside").write_text("x")


def _link(path: Path) -> None:
    path.symlink_to(path.parents[2])


@pytest.mark.parametrize("put", [_folder, _link, os.mkfifo])
def test_what_stands_in_place_of_a_cached_value_is_replaced(
    put: Callable[[Path], None], tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    for mend in (partial(cache.put, KEY, b"value"), partial(cache.drop, KEY)):
        cache.put(KEY, b"value")
        path = cache.folder / KEY[:2] / KEY
        path.unlink()
        put(path)
        assert cache.get(KEY) is None
        assert cache.get_part(KEY, 0, 1) == b""
        mend()
        assert path.is_file() or not os.path.lexists(path)
    cache.put(KEY, b"value")
    assert cache.get(KEY) == b"value"


def test_a_file_in_place_of_a_folder_is_replaced(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    (tmp_path / KEY[:2]).write_text("x")
    assert cache.get(KEY) is None
    cache.put(KEY, b"value")
    assert cache.get(KEY) == b"value"


def test_what_a_link_in_the_cache_leads_to_is_left(tmp_path: Path) -> None:
    cache, own = Cache(tmp_path / "cache"), tmp_path / "own"
    cache.put(KEY, b"value")
    shutil.move(cache.folder / KEY[:2], own)
    (cache.folder / KEY[:2]).symlink_to(own)
    (cache.folder / "zz").write_text("x")
    cache.keep_only([])
    assert [path.name for path in own.iterdir()] == [KEY]
    assert not list(cache.folder.iterdir())
