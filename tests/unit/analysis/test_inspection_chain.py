"""What documents say of each other: in chains, in margins at both ends, and as missing."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from builder.analysis.authority import LinkedAuthority
from builder.analysis.links import known_not_held
from builder.exports import own_exports, table_file
from builder.model import (
    AMBIGUOUS,
    HELD,
    NOT_HELD,
    UNDATED,
    Document,
    Echo,
    FollowUp,
    Links,
    Reference,
    ReferenceState,
    Text,
    When,
    plain,
)
from builder.pages.kinds import coverage as showing
from builder.pages.kinds.coverage import coverage, coverage_page, has_own_page, whole_coverage_page
from builder.pages.parts.inspection_chain import ChainDocument, ChainGap, chain
from builder.pages.parts.margin import Margin
from builder.pages.parts.quotations import Quotes
from builder.pages.parts.references import References
from builder.reading.archive import Archive
from tests.support.archive import read_archive
from tests.support.links import link_documents
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, add_document, empty
from tests.support.whole import Brought, known_of

PARAGRAPHS = "\n\n".join(f"{number}. Boat {number} is painted." for number in range(1, 10))
SAYINGS = "\n\n".join(
    f"{number}. Rope {number} was bad at the last inspection. It is new." for number in range(1, 6)
)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Westshire: a report of 2010, one of 2012, a paper of the same year and a letter of 2009."""
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    empty(content)
    (content / "documents").mkdir()
    add_document(
        content, "2009-10-28", "## Areas for development\n\n- Sails are torn.", "visit-2009"
    )
    add_document(content, "2010-06-30", f"## Areas for improvement\n\n- Mend.\n\n{PARAGRAPHS}")
    add_document(content, "2012-06-30", SAYINGS)
    add_document(content, "2012-07-09", "## Purpose:\n\n- Boats are painted.", "council-paper")
    return read_archive(content)


LETTER, FIRST, SECOND, PAPER = (
    "westshire-2009-10-28-letter",
    "westshire-2010-06-30-report",
    "westshire-2012-06-30-report",
    "westshire-2012-07-09-paper",
)


def reference(
    document: str,
    anchor: str,
    printed: str,
    *targets: str,
    state: ReferenceState = HELD,
    **more: str,
) -> Reference:
    return Reference(document, anchor, printed, "services-inspection", None, state, targets, **more)


def missing(document: str, anchor: str, when: When | None) -> Reference:
    return Reference(document, anchor, "the review", "harbour-review", when, NOT_HELD, ())


def linked(archive: Archive, *found: Reference | Echo) -> References:
    """The archive with nothing said in it but what is given."""
    links = link_documents(archive)
    said = {
        each.id: tuple(one for one in found if one.document == each.id)
        for each in archive.documents
    }
    invented = replace(
        links,
        references={
            document: tuple(each for each in own if isinstance(each, Reference))
            for document, own in said.items()
        },
        echoes={
            document: tuple(each for each in own if isinstance(each, Echo))
            for document, own in said.items()
        },
    )
    return shown(archive, invented)


def shown(archive: Archive, links: Links) -> References:
    missing = known_not_held(archive, links)
    parted = has_own_page(len(archive.documents), len(missing))
    return References(archive, links, Quotes(archive), missing, coverage_divided=parted)


def test_plymouth_s_chain_has_every_link() -> None:
    founding = read_archive(PROJECT / "content")
    found = chain(founding, "plymouth", shown(founding, link_documents(founding)))
    told = [
        (each.name.text, ", ".join(map(words, each.spoken)))
        if isinstance(each, ChainGap)
        else (each.document.published, ", ".join(saying.of.text for saying in each.sayings))
        for each in found
    ]
    review = (
        "Joint area review, 2006",
        "report of 21 May 2010, paragraphs 9, 11, 13, 28, 36, 44, 46",
    )
    assert told[0] == review
    assert [
        each for each in told if each[0] in ("28 October 2009", "21 May 2010", "13 January 2015")
    ] == [
        ("28 October 2009", "report of 21 May 2010"),
        ("21 May 2010", "letter of 28 October 2009"),
        ("13 January 2015", "report of 21 May 2010"),
    ]


def words(text: Text) -> str:
    return "".join(span.text for span in text)


def anchor_of(document: Document, beginning: str) -> str:
    from builder.analysis.links import places

    return next(each.anchor for each in places(document) if each.words.startswith(beginning))


def held(archive: Archive, references: References, document: str) -> ChainDocument:
    links = chain(archive, "westshire", references)
    url = f"/documents/{document}/"
    return next(
        each for each in links if isinstance(each, ChainDocument) and each.document.link.url == url
    )


