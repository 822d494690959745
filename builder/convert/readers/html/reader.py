"""Web pages → stream of pieces.

Navigation is listed as furniture. Events are walked once, so no page makes the walk deep or slow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from builder.convert.readers.html.frames import (
    Frame,
    NoteInMaking,
    levelled,
    piece_of,
    without_marks,
)
from builder.convert.readers.html.lists import HtmlEntry, HtmlList, entries, list_of
from builder.convert.readers.html.source import Close, HtmlPage, Open, page_of
from builder.convert.readers.html.survey import UNSEEN, Survey, is_root, survey
from builder.convert.readers.html.table import HtmlTable
from builder.convert.stream.list_markers import Part, without
from builder.convert.stream.pieces import CannotRead, Furniture, Piece, Question, Stream
from builder.convert.stream.questions import Asked, ask, questions
from builder.convert.stream.text_runs import printed, spans
from builder.model import plain

_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre search section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_FURNITURE = frozenset({"nav", "search"})
_FURNITURE_OF_PAGE = frozenset({"header", "footer"})
"""Inside the text they are part of it."""
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})
_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK = frozenset({"del", "s", "strike"})
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_BY_EAR = re.compile(
    r"(?:^|\s|-)(?:visually-?hidden|sr-only|screen-?reader(?:-text|-only)?)(?:\s|$)", re.IGNORECASE
)
"""Classes of words that are read out and not seen."""
_UNSHOWN_INPUTS = frozenset(
    ["button", "color", "file", "hidden", "image", "password", "range", "reset", "search", "submit"]
)
"""Fields of a form that show nothing, or nothing that anybody said."""
_WORD_LIST = re.compile(r"(?:^|\s)MsoListParagraph", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:\S+\s+){7}\S+[.!?](?:\s|$)")
_CONTENTS = re.compile(r"(?:^|\s)(?:toc|contents-?list|table-?of-?contents|doc-toc)(?:\s|$)")
_BACK = re.compile(r"[\s↩↑^⤴⬆⏎\ufe0e\ufe0f]*")


def read(data: bytes) -> Stream:
    """Read a web page. Raises only `CannotRead`, whatever the bytes."""
    page = page_of(data)
    reader = _Reader(page, survey(page.events))
    return reader.stream()


class _Reader:
    def __init__(self, page: HtmlPage, seen: Survey) -> None:
        self.found = page.events
        self.page = page
        self.entries = entries(page.events)
        self.survey = seen
        self.pieces: list[Piece] = []
        self.frames = [Frame(inside=seen.root == "body")]
        self.parts: list[Part] = []
        self.furniture: list[str] = []
        self.left_out: list[Part] = []
        self.hidden: list[str] = []
        """Words that nobody sees, outside the text."""
        self.by_ear: list[str] = []
        self.above_others: list[str] = []
        """The small words of ruby."""
        self.beside: list[str] = []
        """Whole sentences outside the element that holds the text."""
        self.drawn: list[str] = []
        self.asked: list[Asked] = []
        self.questions: list[Question] = []
        self.pictures = self.formulas = self.inner = 0
        self.block_note: NoteInMaking | None = None
        """The footnote that a mark inside the present block announces."""
        self.notes: list[NoteInMaking] = []

    def stream(self) -> Stream:
        for at, event in enumerate(self.found):
            match event:
                case Open():
                    self._open(at, event)
                case Close():
                    self._close(event.tag)
                case str():
                    self._words(event)
        self._flush()
        pieces = self._with_notes()
        if not pieces:
            raise CannotRead("it holds no text beside its navigation; fetch it again.")
        furniture = tuple(Furniture(0, words) for words in self.furniture)
        return Stream(pieces, furniture, tuple(self._warnings()), questions=tuple(self.questions))

    def _open(self, at: int, event: Open) -> None:
        tag, attributes = event.tag, event.attributes
        if tag in _BLOCKS:
            self._flush()
        above = self.frames[-1]
        frame = replace(above, tag=tag, gone=above.gone or self._gone(at, event, above))
        if is_root(event, self.survey.root) or (tag == "h1" and not self.survey.has_title):
            frame = replace(frame, inside=True)
        mark = _MARKS.get(tag, "")
        frame = replace(frame, strong=frame.strong or mark == "strong", em=frame.em or mark == "em")
        if tag == "a":
            frame = self._link(at, attributes, frame)
        if re.fullmatch(r"h[1-6]", tag):
            frame = replace(frame, level=int(tag[1]))
        named = " ".join(attributes.get(each, "") for each in ("class", "id", "role"))
        if tag in _BLOCKS and _CONTENTS.search(named):
            frame = replace(frame, contents=True)
        if tag == "pre":
            frame = replace(frame, pre=True)
        if tag in _STRUCK or _STRUCK_STYLE.search(attributes.get("style", "")):
            frame = replace(frame, struck=True)
        if tag in _BLOCKS:
            saved = bool(_WORD_LIST.search(attributes.get("class", "")))
            frame = replace(frame, word_list=saved)
        if tag == "textarea" or (tag == "option" and at in self.survey.chosen):
            frame = replace(frame, chosen=True)
        self.frames.append(self._anchored(attributes, self._structured(at, event, frame)))
        if not frame.gone or (tag == "input" and not above.gone):
            self._printed_by(tag, attributes)
        self.inner += tag == "iframe" and above.inside and not above.gone

    def _structured(self, at: int, event: Open, frame: Frame) -> Frame:
        """The frame with its list or table."""
        tag, attributes = event.tag, event.attributes
        if frame.gone:
            return frame
        if tag in ("ol", "ul", "menu", "dir"):
            return replace(
                frame,
                listed=list_of(tag, attributes, self.entries.get(at, 0)),
                entry=None,
                depth=frame.depth + 1,
            )
        if tag == "li":
            listed = frame.listed or HtmlList()
            depth = max(frame.depth - 1, 0)
            return replace(frame, entry=HtmlEntry(listed.next(attributes), depth))
        if tag == "table" and at not in self.survey.layout and frame.table is None:
            frame = replace(frame, table=HtmlTable(), entry=None, listed=None, depth=0)
        elif frame.table is not None and tag == "caption":
            frame = replace(frame, table=None)
        elif frame.table is not None:
            frame.table.begin(tag, attributes)
        return frame

    def _anchored(self, attributes: Mapping[str, str], frame: Frame) -> Frame:
        """The frame with its footnote."""
        name = attributes.get("id") or (attributes.get("name", "") if frame.tag == "a" else "")
        mark = self.survey.notes.get(name, "") if name and not frame.gone else ""
        if not mark or frame.table is not None or any(each.mark == mark for each in self.notes):
            return frame
        note = NoteInMaking(mark, len(self.pieces))
        self.notes.append(note)
        if frame.tag in _BLOCKS:
            return replace(frame, note=note)
        self.block_note = note
        return frame

    def _link(self, at: int, attributes: Mapping[str, str], frame: Frame) -> Frame:
        target = attributes.get("href", "").strip()
        if mark := self.survey.marks.get(at, ""):
            return replace(frame, mark=mark)
        is_web = re.fullmatch(r"https?://[^\s<>]+", target)
        return replace(frame, href=target if is_web else "", back=target.startswith("#"))

    def _gone(self, at: int, event: Open, above: Frame) -> str:
        """Why an element's words are no text, or ""."""
        attributes = event.attributes
        if event.tag == "button" and (
            above.level or attributes.get("aria-controls", " ") in self.survey.folded
        ):
            return ""  # it is the heading of what it unfolds
        if event.tag in UNSEEN:
            return "unseen"
        folded = attributes.get("id", "") in self.survey.folded
        hides = "hidden" in attributes or _HIDDEN.search(attributes.get("style", ""))
        if hides and not folded and attributes.get("hidden", "").lower() != "until-found":
            return "hidden"
        if _BY_EAR.search(attributes.get("class", "")):
            return "by ear"
        if event.tag in ("rt", "rp"):
            return "above others"
        if event.tag == "aside":
            return "" if above.inside and at in self.survey.asides else "furniture"
        if event.tag == "h1" and not self.survey.has_title:
            return ""
        of_page = event.tag in _FURNITURE_OF_PAGE
        outside = self.survey.root == "body" or not above.inside
        if event.tag in _FURNITURE or attributes.get("role") in _FURNITURE_ROLES:
            return "furniture"
        return "furniture" if of_page and outside and not self._in_section() else ""

    def _in_section(self) -> bool:
        return any(frame.tag in ("article", "section") for frame in self.frames)

    def _printed_by(self, tag: str, attributes: Mapping[str, str]) -> None:
        """What an element prints of itself."""
        if tag == "br":
            if self.parts and self.parts[-1][0] == "\n":
                self._flush()  # Two breaks are the space between paragraphs.
            self.parts.append(("\n", "", ""))
        elif tag == "q":
            self._words("“")
        elif tag == "input":
            self._input(attributes)
        elif tag == "math" and self.frames[-1].inside:
            self.formulas += 1
        elif tag == "img" and attributes.get("alt", "").strip() and self.frames[-1].inside:
            self.pictures += 1

    def _input(self, attributes: Mapping[str, str]) -> None:
        frame = self.frames[-2]  # it holds no words of its own
        kind = attributes.get("type", "").lower()
        if frame.gone or not frame.inside:
            return
        if kind in ("checkbox", "radio"):
            self._said(" ☒ " if "checked" in attributes else " ☐ ", frame)
        elif kind not in _UNSHOWN_INPUTS:
            self._said(f" {attributes.get('value', '')} ", frame)

    def _said(self, words: str, frame: Frame) -> None:
        mark = " ".join(["em"] * frame.em + ["strong"] * frame.strong)
        self.parts.append((printed(words), mark, frame.href))

    def _close(self, tag: str) -> None:
        if self.frames[-1].tag != tag:
            return
        frame = self.frames[-1]
        if tag in _BLOCKS:
            self._flush()
        elif tag == "q" and not frame.gone:
            self._words("”")
        self.frames.pop()
        if tag == "thead" and frame.table is not None:
            frame.table.begin("tbody", {})
        if tag == "table" and frame.table is not None and self.frames[-1].table is None:
            rows, header_rows = frame.table.made()
            if rows:
                self.pieces.append(Piece("table", (), rows=rows, header_rows=header_rows))

    def _words(self, words: str) -> None:
        frame = self.frames[-1]
        if frame.gone == "unseen":
            if frame.inside and frame.tag in ("text", "tspan"):
                self.drawn.append(words)
            elif frame.inside and frame.chosen:
                self._said(words, frame)
            return
        at = len(self.parts)
        if frame.gone == "hidden" and frame.inside and self.survey.root != "body":
            ask(self.asked, "hidden", words, at, at)
        elif frame.gone == "hidden":
            self.hidden.append(words)
        elif frame.gone == "by ear":
            self.by_ear.append(words)
        elif frame.gone == "above others":
            self.above_others += [words] if frame.tag == "rt" else []
        elif frame.gone or not frame.inside:
            self.left_out.append((printed(words), "", ""))
        elif frame.mark:
            if words.strip() and self.parts[-1:] != [(frame.mark, "note", "")]:
                self.parts.append((frame.mark, "note", ""))
        elif not (frame.back and (frame.note or self.block_note) and _BACK.fullmatch(words)):
            mark = " ".join(["em"] * frame.em + ["strong"] * frame.strong)
            if frame.struck:
                ask(self.asked, "struck", words, at, at + 1)
            for count, line in enumerate(words.split("\n") if frame.pre else [words]):
                if count:
                    self.parts.append(("\n", "", ""))
                self.parts.append((printed(line), mark, frame.href))

    def _flush(self) -> None:
        left_out = plain(spans(self.left_out))
        if left_out:
            self.furniture.append(left_out)
            if not self.frames[-1].gone and _SENTENCE.search(left_out):
                self.beside.append(left_out)
        self.left_out = []
        parts, self.parts = self.parts, []
        self.questions += questions(self.asked, parts)
        self.asked = []
        note, self.block_note = self.block_note, None
        text = spans(parts)
        if not text:
            return
        frame = self.frames[-1]
        note = note or frame.note
        marker = frame.entry.use() if frame.entry is not None else ""
        if frame.table is not None:
            frame.table.add([*([(f"{marker} ", "", "")] if marker else []), *parts])
        elif note is not None:
            note.lines += [("\n", "", ""), *parts]
        else:
            self.pieces.append(piece_of(text, parts, frame, marker))

    def _with_notes(self) -> tuple[Piece, ...]:
        """The pieces with footnotes; false footnote marks are words again."""
        made: list[Piece] = []
        known: set[str] = set()
        waiting = [*self.notes]
        for at in range(len(self.pieces) + 1):
            while waiting and waiting[0].at <= at:
                note = waiting.pop(0)
                bare = rf"\s*(?:[\^↑]\s*)?[\[(]?{re.escape(note.mark)}[\])]?[.:]?\s+"
                match = re.match(bare, "".join(words for words, _, _ in note.lines))
                text = spans(without(note.lines, match.end()) if match else note.lines)
                if text:
                    known.add(note.mark)
                    made.append(Piece("footnote", text, note=note.mark))
            made += self.pieces[at : at + 1]
        return tuple(without_marks(piece, known) for piece in levelled(made))

    def _warnings(self) -> list[str]:
        warnings = [*self.page.warnings]
        if self.survey.root == "body":
            warnings.append(
                "It does not say where its text begins (no main or article); see that nothing of "
                "the site around it was taken for text."
            )
        for words, said in (
            (self.hidden, "Hidden text was left out"),
            (self.by_ear, "Words that are read out and not seen were left out"),
            (self.above_others, "Small words above others were left out"),
            (self.drawn, "Words of a drawing were left out"),
            (self.beside, "Sentences outside its main part were left out"),
        ):
            if found := " ".join(" ".join(words).split()):
                shown = found if len(found) <= 60 else found[:60].rsplit(" ", 1)[0] + " …"
                warnings.append(f"{said}: “{shown}”")
        if self.formulas:
            warnings.append("It holds formulas; only their characters were read, in a line.")
        if self.inner:
            warnings.append(f"It shows other pages in itself ({self.inner}); see what they say.")
        if self.pictures:
            warnings.append(f"It holds pictures ({self.pictures}); see whether they show words.")
        return warnings
