"""Check `checks.yaml`: patterns, and their examples by the rules that read documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from builder.core.problems import did_you_mean
from builder.language.numbers import MEANINGS, attributed, figures, graded_counts, stated
from builder.language.regex_safety import fault
from builder.model import CheckRules, Comparison, Framework, Wording

Found = Iterator[tuple[int, str]]
Read = Callable[[str], Iterable[str]]


def check_wordings(rules: CheckRules, frameworks: Iterable[Framework]) -> Found:
    """Everything wrong, as (line, message); examples are tried only with valid patterns."""
    known = tuple(frameworks)
    parts = {name: name for each in known for part in each.parts for name in part.printed}
    labels = {
        label for each in known for grade in each.scale for label in (grade.label, *grade.also)
    }

    def of_parts(row: Wording) -> Read:
        return lambda words: [each.printed for each in stated(words, row.patterns, parts)]

    def of_attribution(row: Wording) -> Read:
        return lambda words: filter(None, [attributed(words, row.patterns)])

    for name, row, places, read in (
        ("stated", rules.stated, ("count", "part"), of_parts(rules.stated)),
        (
            "stated_elsewhere",
            rules.stated_elsewhere,
            ("count", "part"),
            of_parts(rules.stated_elsewhere),
        ),
        (
            "graded",
            rules.graded,
            ("label", "subject", "count"),
            lambda words: [
                each.printed for each in graded_counts(words, rules.graded.patterns, labels)
            ],
        ),
        ("attributed", rules.attributed, (), of_attribution(rules.attributed)),
        ("publication", rules.publication, (), of_attribution(rules.publication)),
    ):
        malformed = list(_patterns(name, row, places))
        yield from malformed or _examples(name, row, read)
    for each in rules.comparisons:
        yield from _comparison(each)


def _patterns(name: str, row: Wording, places: tuple[str, ...]) -> Found:
    for pattern in row.patterns:
        found = tuple(re.findall(r"\{([a-z]+)\}", pattern))
        if sorted(found) != sorted(places):
            wanted = " and ".join(f"{{{place}}}" for place in places) or "no place in braces"
            yield (
                row.line,
                f"a pattern of “{name}” must have {wanted}, each once; found “{pattern}”; "
                "correct it.",
            )
            continue
        if problem := fault(re.sub(r"\{[a-z]+\}", "x", pattern)):
            yield (
                row.line,
                f"a pattern must be one that can be read; found “{pattern}”: {problem}; correct "
                "it.",
            )


def _comparison(row: Comparison) -> Found:
    if row.means not in MEANINGS:
        yield (
            row.line,
            f"“means” must be one of {', '.join(MEANINGS)}; found “{row.means}”; correct it."
            f"{did_you_mean(row.means, MEANINGS)}",
        )
    for template in row.printed:
        if template.count("{n}") != 1:
            yield (
                row.line,
                f"words that compare must have {{n}} once; found “{template}”; write it where the "
                "figure stands.",
            )
            return
    yield from _examples(
        row.means,
        row,
        lambda words: [each.printed for each in figures(words, [row]) if each.meaning],
    )


def _examples(name: str, row: Wording | Comparison, read: Read) -> Found:
    for sentence, expected in row.examples.items():
        found = list(read(sentence))
        if found != ([expected] if expected else []):
            yield (
                row.line,
                f"“{name}” must read {f'“{expected}”' if expected else 'nothing'} in “{sentence}”; "
                f"it reads {'; '.join(f'“{each}”' for each in found) or 'nothing'}; correct the "
                "words or the example.",
            )
