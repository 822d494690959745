"""Whether a registry's regular expression is valid and safe from catastrophic backtracking.

One bad pattern over one sentence could hold up a build for hours.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from math import prod
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from builder.language.regex_trial import takes_too_long

_FEW = 12
"""A repeat of no more turns costs little, whatever it repeats."""
_ENDLESS = 1_000
_DEEPEST = 4
"""Repeats inside one another."""
_MOST = 20_000
"""The product of the turns of repeats that can take the same signs; two of a hundred are well."""
_MOST_CHOICES = 200_000
"""In how many ways a pattern may be gone through without a trial."""
_ALPHABET = frozenset(map(chr, range(32, 127)))
_LOOKING = (code.AT, code.ASSERT, code.ASSERT_NOT)
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)

_CATEGORIES = {
    getattr(code, f"CATEGORY_{name}"): re.compile(sign)
    for name, sign in (
        ("DIGIT", r"\d"), ("NOT_DIGIT", r"\D"), ("SPACE", r"\s"), ("NOT_SPACE", r"\S"),
        ("WORD", r"\w"), ("NOT_WORD", r"\W"),
    )
}  # fmt: skip

_Node = tuple[Any, Any]


@cache
def fault(pattern: str) -> str:
    """What is wrong with a pattern, or ""."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree: Sequence[_Node] = parser.parse(pattern, re.IGNORECASE).data
    except (re.error, RecursionError, OverflowError) as error:
        return f"it is no regular expression: {error}"
    except Warning as warning:
        return f"it can be read in two ways: {warning}"
    if not _looks_back_so_far(tree):
        return "it is no regular expression: look-behind requires fixed-width pattern"
    if _depth(tree) > _DEEPEST:
        return f"it repeats what repeats more than {_DEEPEST} times; repeat each part by itself"
    if any(high > _FEW and not _told_apart(inner) for _, high, inner in _repeats(tree)):
        return (
            "it repeats what itself repeats, and could be tried without end; let each turn begin "
            f"with a sign of its own, or repeat it at most {_FEW} times"
        )
    if _shares(tree)[0] or (_chooses(tree) and takes_too_long(tree, _signs)):
        return (
            "its repeats can share words between them in too many ways; give them lower ends, as "
            "in {0,20}, or put a sign between them that neither takes"
        )
    return ""


def _depth(tree: Sequence[_Node]) -> int:
    """How many repeats stand inside one another."""
    return max(
        (
            _depth(inner) + (node[0] in _REPEATS and node[1][1] > 1)
            for node in tree
            for inner in _inside(node)
        ),
        default=0,
    )


def _looks_back_so_far(tree: Sequence[_Node]) -> bool:
    """Whether each look-behind has a fixed width, tested without compiling."""
    for node in tree:
        what, value = node
        if what in (code.ASSERT, code.ASSERT_NOT) and value[0] < 0:
            least, most = value[1].getwidth()
            if least != most or most >= code.MAXREPEAT:
                return False
        if not all(map(_looks_back_so_far, _inside(node))):
            return False
    return True


def _inside(node: _Node) -> Iterator[Sequence[_Node]]:
    """The sequences that a node holds; lookarounds are tested by themselves."""
    what, value = node
    if what is code.LITERAL:  # as most are
        return
    if what in _REPEATS:
        yield value[2].data
    elif what is code.SUBPATTERN:
        yield value[-1].data
    elif what is code.ATOMIC_GROUP:
        yield value.data
    elif what is code.BRANCH:
        yield from (each.data for each in value[1])
    elif what in (code.ASSERT, code.ASSERT_NOT):
        yield value[1].data
    elif what is code.GROUPREF_EXISTS:
        yield from (each.data for each in value[1:] if each is not None)


def _repeats(tree: Sequence[_Node]) -> Iterator[tuple[int, int, Sequence[_Node]]]:
    """Every repeat: least, most and body."""
    for node in tree:
        if node[0] in _REPEATS:
            low, high, inner = node[1]
            yield int(low), int(high), inner.data
        for inner in _inside(node):
            yield from _repeats(inner)


def _told_apart(body: Sequence[_Node]) -> bool:
    """Whether each turn of a repeat has an unambiguous start."""
    within = _loose(body)
    if any(_edge(one, 0) & _edge(other, 0) for one, other in _alternatives(body)):
        return False
    return not (_edge(body, 0) & within) or not (_edge(body, -1) & within)


def _alternatives(body: Sequence[_Node]) -> Iterator[tuple[Sequence[_Node], Sequence[_Node]]]:
    """Every two parts that can match at one place."""
    for what, value in body:
        if what is code.BRANCH:
            yield from combinations([each.data for each in value[1]], 2)
        if what not in _LOOKING:
            for inner in _inside((what, value)):
                yield from _alternatives(inner)


