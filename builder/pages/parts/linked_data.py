"""JSON-LD descriptions of a document, the site and its data files (https://schema.org).

They never say more than the page. `tests/fixtures/known/schema_org.json` holds the terms used.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from builder.language.templates import announces
from builder.model import Document
from builder.pages.parts.views import citation, publisher
from builder.reading.archive import Archive

CONTEXT = "https://schema.org"

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "htm": "text/html",
    "html": "text/html",
    "pdf": "application/pdf",
    "txt": "text/plain",
}

DATA = (
    ("documents.json", "application/json", "every document, with its source and licence"),
    ("grades.csv", "text/csv", "every grade, wherever a document prints it"),
    ("recommendations.csv", "text/csv", "everything that somebody was asked to improve"),
    ("references.csv", "text/csv", "what documents name and refer to, paragraph by paragraph"),
    ("checks.csv", "text/csv", "what the archive noticed in the documents"),
    ("changes.csv", "text/csv", "what was added, corrected or withdrawn, and when"),
    ("grades-latest.csv", "text/csv", "one row for each inspection and judgement"),
    ("authorities.csv", "text/csv", "every authority, with its codes and its neighbours"),
    ("datapackage.json", "application/json", "the tables as a Data Package"),
    ("manifest.json", "application/json", "every file of the site, with its size and checksum"),
)
"""The data files of the whole archive: name, format, what it holds."""


def document_data(
    archive: Archive, document: Document, people: Collection[tuple[str, str]]
) -> Mapping[str, Any]:
    """A document: publisher, subject, dates, licence, file."""
    front = document.front
    authority = archive.authority_of(document)
    licences = [
        f"/about/#licence-{each.id}"
        for each in archive.registry.licences.values()
        if front.licence and announces(each, front.licence)
    ]
    stored = front.source.stored
    said = {
        "@context": CONTEXT,
        "@type": "Report",
        "@id": document.url,
        "url": document.url,
        "name": front.title,
        "headline": front.title,
        "genre": archive.registry.site.words.kind(front.kind),
        "datePublished": front.published.isoformat(),
        "temporalCoverage": (
            f"{front.inspected.start.isoformat()}/{front.inspected.end.isoformat()}"
            if front.inspected
            else ""
        ),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": publisher(archive, document),
        },
        "about": {
            "@type": "GovernmentOrganization",
            "@id": f"/authorities/{authority.id}/",
            "name": authority.name,
            "identifier": authority.gss,
        },
        "contributor": [
            {
                "@type": "Role",
                "roleName": person.role,
                "contributor": {"@type": "Person", "name": person.name},
            }
            for person in front.people
            if (person.name, person.role) in people
        ],
        "license": licences,
        "creditText": citation(archive, document),
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": archive.registry.site.original_at(document.url, front.source),
            "encodingFormat": FORMATS[stored.rsplit(".", 1)[-1]],
            "name": front.source.file,
            "sha256": front.source.sha256,
        },
        "isPartOf": {"@type": "WebSite", "@id": "/", "name": archive.registry.site.title},
    }
    return _without_empty(said)


def site_data(archive: Archive) -> Mapping[str, Any]:
    """The archive as a site."""
    site = archive.registry.site
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "WebSite",
            "@id": "/",
            "url": "/",
            "name": site.title,
            "description": site.description,
            "inLanguage": "en-GB",
            "publisher": {"@type": "Organization", "name": site.publisher, "email": site.contact},
        }
    )


def files_data(archive: Archive) -> Mapping[str, Any]:
    """The archive as a set of data files."""
    site = archive.registry.site
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": "/about/#data",
            "url": "/about/#data",
            "name": f"{site.title}: data",
            "description": f"{site.description} Each row leads back to the paragraph that it was "
            "read from.",
            "isAccessibleForFree": True,
            "creator": {"@type": "Organization", "name": site.publisher, "email": site.contact},
            "usageInfo": "/about/#licences",
            "temporalCoverage": (
                f"{archive.documents[0].front.published.isoformat()}/{archive.newest.isoformat()}"
                if archive.documents
                else ""
            ),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "contentUrl": f"/data/{name}",
                    "encodingFormat": form,
                    "name": name,
                    "description": holds,
                }
                for name, form, holds in DATA
            ],
        }
    )


def _without_empty(said: Mapping[str, Any]) -> dict[str, Any]:
    """Without empty values, which would claim that there is nothing."""
    return {
        name: _without_empty(value) if isinstance(value, dict) else value
        for name, value in said.items()
        if value not in ("", [], None)
    }
