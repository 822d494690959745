"""What must be known of a whole page before its words are read.

The main element, layout tables, and footnotes, whose marks come first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from msgspec import Struct

from builder.convert.readers.html.source import Close, Event, Open
from builder.convert.stream.pieces import CannotRead

_UNSEEN = (
    "annotation annotation-xml audio button canvas datalist dialog frame frameset iframe "
    "input link map meta noembed noframes noscript object option script select style svg template "
    "textarea title video"
)
UNSEEN = frozenset(_UNSEEN.split())
"""Elements whose words no reader of the text sees."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BESIDE = frozenset({"nav", "aside", "header", "footer", "search"})
_FEW = 150
"""Words below which a page may be a mere notice."""
_SENTENCE = 4
"""Words that an aside has at least which says something of itself."""
_NOTICE = re.compile(
    r"\b404\b|\b403\b|page (?:was |could )?not (?:be )?found|(?:can[’']t|cannot) be found"
    r"|not found|access denied|forbidden|just a moment|page (?:has )?moved",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(r"\b(?:enable|requires?|turn on|without) java ?script\b", re.IGNORECASE)
_MARK = re.compile(r"\s*[\[(]?\s*(\d{1,3}|[*†‡§]{1,3}|[a-z])\s*[\])]?\s*")
_NOTE_CLASS = re.compile(r"foot-?note|end-?note|note-?ref|fn-?ref|reference", re.IGNORECASE)


class Survey(Struct, frozen=True):
    root: str
    """The element that holds the text: "main", "article" or "body"."""
    has_title: bool
    """Whether a first heading stands in it."""
    layout: Set[int]
    """Where tables begin that only arrange the page."""
    notes: Mapping[str, str]
    """The ids of footnotes, with their marks."""
    marks: Mapping[int, str]
    """Where links begin that are marks of footnotes, with the marks."""
    folded: Set[str]
    """The ids of parts that a button unfolds: text, whether they are shown at first or not."""
    asides: Set[int]
    """Where asides begin that are more than links to other pages."""
    chosen: Set[int]
    """Where options begin that a list of choices shows."""


def survey(found: Sequence[Event]) -> Survey:
    """Survey a page. Raises `CannotRead` if it is no document."""
    _refuse(found)
    tags = {event.tag for event in found if isinstance(event, Open)}
    roles = {event.attributes.get("role") for event in found if isinstance(event, Open)}
    has_main = "main" in tags or "main" in roles
    root = "main" if has_main else "article" if _mostly_in_articles(found) else "body"
    notes, marks = _notes(found)
    return Survey(
        root,
        _has_title(found, root),
        _layout(found),
        notes,
        marks,
        _folded(found),
        _asides(found),
        _chosen(found),
    )


def is_root(event: Open, root: str) -> bool:
    return event.tag == root or (root == "main" and event.attributes.get("role") == "main")


def _mostly_in_articles(found: Sequence[Event]) -> bool:
    """Whether most words are in articles: the others are teasers."""
    inside = outside = articles = beside = 0
    for event in found:
        if isinstance(event, Open):
            articles += event.tag == "article"
            beside += event.tag in _BESIDE or event.tag in UNSEEN
        elif isinstance(event, Close):
            articles -= event.tag == "article"
            beside -= event.tag in _BESIDE or event.tag in UNSEEN
        elif articles:
            inside += len(event.split())
        elif not beside:
            outside += len(event.split())
    return inside > outside


def _folded(found: Sequence[Event]) -> frozenset[str]:
    names: set[str] = set()
    for event in found:
        if isinstance(event, Open) and "aria-expanded" in event.attributes:
            names.update(event.attributes.get("aria-controls", "").split())
    return frozenset(names)


def _chosen(found: Sequence[Event]) -> frozenset[int]:
    """Options that are shown: those chosen, or the first of a list that shows one."""
    shown: set[int] = set()
    lists: list[tuple[bool, list[int], list[int]]] = []
    """Of each list that has begun: whether it shows one choice, its options, those chosen."""
    for at, event in enumerate(found):
        if isinstance(event, Open) and event.tag == "select":
            size = event.attributes.get("size", "1")
            lists.append(("multiple" not in event.attributes and size in ("", "0", "1"), [], []))
        elif isinstance(event, Open) and event.tag == "option" and lists:
            lists[-1][1].append(at)
            lists[-1][2].extend([at] if "selected" in event.attributes else [])
        elif isinstance(event, Close) and event.tag == "select" and lists:
            one, options, chosen = lists.pop()
            shown.update((chosen[-1:] or options[:1]) if one else chosen)
    return frozenset(shown)


def _asides(found: Sequence[Event]) -> frozenset[int]:
    """Asides with less than half their words in links: boxes of text."""
    told: set[int] = set()
    begun: list[list[int]] = []
    """The place of each aside that has begun, how many words it has, how many of them are links."""
    links = unseen = 0
    for at, event in enumerate(found):
        if isinstance(event, Open):
            if event.tag == "aside":
                begun.append([at, 0, 0])
            links += event.tag == "a" and "href" in event.attributes
            unseen += event.tag in UNSEEN
        elif isinstance(event, Close):
            if event.tag == "a" and links:
                links -= 1
            unseen -= event.tag in UNSEEN
            if event.tag == "aside" and begun:
                place, words, linked = begun.pop()
                if words >= _SENTENCE and words > 2 * linked:
                    told.add(place)
        elif begun and not unseen:
            begun[-1][1] += len(event.split())
            begun[-1][2] += len(event.split()) if links else 0
    return frozenset(told)


def _refuse(found: Sequence[Event]) -> None:
    unseen = 0
    words: list[str] = []
    heading: list[str] = []
    in_heading = False
    password = False
    script = False
    for event in found:
        if isinstance(event, Open):
            if event.tag == "frameset":
                raise CannotRead(
                    "it is a frame around other pages; save the page inside it and try again."
                )
            unseen += event.tag in UNSEEN
            in_heading = in_heading or event.tag in ("title", "h1")
            password = password or event.attributes.get("type", "").lower() == "password"
            script = script or event.tag == "script"
        elif isinstance(event, Close):
            unseen -= event.tag in UNSEEN
            in_heading = in_heading and event.tag not in ("title", "h1")
        elif in_heading:
            heading.append(event)
            words += [] if unseen else event.split()
        elif not unseen:
            words += event.split()
    if len(words) < _FEW and password:
        raise CannotRead("it is a page to log in, not a document; log in and save the page itself.")
    if len(words) < _FEW and _NOTICE.search(" ".join(heading)):
        shown = " ".join(" ".join(heading).split())[:60]
        raise CannotRead(f"it is a notice, not a document (“{shown}”); find its new address.")
    if not words or (len(words) < _FEW and script and _SCRIPTED.search(" ".join(words))):
        raise CannotRead(
            "its text is put in by a script; save it from a browser, as a whole page."
            if script
            else "it holds no text; fetch it again."
        )


def _has_title(found: Sequence[Event], root: str) -> bool:
    depth = 0
    for event in found:
        if isinstance(event, Open):
            if depth or is_root(event, root):
                depth += 1
            if depth and event.tag == "h1":
                return True
        elif isinstance(event, Close) and depth:
            depth -= 1
    return False


def _layout(found: Sequence[Event]) -> Set[int]:
    """Tables for layout: declared, with headings, with tables, or of one cell."""
    layout: set[int] = set()
    begun: list[list[int]] = []
    """The place of each table that has begun, and how many cells it has."""
    for at, event in enumerate(found):
        if isinstance(event, Open):
            if event.tag == "table":
                layout.update(place for place, _ in begun[-1:])
                begun.append([at, 0])
                if event.attributes.get("role") in ("presentation", "none"):
                    layout.add(at)
            elif begun and event.tag in ("td", "th"):
                begun[-1][1] += 1
            elif begun and event.tag in _HEADINGS:
                layout.update(place for place, _ in begun)
        elif isinstance(event, Close) and event.tag == "table" and begun:
            place, cells = begun.pop()
            if cells < 2:
                layout.add(place)
    return layout


def _notes(found: Sequence[Event]) -> tuple[dict[str, str], dict[int, str]]:
    """Footnotes and their marks: raised links to a later place."""
    places: dict[str, int] = {}
    for at, event in enumerate(found):
        if isinstance(event, Open):
            for name in (event.attributes.get("id"), _name(event)):
                if name:
                    places.setdefault(name, at)
    notes: dict[str, str] = {}
    marks: dict[int, str] = {}
    raised = 0
    for at, event in enumerate(found):
        if isinstance(event, Open):
            raised += event.tag == "sup"
            target = event.attributes.get("href", "")
            if event.tag != "a" or not target.startswith("#") or len(target) < 2:
                continue
            target = target[1:]
            words, inner_raised = _linked(found, at)
            match = _MARK.fullmatch(words)
            named = " ".join(event.attributes.get(each, "") for each in ("class", "role", "id"))
            is_mark = raised or inner_raised or _NOTE_CLASS.search(named)
            if not match or not is_mark or places.get(target, -1) < at:
                continue
            if notes.get(target, match[1]) == match[1] and (
                target in notes or match[1] not in notes.values()
            ):
                notes[target] = match[1]
                marks[at] = match[1]
        elif isinstance(event, Close):
            raised -= event.tag == "sup"
    return notes, marks


def _name(event: Open) -> str:
    return event.attributes.get("name", "") if event.tag == "a" else ""


def _linked(found: Sequence[Event], at: int) -> tuple[str, bool]:
    """A short link's words, and whether they are raised."""
    words, raised = "", False
    for event in found[at + 1 : at + 9]:
        if isinstance(event, Close) and event.tag == "a":
            return words, raised
        if isinstance(event, Open):
            raised = raised or event.tag == "sup"
        elif isinstance(event, str):
            words += event
    return "", False
