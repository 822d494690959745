"""Recommendations: when each was due, what may follow it up, and a register that stays readable."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builder.archive import Archive, index
from builder.build import TEMPLATES, read_archive
from builder.checks import checks
from builder.links import link, places
from builder.model import HELD, Echo, FollowUp, Links, Reference, When
from builder.pages import Page, all_pages
from builder.pages.quoting import Quotes
from builder.pages.recommendations import LIMIT, NEWEST
from builder.pages.register import Entry, Register, register
from builder.pages.topics import subjects
from builder.render import Renderer
from tests.small_archive import CONTENT, add_document, empty

FOUNDING = Path(__file__).parents[1] / "content"
TOLD = "## Areas for improvement\n\nWithin three months:\n\n- {}\n"
NORTH = "northtown-2010-06-30-report"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the small archive without its documents."""
    copy = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    empty(copy)
    (copy / "documents").mkdir()
    return copy


def registered(archive: Archive, links: Links | None = None) -> Register:
    held = links or link(archive)
    return register(archive, held, subjects(archive, held), Quotes(archive))


def entries(found: Register, document: str) -> tuple[Entry, ...]:
    return found[document].entries


@pytest.fixture(scope="module")
def founding() -> Register:
    return registered(read_archive(FOUNDING))


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
def test_a_due_day_is_worked_out_wrongly(
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


def test_a_due_day_is_given_where_no_timescale_is_printed(founding: Register) -> None:
    for document in ("plymouth-2009-10-28-letter", "plymouth-2015-01-13-paper"):
        assert {(each.timescale, each.due) for each in entries(founding, document)} == {("", "")}
        assert not founding[document].timed


def followed(content: Path) -> list[list[FollowUp]]:
    """The follow-ups of the recommendations of the oldest document."""
    archive = read_archive(content)
    first = next(each for each in archive.documents if each.recommendations)
    return [list(each) for each in link(archive).follow_ups[first.id]]


LATER = [
    ("Every lantern of the pier is trimmed.", True),
    ("The pier is long, and its lanterns burn.", True),
    ("The lanterns are dear.", False),  # the topic's name and no more
    ("The pier is trimmed.", False),  # no topic
    ("Children of the Lantern Trust trim the pier.", False),  # another thing's name
]


@pytest.mark.parametrize(("words", "expected"), LATER)
def test_a_later_passage_about_something_else_follows_up(
    words: str, expected: bool, content: Path
) -> None:
    add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    add_document(content, "2012-06-30", f"1. {words}\n\n2. Boats are painted.")
    assert [bool(each) for each in followed(content)] == [expected]


def test_a_passage_of_the_same_day_or_place_or_record_follows_up(content: Path) -> None:
    add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    add_document(content, "2010-06-30", "Lanterns of the pier are trimmed.", "visit-2009")
    add_document(
        content, "2012-06-30", "1. Lanterns of the pier are trimmed.", authority="northtown"
    )
    record = "## Record of findings\n\n| | |\n|---|---|\n| Lanterns of the pier trimmed | Good |"
    add_document(content, "2013-06-30", f"1. Boats are painted.\n\n{record}")
    assert followed(content) == [[]]


def test_a_recommendation_without_a_topic_is_followed_up(content: Path) -> None:
    add_document(content, "2010-06-30", TOLD.format("Paint every boat of the pier."))
    add_document(content, "2012-06-30", "1. Every boat of the pier is painted by the lanterns.")
    assert followed(content) == [[]]


def test_a_passage_that_shares_less_comes_first(content: Path) -> None:
    told = "Trim the lanterns of the pier so that children who go missing are seen."
    add_document(content, "2010-06-30", TOLD.format(told))
    both = "Lanterns of the pier burn late for all who go missing at sea, in fog, frost and snow."
    add_document(content, "2012-06-30", f"1. Trim lanterns of the pier are seen.\n\n2. {both}")
    (found,) = followed(content)
    assert [(each.anchor, each.topics) for each in found] == [
        ("p2", ("lanterns", "missing-children")),
        ("p1", ("lanterns",)),
    ]


def test_an_owners_name_is_taken_for_the_topic(content: Path) -> None:
    board = "## Areas for improvement\n\n| Who | What |\n|---|---|\n| NSCB | Trim the lanterns. |"
    framework = content / "frameworks" / "services-2009.yaml"
    text = framework.read_text("utf-8")
    text = text.replace(
        "{role: area-for-improvement, printed: [Areas for improvement]}",
        "{role: area-for-improvement, printed: [Areas for improvement], items: tables}",
    )
    framework.write_text(text, "utf-8")
    name = add_document(content, "2010-06-30", board)
    (told,) = entries(registered(read_archive(content)), name)
    assert (told.text, told.owners) == ("Trim the lanterns.", "NSCB")
    assert [each.text for each in told.topics] == ["Lanterns"]


def test_words_about_all_recommendations_are_a_follow_up_of_one(content: Path) -> None:
    first = add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    words = "The recommendations of 2010 to trim the lanterns of the pier have been followed."
    later = add_document(content, "2012-06-30", f"1. {words}")
    archive = read_archive(content)
    links = link(archive)
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
    (spoken,) = registered(archive, relinked)[first].spoken
    assert "".join(words for words, _ in spoken.said.said.parts) == words
    assert spoken.by.url == f"/documents/{later}/"
    from builder.links.follow_ups import follow_ups

    authority = archive.registry.authorities["westshire"]
    held = archive.of_authority("westshire")
    at = {each.id: places(each) for each in held}
    for references, echoes in (
        ({later: [said]}, {}),
        ({}, {later: [Echo(later, "p1", "lanterns of the pier", first, "b-1")]}),
    ):
        found = follow_ups(authority, held, at, links.mentions, references, echoes)
        assert found[first] == ((),)


def test_a_follow_up_depends_on_the_order_of_a_set(content: Path) -> None:
    """Sums of fractions depend on their order, and the order of a set on the run."""
    add_document(content, "2010-06-30", TOLD.format("Trim the lanterns of the pier."))
    add_document(content, "2012-06-30", "1. Every lantern of the pier is trimmed.")
    from builder.links.follow_ups import _weights

    assert all(isinstance(each, int) for each in _weights([["a", "#b"], ["a", "c"]]).values())


OWNERS = [
    ("Westshire County Council to count.", "westshire-county-council"),
    ("The council must count.", "westshire-county-council"),
    ("Northtown City Council to count.", "northtown-city-council"),
    ("Health partners to count.", "health-partners"),
]


@pytest.mark.parametrize(("words", "owner"), OWNERS)
def test_an_owner_is_grouped_with_somebody_else(words: str, owner: str, content: Path) -> None:
    name = add_document(content, "2010-06-30", TOLD.format(words))
    (told,) = entries(registered(read_archive(content)), name)
    assert [each.slug for each in told.values["owner"]] == [owner]
    assert told.owners in words  # shown as printed


def test_an_abbreviation_of_a_board_is_an_owner_of_its_own(content: Path) -> None:
    both = "NSCB to count.\n\n- Northtown Safeguarding Children Board (NSCB) to weigh."
    name = add_document(content, "2010-06-30", TOLD.format(both), authority="northtown")
    other = add_document(
        content, "2010-06-30", TOLD.format("NSCB to count."), authority="southtown"
    )
    found = registered(read_archive(content))
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
    return index([*archive.documents, *documents], archive.registry)


@pytest.fixture(scope="module")
def large() -> tuple[Archive, list[Page]]:
    archive = multiplied(55)
    links = link(archive)
    return archive, all_pages(archive, links, checks(archive, links))


def shown(page: Page) -> Iterator[Entry]:
    for name in ("told", "latest"):
        for each in page.context.get(name, ()):
            yield from each.entries


def test_a_page_of_the_register_grows_without_bound(large: tuple[Archive, list[Page]]) -> None:
    archive, pages = large
    own = [each for each in pages if each.url.startswith("/recommendations/")]
    assert sum(len(each.recommendations) for each in archive.documents) > 2 * LIMIT
    for page in own:
        if page.url.count("/") < 5:  # the last division is as long as it is
            assert sum(1 for _ in shown(page)) <= LIMIT, page.url
    (front,) = [each for each in own if each.url == "/recommendations/"]
    assert sum(1 for _ in shown(front)) == NEWEST
    assert any(each.context.get("counts") for each in own)


def test_an_entry_of_a_long_list_is_on_no_page(large: tuple[Archive, list[Page]]) -> None:
    archive, pages = large
    for facet in ("kind", "authority", "year"):
        below = [each for each in pages if each.url.startswith(f"/recommendations/{facet}/")]
        found = {entry.url for page in below for entry in shown(page)}
        alone = {
            count.link.url
            for page in below
            for count in page.context.get("counts", ())
            if "#" in count.link.url
        }
        told = {
            f"{document.url}#{each.anchor}"
            for document in archive.documents
            for each in document.recommendations
        }
        assert found | alone == told, facet


def test_a_page_of_the_large_archive_shows_a_name_that_it_does_not_bring(
    large: tuple[Archive, list[Page]],
) -> None:
    archive, pages = large
    renderer = Renderer(TEMPLATES, archive, "https://small.example.org")
    templates = {}
    for page in pages:
        templates.setdefault(page.template, page)
        if page.url.startswith(("/recommendations/", "/about/coverage/", "/judgements/leadership")):
            assert len(renderer.render_page(page).data) < 400_000, page.url
    for page in templates.values():
        renderer.render_page(page)


def test_a_judgement_of_many_documents_stands_on_one_page(
    large: tuple[Archive, list[Page]],
) -> None:
    _, pages = large
    by_url = {each.url: each for each in pages}
    whole = by_url["/judgements/leadership/"].context["frameworks"]
    assert [len(each.lines) for each in whole] == [0] * len(whole)
    for each in whole:
        assert len(by_url[each.url].context["awards"].lines) == each.documents


def test_a_page_lists_one_entry(large: tuple[Archive, list[Page]]) -> None:
    small = read_archive(CONTENT)
    links = link(small)
    for page in (*large[1], *all_pages(small, links, checks(small, links))):
        if page.url.startswith("/recommendations/") and page.context.get("told"):
            assert sum(1 for _ in shown(page)) > 1, page.url
