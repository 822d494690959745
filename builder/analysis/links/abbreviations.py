"""Abbreviations of a document: meaning, places, misprints.

Meanings are the document's own: the same letters may be two boards. Method: Schwartz and Hearst, "A
simple algorithm for identifying abbreviation definitions in biomedical text", 2003, narrowed to
first letters and letters inside words that gave theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache, partial
from typing import NamedTuple

from builder.analysis.links.places import Running
from builder.language.phrase_finder import whereabouts
from builder.model import Abbreviation, Board, Expansion, Misprint, unshaped

_SHORT = r"(?:[a-z]-?)?[A-Z][\w&/-]{0,8}\w"
_BRACKET = re.compile(rf"\((?:or )?(?:the )?[‘'“\"]?({_SHORT})[’'”\"]?(?=[,;)])")
_BEHIND_SHORT = re.compile(r"\((?<= .)(?:the )?([^()]{5,120})\)")
_BEFORE_BRACKET = re.compile(rf"(?<![\w&/-])({_SHORT}) \Z")
_LONGEST_SHORT = 12
_CAPITALS = re.compile(r"([A-Z](?<![\w&].)[A-Z]{3,8})s?(?![\w&])")
_WORD = re.compile(r"[^\W_][\w'’]*|&")
_ENDS = ".;:()?!"
_SMALL = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with", "&"})
_SMALL_AMONG_CAPITALS = _SMALL | {"about", "after", "against", "as", "at", "by", "from", "into"}
_SPARE = 5
"""How many more words than letters an expansion may have."""
_INSIDE, _BESIDE, _BEHIND, _SKIPPED = 1, 2, 4, 5
"""What it costs to take letters from inside a word, to leave a word that is no part of a name
between it and the bracket, to take the last letter from the word behind the bracket, and to pass
over a word: the cheapest reading is taken."""
_FEW = 4
"""An abbreviation of fewer letters is read, or held for misprinted, only where nothing is in
doubt."""
_RARELY = 2
"""How often a misprint may stand in a document."""


class _Word(NamedTuple):
    text: str
    """In lower case."""
    start: int
    end: int
    joined: bool
    """Whether a hyphen joins it to the word before."""
    capital: bool


class _Reading(NamedTuple):
    short: str
    long: str
    cost: int


def expansions(running: Running, registered: Iterable[str]) -> Iterator[Expansion]:
    """Abbreviations with their printed expansions, in order.

    `registered` are those of the authority's boards. A doubtful reading yields to a certain one.
    """
    known = frozenset(registered)
    standing = cache(partial(_standing, running))
    found = [
        (place.anchor, each)
        for place in running.places
        if "(" in place.words
        for each in _readings(place.words, known, standing)
    ]
    cheapest: dict[str, int] = {}
    for _, each in found:
        cheapest[each.short] = min(each.cost, cheapest.get(each.short, each.cost))
    for anchor, each in found:
        if each.cost < _BEHIND or each.cost == cheapest[each.short]:
            yield Expansion(anchor, each.short, each.long)


def explained(
    running: Running, expanded: Iterable[Expansion], boards: Iterable[Board]
) -> tuple[Abbreviation, ...]:
    """Abbreviations with a meaning, sorted: expanded ones, and boards' without expansion."""
    meanings: dict[str, dict[str, str]] = {}
    for each in expanded:
        meanings.setdefault(each.short, {}).setdefault(likeness(each.long), each.long)
    own = frozenset(meanings)
    for board in boards:
        for short in board.abbreviations:
            if short not in own:
                meanings.setdefault(short, {}).setdefault(likeness(board.name), board.name)
    anchors: dict[str, dict[str, None]] = {}
    for short, at in _occurrences(meanings, running.text):
        anchors.setdefault(short, {}).setdefault(running.place_at(at).anchor)
    return tuple(
        Abbreviation(short, tuple(meanings[short].values()), short in own, tuple(found))
        for short, found in sorted(anchors.items(), key=lambda each: (each[0].casefold(), each[0]))
    )


def pattern(shorts: Iterable[str]) -> re.Pattern[str] | None:
    """Matches any of the abbreviations (group 1) and a plural “s”; None without any."""
    longest_first = sorted(shorts, key=lambda each: (-len(each), each))
    if not longest_first:
        return None
    # Each begins with its first letter, not with what must stand before: see `sentences`.
    printed = (rf"{re.escape(each[0])}(?<![\w&].){re.escape(each[1:])}" for each in longest_first)
    return re.compile(rf"({'|'.join(printed)})s?(?![\w&])")


