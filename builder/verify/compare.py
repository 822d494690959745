"""An original's words held against a page's, in order.

Words that stand on both sides in the same order are found.  Of the others it is told, in this
order: which differ in nothing but a space that a PDF leaves to be guessed; which the stylesheet
draws anew; which blocks a PDF draws elsewhere than they are read; which nobody sees, or belong to
the pages.  What then is left is a difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import Indel

from builder.model import LeftOut, Repair
from builder.verify.original import Original, is_symbol
from builder.verify.page import Page

_CONTEXT = 4
"""Words shown on each side of a difference."""
_SHOWN = 14
"""Words shown of a difference itself."""
_BLOCK = 3
"""Words from which a run that stands elsewhere is taken for a block and not for chance."""
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_NOTE = re.compile(r"\d{1,3}|\*{1,3}|[†‡§]")
_JOINING = ("and", "or", "to")
"""After these a hyphen at a line's end is a word's own: “short- and long-term”."""

_Places = list[int]


@dataclass(frozen=True)
class Compared:
    """What became of the words of an original."""

    words: int
    """Those that the page must hold."""
    found: int
    left_out: tuple[tuple[str, int], ...]
    """What is declared as left out, with its number of words."""
    repaired: int
    placed: tuple[tuple[str, int], ...]
    """Blocks that the file draws elsewhere than they are read: first words, length."""
    put_aside: tuple[tuple[str, str, tuple[int, ...]], ...]
    """What is absent and need not be there: why, its words, its pages."""
    differences: tuple[str, ...]


def compare(
    original: Original,
    page: Page,
    left_out: Sequence[LeftOut] = (),
    repairs: Sequence[Repair] = (),
    answered: Sequence[str] = (),
) -> Compared:
    """Hold an original's words against a page's.  `answered` are words of which a person decided
    that they need not stand there."""
    return _Comparison(original, page).result(left_out, repairs, answered)


class _Comparison:
    def __init__(self, original: Original, page: Page) -> None:
        self.original = original
        self.page = page
        self.differences: list[str] = []
        self.missing: _Places = []
        """Places of the original's words that were not found, in order."""
        self.extra: _Places = []
        """Places of the page's words that are not the original's, in order."""
        self.on_page: dict[int, int] = {}
        """The place on the page of each word that was found."""
        self.placed: list[tuple[str, int]] = []
        self.aside: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)

    def result(
        self, left_out: Sequence[LeftOut], repairs: Sequence[Repair], answered: Sequence[str]
    ) -> Compared:
        words = self.original.words
        must = [at for at in range(len(words)) if not self.original.line(at).aside]
        must, counts = self._without(must, left_out)
        taken = {} if self.original.drawn else self._lines_apart(must)
        there = set(taken.values())
        self._align(
            [at for at in must if at not in taken],
            [at for at in range(len(self.page.words)) if at not in there],
        )
        self.on_page |= taken
        if self.missing or self.extra:
            self._same_but_for_spaces()
            self._take_marks()
            if self.original.drawn or any(line.apart for line in self.original.lines):
                self._take_moved_blocks()
                self._same_but_for_spaces()
                self._take_moved_runs()
            self._take_aside_lines()
        repaired = sum(self._take_repair(each) for each in repairs)
        self._take_answered(answered)
        self._take_hidden()
        lost = len(self.missing)
        lost += sum(1 for each in repairs if each.what == "number-lost") - len(repairs)
        self._list_aside()
        self._list_differences()
        return Compared(
            len(must),
            len(must) - max(lost, 0),
            counts,
            repaired,
            tuple(self.placed),
            tuple((why, text, tuple(pages)) for (why, text), pages in self.aside.items()),
            tuple(self.differences),
        )

    def _word(self, at: int) -> str:
        return self.original.words[at]

    def _without(
        self, must: _Places, left_out: Sequence[LeftOut]
    ) -> tuple[_Places, tuple[tuple[str, int], ...]]:
        """The places without the declared runs, and how long each run is."""
        kept, counts = list(must), []
        for run in left_out:
            start, end = run.start.split(), run.end.split()
            words = [self._word(at) for at in kept]
            first = _find(words, start, 0)
            last = _find(words, end, first) if first >= 0 else -1
            if last < 0:
                self.differences.append(
                    f"left out but not in the original: “{run.start} … {run.end}”"
                )
                continue
            stop = last + len(end)
            counts.append((run.what, stop - first))
            kept[first:stop] = []
        return kept, tuple(counts)

    def _lines_apart(self, must: Sequence[int]) -> dict[int, int]:
        """The places on the page of notes and text boxes, which may stand anywhere, each whole."""
        lines: dict[int, _Places] = defaultdict(list)
        for at in must:
            if self.original.line(at).apart:
                lines[self.original.line_of[at]].append(at)
        taken: dict[int, int] = {}
        there: set[int] = set()
        for places in lines.values():
            words, size = [self._word(at) for at in places], len(places)
            begin = 0
            while (begin := _find(self.page.words, words, begin)) >= 0:
                run = range(begin, begin + size)
                if (
                    not there.intersection(run)
                    and self.page.begins_block(begin)
                    and self.page.begins_block(begin + size)
                ):
                    taken |= dict(zip(places, run, strict=True))
                    there.update(run)
                    break
                begin += 1
        return taken

    def _align(self, one: Sequence[int], other: Sequence[int]) -> None:
        """Find the longest sequence of words that both sides share."""
        self.missing, self.extra = [], []
        here = [self.original.words[at] for at in one]
        there = [self.page.words[at] for at in other]
        for step in Indel.opcodes(here, there):
            if step.tag == "equal":
                size = step.src_end - step.src_start
                for at in range(size):
                    self.on_page[one[step.src_start + at]] = other[step.dest_start + at]
            elif step.tag == "delete":
                self.missing += one[step.src_start : step.src_end]
            else:
                self.extra += other[step.dest_start : step.dest_end]

        self._slide()

    def _slide(self) -> None:
        """Where a word of the page stands twice and once in the original, let it be the one that
        leaves all that is extra in one run."""
        owners = {at: place for place, at in self.on_page.items()}
        extra = set(self.extra)
        for run in _runs(self.extra):
            first, last = run[0], run[-1]
            if (
                first - 2 in extra
                and first - 1 in owners
                and self.page.words[first - 1] == self.page.words[last]
            ):
                self.on_page[owners[first - 1]] = last
                extra.remove(last)
                extra.add(first - 1)
        self.extra = sorted(extra)

    def _gaps(self) -> Iterator[tuple[_Places, _Places]]:
        """Words missing and words extra that stand in the same place of the common order."""
        before = {at: place for place, at in self.on_page.items()}
        by_place: dict[int, tuple[_Places, _Places]] = defaultdict(lambda: ([], []))
        for run in _runs(self.missing):
            place = run[0] - 1
            while place >= 0 and place not in self.on_page:
                place -= 1
            by_place[self.on_page.get(place, -1)][0].extend(run)
        for run in _runs(self.extra):
            at = run[0] - 1
            while at >= 0 and at not in before:
                at -= 1
            by_place[at][1].extend(run)
        yield from (gap for _, gap in sorted(by_place.items()))

    def _found(self, lost: Iterable[int], gained: Iterable[int]) -> None:
        """Take words out of the differences."""
        lost, gained = list(lost), list(gained)
        if lost:
            gone = set(lost)
            self.missing = [at for at in self.missing if at not in gone]
        if gained:
            gone = set(gained)
            self.extra = [at for at in self.extra if at not in gone]
        for at in lost:
            if gained:
                self.on_page.setdefault(at, gained[0])

    def _same_but_for_spaces(self) -> None:
        """Take out what both sides write with other spaces, where that can be no fault."""
        for lost, gained in list(self._gaps()):
            for begin, end, start, stop in _equal_letters(
                [self._word(at) for at in lost], [self.page.words[at] for at in gained]
            ):
                one, other = lost[begin:end], gained[start:stop]
                if self._may_differ_in_spaces(one, other):
                    self._found(one, other)

    def _may_differ_in_spaces(self, lost: _Places, gained: _Places) -> bool:
        here = [self._word(at) for at in lost]
        there = [self.page.words[at] for at in gained]
        notes = {
            at
            for at, place in enumerate(gained)
            if self.page.sorts[place] != "word" or _NOTE.fullmatch(there[at])
        }
        ends_here, ends_there = _ends(here), _ends(there)
        text = "".join(here)
        marks = {end for at, end in enumerate(ends_there) if {at, at + 1} & notes}
        for at in set(ends_here) ^ set(ends_there):
            if at in marks and (self.original.drawn or at not in ends_here):
                continue
            if not self.original.drawn or not _guessed(text, at, in_page=at in ends_there):
                return False
        return True

    def _take_aside_lines(self) -> None:
        """Words of the page that the witness took for furniture: they are in the original."""
        lines: dict[int, list[int]] = defaultdict(list)
        for at, line in enumerate(self.original.line_of):
            if self.original.lines[line].aside:
                lines[line].append(at)
        if not lines or not self.extra:
            return
        known: dict[tuple[str, ...], list[list[int]]] = defaultdict(list)
        for places in lines.values():
            known[tuple(map(self._word, places))].append(places)
        for run in _runs(self.extra):
            words = [self.page.words[at] for at in run]
            at = 0
            while at < len(words):
                for key, stands in known.items():
                    end = at + len(key)
                    if (
                        stands
                        and tuple(words[at:end]) == key
                        and self.page.begins_block(run[at])
                        and self.page.begins_block(run[at] + len(key))
                    ):
                        own = stands.pop(0)
                        for offset, place in enumerate(own):
                            self.on_page[place] = run[at + offset]
                        self._found([], run[at:end])
                        at = end
                        break
                else:
                    at += 1

    def _take_marks(self) -> None:
        """The marks of lists, which the stylesheet draws anew; the numbers that a file counts."""
        starts = {tuple(self.page.words[begin : begin + 2]) for begin, end in self.page.entries}
        taken = []
        for at in self.missing:
            word = self._word(at)
            if _is_bullet(word) and self.original.begins_line(at):
                taken.append(at)
            elif (is_symbol(word) or word == "o") and self.original.begins_line(at):
                following = tuple(self.original.words[at + 1 : at + 3])
                if following in starts or any(
                    start[:1] == following[:1] and self._at_entry(at + 1) for start in starts
                ):
                    taken.append(at)
        self._found(taken, [])
        self._take_symbols()
        if any(line.counted for line in self.original.lines):
            stands = {at: place for place, at in self.on_page.items()}
            self._found(
                [],
                [
                    at
                    for at in self.extra
                    if self.page.sorts[at] == "number"
                    and at + 1 in stands
                    and self.original.line(stands[at + 1]).counted
                ],
            )

    def _take_symbols(self) -> None:
        """A character that means nothing outside its font, and the sign that the page has for it,
        alone or before the word that it touches."""
        for lost, gained in list(self._gaps()):
            for at, on in zip(lost, gained, strict=False):
                word, shown = self._word(at), self.page.words[on]
                touching = at and _is_private(self._word(at - 1)) and shown[1:] == word
                if is_symbol(shown[:1]) and (touching or (_is_private(word) and shown[1:] == "")):
                    self._found([at], [on])

    def _at_entry(self, at: int) -> bool:
        """Whether a word stands on the page as the first of an entry."""
        place = self.on_page.get(at)
        return place is not None and any(begin == place for begin, _ in self.page.entries)

    def _take_moved_blocks(self) -> None:
        """Whole blocks of the page that the file draws elsewhere, all their words together."""
        extra, missing = set(self.extra), set(self.missing)
        blocks: dict[int, list[int]] = defaultdict(list)
        for at, block in enumerate(self.page.block_of):
            blocks[block].append(at)
        starts: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.original.words):
            starts[word].append(at)
        taken_here: set[int] = set()
        taken_there: set[int] = set()
        for places in blocks.values():
            if not extra & set(places):
                continue
            own = [at for at in places if self.page.sorts[at] != "number"] or places
            for chosen in (places, own):
                words = [self.page.words[at] for at in chosen]
                for begin in starts.get(words[0], ()):
                    run = range(begin, begin + len(words))
                    if (
                        self.original.words[begin : begin + len(words)] == words
                        and missing.intersection(run)
                        and not taken_here.intersection(run)
                        and self._may_stand_apart(begin, begin + len(words))
                    ):
                        taken_here.update(run)
                        taken_there.update(chosen)
                        self._place(list(run), chosen)
                        break
                else:
                    continue
                break
        if not taken_here:
            return
        placed = {place: self.on_page[place] for place in taken_here}
        one = [at for at in sorted({*self.on_page, *self.missing}) if at not in taken_here]
        other = [at for at in range(len(self.page.words)) if at not in taken_there]
        self.on_page = {}
        self._align(one, other)
        self.on_page |= placed
        self._same_but_for_spaces()
        self._take_marks()

    def _may_stand_apart(self, begin: int, end: int) -> bool:
        return self.original.parted(begin) and self.original.parted(end)

    def _place(self, places: Sequence[int], on: Sequence[int]) -> None:
        """Remember a run that the file draws elsewhere."""
        first = " ".join(map(self._word, places[:_CONTEXT]))
        self.placed.append((first, len(places)))
        for one, other in zip(places, on, strict=True):
            self.on_page[one] = other

    def _take_moved_runs(self) -> None:
        """Runs that stand whole in another place, where no sentence is cut by it."""
        edges: set[tuple[str, int]] = set()
        refused: set[tuple[int, int]] = set()
        while True:
            for lost, gained in self._common():
                if (lost[0], gained[0]) in refused:
                    continue
                sides = (("lost", lost), ("gained", gained))
                ends = {(side, at) for side, run in sides for at in (run[0], run[-1])}
                if len(lost) < _BLOCK and not ends & edges:
                    continue
                if self._cuts(lost, gained):
                    refused.add((lost[0], gained[0]))
                    continue
                break
            else:
                return
            edges |= {(side, at) for side, run in sides for at in (run[0] - 1, run[-1] + 1)}
            self._place(lost, gained)
            self._found(lost, gained)

    def _cuts(self, lost: _Places, gained: _Places) -> bool:
        """Whether a sentence is cut where a run stands, or where it is missing."""
        owners = {at: place for place, at in self.on_page.items()}
        owners |= dict(zip(gained, lost, strict=True))
        for at, on in ((lost[0], gained[0]), (lost[-1] + 1, gained[-1] + 1)):
            together = self.on_page.get(at - 1) == on - 1 or self.on_page.get(at) == on
            if together:
                continue
            if not self.original.parted(at):
                return True
            if self.page.begins_block(on):
                continue
            before, after = owners.get(on - 1), owners.get(on)
            if before is None or after is None or not self.original.follows(before, after):
                return True
        return False

    def _common(self) -> list[tuple[_Places, _Places]]:
        """The longest run that each of the missing shares with each of the extra, longest first."""
        shared: list[tuple[_Places, _Places]] = []
        gained = [(run, Counter(self.page.words[at] for at in run)) for run in _runs(self.extra)]
        for lost in _runs(self.missing):
            words = [self._word(at) for at in lost]
            counts = Counter(words)
            for run, others in gained:
                if not counts & others:
                    continue
                matcher = SequenceMatcher(
                    None, words, [self.page.words[at] for at in run], autojunk=False
                )
                match = matcher.find_longest_match()
                if match.size:
                    shared.append(
                        (
                            lost[match.a : match.a + match.size],
                            run[match.b : match.b + match.size],
                        )
                    )
        return sorted(shared, key=lambda each: (-len(each[0]), each[0][0], each[1][0]))

    def _take_repair(self, repair: Repair) -> int:
        """Take a declared repair's words out of the differences; complain where there are none.

        The page must have gained just the paragraph's number; the original may have lost just the
        one number that the repair quotes, with the words around it as quoted.
        """
        number = re.sub(r"^p(\d+).*$", r"\1.", repair.at)
        gained = next((at for at in self.extra if self.page.words[at] == number), None)
        quoted = repair.printed.split()
        lost = next(
            (
                at
                for at in self.missing
                if re.fullmatch(r"\d+\.?", self._word(at))
                and self._word(at) in quoted
                and _stands(self.original.words, at, quoted)
            ),
            None,
        )
        if gained is None or (lost is None) != (repair.what == "number-lost"):
            self.differences.append(
                f"declared as repaired, but not so in the original: {repair.at}"
            )
            return 0
        self._found([] if lost is None else [lost], [gained])
        return 1

    def _take_answered(self, answered: Sequence[str]) -> None:
        """Words of which a person decided that they need not be on the page."""
        for text in answered:
            words = text.split()
            for run in _runs(self.missing):
                own = [self._word(each) for each in run]
                at = _find(own, words, 0)
                if at >= 0:
                    run = run[at : at + len(words)]
                elif _find(words, own, 0) < 0:
                    continue
                self._put_aside("decided by an editor", run)
                self._found(run, [])
                break

    def _take_hidden(self) -> None:
        """Words that nobody sees who looks at the printed page."""
        hidden = [at for at in self.missing if not self.original.seen([at])]
        for run in _runs(hidden):
            self._put_aside("hidden", run)
        self._found(hidden, [])

    def _put_aside(self, why: str, places: Sequence[int]) -> None:
        text = " ".join(map(self._word, places))
        if why == "page furniture":  # one line, whatever page number it has
            text = re.sub(r"^\d+(?: |$)|(?:^| )\d+$", "", text) or "page numbers"
        self.aside[why, text][self.original.line(places[0]).page] = None

    def _list_aside(self) -> None:
        """What was put aside because of where it stands."""
        lines: dict[int, list[int]] = defaultdict(list)
        for at, line in enumerate(self.original.line_of):
            if self.original.lines[line].aside and at not in self.on_page:
                lines[line].append(at)
        for line, places in lines.items():
            self._put_aside(self.original.lines[line].aside, places)

    def _list_differences(self) -> None:
        on_page = self.page.words
        elsewhere = {" ".join(on_page[at] for at in run) for run in _runs(self.extra)}
        moved = set()
        for run in _runs(self.missing):
            text = " ".join(map(self._word, run))
            page = self.original.line(run[0]).page
            where = f" (page {page})" if page else ""
            if text in elsewhere:
                moved.add(text)
                what = "out of its place on the page"
            else:
                what = "missing from the page"
            self.differences.append(f"{what}: {_around(self.original.words, run)}{where}")
        for run in _runs(self.extra):
            if " ".join(on_page[at] for at in run) not in moved:
                self.differences.append(f"not in the original: {_around(on_page, run)}")


