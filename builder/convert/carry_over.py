"""Write a document anew and keep the editor's work.

Notes, answers and declarations are carried over; published anchors are declared under `moved` or,
with other words, `corrections`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.writers.front_matter import question_lines, scalar
from builder.convert.writers.head_keys import EDITORS, divided, document
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.ledger import LedgerRow, ledger_bytes, mark, read_all
from builder.model import FrontMatter, Registry, WrittenQuestion
from builder.model.anchors import Anchored
from builder.reading.document import read_places, shown_path

_WHY = "Our conversion misread the words."


class Former(Struct, frozen=True):
    """The document that is replaced."""

    path: Path
    text: str
    front: FrontMatter
    places: tuple[Anchored, ...]
    states: tuple[LedgerRow, ...]
    """The rows of its ledger; none where it was not published."""


class CannotCarryOver(Exception):
    """Why a document is not written anew, as a sentence for an editor."""


def former(content: Path, path: Path, registry: Registry) -> Former:
    """The document in a file.  Raises `CannotCarryOver`."""
    try:
        data = read_plain(path, content, MOST_WRITTEN)
    except NotReadable as found:
        raise CannotCarryOver(f"{path.name} {found}") from None
    read, problems = read_places(shown_path(content, path), data, registry)
    if read is None:
        raise CannotCarryOver(f"mend the document first: {problems[0]}")
    front, places = read
    if front.withdrawn is not None:
        raise CannotCarryOver(f"{path.stem} was withdrawn, and is not written anew.")
    authority, id = path.parent.name, path.stem
    own = ledger_bytes(content, authority, id)
    states, problems = read_all(content, authority, id, front.formerly, own)
    if problems:
        raise CannotCarryOver(f"mend the ledger first: {problems[0]}")
    return Former(path, data.decode("utf-8-sig"), front, places, tuple(states))


def carried_over(text: str, before: Former, registry: Registry, on: date | None) -> str:
    """A document's new text with the former one's declarations; `on` dates corrections.

    Raises `CannotCarryOver` where something would be lost.
    """
    keys, body = divided(text)
    kept, _ = divided(before.text)
    made = {name: lines for name, lines in keys.items() if name != "converted"}
    if asked := _answered(text, before, registry):
        made["questions"] = tuple(asked)
    made |= {name: kept[name] for name in EDITORS if name in kept}
    shown = f"{before.path.parent.name}/{before.path.name}"
    read, problems = read_places(shown, document(made, body).encode(), registry)
    if read is not None and before.states:
        moved, corrected = _declared(before, read[1])
        if corrected and on is None:
            raise CannotCarryOver(
                f"words at {len(corrected)} published places would change (#{corrected[0][0]} …); "
                "give the day of these corrections with --on."
            )
        if moved:
            made["moved"] = tuple(_moved({**before.front.moved, **moved}, read[1]))
        if corrected and on is not None:
            made["corrections"] = (
                *_list(kept.get("corrections", ())),
                *_corrections(corrected, on),
            )
    made |= {name: lines for name, lines in keys.items() if name == "converted"}
    result = document(made, body)
    _, problems = read_places(shown, result.encode(), registry, before.states)
    if problems:
        raise CannotCarryOver(
            "what was declared of the former document does not fit the new one: "
            f"{problems[0].message}"
        )
    return result


def changes(before: str, after: str, name: str) -> str:
    """A diff of a document, or ""."""
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{name} as it stands", f"{name} as converted",
        lineterm="", n=0,
    )  # fmt: skip
    return "\n".join(lines)


def _answered(text: str, before: Former, registry: Registry) -> list[str]:
    """The new questions with given answers, and answered ones no longer asked."""
    read, _ = read_places("", text.encode(), registry)
    asked = list(read[0].questions) if read is not None else []
    answers = [each for each in before.front.questions if each.answer]
    made: list[WrittenQuestion] = []
    for each in asked:
        known = next((other for other in answers if _same(each, other)), None)
        if known is not None:
            answers.remove(known)
            each = replace(each, words=known.words, answer=known.answer)
        made.append(each)
    return question_lines([*made, *answers])


def _same(one: WrittenQuestion, other: WrittenQuestion) -> bool:
    """Whether an answer fits a question; an editor may have removed the words."""
    if one.kind != other.kind or one.page != other.page:
        return False
    return one.words == other.words or (not other.words and one.place == other.place)


def _declared(
    before: Former, places: Sequence[Anchored]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Anchors and where they land now; anchors with their former words."""
    published = {each.anchor for each in before.states}
    old = [each for each in before.places if each.anchor in published and each.words.strip()]
    new = {each.anchor: each for each in places}
    free: dict[str, list[str]] = {}
    for each in places:
        if each.anchor not in published:
            free.setdefault(mark(each.words), []).append(each.anchor)
    moved: dict[str, str] = {}
    corrected: list[tuple[str, str]] = []
    likely = _likely(before.places, places)
    for each in old:
        here = new.get(each.anchor)
        if here is not None:
            if mark(here.words) != mark(each.words):
                corrected.append((each.anchor, each.words))
        elif same := free.get(mark(each.words)):
            moved[each.anchor] = same.pop(0) if len(same) > 1 else same[0]
        elif each.anchor in likely:
            corrected.append((likely[each.anchor], each.words))
    return moved, corrected


def _likely(old: Sequence[Anchored], new: Sequence[Anchored]) -> dict[str, str]:
    """Each gone block's new one: the likest between the same neighbours, or the one above."""
    found: dict[str, str] = {}
    matcher = difflib.SequenceMatcher(
        None, [mark(each.words) for each in old], [mark(each.words) for each in new], autojunk=False
    )
    for kind, start, end, at, until in matcher.get_opcodes():
        if kind not in ("replace", "delete") or not new:
            continue
        near = new[at:until] or new[max(0, at - 1) :][:1]
        for each in old[start:end]:
            words = set(each.words.split())
            best = max(near, key=lambda other: len(words & set(other.words.split())))
            found[each.anchor] = best.anchor
    return found


def _moved(moved: Mapping[str, str], places: Sequence[Anchored]) -> Iterator[str]:
    """The declaration, with former moves resolved to present anchors."""
    present = {each.anchor for each in places}
    yield "moved:"
    for former, target in moved.items():
        seen = {former}
        while target not in present and target in moved and target not in seen:
            seen.add(target)
            target = moved[target]
        yield f"  {scalar(former)}: {scalar(target)}"


def _list(lines: Sequence[str]) -> Sequence[str]:
    """A list's lines, to be continued. Raises `CannotCarryOver` for one in brackets."""
    if lines and lines[0].partition(":")[2].split("#")[0].strip():
        raise CannotCarryOver("write each of its “corrections” on lines of its own first.")
    return lines or ("corrections:",)


def _corrections(corrected: Sequence[tuple[str, str]], on: date) -> Iterator[str]:
    for anchor, words in corrected:
        yield f"  - at: {scalar(anchor)}"
        yield f"    on: {on}"
        yield f"    was: {scalar(words)}"
        yield f"    why: {_WHY}"
