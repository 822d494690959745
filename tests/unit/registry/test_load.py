"""Registries: what may be empty, and what cannot be read.

Their rules are under `tests/fixtures/broken/`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.core.problems import ProblemsFound
from builder.registry.load import read_registry
from tests.support.archive import read_archive
from tests.support.small_archive import CONTENT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_an_archive_can_do_without_topics_citations_and_licences(content: Path) -> None:
    for name in ("topics", "citations", "licences", "outcomes"):
        (content / f"{name}.yaml").write_text("[]\n", encoding="utf-8")
    archive = read_archive(content)
    assert len(archive.documents) == 5
    assert archive.registry.topics == {}


def test_a_registry_that_is_a_folder_is_a_problem(content: Path) -> None:
    (content / "topics.yaml").unlink()
    (content / "topics.yaml").mkdir()
    with pytest.raises(ProblemsFound, match=r"content/topics\.yaml:1: must be a file"):
        read_registry(content)


def test_the_order_of_rows_is_kept() -> None:
    registry = read_registry(CONTENT)
    assert list(registry.authorities) == ["northtown", "southtown", "westshire"]
    assert list(registry.judgements)[:2] == ["safeguarding-overall", "safeguarding-capacity"]
