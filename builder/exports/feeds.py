"""Feeds, site map, redirects and OpenSearch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree

from builder.analysis.change_log import ADDED, NAMES, Change
from builder.core.safe_files import File
from builder.pages.parts.listing import FORMER_SHARES
from builder.pages.parts.topic_recommendations import TopicRow
from builder.pages.parts.views import day, publisher
from builder.reading.archive import Archive

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"

FORMER_FILES = (("/documents/:document/citation.bib", "/documents/:document/citation.ris"),)
"""Files of documents that are no more, and the files that now say the same, as hosts write it."""

NEWEST = 200
"""How many changes a feed tells; `/changes/` has them all."""


def feed(archive: Archive, found: Sequence[Change], title: str, folder: str, base_url: str) -> File:
    """An Atom feed (RFC 4287) of changes, newest first, timed by the content's dates."""
    page, feed_url = f"{base_url}/{folder}", f"{base_url}/{folder}feed.xml"
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    _add(root, "title", title)
    _add(root, "id", page)
    _add(root, "updated", _time(found[0].on if found else archive.newest))
    _add(root, "link", rel="self", href=feed_url, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=page, type="text/html")
    _add(_add(root, "author"), "name", archive.registry.site.publisher)
    left = Counter(_id(each) for each in found)
    for change in found[:NEWEST]:
        # The newest of those with one id is the last of them.
        turn = left[_id(change)]
        left[_id(change)] -= 1
        _entry(root, archive, change, f".{turn}" if turn > 1 else "", base_url)
    return _xml(f"{folder}feed.xml", root)


def _id(change: Change) -> str:
    """An added document's id is its address; a later change adds kind and day."""
    address, mark, anchor = change.url.partition("#")
    what = "" if change.what == ADDED else f"?{change.what}={change.on}"
    return f"{address}{what}{mark}{anchor}"


def _entry(
    root: ElementTree.Element, archive: Archive, change: Change, turn: str, base_url: str
) -> None:
    entry = _add(root, "entry")
    place = archive.registry.authorities[change.authority].place
    title = f"{place}: {change.title}"
    _add(entry, "title", title if change.what == ADDED else f"{NAMES[change.what]}: {title}")
    _add(entry, "id", f"{base_url}{_id(change)}{turn}")
    _add(entry, "updated", _time(change.on))
    _add(entry, "link", rel="alternate", href=base_url + change.url, type="text/html")
    _add(_add(entry, "author"), "name", change.publisher)
    summary = f"{archive.registry.site.words.kind(change.kind)}, published {day(change.published)}."
    where = f"In {change.place}: " if change.place else ""
    _add(entry, "summary", " ".join(filter(None, [summary, where + change.words])))


def _time(on: date) -> str:
    return f"{on.isoformat()}T00:00:00Z"


def recommendation_feed(
    archive: Archive, rows: Sequence[TopicRow], title: str, folder: str, base_url: str
) -> File:
    """An Atom feed of recommendations, which come newest first."""
    page, feed_url = f"{base_url}/{folder}", f"{base_url}/{folder}feed.xml"
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    _add(root, "title", title)
    _add(root, "id", page)
    _add(root, "updated", f"{rows[0].published}T00:00:00Z" if rows else _time(archive.newest))
    _add(root, "link", rel="self", href=feed_url, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=page, type="text/html")
    _add(_add(root, "author"), "name", archive.registry.site.publisher)
    for row in rows[:NEWEST]:
        one = row.recommendation
        entry = _add(root, "entry")
        _add(entry, "title", f"{row.authority.text}: {one.kind}")
        _add(entry, "id", base_url + one.url)
        _add(entry, "updated", f"{row.published}T00:00:00Z")
        _add(entry, "link", rel="alternate", href=base_url + one.url, type="text/html")
        _add(_add(entry, "author"), "name", publisher(archive, archive.by_id[one.document]))
        _add(entry, "summary", one.text)
    return _xml(f"{folder}feed.xml", root)


def sitemap(addresses: Iterable[str], base_url: str) -> File:
    """Addresses for search engines, in order."""
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP})
    for address in addresses:
        _add(_add(root, "url"), "loc", base_url + address)
    return _xml("sitemap.xml", root)


def redirects(archive: Archive, leading: Mapping[str, str], base_url: str) -> File:
    """Redirects of former addresses and withdrawn files (Netlify, Cloudflare Pages).

    On other hosts the pages at those addresses lead on.
    """
    base = urlsplit(base_url).path
    lines = [
        f"{base}/documents/{former}/{rest} {base}{each.url}{target} 301!"
        for each in archive.kept
        for former in each.front.formerly
        for rest, target in (("", ""), ("*", ":splat"))
    ]
    lines += [f"{base}{former} {base}{target} 301!" for former, target in leading.items()]
    lines += [
        f"{base}{each.url}{file} {base}{each.url} 302"
        for each in archive.withdrawn
        for file in ("index.json", "versions.json", each.front.source.served)
    ]
    lines += [f"{base}{former} {base}{now} 301" for former, now in (*FORMER_FILES, *FORMER_SHARES)]
    return File("_redirects", "".join(f"{line}\n" for line in lines).encode())


def opensearch(archive: Archive, base_url: str) -> File:
    """Offers the archive's search to browsers (OpenSearch 1.1, draft 6)."""
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": _OPENSEARCH})
    _add(root, "ShortName", "Inspections")
    _add(root, "LongName", archive.registry.site.title[:48])
    _add(root, "Description", "Search every paragraph of the archive")
    _add(root, "InputEncoding", "UTF-8")
    _add(
        root, "Url", type="text/html", method="get", template=base_url + "/search/?q={searchTerms}"
    )
    return _xml("opensearch.xml", root)


def _add(
    parent: ElementTree.Element, tag: str, text: str = "", **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


def _xml(path: str, root: ElementTree.Element) -> File:
    ElementTree.indent(root, " ")
    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return File(path, data + b"\n")
