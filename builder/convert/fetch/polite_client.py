"""One publisher over HTTP: slowly, within bounds, and only its own hosts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx
from msgspec import Struct, field
from protego import Protego

from builder.convert.fetch.state import NO_MARKS, Marks

ROBOT = "archive-of-inspections"
"""The name by which a robots.txt speaks of this program."""
SECONDS_BETWEEN = 1.0
"""Between two requests; a publisher's robots.txt may ask for more."""
MOST_TRIES = 4
FIRST_WAIT = 2.0
"""Seconds before the second try; each later wait is twice as long."""
LONGEST_WAIT = 300.0
"""Seconds: a publisher that wants more is asked another day."""
MOST_REDIRECTS = 5
LONGEST_ANSWER = 180.0
"""Seconds in which an answer must be whole."""
MOST_ROBOTS = 500_000

_TRY_AGAIN = {429, 500, 502, 503, 504}
_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_REDIRECTS = {301, 302, 303, 307, 308}


class NotFetched(Exception):
    """An address gave nothing that can be used; the message says what was found."""


class TryAgain(Exception):
    """The same, where another try may help; `wait` are the seconds that were asked for."""

    def __init__(self, found: str, wait: float = 0.0) -> None:
        super().__init__(found)
        self.wait = wait


class Answer(Struct, frozen=True):
    """What an address gave; `data` is None where nothing has changed."""

    address: str
    """Where it was found, after redirects."""
    data: bytes | None
    media_type: str
    marks: Marks


