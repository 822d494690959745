"""The words by which a publisher names a report on its pages."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from builder.core.dates import read_date, written_date
from builder.model import ListedAuthorities, Publisher

_PLACES = {
    "{title}": r"(?P<title>.+?)",
    "{type}": r"(?P<type>[\w.]+)",
    "{date}": r"(?P<date>\d.+?)",
    "{urn}": r"(?P<urn>\d+)",
    "{any}": r".*?",
}


class Label(Struct, frozen=True):
    """What such words say."""

    title: str
    type: str
    """The ending of the file: "pdf"."""
    published: date

    def __str__(self) -> str:
        return f"{written_date(self.published)}, {self.type}: {self.title}"


def read_label(words: str, publisher: Publisher) -> Label | None:
    """What the words beside a link say, or None."""
    plain = " ".join(words.split())
    for template in publisher.labels:
        if match := _pattern(template).fullmatch(plain):
            said = match.groupdict()
            type = publisher.types.get(said.get("type", "").casefold())
            published = read_date(said.get("date", ""))
            if type and published:
                return Label(said.get("title", ""), type, published)
    return None


def is_passed_over(title: str, publisher: Publisher) -> bool:
    return any(_pattern(each).fullmatch(title) for each in publisher.passed_over)


def listed_number(address: str, listed: ListedAuthorities) -> str:
    """The authority's number in a link of the publisher's list, or ""."""
    match = _pattern(listed.link).fullmatch(urlsplit(address).path)
    return match["urn"] if match else ""


def one_address(address: str, publisher: Publisher) -> str:
    """An address as the publisher writes it today, so that a report has one."""
    parts = urlsplit(address.strip())
    host = publisher.renamed_hosts.get(parts.netloc.casefold(), parts.netloc.casefold())
    return urlunsplit((parts.scheme.casefold(), host, parts.path, parts.query, ""))


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", template)
    return re.compile("".join(_PLACES.get(part, re.escape(part)) for part in parts), re.IGNORECASE)
