"""A document: its front matter, its sections and what is read from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct, field

from builder.model.framework import Framework, Grade
from builder.model.history import History, Renumbering, Withdrawal, WrittenCorrection
from builder.model.places import NOWHERE, Line, Lines
from builder.model.text import Block, Paragraph, Text


class Person(Struct, frozen=True):
    name: str
    role: str
    post: str = ""
    line: Line = NOWHERE


class Inspected(Struct, frozen=True):
    start: date = field(name="from")
    end: date = field(name="to")


ENDINGS = ("pdf", "txt", "docx", "html", "htm")
"""What an original may be: files in which nothing runs, or that are served as text."""


class Source(Struct, frozen=True):
    """The original as received."""

    file: str
    sha256: str
    url: str = ""
    lines: Lines = field(default_factory=lambda: Lines({}))

    @property
    def stored(self) -> str:
        """Its name under `content/originals/`."""
        return f"{self.sha256[:12]}.{self.ending}"

    @property
    def ending(self) -> str:
        return self.file.rsplit(".", 1)[-1].lower()

    @property
    def served(self) -> str:
        """Its published file name; a web page is served as text, so that its scripts cannot run."""
        return f"{self.stored}.txt" if self.ending in ("html", "htm") else self.stored


class LeftOut(Struct, frozen=True):
    """Words of the original that are not text: a contents list, page furniture."""

    what: str
    start: str = field(name="from")
    """Its first words."""
    end: str = field(name="to")
    """Its last words."""
    line: Line = NOWHERE


class Repair(Struct, frozen=True):
    """A paragraph number that conversion lost or damaged and an editor set right."""

    at: str
    what: str
    printed: str = ""
    """The words as they stand in the original around the fault."""
    line: Line = NOWHERE


class WrittenNote(Struct, frozen=True):
    """An editorial note as the editor wrote it."""

    at: str
    """"p28", or words that stand in one unnumbered block only."""
    text: str
    """Markdown."""
    line: Line = NOWHERE


QuestionKind = Literal["covered", "struck", "hidden", "letters", "form", "columns", "grade"]

QUESTION_KINDS: dict[QuestionKind, str] = {
    "covered": "words under something that covers them",
    "struck": "words that are struck out",
    "hidden": "words that no reader of the original sees",
    "letters": "letters that have no meaning",
    "form": "a field whose value may not be what stands here",
    "columns": "columns whose order is not known",
    "grade": "a grade that the framework's scale does not have",
}
"""What each kind of question is about, in words for an editor."""


class WrittenQuestion(Struct, frozen=True):
    """A question of the conversion with the editor's answer; never published."""

    kind: str
    """One of `QuestionKind`."""
    words: str = ""
    """The words in question; an editor may take them out once the question is answered."""
    place: str = ""
    """Where they stand, in words: those before them, the number of a table."""
    page: int = 0
    """Of the original; 0 where it has no pages."""
    answer: str = ""
    """What a person decided; "" while nobody has."""
    line: Line = NOWHERE

    @property
    def in_words(self) -> str:
        """The question in words, its place first.

        >>> WrittenQuestion("struck", "close", "after “will”", page=3).in_words
        'page 3, after “will”: words that are struck out: “close”'
        """
        page = f"page {self.page}" if self.page else ""
        about = next((words for kind, words in QUESTION_KINDS.items() if kind == self.kind), "")
        where = ", ".join(each for each in (page, self.place) if each)
        said = f"“{self.words}”" if self.words else ""
        return ": ".join(each for each in (where, about, said) if each)


class Note(Struct, frozen=True):
    """An editorial note, shown outside the text."""

    at: str
    """The anchor of the block beside which it stands."""
    text: Text


