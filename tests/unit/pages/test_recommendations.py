"""Recommendations: when each was due, what may follow it up, and a register that stays readable."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from builder.analysis.change_log import freshness_stamp
from builder.analysis.links import places
from builder.model import HELD, Echo, FollowUp, Reference, When
from builder.pages import Page
from builder.pages.kinds.recommendations import FACETS, LIMIT, NEWEST, ON_A_PAGE, ValueCount
from builder.pages.parts.recommendation_entries import RecommendationEntry, Register
from builder.reading.archive import Archive
from builder.rendering.renderer import Renderer
from builder.store.build_key import TEMPLATES
from tests.support.archive import archive_of, read_archive
from tests.support.links import link_documents
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, add_document, empty
from tests.support.whole import Pages, holdings_of, pages_of, registered

FOUNDING = PROJECT / "content"
TOLD = "## Areas for improvement\n\nWithin three months:\n\n- {}\n"
NORTH = "northtown-2010-06-30-report"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the small archive without its documents."""
    copy = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    empty(copy)
    (copy / "documents").mkdir()
    return copy


def entries(found: Register, document: str) -> tuple[RecommendationEntry, ...]:
    return found[document].entries


@pytest.fixture(scope="module")
def founding() -> Register:
    return registered(*holdings_of(read_archive(FOUNDING)))


@pytest.mark.parametrize(
    ("document", "due"),
    [
        (
            "plymouth-2010-05-21-report",
            {
                "Immediately": ("at once: from 21 May 2010", 4),
                "Within three months": (
                    "by 21 August 2010: three months from publication on 21 May 2010",
                    2,
                ),
                "Within six months": (
                    "by 21 November 2010: six months from publication on 21 May 2010",
                    2,
                ),
            },
        ),
        (
            "portsmouth-2011-06-27-report",
            {
                "Immediately": ("at once: from 27 June 2011", 4),
                "Within three months": (
                    "by 27 September 2011: three months from publication on 27 June 2011",
                    9,
                ),
                "Within six months": (
                    "by 27 December 2011: six months from publication on 27 June 2011",
                    2,
                ),
            },
        ),
        (
            "derby-2011-06-27-report",
            {
                "Immediately": ("at once: from 27 June 2011", 5),
                "Within three months": (
                    "by 27 September 2011: three months from publication on 27 June 2011",
                    12,
                ),
                "Within six months": (
                    "by 27 December 2011: six months from publication on 27 June 2011",
                    7,
                ),
            },
        ),
    ],
)
def test_a_due_day_is_worked_out_from_the_printed_timescale(
    document: str, due: dict[str, tuple[str, int]], founding: Register
) -> None:
    told = entries(founding, document)
    found = {
        timescale: ({each.due for each in told if each.timescale == timescale}, number)
        for timescale, (_, number) in due.items()
    }
    assert found == {each: ({words}, number) for each, (words, number) in due.items()}
    counted = [sum(each.timescale == one for each in told) for one in due]
    assert counted == [number for _, number in due.values()]
    assert len(told) == sum(counted)


def test_no_due_day_is_given_where_no_timescale_is_printed(founding: Register) -> None:
    for document in ("plymouth-2009-10-28-letter", "plymouth-2015-01-13-paper"):
        assert {(each.timescale, each.due) for each in entries(founding, document)} == {("", "")}
        assert not founding[document].timed


def followed(content: Path) -> list[list[FollowUp]]:
    """The follow-ups of the recommendations of the oldest document."""
    archive = read_archive(content)
    first = next(each for each in archive.documents if each.recommendations)
    return [list(each) for each in link_documents(archive).follow_ups[first.id]]


LATER = [
    ("Every lantern of the pier is trimmed.", True),
    ("The pier is long, and its lanterns burn.", True),
    ("The lanterns are dear.", False),  # the topic's name and no more
    ("The pier is trimmed.", False),  # no topic
    ("Children of the Lantern Trust trim the pier.", False),  # another thing's name
]


@pytest.mark.parametrize(("words", "expected"), LATER)
def test_a_later_passage_about_something_else_follows_up_nothing(
    words: str, expected: bool, content: Path
) -> None:
    add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    add_document(content, "2012-06-30", f"1. {words}\n\n2. Boats are painted.")
    assert [bool(each) for each in followed(content)] == [expected]


BEFORE = [
    ("The pier is long.", True),
    (
        "Each winter evening, when fog comes from the sea, an old kite maker of the north coast "
        "hangs red paper lights over her garden gate, door, roof, bench and chimney.",
        False,
    ),
]


