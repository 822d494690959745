"""Read official tables (`content/outcomes/*.csv`)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from builder.core.identifiers import is_web_address
from builder.core.problems import Problem, did_you_mean
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.language.templates import is_printed_as
from builder.model import (
    Authority,
    Framework,
    Judgement,
    Licence,
    Line,
    OfficialGrade,
    OfficialOutcome,
    OutcomeTable,
)

FOLDER = "outcomes"


class OutcomeReader:
    """Reads official tables and collects `problems`."""

    def __init__(
        self,
        content: Path,
        authorities: Mapping[str, Authority],
        frameworks: Mapping[str, Framework],
        judgements: Mapping[str, Judgement],
        licences: Mapping[str, Licence],
    ) -> None:
        self.content = content
        self.frameworks = frameworks
        self.judgements = judgements
        self.licences = licences
        self.codes = {
            code: each.id for each in authorities.values() for code in (each.gss, *each.former_gss)
        }
        self.problems: list[Problem] = []

    def read(self, table: OutcomeTable) -> OutcomeTable:
        """A table with its rows."""
        wrong = len(self.problems)
        self._check(table)
        shown = f"{self.content.name}/{FOLDER}/{table.file}"
        path = self.content / FOLDER / table.file
        if not re.fullmatch(r"[\w.-]+\.csv", table.file):
            self._complain(table, f"“file” must be a name that ends in .csv; found “{table.file}”")
            return table
        try:
            text = read_plain(path, self.content, MOST_WRITTEN).decode("utf-8-sig")
        except (NotReadable, UnicodeDecodeError, FileNotFoundError) as error:
            self.problems.append(Problem(shown, 1, f"must be a table in UTF-8; {error}."))
            return table
        lines = csv.reader(text.splitlines())
        heads = next(lines, [])
        columns = {table.code, table.began, table.published, *table.judgements, table.kind} - {""}
        for missing in sorted(columns - {*heads}):
            self.problems.append(
                Problem(
                    shown,
                    1,
                    f"must have the columns that outcomes.yaml names; “{missing}” was not found; "
                    f"correct it there.{did_you_mean(missing, heads)}",
                )
            )
        if len(self.problems) > wrong:
            return table
        rows = [
            row
            for cells in lines
            if cells
            if (
                row := self._row(
                    table, shown, lines.line_num, dict(zip(heads, cells, strict=False))
                )
            )
        ]
        return replace(table, rows=tuple(rows))

    def _check(self, table: OutcomeTable) -> None:
        if not is_web_address(table.source):
            self._complain(table, f"“source” must be a web address; found “{table.source}”")
        if table.licence not in self.licences:
            self._complain(
                table, f"“licence” must be one of licences.yaml; found “{table.licence}”"
            )
        if not table.kind and len(table.frameworks) != 1:
            self._complain(table, "without “kind”, “frameworks” must have one entry; found more")
        self._known(table, "frameworks", table.frameworks.values(), self.frameworks)
        self._known(table, "judgements", table.judgements.values(), self.judgements)

    def _known(
        self,
        table: OutcomeTable,
        key: str,
        named: Iterable[Iterable[str]],
        known: Mapping[str, object],
    ) -> None:
        for each in (name for names in named for name in names):
            if each not in known:
                hint = did_you_mean(each, known)
                self._complain(
                    table, f"“{key}” must name {key} that are known; found “{each}”", hint
                )

    def _complain(self, table: OutcomeTable, message: str, hint: str = "") -> None:
        self.problems.append(
            Problem(
                f"{self.content.name}/outcomes.yaml", table.line, f"{message}; correct it.{hint}"
            )
        )

    def _row(
        self, table: OutcomeTable, shown: str, line: int, cells: Mapping[str, str]
    ) -> OfficialOutcome | None:
        found: list[str] = []
        code = cells[table.code].strip()
        kind = cells[table.kind].strip() if table.kind else next(iter(table.frameworks))
        if code not in self.codes:
            found.append(
                f"“{table.code}” must be the code of an authority; found “{code}”; add it to "
                "authorities.yaml under “gss” or “former_gss”."
            )
        if kind not in table.frameworks:
            found.append(
                f"“{table.kind}” must be one of “frameworks” in outcomes.yaml; found “{kind}”; add "
                f"it there.{did_you_mean(kind, table.frameworks)}"
            )
        days = []
        for column in (table.began, table.published):
            try:
                day, month, year = map(int, cells[column].split("/"))
                days.append(date(year, month, day))
            except ValueError:
                found.append(
                    f"“{column}” must be a day as in 31/03/2025; found “{cells[column]}”; "
                    "correct it."
                )
        grades = []
        frameworks = table.frameworks.get(kind, ())
        for column, judgements in table.judgements.items():
            label = cells.get(column, "").strip()
            grade = self._grade(frameworks, label)
            if grade is not None:
                grades.append(OfficialGrade(judgements, label, grade))
            elif label and frameworks:
                found.append(
                    f"“{column}” must be a grade of {' or '.join(frameworks)}; found “{label}”; "
                    "correct it, or add it to the scale under “also”."
                )
        self.problems += [Problem(shown, line, each) for each in found]
        if found:
            return None
        began, published = days
        return OfficialOutcome(
            table.id, self.codes[code], frameworks, began, published, tuple(grades), Line(line)
        )

    def _grade(self, frameworks: Iterable[str], label: str) -> int | None:
        for each in frameworks:
            for grade in self.frameworks[each].scale:
                if is_printed_as(label, (grade.label, *grade.also)):
                    return grade.number
        return None
