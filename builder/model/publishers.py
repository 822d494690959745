"""How inspectorates list their reports on the web."""

from __future__ import annotations

from msgspec import Struct, field

from builder.model.places import NOWHERE, Line, Lines


class ListedAuthorities(Struct, frozen=True):
    """The publisher's own list of those whose reports it has."""

    url: str
    """Its address, with `{start}` where its parts are counted by their first entry."""
    step: int
    """How many entries a part has at most."""
    link: str
    """The path of an entry's link, with `{urn}`."""
    examples: dict[str, str]
    """A link's address → the number in it, or "" for none."""
    line: Line = NOWHERE


class Publisher(Struct, frozen=True):
    """Where a publisher's reports are, and how its pages are read."""

    id: str
    name: str
    hosts: tuple[str, ...]
    """The only hosts that are asked, with their ports if they are unusual."""
    page: str
    """The address of an authority's page, with `{urn}`."""
    link_class: str
    """The class of each link to a report there."""
    label_class: str
    """The class of the element within the link whose words name the report."""
    labels: tuple[str, ...]
    """How these words read: templates with `{title}`, `{type}` and `{date}`."""
    types: dict[str, str]
    """A type as the words name it → the ending of its files: one of `FILE_TYPES`."""
    examples: dict[str, str]
    """Words → "30 July 2024, pdf: Children's services inspection", or "" for none."""
    passed_over: tuple[str, ...] = ()
    """Titles of what the archive does not hold; `{any}` stands for any words."""
    renamed_hosts: dict[str, str] = field(default_factory=dict)
    """A host's former name → its present one: an address has not changed by it."""
    listed: ListedAuthorities | None = None
    line: Line = NOWHERE
    lines: Lines = field(default_factory=lambda: Lines({}))


FILE_TYPES = ("pdf", "docx", "html", "txt")
"""Types of files of which `add` makes documents."""
