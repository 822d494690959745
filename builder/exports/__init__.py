"""Data files, feeds and indexes. Names and columns are a contract with their users."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from msgspec import json

from builder.analysis.authority import LinkedAuthority
from builder.analysis.change_log import all_changes
from builder.core.safe_files import File
from builder.exports.document import document_json, document_record
from builder.exports.feeds import feed, opensearch, redirects, sitemap
from builder.exports.kind_feeds import kind_feeds
from builder.exports.package import data_package, llms_text
from builder.exports.ris import ris_file
from builder.exports.tables import (
    OF_DOCUMENTS,
    Rows,
    authority_table,
    change_table,
    table_bytes,
    table_rows,
)
from builder.exports.topic_files import topic_files
from builder.model import RULES
from builder.pages import Accounts, Contributions, Directory
from builder.pages.kinds.authorities import searchable_places
from builder.pages.kinds.trends import trend_charts

__all__ = ["TABLES", "group_exports", "own_exports", "table_file", "whole_exports"]

TABLES = ("documents", *OF_DOCUMENTS)
"""The names of the tables of all documents."""


def own_exports(
    linked: LinkedAuthority, directory: Directory, base_url: str
) -> tuple[list[File], Rows]:
    """An authority's files, and its rows of the common tables by name ("rows/grades").

    `base_url` has no final slash.
    """
    archive, authority = linked.archive, linked.authority
    heads = {each.id: document_record(archive, each) for each in archive.documents}
    files = [
        *(
            _json(
                f"documents/{each.id}/index.json",
                document_json(archive, each, linked.links, heads[each.id]),
            )
            for each in archive.documents
        ),
        *(ris_file(archive, each, base_url) for each in archive.documents),
        feed(
            archive,
            all_changes(archive),
            f"{authority.name} – {archive.registry.site.title}",
            f"authorities/{authority.id}/",
            base_url,
        ),
    ]
    leads = {each.url for each in directory.citations.values() if not each.alone}
    leads |= {f"/authorities/{each}/" for each in directory.held}
    return files, table_rows(linked, leads, heads)


def table_file(known: Accounts, name: str, contributions: Contributions) -> File:
    """A table of all documents: one of `TABLES`."""
    rows = {id: text for own in contributions(f"rows/{name}").values() for id, text in own.items()}
    ordered = [rows[each.id] for each in known.archive.documents]
    match name:
        case "documents":
            entries = ",\n ".join(each.replace("\n", "\n ") for each in ordered)
            return File("data/documents.json", f"[\n {entries}\n]\n".encode())
        case "checks":
            lines = (each.get(rule, "") for rule in RULES for each in reversed(ordered))
            return File("data/checks.csv", table_bytes(name, lines))
        case _:
            return File(f"data/{name}.csv", table_bytes(name, ordered))


def group_exports(
    known: Accounts, name: str, contributions: Contributions, base_url: str
) -> Iterator[File]:
    """The files of a group of pages, by its name."""
    sort, _, target = name.partition("/")
    if sort == "topic":
        yield from topic_files(known, target, contributions, base_url)
    if sort == "recommendations":
        yield from kind_feeds(known, contributions, base_url)


def whole_exports(
    known: Accounts,
    addresses: Iterable[str],
    leading: Mapping[str, str],
    base_url: str,
) -> list[File]:
    """The other common files.

    `addresses` are pages for search engines, `leading` are former addresses and their targets.
    """
    archive = known.archive
    return [
        feed(archive, known.news, archive.registry.site.title, "", base_url),
        File("data/changes.csv", change_table(known.news)),
        File("data/authorities.csv", authority_table(archive)),
        data_package(archive.registry.site, base_url),
        llms_text(archive.registry.site, base_url),
        sitemap(addresses, base_url),
        File(
            "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base_url}/sitemap.xml\n".encode()
        ),
        opensearch(archive, base_url),
        _places(known),
        *_trends(known),
        redirects(archive, leading, base_url),
    ]


def _trends(known: Accounts) -> list[File]:
    """The tables of the page of trends."""
    files = []
    for chart in trend_charts(known.archive, known.histories):
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([chart.columns, *chart.rows])
        files.append(File(chart.csv.removeprefix("/"), written.getvalue().encode()))
    return files


def _places(known: Accounts) -> File:
    """The data of “Find your council”, in its order."""
    rows = [
        {"names": each.names, "says": each.says, "councils": each.councils}
        for each in searchable_places(known.archive, known.histories)
    ]
    return _json("authorities/places.json", rows)


def _json(path: str, value: object) -> File:
    return File(path, json.format(json.encode(value), indent=0) + b"\n")
