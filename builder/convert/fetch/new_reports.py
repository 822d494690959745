"""Reports that a publisher lists and the archive does not hold → `content/inbox/`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct, field

from builder.convert.fetch.held import HeldReports, held_reports
from builder.convert.fetch.listing import ListedReport, listed_authorities, listed_reports
from builder.convert.fetch.polite_client import Count, NotFetched, PoliteClient
from builder.convert.fetch.state import NO_MARKS, Known, State, read_state
from builder.core.durable_files import write_whole
from builder.core.identifiers import slug
from builder.core.safe_files import MOST_ORIGINAL, NotReadable, read_plain
from builder.language.publication_labels import is_passed_over
from builder.model import Authority, Publisher, Registry

MOST_PAGE = 5_000_000
"""Bytes of a page; those of the longest lists are a tenth of it."""
MOST_PARTS = 20
"""Parts of a publisher's list of authorities."""
HTML = ("text/html", "application/xhtml+xml")


class FetchOptions(Struct, frozen=True):
    authorities: tuple[str, ...] = ()
    """The ids of those whose pages are looked at; () for all."""
    limit: int = 50
    """How many reports are taken at most."""
    corrections: bool = False
    """Ask for every report that is held as well, whether it has changed."""
    dry_run: bool = False
    """Look at pages; take nothing and keep nothing."""


class Report(Struct, frozen=True):
    """A report and what became of it."""

    authority: Authority
    listed: ListedReport
    file: str = ""
    """Its name in the inbox."""
    said: str = ""
    """Why it was not taken, or what it corrects."""


class Fault(Struct, frozen=True):
    """An address that is not as it should be."""

    address: str
    message: str

    def __str__(self) -> str:
        return f"{self.address}: {self.message}"


class Fetched(Struct):
    """What became of a publisher's pages and reports."""

    publisher: Publisher
    count: Count
    pages: int = 0
    unchanged: int = 0
    """Pages that are as they were when all that they list was taken."""
    held: int = 0
    """Reports that the archive holds."""
    taken: list[Report] = field(default_factory=list)
    left: list[Report] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    """Numbers of authorities that the publisher lists and the archive does not know → names."""


def fetch_reports(
    content: Path,
    registry: Registry,
    publisher: Publisher,
    client: PoliteClient,
    options: FetchOptions,
) -> Fetched:
    """Take what is new, page by page.

    Raises `ProblemsFound` if the publisher's state is unreadable.
    """
    return _Run(content, registry, publisher, client, options).run()


