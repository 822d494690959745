"""YAML → frozen structs, with a problem and its line for whatever does not fit.

Scalars stay as written until the struct's types say what they are: YAML never turns `No` into
false.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin

import yaml
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from builder.core.characters import UNPRINTED
from builder.core.problems import Problem, did_you_mean, nearest
from builder.model import ELSEWHERE, Line, Lines

T = TypeVar("T")


class _Scalar(Struct, frozen=True):
    line: int
    value: str


class _Sequence(Struct, frozen=True):
    line: int
    value: list[_Node]


class _Mapping(Struct, frozen=True):
    line: int
    value: list[tuple[_Node, _Node]]


_Node = _Scalar | _Sequence | _Mapping
Complain = Callable[[_Node, str], None]

_ABSENT: Any = object()
_DEEPEST = 12
_LONGEST = 20_000
"""Characters of a value: those of the longest paragraph."""


def load_yaml(
    path: str, text: str, shape: type[T], first_line: int = 1, *, comments: bool = True
) -> tuple[T | None, list[Problem]]:
    """Read `text` as `shape`: a struct, or `tuple[Row, ...]` for a list.

    Unknown and repeated keys and wrong types are problems; with any problem the value is None.
    `first_line` is the line of the file where `text` begins. Unless `comments` is true, a comment
    behind a value is a problem: it is words of a title. Never raises because of the text.
    """
    problems: list[Problem] = []

    def complain(node: _Node, message: str) -> None:
        problems.append(Problem(path, node.line, message))

    try:
        node = _compose(text, first_line, comments=comments)
    except _NotPlain as error:
        return None, [Problem(path, error.line, str(error))]
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        at = mark.line if mark else 0
        lines = text.split("\n")
        words = lines[at].strip() if at < len(lines) else ""
        found = f"“{words[:40]}” cannot be read" if words else "it ends too soon"
        return None, [
            Problem(
                path,
                at + first_line,
                f"must be valid YAML; {found}; check the indentation, colons, brackets and quotes "
                "on and above this line.",
            )
        ]
    except yaml.YAMLError:
        problems += [
            Problem(
                path,
                first_line + line,
                f"must hold no character that YAML does not allow; found U+{ord(words[at]):04X}"
                f"{_behind(words[:at])}; remove it.",
            )
            for line, words in enumerate(text.split("\n"))
            if (at := _disallowed(words)) >= 0
        ] or [Problem(path, first_line, "must be valid YAML; it cannot be read; write it anew.")]
        return None, problems
    if node is None:
        return None, [Problem(path, first_line, "must hold YAML; it is empty; fill it in.")]
    value = _read(node, shape, "this file", complain)
    return (None if problems else value), problems


def _disallowed(words: str) -> int:
    """The position of the first character that YAML does not allow, or -1."""
    match = yaml.reader.Reader.NON_PRINTABLE.search(words)
    return match.start() if match else -1


def _behind(words: str) -> str:
    return f" after “{words[-20:].strip()}”" if words.strip() else ""


class _NotPlain(Exception):
    """YAML beyond an editor's needs: aliases, control characters, deep nesting."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def _compose(text: str, first_line: int, *, comments: bool) -> _Node | None:
    """The nodes of a text, with lines of the file.

    PyYAML's own composer overflows the stack on deep nesting, and aliases of aliases expand without
    bound.
    """
    lines = text.split("\n")
    root: _Node | None = None
    inside: list[_Sequence | _Mapping] = []
    keys: list[_Node | None] = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        start: Any = event.start_mark
        line = start.line + first_line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _NotPlain(
                line,
                "must hold no YAML anchors or aliases (& and *); found one; "
                "quote the value, or write it out.",
            )
        if isinstance(event, yaml.ScalarEvent) and (control := UNPRINTED.search(event.value)):
            raise _NotPlain(
                line, f"must hold no control characters; found U+{ord(control[0]):04X}; remove it."
            )
        lost = "" if comments or not isinstance(event, yaml.ScalarEvent) else _comment(event, lines)
        if lost:
            raise _NotPlain(
                line,
                f"a value must hold no “ #”, behind which YAML reads nothing; found “{lost}”; put "
                "the whole value between quotation marks, or the comment on a line of its own.",
            )
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > _LONGEST:
            raise _NotPlain(
                line,
                f"a value must have at most {_LONGEST:,} characters; found {len(event.value):,}; "
                "close the quotation mark above it, or shorten it.",
            )
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _NotPlain(
                line, "must hold one YAML document; found a second; remove the line “---”."
            )
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            inside.pop()
            keys.pop()
        node = _node(event, line)
        if node is None:
            continue
        if not inside:
            root = node
        elif isinstance(inside[-1], _Sequence):
            inside[-1].value.append(node)
        elif (key := keys[-1]) is None:
            keys[-1] = node
        else:
            inside[-1].value.append((key, node))
            keys[-1] = None
        if not isinstance(node, _Scalar):
            inside.append(node)
            keys.append(None)
            if len(inside) > _DEEPEST:
                raise _NotPlain(
                    line,
                    f"must nest values at most {_DEEPEST} deep; found more; "
                    "close a bracket, or correct the indentation.",
                )
    return root


def _comment(event: yaml.ScalarEvent, lines: list[str]) -> str:
    """The comment behind an unquoted value, or ""."""
    end: Any = event.end_mark
    if event.style or not event.value or end.line >= len(lines):
        return ""
    rest = lines[end.line][end.column :]
    return rest.strip() if re.match(r"\s+#", rest) else ""


