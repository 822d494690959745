"""Check `references.yaml`: ids, patterns, and its examples by the rules that read documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from builder.core.problems import did_you_mean
from builder.language.reference_patterns import AHEAD, SORTS, Referring, problem_of
from builder.model import ReferenceKind

Found = Iterator[tuple[int, str]]


def check_references(rows: Mapping[str, ReferenceKind], frameworks: Collection[str]) -> Found:
    """Everything wrong, as (line, message); examples are tried only with valid patterns."""
    for row in rows.values():
        yield from _ids(row, rows, frameworks)
        malformed = list(_patterns(row))
        yield from malformed or _examples(row)


def _ids(
    row: ReferenceKind, rows: Mapping[str, ReferenceKind], frameworks: Collection[str]
) -> Found:
    for key, ids in (("frameworks", row.frameworks), ("said_in", row.said_in)):
        for each in ids:
            if each not in frameworks:
                yield (
                    row.line,
                    f"“{key}” must name frameworks of the archive; found “{each}”; correct it."
                    f"{did_you_mean(each, frameworks)}",
                )
    if row.means and row.means not in {each.id for each in rows.values() if not each.means}:
        yield (
            row.line,
            f"“means” must name a row of this file that stands for itself; found “{row.means}”; "
            f"correct it.{did_you_mean(row.means, rows)}",
        )


def _patterns(row: ReferenceKind) -> Found:
    for sort in (*SORTS, "unless"):
        for pattern in getattr(row, sort):
            problem = problem_of(row, sort, pattern)
            if problem:
                yield (
                    row.line,
                    f"a pattern of “{sort}” must be one that can be read; found “{pattern}”: "
                    f"{problem}; correct it.",
                )
    if row.ahead and not row.frameworks:
        yield (
            row.line,
            f"what is spoken of {AHEAD} must be of a kind that is held; found none of its "
            "“frameworks”; name them.",
        )


def _examples(row: ReferenceKind) -> Found:
    referring = Referring([row])
    for sentence, expected in row.examples.items():
        found = [each for spoken in referring.read(sentence) for each in spoken.shown()]
        if found != list(expected):
            yield (
                row.line,
                f"“{row.id}” must read {', '.join(expected) or 'nothing'} in “{sentence}”; it "
                f"reads {', '.join(found) or 'nothing'}; correct a pattern or the example.",
            )
    if not any(row.examples.values()):
        yield (
            row.line,
            f"“{row.id}” must have an example in which something is read; found none; add one.",
        )
