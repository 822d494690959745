"""Pieces and blocks → the grades that they print, set apart as a reader of the page sees them.

In: pieces of a document whose framework gives grades, and blocks made of them.  Out: the same
words, with a record of grades as one table, and a judgement printed in a box with its grade as a
heading and the line below it.  A stage of its own because files lose just this: a box is a table
of one row where a file has tags, and a line like any other where it has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from builder.convert.stream.pieces import Piece
from builder.convert.stream.text_runs import plain_words
from builder.convert.structure.blocks import Block, joined
from builder.language.templates import Recogniser, normal
from builder.model import Span, Text, unmarked

_LINES = 3
"""How many lines the name of a judgement and its grade may take."""
_ROWS = 3
"""Judgements with their grades that must follow one another to be a record."""
_LONGEST = 200


def records_found(pieces: Sequence[Piece], recogniser: Recogniser) -> list[Piece]:
    """Pieces in which lines that print a judgement and its grade are whole, and a run of them is
    one table."""
    if not recogniser.framework.heading_forms:
        return list(pieces)
    found: list[Piece] = []
    run: list[tuple[Piece, tuple[Text, Text]]] = []
    at = 0
    while at < len(pieces):
        taken = _graded(pieces[at : at + _LINES], recogniser)
        if taken is None:
            found.extend(_table(run))
            run = []
            found.append(pieces[at])
            at += 1
            continue
        whole, row, count = taken
        run.append((whole, row))
        at += count
    return [*found, *_table(run)]


def _graded(
    pieces: Sequence[Piece], recogniser: Recogniser
) -> tuple[Piece, tuple[Text, Text], int] | None:
    """The line that the first pieces make, its name and grade, and how many pieces it takes."""
    whole = pieces[0]
    for count, piece in enumerate(pieces, 1):
        if piece.kind not in ("line", "paragraph") or (count > 1 and piece.marker):
            return None
        if any(span.mark == "note" for span in piece.text):
            return None
        if count > 1:
            if piece.kind != "line" or piece.page != whole.page:
                return None
            whole = replace(whole, text=joined(whole.text, piece.text))
        words = " ".join(f"{whole.marker} {unmarked(whole.text)}".split())
        if len(words) > _LONGEST:
            return None
        split = split_grade(words, recogniser)
        if split is not None:
            name, label = split
            return whole, ((Span(name),), (Span(label),)), count
    return None


def _table(run: Sequence[tuple[Piece, tuple[Text, Text]]]) -> Iterator[Piece]:
    if len(run) < _ROWS:
        yield from (piece for piece, _ in run)
        return
    first = run[0][0]
    yield replace(first, kind="table", text=(), marker="", rows=tuple(row for _, row in run))


def split_grade(words: str, recogniser: Recogniser) -> tuple[str, str] | None:
    """A judgement's name and its grade, where a line prints them side by side and no more: the
    grade begins with a capital letter, as it does in no sentence."""
    words = " ".join(words.split())
    read = recogniser.graded_heading(words)
    bare = words.rstrip(" .:;")
    if read is None or not read.label[0].isupper() or not bare.endswith(read.label):
        return None
    name = bare[: -len(read.label)].rstrip()
    known = recogniser.names_judgement(name) and not name.endswith(":")
    return (name, words[len(name) :].strip()) if known else None


def boxes_opened(blocks: Iterable[Block], recogniser: Recogniser, contents: str) -> Iterator[Block]:
    """Blocks in which a judgement printed in a box with its grade is a heading with its grade
    below it; one that the contents list names is a chapter, and another a part of one.  A record
    of several judgements is no box, however short it is."""
    record = False
    for block in blocks:
        if block.kind == "heading":
            part = recogniser.part(block.words)
            record = part is not None and part.role == "record"
        rows = [tuple(cell for cell in row if plain_words(cell).strip()) for row in block.rows]
        last = [plain_words(cell) for cell in rows[-1]] if rows else []
        several = any(recogniser.names_judgement(plain_words(row[0])) for row in rows[:-1] if row)
        boxed = len(last) == 2 and len(rows) <= 2 and recogniser.names_judgement(last[0])
        boxed = boxed and not several and not record
        if not boxed or not (recogniser.grade(last[1]) or recogniser.is_ungraded(last[1])):
            yield block
            continue
        for row in rows[:-1]:
            heads = " ".join(plain_words(cell) for cell in row)
            yield Block("paragraph", (Span(heads),), page=block.page)
        name, grade = rows[-1]
        level = 2 if normal(plain_words(name)) in contents else 3
        yield Block("heading", _bare(name), level, page=block.page)
        yield Block("paragraph", _bare(grade), page=block.page)


def _bare(text: Text) -> Text:
    """A text without the type that made it stand out, on one line."""
    return tuple(
        Span(span.text.replace("\n", " "), span.mark if span.mark == "note" else "")
        for span in text
    )
