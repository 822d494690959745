"""A long list on several pages."""

from __future__ import annotations

from builder.pages.parts.paged import paged


def test_each_entry_stands_on_one_page_in_order() -> None:
    parts = paged("/list/", range(7), 3)
    assert [entry for part in parts for entry in part.entries] == list(range(7))
    assert [part.url for part in parts] == ["/list/", "/list/2/", "/list/3/"]
    assert {part.of for part in parts} == {3}


def test_each_page_leads_to_its_neighbours() -> None:
    parts = paged("/list/more/", range(7), 3, first="/list/")
    assert [part.url for part in parts] == ["/list/", "/list/more/2/", "/list/more/3/"]
    assert [part.before and part.before.url for part in parts] == [None, "/list/", parts[1].url]
    assert [part.after and part.after.url for part in parts] == [parts[1].url, parts[2].url, None]


def test_a_full_page_is_not_followed_by_an_empty_one() -> None:
    assert len(paged("/list/", range(6), 3)) == 2


def test_an_empty_list_has_one_page() -> None:
    (part,) = paged("/list/", range(0), 3)
    assert part.entries == ()
