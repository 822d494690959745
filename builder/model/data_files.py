"""The published data tables and their columns.

Names and order are a contract: new columns come last, none is removed. `docs/data.md` and `/data/`
print these words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct


class DataColumn(NamedTuple):
    """A column of a table."""

    name: str
    type: str
    """"id", "date", "number", "address", "text", "yes or no" or "one of `a`, `b`"; with "or empty"
    where a cell may hold nothing."""
    holds: str
    """What it says, in a few words; names of columns and files stand in backticks."""


class DataTable(Struct, frozen=True):
    """A table: `/data/<name>.csv`."""

    about: str
    columns: tuple[DataColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(each.name for each in self.columns)


DATA_TABLES: Mapping[str, DataTable] = {
    "grades": DataTable(
        "Every grade, wherever a document prints it: a judgement that is graded in the closing table, under its heading and in a sentence has three rows. Where they disagree, all of them stand here.",
        (
            DataColumn("document", "id", "the document that prints it"),
            DataColumn("authority", "id", "the authority inspected"),
            DataColumn("framework", "id", "the framework whose scale it belongs to"),
            DataColumn("published", "date", "when the document was published"),
            DataColumn(
                "service", "id or empty", "the service judged, where the framework judges several"
            ),
            DataColumn(
                "judgement", "id or empty", "what was judged, as a row of `content/judgements.yaml`"
            ),
            DataColumn("printed", "text", "the judgement's name as printed there"),
            DataColumn(
                "grade",
                "number or empty",
                "the step of the framework's scale; empty where the words are not a grade of it",
            ),
            DataColumn("label", "text", "the grade as printed"),
            DataColumn(
                "basis",
                "one of `table`, `heading`, `prose`",
                "where it stands: in a table, under or in a heading, in a sentence",
            ),
            DataColumn("url", "address", "the words that award it"),
        ),
    ),
    "recommendations": DataTable(
        "Everything that somebody was told or asked to do.",
        (
            DataColumn("document", "id", "the document that says so"),
            DataColumn("authority", "id", "the authority inspected"),
            DataColumn("published", "date", "when the document was published"),
            DataColumn("service", "id or empty", "the service that it concerns"),
            DataColumn(
                "kind",
                "one of `recommendation`, `area-for-improvement`, `priority-action`, `area-for-development`, `decision`",
                "what the document calls it; `decision` is what an authority's own paper asks its members to decide",
            ),
            DataColumn("timescale", "text or empty", "the timescale as printed"),
            DataColumn(
                "due",
                "date or empty",
                "the day by which it was due: the day of publication and the printed timescale; empty where none is printed",
            ),
            DataColumn(
                "owner", "text or empty", "who was to do it, as printed; several are parted by `; `"
            ),
            DataColumn("text", "text", "the whole entry, as printed"),
            DataColumn("url", "address", "where it stands"),
            DataColumn(
                "id", "text", "the document and the number of the entry in it, `<document>/3`"
            ),
            DataColumn(
                "framework", "id", "the framework of the inspection, or the form of a paper"
            ),
            DataColumn("region", "text", "the region of the authority"),
            DataColumn(
                "topics",
                "text or empty",
                "the ids of the topics that its words name, with blanks between them",
            ),
            DataColumn(
                "grade_then",
                "text or empty",
                "the overall grade, as its framework's scale calls it, of the newest graded inspection when the document was published; several services with `; ` between them; empty where there is none",
            ),
            DataColumn(
                "grade_then_framework",
                "id or empty",
                "the framework of that inspection, also where it judges nothing overall",
            ),
            DataColumn("grade_then_published", "date or empty", "when its document was published"),
            DataColumn(
                "grade_then_url", "address or empty", "the words that award it, else the document"
            ),
            DataColumn(
                "grade_next",
                "text or empty",
                "the overall grade of the first graded inspection after the document",
            ),
            DataColumn("grade_next_framework", "id or empty", "the framework of that inspection"),
            DataColumn("grade_next_published", "date or empty", "when its document was published"),
            DataColumn(
                "grade_next_url", "address or empty", "the words that award it, else the document"
            ),
        ),
    ),
    "references": DataTable(
        "What documents name and refer to.",
        (
            DataColumn("from", "address", "the paragraph that speaks"),
            DataColumn("printed", "text", "the words by which it does"),
            DataColumn(
                "to",
                "address or empty",
                "the page or paragraph meant; empty where it is not held, or where it is not certain which is meant",
            ),
            DataColumn(
                "what",
                "one of `document`, `authority`, `citation`, `passage`",
                "what is meant: an inspection or another document, an authority, an Act or guidance, a paragraph restated from another document",
            ),
        ),
    ),
    "checks": DataTable(
        "What the archive noticed in the documents themselves. None of it is repaired.",
        (
            DataColumn("document", "id", "the document"),
            DataColumn("authority", "id", "the authority inspected"),
            DataColumn(
                "rule",
                "one of `figures`, `counts`, `grades`, `record`, `dates`, `numbering`, `repeated`, `abbreviations`, `references`, `unread`, `official`",
                "what sort of thing was noticed; `/checks/` explains each",
            ),
            DataColumn("printed", "text", "the words as printed"),
            DataColumn("says", "text", "what was noticed, in a sentence of ours"),
            DataColumn("url", "address", "where the words stand"),
        ),
    ),
    "changes": DataTable(
        "What became of the archive when, newest first: `/changes/` as a table.",
        (
            DataColumn("on", "date", "the day"),
            DataColumn(
                "what",
                "one of `added`, `corrected`, `restored`, `removed`, `renumbered`, `withdrawn`",
                "what happened; `restored`: a block that our conversion had lost; `removed`: a block that is gone; `renumbered`: paragraphs took other numbers",
            ),
            DataColumn("document", "id", "the document"),
            DataColumn("authority", "id", "the authority inspected"),
            DataColumn("place", "text or empty", "what the place in the document is called"),
            DataColumn(
                "words",
                "text or empty",
                "why, and what it said before; of what was withdrawn, who asked",
            ),
            DataColumn("url", "address", "the document, or the place in it"),
        ),
    ),
    "grades-latest": DataTable(
        "One row for each inspection and judgement: the grade that its document gives, wherever it prints it.",
        (
            DataColumn("document", "id", "the document that gives it"),
            DataColumn("authority", "id", "the authority inspected"),
            DataColumn("region", "text", "the region of the authority"),
            DataColumn("framework", "id", "the framework whose scale it belongs to"),
            DataColumn(
                "full",
                "yes or no",
                "whether the framework inspects the whole of an authority's services",
            ),
            DataColumn(
                "inspected_from",
                "date or empty",
                "the first day of the inspection, where it is printed",
            ),
            DataColumn("inspected_to", "date or empty", "its last day"),
            DataColumn("published", "date", "when the document was published"),
            DataColumn(
                "service", "id or empty", "the service judged, where the framework judges several"
            ),
            DataColumn("judgement", "id", "what was judged, as a row of `content/judgements.yaml`"),
            DataColumn("overall", "yes or no", "whether it is what the inspection judges overall"),
            DataColumn(
                "grade",
                "number or empty",
                "the step of the framework's scale; empty where the document disagrees with itself",
            ),
            DataColumn(
                "label",
                "text",
                "the name of that step; of a document that disagrees with itself each, with `; ` between them",
            ),
            DataColumn("steps", "number", "how many grades the scale has"),
            DataColumn(
                "newest",
                "yes or no",
                "whether no later document about the authority grades the same judgement; of what is judged overall, whether none gives an overall grade",
            ),
            DataColumn("url", "address", "the words that award it"),
        ),
    ),
    "authorities": DataTable(
        "Every authority and former authority that the archive knows, whether it holds a document of it or not.",
        (
            DataColumn("id", "id", "its name in addresses and in all files"),
            DataColumn("name", "text", "the authority"),
            DataColumn("place", "text", "its short name"),
            DataColumn("kind", "text", "what sort of authority it is"),
            DataColumn("region", "text", "its region"),
            DataColumn(
                "gss",
                "text or empty",
                "the nine-character code of the Office for National Statistics",
            ),
            DataColumn(
                "former_gss", "text or empty", "codes that it had before, with blanks between them"
            ),
            DataColumn("urn", "number or empty", "the inspectorate's number for it"),
            DataColumn("until", "number or empty", "the year in which it was abolished"),
            DataColumn(
                "became",
                "text or empty",
                "the ids of the authorities that took its work over, with blanks between them",
            ),
            DataColumn(
                "neighbours",
                "text or empty",
                "the ids of its statistical neighbours, the most alike first, with blanks between them",
            ),
            DataColumn("documents", "number", "how many documents about it are held"),
            DataColumn(
                "newest_full",
                "date or empty",
                "when the document of its newest full inspection held was published",
            ),
            DataColumn("url", "address or empty", "its page; empty where nothing is held"),
        ),
    ),
}
