"""Holds linked data to schema.org: types and properties that it knows, with values that it expects.

In: the JSON-LD of a page.  Out: each breach, in words.  PyLD, a JSON-LD processor, reads the data;
it is given our excerpt of the vocabulary as its context, so that nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pyld import jsonld

from tests.support.paths import FIXTURES

SCHEMA = "https://schema.org/"
VOCABULARY = json.loads((FIXTURES / "known" / "schema_org.json").read_text("utf-8"))
TYPES: dict[str, list[str]] = VOCABULARY["types"]
PROPERTIES: dict[str, dict[str, list[str]]] = VOCABULARY["properties"]

EXPECTED = {
    "DataDownload": {"contentUrl", "encodingFormat", "name"},
    "Dataset": {"name", "description", "url", "creator", "distribution"},
    "GovernmentOrganization": {"name"},
    "MediaObject": {"contentUrl", "encodingFormat", "sha256"},
    "Organization": {"name"},
    "Person": {"name"},
    "Report": {
        "about",
        "datePublished",
        "encoding",
        "headline",
        "inLanguage",
        "isPartOf",
        "name",
        "publisher",
        "url",
    },
    "Role": {"roleName"},
    "WebSite": {"name"},
}
"""What everything of a type must say: what those who read such data look for."""


def _context() -> dict[str, Any]:
    """The vocabulary as a JSON-LD context: a term that it lacks is no property."""
    terms: dict[str, Any] = {name: SCHEMA + name for name in TYPES}
    for name, row in PROPERTIES.items():
        addresses = "URL" in row["is"] and "Text" not in row["is"]
        terms[name] = {"@id": SCHEMA + name, **({"@type": "@id"} if addresses else {})}
    return {"@context": terms}


def _load(url: str, options: dict[str, Any]) -> dict[str, Any]:
    if url != SCHEMA.rstrip("/"):
        raise jsonld.JsonLdError(f"asks for {url}", "loading document failed")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _context(),
    }


def breaches(data: Any) -> Iterator[str]:
    """Every breach in the linked data of one page."""
    try:
        expanded = jsonld.expand(data, {"documentLoader": _load})
    except jsonld.JsonLdError as error:
        yield f"is no JSON-LD: {error}"
        return
    if len(expanded) != 1:
        yield f"describes {len(expanded)} things"
    yield from _relative(data)
    lost = sorted(_names(data) - _names(expanded))
    if lost:
        yield f"schema.org knows nothing of {', '.join(lost)}"
    for node in expanded:
        yield from _node(node)


def _relative(data: Any) -> Iterator[str]:
    """Addresses that mean something only together with the page's own."""
    if isinstance(data, list):
        for each in data:
            yield from _relative(each)
    elif isinstance(data, dict):
        for name, value in data.items():
            kinds = PROPERTIES.get(name, {"is": []})["is"]
            if name == "@id" or ("URL" in kinds and "Text" not in kinds):
                for each in value if isinstance(value, list) else [value]:
                    if isinstance(each, str) and not _is({"@id": each}, "URL"):
                        yield f"{name} “{each}” is not a whole address"
            yield from _relative(value)


def _names(data: Any) -> set[str]:
    """The names of all properties and types that say something, without the vocabulary's own."""
    if isinstance(data, list):
        return set().union(*map(_names, data))
    if not isinstance(data, dict):
        return set()
    found = {key.removeprefix(SCHEMA) for key in data if not key.startswith("@")}
    types = data.get("@type", [])
    found |= {each.removeprefix(SCHEMA) for each in ([types] if isinstance(types, str) else types)}
    return found.union(*map(_names, data.values()))


def _node(node: dict[str, Any]) -> Iterator[str]:
    kinds = [each.removeprefix(SCHEMA) for each in node.get("@type", [])]
    if len(kinds) != 1 or kinds[0] not in TYPES:
        yield f"something of the type {kinds}"
        return
    kind = kinds[0]
    said = {key.removeprefix(SCHEMA) for key in node}
    for missing in sorted(EXPECTED.get(kind, set()) - said):
        yield f"{kind} without {missing}"
    for key, values in node.items():
        name = key.removeprefix(SCHEMA)
        if name not in PROPERTIES:
            continue
        if not set(PROPERTIES[name]["on"]) & set(_kinds(kind)):
            yield f"{kind} has no {name}"
        for value in values:
            if not any(_is(value, expected) for expected in PROPERTIES[name]["is"]):
                yield f"{kind}: {name} {json.dumps(value)} is none of {PROPERTIES[name]['is']}"
            if "@type" in value and "@value" not in value:
                yield from _node(value)


def _kinds(kind: str) -> Iterator[str]:
    yield kind
    for each in TYPES[kind]:
        yield from _kinds(each)


def _is(value: dict[str, Any], expected: str) -> bool:
    """Whether a value is of an expected type.  A role stands in for whatever it qualifies."""
    match expected:
        case "Text":
            return isinstance(value.get("@value"), str) and bool(value["@value"].strip())
        case "Boolean":
            return isinstance(value.get("@value"), bool)
        case "Date":
            return _date(value.get("@value"))
        case "URL":
            parts = urlsplit(str(value.get("@id") or value.get("@value") or ""))
            return parts.scheme in ("https", "http") and bool(parts.netloc)
        case _:
            kinds = [each.removeprefix(SCHEMA) for each in value.get("@type", [])]
            return any(
                expected in _kinds(each) or each == "Role" for each in kinds if each in TYPES
            )


def _date(value: object) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) and date.fromisoformat(str(value)))
    except ValueError:
        return False
