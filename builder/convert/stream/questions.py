"""Words in a block about which a person must be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from builder.convert.stream.list_markers import Part
from builder.convert.stream.pieces import Question
from builder.model import QuestionKind

_LONGEST = 300
"""Characters of the words in question that are shown."""
_AROUND = 40


class Asked(Struct):
    """Words in question, in reading order."""

    kind: QuestionKind
    start: int
    """How many parts of the block stand before them."""
    end: int
    """The same, of those before what follows them."""
    words: str


def ask(asked: list[Asked], kind: QuestionKind, words: str, before: int, after: int) -> None:
    """Add words in question; adjacent ones are one question."""
    last = asked[-1] if asked else None
    if last is not None and last.kind == kind and last.end == before:
        last.words += words
        last.end = after
    elif words.strip():
        asked.append(Asked(kind, before, after, words))


def questions(asked: Sequence[Asked], parts: Sequence[Part]) -> Iterator[Question]:
    """The questions of a block made from `parts`."""
    for each in asked:
        before = _plain(parts[: each.start])
        after = _plain(parts[each.end :])
        place = ""
        if before:
            cut = before[-_AROUND:]
            place = f"after “{cut if cut == before else cut.partition(' ')[2] or cut}”"
        elif after:
            cut = after[:_AROUND]
            place = f"before “{cut if cut == after else cut.rpartition(' ')[0] or cut}”"
        # Who blacked words out meant nobody to read them: it is said where they are.
        words = "" if each.kind == "covered" else " ".join(each.words.split())
        if len(words) > _LONGEST:
            words = f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
        yield Question(each.kind, 0, place, words)


def _plain(parts: Sequence[Part]) -> str:
    return " ".join("".join(words for words, _, _ in parts).split())
