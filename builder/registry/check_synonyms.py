"""Check `synonyms.yaml`, its examples by the search's own tokenizer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.language.tokenizer import Token, Words
from builder.model import SearchWords, Spelling, Synonym

Found = Iterator[tuple[int, str]]


def check_words(known: SearchWords) -> Found:
    """All that is wrong with the rules."""
    words = Words(known)
    for row in known.spellings:
        yield from _check_spelling(row, words)
    yield from _check_single(known, words)
    yield from _check_faint(known, words)
    yield from _check_forms(known)
    yield from _check_filters(known, words)
    yield from _check_synonyms(known, words)


def _check_spelling(row: Spelling, words: Words) -> Found:
    for one, other in row.examples.items():
        read = [words.read(each) for each in (one, other)]
        if _written(read[0]) != _written(read[1]):
            yield (
                row.line,
                f"“{one}” and “{other}” must be read as the same word; they are read as "
                f"“{_written(read[0])}” and “{_written(read[1])}”; correct the letters or the "
                "example.",
            )


def _check_single(known: SearchWords, words: Words) -> Found:
    """Whole words stand for whole words."""
    pairs = [("spelled", one, other) for one, other in known.spelled.items()]
    pairs += [("forms", word, form) for word, forms in known.forms.items() for form in forms]
    for key, one, other in pairs:
        if len(words.read(one)) != 1 or len(words.read(other)) != 1:
            yield (
                known.lines.get(key, 1),
                f"“{key}” must hold one word for one word; found “{one}: {other}”; write it as a "
                "synonym.",
            )


def _check_faint(known: SearchWords, words: Words) -> Found:
    for word in known.faint:
        tokens = words.read(word)
        if len(tokens) != 1 or tokens[0].small:
            found = "a small one" if len(tokens) == 1 else f"which is {len(tokens)}"
            yield (
                known.lines.get("faint", 1),
                f"“faint” must hold single words that are not small; found “{word}”, {found}; "
                "remove it.",
            )


FILTERS = ("framework", "overall", "recommendation")
"""The filters that words may name."""


def _check_filters(known: SearchWords, words: Words) -> Found:
    claimed: dict[tuple[str, ...], str] = {}
    for row in known.filters:
        if row.filter not in FILTERS:
            yield (
                row.line,
                f"“filter” must be one of {', '.join(FILTERS)}; found “{row.filter}”; choose one.",
            )
        for phrase in row.words:
            read = tuple(token.singular for token in words.read(phrase))
            if not read or claimed.setdefault(read, phrase) != phrase:
                yield (
                    row.line,
                    f"words must name one filter; found “{phrase}” again, as "
                    f"“{claimed.get(read, '')}”; keep it once.",
                )


def _check_forms(known: SearchWords) -> Found:
    claimed: dict[str, str] = {}
    for word, forms in known.forms.items():
        for form in forms:
            other = claimed.setdefault(form, word)
            if other != word:
                yield (
                    known.lines.get("forms", 1),
                    f"a form must be that of one word; found “{form}” of “{word}” and “{other}”; "
                    "keep it with one of them.",
                )


def _check_synonyms(known: SearchWords, words: Words) -> Found:
    claimed: dict[tuple[str, ...], str] = {}
    ids: set[str] = set()
    for row in known.synonyms:
        if row.id in ids:
            yield (
                row.line,
                f"each id must stand once; found “{row.id}” again; rename or remove one.",
            )
        ids.add(row.id)
        for phrase in (*row.words, *row.abbreviations):
            key = tuple(each.singular for each in words.read(phrase))
            if not key:
                yield row.line, f"each synonym must hold a word; found “{phrase}”; remove it."
                continue
            other = claimed.setdefault(key, row.id)
            if other != row.id:
                yield (
                    row.line,
                    f"words must have one meaning; found “{phrase}” for {row.id} and {other}; "
                    "keep it with one of them.",
                )
        yield from _check_examples(row, words)


def _check_examples(row: Synonym, words: Words) -> Found:
    for example in row.examples:
        if row.id not in _meant(words, example):
            yield (
                row.line,
                f"“{row.id}” must be found in its examples; it is not in “{example}”; add its "
                "words or correct the example.",
            )
    for example in row.not_examples:
        if row.id in _meant(words, example):
            yield (
                row.line,
                f"“{row.id}” must not be found in “{example}”; it is; make its words narrower.",
            )


def _meant(words: Words, example: str) -> set[str]:
    return {row for _, _, row in words.meanings(words.read(example))}


def _written(tokens: Sequence[Token]) -> str:
    return " ".join(each.written for each in tokens)