@pytest.mark.parametrize(("before", "expected"), BEFORE)
def test_a_sentence_that_points_back_is_read_with_what_it_points_to(
    before: str, expected: bool, content: Path
) -> None:
    """Which lanterns "the lanterns" are, the sentence before says."""
    told = "Paint the lanterns, ropes, nets, oars, masts and sails of the pier's ferries and tugs."
    add_document(content, "2010-06-30", TOLD.format(told))
    add_document(content, "2012-06-30", f"1. {before} The lanterns are painted.\n\n2. Boats sail.")
    assert [bool(each) for each in followed(content)] == [expected]


def test_a_word_of_any_recommendation_makes_no_follow_up(content: Path) -> None:
    told = "Trim the lanterns, for the lack of clarity about them is dear."
    add_document(content, "2010-06-30", TOLD.format(told))
    add_document(content, "2012-06-30", "1. Lanterns of the bay give clarity.\n\n2. Boats sail.")
    assert followed(content) == [[]]


def test_no_passage_of_the_same_day_or_place_or_record_follows_up(content: Path) -> None:
    add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    add_document(content, "2010-06-30", "Lanterns of the pier are trimmed.", "visit-2009")
    add_document(
        content, "2012-06-30", "1. Lanterns of the pier are trimmed.", authority="northtown"
    )
    record = "## Record of findings\n\n| | |\n|---|---|\n| Lanterns of the pier trimmed | Good |"
    add_document(content, "2013-06-30", f"1. Boats are painted.\n\n{record}")
    assert followed(content) == [[]]


def test_a_recommendation_without_a_topic_has_no_follow_up(content: Path) -> None:
    add_document(content, "2010-06-30", TOLD.format("Paint every boat of the pier."))
    add_document(content, "2012-06-30", "1. Every boat of the pier is painted by the lanterns.")
    assert followed(content) == [[]]


def test_a_passage_that_shares_more_comes_first(content: Path) -> None:
    told = "Trim the lanterns of the pier so that children who go missing are seen."
    add_document(content, "2010-06-30", TOLD.format(told))
    both = "Lanterns of the pier burn late for all who go missing at sea, in fog, frost and snow."
    add_document(content, "2012-06-30", f"1. Trim lanterns of the pier are seen.\n\n2. {both}")
    (found,) = followed(content)
    assert [(each.anchor, each.topics) for each in found] == [
        ("p2", ("lanterns", "missing-children")),
        ("p1", ("lanterns",)),
    ]


def test_an_owner_s_name_is_not_the_topic(content: Path) -> None:
    board = "## Areas for improvement\n\n| Who | What |\n|---|---|\n| NSCB | Trim the lanterns. |"
    framework = content / "frameworks" / "services-2009.yaml"
    text = framework.read_text("utf-8")
    text = text.replace(
        "{role: area-for-improvement, printed: [Areas for improvement]}",
        "{role: area-for-improvement, printed: [Areas for improvement], items: tables}",
    )
    framework.write_text(text, "utf-8")
    name = add_document(content, "2010-06-30", board)
    (told,) = entries(registered(*holdings_of(read_archive(content))), name)
    assert (told.text, told.owners) == ("Trim the lanterns.", "NSCB")
    assert [each.text for each in told.topics] == ["Lanterns"]


def test_words_about_all_recommendations_follow_up_none(content: Path) -> None:
    first = add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    words = "The recommendations of 2010 to trim the lanterns of the pier have been followed."
    later = add_document(content, "2012-06-30", f"1. {words}")
    archive = read_archive(content)
    (linked,) = holdings_of(archive)
    links = linked.links
    assert links.follow_ups[first] != ((),)  # as long as nothing says that it refers to them
    said = Reference(
        later,
        "p1",
        "The recommendations of 2010",
        "any",
        When(2010),
        HELD,
        (first,),
        role="decision",
    )
    relinked = replace(links, references={**links.references, later: (said,)})
    (spoken,) = registered(replace(linked, links=relinked))[first].spoken
    assert "".join(words for words, _ in spoken.said.said.parts) == words
    assert spoken.by.url == f"/documents/{later}/"
    from builder.analysis.links.follow_ups import follow_ups

    held = archive.of_authority("westshire")
    at = {each.id: places(each) for each in held}
    for references, echoes in (
        ({later: [said]}, {}),
        ({}, {later: [Echo(later, "p1", "lanterns of the pier", first, "b-1")]}),
    ):
        found = follow_ups("Westshire", held, at, links.mentions, references, echoes)
        assert found[first] == ((),)


