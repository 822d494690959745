"""Holds a feed to what RFC 4287 (Atom) says that it must be.

In: a feed's bytes.  Out: each breach, with the section of the standard that it breaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"

ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}
AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
ANY_NUMBER = {"author", "category", "contributor", "link"}
TEXTS = {"title", "subtitle", "summary", "rights"}
DATES = {"updated", "published"}
PEOPLE = {"author", "contributor"}

MOMENT = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]\d\d:\d\d)"
)
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(;.*)?")


def breaches(data: bytes) -> Iterator[str]:
    """Every breach of the standard in one feed."""
    try:
        feed = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        yield f"2: not well-formed: {error}"
        return
    if feed.tag != f"{ATOM}feed":
        yield f"2: begins with {feed.tag}"
        return
    entries = feed.findall(f"{ATOM}entry")
    yield from _container(feed, "feed")
    if feed.find(f"{ATOM}author") is None and any(
        entry.find(f"{ATOM}author") is None for entry in entries
    ):
        yield "4.1.1: no author of the feed, nor of every entry"
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        yield "4.1.1: no link to itself"
    for entry in entries:
        yield from _container(entry, "entry")
        yield from _entry(entry)
    versions = Counter((_text(each, "id"), _text(each, "updated")) for each in entries)
    for (name, updated), count in versions.items():
        if count > 1:
            yield f"4.1.1: {count} entries with the id “{name}” updated {updated}"


def _container(element: Element, kind: str) -> Iterator[str]:
    section = {"feed": "4.1.1", "entry": "4.1.2"}[kind]
    counts = Counter(
        child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM)
    )
    for name in ONCE[kind]:
        if counts[name] != 1:
            yield f"{section}: {kind} with {counts[name]} {name}"
    for name in AT_MOST_ONCE[kind]:
        if counts[name] > 1:
            yield f"{section}: {kind} with {counts[name]} {name}"
    known = {*ONCE[kind], *AT_MOST_ONCE[kind], *ANY_NUMBER, *(["entry"] if kind == "feed" else [])}
    for name in sorted(counts.keys() - known):
        yield f"{section}: {kind} with the unknown {name}"
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    if any(count > 1 for count in alternates.values()):
        yield f"{section}: {kind} with two alternates of one type and language"
    for child in element:
        name = child.tag.removeprefix(ATOM)
        if name in TEXTS:
            yield from _text_construct(child, name)
        elif name in DATES and not MOMENT.fullmatch(child.text or ""):
            yield f"3.3: {name} “{child.text}” is no date of RFC 3339"
        elif name in PEOPLE:
            yield from _person(child, name)
        elif name == "link":
            yield from _link(child)
        elif name == "id" and not _absolute(child.text or ""):
            yield f"4.2.6: the id “{child.text}” is no absolute address"
        elif name == "category" and not child.get("term"):
            yield "4.2.2.1: category without a term"


def _entry(entry: Element) -> Iterator[str]:
    content = entry.find(f"{ATOM}content")
    links = entry.findall(f"{ATOM}link")
    if content is None and not any(link.get("rel", "alternate") == "alternate" for link in links):
        yield "4.1.2: entry with neither content nor an alternate"
    if content is not None and content.get("src") and entry.find(f"{ATOM}summary") is None:
        yield "4.1.2: entry with its content elsewhere and no summary"


def _text_construct(element: Element, name: str) -> Iterator[str]:
    kind = element.get("type", "text")
    if kind not in ("text", "html", "xhtml"):
        yield f"3.1.1: {name} of the type “{kind}”"
    elif kind != "xhtml" and len(element):
        yield f"3.1.1: {name} of the type “{kind}” with elements in it"
    if name == "title" and not "".join(element.itertext()).strip():
        yield "4.2.14: title without words"


def _person(element: Element, name: str) -> Iterator[str]:
    if len(element.findall(f"{ATOM}name")) != 1:
        yield f"3.2.1: {name} without one name"
    elif not _text(element, "name"):
        yield f"3.2.1: {name} without a name's words"
    email = element.find(f"{ATOM}email")
    if email is not None and not re.fullmatch(r".+@.+", email.text or ""):
        yield f"3.2.3: “{email.text}” is no email address"


def _link(element: Element) -> Iterator[str]:
    if not element.get("href"):
        yield "4.2.7.1: link without href"
    elif not _absolute(element.get("href", "")):
        yield f"4.2.7.1: “{element.get('href')}” is not absolute, and nothing is its base"
    if not MEDIA_TYPE.fullmatch(element.get("type", "text/html")):
        yield f"4.2.7.3: “{element.get('type')}” is no type of media"


def _absolute(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme and (parts.netloc or parts.path)) and " " not in address


def _text(element: Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""
