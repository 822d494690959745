"""A history of edits to the five founding documents: no address and no anchor is lost in it.

Each edit is made as a person makes it.  Where it would lose something, the build must say so until
the person has declared what the message asks for; then the site is built, everything that was ever
published must land on its words or on what tells of them, and what is new is recorded.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.analysis.change_log import all_changes, freshness_stamp
from builder.build.record_ledger import document_growth, page_growth, write_growth, write_log
from builder.cli.app import app
from builder.convert.many_files import add_originals
from builder.convert.options import AddOptions
from builder.convert.originals import FAILED
from builder.core.problems import ProblemsFound
from builder.ledger import lead_on, mark, read_published_pages
from builder.model import Document
from builder.model.anchors import anchored
from builder.pages import gone_pages, leading, listed_addresses
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from builder.rendering.renderer import Renderer
from builder.store.build_key import TEMPLATES
from tests.support.archive import read_archive
from tests.support.editing import Editor, suggested
from tests.support.paths import PROJECT
from tests.support.site_checker import read_page
from tests.support.whole import pages_of

LETTER = "plymouth-2009-10-28-letter"
PLYMOUTH = "plymouth-2010-05-21-report"
PAPER, PAPER_2, PAPER_3 = (f"plymouth-2015-01-{day}-paper" for day in (13, 14, 15))
DERBY = "derby-2011-06-27-report"
PORTSMOUTH = "portsmouth-2011-06-27-report"

KEPT = ("document.html", "moved.html", "withdrawn.html")


@dataclass
class Built:
    """A site as far as addresses go: which pages there are, and those of documents in full."""

    archive: Archive
    addresses: frozenset[str]
    pages: Mapping[str, str]
    leading: Mapping[str, str]
    ids: dict[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, address: str, anchor: str) -> bool:
        if address not in self.ids:
            self.ids[address] = frozenset(read_page(self.pages[address]).ids)
        return anchor in self.ids[address]


def build(content: Path) -> Built:
    """Everything of a build that can fail or lose an address, without what takes long."""
    archive = read_archive(content)
    made = pages_of(archive)
    listed = listed_addresses(made.pages)
    gone = gone_pages(lead_on(read_published_pages(content)[0], listed), {})
    renderer = Renderer(TEMPLATES, archive.registry.site, "https://a.example")
    fresh = freshness_stamp(archive, all_changes(archive))
    every = [*made.pages, *gone]
    return Built(
        archive,
        frozenset(each.url for each in every),
        {
            each.url: renderer.render(each, fresh).data.decode()
            for each in every
            if each.template in KEPT
        },
        leading(every),
    )


def published(built: Built, content: Path, on: date) -> dict[tuple[str, str], str]:
    """Record a site; every anchor of its documents, with the mark of its words."""
    listed = [each for each in built.addresses if each not in built.leading]
    gone = {each.url for each in built.archive.withdrawn}
    known, _ = read_published_pages(content)
    addresses = sorted(each for each in listed if each not in gone and each.endswith("/"))
    documents = built.archive.documents
    grown = [one for each in documents for one in document_growth(each, content)]
    grown += page_growth(content, {each.url for each in documents}, known, addresses)
    write_growth(grown, content, on)
    write_log(content, on)
    return {
        (document.url, each.anchor): mark(each.words)
        for document in built.archive.documents
        for each in anchored(document.sections)
    }


def told(document: Document, anchor: str) -> set[str]:
    """The marks of all the words that a reader finds who comes to an anchor: those that stand
    there, and those of which a note beside them tells."""
    words = {each.anchor: each.words for each in anchored(document.sections)}
    formers = document.history.aliases
    at = next((each for each, former in formers.items() if anchor in former), anchor)
    shifted = {at}
    for each in document.front.renumbered:
        shifted |= {each.of(one) for one in shifted}
    history = document.history.corrections
    found = {mark(each.before) for each in history if each.anchor in shifted}
    return found | {mark(words[each]) for each in shifted if each in words}


def lost(built: Built, ever: Mapping[tuple[str, str], str]) -> list[str]:
    """What was published and leads nowhere, or to words that are not told of."""
    found = []
    documents = {each.url: each for each in built.archive.documents}
    for (address, anchor), words in ever.items():
        if address not in built.pages or not built.holds(address, anchor):
            found.append(f"{address}#{anchor}")
            continue
        while address in built.leading:
            address = built.leading[address]
            if not built.holds(address, anchor):
                found.append(f"{address}#{anchor}")
        if address in documents and words not in told(documents[address], anchor):
            found.append(f"{address}#{anchor}: other words")
    return found


class Historian(Editor):
    def __init__(self, content: Path) -> None:
        super().__init__(content)
        self.today = date(2027, 1, 1)
        self.saved: dict[str, str] = {}
        self.originals: dict[str, tuple[Path, bytes]] = {}

    def complaints(self) -> list[str]:
        """What a build says; where it says nothing, `built` is what it makes."""
        try:
            self.built = build(self.content)
        except ProblemsFound as found:
            return [str(each) for each in found.problems]
        return []

    def lead_pages_on(self, problems: list[str]) -> None:
        """Write what problems suggest of pages that are gone."""
        rows = [
            match[1].replace("<the day>", str(self.today)).replace("<the reason>", "It is gone.")
            for each in problems
            if (match := re.search(r"moved\.yaml: “(- \{.*\})”", each))
        ]
        if rows:
            with (self.content / "ledger" / "moved.yaml").open("a", encoding="utf-8") as file:
                file.writelines(f"{row}\n" for row in rows)


Act = Callable[[Historian], None]


@dataclass(frozen=True)
class Edit:
    what: str
    do: Act
    demanded: str = ""
    """What the build says before anything is declared, as a pattern; "" where nothing is lost."""
    declare: Act | None = None
    paste: str = ""
    """The document into which the suggested “moved” is pasted."""


def swap(id: str, one: str, other: str) -> Act:
    def act(editor: Historian) -> None:
        editor.replace(id, one, "\0")
        editor.replace(id, other, one)
        editor.replace(id, "\0", other)

    return act


def words(id: str, old: str, new: str) -> Act:
    return lambda editor: editor.replace(id, old, new)


def correction(id: str, at: str, was: str = "", now: str = "", why: str = "Misread.") -> Act:
    """Declares a correction on the day of the edit."""

    def act(editor: Historian) -> None:
        given = {"at": at, "on": str(editor.today), "was": was, "now": now, "why": why}
        editor.correct(id, **{key: value for key, value in given.items() if value})

    return act


def several(*acts: Act) -> Act:
    def act(editor: Historian) -> None:
        for each in acts:
            each(editor)

    return act


def renumber(id: str, first: int, last: int, by: int) -> Act:
    """Gives paragraphs other numbers."""

    def act(editor: Historian) -> None:
        text = editor.file(id).read_text("utf-8")

        def other(match: re.Match[str]) -> str:
            number = int(match[1])
            return f"{number + by if first <= number <= last else number}. "

        editor.file(id).write_text(re.sub(r"^(\d+)\. ", other, text, flags=re.MULTILINE), "utf-8")

    return act


def renumbered(id: str, first: int, last: int, by: int) -> Act:
    def act(editor: Historian) -> None:
        entry = f"{{on: {editor.today}, from: {first}, to: {last}, by: {by}, why: Issued again.}}"
        text = editor.file(id).read_text("utf-8")
        if match := re.search(r"^renumbered: \[(.*)\]$", text, re.MULTILINE):
            editor.replace(id, match[0], f"renumbered: [{match[1]}, {entry}]")
        else:
            editor.declare(id, f"renumbered: [{entry}]")

    return act


def rename(old: str, new: str) -> Act:
    def act(editor: Historian) -> None:
        editor.replace(old, f"published: {old[9:19]}", f"published: {new[9:19]}")
        editor.file(old).rename(editor.file(new))

    return act


def add_again(id: str, *, refused: bool = False) -> Act:
    """Convert an original once more, over the document that was made of it."""

    def act(editor: Historian) -> None:
        text = editor.file(id).read_text("utf-8")
        name = re.search(r"^  file: (.*)$", text, re.MULTILINE)[1]  # type: ignore[index]
        checksum = re.search(r"^  sha256: (.*)$", text, re.MULTILINE)[1]  # type: ignore[index]
        original = editor.content.parent / name
        shutil.copyfile(editor.content / "originals" / f"{checksum[:12]}.txt", original)
        registry = read_registry(editor.content)
        (outcome,) = add_originals(
            [original], editor.content, registry, AddOptions(force=True), ThreadPoolExecutor
        )
        assert outcome.document == id
        assert (outcome.state == FAILED) == refused
        assert (editor.file(id).read_text("utf-8") == text) == refused

    return act


def put_back(id: str) -> Act:
    return lambda editor: (editor.file(id).write_text(editor.saved[id], "utf-8"), None)[1]


def withdraw(id: str) -> Act:
    def act(editor: Historian) -> None:
        text = editor.file(id).read_text("utf-8")
        editor.saved[id] = text
        checksum = re.search(r"^  sha256: (.*)$", text, re.MULTILINE)[1]  # type: ignore[index]
        original = editor.content / "originals" / f"{checksum[:12]}.txt"
        editor.originals[id] = original, original.read_bytes()
        original.unlink()
        front = text[: text.index("\n---\n") + 5]
        editor.file(id).write_text(front, "utf-8")
        entry = f"{{on: {editor.today}, reason: A child was named., asked_by: The council}}"
        editor.declare(id, f"withdrawn: {entry}")

    return act


def other_id(registry: str, old: str, new: str) -> Act:
    def act(editor: Historian) -> None:
        file = editor.content / registry
        text = file.read_text("utf-8")
        assert text.count(f"id: {old}\n") == 1
        file.write_text(text.replace(f"id: {old}\n", f"id: {new}\n"), "utf-8")

    return act


def restore(id: str) -> Act:
    def act(editor: Historian) -> None:
        put_back(id)(editor)
        path, data = editor.originals[id]
        path.write_bytes(data)

    return act


EDITS = (
    Edit(
        "a paragraph that was lost is put back",
        words(LETTER, "\nDear Ms Lacey\n", "\nDear Ms Lacey\n\nOur reference: 12.\n"),
        declare=correction(LETTER, "Our reference: 12.", why="Our conversion had lost it."),
    ),
    Edit(
        "a heading is renamed",
        words(LETTER, "## Strengths\n", "## Strengths found\n"),
        "#strengths, published since 2026-11-21, must keep landing",
        correction(LETTER, "strengths-found", "Strengths"),
    ),
    Edit(
        "a list is put in another order",
        swap(
            LETTER,
            "- All cases are allocated to suitably qualified social workers.",
            "- The out of hours service is good and coordinated well with the advice and "
            "assessment service.",
        ),
    ),
    Edit(
        "an entry of a list is corrected",
        words(LETTER, "suitably qualified social workers", "qualified social workers"),
        "must keep landing; found no such block",
        correction(LETTER, "allocated to qualified", "suitably qualified", "qualified"),
    ),
    Edit(
        "a paragraph is divided",
        words(LETTER, "This visit has identified the", "This visit has identified\n\nthe"),
        "must keep landing; found no such block",
        correction(
            LETTER,
            "This visit has identified",
            "This visit has identified the following areas for priority action.",
        ),
    ),
    Edit(
        "two paragraphs are joined",
        words(
            LETTER, "Yours sincerely\n\nHeather Brown\\\n", "Yours sincerely\\\nHeather Brown\\\n"
        ),
        "must keep landing; found no such block",
        several(
            correction(
                LETTER,
                "Heather Brown",
                "Heather Brown Divisional Manager, Social Care Safeguarding",
            ),
            correction(LETTER, "Heather Brown", "Yours sincerely"),
        ),
    ),
    Edit(
        "the same words are put in above",
        words(LETTER, "# Annual unannounced", "28 October 2009\n\n# Annual unannounced"),
        "its words now stand at #b-",
        paste=LETTER,
    ),
    Edit("a document is added again from its original", add_again(DERBY)),
    Edit(
        "a numbered paragraph is corrected",
        words(PLYMOUTH, "a charring and", "a chairing and"),
        "published words must stay as they are; those at #p6 are not those",
        correction(PLYMOUTH, "p6", "charring", "chairing"),
    ),
    Edit(
        "it is corrected once more",
        words(PLYMOUTH, "a chairing and reviewing", "a chairing & reviewing"),
        "published words must stay as they are; those at #p6 are not those",
        correction(PLYMOUTH, "p6", "chairing and reviewing", "chairing & reviewing"),
    ),
    Edit(
        "and back",
        words(PLYMOUTH, "a chairing & reviewing", "a chairing and reviewing"),
        "a correction that was published must stay declared|“now” must be words that stand once",
        correction(PLYMOUTH, "p6", "chairing & reviewing", "chairing and reviewing"),
    ),
    Edit(
        "a document that was corrected is added again from its original, which is refused",
        add_again(PLYMOUTH, refused=True),
    ),
    Edit(
        "a heading with others below it is renamed",
        words(
            PLYMOUTH,
            "## The inspection outcomes: Safeguarding services",
            "## Safeguarding services",
        ),
        "its words now stand at #safeguarding-services--overall-effectiveness",
        correction(
            PLYMOUTH,
            "safeguarding-services",
            "The inspection outcomes: Safeguarding services",
        ),
        paste=PLYMOUTH,
    ),
    Edit(
        "it is renamed again",
        words(PLYMOUTH, "## Safeguarding services\n", "## Services that safeguard\n"),
        "its words now stand at #services-that-safeguard--overall-effectiveness",
        correction(PLYMOUTH, "services-that-safeguard", "Safeguarding services"),
        paste=PLYMOUTH,
    ),
    Edit(
        "a heading is set at another level",
        words(PORTSMOUTH, "## Service information", "### Service information"),
        "its words now stand at #the-inspection-judgements-and-what-they-mean--service-information",
        paste=PORTSMOUTH,
    ),
    Edit(
        "an entry below a numbered paragraph is corrected",
        words(PORTSMOUTH, "discussions with 59 children", "discussions with 58 children"),
        "must keep landing; found no such block",
        correction(PORTSMOUTH, "discussions with 58 children", "with 59", "with 58"),
    ),
    Edit(
        "a block is removed",
        words(PORTSMOUTH, "Age group: All\n\n", ""),
        "must keep landing; found no such block",
        correction(PORTSMOUTH, "Published: 27 June 2011", "Age group: All", why="Not printed."),
    ),
    Edit(
        "a row of a table is corrected",
        words(PORTSMOUTH, "A service that only meets minimum", "A service that meets minimum"),
        "must keep landing; found no such block",
        correction(PORTSMOUTH, "A service that meets minimum", "only meets", "meets"),
    ),
    Edit(
        "a paragraph is put in, and the numbers after it change",
        several(
            renumber(DERBY, 11, 130, 1),
            words(DERBY, "\n12. ", "\n11. The council put this in.\n\n12. "),
        ),
        "those at #p130 are not those published",
        renumbered(DERBY, 11, 130, 1),
    ),
    Edit(
        "it is taken out again",
        several(words(DERBY, "\n11. The council put this in.\n", ""), renumber(DERBY, 12, 131, -1)),
        "#p131, published since 2027-01-20, must keep landing",
        several(
            renumbered(DERBY, 12, 131, -1),
            correction(DERBY, "p11", "The council put this in.", why="Issued once more."),
        ),
    ),
    Edit(
        "a document has another id",
        rename(PAPER, PAPER_2),
        f"/documents/{PAPER}/ was published and must keep leading to a page",
        lambda editor: editor.declare(PAPER_2, f"formerly: [{PAPER}]"),
    ),
    Edit(
        "it has another id again",
        rename(PAPER_2, PAPER_3),
        f"/documents/{PAPER_2}/ was published and must keep leading to a page",
        lambda editor: editor.replace(PAPER_3, f"[{PAPER}]", f"[{PAPER}, {PAPER_2}]"),
    ),
    Edit(
        "a topic has another name",
        other_id("topics.yaml", "drift", "delay"),
        "/topics/drift/, published since 2026-11-21, must keep leading to a page",
    ),
    Edit(
        "a document is withdrawn",
        withdraw(DERBY),
        "/authorities/derby/, published since 2026-11-21, must keep leading to a page",
    ),
    Edit("it is shown again", restore(DERBY)),
)


@pytest.mark.slow
def test_no_address_is_lost_over_a_history_of_edits(tmp_path: Path) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    editor = Historian(content)
    first = build(content)
    pages = {*first.addresses}
    ever = published(first, content, editor.today)
    assert len(EDITS) >= 20
    for edit in EDITS:
        editor.today += timedelta(days=1)
        edit.do(editor)
        if edit.demanded:
            problems = editor.complaints()
            assert re.search(edit.demanded, "\n".join(problems)), (edit.what, problems)
            if edit.declare:
                edit.declare(editor)
            if edit.paste:
                editor.move(edit.paste, suggested(editor.problems()))
            editor.lead_pages_on(problems if "moved.yaml" in problems[0] else editor.complaints())
        elif edit.declare:
            edit.declare(editor)
        assert editor.complaints() == [], edit.what
        built = editor.built
        assert lost(built, ever) == [], edit.what
        assert pages <= built.addresses, edit.what
        pages |= built.addresses
        ever |= published(built, content, editor.today)
    assert editor.complaints() == []
    checked = CliRunner().invoke(app, ["check", "--strict", "--content", str(content)])
    assert checked.exit_code == 0, checked.output
