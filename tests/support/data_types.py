"""The types of values that `docs/data.md` names, and the tables in which it names them.

In: the document.  Out: for each file its columns or fields, each with what holds of its values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tests.support.paths import PROJECT

DOCUMENT = PROJECT / "docs" / "data.md"

HEADING = re.compile(r"^## `(/.*?)`$", re.MULTILINE)
ROW = re.compile(r"^\| `(.+?)` \| (.+?) \| (.*?) ?\|$", re.MULTILINE)

KINDS: Mapping[str, Callable[[str], bool]] = {
    "id": lambda value: bool(re.fullmatch(r"[a-z0-9]+(-+[a-z0-9]+)*", value)),
    "date": lambda value: bool(
        re.fullmatch(r"\d{4}-\d\d-\d\d", value) and date.fromisoformat(value)
    ),
    "number": lambda value: bool(re.fullmatch(r"-?\d+", value)),
    "address": lambda value: bool(re.fullmatch(r"(/|https://)[^\s]*", value)),
    "anchor": lambda value: bool(re.fullmatch(r"[a-z0-9][^\s]*", value)),
    "text": lambda value: bool(value.strip()),
    "yes or no": lambda value: value in ("True", "False"),
}


@dataclass(frozen=True)
class Described:
    """A column or field."""

    name: str
    kind: str
    """Its type as the document says it."""

    @property
    def may_be_empty(self) -> bool:
        return self.kind.endswith("or empty")

    @property
    def may_be_null(self) -> bool:
        return self.kind.endswith("or null")

    @property
    def plain(self) -> str:
        return re.sub(r",? or (empty|null)$", "", self.kind)

    def fits(self, value: object) -> bool:
        """Whether a value is of the type."""
        if value is None:
            return self.may_be_null
        if value == "":
            return self.may_be_empty
        if self.plain.startswith("one of "):
            return str(value) in re.findall("`(.+?)`", self.plain)
        if self.plain == "yes or no" and value in ("true", "false"):  # in a table
            return True
        if isinstance(value, bool) != (self.plain == "yes or no"):
            return False
        return KINDS[self.plain](str(value))


def described() -> dict[str, tuple[Described, ...]]:
    """The columns or fields of every file, by its address."""
    parts = HEADING.split(DOCUMENT.read_text("utf-8"))
    return {
        address: tuple(Described(name, kind) for name, kind, _ in ROW.findall(text))
        for address, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def examples() -> dict[str, str]:
    """The example row of every table, by its address."""
    parts = HEADING.split(DOCUMENT.read_text("utf-8"))
    found = zip(parts[1::2], parts[2::2], strict=True)
    return {
        address: match[1]
        for address, text in found
        if (match := re.search(r"^    (.+)$", text, re.MULTILINE)) and address.endswith(".csv")
    }