class Clock(Struct, frozen=True):
    """Time, as far as politeness needs it."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Count(Struct):
    """How much was asked for and got."""

    requests: int = 0
    data: int = 0


class PoliteClient(Struct, dict=True):
    """Asks a publisher's hosts, one request at a time. Raises `NotFetched`."""

    hosts: tuple[str, ...]
    agent: str
    """Who asks, with an address to complain to."""
    clock: Clock = field(default_factory=Clock)
    count: Count = field(default_factory=Count)
    _rules: dict[str, Protego | str] = field(default_factory=dict)
    """What each host lets robots do, or why that is not known."""
    _last: float | None = None

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            timeout=_TIMEOUT,
            headers={"User-Agent": self.agent, "Accept-Encoding": "identity"},
            trust_env=True,
        )

    def __enter__(self) -> PoliteClient:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, address: str, most: int, marks: Marks = NO_MARKS) -> Answer:
        """What an address gives, at most `most` bytes of it."""
        self._must_be_ours(address)
        self._must_be_allowed(address)
        return self._get(address, most, marks)

    def _get(self, address: str, most: int, marks: Marks, *, robots: bool = False) -> Answer:
        wait = FIRST_WAIT
        for turn in range(1, MOST_TRIES + 1):
            try:
                return self._follow(address, most, marks, robots=robots)
            except TryAgain as found:
                longer = max(wait, found.wait)
                if turn == MOST_TRIES or longer > LONGEST_WAIT:
                    asked = f", which asks to wait {longer:.0f} s" if found.wait else ""
                    raise NotFetched(f"{found}{asked}, at the {_NTH[turn]} try") from None
                self.clock.sleep(longer)
                wait *= 2
        raise AssertionError("unreachable")

    def _follow(self, address: str, most: int, marks: Marks, *, robots: bool) -> Answer:
        seen = address
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(seen, most, marks)
            if isinstance(answer, Answer):
                return answer
            try:
                seen = urljoin(seen, answer)
            except ValueError:
                raise NotFetched(f"a way to “{answer[:200]}”, which is no address") from None
            self._must_be_ours(seen)
            if not robots:
                self._must_be_allowed(seen)
        raise NotFetched(f"more than {MOST_REDIRECTS} redirects")

    def _once(self, address: str, most: int, marks: Marks) -> Answer | str:
        """One request: the answer, or where it leads."""
        self._pause(address)
        self.count.requests += 1
        headers = {"If-None-Match": marks.etag, "If-Modified-Since": marks.last_modified}
        began = self.clock.now()
        try:
            with self._client.stream(
                "GET", address, headers={name: value for name, value in headers.items() if value}
            ) as response:
                status = response.status_code
                if status in _REDIRECTS and "location" in response.headers:
                    return str(response.headers["location"])
                if status == httpx.codes.NOT_MODIFIED and headers:
                    return Answer(address, None, "", marks)
                if status in _TRY_AGAIN:
                    raise TryAgain(f"status {status}", _asked_to_wait(response))
                if status != httpx.codes.OK:
                    raise NotFetched(f"status {status}")
                data = self._body(response, most, began)
                return Answer(address, data, _media_type(response), _marks(response))
        except httpx.TimeoutException:
            raise TryAgain("no answer in time") from None
        except httpx.RemoteProtocolError:
            raise TryAgain("an answer that was cut short") from None
        except httpx.HTTPError as error:
            raise TryAgain(f"no answer ({type(error).__name__})") from None
        except httpx.InvalidURL:
            raise NotFetched("an address that is none") from None

    def _body(self, response: httpx.Response, most: int, began: float) -> bytes:
        parts = []
        length = 0
        for part in response.iter_bytes():
            length += len(part)
            self.count.data += len(part)
            if length > most:
                raise NotFetched(f"more than {most // 1_000_000 or 1} MB")
            if self.clock.now() - began > LONGEST_ANSWER:
                raise TryAgain(f"an answer that takes longer than {LONGEST_ANSWER:.0f} s")
            parts.append(part)
        return b"".join(parts)

    def _pause(self, address: str) -> None:
        """Wait until it is time for the next request."""
        rules = self._rules.get(_root(address))
        asked = rules.crawl_delay(ROBOT) if isinstance(rules, Protego) else None
        between = max(SECONDS_BETWEEN, min(asked or 0.0, LONGEST_WAIT))
        if self._last is not None and (left := self._last + between - self.clock.now()) > 0:
            self.clock.sleep(left)
        self._last = self.clock.now()

    def _must_be_ours(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.netloc.casefold() not in self.hosts:
            raise NotFetched(f"a way to another host, {parts.netloc or address}")

    def _must_be_allowed(self, address: str) -> None:
        root = _root(address)
        if root not in self._rules:
            self._rules[root] = self._read_robots(root)
        rules = self._rules[root]
        if isinstance(rules, str):
            raise NotFetched(f"{root}/robots.txt gives {rules}")
        if not rules.can_fetch(address, ROBOT):
            raise NotFetched(f"that {root}/robots.txt forbids it")

    def _read_robots(self, root: str) -> Protego | str:
        """What robots may do: all without rules, nothing if unknown (RFC 9309, section 2.3.1)."""
        try:
            data = self._get(f"{root}/robots.txt", MOST_ROBOTS, NO_MARKS, robots=True).data
        except NotFetched as found:
            if not re.match(r"status 4(?!29)", str(found)):
                return str(found)
            data = b""
        return Protego.parse((data or b"").decode("utf-8", "replace"))


_NTH = {1: "first", 2: "second", 3: "third", MOST_TRIES: "fourth"}


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().casefold()


def _marks(response: httpx.Response) -> Marks:
    def plain(name: str) -> str:
        value = str(response.headers.get(name, ""))
        return value if value.isprintable() and len(value) <= 200 else ""

    return Marks(plain("etag"), plain("last-modified"))


def _asked_to_wait(response: httpx.Response) -> float:
    """The seconds of Retry-After; a day is held against the server's own clock."""
    asked = str(response.headers.get("retry-after", ""))
    if asked.isdecimal():
        return float(asked)
    try:
        day, now = parsedate_to_datetime(asked), parsedate_to_datetime(response.headers["date"])
        return max(0.0, (day - now).total_seconds())
    except (KeyError, TypeError, ValueError):
        return 0.0


def agent_of(title: str, base_url: str, contact: str) -> str:
    """Who asks, as a header says it.

    >>> agent_of("Open archive", "https://archive.example.org", "editors@example.org")
    'archive-of-inspections (Open archive; +https://archive.example.org; editors@example.org)'
    """
    words = "; ".join((title, f"+{base_url}", contact))
    return f"{ROBOT} ({words})".encode("ascii", "replace").decode()