def test_a_follow_up_does_not_depend_on_the_order_of_a_set(content: Path) -> None:
    """Sums of fractions depend on their order, and the order of a set on the run."""
    add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    add_document(content, "2012-06-30", "1. Every lantern of the pier is trimmed.")
    from builder.analysis.links.follow_ups import _weights

    assert all(isinstance(each, int) for each in _weights([["a", "#b"], ["a", "c"]]).values())


OWNERS = [
    ("Westshire County Council to count.", "westshire-county-council"),
    ("The council must count.", "westshire-county-council"),
    ("Northtown City Council to count.", "northtown-city-council"),
    ("Health partners to count.", "health-partners"),
]


@pytest.mark.parametrize(("words", "owner"), OWNERS)
def test_each_owner_is_a_group_of_its_own(words: str, owner: str, content: Path) -> None:
    name = add_document(content, "2010-06-30", TOLD.format(words))
    (told,) = entries(registered(*holdings_of(read_archive(content))), name)
    assert [each.slug for each in told.values["owner"]] == [owner]
    assert told.owners in words  # shown as printed


def test_an_abbreviation_of_a_board_is_the_same_owner(content: Path) -> None:
    both = "NSCB to count.\n\n- Northtown Safeguarding Children Board (NSCB) to weigh."
    name = add_document(content, "2010-06-30", TOLD.format(both), authority="northtown")
    other = add_document(
        content, "2010-06-30", TOLD.format("NSCB to count."), authority="southtown"
    )
    found = registered(*holdings_of(read_archive(content)))
    owners = {
        value.slug
        for document in (name, other)
        for each in entries(found, document)
        for value in each.values["owner"]
    }
    assert owners == {
        "northtown-safeguarding-children-board",
        "neighbourhood-safeguarding-children-board",
    }


def multiplied(times: int) -> Archive:
    """The small archive, each of its documents many times over on other days."""
    archive = read_archive(CONTENT)
    documents = [
        replace(
            each,
            id=f"{each.id}-{number}",
            front=replace(
                each.front, published=date(2010 + number % 9, 1, 1 + number % 28), formerly=()
            ),
        )
        for each in archive.documents
        for number in range(times)
    ]
    return archive_of([*archive.documents, *documents], archive.registry)


@pytest.fixture(scope="module")
def large() -> tuple[Archive, Pages]:
    """With an authority that was told one thing, and one that was told one thing in a year."""
    archive = multiplied(55)
    of = archive.registry.authorities
    east = replace(of["southtown"], id="eastshire", name="Eastshire Council", place="Eastshire")
    registry = replace(archive.registry, authorities={**of, "eastshire": east})
    once = archive.by_id["southtown-2011-08-31-report"]
    assert len(once.recommendations) == 1
    alone = [
        replace(
            once,
            id=f"{authority}-2020-08-31-report",
            front=replace(once.front, authority=authority, published=date(2020, 8, 31)),
        )
        for authority in ("eastshire", "northtown")
    ]
    archive = archive_of([*archive.documents, *alone], registry)
    return archive, pages_of(archive)


def shown(page: Page) -> Iterator[RecommendationEntry]:
    for name in ("documents", "latest"):
        for each in page.shown.get(name, ()):
            yield from each.entries


def of_register(pages: Pages) -> dict[str, Page]:
    """The pages of the register by their addresses."""
    return {each.url: each for each in pages.pages if each.url.startswith("/recommendations/")}


def told_in(archive: Archive) -> dict[str, list[str]]:
    """By authority, where the words of each thing stand that it was told."""
    return {
        authority.id: [
            f"{document.url}#{each.anchor}"
            for document in archive.of_authority(authority.id)
            for each in document.recommendations
        ]
        for authority in archive.authorities
    }


def value_of(url: str) -> tuple[str, str] | None:
    """The facet and the value whose page this is."""
    found = re.fullmatch("/recommendations/([^/]+)/([^/]+)/", url)
    return (found[1], found[2]) if found else None


def has(entry: RecommendationEntry, value: tuple[str, str]) -> bool:
    return value[1] in {each.slug for each in entry.values[value[0]]}


def counted(page: Page) -> Iterator[tuple[str, ValueCount]]:
    """Every count that a page shows and that leads on, with its facet."""
    headed = {title: facet for facet, (title, *_) in FACETS.items()} | {"Council": "authority"}
    for facet in page.context.get("facets", ()):
        yield from ((headed[facet.title], each) for each in facet.counts if each.link.url)
    # A list of values counts those of its facet; the list of one value, the authorities' entries.
    named = "authority" if "part" in page.context else page.url.split("/")[2]
    for each in page.context.get("counts", ()):
        if each.link.url:
            yield headed.get(named, named), each


