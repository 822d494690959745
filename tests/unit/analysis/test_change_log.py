"""What was added, corrected and withdrawn: told on a page, beside the words, in feeds, as data."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from datetime import date
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from builder.analysis.change_log import (
    ADDED,
    RENUMBERED,
    WITHDRAWN,
    all_changes,
    correction_words,
    differing,
    freshness_stamp,
)
from builder.analysis.change_log import renumbered as renumbered_words
from builder.model import CORRECTED, REMOVED, Correction, Renumbering
from builder.pages.kinds.history import SHOWN, change_pages
from tests.support.archive import read_archive, site_files
from tests.support.feed_rules import ATOM
from tests.support.site_checker import read_page
from tests.support.small_archive import CONTENT
from tests.support.whole import part_of

PAPER, GONE = "northtown-2014-07-08-paper", "southtown-2009-05-05-letter"


@pytest.fixture(scope="module")
def files() -> Mapping[str, str]:
    texts = (".csv", ".html", ".json", ".xml", "_redirects")
    made = site_files(CONTENT).items()
    return {path: data.decode() for path, data in made if path.endswith(texts)}


def test_every_change_is_listed_newest_first() -> None:
    found = all_changes(read_archive(CONTENT))
    assert [(each.what, each.document) for each in found[:4]] == [
        (WITHDRAWN, GONE),
        (CORRECTED, PAPER),
        (ADDED, PAPER),
        (ADDED, GONE),
    ]
    assert [each.on for each in found] == sorted((each.on for each in found), reverse=True)
    # Where nobody recorded the day, it is that of publication.
    assert {each.on == each.published for each in found[4:]} == {True}


def test_a_correction_stands_beside_its_words(
    files: Mapping[str, str],
) -> None:
    page = files[f"documents/{PAPER}/index.html"]
    note = (
        '<p class="corrected"><b>Corrected</b> 3 February 2026. Our conversion misread the word. '
        "It said “thankd”; it says “thanked” now.</p>"
    )
    _, _, after = page.partition(note)
    told_above, _, _ = page.partition(note)
    assert f'<a href="/documents/{PAPER}/#b-8d19ee58">“Recommendations” on 3 February 2026</a>' in (
        told_above
    )
    _, _, block = after.partition("</aside>")
    assert block.startswith('<div><a class="was" id="b-0badc0de"></a><a class="n" id="b-8d19ee58"')
    whole = json.loads(files[f"documents/{PAPER}/index.json"])
    assert "thankd" not in str(whole["sections"])
    assert [each["was"] for each in whole["corrections"]] == ["thankd"]
    assert whole["moved"] == {"b-0badc0de": "b-8d19ee58"}


def test_no_words_of_a_withdrawn_document_remain(files: Mapping[str, str]) -> None:
    holding = {path for path, text in files.items() if GONE in text}
    assert holding == {
        f"documents/{GONE}/index.html",
        "_redirects",
        "about/coverage/index.html",
        "authorities/southtown/feed.xml",
        "changes/index.html",
        "data/changes.csv",
        "data/manifest.json",
        "feed.xml",
    }


def test_a_withdrawn_document_gives_its_reason(files: Mapping[str, str]) -> None:
    page = files[f"documents/{GONE}/index.html"]
    for words in (
        "28 February 2026",
        "It let a family be recognised.",
        "Southtown Borough Council",
    ):
        assert words in page
    assert {"opening", "strengths", "b-0badc0de"} <= set(read_page(page).ids)
    assert '<meta name="robots" content="noindex">' in page
    assert "data-pagefind-body" not in page


def test_a_feed_says_what_the_page_says(files: Mapping[str, str]) -> None:
    base = "https://small.example.org"
    feed = ElementTree.fromstring(files["feed.xml"])
    entries = list(feed.iter(f"{ATOM}entry"))
    told_there = [
        (entry.findtext(f"{ATOM}id"), (entry.findtext(f"{ATOM}title") or "").partition(":")[0])
        for entry in entries
    ]
    assert told_there[:4] == [
        (f"{base}/documents/{GONE}/?withdrawn=2026-02-28", "Withdrawn"),
        (f"{base}/documents/{PAPER}/?corrected=2026-02-03#b-8d19ee58", "Corrected"),
        (f"{base}/documents/{PAPER}/", "Northtown"),
        (f"{base}/documents/{GONE}/", "Southtown"),
    ]
    own = ElementTree.fromstring(files["authorities/southtown/feed.xml"])
    assert [each.findtext(f"{ATOM}updated") for each in own.iter(f"{ATOM}entry")] == [
        "2026-02-28T00:00:00Z",
        "2026-01-31T00:00:00Z",
        "2011-08-31T00:00:00Z",
    ]
    rows = list(csv.DictReader(files["data/changes.csv"].splitlines()))
    assert len(rows) == len(entries)
    assert rows[1]["url"] == f"/documents/{PAPER}/#b-8d19ee58"


def test_the_stamp_of_a_page_is_the_newest_date_of_its_content(
    files: Mapping[str, str],
) -> None:
    archive = read_archive(CONTENT)
    stamps = {"": freshness_stamp(archive, all_changes(archive))}
    for each in archive.authorities:
        own = part_of(archive, each.id)
        stamps[each.place] = freshness_stamp(own, all_changes(own), each.place)
    pages = {path: text for path, text in files.items() if path.endswith(".html")}
    theirs = {f"{each.url[1:]}index.html" for each in archive.documents}
    theirs |= {f"authorities/{each.id}/index.html" for each in archive.authorities}
    assert theirs <= set(pages)
    for path, page in pages.items():
        found = re.search(
            r'Newest document(?: about ([^<:]+))?: <time datetime="([^"]+)">.*?'
            r'Last change: <time datetime="([^"]+)">',
            page,
        )
        assert found, path
        place = found[1] or ""
        expected = stamps[place]
        assert found[2] == expected.newest.isoformat(), path
        assert found[3] == expected.changed.isoformat(), path
        if path in theirs:
            assert place, path
    assert 'Newest document: <time datetime="2014-07-08">' in pages["index.html"]
    assert 'Last change: <time datetime="2026-02-28">' in pages["index.html"]


def test_a_list_of_changes_is_divided_into_parts_that_stay() -> None:
    archive = read_archive(CONTENT)
    one = all_changes(archive)[-1]
    many = [replace(one, on=date(2000 + at // 300, 1, 1), words=str(at)) for at in range(450)]

    def parts(count: int) -> dict[str, list[str]]:
        return {
            page.url: [line.words for day in page.context["days"] for line in day.lines]
            for page in change_pages(archive, many[:count][::-1])
        }

    assert parts(SHOWN).keys() == {"/changes/"}
    before, after = parts(350), parts(450)
    assert {len(lines) for lines in after.values()} == {SHOWN}
    assert before.keys() <= after.keys()
    assert all(before[url] == after[url] for url in before if url != "/changes/")
    everywhere = {line for lines in after.values() for line in lines}
    assert everywhere == {each.words for each in many}


def test_what_changed_is_shown_by_the_words_that_differ() -> None:
    words = "The rate at which cases are closed has risen in each of the last four years."
    whole = Correction(
        "p1", date(2026, 1, 1), "Misread", CORRECTED, words, words.replace("risen", "fallen"), words
    )
    assert correction_words(whole) == (
        "Misread. It said “… are closed has risen in each of …”; it says “… are closed has fallen "
        "in each of …” now."
    )
    assert (
        correction_words(replace(whole, what=REMOVED, now="")) == f"Misread. Here stood “{words}”."
    )
    assert differing("a b", "a b") == ("a b", "a b")
    one = Renumbering(date(2026, 1, 1), "Issued again.", 4, 4, 1)
    assert renumbered_words(one) == "Issued again. Paragraph 4 became 5."
    assert RENUMBERED not in {each.what for each in all_changes(read_archive(CONTENT))}
