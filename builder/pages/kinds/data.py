"""The data page: tables, their columns, and other files."""

from __future__ import annotations

import re

from builder.model.data_files import DATA_TABLES
from builder.pages.parts.views import Page

_CODE = re.compile("`(.+?)`")


def data_page() -> Page:
    """`/data/`."""
    return Page(
        url="/data/",
        template="data.html",
        title="Data",
        description="Everything that the pages show, as tables and files: what each holds, column "
        "by column.",
        context={
            "tables": tuple(
                (
                    name,
                    _parts(table.about),
                    tuple(
                        (each.name, _parts(each.type), _parts(each.holds)) for each in table.columns
                    ),
                )
                for name, table in DATA_TABLES.items()
            )
        },
    )


def _parts(words: str) -> tuple[tuple[str, bool], ...]:
    """Words in parts, each with whether it is a name of a column, value or file."""
    return tuple((part, at % 2 == 1) for at, part in enumerate(_CODE.split(words)) if part)