def reached(by_url: Mapping[str, Page], url: str) -> set[str]:
    """Where the words stand of all that a list prints, on all its pages."""
    found: set[str] = set()
    page: Page | None = by_url[url]
    while page is not None:
        found |= {entry.url for entry in shown(page)}
        after = page.context["part"].after if "part" in page.context else None
        page = by_url[after.url] if after else None
    return found


def test_no_page_of_the_register_grows_without_bound(large: tuple[Archive, Pages]) -> None:
    archive, pages = large
    assert sum(len(each.recommendations) for each in archive.documents) > 2 * LIMIT
    own = of_register(pages)
    for url, page in own.items():
        assert sum(1 for _ in shown(page)) <= max(ON_A_PAGE, NEWEST), url
    assert sum(1 for _ in shown(own["/recommendations/"])) == NEWEST
    assert any(each.context.get("counts") for each in own.values())


def test_a_list_prints_each_entry_once(large: tuple[Archive, Pages]) -> None:
    archive, pages = large
    by_url = of_register(pages)
    for authority, told in told_in(archive).items():
        url = f"/recommendations/authority/{authority}/"
        if len(told) < 2:
            assert url not in by_url
            continue
        below = [page for each, page in by_url.items() if each.startswith(url)]
        listed = [entry.url for page in below for entry in shown(page)]
        assert sorted(listed) == sorted(told), authority
        assert by_url[url].context["held"][0][0] == f"{len(told):,}"


def test_a_count_leads_to_what_it_counts(large: tuple[Archive, Pages]) -> None:
    archive, pages = large
    by_url = of_register(pages)
    told = told_in(archive)
    everything = {
        entry.url: entry
        for one in registered(*holdings_of(archive)).values()
        for entry in one.entries
    }
    assert sorted(everything) == sorted(each for own in told.values() for each in own)
    ways = set()
    for url, page in by_url.items():
        own = value_of(url)
        # The page of a value counts, for each authority, the entries of that value alone.
        of = {to: each for to, each in everything.items() if own is None or has(each, own)}
        for facet, count in counted(page):
            to = count.link.url
            meant = {to} if "#" in to else reached(by_url, to)
            named = {
                each
                for each in meant & of.keys()
                if count.link.text in {value.name for value in of[each].values[facet]}
            }
            assert len(named) == count.entries, (url, to)
            if own or facet == "authority":
                assert "#" in to or to.startswith("/recommendations/authority/"), (url, to)
            ways.add((own is not None, facet, "#" in to))
        if own and (counts := page.context["counts"]):
            assert sum(each.entries for each in counts) == len(of) > LIMIT, url
        if own and page.context["part"].number == 1:
            assert reached(by_url, url) == of.keys()
    # Of each sort of count there is one that leads to a page and one that leads to the words.
    assert {facet for _, facet, _ in ways} == set(FACETS)
    assert {(True, "authority", False), (True, "authority", True)} <= ways


def test_every_template_of_the_large_archive_has_what_it_shows(
    large: tuple[Archive, Pages],
) -> None:
    archive, pages = large
    renderer = Renderer(TEMPLATES, archive.registry.site, "https://small.example.org")
    templates: dict[str, Page] = {}
    for page in pages.pages:
        templates.setdefault(page.template, page)
        if page.url.startswith(("/recommendations/", "/about/coverage/", "/judgements/leadership")):
            assert len(renderer.render(page, freshness_stamp(archive, ())).data) < 400_000, page.url
    for page in templates.values():
        renderer.render(page, freshness_stamp(archive, (), "Northtown"))


def test_a_judgement_of_many_documents_is_divided(large: tuple[Archive, Pages]) -> None:
    _, pages = large
    by_url = {each.url: each for each in pages.pages}
    whole = by_url["/judgements/leadership/"].context["frameworks"]
    assert [len(each.lines) for each in whole] == [0] * len(whole)
    for each in whole:
        assert len(by_url[each.url].context["awards"].lines) == each.documents


def test_a_list_has_more_than_one_entry(large: tuple[Archive, Pages]) -> None:
    for made in (large[1], pages_of(read_archive(CONTENT))):
        for page in made.pages:
            if page.url.startswith("/recommendations/") and page.shown.get("documents"):
                part = page.context.get("part")
                assert (part and part.number > 1) or sum(1 for _ in shown(page)) > 1, page.url