def _node(event: yaml.Event, line: int) -> _Node | None:
    if isinstance(event, yaml.ScalarEvent):
        return _Scalar(line, event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        return _Sequence(line, [])
    if isinstance(event, yaml.MappingStartEvent):
        return _Mapping(line, [])
    return None


def _read(node: _Node, hint: Any, name: str, complain: Complain) -> Any:
    """A node as a type; complains and returns `_ABSENT` where it does not fit."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        hint = next(part for part in arguments if part is not type(None))
        return _read(node, hint, name, complain)
    if is_struct(hint):
        return _read_mapping(node, hint, name, complain)
    if origin is tuple:
        if not isinstance(node, _Sequence):
            complain(
                node,
                f"{name} must be a list; found {_shown(node)}; write each entry on "
                "a line of its own after “- ”.",
            )
            return _ABSENT
        entry = f"an entry of {name}"
        read = [_read_entry(each, arguments[0], entry, complain) for each in node.value]
        return tuple(value for value in read if value is not _ABSENT)
    if origin is dict:
        pairs = _pairs(node, name, complain)
        read_pairs = {
            key: _read(value, arguments[1], f"“{key}” in {name}", complain)
            for key, (_, value) in pairs.items()
        }
        return {key: value for key, value in read_pairs.items() if value is not _ABSENT}
    return _read_scalar(node, hint, name, complain)


def _read_entry(node: _Node, hint: Any, name: str, complain: Complain) -> Any:
    if hint is str and isinstance(node, _Scalar) and not node.value.strip():
        complain(node, f"{name} must not be empty; nothing was found; write its value.")
        return _ABSENT
    return _read(node, hint, name, complain)


def _read_scalar(node: _Node, hint: Any, name: str, complain: Complain) -> Any:
    if not isinstance(node, _Scalar):
        complain(
            node, f"{name} must be a single value; found {_shown(node)}; write it on one line."
        )
        return _ABSENT
    written = node.value.strip()
    if hint is str:
        return written
    if hint is int and re.fullmatch(r"-?\d{1,9}", written):
        return int(written)
    if hint is bool and written in ("yes", "no"):
        return written == "yes"
    if hint is date and re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            complain(
                node,
                f"{name} must be a day of the calendar; found “{written}”; check the "
                "day and the month.",
            )
            return _ABSENT
    wanted = {int: "a whole number", bool: "“yes” or “no”", date: "a date"}[hint]
    mend = {
        int: "write digits only",
        bool: "write yes or no",
        date: "write year-month-day, as in 2010-05-21",
    }[hint]
    complain(node, f"{name} must be {wanted}; found “{written}”; {mend}.")
    return _ABSENT


def _read_mapping(node: _Node, shape: Any, name: str, complain: Complain) -> Any:
    pairs = _pairs(node, name, complain)
    if not isinstance(node, _Mapping):
        return _ABSENT
    known = _keys(shape)
    for key, found in [*pairs.items()]:
        if key not in known:
            complain(
                found[0],
                f"{name} must hold only keys that are known; found “{key}”; remove "
                f"it or correct its name.{did_you_mean(key, known)}",
            )
            pairs.setdefault(nearest(key, known), found)  # or it would be missing too
    values: dict[str, Any] = {}
    for each in _fields(shape):
        hint = each.type
        if hint is Line:
            values[each.name] = Line(node.line)
        elif hint is Lines:
            values[each.name] = {key: key_node.line for key, (key_node, _) in pairs.items()}
        elif not is_elsewhere(hint):
            pair = pairs.get(each.encode_name)
            values[each.name] = _read_field(node, each, pair, name, complain)
    if any(value is _ABSENT for value in values.values()):
        return _ABSENT
    return shape(**values)


def _read_field(
    node: _Node,
    each: FieldInfo,
    pair: tuple[_Node, _Node] | None,
    name: str,
    complain: Complain,
) -> Any:
    key = each.encode_name
    empty = pair is not None and isinstance(pair[1], _Scalar) and not pair[1].value.strip()
    if pair is not None and not empty:
        return _read(pair[1], each.type, f"“{key}”", complain)
    if each.required:
        if pair is None:
            complain(node, f"{name} must hold “{key}”; it is missing; add a line “{key}: …”.")
        else:
            complain(pair[0], f"“{key}” must not be empty; nothing was found; write its value.")
        return _ABSENT
    if each.default_factory is not NODEFAULT:
        return each.default_factory()
    return each.default


def _pairs(node: _Node, name: str, complain: Complain) -> dict[str, tuple[_Node, _Node]]:
    """A mapping's keys with their nodes; complains of repeated keys and other nodes."""
    if not isinstance(node, _Mapping):
        complain(node, f"{name} must be a mapping; found {_shown(node)}; write “key: value” lines.")
        return {}
    pairs: dict[str, tuple[_Node, _Node]] = {}
    for key, value in node.value:
        if not isinstance(key, _Scalar):
            complain(key, f"a key of {name} must be a word; found {_shown(key)}; write it plainly.")
        elif key.value in pairs:
            complain(
                key,
                f"{name} must hold each key once; found “{key.value}” again; remove "
                "one of the two.",
            )
        else:
            pairs[key.value] = (key, value)
    return pairs


def _shown(node: _Node) -> str:
    if isinstance(node, _Mapping):
        return "a mapping"
    if isinstance(node, _Sequence):
        return "a list"
    return f"“{node.value}”"


@cache
def _fields(shape: Any) -> tuple[FieldInfo, ...]:
    return fields(shape)


@cache
def _keys(shape: Any) -> frozenset[str]:
    return frozenset(each.encode_name for each in _fields(shape) if is_written(each.type))


def is_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct)


def is_written(hint: Any) -> bool:
    """Whether a field of this type is a key of the file."""
    return hint not in (Line, Lines) and not is_elsewhere(hint)


def is_elsewhere(hint: Any) -> bool:
    """Whether a field of this type comes from another file."""
    return ELSEWHERE in getattr(hint, "__metadata__", ())
