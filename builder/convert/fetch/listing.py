"""A publisher's pages → the reports that they list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html  # type: ignore[import-untyped]
from msgspec import Struct

from builder.core.identifiers import is_web_address, link_address
from builder.language.publication_labels import Label, listed_number, one_address, read_label
from builder.model import ListedAuthorities, Publisher

_Element = Any
_PARSER = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)


class ListedReport(Struct, frozen=True):
    """A report that a page lists."""

    address: str
    label: Label


def listed_reports(data: bytes, address: str, publisher: Publisher) -> Iterator[ListedReport | str]:
    """A page's reports, each once, in order; or in words what is not as described."""
    seen: set[str] = set()
    links = list(_links(data, publisher.link_class))
    if not links:
        yield (
            f"must have links of class “{publisher.link_class}” to its reports; found none; "
            "correct the description of the publisher, or see whether it has no reports."
        )
    for link in links:
        words = " ".join(
            " ".join(part.itertext()) for part in link.iter() if _has(part, publisher.label_class)
        )
        label = read_label(words, publisher)
        target = _address(_joined(address, link), publisher)
        if label is None:
            yield (
                f"must name each report as “{publisher.labels[0]}”; found “{words[:200]}” beside "
                f"{target}; add how it reads to “labels” or “types”."
            )
        elif not is_web_address(target):
            found = link.get("href", "")[:200]
            yield f"must lead to each report; found “{found}”; look at the page."
        elif target not in seen:
            seen.add(target)
            yield ListedReport(target, label)


def listed_authorities(data: bytes, address: str, listed: ListedAuthorities) -> dict[str, str]:
    """The authorities' numbers in a part of the publisher's list → their names."""
    found: dict[str, str] = {}
    for link in _links(data, ""):
        number = listed_number(_joined(address, link), listed)
        words = " ".join(" ".join(link.itertext()).split())
        if number and not found.get(number):
            found[number] = words
    return found


def _joined(address: str, link: _Element) -> str:
    """Where a link of a page leads; "" where its address is none."""
    try:
        return str(urljoin(address, link.get("href", "")))
    except ValueError:
        return ""


def _address(found: str, publisher: Publisher) -> str:
    """A link's address as it can be written anywhere: in YAML, and in a link of Markdown."""
    plain = link_address(found).replace("(", "%28").replace(")", "%29")
    return one_address(plain, publisher)


def _links(data: bytes, named: str) -> Iterator[_Element]:
    try:
        root = html.document_fromstring(data, parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for link in root.iter("a"):
        if link.get("href") and (not named or _has(link, named)):
            yield link


def _has(element: _Element, named: str) -> bool:
    return named in (element.get("class") or "").split()
