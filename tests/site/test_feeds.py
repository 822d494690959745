"""The feeds: each is valid Atom, newest first, and as fresh as its newest document says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from builder.analysis.change_log import all_changes
from builder.exports.feeds import NEWEST, feed
from tests.support.archive import read_archive
from tests.support.feed_rules import ATOM, breaches
from tests.support.small_archive import CONTENT, files_of


def feeds(site: Path) -> Iterator[tuple[str, bytes]]:
    for path, data in files_of(site).items():
        if path.endswith("feed.xml"):
            yield path, data


@pytest.fixture(params=["small_site", "built_site"])
def site(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


def test_every_feed_keeps_the_standard(site: Path) -> None:
    found = [f"{path}: {breach}" for path, data in feeds(site) for breach in breaches(data)]
    assert found == []


def test_there_is_a_feed_of_everything_and_one_of_each_authority(site: Path) -> None:
    held = {path.parent.name for path in (site / "authorities").glob("*/index.html")}
    assert {path for path, _ in feeds(site)} >= {
        "feed.xml",
        *(f"authorities/{each}/feed.xml" for each in held),
    }


def test_a_feed_is_in_order_and_takes_no_time_from_the_clock(site: Path) -> None:
    for path, data in feeds(site):
        feed = ElementTree.fromstring(data)
        times = [each.findtext(f"{ATOM}updated") or "" for each in feed.iter(f"{ATOM}entry")]
        assert times == sorted(times, reverse=True), path
        assert feed.findtext(f"{ATOM}updated") == times[0], path


def test_a_feed_of_many_changes_has_the_newest() -> None:
    archive = read_archive(CONTENT)
    news = all_changes(archive)
    first = feed(archive, news + news[-1:] * NEWEST, "All", "", "https://a.example")
    found = ElementTree.fromstring(first.data)
    listed = [each.findtext(f"{ATOM}id") for each in found.iter(f"{ATOM}entry")]
    assert len(listed) == len(set(listed)) == NEWEST
    assert listed[0] == f"https://a.example{news[0].url}?{news[0].what}={news[0].on}"


GOOD = """<feed xmlns="http://www.w3.org/2005/Atom">
<title>T</title><id>https://a.example/</id><updated>2010-05-21T00:00:00Z</updated>
<link rel="self" href="https://a.example/feed.xml" type="application/atom+xml"/>
<author><name>N</name></author>
<entry><title>E</title><id>https://a.example/1</id><updated>2010-05-21T00:00:00+01:00</updated>
<link href="https://a.example/1" type="text/html"/></entry>
</feed>"""


@pytest.mark.parametrize(
    ("old", "new", "breach"),
    [
        ("</feed>", "", "2: not well-formed"),
        ("2005/Atom", "2005/Other", "2: begins with"),
        ("<id>https://a.example/</id>", "", "4.1.1: feed with 0 id"),
        ("<title>E</title>", "<title>E</title><title>F</title>", "4.1.2: entry with 2 title"),
        ("<title>E</title>", "<title> </title>", "4.2.14: title without words"),
        ("<title>E</title>", "<title>E <b/></title>", "3.1.1: title of the type “text” with"),
        ("<title>E</title>", '<title type="pdf">E</title>', "3.1.1: title of the type “pdf”"),
        ("<title>E</title>", "<title>E</title><sumary/>", "4.1.2: entry with the unknown sumary"),
        ("2010-05-21T00:00:00+01:00", "2010-05-21", "3.3: updated “2010-05-21” is no date"),
        ("2010-05-21T00:00:00+01:00", "2010-13-21T00:00:00Z", "3.3: updated"),
        ("2010-05-21T00:00:00+01:00", "2010-05-21t00:00:00z", "3.3: updated"),
        ("<author><name>N</name></author>", "", "4.1.1: no author"),
        ("<name>N</name>", "<name/>", "3.2.1: author without a name's words"),
        ("<name>N</name>", "<name>N</name><email>none</email>", "3.2.3: “none”"),
        ("https://a.example/1</id>", "/1</id>", "4.2.6: the id “/1”"),
        ('<link href="https://a.example/1" type="text/html"/>', "", "4.1.2: entry with neither"),
        ('href="https://a.example/1"', 'href="/1"', "4.2.7.1: “/1” is not absolute"),
        ('type="text/html"', 'type="html"', "4.2.7.3: “html”"),
        ('rel="self"', 'rel="next"', "4.1.1: no link to itself"),
        (
            '<link href="https://a.example/1" type="text/html"/>',
            '<link href="https://a.example/1"/><link href="https://a.example/2"/>',
            "4.1.2: entry with two alternates",
        ),
        (
            "</feed>",
            GOOD[GOOD.index("<entry>") : GOOD.index("</entry>")] + "</entry></feed>",
            "4.1.1: 2 entries with the id “https://a.example/1”",
        ),
    ],
)
def test_the_rules_of_feeds_see_breaches(old: str, new: str, breach: str) -> None:
    assert list(breaches(GOOD.encode())) == []
    assert GOOD.count(old) == 1
    found = list(breaches(GOOD.replace(old, new).encode()))
    assert len(found) == 1
    assert found[0].startswith(breach)
