"""Try a regular expression on texts made from it, counting steps up to a bound.

Python's matching cannot be stopped and depends on the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from re import _constants as code  # type: ignore[attr-defined]
from typing import Any

_Node = tuple[Any, Any]
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)
_MOST_STEPS = 200_000
"""In trying one pattern on one text; the longest of the registries takes a fifth."""
_MOST_TURNS = 24
"""Turns of a repeat that are tried."""
_LONGEST = 160
"""Characters of a text to try on."""
_LARGEST = 20_000
"""Instructions of a program."""

_Signs = Callable[[Sequence[_Node]], frozenset[str]]
_Instruction = tuple[str, Any]


def takes_too_long(tree: Sequence[_Node], signs: _Signs) -> bool:
    """Whether a text made of a pattern takes too many steps; `signs` gives a node's characters."""
    program: list[_Instruction] = []
    _compile(tree, signs, program)
    program.append(("end", None))
    if len(program) > _LARGEST:
        return True
    return any(_steps(program, text) > _MOST_STEPS for text in _texts(tree, signs))


def _compile(body: Sequence[_Node], signs: _Signs, program: list[_Instruction]) -> None:
    for node in body:
        what, value = node
        if len(program) > _LARGEST:
            return
        if what in (code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN):
            program.append(("sign", signs([node])))
        elif what is code.BRANCH:
            _compile_choice(value[1], signs, program)
        elif what is code.SUBPATTERN:
            _compile(value[-1], signs, program)
        elif what is code.ATOMIC_GROUP:
            _compile(value, signs, program)
        elif what in _REPEATS:
            _compile_repeat(value, signs, program)
        elif what is code.AT and value in (code.AT_BEGINNING, code.AT_BEGINNING_STRING):
            program.append(("first", None))
        elif what is code.AT and value in (code.AT_END, code.AT_END_STRING):
            program.append(("last", None))
        elif what is code.ASSERT and value[0] > 0:
            # It is tried like the rest; what it took is taken once more.
            _compile(value[1], signs, program)
            program.append(("back", len(_sample(value[1], signs, 0))))


def _compile_choice(
    alternatives: Sequence[Sequence[_Node]], signs: _Signs, program: list[_Instruction]
) -> None:
    ends = []
    for at, each in enumerate(alternatives):
        split = len(program)
        if at + 1 < len(alternatives):
            program.append(("split", None))
        _compile(each, signs, program)
        if at + 1 < len(alternatives):
            ends.append(len(program))
            program.append(("jump", None))
            program[split] = ("split", (split + 1, len(program)))
    for end in ends:
        program[end] = ("jump", len(program))


def _compile_repeat(
    value: tuple[int, int, Sequence[_Node]], signs: _Signs, program: list[_Instruction]
) -> None:
    low, high, inner = value
    for _ in range(min(low, _MOST_TURNS)):
        _compile(inner, signs, program)
    splits = []
    for _ in range(min(high - low, _MOST_TURNS)):
        splits.append(len(program))
        program.append(("split", None))
        _compile(inner, signs, program)
    for at in splits:
        program[at] = ("split", (at + 1, len(program)))


def _steps(program: Sequence[_Instruction], text: str) -> int:
    """The steps of a search that goes back wherever it fails, up to a bound."""
    steps, length = 0, len(text)
    for start in range(len(text) + 1):
        waiting = [(0, start)]
        while waiting:
            at, place = waiting.pop()
            while True:
                steps += 1
                what, value = program[at]
                if what == "sign":
                    if place == length or text[place] not in value:
                        break
                    place += 1
                elif what == "split":
                    waiting.append((value[1], place))
                elif what == "jump":
                    at = value
                    continue
                elif what == "end" or steps > _MOST_STEPS:
                    return steps
                elif what == "back":
                    place = max(0, place - value)
                elif place != (0 if what == "first" else length):
                    break
                at += 1
            if steps > _MOST_STEPS:
                return steps
    return steps


def _texts(tree: Sequence[_Node], signs: _Signs) -> Iterator[str]:
    """Texts that a pattern nearly fits: its own words, of which the end is another."""
    tried = set()
    for variant in range(4):
        whole = _sample(tree, signs, variant)[:_LONGEST]
        for text in (whole[:-1] + "\0", whole[: len(whole) * 3 // 4] + "\0"):
            if text not in tried:
                tried.add(text)
                yield text


def _sample(body: Sequence[_Node], signs: _Signs, variant: int) -> str:
    """A text that a sequence fits, which another variant fits in another way."""
    made = ""
    for at, node in enumerate(body):
        what, value = node
        if len(made) > _LONGEST:
            break
        if what in (code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN):
            made += _one(signs([node]))
        elif what is code.BRANCH:
            alternatives = _chosen(value[1], variant, at)
            made += max((_sample(each, signs, variant) for each in alternatives), key=len)
        elif what is code.SUBPATTERN:
            made += _sample(value[-1], signs, variant)
        elif what is code.ATOMIC_GROUP:
            made += _sample(value, signs, variant)
        elif what in _REPEATS:
            low, high, inner = value
            turns = min(high, max(low, _MOST_TURNS)) if variant < 3 else max(low, min(high, 1))
            for turn in range(turns):
                if len(made) > _LONGEST:
                    break
                made += _sample(inner, signs, variant + (turn if variant > 1 else 0))
    return made


def _chosen(
    alternatives: Sequence[Sequence[_Node]], variant: int, at: int
) -> Sequence[Sequence[_Node]]:
    """The first alternative, all (of which the longest counts), or one after the other."""
    if variant == 1:
        return alternatives
    which = (variant + at) % len(alternatives) if variant else 0
    return alternatives[which : which + 1]


def _one(signs: frozenset[str]) -> str:
    """One of some signs: a letter if there is one, since most nodes take letters."""
    letters = sorted(filter(str.isalpha, signs))
    return "a" if "a" in signs else (letters or sorted(signs) or [" "])[0]
