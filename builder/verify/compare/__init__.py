"""Compare an original's words with a page's, in order.

Words in the same order match. The rest is sorted into: spaces that PDFs leave to be guessed, marks
drawn by the stylesheet, blocks that a PDF draws elsewhere, hidden words and page furniture. What is
left is a difference.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from builder.model import LeftOut, Repair
from builder.verify.compare.alignment import Alignment
from builder.verify.compare.aside import list_aside, take_aside_lines, take_hidden
from builder.verify.compare.declared import take_answered, take_repair, without_left_out
from builder.verify.compare.differences import list_differences
from builder.verify.compare.marks import take_marks
from builder.verify.compare.moves import lines_apart, take_moved_blocks, take_moved_runs
from builder.verify.compare.spaces import take_spaces
from builder.verify.original import UNSEEN, OriginalWords
from builder.verify.page import PageWords


class Compared(Struct, frozen=True):
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
    original: OriginalWords,
    page: PageWords,
    left_out: Sequence[LeftOut] = (),
    repairs: Sequence[Repair] = (),
    answered: Sequence[str] = (),
) -> Compared:
    """Compare an original's words with a page's; a person let `answered` words go."""
    alignment = Alignment(original, page)
    words = original.words
    must = [at for at in range(len(words)) if original.line(at).aside in ("", *UNSEEN)]
    must, counts = without_left_out(alignment, must, left_out)
    taken = {} if original.drawn else lines_apart(alignment, must)
    there = set(taken.values())
    alignment.align(
        [at for at in must if at not in taken],
        [at for at in range(len(page.words)) if at not in there],
    )
    alignment.on_page |= taken
    if alignment.missing or alignment.extra:
        take_spaces(alignment)
        take_marks(alignment)
        if original.drawn or any(line.apart for line in original.lines):
            take_moved_blocks(alignment)
            take_spaces(alignment)
            take_moved_runs(alignment)
        take_aside_lines(alignment)
    repaired = sum(take_repair(alignment, each) for each in repairs)
    take_answered(alignment, answered)
    take_hidden(alignment)
    lost = len(alignment.missing)
    lost += sum(1 for each in repairs if each.what == "number-lost") - len(repairs)
    list_aside(alignment)
    list_differences(alignment)
    return Compared(
        len(must),
        len(must) - max(lost, 0),
        counts,
        repaired,
        tuple(alignment.placed),
        tuple((why, text, tuple(pages)) for (why, text), pages in alignment.aside.items()),
        tuple(alignment.differences),
    )
