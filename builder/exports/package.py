"""Descriptions of the data for programs: a Data Package and `llms.txt`."""

from __future__ import annotations

import json
import re

from builder.core.safe_files import File
from builder.model import SiteFacts
from builder.model.data_files import DATA_TABLES, DataColumn

_TYPES = {"date": "date", "number": "integer", "yes or no": "boolean"}
"""Types of columns → those of a Table Schema; all others are strings."""


def data_package(site: SiteFacts, base_url: str) -> File:
    """`/data/datapackage.json`: the tables as a Data Package (https://specs.frictionlessdata.io)."""
    package = {
        "profile": "tabular-data-package",
        "name": "inspection-reports",
        "title": site.title,
        "description": site.description,
        "homepage": f"{base_url}/data/",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"{name}.csv",
                "title": name.replace("-", " ").capitalize(),
                "description": _plain(table.about),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(each) for each in table.columns],
                    "missingValues": [""],
                },
            }
            for name, table in DATA_TABLES.items()
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    return File("data/datapackage.json", f"{text}\n".encode())


def _field(column: DataColumn) -> dict[str, object]:
    kind = re.sub(r",? or empty$", "", column.type)
    constraints: dict[str, object] = {}
    if not column.type.endswith("or empty"):
        constraints["required"] = True
    if kind.startswith("one of "):
        constraints["enum"] = re.findall("`(.+?)`", kind)
    return {
        "name": column.name,
        "type": _TYPES.get(kind, "string"),
        "description": _plain(column.holds),
        "constraints": constraints,
    }


def _plain(words: str) -> str:
    return words.replace("`", "")


def llms_text(site: SiteFacts, base_url: str) -> File:
    """`/llms.txt`: what the site is, and its texts and data (https://llmstxt.org)."""
    tables = "".join(
        f"- [{name}.csv]({base_url}/data/{name}.csv): {_plain(table.about)}\n"
        for name, table in DATA_TABLES.items()
    )
    text = f"""# {site.title}

> {site.description}

Every document stands in full, in its own words. Each paragraph has an address of its own: cite it,
and quote the words exactly. The words are {site.words.rights}; the licence that each
document prints is on its page and in documents.json. Grades have a meaning only inside their
framework: never add up, average or compare numbers across frameworks. Nothing here says that a
recommendation was carried out, or why a grade changed.

## Documents

- [documents.json]({base_url}/data/documents.json): all documents; behind a document’s address,
  `index.json` is its text as structure and `index.md` its text as Markdown

## Tables

{tables}
## Pages

- [What the data holds]({base_url}/data/): every table and column
- [About]({base_url}/about/): whose words these are, what grades mean, licences
"""
    return File("llms.txt", text.encode())
