"""The examples in docstrings do what they say."""

from __future__ import annotations

import doctest
import importlib
import re

import pytest

from tests.support.paths import PROJECT

HOLDING = sorted(
    path.relative_to(PROJECT).with_suffix("").as_posix().replace("/", ".")
    for path in (PROJECT / "builder").rglob("*.py")
    if re.search(r"^ *>>> ", path.read_text("utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("name", HOLDING)
def test_the_examples_of_a_module_hold(name: str) -> None:
    done = doctest.testmod(importlib.import_module(name.removesuffix(".__init__")))
    assert done.attempted
    assert not done.failed
