"""Original against page: is every word of the source there, in order, and nothing else?

In: the archive, its originals and its rendered pages.  Out: for each document how many words are
on its page, what was left out and why, and every difference.  A stage of its own because it must
trust nothing that the others did: it reads the original's bytes and the finished HTML.

A word is a run of characters between white space.  What the conversion to plain text put around
words (marks of a list, of emphasis, of a link) is no word.  A paragraph's number may differ from
the original's only where the document declares that conversion lost or damaged it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from pathlib import Path, PurePath

from rapidfuzz.distance import Indel

from builder.convert.readers.docx import reader as docx
from builder.convert.readers.html import reader as html
from builder.convert.readers.pdf import reader as pdf
from builder.convert.stream.pieces import CannotRead, Stream
from builder.core.characters import visible
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain
from builder.model import Document, LeftOut, Repair, plain
from builder.reading.archive import Archive

_CONTEXT = 4
"""How many words to show on each side of a difference."""

_BLOCK = 3
"""Words from which a run that stands elsewhere is taken for a block and not for chance."""
_DASHES = frozenset("-–−—")
_ENTRY = "\x1e"
"""Stands in the text of a page where an entry of a list begins; no text holds it."""
_Run = list[tuple[int, str]]
"""Words with their places."""
_MARKS = frozenset("•■◼▪●○□▫‣⁃·")
"""Marks of a list, which the stylesheet draws anew."""

_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "wbr"})
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "span", "strong", "mark"})


@dataclass(frozen=True)
class Verified:
    """What was found for one document."""

    document: str
    path: str
    words: int
    """The original's words, without what was left out."""
    found: int
    """How many of them stand on the page, in order."""
    left_out: tuple[tuple[str, int], ...]
    """What was left out on purpose, with its number of words."""
    repaired: int
    """Paragraph numbers that differ from the original's and are declared."""
    placed: tuple[tuple[str, int], ...]
    """Runs that the original's file draws elsewhere than they are read: first words, length."""
    differences: tuple[str, ...]
    """Everything else, each with the words around it."""

    @property
    def whole(self) -> bool:
        return not self.differences


def verify(archive: Archive, content: Path, pages: dict[str, bytes]) -> Iterator[Verified]:
    """Hold every document against its original.  `pages` holds the HTML by document id."""
    for document in archive.documents:
        source = document.front.source
        try:
            original = read_plain(content / "originals" / source.stored, content, MOST_ORIGINAL)
        except NotReadable as found:
            yield _unread(document, f"its original {found}")
            continue
        if hashlib.sha256(original).hexdigest() != source.sha256:
            yield _unread(document, "the original's sha256 is not the one in the front matter")
        else:
            read = READERS.get(PurePath(source.stored).suffix)
            if read is None:
                yield _unread(document, "its original is of a kind that cannot be read here")
                continue
            try:
                words = read(original)
            except CannotRead as error:
                yield _unread(document, str(error))
                continue
            yield compare(
                document,
                [word for word in words if word not in _MARKS],
                *_read_page(pages[document.id].decode()),
            )


def _unread(document: Document, why: str) -> Verified:
    return Verified(document.id, document.path, 0, 0, (), 0, (), (why,))


def text_words(text: str) -> list[str]:
    """The words of a plain-text original."""
    words: list[str] = []
    for line in visible(text).splitlines():
        line = re.sub(r"^\s*[-•*]\s+|^\s*-$", "", line)
        line = re.sub(r"\[([^\]]+)\]\((?:https?://|mailto:|[/#])[^)\s]*\)", r"\1", line)
        line = re.sub(r"(?<![A-Z*])\*\*(?=\S)([^*]+?)(?<=\S)\*\*(?![\w*])", r" \1", line)
        line = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", line)
        words.extend(line.split())
    return words


READERS: dict[str, Callable[[bytes], list[str]]] = {
    ".txt": lambda original: text_words(original.decode("utf-8-sig", errors="replace")),
    ".pdf": pdf.original_words,
    ".docx": lambda original: _stream_words(docx.read(original)),
    ".html": lambda original: _stream_words(html.read(original)),
    ".htm": lambda original: _stream_words(html.read(original)),
}
"""How the words of an original are read, by its ending.  Text and PDF have a witness of their own;
of Word and HTML files it is the reader's own stream, which shows what any later step has lost."""