class FrontMatter(Struct, frozen=True):
    """The validated front matter of a document."""

    kind: str
    title: str
    authority: str
    framework: str
    published: date
    people: tuple[Person, ...]
    source: Source
    inspected: Inspected | None = None
    licence: str = ""
    left_out: tuple[LeftOut, ...] = ()
    repairs: tuple[Repair, ...] = ()
    notes: tuple[WrittenNote, ...] = ()
    questions: tuple[WrittenQuestion, ...] = ()
    """What a person must decide before the document can be published."""
    formerly: tuple[str, ...] = ()
    """Ids under which the document was published before."""
    moved: dict[str, str] = field(default_factory=dict)
    """Anchors that were published and are gone → where they land."""
    corrections: tuple[WrittenCorrection, ...] = ()
    renumbered: tuple[Renumbering, ...] = ()
    withdrawn: Withdrawal | None = None
    repeated_numbers: tuple[int, ...] = ()
    """Paragraph numbers that the source itself prints twice."""
    numbering: str = ""
    """"decimal" where the source numbers its paragraphs "1.3", so that these are addresses."""
    skipped_numbers: tuple[int, ...] = ()
    """Paragraph numbers that the source itself leaves out."""
    inspection_periods: tuple[Inspected, ...] = ()
    """Each period of the inspection, where it had more than one; `inspected` is from the first day
    of the first to the last day of the last."""
    meeting: date | None = None
    """The day of the meeting that a paper is for."""
    committee: str = ""
    """The body that a paper is for, as printed."""
    decision_number: str = ""
    asked: str = ""
    """What a paper asks its committee to do, in its own words."""
    theme: str = ""
    """What a visit or a joint inspection looked at, as printed."""
    outcome: str = ""
    """What was concluded where no grade is given, as the source's own sentence."""
    next_inspection: str = ""
    """When the next inspection is due, as the source's own sentence."""
    published_from: str = ""
    """Where the date of publication comes from if the document prints none: "file name" or
    "editor"."""
    pages: dict[str, str] = field(default_factory=dict)
    """Page of the original → the first block that begins on it: p28, or its first words."""
    converted: str = ""
    """What tells whether anybody has edited the document since it was converted."""
    lines: Lines = field(default_factory=lambda: Lines({}))


Basis = Literal["table", "heading", "prose"]
"""Where a document awards a grade."""


class Award(Struct, frozen=True):
    """A grade that a document gives a judgement, and where."""

    judgement: str
    service: str
    printed: str
    """The judgement's name as printed there."""
    grade: Grade | None
    """None where the words printed there could not be read as a grade."""
    label: str
    """The grade as printed there: "Grade 3 (adequate)"."""
    basis: Basis
    anchor: str
    words: str
    """The words that award it."""


class Recommendation(Struct, frozen=True):
    """Something that somebody was told (or asked) to do."""

    anchor: str
    kind: str
    service: str
    timescale: str
    """As printed, or ""."""
    due: date | None
    owners: tuple[str, ...]
    text: str


class Section(Struct, frozen=True):
    """A heading with its blocks; a document's first section may have no heading."""

    id: str
    line: int
    level: int
    """1 for the opening matter, 2 … 4 as in the source."""
    heading: Text
    service: str
    judgement: str
    role: str
    """"record", "strength", a kind of recommendation, or ""."""
    items: str
    """Where the entries of a recommending part stand, or ""."""
    grade: Grade | None
    """The grade printed under the heading, or in it."""
    grade_line: Paragraph | None
    """The printed line that gives it."""
    blocks: tuple[Block, ...]
    """What stands under the heading, its grade line excepted."""


class Observation(Struct, frozen=True):
    """Something about a source that a reader should know; never a repair."""

    anchor: str
    rule: str
    """The rule of the checks under which it is shown."""
    printed: str
    """The words that it is about."""
    text: str


class Document(Struct, frozen=True, weakref=True):
    id: str
    path: str
    front: FrontMatter
    framework: Framework
    sections: tuple[Section, ...]
    awards: tuple[Award, ...]
    recommendations: tuple[Recommendation, ...]
    notes: tuple[Note, ...]
    observations: tuple[Observation, ...]
    pages: dict[str, int]
    """The page of the original on which a block begins, by its anchor; none for text files."""
    original_size: int
    """How many bytes the original has."""
    history: History = field(default_factory=History)

    @property
    def url(self) -> str:
        return f"/documents/{self.id}/"


class Withdrawn(Struct, frozen=True):
    """A withdrawn document: only its former address and the reason."""

    id: str
    path: str
    front: FrontMatter
    withdrawal: Withdrawal
    history: History

    @property
    def url(self) -> str:
        return f"/documents/{self.id}/"


class Unread(Struct, frozen=True):
    """A document that could not be read."""

    id: str
    path: str


def numbered_in(sections: Iterable[Section]) -> Iterator[Paragraph]:
    """The numbered paragraphs of some sections, in order."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Paragraph) and block.number is not None:
                yield block
