"""Read documents: front matter, text, grades and recommendations, checked against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from builder.core.problems import Problem, did_you_mean
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.language.templates import Recogniser, normal
from builder.ledger import LedgerBytes, LedgerRow, compare_with_ledger, read_all
from builder.model import (
    Award,
    Block,
    Document,
    FrontMatter,
    Heading,
    History,
    Note,
    Observation,
    Registry,
    Section,
    Withdrawn,
    numbered_in,
)
from builder.model.anchors import Anchored, anchored, named
from builder.reading.check_front_matter import (
    DECIMAL,
    check_front,
    check_numbers,
    check_questions,
    check_withdrawn,
)
from builder.reading.findings import read_awards
from builder.reading.front_matter import divide
from builder.reading.markdown_blocks import read_body
from builder.reading.markdown_inline import read_inline
from builder.reading.original_file import check_source, original_of
from builder.reading.recommendations import read_recommendations
from builder.reading.sections import divide_sections


def document_files(content: Path) -> list[Path]:
    """The documents' files, sorted by name."""
    return sorted((content / "documents").glob("*/*.md"), key=lambda path: path.as_posix())


def document_names(content: Path) -> list[str]:
    """The documents' files as names inside the content folder."""
    above = len((content / "documents").as_posix()) - len("documents")
    return [path.as_posix()[above:] for path in document_files(content)]


def read_front_matter_problems(content: Path) -> list[Problem]:
    """Problems of the front matter's form, which need no registries."""
    problems: list[Problem] = []
    for path in document_files(content):
        data, found = read_document_file(content, path)
        problems.extend(found if data is None else divide(shown_path(content, path), data)[1])
    return problems


def read_document(
    content: Path, path: Path, registry: Registry, data: bytes, ledger: LedgerBytes
) -> tuple[Document | Withdrawn | None, list[Problem]]:
    """Read a document from the bytes of its file and its ledger.

    Problems name it relative to the content folder's parent.
    """
    shown = shown_path(content, path)
    divided, problems = divide(shown, data)
    if divided is None:
        return None, problems
    front = divided.front
    problems += check_front(shown, front, registry)
    framework = registry.frameworks.get(front.framework)
    authority = registry.authorities.get(front.authority)
    states, found = read_all(content, path.parent.name, path.stem, front.formerly, ledger)
    problems += found
    if front.withdrawn is not None:
        problems += check_withdrawn(content, shown, front, front.withdrawn)
        anchors = tuple(dict.fromkeys(each.anchor for each in states))
        added = min((each.since for each in states), default=None)
        history = History(added=added, published=anchors)
        gone = Withdrawn(path.stem, shown, front, front.withdrawn, history)
        return (None if problems else gone), problems
    if framework is None or authority is None:
        return None, problems
    recogniser = Recogniser(framework)
    blocks, found = read_body(
        shown,
        divided.body,
        divided.first_line,
        numbered=framework.numbered_paragraphs,
        decimal=front.numbering == DECIMAL,
    )
    problems += found
    text, found = _understand(shown, front, blocks, recogniser)
    problems += found
    problems += check_questions(shown, front)
    history, found = compare_with_ledger(shown, front, text.places, states)
    problems += found
    original = original_of(content, front.source)
    if original is None and not any(check_source(front.source)):
        problems.append(
            Problem(
                shown,
                front.source.lines.get("sha256", 1),
                f"the original must be kept; “{content.name}/"
                f"originals/{front.source.stored}” was not found; put the file there, or correct "
                "“sha256”.",
            )
        )
    if problems or original is None:
        return None, problems
    return Document(
        id=path.stem,
        path=shown,
        front=front,
        framework=framework,
        sections=text.sections,
        awards=text.awards,
        recommendations=read_recommendations(
            text.sections, recogniser, registry.owners, authority, front.published
        ),
        notes=text.notes,
        observations=text.observations,
        pages=text.pages,
        original_size=original.stat().st_size,
        history=history,
    ), []


def check_unwritten(
    shown: str, data: bytes, blocks: Sequence[Heading | Block], registry: Registry
) -> list[Problem]:
    """What a build would complain of in a document not yet written.

    Lines of `blocks` count from the body's first. Open questions, the original and the ledger are
    not checked.
    """
    divided, problems = divide(shown, data)
    if divided is None:
        return problems
    problems = check_front(shown, divided.front, registry)
    framework = registry.frameworks.get(divided.front.framework)
    if framework is not None:
        problems += _understand(shown, divided.front, blocks, Recogniser(framework))[1]
    return problems


