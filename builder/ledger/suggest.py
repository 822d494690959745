"""Problems for lost anchors, each with a guess for the editor where it leads now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from builder.core.problems import Problem
from builder.ledger.rows import LedgerRow
from builder.model.anchors import Anchored


def lost_anchors(
    path: str,
    lost: Sequence[str],
    states: Mapping[str, Sequence[LedgerRow]],
    places: Sequence[Anchored],
    marks: Mapping[str, Collection[str]],
) -> Iterator[Problem]:
    """A problem for each lost anchor.

    `states` are the rows by anchor, in the ledger's order; `marks` those of the present words.
    """
    moved = _pairs(lost, states, places, marks)
    present = {each.anchor: at for at, each in enumerate(places)}
    order = list(states)
    for anchor in lost:
        same = moved.get(anchor)
        likely = same or _neighbour(order[: order.index(anchor)], states, places, present)
        entry = f"moved: {{{anchor}: {likely.anchor}}}"
        if same:
            mend = f"its words now stand at #{likely.anchor}, so add “{entry}” to the front matter."
        else:
            mend = (
                "restore it, or, if its words were corrected, declare that: "
                f"{declare(likely.anchor)}; if they only moved, add “{entry}” to the front matter."
            )
        yield Problem(
            path,
            likely.line or 1,
            f"#{anchor}, published since {states[anchor][0].since}, must keep landing; found no "
            f"such block; {mend}",
        )


def declare(anchor: str) -> str:
    """What an editor writes where words were corrected."""
    return (
        f"under “corrections”, “{{at: {anchor}, on: <the day>, was: <the words before>, now: <the "
        "words in their place>, why: <the reason>}”"
    )


def _pairs(
    lost: Sequence[str],
    states: Mapping[str, Sequence[LedgerRow]],
    places: Sequence[Anchored],
    marks: Mapping[str, Collection[str]],
) -> dict[str, Anchored]:
    """Each lost anchor with the new block that has its words; equal ones in order."""
    new: dict[str, list[Anchored]] = {}
    for each in places:
        if each.anchor not in states:
            same = next((new[mark] for mark in marks[each.anchor] if mark in new), [])
            same.append(each)
            new.update(dict.fromkeys(marks[each.anchor], same))
    found = {}
    for anchor in lost:
        left = new.get(states[anchor][-1].mark)
        if left:
            found[anchor] = left.pop(0) if len(left) > 1 else left[0]
    return found


def _neighbour(
    before: Sequence[str],
    states: Mapping[str, Sequence[LedgerRow]],
    places: Sequence[Anchored],
    present: Mapping[str, int],
) -> Anchored:
    """The first new block after the last one that stood before a lost anchor."""
    kept = next((each for each in reversed(before) if each in present), None)
    at = present[kept] if kept else -1
    after = places[at + 1 : at + 2]
    return after[0] if after and after[0].anchor not in states else places[max(at, 0)]
