"""Topics: which places are listed, in whose words, and what is left out as saying nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from builder.analysis.links import places
from builder.language.phrase_finder import Finder, row_phrases
from builder.model import Links, Mention
from builder.pages.kinds.topics import recurring, subject_lines, topic_share_pages
from builder.pages.parts.excerpts import LONGEST, excerpt
from builder.pages.parts.listing import Listing, document_parts, listing, tallies, way
from builder.pages.parts.passage import DocumentPassages, Mark, Passage, gather
from builder.pages.parts.subjects import Subjects
from builder.reading.archive import Archive
from builder.registry.load import read_registry
from tests.support.archive import read_archive, site_pages
from tests.support.links import link_documents
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT as SMALL
from tests.support.small_archive import add_document
from tests.support.whole import holdings_of, part_of, topic_listings, topics_of

CONTENT = PROJECT / "content"


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(CONTENT)


@pytest.fixture(scope="module")
def links(archive: Archive) -> Links:
    return link_documents(archive)


@pytest.fixture(scope="module")
def listings(archive: Archive) -> dict[str, Listing]:
    return topic_listings(archive)


@pytest.fixture(scope="module")
def known(archive: Archive) -> dict[str, Subjects]:
    """By authority."""
    return topics_of(*holdings_of(archive))


def passages(shown: Listing) -> Iterator[Passage]:
    for part in shown.parts:
        for document in part.documents:
            for _, same in document.sections:
                yield from same


def topics(links: Links) -> Iterator[tuple[str, Mention]]:
    for document, mentions in links.mentions.items():
        for each in mentions.named:
            if each.what == "topic":
                yield document, each


def test_every_mention_is_listed_once(links: Links, listings: dict[str, Listing]) -> None:
    named = Counter(
        (each.target, f"/documents/{document}/#{each.anchor}") for document, each in topics(links)
    )
    listed = {
        (topic, each.url): each.times
        for topic, shown in listings.items()
        for each in passages(shown)
    }
    assert listed == named
    assert {topic: shown.passages for topic, shown in listings.items()} == Counter(
        topic for topic, _ in listed
    )


def test_an_excerpt_has_the_words_meant_and_none_of_ours(
    archive: Archive, listings: dict[str, Listing]
) -> None:
    words = {
        f"{document.url}#{place.anchor}": place.words
        for document in archive.documents
        for place in places(document)
    }
    for shown in listings.values():
        for each in passages(shown):
            said = "".join(part for part, _ in each.excerpt.parts)
            assert said in words[each.url]
            start, end = each.spans[0]
            assert words[each.url][start:end] in [
                part for part, meant in each.excerpt.parts if meant
            ]
            assert len(said) <= max(LONGEST, end - start)


LONG = "It is said that " + "many words stand here and " * 20 + "the lantern is " + "so dim " * 60


@pytest.mark.parametrize(
    ("words", "span", "said", "cut"),
    [
        ("The lamp. The lantern is dark. So it is.", (14, 21), "The lantern is dark.", (0, 0)),
        ("The lantern is dark.", (0, 0), "The lantern is dark.", (0, 0)),
        ("A lamp. The lantern is dark.", (0, 0), "A lamp.", (0, 0)),
    ],
)
def test_the_sentence_that_mentions_it_is_quoted(
    words: str, span: tuple[int, int], said: str, cut: tuple[int, int]
) -> None:
    found = excerpt(words, [span] if span[1] else [])
    assert "".join(part for part, _ in found.parts) == said
    assert (found.cut_before, found.cut_after) == cut


def test_a_long_sentence_is_cut_between_words_and_shows_it() -> None:
    start = LONG.index("lantern")
    found = excerpt(LONG, [(start, start + 7)])
    said = "".join(part for part, _ in found.parts)
    assert found.cut_before
    assert found.cut_after
    assert f" {said} " in LONG
    assert 150 < len(said) <= LONGEST


@given(st.text("ab .’", min_size=1, max_size=500), st.data())
def test_an_excerpt_of_any_words_is_part_of_them(words: str, data: st.DataObject) -> None:
    words = " ".join(words.split()) or "a"
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    found = excerpt(words, [(start, end)])
    assert "".join(part for part, _ in found.parts) in words
    assert (words[start:end], True) in found.parts


def test_a_passage_stands_under_its_heading_and_grade() -> None:
    archive = read_archive(SMALL)
    (told, dark) = [
        each for each in passages(topic_listings(archive)["lanterns"]) if "southtown" in each.url
    ]
    assert (told.under.heading, told.under.chip) == ("Areas for improvement", None)
    assert told.instruction == "Area for improvement"
    assert told.label == "List entry"
    assert (dark.under.heading, dark.instruction, dark.label) == ("Lanterns", "", "Paragraph 5")
    assert dark.under.chip is not None
    assert (dark.under.chip.label, dark.under.service) == ("Inadequate", "Safeguarding services")


def test_a_passage_below_a_graded_heading_shows_the_grade(tmp_path: Path) -> None:
    content = Path(shutil.copytree(SMALL, tmp_path / "content"))
    add_document(
        content,
        "2012-05-01",
        "## Overall effectiveness\n\nGrade 4\n\n### Detail\n\nThe lanterns are lit.",
        framework="services-2009",
    )
    archive = read_archive(content)
    lit = next(
        each for each in passages(topic_listings(archive)["lanterns"]) if "westshire" in each.url
    )
    assert (lit.under.heading, lit.under.graded) == ("Detail", "Overall effectiveness")
    assert lit.under.chip is not None


@pytest.mark.parametrize("topic", ["missing-children", "board"])
def test_standing_text_is_listed_under_no_topic(topic: str) -> None:
    archive = read_archive(SMALL)
    about = {
        f"/documents/{document.id}/#{place.anchor}"
        for document in archive.documents
        for place in places(document)
        if document.sections[place.section].role == "about"
    }
    assert about
    shown = topic_listings(archive).get(topic)
    assert not about & {each.url for each in passages(shown)} if shown else True


def test_neither_the_record_nor_a_framework_s_own_sentence_is_listed_under_a_topic(
    archive: Archive, links: Links
) -> None:
    places_of = {
        document.id: {each.anchor: each for each in places(document)}
        for document in archive.documents
    }
    for document, each in topics(links):
        held = archive.by_id[document]
        section = held.sections[places_of[document][each.anchor].section]
        assert section.role not in ("record", "about", "sign-off")
    letter = "plymouth-2009-10-28-letter"
    sampled = next(
        anchor
        for anchor, place in places_of[letter].items()
        if place.words.startswith("The inspection sampled the quality")
    )
    assert not [
        each for document, each in topics(links) if (document, each.anchor) == (letter, sampled)
    ]


def test_the_exclusions_of_a_topic_keep_something_out() -> None:
    registry = read_registry(CONTENT)
    sentence = "The court made a supervision order; Cafcass has advised on adoption of a plan."
    for topic in ("supervision", "adoption"):
        row = registry.topics[topic]
        assert not Finder(row_phrases(row)).find(sentence)
        assert Finder(row_phrases(replace(row, exclude=()))).find(sentence)


RECALL = {
    "missing-children": "Return home interviews are not offered to those who go missing from care.",
    "electronic-recording": "The electronic case recording system is not fit for purpose.",
    "supervision": "Managerial oversight is weak.",
    "caseloads": "Workloads are high and some work is unallocated.",
    "designated-officer": "The LADO service is effective.",
    "private-fostering": "Few privately fostered children are known.",
    "initial-health-assessments": "Too few initial health assessments are timely.",
    "personal-education-plans": "PEPs are of mixed quality.",
    "care-leavers-accommodation": "Care leavers stay put under staying put arrangements.",
    "education-employment-training": "Too many are NEET.",
    "permanence": "Permanency planning is slow.",
    "adoption": "Adopters wait.",
    "independent-reviewing-officers": "IROs challenge drift.",
    "drift": "IROs challenge drift.",
    "corporate-parenting": "The corporate parenting board meets.",
    "sexual-exploitation": "The CSE panel meets.",
    "domestic-abuse": "MARAC is well attended.",
    "thresholds": "The threshold document is unclear.",
    "early-help": "Use of the CAF is growing.",
    "participation": "User engagement is underdeveloped.",
    "diversity": "Ethnicity is not recorded.",
    "information-sharing": "Agencies share information well.",
    "attendance-and-exclusion": "Alternative provision is good.",
    "commissioning": "Joint commissioning is new.",
    "safeguarding-board": "The DSCB is well led.",
}


@pytest.mark.parametrize("topic", RECALL)
def test_what_staff_would_search_for_is_found(topic: str) -> None:
    row = read_registry(CONTENT).topics[topic]
    assert Finder(row_phrases(row)).find(RECALL[topic])


def marks(count: int, archive: Archive) -> dict[str, list[Mark]]:
    """So many places of the archive, one mark each."""
    held = [
        (document.id, Mark("adoption", place.anchor, 0, 1))
        for document in archive.documents
        for place in places(document)
    ][:count]
    found: dict[str, list[Mark]] = {}
    for document, mark in held:
        found.setdefault(document, []).append(mark)
    return found


@pytest.mark.parametrize(("count", "divided"), [(1, False), (10, False), (11, True)])
def test_a_listing_past_its_limit_is_divided(count: int, divided: bool, archive: Archive) -> None:
    found = gather(archive, marks(count, archive))["adoption"]
    held: dict[str, list[DocumentPassages]] = {}
    for each in found:
        held.setdefault(each.document.front.authority, []).append(each)
    known = {
        authority: tallies(part_of(archive, authority), marks(count, archive))["adoption"]
        for authority in held
    }
    assert {each: tally.passages for each, tally in known.items()} == {
        each: sum(len(of_one.passages) for of_one in places) for each, places in held.items()
    }
    leads = way("/topics/adoption/", known.values(), limit=10)
    shares = {authority: document_parts(places) for authority, places in held.items()}
    shown = listing(archive, leads, known, {} if divided else shares)
    assert (shown.passages, shown.divided) == (count, divided)
    assert leads.address == (found[0].passages[0].url if count == 1 else "/topics/adoption/")
    assert [part.id for part in shown.parts] == sorted(held)
    for part in shown.parts:
        assert part.documents == (() if divided else shares[part.id])
        authority = archive.registry.authorities[part.id]
        own = {"adoption": held[part.id]}
        pages = list(topic_share_pages(archive, authority, own, {"adoption": leads}))
        if divided:
            (page,) = pages
            assert part.url == f"{page.url}#adoption" == f"/authorities/{part.id}/topics/#adoption"
            (share,) = page.context["shares"]
            assert (share.id, share.documents) == ("adoption", shares[part.id])
        else:
            assert pages == []
            assert part.url == (leads.alone or f"/topics/adoption/#{part.id}")


def test_a_divided_listing_has_every_passage_and_page(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = site_pages(SMALL)["topics/lanterns/index.html"]
    monkeypatch.setattr(way, "__defaults__", (2,))
    pages = site_pages(SMALL)
    assert [path for path in pages if path.startswith("topics/lanterns/") and pages[path]] == [
        "topics/lanterns/index.html"
    ]
    assert "<blockquote>" not in pages["topics/lanterns/index.html"]
    quoted = [
        page.partition('<h2 id="lanterns">')[2].partition("</section>")[0]
        for path, page in pages.items()
        if path.startswith("authorities/") and path.endswith("/topics/index.html")
    ]
    assert len(quoted) == 2
    assert sum(page.count("<mark>") for page in quoted) == whole.count("<mark>") > 2
    shares = 'href="/authorities/southtown/topics/#lanterns"'
    assert shares in pages["topics/lanterns/index.html"]


def test_a_topic_of_one_place_has_no_page() -> None:
    paths = site_pages(SMALL)
    assert "topics/doors/index.html" not in paths
    assert "/documents/westshire-2012-02-10-letter/#" in paths["topics/index.html"]
    assert "Missing children" in paths["topics/index.html"]
    assert "topics/missing-children/index.html" not in paths


def test_the_subjects_of_a_document_lead_to_their_passages(
    archive: Archive, known: dict[str, Subjects]
) -> None:
    for document in archive.documents:
        anchors = {place.anchor for place in places(document)}
        lines = subject_lines(archive, document, known[document.front.authority])
        assert lines
        for line in lines:
            assert len(line.places) <= 12
            assert {each.url.removeprefix("#") for each in line.places} <= anchors
            assert line.topic.url.startswith(("/topics/", "/documents/"))
            assert line.asked <= line.passages


def test_a_topic_recurs_only_where_two_inspections_speak_of_it(
    archive: Archive, known: dict[str, Subjects]
) -> None:
    found = recurring(archive, "plymouth", known["plymouth"])
    assert found is not None
    counts = [sum(1 for each in row.cells if each) for row in (*found.first, *found.rest)]
    assert min(counts) > 1
    assert counts == sorted(counts, reverse=True)
    assert {column.link.url for column in found.columns} == {
        each.url for each in archive.inspections("plymouth")
    }
    assert recurring(archive, "derby", known["derby"]) is None
