"""A document's file → its front matter and its body, with the lines kept."""

from __future__ import annotations

from msgspec import Struct

from builder.core.characters import unprinted
from builder.core.problems import Problem
from builder.model import FrontMatter
from builder.registry import yaml_schema as schema

_FENCE = "---"


class Divided(Struct, frozen=True):
    front: FrontMatter
    body: str
    first_line: int
    """The file's line on which the body begins, 1-based."""


def divide(path: str, data: bytes) -> tuple[Divided | None, list[Problem]]:
    """Divide one document's file; `path` is for problems.

    The file is UTF-8, with or without a byte order mark: front matter between two lines of `---`,
    then text.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found = f"byte 0x{data[error.start]:02x}"
        return None, [
            Problem(
                path, line, f"must be UTF-8; found {found}, which is not; save the file as UTF-8."
            )
        ]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not text.strip():
        return None, [
            Problem(path, 1, "must hold a document; the file is empty; restore it or remove it.")
        ]
    if lines[0].rstrip() != _FENCE:
        return None, [
            Problem(
                path,
                1,
                "must open with front matter between two lines of “---”; "
                f"found “{lines[0][:40]}”; add the front matter.",
            )
        ]
    closing = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if closing is None:
        return None, [
            Problem(
                path,
                1,
                "must close its front matter with a line of “---”; found "
                "none; add it below the last key.",
            )
        ]
    body = "\n".join(lines[closing + 1 :])
    unprintable = (
        [
            Problem(
                path,
                number,
                "must hold no control characters; found "
                f"U+{ord(control[0]):04X} after “{line[: control.start()][-20:]}”; remove it.",
            )
            for number, line in enumerate(lines[closing + 1 :], closing + 2)
            if (control := unprinted(line))
        ]
        if unprinted(body)
        else []
    )
    front, problems = schema.load_yaml(
        path, "\n".join(lines[1:closing]), FrontMatter, 2, comments=False
    )
    problems += unprintable
    withdrawn = front is not None and front.withdrawn is not None
    if withdrawn and body.strip():
        problems.append(
            Problem(
                path,
                closing + 2,
                "a withdrawn document must hold its front matter alone; found text below it; "
                "remove the text (the history of the repository keeps it).",
            )
        )
    elif not withdrawn and not body.strip():
        problems.append(
            Problem(
                path,
                closing + 1,
                "must hold the document's text below the front matter; found none; add it.",
            )
        )
    if front is None or problems:
        return None, problems
    return Divided(front, body, closing + 2), problems
