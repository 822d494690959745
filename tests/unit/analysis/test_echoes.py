"""Echoes: a council's paper that restates paragraphs of the report on which it reports.

The founding paper and the report that it appends are tried beside its references.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.small_archive import CONTENT, add_document


@pytest.fixture
def small(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    return content


REPORT = """1. The lanterns of the old harbour are lit by volunteers each night of the year.

2. Children cross the harbour in small boats and are met by a warden on the other side.

3. Boats are kept dry.

4. Wardens write letters. The lanterns of the new harbour are lit by nobody.

5. The keeper counts every boat before dawn and writes the number down.

6. The keeper counts every boat before dawn and writes the number down.
"""


@pytest.mark.parametrize(
    ("passage", "to", "printed"),
    [
        ("Lit: the lanterns of the old harbour are lit by volunteers", "p1",
         "the lanterns of the old harbour are lit by volunteers"),
        ("Children cross the harbour in boats and are met by a warden", "p2",
         "boats and are met by a warden"),
        ("Boats are kept dry", "", ""),
        ("The council will buy boats and lanterns for the children of the harbour", "", ""),
        ("Cabinet asks that children who cross the town are seen off by wardens", "", ""),
        ("The keeper counts every boat before dawn", "", ""),
    ],
)  # fmt: skip
def test_a_passage_restates_the_one_that_it_repeats(
    passage: str, to: str, printed: str, small: Path
) -> None:
    report = add_document(small, "2014-06-01", REPORT, "single-2013", "2014-03-01")
    paper = add_document(
        small,
        "2014-07-01",
        f"As the inspection in March 2014 found:\n\n- {passage}.",
        "council-paper",
    )
    found = link_documents(read_archive(small)).echoes[paper]
    assert [(each.target, each.to, each.printed) for each in found] == (
        [(report, to, printed)] if to else []
    )


def test_only_a_paper_restates_and_only_what_it_refers_to(
    small: Path,
) -> None:
    add_document(small, "2014-06-01", REPORT, "single-2013", "2014-03-01")
    paper = add_document(
        small,
        "2014-07-01",
        "The lanterns of the old harbour are lit by volunteers.",
        "council-paper",
    )
    later = add_document(
        small, "2015-07-01", f"{REPORT}\n7. The inspection in March 2014.", "single-2013"
    )
    echoes = link_documents(read_archive(small)).echoes
    assert (echoes[paper], echoes[later]) == ((), ())
