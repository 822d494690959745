"""A build does again what it must, and no more."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.analysis.change_log import Stamp
from builder.build.pipeline import build_site
from builder.core.safe_files import File, file_of
from builder.pages import Page
from builder.rendering.renderer import Renderer
from tests.integration.test_warm import titles
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, add_document, files_of

__all__ = ["titles"]  # a fixture

EDITED = "documents/northtown/northtown-2010-06-30-report.md"

Done = dict[str, list[str]]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def again(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Done]:
    """Builds once, and then says of each further build what it did."""
    done: Done = {}

    def watch(where: str, what: str, name: Callable[..., str]) -> None:
        module, _, function = where.rpartition(".")
        before = getattr(__import__(module, fromlist=["_"]), function)

        def watched(*given: Any) -> Any:
            done.setdefault(what, []).append(name(*given))
            return before(*given)

        monkeypatch.setattr(where, watched)

    def build() -> Done:
        done.clear()
        build_site(content, tmp_path / "site", cache=tmp_path / "cache")
        return {what: sorted(names) for what, names in done.items()}

    watch("builder.build.registries.read_registry", "registry", lambda content: content.name)
    watch("builder.build.read_job.read_document", "read", lambda content, path, *rest: path.stem)
    watch("builder.build.read_job.link_authority", "linked", lambda authority, *rest: authority.id)
    watch(
        "builder.build.steps.make_authority_pages",
        "pages",
        lambda settings, job: job.read.authority,
    )
    watch("builder.build.steps.make_group", "groups", lambda accounts, job: job.name)
    watch(
        "builder.build.search_step.index_authority",
        "indexed",
        lambda settings, read, tree: read.authority,
    )
    watch("builder.build.search_step.start_files", "searched", lambda *given: "all")
    watch("builder.build.search_step.index_pages", "titles", lambda tree, titles: "all")
    first = build()
    assert {len(first[what]) for what in ("linked", "pages", "indexed")} == {3}
    assert len(first["groups"]) > 20
    return build


def test_a_build_in_which_nothing_changed_does_nothing(again: Callable[[], Done]) -> None:
    assert again() == {}


def test_words_of_one_document_touch_no_other(content: Path, again: Callable[[], Done]) -> None:
    path = content / EDITED
    path.write_text(path.read_text("utf-8") + "\nIt was a sunny day.\n", "utf-8")
    done = again()
    assert done == {
        "read": [path.stem],
        "linked": ["northtown"],
        "pages": ["northtown"],
        "indexed": ["northtown"],
        "searched": ["all"],
    }


def test_hardly_a_page_is_rendered_that_stays_as_it_was(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = Renderer.render

    def watched(self: Renderer, page: Page, stamp: Stamp) -> File:
        rendered.append(file_of(page.url))
        return render(self, page, stamp)

    monkeypatch.setattr(Renderer, "render", watched)
    site = tmp_path / "site"
    dice = random.Random(1)
    build_site(content, site, cache=tmp_path / "cache")
    in_all = 0
    for _ in range(10):
        path = dice.choice(sorted((content / "documents").glob("*/*.md")))
        text = path.read_text("utf-8")
        words = list(re.finditer(r"(?<= )[a-z]{4,}(?= )", text[text.index("\n---\n", 4) :]))
        if not words:
            continue
        at = text.index("\n---\n", 4) + dice.choice(words).start()
        path.write_text(f"{text[:at]}un{text[at:]}", "utf-8")
        before = files_of(site)
        rendered.clear()
        build_site(content, site, cache=tmp_path / "cache")
        after = files_of(site)
        changed = {each for each in after if after[each] != before.get(each)}
        pages = {each for each in changed if each.endswith(".html")}
        assert pages <= set(rendered)
        assert len(rendered) <= 2 * max(len(pages), 2)
        in_all += len(pages)
    assert in_all > 10


def test_a_topic_that_one_document_names_touches_no_other_topic(
    content: Path, again: Callable[[], Done]
) -> None:
    path = content / EDITED
    text = re.sub(r"(?m)^(8\. .+)$", r"\1 The lanterns were lit.", path.read_text("utf-8"), count=1)
    path.write_text(text, "utf-8")
    done = again()
    assert done["read"] == [path.stem]
    assert done["linked"] == done["indexed"] == ["northtown"]
    assert [each for each in done["groups"] if each.startswith("topic/")] == ["topic/lanterns"]
    assert not [each for each in done["groups"] if each.startswith(("judgement", "compare"))]


def test_files_that_are_the_same_and_newer_are_not_read_or_linked(
    content: Path, again: Callable[[], Done]
) -> None:
    """As those of a fresh checkout are, beside a cache that was kept."""
    for path in content.rglob("*"):
        os.utime(path, ns=(1, 1))
    assert again() == {}


def test_a_new_document_links_none_of_other_authorities_anew(
    content: Path, again: Callable[[], Done]
) -> None:
    added = add_document(content, "2016-05-04", "1. It was calm.", "services-2009")
    done = again()
    assert done["read"] == [added]
    assert "northtown" not in done["linked"]
    assert done["indexed"] == ["westshire"]
    assert "recommendations" in done["groups"]


def test_what_sees_that_there_is_nothing_to_build_loads_no_model() -> None:
    """Nothing else of the program is needed, and to load it takes longer than to look."""
    program = (
        "import sys, builder.cli.app; "
        "print(*(each for each in sys.modules if each in ('builder.model', 'numpy', 'jinja2')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