def _loose(body: Sequence[_Node]) -> frozenset[str]:
    """The signs that repeats of no certain length take."""
    found: set[str] = set()
    for node in body:
        what, value = node
        if what in _LOOKING:
            continue
        if what in _REPEATS and value[0] != value[1]:
            found |= _signs(value[2].data)
        else:
            found.update(*map(_loose, _inside(node)))
    return frozenset(found)


def _edge(body: Sequence[_Node], end: int) -> frozenset[str]:
    """The characters that a sequence can begin or end with."""
    solid = [node for node in body if node[0] not in _LOOKING]
    if not solid:
        return _ALPHABET
    what, value = solid[end]
    if what in _REPEATS:
        low, _, inner = value
        return _edge(inner.data, end) if low else _ALPHABET
    inner = list(_inside(solid[end]))
    if inner:
        return frozenset().union(*(_edge(each, end) for each in inner))
    return _signs([solid[end]])


def _signs(body: Sequence[_Node]) -> frozenset[str]:
    """Every sign that a sequence can take."""
    found: set[str] = set()
    for node in body:
        what, value = node
        if what is code.LITERAL:
            found |= _letter(value)
        elif what is code.IN:
            found |= _class(tuple(value))
        elif what not in _LOOKING:
            inner = list(_inside(node))
            found.update(*(map(_signs, inner) if inner else [_ALPHABET]))
    return frozenset(found)


@cache
def _letter(number: int) -> frozenset[str]:
    return frozenset((chr(number).lower(), chr(number).upper()))


@cache
def _class(members: tuple[_Node, ...]) -> frozenset[str]:
    """The signs of a class, as [a-z] or \\w."""
    found: set[str] = set()
    for what, value in members:
        if what is code.LITERAL:
            found |= _letter(value)
        elif what is code.RANGE:
            signs = {each for each in _ALPHABET if value[0] <= ord(each) <= value[1]}
            found |= signs | {each.swapcase() for each in signs}
        elif what is code.CATEGORY:
            found.update(filter(_CATEGORIES[value].match, _ALPHABET))
    negated = any(what is code.NEGATE for what, _ in members)
    return frozenset(_ALPHABET - found if negated else found)


_Standing = frozenset[tuple[int, int, frozenset[str]]]
"""Repeats that may go on at a place: which, how many more turns each may take, of which signs."""


def _shares(body: Sequence[_Node], before: _Standing = frozenset()) -> tuple[bool, _Standing]:
    """Whether adjacent repeats share characters in too many ways; and the repeats at the end."""
    for node in body:
        what, value = node
        if what in _LOOKING:
            continue
        inside = list(_inside(node))
        if inside and not (what in _REPEATS and value[1] > 1):
            found = [_shares(each, before) for each in inside]
            # What is optional may be passed over.
            standing = frozenset().union(*(each for _, each in found))
            before = standing | before if what in _REPEATS else standing
            if any(many for many, _ in found):
                return True, before
            continue
        # What cannot take a sign has ended before it.
        signs = _signs([node])
        before = frozenset(each for each in before if not each[2].isdisjoint(signs))
        if what in _REPEATS:
            low, high, inner = value
            many, within = _shares(inner.data)
            if many or _turns_share(inner.data, within, int(high)):
                return True, before
            before |= within
            if high - low > _FEW:
                before |= {(id(value), min(high - low, _ENDLESS), signs)}
        turns = [each[1] for each in before]
        if turns.count(_ENDLESS) > 1 or prod(each for each in turns if each < _ENDLESS) > _MOST:
            return True, before
    return False, before


def _chooses(body: Sequence[_Node]) -> bool:
    """Whether a pattern has so many choices that, taken together, they could be too many."""
    return _choices(body) > _MOST_CHOICES


def _choices(body: Sequence[_Node]) -> int:
    """How many ways a sequence's choices can be made, up to a bound."""
    ways = 1
    for node in body:
        what, value = node
        inner = [_choices(each) for each in _inside(node)]
        if what is code.BRANCH:
            ways *= sum(inner)
        elif what in _REPEATS and value[1] > 1:
            low, high = value[0], min(value[1], _ENDLESS)
            ways *= max(1, high - low + 1) * inner[0] ** min(high, _FEW)
        elif what in _REPEATS:
            ways *= inner[0] + (value[0] == 0)
        elif inner:
            ways *= max(inner)
        ways = min(ways, 2 * _MOST_CHOICES)
    return ways


def _turns_share(body: Sequence[_Node], standing: _Standing, turns: int) -> bool:
    """Whether turns of a repeat share words in too many ways.

    `standing` are repeats that may go on at a turn's end.
    """
    if not standing:
        return False
    # Told from those of the next turn by their sign.
    marked = frozenset((-each, left, signs) for each, left, signs in standing)
    many, behind = _shares(body, marked)
    still = [left for each, left, _ in behind if each < 0]
    return many or prod(left ** (min(turns, _ENDLESS) - 1) for left in still) > _MOST
