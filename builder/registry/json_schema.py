"""Front matter and registries as JSON Schema (draft 2020-12), for completion in editors."""

from __future__ import annotations

import ast
import inspect
import json
import sys
import types
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Literal, Union, get_args, get_origin

from msgspec.structs import fields

from builder.model import (
    Authority,
    CheckRules,
    Citation,
    Framework,
    FrontMatter,
    InspectingRole,
    Judgement,
    Licence,
    LocalPlace,
    NameForms,
    OutcomeTable,
    Owners,
    Publisher,
    ReferenceKind,
    SearchWords,
    SiteFacts,
    Topic,
)
from builder.registry.yaml_schema import is_struct, is_written

SHAPES: Mapping[str, Any] = {
    "authorities": tuple[Authority, ...],
    "checks": CheckRules,
    "citations": tuple[Citation, ...],
    "document": FrontMatter,
    "framework": Framework,
    "judgements": tuple[Judgement, ...],
    "licences": tuple[Licence, ...],
    "names": NameForms,
    "outcomes": tuple[OutcomeTable, ...],
    "owners": Owners,
    "places": tuple[LocalPlace, ...],
    "publisher": Publisher,
    "references": tuple[ReferenceKind, ...],
    "roles": tuple[InspectingRole, ...],
    "site": SiteFacts,
    "synonyms": SearchWords,
    "topics": tuple[Topic, ...],
}
"""The name of each schema → what its files are read as; `document` is the front matter of one."""

_SCALARS: Mapping[Any, dict[str, Any]] = {
    # YAML takes "2010" for a number and "no" for a truth; here both are words as written.
    str: {"type": ["string", "number", "boolean"]},
    int: {"type": "integer"},
    bool: {"enum": [True, False, "yes", "no"]},
    date: {"type": "string", "format": "date"},
}


def json_schema(name: str) -> str:
    """One of `SHAPES` as the text of a schema."""
    definitions: dict[str, Any] = {}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **_schema(SHAPES[name], definitions),
        "$defs": definitions,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a type; those of structs are put among the definitions."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _schema(next(each for each in arguments if each is not type(None)), definitions)
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    if origin is Literal:
        return {"enum": list(arguments)}
    if is_struct(hint):
        name = hint.__name__
        if name not in definitions:
            definitions[name] = {}  # one that holds itself is no endless work
            definitions[name] = _mapping(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    return dict(_SCALARS[hint])


def _mapping(shape: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    said = _docstrings(shape)
    properties, required = {}, []
    for each in fields(shape):
        if not is_written(each.type):
            continue
        key = each.encode_name
        properties[key] = _schema(each.type, definitions)
        if each.name in said:
            properties[key]["description"] = said[each.name]
        if each.required:
            required.append(key)
    return {
        "type": "object",
        "description": inspect.cleandoc(shape.__doc__).split("\n\n")[0].replace("\n", " ")
        if shape.__doc__
        else shape.__name__,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


@cache
def _docstrings(shape: Any) -> Mapping[str, str]:
    """What the source says below each field of a struct."""
    tree = ast.parse(inspect.getsource(sys.modules[shape.__module__]))
    body = next(
        each.body
        for each in tree.body
        if isinstance(each, ast.ClassDef) and each.name == shape.__name__
    )
    found = {}
    for above, below in pairwise(body):
        match above, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str() as words)),
            ):
                found[name] = " ".join(words.split())
    return found
