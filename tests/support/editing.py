"""An editor at work on a copy of some content: edits files, declares, publishes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from builder.build.record_ledger import document_growth, write_growth, write_log
from builder.core.problems import ProblemsFound
from builder.ledger import mark
from builder.model import Document
from tests.support.archive import read_archive


class Editor:
    def __init__(self, content: Path) -> None:
        self.content = content

    def file(self, id: str) -> Path:
        return self.content / "documents" / id.split("-")[0] / f"{id}.md"

    def ledger(self, id: str) -> str:
        file = self.content / "ledger/documents" / id.split("-")[0] / f"{id}.csv"
        return file.read_text("utf-8")

    def row(self, id: str, words: str) -> str:
        """The row of the ledger of a block with some words."""
        return next(row for row in self.ledger(id).splitlines() if f",{mark(words)}," in row)

    def publish(self, on: date) -> None:
        """Record every document."""
        documents = read_archive(self.content).documents
        grown = [one for each in documents for one in document_growth(each, self.content)]
        write_growth(grown, self.content, on)
        write_log(self.content, on)

    def replace(self, id: str, old: str, new: str) -> None:
        text = self.file(id).read_text("utf-8")
        assert text.count(old) == 1, (text.count(old), old)
        self.file(id).write_text(text.replace(old, new), "utf-8")

    def declare(self, id: str, front: str) -> None:
        """Add a line to a front matter."""
        self.replace(id, "\nsource:", f"\n{front}\nsource:")

    def correct(self, id: str, **correction: str) -> None:
        """Add an entry under “corrections”."""
        entry = json.dumps(correction, ensure_ascii=False)
        text = self.file(id).read_text("utf-8")
        if match := re.search(r"^corrections: \[(.*)\]$", text, re.MULTILINE):
            self.replace(id, match[0], f"corrections: [{match[1]}, {entry}]")
        else:
            self.declare(id, f"corrections: [{entry}]")

    def move(self, id: str, moved: Mapping[str, str]) -> None:
        """Add entries under “moved”."""
        text = self.file(id).read_text("utf-8")
        if match := re.search(r"^moved: (\{.*\})$", text, re.MULTILINE):
            self.replace(id, match[0], f"moved: {json.dumps({**json.loads(match[1]), **moved})}")
        elif moved:
            self.declare(id, f"moved: {json.dumps(dict(moved))}")

    def read(self, id: str) -> Document:
        return read_archive(self.content).by_id[id]

    def problems(self) -> list[str]:
        try:
            read_archive(self.content)
        except ProblemsFound as found:
            return [str(each) for each in found.problems]
        return []


def suggested(problems: list[str]) -> dict[str, str]:
    """Every entry of “moved” that problems suggest where the words are the same."""
    found: dict[str, Any] = {}
    for each in problems:
        if match := re.search(r"so add “moved: \{(.*?): (.*?)\}”", each):
            found[match[1]] = match[2]
    return found
