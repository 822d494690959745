"""What of a page could run, load, or lead somewhere that it must not."""

from __future__ import annotations

import re
from html.parser import HTMLParser

FORBIDDEN = {"applet", "base", "embed", "frame", "iframe", "math", "object", "style", "template"}
ADDRESSES = {"action", "data", "formaction", "href", "poster", "src", "srcset", "xlink:href"}
SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|[#?]|[\w.-]+(?:/|$|[?#]))", re.ASCII)


class _Dangers(HTMLParser):
    """Whatever of a page could run, load or lead somewhere that it must not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in FORBIDDEN or (tag == "meta" and given.get("http-equiv", "refresh") != "refresh"):
            self.found.append(f"<{tag}>")
        if tag == "script":
            self.inside = given.get("type", "")
            if not given.get("src", "").startswith("/") and self.inside != "application/ld+json":
                self.found.append("<script>")
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{tag} {name}={value}")
            if name in ADDRESSES and value and not SAFE.match(value):
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag


def dangers(html: str) -> list[str]:
    reader = _Dangers()
    reader.feed(html)
    reader.close()
    return reader.found
