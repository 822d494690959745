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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from rapidfuzz.distance import Indel

from builder.archive import Archive
from builder.model import Document, LeftOut, Repair

_CONTEXT = 4
"""How many words to show on each side of a difference."""

_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "wbr"})
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "span", "strong", "mark", "sup"})


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
    differences: tuple[str, ...]
    """Everything else, each with the words around it."""

    @property
    def whole(self) -> bool:
        return not self.differences


def verify(archive: Archive, content: Path, pages: dict[str, bytes]) -> Iterator[Verified]:
    """Hold every document against its original.  `pages` holds the HTML by document id."""
    for document in archive.documents:
        source = document.front.source
        original = (content / "originals" / source.stored).read_bytes()
        if hashlib.sha256(original).hexdigest() != source.sha256:
            yield _unread(document, "the original's sha256 is not the one in the front matter")
        elif not source.stored.endswith(".txt"):
            yield _unread(document, "only plain-text originals can be held against their page")
        else:
            words = text_words(original.decode("utf-8-sig", errors="replace"))
            yield compare(document, words, page_words(pages[document.id].decode()))


def _unread(document: Document, why: str) -> Verified:
    return Verified(document.id, document.path, 0, 0, (), 0, (why,))


def text_words(text: str) -> list[str]:
    """The words of a plain-text original."""
    words: list[str] = []
    for line in text.splitlines():
        line = re.sub(r"^\s*[-•*]\s+|^\s*-$", "", line)
        line = re.sub(r"\[([^\]]*)\]\([^)\s]*\)", r"\1", line)
        line = line.replace("**", " ")
        line = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", r"\1", line)
        words.extend(line.split())
    return words


def page_words(html: str) -> list[str]:
    """The words of a page's source, without what is ours beside them."""
    reader = _Source()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).split()


class _Source(HTMLParser):
    """Gathers the text inside `<article class="source">`, asides left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        """The elements that are open, each with whether its text is the source's."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")
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


def compare(document: Document, original: Sequence[str], page: Sequence[str]) -> Verified:
    """Hold an original's words against a page's, in order."""
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
    for repair in repairs:
        repaired += _take_repair(repair, kept, missing, page, extra, differences)
    found += len(repairs) - sum(1 for each in repairs if each.what == "number-lost")
    differences += [f"missing from the page: {_around(kept, at)}" for at, _ in missing]
    differences += [f"not in the original: {_around(page, at)}" for at, _ in extra]
    return Verified(
        document.id, document.path, len(kept), found, left_out, repaired, tuple(differences)
    )


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
