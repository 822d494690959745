"""Archive → what programs ask for by an agreed form: feeds, the map of the site, redirects.

In: the archive and its pages.  Out: files of the site.  A stage of its own because the forms are
others' standards, and nothing here is a table of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree

from builder.archive import Archive
from builder.files import File
from builder.model import Document
from builder.pages import Page
from builder.pages.views import KIND_NAMES, citation, publisher

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"


NEWEST = 200
"""How many documents a feed lists: more than any reader of feeds has missed since it last asked."""


def feed(
    archive: Archive, documents: Sequence[Document], title: str, folder: str, base_url: str
) -> File:
    """An Atom feed of documents, newest first.  Its times are the content's own, never the clock's.

    Source: RFC 4287.
    """
    page, own_url = f"{base_url}/{folder}", f"{base_url}/{folder}feed.xml"
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    newest = max(each.front.published for each in documents) if documents else archive.newest
    _add(root, "title", title)
    _add(root, "id", page)
    _add(root, "updated", f"{newest.isoformat()}T00:00:00Z")
    _add(root, "link", rel="self", href=own_url, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=page, type="text/html")
    _add(_add(root, "author"), "name", archive.registry.site.publisher)
    for document in reversed(documents[-NEWEST:]):
        entry = _add(root, "entry")
        authority = archive.authority_of(document)
        _add(entry, "title", f"{authority.place}: {document.front.title}")
        _add(entry, "id", base_url + document.url)
        _add(entry, "updated", f"{document.front.published.isoformat()}T00:00:00Z")
        _add(entry, "published", f"{document.front.published.isoformat()}T00:00:00Z")
        _add(entry, "link", rel="alternate", href=base_url + document.url, type="text/html")
        _add(_add(entry, "author"), "name", publisher(archive, document))
        _add(entry, "summary", f"{KIND_NAMES[document.front.kind]}. {citation(archive, document)}.")
    return _xml(f"{folder}feed.xml", root)


def sitemap(pages: Iterable[Page], base_url: str) -> File:
    root = ElementTree.Element("urlset", {"xmlns": _SITEMAP})
    for page in pages:
        if page.url.endswith("/") and page.template != "moved.html":
            _add(_add(root, "url"), "loc", base_url + page.url)
    return _xml("sitemap.xml", root)


def redirects(pages: Iterable[Page], base_url: str) -> File:
    """Leads on from the addresses that documents had before, where the host reads this file; the
    pages at those addresses lead on everywhere else.  Source: Netlify, as Cloudflare Pages."""
    base = urlsplit(base_url).path
    lines = [
        f"{base}{page.url} {base}{page.context['target'].url} 301!"
        for page in pages
        if page.template == "moved.html"
    ]
    return File("_redirects", "".join(f"{line}\n" for line in lines).encode())


def opensearch(archive: Archive, base_url: str) -> File:
    """Lets a browser offer the archive's search.  Source: OpenSearch 1.1, draft 6."""
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
