"""Convert one original to Markdown in memory, with what a person should check."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from builder.convert.file_kind import misnamed
from builder.convert.options import AddOptions
from builder.convert.readers.docx.reader import read as read_docx
from builder.convert.readers.html.reader import read as read_html
from builder.convert.readers.pdf.reader import read as read_pdf
from builder.convert.readers.plain_text import read_text
from builder.convert.stream.pieces import CannotRead, Furniture, Piece, Question, Stream
from builder.convert.stream.text_runs import plain_words
from builder.convert.structure.blocks import Block
from builder.convert.structure.doubts import doubtful
from builder.convert.structure.identify import Identity, identify
from builder.convert.structure.outline import outline
from builder.convert.structure.paragraph_numbers import decimals, number_paragraphs
from builder.convert.writers.front_matter import Facts, to_front_matter, written_question
from builder.convert.writers.head_keys import with_checksum
from builder.convert.writers.markdown import to_markdown
from builder.core.characters import printable, unprinted
from builder.core.problems import Problem
from builder.language.templates import Recogniser
from builder.model import NOTE, Heading, Registry, Span, Table, paragraphs, plain
from builder.model import Block as Parsed
from builder.reading.document import check_unwritten
from builder.reading.findings import grades_off_scale
from builder.reading.markdown_blocks import LONGEST, read_body
from builder.reading.sections import divide_sections

READERS: dict[str, Callable[[bytes], Stream]] = {
    ".pdf": read_pdf,
    ".txt": read_text,
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
}

UNKNOWN = "unknown"
"""The form of a document whose framework was not recognised."""


class Converted(Struct, frozen=True):
    """A document, converted."""

    id: str
    authority: str
    sha256: str
    suffix: str
    text: str
    identity: Identity
    paragraphs: int
    headings: int
    furniture: tuple[Furniture, ...]
    """What was put aside as belonging to the pages."""
    remarks: tuple[str, ...]
    """What a person should check, as whole sentences."""
    questions: tuple[str, ...] = ()
    """What a person must decide before it can be published, in words, at page and place."""


def convert(name: str, data: bytes, registry: Registry, options: AddOptions) -> Converted:
    """Convert an original. Raises `CannotRead` with the reason."""
    if printable(name) != name:
        raise CannotRead("its name holds what cannot be printed; give it another and try again.")
    suffix = PurePath(name).suffix.lower()
    if why := misnamed(suffix, data):
        raise CannotRead(why)
    reader = READERS.get(suffix)
    if reader is None:
        raise CannotRead(
            f"its ending “{suffix}” is none of {', '.join(READERS)}; save it as one of these."
        )
    stream = reader(data)
    pieces = [_worded(piece) for piece in stream.pieces]
    _must_have_meaning(pieces)
    words = [_words(piece) for piece in pieces if piece.kind != "contents"]
    if not any(re.search(r"\w", each) for each in words):
        raise CannotRead("it holds no words that are text; get it again from its source.")
    identity = identify(words, registry, name, options.published)
    authority = options.authority or (identity.authority.id if identity.authority else "")
    if not authority:
        raise CannotRead("no authority was recognised in it; name one with --authority.")
    if identity.published is None:
        raise CannotRead(
            "it prints no date of publication, and its name has none; give it with --published."
        )
    framework = identity.framework or registry.frameworks.get(UNKNOWN)
    if framework is None:
        raise CannotRead(
            f"no framework was recognised in it, and there is no frameworks/{UNKNOWN}.yaml for "
            "such documents; add one."
        )
    recogniser = Recogniser(framework)
    blocks: Sequence[Block] = outline(pieces, recogniser)
    remarks = list(stream.warnings)
    if framework.numbered_paragraphs:
        numbered = number_paragraphs(blocks, recogniser, registry.owners)
        blocks, remarks = numbered.blocks, [*remarks, *numbered.remarks]
    counted = decimals(blocks) if framework.decimal_numbers else None
    blocks = _one_title(counted or blocks)
    if (longest := max((len(block.words) for block in blocks), default=0)) > LONGEST:
        raise CannotRead(
            f"a paragraph of it has {longest:,} characters, and {LONGEST:,} are the most; get it "
            "again from its source."
        )
    body = to_markdown(blocks, numbered=framework.numbered_paragraphs)
    parsed, problems = read_body(
        "", body, 1, numbered=framework.numbered_paragraphs, decimal=counted is not None
    )
    checksum = hashlib.sha256(data).hexdigest()
    facts = Facts(
        published=identity.published,
        authority=authority,
        file=PurePath(name).name,
        sha256=checksum,
        pages=_pages(blocks, parsed),
        skipped=_skipped(blocks),
        url=options.addresses.get(checksum, ""),
        decimal=counted is not None,
    )
    inspected = identity.inspected
    if inspected and not inspected.start <= inspected.end <= identity.published:
        raise CannotRead(
            f"it was inspected from {inspected.start} to {inspected.end} and would be published on "
            f"{identity.published}; give the right day with --published."
        )
    id = f"{authority}-{identity.published}-{identity.kind}"
    shown = f"documents/{authority}/{id}.md"

    def written(questions: Sequence[Question]) -> tuple[str, list[Problem]]:
        front = to_front_matter(identity, blocks, replace(facts, questions=questions))
        text = f"{front}\n{body}"
        return text, check_unwritten(shown, text.encode(), parsed, registry)

    questions = stream.questions
    text, found = written(questions)
    if found and not problems:
        questions = (*questions, *_misprinted(parsed, recogniser, blocks))
        text, found = written(questions)
    if problems := problems or found:
        raise CannotRead(_fault(problems[0], body, blocks))
    remarks += doubtful(blocks, recogniser)
    remarks += [f"Not found: {each}." for each in identity.missing]
    return Converted(
        id=id,
        authority=authority,
        sha256=checksum,
        suffix=suffix,
        text=with_checksum(text),
        identity=identity,
        paragraphs=sum(1 for block in blocks if block.number is not None),
        headings=sum(1 for block in blocks if block.kind == "heading"),
        furniture=stream.furniture,
        remarks=tuple(remarks),
        questions=tuple(written_question(each).in_words for each in questions),
    )


def _must_have_meaning(pieces: Sequence[Piece]) -> None:
    """Raise `CannotRead` if letters of the file map to no character."""
    for piece in pieces:
        for text in [piece.text, *(cell for row in piece.rows for cell in row)]:
            words = piece.marker + plain_words(text)
            if found := unprinted(words):
                page = f"on page {piece.page} " if piece.page else ""
                before = " ".join(words[: found.start()].split())[-30:]
                place = f"after “{before}”" if before else f"before “{words[found.end() :][:30]}”"
                raise CannotRead(
                    f"{page}{place} it holds a letter without a meaning (U+{ord(found[0]):04X}), "
                    "which nobody can read; get the file again from its source."
                )


def _misprinted(
    parsed: Sequence[Heading | Parsed], recogniser: Recogniser, blocks: Sequence[Block]
) -> Iterator[Question]:
    """A question for each grade that the framework's scale does not have."""
    sections, _ = divide_sections("", parsed, recogniser)
    for name, printed in dict.fromkeys(grades_off_scale(sections, recogniser)):
        letters = re.sub(r"\W+", "", printed)
        page = next((each.page for each in blocks if letters in _letters(each)), 0)
        yield Question("grade", page, f"beside “{name}”", printed)