def _stream_words(stream: Stream) -> list[str]:
    """The words of a stream, in reading order, with the marks that it prints."""
    words: list[str] = []
    for piece in stream.pieces:
        words += f"{piece.note} {piece.marker}".split()
        words += plain(piece.text).split()
        words += [word for row in piece.rows for cell in row for word in plain(cell).split()]
    return words


def page_words(page: str) -> list[str]:
    """The words of a page's source, without what is ours beside them."""
    return _read_page(page)[0]


def _read_page(page: str) -> tuple[list[str], frozenset[tuple[str, str]]]:
    """A page's words, and the first two words of each entry of its lists."""
    reader = _Source()
    reader.feed(page)
    reader.close()
    text = "".join(reader.parts)
    starts = [[*entry.split()[:2], "", ""] for entry in text.split(_ENTRY)[1:]]
    words = [word for word in text.replace(_ENTRY, " ").split() if word not in _MARKS]
    return words, frozenset((first, second) for first, second, *_ in starts)


class _Source(HTMLParser):
    """Gathers the text inside `<article class="source">`, asides left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        """The elements that are open, each with whether its text is the source's."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.parts.append(f" {_ENTRY} " if tag == "li" else " ")
        if tag in _VOID:
            return
        taken = self.open[-1][1] if self.open else False
        classes = (dict(attrs).get("class") or "").split()
        if tag == "article" and "source" in classes:
            taken = True
        elif tag == "aside":
            taken = False
        self.open.append((tag, taken))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")
        while self.open:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][1]:
            self.parts.append(data)


def compare(
    document: Document,
    original: Sequence[str],
    page: Sequence[str],
    starts: frozenset[tuple[str, str]] = frozenset(),
) -> Verified:
    """Hold an original's words against a page's, in order.  `starts` are the first two words of
    each entry of the page's lists."""
    differences: list[str] = []
    kept, left_out = _without(original, document.front.left_out, differences)
    repairs = list(document.front.repairs)
    found, repaired = 0, 0
    missing: list[tuple[int, str]] = []
    extra: list[tuple[int, str]] = []
    for step in Indel.opcodes(kept, page):
        if step.tag == "equal":
            found += step.src_end - step.src_start
        elif step.tag == "delete":
            missing.extend((at, kept[at]) for at in range(step.src_start, step.src_end))
        else:
            extra.extend((at, page[at]) for at in range(step.dest_start, step.dest_end))
    if _draws(document):
        before = len(missing)
        _take_marks(kept, missing, starts)
        found += before - len(missing)
    placed = _take_placed(missing, extra) if _draws(document) else ()
    found += sum(count for _, count in placed)
    for repair in repairs:
        repaired += _take_repair(repair, kept, missing, page, extra, differences)
    found += len(repairs) - sum(1 for each in repairs if each.what == "number-lost")
    differences += [f"missing from the page: {_around(kept, at)}" for at, _ in missing]
    differences += [f"not in the original: {_around(page, at)}" for at, _ in extra]
    return Verified(
        document.id, document.path, len(kept), found, left_out, repaired, placed, tuple(differences)
    )


def _draws(document: Document) -> bool:
    """Whether the original is drawn, so that the order in its file need not be the reading's."""
    return document.front.source.stored.endswith(".pdf")


def _take_placed(
    missing: list[tuple[int, str]], extra: list[tuple[int, str]]
) -> tuple[tuple[str, int], ...]:
    """Take out of the differences each run of words that stands whole in another place: a
    footnote, a box or a column that the file draws elsewhere than it is read.

    A run of fewer words than `_BLOCK` counts only beside one that was taken: the edge of a block,
    where the same word happens to stand on both sides.
    """
    placed: list[tuple[str, int]] = []
    edges: set[tuple[str, int]] = set()
    while True:
        for lost, gained in _common(_runs(missing), _runs(extra)):
            sides = (("lost", lost), ("gained", gained))
            ends = {(side, at) for side, run in sides for at in (run[0][0], run[-1][0])}
            if len(lost) >= _BLOCK or ends & edges:
                break
        else:
            return tuple(placed)
        edges |= {(side, at) for side, run in sides for at in (run[0][0] - 1, run[-1][0] + 1)}
        missing[:] = [each for each in missing if each not in set(lost)]
        extra[:] = [each for each in extra if each not in set(gained)]
        placed.append((" ".join(word for _, word in lost[:_CONTEXT]), len(lost)))