def read_places(
    shown: str, data: bytes, registry: Registry, states: Sequence[LedgerRow] = ()
) -> tuple[tuple[FrontMatter, tuple[Anchored, ...]] | None, list[Problem]]:
    """A document's front matter and anchors (none if withdrawn), and its problems.

    `states` are the rows of its ledger.
    """
    divided, problems = divide(shown, data)
    if divided is None:
        return None, problems
    front = divided.front
    framework = registry.frameworks.get(front.framework)
    if front.withdrawn is not None or framework is None:
        return (front, ()), check_front(shown, front, registry)
    blocks, problems = read_body(
        shown, divided.body, divided.first_line, numbered=framework.numbered_paragraphs
    )
    problems += check_front(shown, front, registry)
    text, found = _understand(shown, front, blocks, Recogniser(framework))
    problems += found
    problems += compare_with_ledger(shown, front, text.places, states)[1]
    return (front, text.places), problems


class _Text(Struct, frozen=True):
    """What is read from a document's body."""

    sections: tuple[Section, ...]
    places: tuple[Anchored, ...]
    awards: tuple[Award, ...]
    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]
    pages: dict[str, int]


def _understand(
    shown: str, front: FrontMatter, blocks: Sequence[Heading | Block], recogniser: Recogniser
) -> tuple[_Text, list[Problem]]:
    as_printed = {each.words for each in front.questions if each.kind == "grade"}
    sections, problems = divide_sections(shown, blocks, recogniser, as_printed)
    awards, observations, found = read_awards(shown, sections, recogniser, as_printed)
    problems += found
    problems += check_numbers(shown, front, sections)
    places = tuple(anchored(sections))
    problems += _check_licence(shown, front, places)
    notes, found = _place_notes(shown, front, places)
    problems += found
    pages, found = _number_pages(shown, front, places)
    problems += found
    problems += _check_repairs(shown, front, sections)
    return _Text(sections, places, awards, tuple(observations), notes, pages), problems


def read_document_file(content: Path, path: Path) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a document's file, which must be in the content folder itself."""
    try:
        return read_plain(path, content, MOST_WRITTEN), []
    except NotReadable as found:
        return None, [Problem(shown_path(content, path), 1, str(found))]


def shown_path(content: Path, path: Path) -> str:
    """A file's path as problems name it."""
    return f"{content.name}/{path.relative_to(content).as_posix()}"


def _check_licence(shown: str, front: FrontMatter, places: Sequence[Anchored]) -> Iterator[Problem]:
    """The licence notice is words of the text: a licence is read, never assumed."""
    if not front.licence:
        return
    texts = [place.words for place in places]
    if not any(front.licence in words for words in texts) and not any(
        normal(front.licence) in normal(words) for words in texts
    ):
        yield Problem(
            shown,
            front.lines.get("licence", 1),
            "“licence” must be a notice that the "
            "document prints; it does not stand in the text; copy it from there, or "
            "remove the key.",
        )


def _check_repairs(
    shown: str, front: FrontMatter, sections: Sequence[Section]
) -> Iterator[Problem]:
    known = {"number-lost", "number-displaced", "number-misread", "number-unpunctuated"}
    anchors = {paragraph.id for paragraph in numbered_in(sections)}
    for repair in front.repairs:
        if repair.what not in known:
            yield Problem(
                shown,
                repair.line,
                f"“what” must be one of {', '.join(sorted(known))}; "
                f"found “{repair.what}”; correct it.{did_you_mean(repair.what, known)}",
            )
        if repair.at not in anchors:
            yield Problem(
                shown,
                repair.line,
                "a repair must name a numbered paragraph; found "
                f"“{repair.at}”; write p and its number, as in p28.",
            )


def _place_notes(
    shown: str, front: FrontMatter, places: Sequence[Anchored]
) -> tuple[tuple[Note, ...], list[Problem]]:
    """Each editorial note's anchor: named, or found by the words it quotes."""
    notes: list[Note] = []
    problems: list[Problem] = []
    for written in front.notes:
        found = named(written.at, places)
        if len(found) == 1:
            notes.append(Note(found[0], read_inline(written.text)))
            continue
        count = f"{len(found)} places" if found else "none"
        problems.append(
            Problem(
                shown,
                written.line,
                "a note must name a numbered paragraph (p28) or quote words that "
                f"stand in one other block; found {count} for “{written.at}”; quote more words, or "
                "name the paragraph.",
            )
        )
    return tuple(notes), problems


def _number_pages(
    shown: str, front: FrontMatter, places: Sequence[Anchored]
) -> tuple[dict[str, int], list[Problem]]:
    """The page of the original on which each block begins, by anchor."""
    begins: dict[str, int] = {}
    problems: list[Problem] = []
    for page, at in front.pages.items():
        found = named(at, places)
        if len(found) == 1 and page.isdecimal():
            begins.setdefault(found[0], int(page))
            continue
        problems.append(
            Problem(
                shown,
                front.lines.get("pages", 1),
                "“pages” must give, for a page's number, the first numbered paragraph on it (p28) "
                f"or words that stand in one other block; found {len(found)} places for page "
                f"“{page}” (“{at}”); quote the first words of the page.",
            )
        )
    pages: dict[str, int] = {}
    page_now = 1
    for place in places if begins else ():
        page_now = begins.get(place.anchor, page_now)
        pages[place.anchor] = page_now
    return pages, problems
