"""Compare headings, list entries and rows with the original's own.

Files are often wrong about themselves, so a difference is only a remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from builder.verify.original import FileElement, OriginalWords, Structure, is_symbol
from builder.verify.page import PageWords

_LETTERS = 40
"""Letters and digits by which an element is known again."""
_WORDS = 8
"""Words shown of an element."""
_LONG_HEADING = 14
"""Words of a file's heading beyond which it is a sentence."""
_LONGEST = 25
"""The same of a page's heading: some reports print a judgement as one."""
_MARK = re.compile(r"[•·▪■◼●○◦□▫‣⁃➢o-]|\(?(?:\d{1,3}|[a-z]|[ivx]+)[.)]|\d{1,3}(?:\.\d{1,2})*")
"""What stands before an entry."""
_NUMBER = re.compile(r"^\(?\d{1,3}[.)](?:\s+(?=\S)|(?=[^\W\d]))")
"""The number before an entry, which a page draws anew."""
_CERTAIN_MARK = re.compile(r"[^\w\s]|o|\(?[a-z]\)|\d{1,3}\.")
"""What is no number of a sentence that goes on."""
_SHOWN = 3
"""Elements shown of those that one side has alone."""


def differences(original: OriginalWords, page: PageWords) -> tuple[str, ...]:
    """For each kind of element that differs, both numbers and the first examples.

    Elements whose words are missing from the page do not count.
    """
    structure = original.structure
    if structure is None:
        return ()
    everything = _known_by(" ".join(page.words), None)
    headings, entries, rows, bold = (
        [" ".join(page.words[a:b]) for a, b in spans if a < b]
        for spans in (page.headings, page.entries, page.rows, page.bold)
    )
    sorts = (
        ("headings", structure.headings, headings, _no_headings(structure, headings, bold)),
        (
            "entries and numbered paragraphs",
            structure.entries,
            entries,
            _no_entries(original, [*headings, *rows]),
        ),
        ("table rows", structure.rows, rows, lambda words, on_page: False),
    )
    remarks = (
        _difference(
            sort, [each for each in named if _known_by(each.words) in everything], shown, expected
        )
        for sort, named, shown, expected in sorts
        if named
    )
    return tuple(each for each in remarks if each)


_Expected = Callable[[str, bool], bool]
"""Whether one side may have an element alone, by its words and whether that side is the page."""


def _no_headings(structure: Structure, headings: Sequence[str], bold: Sequence[str]) -> _Expected:
    """Which differences of headings tell nothing.

    Files tag only some headings: the page's own counts if the file lists it as a sentence. A file's
    own is a sentence, or bold below the deepest level.
    """
    in_bold = {_known_by(each) for each in bold}
    entries = {_known_by(each.words) for each in structure.entries}

    def expected(words: str, on_page: bool) -> bool:
        if not on_page:
            return _is_sentence(words) or _known_by(words) in in_bold
        part = words[:1].islower() or words[-1:] in (",", ";") or len(words.split()) > _LONGEST
        listed = _is_sentence(words) and _known_by(words) in entries
        return words == headings[0] or not (part or listed)

    return expected


def _is_sentence(words: str) -> bool:
    return (
        words[:1].islower()
        or not words[:1].isalnum()
        or words.rstrip()[-1:] in (".", ";", ",", ":")
        or len(words.split()) > _LONG_HEADING
    )


def _no_entries(original: OriginalWords, elsewhere: Sequence[str]) -> _Expected:
    """Which differences of entries tell nothing.

    An unmarked start of a page continues an entry; marked text is one, however tagged. Some are
    headings or rows on the page.
    """
    words = original.words
    marked = {
        _known_by(" ".join(words[at + 1 : at + 1 + _LETTERS]))
        for at, word in enumerate(words)
        if _MARK.fullmatch(word) or is_symbol(word)
    }
    elsewhere = [*map(_known_by, elsewhere), *_begin_pages(original)]

    def expected(entry: str, on_page: bool) -> bool:
        key = _known_by(entry)
        if on_page:
            return bool(_MARK.match(entry)) or key in marked
        return any(_same(key, each) for each in elsewhere)

    return expected


def _begin_pages(original: OriginalWords) -> Iterator[str]:
    """What the text of each page begins with, unless it has a mark of its own."""
    before = 0
    for at, line in enumerate(original.line_of):
        found = original.lines[line]
        if found.page > before and not found.aside:
            before = found.page
            if before > 1 and not _CERTAIN_MARK.fullmatch(original.words[at]):
                yield _known_by(" ".join(original.words[at : at + _LETTERS]))


def _difference(
    sort: str,
    named: Sequence[FileElement],
    shown: Sequence[str],
    expected: _Expected,
) -> str:
    left = [(_known_by(words), FileElement(0, words)) for words in shown]
    alone = []
    for mention in named:
        key = _known_by(mention.words)
        own = next((each for each in left if _same(each[0], key)), None)
        if own is not None:
            left.remove(own)
        elif mention.certain and not mention.words[:1].islower():  # the rest of one, cut by a page
            alone.append(mention)
    alone = [each for each in alone if not expected(each.words, False)]
    extra = [each for _, each in left if not expected(each.words, True)]
    if not alone and not extra:
        return ""
    certain = sum(each.certain for each in named)
    parts = [f"{sort}: {certain} in the file, {len(shown)} on the page"]
    if alone:
        parts.append(f"only in the file: {_first(alone)}")
    if extra:
        parts.append(f"only on the page: {_first(extra)}")
    return "; ".join(parts)


def _first(mentions: Sequence[FileElement]) -> str:
    shown = [
        f"“{_beginning(each.words)}”" + (f" (page {each.page})" if each.page else "")
        for each in mentions[:_SHOWN]
    ]
    more = len(mentions) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _known_by(words: str, most: int | None = _LETTERS) -> str:
    """The first letters and digits of an element, without its number."""
    return "".join(filter(str.isalnum, _NUMBER.sub("", words).casefold()))[:most]


def _same(one: str, other: str) -> bool:
    """Whether two elements begin alike, a printed mark aside."""
    return one == other or (
        min(len(one), len(other)) > 3 and (one.startswith(other) or other.startswith(one))
    )


def _beginning(words: str) -> str:
    shown = words.split()
    return " ".join(shown[:_WORDS]) + (" …" if len(shown) > _WORDS else "")