def _common(lost: Sequence[_Run], gained: Sequence[_Run]) -> list[tuple[_Run, _Run]]:
    """The longest run of words that each of the first shares with each of the second, the longest
    of all first."""
    shared: list[tuple[_Run, _Run]] = []
    for a in lost:
        for b in gained:
            matcher = SequenceMatcher(
                None, [word for _, word in a], [word for _, word in b], autojunk=False
            )
            match = matcher.find_longest_match()
            if match.size:
                shared.append((a[match.a :][: match.size], b[match.b :][: match.size]))
    return sorted(shared, key=lambda pair: -len(pair[0]))


def _take_marks(
    original: Sequence[str], missing: list[tuple[int, str]], starts: frozenset[tuple[str, str]]
) -> None:
    """Take out of the differences the dashes that mark an entry of a list in the original: the
    stylesheet draws them anew."""
    missing[:] = [
        (at, word)
        for at, word in missing
        if word not in _DASHES or (tuple(original[at + 1 : at + 3]) not in starts)
    ]


def _runs(words: Sequence[tuple[int, str]]) -> list[_Run]:
    """Words that stand next to one another."""
    runs: list[_Run] = []
    for at, word in words:
        if runs and runs[-1][-1][0] == at - 1:
            runs[-1].append((at, word))
        else:
            runs.append([(at, word)])
    return runs


def _without(
    words: Sequence[str], left_out: Sequence[LeftOut], differences: list[str]
) -> tuple[list[str], tuple[tuple[str, int], ...]]:
    """The words without the declared runs, and how long each run is."""
    kept = list(words)
    counts = []
    for run in left_out:
        start, end = run.start.split(), run.end.split()
        first = _find(kept, start, 0)
        last = _find(kept, end, first) if first >= 0 else -1
        if last < 0:
            differences.append(f"left out but not in the original: “{run.start} … {run.end}”")
            continue
        stop = last + len(end)
        counts.append((run.what, stop - first))
        kept[first:stop] = []
    return kept, tuple(counts)


def _find(words: Sequence[str], run: Sequence[str], start: int) -> int:
    return next(
        (at for at in range(start, len(words)) if list(words[at : at + len(run)]) == list(run)), -1
    )


def _take_repair(
    repair: Repair,
    original: Sequence[str],
    missing: list[tuple[int, str]],
    page: Sequence[str],
    extra: list[tuple[int, str]],
    differences: list[str],
) -> int:
    """Take a declared repair's words out of the differences; complain where there are none.

    The page must have gained just the paragraph's number; the original may have lost just the
    one number that the repair quotes, with the words around it as quoted.
    """
    number = re.sub(r"^p(\d+).*$", r"\1.", repair.at)
    gained = next((each for each in extra if each[1] == number), None)
    quoted = repair.printed.split()
    lost = next(
        (
            each
            for each in missing
            if re.fullmatch(r"\d+\.?", each[1])
            and each[1] in quoted
            and _stands(original, each[0], quoted)
        ),
        None,
    )
    if gained is None or (lost is None) != (repair.what == "number-lost"):
        differences.append(f"declared as repaired, but not so in the original: {repair.at}")
        return 0
    extra.remove(gained)
    if lost is not None:
        missing.remove(lost)
    return 1


def _stands(words: Sequence[str], at: int, quoted: Sequence[str]) -> bool:
    """Whether the quoted words stand around a place."""
    return any(
        list(words[at - offset : at - offset + len(quoted)]) == list(quoted)
        for offset in range(len(quoted))
        if at >= offset
    )


def _around(words: Sequence[str], at: int) -> str:
    before = " ".join(words[max(at - _CONTEXT, 0) : at])
    after = " ".join(words[at + 1 : at + 1 + _CONTEXT])
    return f"“{before} [{words[at]}] {after}”"
