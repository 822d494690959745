"""The dictionary of the tables, as the site and `docs/data.md` print it."""

from __future__ import annotations

import re

import pytest

from builder.model.data_files import DATA_TABLES
from tests.support.data_types import DOCUMENT

ROW = re.compile(r"^\| `(.+?)` \| (.+?) \| (.*?) ?\|$", re.MULTILINE)


@pytest.mark.parametrize("name", DATA_TABLES)
def test_the_document_and_the_site_say_the_same_of_a_table(name: str) -> None:
    _, text = DOCUMENT.read_text("utf-8").split(f"## `/data/{name}.csv`\n", 1)
    section = text.split("\n## ", 1)[0]
    assert " ".join(section.strip().split("\n\n", 1)[0].split()) == DATA_TABLES[name].about
    assert ROW.findall(section) == [tuple(each) for each in DATA_TABLES[name].columns]