def test_the_chain_is_in_order_with_what_is_not_held(archive: Archive) -> None:
    references = linked(
        archive,
        missing(SECOND, "p1", When(2006)),
        missing(SECOND, "p3", When(2010, 6)),
        missing(SECOND, "p2", When(2006)),
        missing(SECOND, "p4", None),
    )
    found = chain(archive, "westshire", references)
    assert [
        each.name.text if isinstance(each, ChainGap) else each.document.published for each in found
    ] == [
        "Harbour review, 2006",
        "28 October 2009",
        "Harbour review, June 2010",
        "30 June 2010",
        "30 June 2012",
        "9 July 2012",
    ]
    first = found[0]
    assert isinstance(first, ChainGap)
    assert [words(each) for each in first.spoken] == ["report of 30 June 2012, paragraphs 1, 2"]
    assert first.name.url == "/about/coverage/#westshire-harbour-review-2006"


def test_a_document_is_quoted_in_its_own_words(archive: Archive) -> None:
    said = [reference(SECOND, f"p{each}", "the last inspection", FIRST) for each in range(1, 6)]
    (saying,) = held(archive, linked(archive, *said), SECOND).sayings
    assert (saying.of.text, saying.of.url) == ("report of 30 June 2010", f"/documents/{FIRST}/")
    assert not saying.ahead
    assert [
        ("".join(part for part, _ in each.said.parts), words(each.place))
        for each in saying.quotations
    ] == [
        (f"Rope {number} was bad at the last inspection.", f"paragraph {number}")
        for number in (1, 2, 3)
    ]
    assert words(saying.more) == "paragraphs 4, 5"


def test_two_references_in_one_sentence_are_quoted_once(archive: Archive) -> None:
    said = [reference(SECOND, "p1", each, FIRST) for each in ("the last inspection", "bad")]
    (saying,) = held(archive, linked(archive, *said), SECOND).sayings
    assert len(saying.quotations) == 1
    assert saying.more == ()


def test_a_document_to_come_is_not_one_before(archive: Archive) -> None:
    sails = anchor_of(archive.by_id[LETTER], "Sails")
    (saying,) = held(
        archive, linked(archive, reference(LETTER, sails, "torn", FIRST)), LETTER
    ).sayings
    assert saying.ahead
    assert words(saying.quotations[0].place) == "“Areas for development”"


def test_restated_paragraphs_are_listed_together(archive: Archive) -> None:
    boats = anchor_of(archive.by_id[PAPER], "Boats")
    echoes = [Echo(PAPER, boats, "are painted", FIRST, f"p{each}") for each in (5, 1, 3, 2, 8, 9)]
    (saying,) = held(archive, linked(archive, *echoes), PAPER).sayings
    assert words(saying.restated) == "paragraphs 1–3, 5, 8, 9"
    assert saying.restated[1].href == f"/documents/{FIRST}/#p1"


def words_of(margin: Margin) -> str:
    return margin.words if isinstance(margin.words, str) else plain(margin.words)


def margin(references: References, document: str, anchor: str) -> list[str]:
    """What stands beside a block, in words."""
    found = references.beside(references.archive.by_id[document])
    return [f"{each.name}: {words_of(each)}" for each in found.get(anchor, ())]


def test_a_reference_is_shown_at_both_ends(archive: Archive) -> None:
    section = next(each.id for each in archive.by_id[FIRST].sections if each.role)
    references = linked(
        archive,
        reference(SECOND, "p1", "the last inspection", FIRST, because="It was in May."),
        reference(SECOND, "p2", "the last inspection", FIRST, to=section),
        reference(SECOND, "p4", "the last inspection", FIRST, to=section),
    )
    assert margin(references, SECOND, "p1") == [
        "Refers to: report of 30 June 2010 – “the last inspection”. It was in May."
    ]
    assert margin(references, SECOND, "p2") == [
        "Refers to: “Areas for improvement” in the report of 30 June 2010 – “the last inspection”"
    ]
    assert margin(references, FIRST, section) == [
        "Referred to by: report of 30 June 2012, paragraphs 2, 4"
    ]
    (whole,) = references.referred_to_by(archive.by_id[FIRST])
    assert words(whole) == "report of 30 June 2012, paragraph 1"


def test_an_echo_is_shown_at_both_ends(archive: Archive) -> None:
    boats = anchor_of(archive.by_id[PAPER], "Boats")
    references = linked(archive, Echo(PAPER, boats, "are painted", FIRST, "p3"))
    assert margin(references, PAPER, boats) == [
        "Restates: paragraph 3 of the report of 30 June 2010"
    ]
    assert margin(references, FIRST, "p3") == ["Restated in: paper of 9 July 2012, “Purpose”"]
    assert references.referred_to_by(archive.by_id[FIRST]) == ()


