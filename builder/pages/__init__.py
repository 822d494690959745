"""Archive → pages: which pages exist and what each of them shows.

In: the archive.  Out: every `Page`, with its address, its template and all that it shows, so that
templates compute nothing.  A stage of its own because what a page says is decided here, in words
and numbers that a test can read, before anything is HTML.
"""

from __future__ import annotations

from collections.abc import Sequence

from builder.archive import Archive
from builder.changes import changes
from builder.model import Check, Links
from builder.pages.authority import authority_pages
from builder.pages.checks import Noticed, check_pages
from builder.pages.citations import citation_listings, citation_pages, named_in
from builder.pages.compare import compare_pages
from builder.pages.coverage import coverage_pages
from builder.pages.document import document_page
from builder.pages.documents import document_list_pages
from builder.pages.glossary import glossary_entries, glossary_pages
from builder.pages.history import change_pages, former_pages, withdrawn_pages
from builder.pages.inspectors import inspector_pages, named_inspectors
from builder.pages.judgement import judgement_pages
from builder.pages.lists import gathering_pages
from builder.pages.quoting import Quotes
from builder.pages.recommendations import recommendation_pages
from builder.pages.references import References
from builder.pages.register import register
from builder.pages.search import search_page
from builder.pages.topics import subjects, topic_pages
from builder.pages.views import Page

__all__ = ["Page", "all_pages"]


def all_pages(archive: Archive, links: Links, found: Sequence[Check]) -> list[Page]:
    """Every page of the site, in order of address."""
    known = subjects(archive, links)
    cited = citation_listings(archive, links)
    quotes = Quotes(archive)
    told = register(archive, links, known, quotes)
    shorts = glossary_entries(archive, links)
    people = named_inspectors(archive)
    noticed = Noticed(archive, found)
    references = References(archive, links, quotes)
    pages = [
        *gathering_pages(archive),
        *document_list_pages(archive),
        *authority_pages(archive, known, named_in(archive, links), told, people, references),
        *judgement_pages(archive),
        *compare_pages(archive),
        *recommendation_pages(archive, told),
        *coverage_pages(archive, references),
        search_page(archive, known),
        *topic_pages(archive, known),
        *citation_pages(archive, cited),
        *glossary_pages(shorts),
        *inspector_pages(people),
        *check_pages(noticed),
        *(
            document_page(archive, each, links, known, cited, shorts, people, noticed, references)
            for each in archive.documents
        ),
        *change_pages(archive, changes(archive)),
        *withdrawn_pages(archive),
        *(page for each in archive.kept for page in former_pages(each)),
    ]
    return sorted(pages, key=lambda page: page.url)
