"""The schemas by which editors complete and check what they type."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from builder.registry.json_schema import SHAPES, json_schema
from tests.support.paths import EXAMPLES, PROJECT

SCHEMAS = PROJECT / "docs" / "schema"
CONTENTS = [PROJECT / "content", *sorted(EXAMPLES.glob("*/content"))]


@pytest.mark.parametrize("name", SHAPES)
def test_the_schema_that_is_kept_is_that_of_the_program(
    name: str, golden: Callable[[Path, str], None]
) -> None:
    golden(SCHEMAS / f"{name}.json", json_schema(name))
    Draft202012Validator.check_schema(json.loads(json_schema(name)))


def test_no_schema_is_kept_that_the_program_does_not_know() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(SHAPES)


class Newer(yaml.CSafeLoader):
    """YAML 1.2, as editors read it: `on` is a word."""


Newer.yaml_implicit_resolvers = {
    letter: [each for each in found if each[0] != "tag:yaml.org,2002:bool" or letter in "tTfF"]
    for letter, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def faults(name: str, text: str) -> list[str]:
    validator = Draft202012Validator(json.loads(json_schema(name)))
    data: Any = json.loads(json.dumps(yaml.load(text, Newer), default=str))
    return [each.message for each in validator.iter_errors(data)]


@pytest.mark.parametrize("content", CONTENTS, ids=lambda path: path.parent.name)
def test_what_the_archive_reads_fits_its_schema(content: Path) -> None:
    files = {path: path.stem for path in content.glob("*.yaml")}
    files |= dict.fromkeys(content.glob("frameworks/*.yaml"), "framework")
    files |= dict.fromkeys(content.glob("publishers/*.yaml"), "publisher")
    assert len(files) > 10
    found = {path: faults(name, path.read_text("utf-8")) for path, name in files.items()}
    documents = sorted(content.glob("documents/*/*.md"))
    found |= {path: faults("document", path.read_text().split("---\n")[1]) for path in documents}
    assert {path.name: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("topics", "- {id: a, name: A, group: B, phrases: [c]}", "'examples' is a required"),
        ("topics", "- {id: a, name: A, group: B, phrases: c, examples: [c]}", "is not of type"),
        ("site", "heading: A", "'heading' was unexpected"),
        ("framework", "numbered_paragraphs: maybe", "'maybe' is not one of"),
    ],
)
def test_what_is_wrong_does_not_fit(name: str, text: str, said: str) -> None:
    assert any(said in each for each in faults(name, text))
