"""`content/publishers/*.yaml` checked: each way of reading is tried on its examples."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from builder.core.identifiers import is_web_address
from builder.core.problems import did_you_mean
from builder.language.publication_labels import listed_number, one_address, read_label
from builder.model import FILE_TYPES, Publisher

Found = Iterator[tuple[int, str]]


def check_publisher(publisher: Publisher) -> Found:
    """What is wrong with one publisher, as (line, message)."""
    yield from _check_addresses(publisher)
    yield from _check_labels(publisher)
    for type, ending in publisher.types.items():
        if ending not in FILE_TYPES:
            yield (
                publisher.lines.get("types", 1),
                f"“{type}” must be one of {', '.join(FILE_TYPES)}; found “{ending}”; correct it."
                f"{did_you_mean(ending, FILE_TYPES)}",
            )
    listed = publisher.listed
    if listed is None:
        return
    if listed.step < 1:
        yield listed.line, f"“step” must be at least 1; found {listed.step}; correct it."
    for address, number in listed.examples.items():
        if (read := listed_number(address, listed)) != number:
            yield (
                listed.line,
                f"“link” must read “{number}” in “{address}”; it reads “{read}”; correct the "
                "path or the example.",
            )


def _check_addresses(publisher: Publisher) -> Found:
    addresses = {"page": publisher.page}
    places = {"page": "{urn}"}
    if publisher.listed is not None:
        addresses["url"], places["url"] = publisher.listed.url, "{start}"
    for key, address in addresses.items():
        place = places[key]
        plain = address.replace(place, "1")
        line = publisher.lines.get("page" if key == "page" else "listed", 1)
        if place not in address or not is_web_address(plain):
            yield (
                line,
                f"“{key}” must be a web address with {place}; found “{address}”; correct it.",
            )
        elif urlsplit(one_address(plain, publisher)).netloc not in publisher.hosts:
            yield (
                line,
                f"“{key}” must lead to one of “hosts”; found “{address}”; add its host there.",
            )
    for former, present in publisher.renamed_hosts.items():
        if present not in publisher.hosts:
            yield (
                publisher.lines.get("renamed_hosts", 1),
                f"“{former}” must be renamed to one of “hosts”; found “{present}”; correct it."
                f"{did_you_mean(present, publisher.hosts)}",
            )


def _check_labels(publisher: Publisher) -> Found:
    for words, expected in publisher.examples.items():
        read = str(read_label(words, publisher) or "")
        if read != expected:
            yield (
                publisher.lines.get("examples", 1),
                f"“labels” must read “{expected}” in “{words}”; they read “{read}”; correct the "
                "template or the example.",
            )
    if not any(publisher.examples.values()):
        yield (
            publisher.lines.get("examples", 1),
            "“examples” must hold words that name a report; found none; add some as printed.",
        )
