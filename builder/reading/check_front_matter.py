"""Check a document's front matter against the registries, its file's name and its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath

from builder.core.identifiers import is_id
from builder.core.problems import Problem, did_you_mean
from builder.model import (
    QUESTION_KINDS,
    FrontMatter,
    Registry,
    Section,
    Withdrawal,
    numbered_in,
)
from builder.reading.original_file import check_source, original_of

KINDS = ("report", "letter", "paper")
DECIMAL = "decimal"
"""How a document says that its paragraphs are numbered "1.3"."""

Complain = Callable[[str, str], None]
"""Takes a front-matter key (for its line) and a message."""


def check_front(shown: str, front: FrontMatter, registry: Registry) -> list[Problem]:
    """The front matter against the registries and the file's name."""
    problems: list[Problem] = []

    def complain(key: str, message: str) -> None:
        problems.append(Problem(shown, lines.get(key, 1), message))

    lines = {**front.source.lines, **front.lines}
    if front.kind not in KINDS:
        complain(
            "kind",
            f"“kind” must be report, letter or paper; found “{front.kind}”; correct "
            f"it.{did_you_mean(front.kind, KINDS)}",
        )
    if front.authority not in registry.authorities:
        complain(
            "authority",
            "“authority” must be one of content/authorities.yaml; found "
            f"“{front.authority}”; add it there or correct it."
            f"{did_you_mean(front.authority, registry.authorities)}",
        )
    framework = registry.frameworks.get(front.framework)
    if framework is None:
        complain(
            "framework",
            "“framework” must be one of content/frameworks/; found "
            f"“{front.framework}”; add it there or correct it."
            f"{did_you_mean(front.framework, registry.frameworks)}",
        )
    elif front.kind in KINDS and front.kind not in framework.kinds:
        complain(
            "kind",
            f"a document of {framework.id} must be a {' or '.join(framework.kinds)}; "
            f"found “{front.kind}”; correct “kind” or “framework”.",
        )
    if front.kind in KINDS and front.authority in registry.authorities:
        _check_name(shown, front, complain)
    for former in front.formerly:
        if not is_id(former):
            complain(
                "formerly",
                "a former id must be at most 80 lower-case letters and digits joined by hyphens; "
                f"found “{former}”; write the id as it stood in the address.",
            )
    if front.published_from not in ("", "file name", "editor"):
        complain(
            "published_from",
            "“published_from” must be “file name” or “editor”, or be left out where the document "
            f"prints its date; found “{front.published_from}”; correct it.",
        )
    if front.numbering not in ("", DECIMAL):
        complain(
            "numbering",
            f"“numbering” must be “{DECIMAL}”, or be left out; found “{front.numbering}”; correct "
            f"it.{did_you_mean(front.numbering, (DECIMAL,))}",
        )
    if front.converted and not re.fullmatch(r"[0-9a-f]{16}", front.converted):
        complain(
            "converted",
            "“converted” must be as conversion wrote it, 16 digits from 0 to f; found "
            f"“{front.converted}”; remove the key, since somebody has edited the document.",
        )
    inspected = front.inspected
    if inspected is not None and not inspected.start <= inspected.end <= front.published:
        complain(
            "inspected",
            "an inspection must begin before it ends and end before it is "
            f"published; found {inspected.start}, {inspected.end} and {front.published}; "
            "correct the dates.",
        )
    if (periods := front.inspection_periods) and (
        inspected is None
        or any(each.start > each.end for each in periods)
        or any(above.end >= below.start for above, below in pairwise(periods))
        or (periods[0].start, periods[-1].end) != (inspected.start, inspected.end)
    ):
        complain(
            "inspection_periods",
            "periods must follow one another, and “inspected” be from the first day of the first "
            "to the last day of the last; found other dates; correct them.",
        )
    for key, message in check_source(front.source):
        complain(key, message)
    return problems


def check_withdrawn(
    content: Path, shown: str, front: FrontMatter, withdrawal: Withdrawal
) -> Iterator[Problem]:
    """The original of a withdrawn document is gone too."""
    if original_of(content, front.source):
        yield Problem(
            shown,
            withdrawal.line,
            f"the original of a withdrawn document must not be kept; found “{content.name}/"
            f"originals/{front.source.stored}”; remove it (the history of the repository keeps "
            "it).",
        )


def _check_name(shown: str, front: FrontMatter, complain: Complain) -> None:
    path = PurePosixPath(shown)
    expected = f"{front.authority}-{front.published}-{front.kind}"
    turn = path.stem.removeprefix(expected)
    if turn == path.stem or not re.fullmatch(r"(-[2-9]|-[1-9]\d)?", turn):
        complain(
            "published",
            f"the file must be named by authority, date and kind; found "
            f"“{path.stem}.md”; name it “{expected}.md” or correct the front matter.",
        )
    if path.parent.name != front.authority:
        complain(
            "authority",
            f"the file must stand in its authority's folder; found "
            f"“{path.parent.name}/”; move it to “{front.authority}/”.",
        )


def check_questions(shown: str, front: FrontMatter) -> Iterator[Problem]:
    """No document is published with an unanswered question."""
    for question in front.questions:
        if question.kind not in QUESTION_KINDS:
            yield Problem(
                shown,
                question.line,
                f"“kind” of a question must be one of {', '.join(QUESTION_KINDS)}; found "
                f"“{question.kind}”; correct it.{did_you_mean(question.kind, QUESTION_KINDS)}",
            )
        elif not question.answer:
            yield Problem(
                shown,
                question.line,
                "every question of conversion must have an answer; found none for "
                f"{question.in_words}; look at the original, put the text right, and write what "
                "you decided under “answer”.",
            )


def check_numbers(shown: str, front: FrontMatter, sections: Sequence[Section]) -> Iterator[Problem]:
    """Paragraphs count up from 1, except as the front matter declares."""
    repeated, skipped = set(front.repeated_numbers), set(front.skipped_numbers)
    expected = 1
    for paragraph in numbered_in(sections):
        number = paragraph.number or 0
        while expected in front.skipped_numbers and expected < number:
            skipped.discard(expected)
            expected += 1
        if number == expected:
            expected += 1
        elif number < expected:
            repeated.discard(number)
            if number not in front.repeated_numbers:
                yield Problem(
                    shown,
                    paragraph.line,
                    "paragraph numbers must count up by one; found "
                    f"{number} again where {expected} is due; correct the number, or list "
                    "it under “repeated_numbers” if the source itself prints it so.",
                )
        else:
            gap = f"{expected}" if number == expected + 1 else f"{expected} to {number - 1}"
            yield Problem(
                shown,
                paragraph.line,
                "paragraph numbers must count up by one; found "
                f"{number} where {expected} is due; restore {gap}, or list what the source "
                "itself leaves out under “skipped_numbers”.",
            )
            expected = number + 1
    for key, left, what in (
        ("repeated_numbers", repeated, "stand in the text again"),
        ("skipped_numbers", skipped, "be missing between two paragraphs of the text"),
    ):
        for number in sorted(left):
            yield Problem(
                shown,
                front.lines.get(key, 1),
                f"a number of “{key}” must {what}; found {number}, which does not; take it out.",
            )