class _Run:
    def __init__(
        self,
        content: Path,
        registry: Registry,
        publisher: Publisher,
        client: PoliteClient,
        options: FetchOptions,
    ) -> None:
        self.publisher = publisher
        self.client = client
        self.options = options
        self.inbox = content / "inbox"
        self.authorities = registry.authorities
        self.state: State = read_state(content, publisher.id)
        self.held: HeldReports = held_reports(content, publisher)
        self.fetched = Fetched(publisher, client.count)

    def run(self) -> Fetched:
        chosen = self.options.authorities
        if self.publisher.listed is not None and not chosen:
            self._look_for_authorities()
        for authority in self.authorities.values():
            if authority.urn and (not chosen or authority.id in chosen):
                self._look_at(authority)
        return self.fetched

    def _fault(self, address: str, message: str) -> None:
        self.fetched.faults.append(Fault(address, message))

    def _look_for_authorities(self) -> None:
        """Say which of the publisher's list the archive does not know."""
        listed = self.publisher.listed
        assert listed is not None
        known = {each.urn for each in self.authorities.values()}
        seen: dict[str, str] = {}
        for part in range(MOST_PARTS):
            address = listed.url.replace("{start}", str(part * listed.step))
            try:
                data = self.client.get(address, MOST_PAGE).data or b""
            except NotFetched as found:
                self._fault(address, _cannot(found))
                return
            new = listed_authorities(data, address, listed).items() - seen.items()
            if not new:
                break
            seen |= dict(new)
            if len(new) < listed.step:
                break
        if not seen:
            self._fault(
                address,
                f"must have links to “{listed.link}”; found none; correct the description of the "
                "publisher.",
            )
        self.fetched.unknown = {
            number: name for number, name in sorted(seen.items()) if number not in known
        }

    def _look_at(self, authority: Authority) -> None:
        """Take what an authority's page lists and the archive does not hold."""
        address = self.publisher.page.replace("{urn}", authority.urn)
        known = self.state[address]
        self.fetched.pages += 1
        try:
            marks = NO_MARKS if self.options.corrections else known.marks
            answer = self.client.get(address, MOST_PAGE, marks)
        except NotFetched as found:
            self._fault(address, _cannot(found))
            return
        if answer.data is None:
            self.fetched.unchanged += 1
            return
        if answer.media_type not in HTML:
            self._fault(
                address, f"must be a web page; found “{answer.media_type}”; see what it is now."
            )
            return
        whole = True
        for each in listed_reports(answer.data, answer.address, self.publisher):
            if isinstance(each, str):
                self._fault(address, each)
                whole = False
            else:
                whole = self._deal_with(authority, each) and whole
        if not self.options.dry_run:
            # Only a page of which nothing is left need not be looked at until it changes.
            self.state.put(address, Known("", answer.marks if whole else NO_MARKS))

    def _deal_with(self, authority: Authority, listed: ListedReport) -> bool:
        """Take a report unless held; False to look at it again."""
        one = Report(authority, listed)
        if is_passed_over(listed.label.title, self.publisher):
            self.fetched.left.append(_said(one, "the archive does not hold reports of this title"))
            return True
        known = self.state[listed.address]
        document = self.held.addresses.get(listed.address, "")
        held = known.sha256 or document
        if held and not self.options.corrections:
            self.fetched.held += 1
            return True
        if not held and not self.options.dry_run and self._waits(one):
            return True
        if len(self.fetched.taken) >= self.options.limit:
            self.fetched.left.append(
                _said(one, f"{self.options.limit} were taken already; it is taken the next time")
            )
            return False
        if self.options.dry_run:
            self.fetched.taken.append(_said(one, "would be looked at" if held else ""))
            return True
        return self._take(one, known, held)

    def _waits(self, one: Report) -> bool:
        """Whether the report came into the inbox just before a run was cut short."""
        try:
            data = read_plain(self.inbox / _name(one), self.inbox, MOST_ORIGINAL)
        except NotReadable:
            return False
        self.state.put(one.listed.address, Known(hashlib.sha256(data).hexdigest()))
        self.fetched.held += 1
        return True

    def _take(self, one: Report, known: Known, held: str) -> bool:
        address = one.listed.address
        try:
            answer = self.client.get(address, MOST_ORIGINAL, known.marks)
        except NotFetched as found:
            self._fault(address, _cannot(found))
            return False
        if answer.data is None:
            self.fetched.held += 1
            return True
        if wrong := _not_what_it_says(answer.data, one.listed.label.type):
            self._fault(
                address,
                f"must be what its page says, {one.listed.label.type}; found {wrong}; see whether "
                "the report has moved.",
            )
            return False
        checksum = hashlib.sha256(answer.data).hexdigest()
        now = Known(checksum, answer.marks)
        if checksum == known.sha256 or self._holds(checksum):
            self.state.put(address, now)
            self.fetched.held += 1
            return True
        name = _name(one, checksum[:8] if held else "")
        write_whole(self.inbox / name, answer.data)
        self.state.put(address, now)
        former = self.held.addresses.get(address) or self.held.checksums.get(known.sha256, "")
        kept = f"corrected: the archive keeps the former one{former and f', {former}'}"
        self.fetched.taken.append(Report(one.authority, one.listed, name, kept if held else ""))
        return True

    def _holds(self, checksum: str) -> bool:
        return checksum in self.held.checksums or checksum in self.state.checksums()


def _said(one: Report, said: str) -> Report:
    return Report(one.authority, one.listed, one.file, said)


def _cannot(found: NotFetched) -> str:
    return f"must be there to be read; found {found}; look at it, or try again another day."


def _not_what_it_says(data: bytes, type: str) -> str:
    """What a file is if it is not of its type, or ""."""
    begins = data[:1024].lstrip().lower()
    page = begins.startswith((b"<!doctype", b"<html")) or b"<html" in begins
    right = {
        "pdf": b"%PDF-" in data[:1024],
        "docx": data.startswith(b"PK\x03\x04"),
        "html": page,
        "txt": not page and b"\0" not in data,
    }
    if right[type]:
        return ""
    return "a web page" if page else "something else" if data else "nothing"


def _name(one: Report, version: str = "") -> str:
    """A report's file name: authority, day, and the publisher's own name."""
    label = one.listed.label
    own = slug(urlsplit(one.listed.address).path.rsplit("/", 1)[-1].removesuffix(f".{label.type}"))
    parts: Iterator[str] = filter(
        None, (one.authority.id, label.published.isoformat(), own[:60], version)
    )
    return f"{'-'.join(parts)}.{label.type}"