def _runs(places: Sequence[int]) -> list[_Places]:
    """Places that follow one another."""
    runs: list[_Places] = []
    for at in places:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _ends(words: Sequence[str]) -> list[int]:
    """Where each word but the last ends, in letters."""
    ends, at = [], 0
    for word in words[:-1]:
        at += len(word)
        ends.append(at)
    return ends


def _equal_letters(
    here: Sequence[str], there: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of two lists of words that have the same letters: begin and end in each."""
    one, other = "".join(here), "".join(there)
    bounds = {at: word for word, at in enumerate([0, *_ends(here), len(one)])}
    bounds_there = {at: word for word, at in enumerate([0, *_ends(there), len(other)])}
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        common = [at for at in range(size + 1) if a + at in bounds and b + at in bounds_there]
        for begin, end in pairwise(common):
            yield (
                bounds[a + begin],
                bounds[a + end],
                bounds_there[b + begin],
                bounds_there[b + end],
            )


def _guessed(text: str, at: int, *, in_page: bool) -> bool:
    """Whether a space in a text is one that a PDF leaves to be guessed: beside quotation marks and
    brackets, in “4 th”, between a number and the text that it touches."""
    left, right = text[at - 1], text[at]
    if left == "-" or right == "-":
        return in_page and text[at:].startswith(_JOINING)
    if left in "‘’“”'\"()[]" or right in "‘’“”'\"()[]":
        return True
    if left.isdecimal() and _ORDINAL.match(text, at):
        return not in_page
    if is_symbol(left) and not left.isascii():
        return True
    return in_page and (left.isdecimal() or left in ".)") and right.isalpha()


def _is_bullet(word: str) -> bool:
    """Whether a word can be nothing but the mark of an entry."""
    return len(word) == 1 and (
        word in "•·" or "\u25a0" <= word <= "\u27bf" or unicodedata.category(word) in ("So", "Co")
    )


def _is_private(word: str) -> bool:
    return len(word) == 1 and ("\ue000" <= word <= "\uf8ff" or word == "\ufffd")


def _find(words: Sequence[str], run: Sequence[str], start: int) -> int:
    return next(
        (at for at in range(start, len(words)) if list(words[at : at + len(run)]) == list(run)), -1
    )


def _stands(words: Sequence[str], at: int, quoted: Sequence[str]) -> bool:
    """Whether the quoted words stand around a place."""
    return any(
        list(words[at - offset : at - offset + len(quoted)]) == list(quoted)
        for offset in range(len(quoted))
        if at >= offset
    )


def _around(words: Sequence[str], run: Sequence[int]) -> str:
    """A run of words with those on both sides."""
    first, last = run[0], run[-1] + 1
    before = " ".join(words[max(first - _CONTEXT, 0) : first])
    shown = list(words[first:last])
    if len(shown) > _SHOWN:
        shown = [*shown[: _SHOWN - _CONTEXT], f"… ({len(run):,} words) …", *shown[-_CONTEXT:]]
    after = " ".join(words[last : last + _CONTEXT])
    return f"“{f'{before} ' if before else ''}[{' '.join(shown)}]{f' {after}' if after else ''}”"
