"""Archive → pages: which pages exist and what each of them shows.

In: the archive.  Out: every `Page`, with its address, its template and all that it shows, so that
templates compute nothing.  A stage of its own because what a page says is decided here, in words
and numbers that a test can read, before anything is HTML.
"""

from __future__ import annotations

from builder.archive import Archive
from builder.model import Links
from builder.pages.authority import authority_pages
from builder.pages.document import document_page, former_pages
from builder.pages.judgement import judgement_pages
from builder.pages.lists import gathering_pages
from builder.pages.views import Page

__all__ = ["Page", "all_pages"]


def all_pages(archive: Archive, links: Links) -> list[Page]:
    """Every page of the site, in order of address."""
    pages = [
        *gathering_pages(archive),
        *authority_pages(archive),
        *judgement_pages(archive),
        *(document_page(archive, each, links) for each in archive.documents),
        *(page for each in archive.documents for page in former_pages(each)),
    ]
    return sorted(pages, key=lambda page: page.url)