@lru_cache(maxsize=1024)
def likeness(long: str) -> str:
    """An expansion without capitals, hyphens, blanks, plurals and “&”."""
    words = re.findall(r"[^\W_]+", unshaped(long).casefold().replace("'", "").replace("&", " and "))
    return "".join(_singular(word) for word in words if word != "the")


def _singular(word: str) -> str:
    if len(word) < _FEW or not word.endswith("s"):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def _occurrences(shorts: Iterable[str], text: str) -> list[tuple[str, int]]:
    """What `pattern` finds, in order, without compiling a pattern for each document."""
    found: list[tuple[int, int, str]] = []
    edged = f"\n{text}\n\n"
    for short, at, end in whereabouts(list(shorts), text):
        behind = edged[end + 1]
        if not _goes_on(edged[at]) and not _goes_on(edged[end + 2] if behind == "s" else behind):
            found.append((at, -end, short))
    standing: list[tuple[str, int]] = []
    last = 0
    for at, minus_end, short in sorted(found):
        if at >= last:
            standing.append((short, at))
            last = -minus_end
    return standing


def _goes_on(letter: str) -> bool:
    """Whether a neighbouring letter makes an abbreviation part of a longer word."""
    return letter.isalnum() or letter in "_&"


def misprints(running: Running, meant: Iterable[str]) -> Iterator[Misprint]:
    """Rare abbreviations that are a frequent one of `meant` with two letters swapped."""
    known = frozenset(meant)
    near: dict[str, set[str]] = {}
    for each in known:
        for printed in _transpositions(each):
            near.setdefault(printed, set()).add(each)
    if not near:
        return
    capitals = [each for each in {*near, *known} if _CAPITALS.fullmatch(each)]
    standing = _occurrences(sorted(capitals), running.text)
    times = Counter(short for short, _ in standing)
    likely = {
        printed: other
        for printed, others in near.items()
        if len(others) == 1 and printed not in known and 0 < times[printed] <= _RARELY
        for other in others
        if times[other] > times[printed]
    }
    found = ((running.place_at(at).anchor, short) for short, at in standing if short in likely)
    for anchor, printed in dict.fromkeys(found):
        yield Misprint(anchor, printed, likely[printed])


def _standing(running: Running) -> Counter[str]:
    """How often each word of capitals occurs."""
    return Counter(_CAPITALS.findall(running.text))


def _transpositions(short: str) -> list[str]:
    if len(short) < _FEW:
        return []
    return [
        f"{short[:at]}{short[at + 1]}{short[at]}{short[at + 2 :]}"
        for at in range(len(short) - 1)
        if short[at] != short[at + 1]
    ]


def _readings(
    words: str, registered: frozenset[str], standing: Callable[[], Counter[str]]
) -> Iterator[_Reading]:
    """Readings of abbreviations in a paragraph with brackets."""
    for bracket in _BRACKET.finditer(words):
        closing = words.find(")", bracket.end())
        before, after = words[: bracket.start()], words[closing + 1 :]
        reading = _read(bracket[1], before, after)
        if reading is None:
            reading = _transposed(bracket[1], before, registered, standing)
        if reading is not None:
            yield reading
    for bracket in _BEHIND_SHORT.finditer(words):
        at = bracket.start()
        named = _BEFORE_BRACKET.search(words, max(0, at - 1 - _LONGEST_SHORT), at)
        if named is None:
            continue
        within = _words(bracket[1])
        for short in _spellings(named[1]):
            cost = _cost(_letters(short), within, skips=0)
            if cost is not None and _is_plausible(short, cost):
                yield _Reading(short, bracket[1].strip("‘’'“”\" "), cost)
                break


def _transposed(
    printed: str, before: str, registered: frozenset[str], standing: Callable[[], Counter[str]]
) -> _Reading | None:
    """The reading of a misprint: another known abbreviation spells the words before it."""
    for other in _transpositions(printed):
        reading = _read(other, before, "")
        if reading is None or reading.cost or standing()[printed] > _RARELY:
            continue
        if other in registered or standing()[other] > standing()[printed]:
            return reading
    return None


