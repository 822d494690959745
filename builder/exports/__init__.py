"""Holdings and accounts → data files, feeds and indexes.

In: what is held of each authority, and of all of them.  Out: every file of the site that is data.
A stage of its own because these files are a contract with people who work in spreadsheets and
notebooks: their names and columns stay, whatever the pages look like.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from builder.changes import changes
from builder.exports.document import whole
from builder.exports.feeds import feed, opensearch, redirects, sitemap
from builder.exports.tables import (
    CHECK_COLUMNS,
    GRADE_COLUMNS,
    RECOMMENDATION_COLUMNS,
    REFERENCE_COLUMNS,
    Rows,
    change_table,
    rows,
    table,
)
from builder.files import File
from builder.holding import Holding
from builder.model import RULES
from builder.pages.directory import Directory
from builder.pages.whole import Accounts

__all__ = ["Rows", "own_exports", "whole_exports"]


def own_exports(
    holding: Holding, directory: Directory, base_url: str
) -> tuple[list[File], dict[str, Rows]]:
    """An authority's files, and its documents' rows of the tables of all.  `base_url` is without a
    slash at its end."""
    archive, authority = holding.archive, holding.authority
    files = [
        *(
            _json(f"documents/{each.id}/index.json", whole(archive, each, holding.links))
            for each in archive.documents
        ),
        feed(
            archive,
            changes(archive),
            f"{authority.name} – {archive.registry.site.title}",
            f"authorities/{authority.id}/",
            base_url,
        ),
    ]
    leads = {each.url for each in directory.citations.values() if not each.alone}
    leads |= {f"/authorities/{each}/" for each in directory.held}
    return files, rows(holding, leads)


def whole_exports(
    known: Accounts,
    told: Mapping[str, Rows],
    addresses: Iterable[str],
    leading: Mapping[str, str],
    base_url: str,
) -> list[File]:
    """The files of all authorities together.  `told` are the rows of every document, by its id,
    `addresses` those of the pages that a search engine should know, `leading` where those lead that
    were published and are made no more."""
    archive = known.archive
    ordered = [told[each.id] for each in archive.documents]
    summaries = (each.summary.replace("\n", "\n ") for each in ordered)
    return [
        File("data/documents.json", ("[\n " + ",\n ".join(summaries) + "\n]\n").encode()),
        File("data/grades.csv", table(GRADE_COLUMNS, (each.grades for each in ordered))),
        File(
            "data/recommendations.csv",
            table(RECOMMENDATION_COLUMNS, (each.recommendations for each in ordered)),
        ),
        File(
            "data/references.csv",
            table(REFERENCE_COLUMNS, (each.references for each in ordered)),
        ),
        File(
            "data/checks.csv",
            table(
                CHECK_COLUMNS,
                (each.checks.get(rule, "") for rule in RULES for each in reversed(ordered)),
            ),
        ),
        feed(archive, known.news, archive.registry.site.title, "", base_url),
        File("data/changes.csv", change_table(known.news)),
        sitemap(addresses, base_url),
        File(
            "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base_url}/sitemap.xml\n".encode()
        ),
        opensearch(archive, base_url),
        redirects(archive, leading, base_url),
    ]


def _json(path: str, value: object) -> File:
    return File(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