def test_nothing_uncertain_stands_in_the_margin(archive: Archive) -> None:
    references = linked(
        archive,
        reference(SECOND, "p1", "the last inspection", FIRST, LETTER, state=AMBIGUOUS),
        reference(SECOND, "p2", "the last inspection", state=UNDATED),
    )
    assert references.beside(archive.by_id[SECOND]) == {}
    assert references.referred_to_by(archive.by_id[FIRST]) == ()


def test_what_is_not_held_leads_to_the_list_of_what_is_missing(archive: Archive) -> None:
    references = linked(archive, missing(SECOND, "p1", When(2006)), missing(SECOND, "p2", None))
    assert margin(references, SECOND, "p1") == [
        "Refers to: Harbour review, 2006: not held by this archive"
    ]
    own = coverage(archive, archive.authorities[0], references)
    (part,) = whole_coverage_page(archive, [own], parted=False).context["missing"]
    assert [(each.anchor, each.name) for each in part.missing] == [
        ("westshire-harbour-review-2006", "Harbour review, 2006"),
        ("westshire-harbour-review-undated", "Harbour review, undated"),
    ]
    words = references.beside(archive.by_id[SECOND])["p1"][0].words
    assert "/about/coverage/#westshire-harbour-review-2006" in [
        each.href for each in words if not isinstance(each, str)
    ]


def test_a_long_list_of_what_is_missing_is_divided(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "LIMIT", 3)
    references = linked(archive, missing(SECOND, "p1", When(2006)))
    own = coverage(archive, archive.authorities[0], references)
    whole = whole_coverage_page(archive, [own], parted=references.coverage_divided)
    page = coverage_page(own)
    assert (whole.url, page.url) == ("/about/coverage/", "/about/coverage/westshire/")
    assert (whole.context["held"], whole.context["missing"]) == ((), ())
    (line,) = whole.context["lines"]
    assert (line.link.url, line.documents, line.missing) == (page.url, 4, 1)
    assert sum(len(each.documents) for each in page.context["held"]) == 4
    assert page.context["number"] == 1
    (entry,) = references.missing
    assert references.missing_url(entry).startswith("/about/coverage/westshire/#")


def test_a_follow_up_stands_beside_its_recommendation(archive: Archive) -> None:
    references = linked(archive)
    (told,) = archive.by_id[FIRST].recommendations
    passages = [FollowUp(SECOND, f"p{each}", ("lanterns",), "Rope.") for each in (5, 1, 2, 3)]
    boats = anchor_of(archive.by_id[PAPER], "Boats")
    passages += [FollowUp(PAPER, boats, ("lanterns",), "Boats."), *passages]
    references.links = replace(references.links, follow_ups={FIRST: (tuple(passages),)})
    (found,) = references.follow_ups(archive.by_id[FIRST]).items()
    assert found[0] == told.anchor
    assert words_of(found[1]) == (
        "report of 30 June 2012, paragraphs 1–3, 5; paper of 9 July 2012, “Purpose”"
    )


def test_every_reference_is_in_the_data(archive: Archive) -> None:
    boats = anchor_of(archive.by_id[PAPER], "Boats")
    references = linked(
        archive,
        reference(SECOND, "p1", "the last inspection", FIRST, to="p3"),
        missing(SECOND, "p2", When(2006)),
        Echo(PAPER, boats, "are painted", FIRST, "p3"),
    )
    (authority,) = archive.authorities
    documents = LinkedAuthority(authority, archive, references.links, (), references.missing)
    known = known_of(documents)
    own, told = own_exports(documents, known.directory, "https://x")
    table = table_file(known, "references", Brought({authority.id: told}))
    files = {each.path: each.data.decode() for each in (*own, table)}
    rows = [
        tuple(row.values())
        for row in csv.DictReader(io.StringIO(files["data/references.csv"]))
        if row["what"] in ("document", "passage")
    ]
    assert rows == [
        (f"/documents/{SECOND}/#p1", "the last inspection", f"/documents/{FIRST}/#p3", "document"),
        (f"/documents/{SECOND}/#p2", "the review", "", "document"),
        (f"/documents/{PAPER}/#{boats}", "are painted", f"/documents/{FIRST}/#p3", "passage"),
    ]
    whole = json.loads(files[f"documents/{SECOND}/index.json"])
    assert [
        (each["at"], each["state"], each["year"], each["to"]) for each in whole["references"]
    ] == [
        ("p1", "held", None, f"/documents/{FIRST}/#p3"),
        ("p2", "not-held", 2006, None),
    ]
    (restated,) = json.loads(files[f"documents/{PAPER}/index.json"])["restates"]
    assert restated["to"] == f"/documents/{FIRST}/#p3"