def _fault(problem: Problem, body: str, blocks: Sequence[Block]) -> str:
    """A problem of the conversion itself, with page and place."""
    lines = body.split("\n")
    words = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
    letters = re.sub(r"\W+", "", words)[:30]
    block = next((each for each in blocks if letters and letters in _letters(each)), None)
    page = f"page {block.page}, " if block is not None and block.page else ""
    place = f"{page}“{' '.join(words.split())[:60]}”: " if block is not None else ""
    return (
        "conversion makes of it what the archive would refuse, so that nothing of it was written; "
        f"please report it with the file: {place}{problem.message}"
    )


def _letters(block: Block) -> str:
    words = " ".join([block.words, *(plain(cell) for row in block.rows for cell in row)])
    return re.sub(r"\W+", "", words)


def _worded(piece: Piece) -> Piece:
    """A piece with words: a number or mark alone becomes words."""
    if not piece.marker or plain_words(piece.text).strip():
        return piece
    return replace(piece, kind="paragraph", text=(Span(piece.marker),), marker="", level=0)


def _words(piece: Piece) -> str:
    """A piece's words without footnote marks; each cell is a line."""
    texts = [cell for row in piece.rows for cell in row] or [piece.text]
    return "\n".join(
        plain_words(tuple(span for span in text if span.mark != NOTE)) for text in texts
    )


def _one_title(blocks: Sequence[Block]) -> list[Block]:
    found = False
    result = []
    for block in blocks:
        if block.kind == "title":
            block = replace(block, kind="paragraph") if found else block
            found = True
        result.append(block)
    return result


def _skipped(blocks: Sequence[Block]) -> list[int]:
    present = {block.number for block in blocks if block.number is not None}
    return [each for each in range(1, max(present, default=0)) if each not in present]


def _pages(blocks: Sequence[Block], parsed: Sequence[Heading | Parsed]) -> dict[int, str]:
    """What first begins on each page: a number, unique first words, or an anchor."""
    written = [block for block in blocks if block.kind != "contents"]
    anchored = list(_anchored(parsed))
    if not any(block.page for block in written) or len(anchored) != sum(map(_places, written)):
        return {}
    everything = [words for _, words in anchored]
    pages: dict[int, str] = {}
    at = 0
    for block in written:
        anchor, words = anchored[at]
        at += _places(block)
        if block.page > 1 and block.page not in pages and words:
            pages[block.page] = _address(anchor, words, everything)
    return pages


def _places(block: Block) -> int:
    if block.kind != "table":
        return 1
    return len(block.rows) - (1 if block.header_rows and len(block.rows) > 1 else 0)


def _address(anchor: str, words: str, everything: Sequence[str]) -> str:
    if anchor.startswith("p") and anchor[1:].isdecimal():
        return anchor
    split = words.split(" ")
    for count in range(4, 13):
        start = " ".join(split[:count])
        if sum(start in each for each in everything) == 1:
            return start
    return anchor


def _anchored(parsed: Sequence[Heading | Parsed]) -> Iterator[tuple[str, str]]:
    for block in parsed:
        if isinstance(block, Heading):
            yield block.id, plain(block.text)
        elif isinstance(block, Table):
            yield from ((row.id, " ".join(plain(cell) for cell in row.cells)) for row in block.rows)
        else:
            yield from ((each.id, plain(each.text)) for each in paragraphs((block,)))