def _read(printed: str, before: str, after: str) -> _Reading | None:
    """What a bracketed abbreviation stands for by the words around it."""
    clause = before[max(map(before.rfind, _ENDS)) + 1 :]
    best: _Reading | None = None
    for short in _spellings(printed):
        letters = _letters(short)
        words = _words(clause, len(letters) + _SPARE)
        for start in range(len(words) - 1, -1, -1):
            first = words[start]
            if first.text in _SMALL or first.joined or not _gives(first.text, letters[0]):
                continue
            for cost, end, added in _ways(short, letters, words[start:], after):
                long = clause[first.start : end].strip(" ,’'”\"") + added
                if _is_plausible(short, cost) and (best is None or cost < best.cost):
                    best = _Reading(short, long, cost)
            if best is not None and not best.cost:
                return best
    return best


def _ways(
    short: str, letters: Sequence[str], words: Sequence[_Word], after: str
) -> Iterator[tuple[int, int, str]]:
    """Readings of the letters: cost, end in the clause, completing words behind the bracket."""
    end, long_enough = words[-1].end, len(short) >= _FEW
    cost = _cost(letters, words, skips=long_enough or "&" in short)
    if cost is not None:
        yield cost, end, ""
    if cost == 0 or len(words) < 3 or not words[0].capital:
        return
    # Only capitals show where a name ends: “Child Sexual Exploitation group (CSE)”.
    if not words[-1].capital and words[-2].capital and _cost(letters, words[:-1], 0) == 0:
        yield _BESIDE, words[-2].end, ""
    behind = _WORD.match(after.lstrip()) if long_enough and words[-1].capital else None
    if behind is None or not _gives(behind[0].casefold(), letters[-1]):
        return
    if _cost(letters[:-1], words, 0) == 0:
        yield _BEHIND, end, f" {behind[0]}"


def _spellings(printed: str) -> tuple[str, ...]:
    if printed.endswith("s") and printed[-2].isupper():
        return printed[:-1], printed
    return (printed,)


def _is_plausible(short: str, cost: int) -> bool:
    """Whether its capitals or its spelling make it an abbreviation."""
    capitals = sum(letter.isupper() for letter in short)
    return capitals > 1 or (len(short) > _FEW and not cost)


def _letters(short: str) -> tuple[str, ...]:
    return tuple(letter.casefold() for letter in short if letter.isalnum() or letter == "&")


def _words(words: str, last: int = 0) -> list[_Word]:
    return [
        _Word(
            text.casefold(),
            start,
            match.end(),
            start > 1 and words[start - 1] in "-‑" and words[start - 2] != " ",
            text[0].isupper(),
        )
        for match in list(_WORD.finditer(words))[-last:]
        for text, start in [(match[0], match.start())]
    ]


def _cost(letters: Sequence[str], words: Sequence[_Word], skips: int) -> int | None:
    """The cost of reading all letters from all words in order, or None.

    Each main word gives its first letter and may give others; small words may give theirs or
    nothing.
    """
    if len(words) == len(letters) and all(map(_gives, [each.text for each in words], letters)):
        return 0
    among_capitals = words[0].capital and words[-1].capital
    small = _SMALL_AMONG_CAPITALS if among_capitals else _SMALL
    ways = {(0, int(skips)): 0}
    """What it costs to come to the next word, by the letters read and the skips that are left."""
    for word in words:
        further: dict[tuple[int, int], int] = {}
        for (letter, left), cost in ways.items():
            for way, more in _steps(letters, letter, left, word, small, word is words[0]):
                if way not in further or cost + more < further[way]:
                    further[way] = cost + more
        if not further:
            return None
        ways = further
    return min((cost for (letter, _), cost in ways.items() if letter == len(letters)), default=None)


def _steps(
    letters: Sequence[str], letter: int, left: int, word: _Word, small: Set[str], first: bool
) -> Iterator[tuple[tuple[int, int], int]]:
    """Ways past one word: letters read, skips left, cost."""
    if not first:
        if word.text in small:
            yield (letter, left), 0
        elif word.joined:
            yield (letter, left), _INSIDE
        elif left:
            yield (letter, left - 1), _SKIPPED
    if letter < len(letters) and _gives(word.text, letters[letter]):
        yield (letter + 1, left), 0
        at = 0
        for inside in range(letter + 1, len(letters)):
            at = word.text.find(letters[inside], at + 1)
            if at < 0:
                break
            yield (inside + 1, left), _INSIDE


def _gives(word: str, letter: str) -> bool:
    if letter == "&" or word == "&":
        return word in ("and", "&") and letter in ("a", "&")
    return word[0] == letter
