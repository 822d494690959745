"""One authority's documents → its segment of the index, which depends on no other document."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from builder.analysis.grade_history import GradeHistory, grade_history
from builder.language.tokenizer import Token, Words
from builder.model import Registry
from builder.pages.parts.views import overall
from builder.search.binary_packs import JOINT, MEANING, TOPIC, number_bytes
from builder.search.findings import Finding, Read, by_date
from builder.search.result_texts import TextsFile

SLICES = 3
DRAWERS = 13
"""Runs of words are divided among so many drawers (a power of two) by the first bits of their code,
whatever the size of the archive, so that drawers of several segments can be laid side by side."""
STAND, FEW_WORDS = 6, 4
"""How many bytes stand for the words of a finding, and how many words it must have for that."""
INSTRUCTION, SILENT = 1.2, 0.4
"""How much more a word weighs in something that somebody was told to do, and how much less in what
says nothing of the authority."""


class DocumentFacets(Struct, frozen=True):
    """A whole document's values for filters."""

    id: str
    authority: str
    framework: str
    kind: str
    published: int
    """The day's ordinal."""
    overall: tuple[int, ...]
    """Its overall grades, by their numbers."""
    newest: bool
    """Whether it reports the newest graded inspection of its authority."""
    findings: int


class Runs(Struct, frozen=True):
    """Which combination of values one finding after another has."""

    combinations: tuple[tuple[str, ...], ...]
    runs: tuple[tuple[int, int], ...]
    """How many findings, and which combination they have."""


class Slice(Struct, frozen=True):
    """A segment's words, or runs, whose codes begin with some bits."""

    words: dict[str, bytes]
    """Of each word the length of its postings and these."""
    phrases: bytes
    """The drawers of runs of words."""
    bounds: tuple[int, ...]
    """Where each drawer begins, and where the last one ends."""


class Segment(Struct, frozen=True):
    """An authority's part of the index; findings count from its first."""

    documents: tuple[DocumentFacets, ...]
    """By date of publication, then by id."""
    slices: Sequence[Slice]
    """By the first `SLICES` bits of the codes: of all segments together they are many bytes, and
    one slice of all is looked at at a time."""
    printed: dict[str, int]
    """Each word as printed, with how many findings hold it."""
    sections: Runs
    """The service, the judgement and the grade ("framework:number") that findings stand under."""
    instructions: Runs
    """What sort of instruction findings are, and the timescale as printed."""
    stands: bytes
    """Of each finding what its words come to, in `STAND` bytes; zeros where they are few."""
    texts: TextsFile
    topics: bytes
    """Of each finding how many topics it names, then their places in the registry, from 1."""


def segment(reads: Iterable[Read], words: Words, registry: Registry, shown: TextsFile) -> Segment:
    """The segment of documents in any order; `shown` is where their texts are."""
    ordered = sorted(reads, key=by_date)
    told = _told(ordered, words)
    topic_at = {topic: at for at, topic in enumerate(registry.topics, start=1)}
    named = bytearray()
    for each in ordered:
        for finding in each.findings:
            found = each.topics.get(finding.anchor, ())
            named += number_bytes(len(found))
            for topic in found:
                named += number_bytes(topic_at[topic])
    history = grade_history(each.document for each in ordered)
    return Segment(
        documents=tuple(_facts(each, history) for each in ordered),
        slices=tuple(_slices(told)),
        printed=dict(sorted(told.printed.items())),
        sections=_runs(_section(each, finding) for each in ordered for finding in each.findings),
        instructions=_runs(
            (finding.instruction, finding.timescale)
            for each in ordered
            for finding in each.findings
        ),
        stands=told.stands,
        texts=shown,
        topics=bytes(named),
    )


def _stands(words: bytes) -> bytes:
    """A checksum of words, by their codes: whatever their capitals and punctuation."""
    if len(words) < 4 * FEW_WORDS:
        return bytes(STAND)
    return hashlib.blake2b(words, digest_size=STAND).digest()


def _slices(told: _Told) -> Iterator[Slice]:
    """Words and drawers by the first bits of their codes."""
    words, runs, bounds = told.postings, told.runs, told.bounds
    parted: list[dict[str, bytes]] = [{} for _ in range(1 << SLICES)]
    for word in sorted(words):
        parted[zlib.crc32(word.encode()) >> 32 - SLICES][word] = words[word]
    drawers = len(bounds) >> SLICES
    for at, own in enumerate(parted):
        inside = bounds[at * drawers : (at + 1) * drawers + 1]
        start, end = inside[0], inside[-1]
        yield Slice(own, runs[start:end], tuple(each - start for each in inside))


class _Told(NamedTuple):
    """What all words of a segment come to."""

    postings: dict[str, bytes]
    runs: bytes
    bounds: list[int]
    """Where each drawer of runs begins, and where the last ends."""
    printed: dict[str, int]
    stands: bytes
    """As `Segment` has it."""


def _told(ordered: Sequence[Read], words: Words) -> _Told:
    # They load NumPy, which takes longer than most builds take to see that nothing changed, and
    # would begin threads that nothing here uses: a process that has some is not copied well.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from builder.search import phrases, postings, tokens

    reader, besides = tokens.Reader(words), postings.Besides()
    weights: list[float] = []
    for read in ordered:
        above = [_forms(words.read(each.heading), words) for each in read.sections]
        leads = {each.lead: _forms(words.read(each.lead), words) for each in read.findings}
        for finding in read.findings:
            reader.add(finding.text)
            besides.add(len(weights), above[finding.under])
            besides.add(len(weights), leads[finding.lead])
            besides.add(len(weights), frozenset(map(JOINT.__add__, words.joints(finding.text))))
            named = read.topics.get(finding.anchor)
            if named:
                besides.add(len(weights), frozenset(TOPIC + topic for topic in named))
            weights.append(_weight(finding))
    every = reader.tokens()
    found = postings.postings(every, besides, weights)
    runs, bounds = phrases.phrase_runs(every, 1 << DRAWERS)
    stands = b"".join(map(_stands, every.written()))
    return _Told(found, runs, bounds, every.printed(), stands)


def _weight(finding: Finding) -> float:
    if finding.silent:
        return SILENT
    return INSTRUCTION if finding.instruction else 1


def _forms(tokens: Sequence[Token], words: Words) -> frozenset[str]:
    meanings = [MEANING + row for _, _, row in words.meanings(tokens, nested=True)]
    return frozenset([*(token.stem for token in tokens if not token.small), *meanings])


def _facts(read: Read, history: GradeHistory) -> DocumentFacets:
    document = read.document
    front = document.front
    return DocumentFacets(
        id=document.id,
        authority=front.authority,
        framework=document.framework.id,
        kind=front.kind,
        published=front.published.toordinal(),
        overall=tuple(sorted({each.number for _, each in overall(document)})),
        newest=history.newest is not None and document.id in history.newest.documents,
        findings=len(read.findings),
    )


def _section(read: Read, finding: Finding) -> tuple[str, ...]:
    under = read.sections[finding.under]
    grade = f"{read.document.framework.id}:{under.grade.number}" if under.grade else ""
    return under.service, under.judgement, grade


def _runs(values: Iterable[tuple[str, ...]]) -> Runs:
    combinations: dict[tuple[str, ...], int] = {}
    runs: list[tuple[int, int]] = []
    for each in values:
        which = combinations.setdefault(each, len(combinations))
        if runs and runs[-1][1] == which:
            runs[-1] = runs[-1][0] + 1, which
        else:
            runs.append((1, which))
    return Runs(tuple(combinations), tuple(runs))
