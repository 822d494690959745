"""Restore grades: a record as one table, a box as a heading with a grade line.

Files lose boxes: a table of one row with tags, plain lines without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from builder.convert.stream.pieces import Piece
from builder.convert.stream.text_runs import plain_words
from builder.convert.structure.blocks import Block, join_texts
from builder.language.templates import Recogniser, normal
from builder.model import Span, Text, unmarked

_LINES = 3
"""How many lines the name of a judgement and its grade may take."""
_ROWS = 3
"""Judgements with their grades that must follow one another to be a record."""
_LONGEST = 200


def records_found(pieces: Sequence[Piece], recogniser: Recogniser) -> list[Piece]:
    """Pieces with lines of judgement and grade joined, and runs of them as one table."""
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
    """The graded line of the first pieces: piece, name and grade, pieces used."""
    whole = pieces[0]
    for count, piece in enumerate(pieces, 1):
        if piece.kind not in ("line", "paragraph") or (count > 1 and piece.marker):
            return None
        if any(span.mark == "note" for span in piece.text):
            return None
        if count > 1:
            if piece.kind != "line" or piece.page != whole.page:
                return None
            whole = replace(whole, text=join_texts(whole.text, piece.text))
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
    """A judgement and its grade on one line.

    The grade begins with a capital, as in no sentence.
    """
    words = " ".join(words.split())
    read = recogniser.graded_heading(words)
    bare = words.rstrip(" .:;")
    if read is None or not read.label[0].isupper() or not bare.endswith(read.label):
        return None
    name = bare[: -len(read.label)].rstrip()
    known = recogniser.names_judgement(name) and not name.endswith(":")
    return (name, words[len(name) :].strip()) if known else None


def boxes_opened(blocks: Iterable[Block], recogniser: Recogniser, contents: str) -> Iterator[Block]:
    """Each box as a heading with its grade below.

    One that the contents list names is a chapter. Several judgements are a record, not a box.
    """
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
    """A text on one line without typography."""
    return tuple(
        Span(span.text.replace("\n", " "), span.mark if span.mark == "note" else "")
        for span in text
    )
