"""The page that is shown ahead of a rebuild is the one that the rebuild makes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from builder.build.pipeline import build_site
from builder.build.preview import Preview
from builder.core.safe_files import File
from tests.integration.test_serve import PAGE, Running, ask, site
from tests.integration.test_warm import change, documents, titles
from tests.support.small_archive import CONTENT

__all__ = ["site", "titles"]  # fixtures


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def state(content: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in documents(content)}


def test_the_page_shown_ahead_is_the_one_that_is_built(content: Path, tmp_path: Path) -> None:
    dice = random.Random(7)
    output, cache = tmp_path / "site", tmp_path / "cache"
    build_site(content, output, cache=cache)
    preview = Preview(content, output, cache)
    preview.renew()
    shown = 0
    for edit in range(8):
        before = state(content)
        change(dice, content, tmp_path)
        (edited,) = [path for path in before if path.read_bytes() != before[path]]
        ahead = preview.page(edited)
        if edit % 3 == 0:  # several edits may come before a build does
            continue
        build_site(content, output, cache=cache)
        preview.renew()
        assert ahead is not None
        assert (output / ahead.path).read_bytes() == ahead.data
        shown += 1
    assert shown > 4


def test_nothing_wrong_or_unknown_is_shown_ahead(content: Path, tmp_path: Path) -> None:
    output, cache = tmp_path / "site", tmp_path / "cache"
    preview = Preview(content, output, cache)
    first = documents(content)[0]
    assert preview.page(first) is None  # nothing was built
    build_site(content, output, cache=cache)
    preview.renew()
    assert preview.page(first) is not None
    assert preview.page(content / "site.yaml") is None
    assert preview.page(tmp_path / "elsewhere" / first.parent.name / first.name) is None
    first.write_text(first.read_text("utf-8").replace("published: ", "published: 30 "), "utf-8")
    assert preview.page(first) is None


def test_a_page_is_shown_before_all_is_rebuilt(site: Path) -> None:
    with Running(site) as running:
        running.outcomes = [False, True]
        running.preview = lambda path: File("index.html", b"<p>Ahead</p></body>")
        assert running.edit() is False
        assert ask(running.url, "/").body.startswith("<p>Ahead</p>")
        assert ask(running.url, "/about/").body.startswith("<!doctype html><body>About")
        running.preview = lambda path: None
        listening = running.listen()
        assert running.edit() is True
        listening.join(timeout=10)
        assert ask(running.url, "/").body.startswith(PAGE.removesuffix("</body>"))


def test_a_preview_that_breaks_down_does_not_end_the_server(site: Path) -> None:
    def broken(path: Path) -> File | None:
        raise RuntimeError("no page today")

    with Running(site) as running:
        running.preview = broken
        assert running.edit() is True
        assert "no page today" in running.announced.get(timeout=10)
        assert ask(running.url, "/").status == 200
