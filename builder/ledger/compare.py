"""Compare a document with its ledger: no published address is lost, no word changes undeclared.

A declaration counts only where the ledger confirms it: corrections are undone word by word, newest
first, and each result must have a mark that the ledger holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct, field

from builder.core.problems import Problem, did_you_mean
from builder.ledger.rows import LedgerRow, both_marks, mark
from builder.ledger.suggest import declare, lost_anchors
from builder.model import (
    CORRECTED,
    REMOVED,
    RESTORED,
    Correction,
    FrontMatter,
    History,
    WrittenCorrection,
)
from builder.model.anchors import Anchored, named

_NO_WORDS = both_marks("")


def compare_with_ledger(
    path: str, front: FrontMatter, places: Sequence[Anchored], states: Sequence[LedgerRow]
) -> tuple[History, list[Problem]]:
    """A document's history, and a problem for each breach of what was published.

    `states` are the rows of its ledger, those of former addresses first.
    """
    if not states and not (front.corrections or front.moved or front.renumbered):
        return History(), []
    comparison = _Comparison(path, front, places, states)
    comparison.place_corrections()
    comparison.check_moved()
    comparison.check_published()
    return (
        History(
            added=min((each.since for each in states), default=None),
            corrections=tuple(reversed(comparison.placed)),
            aliases=comparison.aliases(),
            published=tuple(comparison.states),
        ),
        comparison.problems,
    )


def unfinished(places: Iterable[Anchored], states: Iterable[LedgerRow]) -> list[Anchored]:
    """Anchors that the ledger does not hold yet."""
    newest = {each.anchor: each.mark for each in states}
    return [each for each in places if newest.get(each.anchor) not in both_marks(each.words)]


class _Comparison(Struct, dict=True):
    path: str
    front: FrontMatter
    places: Sequence[Anchored]
    rows: Sequence[LedgerRow]
    problems: list[Problem] = field(default_factory=list)
    placed: list[Correction] = field(default_factory=list)
    before: dict[str, set[str]] = field(default_factory=dict)
    """The marks that the words at an anchor had before each of its corrections."""
    landing: dict[str, str] = field(default_factory=dict)
    """Anchor that is gone → where it lands, as the corrections and the editor have it."""

    def __post_init__(self) -> None:
        self.present: Mapping[str, Anchored] = {each.anchor: each for each in self.places}
        self.marks = {each.anchor: both_marks(each.words) for each in self.places}
        self.states: dict[str, list[LedgerRow]] = {}
        for state in self.rows:
            known = self.states.setdefault(state.anchor, [])
            if not known or known[-1].mark != state.mark:
                known.append(state)
        self.renumberings = sorted(self.front.renumbered, key=lambda each: each.on)

    def complain(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line or 1, message))

    # What the editor declares.

    def place_corrections(self) -> None:
        """Undo every correction, newest first, and compare with the ledger."""
        words = {each.anchor: each.words for each in self.places}
        # Of one day, the last that is written is the newest.
        for written in sorted(self.front.corrections, key=lambda each: each.on)[::-1]:
            anchor = self.place(written)
            if anchor:
                words[anchor] = self.undo(anchor, words[anchor], written)

    def place(self, written: WrittenCorrection) -> str:
        """The present anchor of a correction, or "" with a problem."""
        found = named(written.at, self.places)
        if not found and written.at in self.states:
            found = [self.moved(written.at) or self.landing.get(written.at, "")]
        if len(found) == 1 and found[0] in self.present:
            return found[0]
        count = f"{len(found)} places" if found else "none"
        self.complain(
            written.line,
            "a correction must name an anchor (p28) or quote words that stand in one unnumbered "
            f"block; found {count} for “{written.at}”; quote more words as they stand now, or name "
            "the anchor.",
        )
        return ""

    def undo(self, anchor: str, words: str, written: WrittenCorrection) -> str:
        """The words before a correction; the correction is placed if the ledger confirms it."""
        what, before, after = CORRECTED, written.was, words
        known = self.states.get(anchor, [])
        if written.now and words.count(written.now) != 1:
            self.complain(
                written.line,
                f"“now” must be words that stand once at #{anchor}; found “{written.now}” "
                f"{words.count(written.now)} times; quote more of them.",
            )
            return words
        if written.now:
            before = words.replace(written.now, written.was)
        if not written.was and not written.now:
            what, before = RESTORED, ""
            if known and known[0].since < written.on:
                self.complain(
                    written.line,
                    "a correction must say under “was” what was published; found nothing, and the "
                    f"ledger has words at #{anchor} since {known[0].since}; copy them from the "
                    "history of the repository.",
                )
                return words
        else:
            state = self.published_at(anchor, both_marks(before))
            gone = state is None
            state = state or self.claim(anchor, both_marks(before))
            if state is None:
                self.complain(written.line, self.never_published(anchor, before, known))
                return words
            if written.on < state.since:
                self.complain(
                    written.line,
                    "a correction must not be older than the words that it corrects; found "
                    f"{written.on}, and they were published on {state.since}; correct the day.",
                )
            if (
                gone and known and known[0].since < written.on
            ):  # a block of its own, and the other is gone
                what = REMOVED
        self.before.setdefault(anchor, set()).update(both_marks(before))
        now = written.now or ("" if what == REMOVED else after)
        self.placed.append(
            Correction(anchor, written.on, written.why, what, written.was, now, before)
        )
        return after if what == REMOVED else before

    def published_at(self, anchor: str, wanted: Collection[str]) -> LedgerRow | None:
        """The row by which an anchor, or its former number, led to words with a mark."""
        return next(
            (
                state
                for former, states in self.states.items()
                if former == anchor or anchor in self.renumbered(former)
                for state in states
                if state.mark in wanted
            ),
            None,
        )

    def claim(self, anchor: str, wanted: Collection[str]) -> LedgerRow | None:
        """Let a gone anchor that led to words with a mark land at another."""
        for former, states in self.states.items():
            if former in self.present or self.landing.get(former, anchor) != anchor:
                continue
            if self.moved(former) not in ("", anchor):
                continue
            for state in states:
                if state.mark in wanted:
                    self.landing[former] = anchor
                    return state
        return None

    def never_published(self, anchor: str, before: str, known: Sequence[LedgerRow]) -> str:
        held = f"those since {known[-1].since} have the mark {known[-1].mark}" if known else "none"
        return (
            "a correction's “was” must be words that were published, and “now” those in their "
            f"place, so that undoing it gives the words that the ledger knows at #{anchor} "
            f"({held}); found “{_short(before)}” with the mark {mark(before)}; copy both exactly, "
            f"from the page and from the history of {self.path}."
        )

    def moved(self, anchor: str) -> str:
        """The declared target of a gone anchor, or ""."""
        seen: set[str] = set()
        at = anchor
        while at in self.front.moved and at not in self.present and at not in seen:
            seen.add(at)
            at = self.front.moved[at]
        return at if at != anchor else ""

    def renumbered(self, anchor: str) -> list[str]:
        """Where a numbered paragraph may be after the renumberings since."""
        found = []
        for first in range(len(self.renumberings)):
            at = anchor
            for each in self.renumberings[first:]:
                at = each.of(at)
            if at != anchor:
                found.append(at)
        return found

    def check_moved(self) -> None:
        """An anchor declared moved was published, is gone, and lands."""
        line = self.front.lines.get("moved", 1)
        for former in self.front.moved:
            target = self.moved(former)
            if former in self.present:
                self.complain(
                    line,
                    f"an anchor under “moved” must be gone from the document; found “{former}”, "
                    "which stands in it; remove the entry.",
                )
            elif former not in self.states:
                self.complain(
                    line,
                    f"an anchor under “moved” must have been published; found “{former}”, which "
                    "the ledger does not have; correct or remove the entry."
                    f"{did_you_mean(former, self.states)}",
                )
            elif target not in self.present:
                self.complain(
                    line,
                    f"an anchor under “moved” must lead to one that stands in the document; found "
                    f"“{former}: {self.front.moved[former]}”; correct it."
                    f"{did_you_mean(target, self.present)}",
                )
        for each in self.renumberings:
            if not any(map(each.covers, self.states)):
                self.complain(
                    each.line,
                    "paragraphs under “renumbered” must have been published; found none of "
                    f"{each.start} to {each.end} in the ledger; give the numbers as they were.",
                )

    # What was published.

    def check_published(self) -> None:
        """Every anchor lands on its former words or a correction of them."""
        lost = []
        for anchor, states in self.states.items():
            if anchor in self.present:
                self.check_present(anchor, states)
                continue
            target = self.moved(anchor) or self.landing.get(anchor, "") or self.shifted(anchor)
            if target in self.present:
                self.landing[anchor] = target
                self.check_words(anchor, target, states)
            else:
                lost.append(anchor)
        lost = [each for each in lost if each not in self.front.moved]
        self.problems += lost_anchors(self.path, lost, self.states, self.places, self.marks)

    def shifted(self, anchor: str) -> str:
        """Where a gone number is after the renumberings, or ""."""
        return next((each for each in self.renumbered(anchor) if each in self.present), "")

    def said(self, anchor: str) -> set[str]:
        """The marks of the present and all corrected words at an anchor."""
        return {*self.marks[anchor], *self.before.get(anchor, ())}

    def check_present(self, anchor: str, states: Sequence[LedgerRow]) -> None:
        explained = self.said(anchor)
        for other in self.renumbered(anchor):
            if other in self.present:
                explained |= self.said(other)
        for state, after in pairwise(states):
            if state.mark not in explained:
                self.complain(
                    self.present[anchor].line,
                    f"a correction that was published must stay declared; the words at #{anchor} "
                    f"changed on {after.since}, and nothing under “corrections” says so; put the "
                    "entry back.",
                )
        if states[-1].mark not in explained:
            self.complain(
                self.present[anchor].line,
                f"published words must stay as they are; those at #{anchor} are not those "
                f"published since {states[-1].since}; restore them, or declare it: "
                f"{declare(anchor)}",
            )

    def check_words(self, anchor: str, target: str, states: Sequence[LedgerRow]) -> None:
        """Moved words are the same, or their change is declared."""
        if states[-1].mark not in {*_NO_WORDS, *self.said(target)}:
            self.complain(
                self.present[target].line,
                f"published words must stay as they are; those at #{target} are not those that "
                f"#{anchor} led to; if another block took their place, correct “moved”; else "
                f"declare it: {declare(target)}",
            )

    def aliases(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for anchor in self.states:
            target = self.landing.get(anchor)
            if target is not None:
                found[target] = (*found.get(target, ()), anchor)
        return found


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"
