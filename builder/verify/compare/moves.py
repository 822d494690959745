"""Words that an original holds elsewhere than they are read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from builder.verify.compare.alignment import Alignment, Places, find, runs_of
from builder.verify.compare.marks import take_marks
from builder.verify.compare.spaces import take_spaces

_BLOCK = 3
"""Words from which a run that stands elsewhere is taken for a block and not for chance."""


def lines_apart(alignment: Alignment, must: Sequence[int]) -> dict[int, int]:
    """Places of notes and text boxes, which may be anywhere, each whole."""
    lines: dict[int, Places] = defaultdict(list)
    for at in must:
        if alignment.original.line(at).apart:
            lines[alignment.original.line_of[at]].append(at)
    taken: dict[int, int] = {}
    there: set[int] = set()
    for places in lines.values():
        words, size = [alignment.word(at) for at in places], len(places)
        begin = 0
        while (begin := find(alignment.page.words, words, begin)) >= 0:
            run = range(begin, begin + size)
            if (
                not there.intersection(run)
                and alignment.page.begins_block(begin)
                and alignment.page.begins_block(begin + size)
            ):
                taken |= dict(zip(places, run, strict=True))
                there.update(run)
                break
            begin += 1
    return taken


def take_moved_blocks(alignment: Alignment) -> None:
    """Whole blocks of the page that the file draws elsewhere, all their words together."""
    extra, missing = set(alignment.extra), set(alignment.missing)
    blocks: dict[int, list[int]] = defaultdict(list)
    for at, block in enumerate(alignment.page.block_of):
        blocks[block].append(at)
    starts: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(alignment.original.words):
        starts[word].append(at)
    taken_here: set[int] = set()
    taken_there: set[int] = set()
    for places in blocks.values():
        if not extra & set(places):
            continue
        own = [at for at in places if alignment.page.sorts[at] != "number"] or places
        plain = [alignment.page.words[at] for at in own]
        # A mark that touches the word behind it in the file.
        glued = [alignment.page.words[places[0]] + plain[0], *plain[1:]]
        tried = [(places, [alignment.page.words[at] for at in places]), (own, plain)]
        for chosen, words in tried if own == places else (*tried, (own, glued)):
            for begin in starts.get(words[0], ()):
                run = range(begin, begin + len(words))
                if (
                    alignment.original.words[begin : begin + len(words)] == words
                    and missing.intersection(run)
                    and not taken_here.intersection(run)
                    and _may_stand_apart(alignment, begin, begin + len(words))
                ):
                    taken_here.update(run)
                    taken_there.update(places if words is glued else chosen)
                    alignment.place(list(run), chosen)
                    break
            else:
                continue
            break
    if not taken_here:
        return
    placed = {place: alignment.on_page[place] for place in taken_here}
    one = [at for at in sorted({*alignment.on_page, *alignment.missing}) if at not in taken_here]
    other = [at for at in range(len(alignment.page.words)) if at not in taken_there]
    alignment.on_page = {}
    alignment.align(one, other)
    alignment.on_page |= placed
    take_spaces(alignment)
    take_marks(alignment)


def _may_stand_apart(alignment: Alignment, begin: int, end: int) -> bool:
    return alignment.original.parted(begin) and alignment.original.parted(end)


def take_moved_runs(alignment: Alignment) -> None:
    """Runs that stand whole in another place, where no sentence is cut by it."""
    edges: set[tuple[str, int]] = set()
    refused: set[tuple[int, int]] = set()
    while True:
        for lost, gained in _common(alignment):
            if (lost[0], gained[0]) in refused:
                continue
            sides = (("lost", lost), ("gained", gained))
            ends = {(side, at) for side, run in sides for at in (run[0], run[-1])}
            if len(lost) < _BLOCK and not ends & edges:
                continue
            if _cuts(alignment, lost, gained):
                refused.add((lost[0], gained[0]))
                continue
            break
        else:
            return
        edges |= {(side, at) for side, run in sides for at in (run[0] - 1, run[-1] + 1)}
        alignment.place(lost, gained)
        alignment.found(lost, gained)


def _cuts(alignment: Alignment, lost: Places, gained: Places) -> bool:
    """Whether a sentence is cut where a run stands, or where it is missing."""
    owners = {at: place for place, at in alignment.on_page.items()}
    owners |= dict(zip(gained, lost, strict=True))
    for at, on in ((lost[0], gained[0]), (lost[-1] + 1, gained[-1] + 1)):
        together = alignment.on_page.get(at - 1) == on - 1 or alignment.on_page.get(at) == on
        if together:
            continue
        if not alignment.original.parted(at):
            return True
        if alignment.page.begins_block(on):
            continue
        before, after = owners.get(on - 1), owners.get(on)
        if before is None or after is None or not alignment.original.follows(before, after):
            return True
    return False


def _common(alignment: Alignment) -> list[tuple[Places, Places]]:
    """The longest run shared by each missing and extra one, longest first."""
    shared: list[tuple[Places, Places]] = []
    on_page = alignment.page.words
    gained = [(run, Counter(on_page[at] for at in run)) for run in runs_of(alignment.extra)]
    for lost in runs_of(alignment.missing):
        words = [alignment.word(at) for at in lost]
        counts = Counter(words)
        for run, others in gained:
            if not counts & others:
                continue
            matcher = SequenceMatcher(None, words, [on_page[at] for at in run], autojunk=False)
            match = matcher.find_longest_match()
            if match.size:
                shared.append(
                    (
                        lost[match.a : match.a + match.size],
                        run[match.b : match.b + match.size],
                    )
                )
    return sorted(shared, key=lambda each: (-len(each[0]), each[0][0], each[1][0]))
