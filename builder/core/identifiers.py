"""Validate ids, web addresses and email addresses; make slugs. What passes is safe in HTML."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote, urlsplit

from builder.core.characters import UNPRINTED

_SIGNS = re.compile(r"[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII)
"""What an address may hold, of which nothing ends the attribute that it stands in."""
_UNSAFE = re.compile(rf"[\s\"<>\\^`{{|}}]|{UNPRINTED.pattern}")
"""What ends an address, or could be read as something else, in Markdown or in a page."""
_ID = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
"""No longer than a file's name may be with a date and a kind behind it."""
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)

_SLUG_LENGTH = 48
"""In characters, without the checksum."""


def is_id(words: str) -> bool:
    """Whether words can be part of an address and the name of a folder.

    >>> is_id("st-helens"), is_id("St Helens"), is_id("s" * 300)
    (True, False, False)
    """
    return bool(_ID.fullmatch(words))


def is_web_address(words: str) -> bool:
    """Whether words are an http(s) address.

    >>> is_web_address("https://example.org/a?b=c"), is_web_address('https://example.org/"><b>')
    (True, False)
    """
    try:
        parts = urlsplit(words)
        held = bool(parts.hostname) and parts.port != 0  # a port that is none raises
    except ValueError:
        return False
    return held and parts.scheme in ("http", "https") and bool(_SIGNS.fullmatch(words))


def link_address(words: str) -> str:
    """An original's link on one line, safe in any text; "" if it is no web or email address.

    >>> link_address(" https://example.org/a\\n(b) <c>"), link_address("javascript:x")
    ('https://example.org/a(b)%20%3Cc%3E', '')
    """
    # As browsers do, https://url.spec.whatwg.org/#concept-basic-url-parser
    address = re.sub(r"[\t\n\r]", "", words.strip())
    if not re.match(r"https?://[^/]|mailto:.", address, re.IGNORECASE):
        return ""
    return _UNSAFE.sub(lambda found: quote(found[0], errors="replace"), address)


def is_base_url(words: str) -> bool:
    """Whether paths of a site can be appended to an address.

    >>> is_base_url("https://example.org/archive"), is_base_url("https://example.org/?page=")
    (True, False)
    """
    return is_web_address(words) and set("?#@&'[]").isdisjoint(words)


def is_email(words: str) -> bool:
    """Whether words are one plain email address.

    >>> is_email("editors@example.org"), is_email("a@example.org?bcc=b@example.org")
    (True, False)
    """
    return bool(_EMAIL.fullmatch(words))


def slug(words: str) -> str:
    """Words as part of an address; long ones are cut at a word and get a checksum.

    >>> slug("Children’s services: being healthy")
    'childrens-services-being-healthy'
    """
    folded = unicodedata.normalize("NFKD", words.casefold()).replace("'", "").replace("’", "")
    ascii_only = folded.encode("ascii", "ignore").decode()
    whole = "-".join(re.findall(r"[a-z0-9]+", ascii_only)) or "section"
    if len(whole) <= _SLUG_LENGTH:
        return whole
    cut = whole[:_SLUG_LENGTH].rsplit("-", 1)[0]
    return f"{cut}-{hashlib.sha256(whole.encode()).hexdigest()[:6]}"
