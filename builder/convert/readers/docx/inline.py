"""A Word paragraph → its words, typography and anchored text boxes.

Fields span paragraphs, so every run is read in order to tell instructions from results.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from msgspec import Struct, field

from builder.convert.readers.docx.numbering import figure
from builder.convert.readers.docx.package import Relation, below
from builder.convert.readers.docx.styles import Look, Style, Styles, value, whole_number
from builder.convert.stream.list_markers import Part
from builder.convert.stream.pieces import CannotRead, Question
from builder.convert.stream.questions import Asked, ask, questions
from builder.convert.stream.text_runs import printed

_WRAPPERS = frozenset(
    f"w:{name}" for name in ("smartTag", "customXml", "sdtContent", "dir", "bdo", "fldSimple")
)
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote"}
_PICTURES = frozenset({"w:drawing", "w:pict", "w:object"})
_LINK = re.compile(r'\s*HYPERLINK\s+"(https?://[^"\s]+)"', re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_COUNTED = re.compile(r"\s*(?:AUTONUM\w*|LISTNUM)\b", re.IGNORECASE)
_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}
_BEGINNING = 100
_LONGEST_INSTRUCTION = 4000
_MOST_FIELDS = 50
"""Fields inside one another."""
_SYMBOL = re.compile(r"[\ue000-\uf8ff]")


class Field(Struct):
    """A field that has begun and not ended."""

    instruction: str = ""
    result: bool = False
    """Whether what follows is its printed result."""
    value: str = ""
    """What a form's field shows that has no printed result: a box, a chosen entry."""

    def add(self, words: str) -> None:
        if len(self.instruction) < _LONGEST_INSTRUCTION:
            self.instruction += words


class PrintedLine(Struct):
    """What a paragraph prints."""

    parts: list[Part] = field(default_factory=list)
    raw: str = ""
    """Its first words with their tabs, as typed."""
    sizes: Counter[float] = field(default_factory=Counter)
    bold: bool = True
    contents: bool = False
    """It is printed by a contents field."""
    boxes: list[Element] = field(default_factory=list)
    """Contents of text boxes that are anchored in it."""
    asked: list[Asked] = field(default_factory=list)

    def add(self, words: str, mark: str, href: str) -> None:
        self.parts.append((printed(words), mark, href))
        if len(self.raw) < _BEGINNING:
            self.raw += words


class Seen(Struct):
    """What the whole file has besides words."""

    notes: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, id and mark of each note, in the order of their marks."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many notes of each kind Word has counted."""
    hidden: list[str] = field(default_factory=list)
    """Whole rows and cells that Word does not show."""
    questions: list[Question] = field(default_factory=list)
    pictures: int = 0
    comments: int = 0
    warnings: dict[str, None] = field(default_factory=dict)
    """Each once."""

    def warn(self, words: str) -> None:
        self.warnings[words] = None


class Inline:
    """Reads the runs of one part in order."""

    def __init__(
        self,
        styles: Styles,
        relations: Mapping[str, Relation],
        forms: Mapping[str, str],
        known: Mapping[tuple[str, str], Element],
        seen: Seen,
    ) -> None:
        self._styles = styles
        self._relations = relations
        self._forms = forms
        self._known = known
        self._seen = seen
        self.fields: list[Field] = []
        self._on_page = False

    def line(self, paragraph: Element, style: Style, *, on_page: bool = False) -> PrintedLine:
        """Read a paragraph; `on_page`: only the white page lies behind it."""
        line = PrintedLine()
        self._on_page = on_page
        self._read(paragraph, style, line, "")
        self._seen.questions += questions(line.asked, line.parts)
        return line

    def _read(self, parent: Iterable[Element], style: Style, line: PrintedLine, href: str) -> None:
        for each in parent:
            if each.tag == "w:r":
                self._run(each, style, line, href)
            elif each.tag == "w:hyperlink":
                relation = self._relations.get(each.get("r:id", ""))
                external = relation is not None and relation.external
                target = relation.target if relation is not None and external else ""
                is_web = re.match(r"https?://\S+$", target)
                self._read(each, style, line, target if is_web else href)
            elif each.tag == "w:sdt" or each.tag in _WRAPPERS:
                self._read(each, style, line, href)
            elif each.tag == "mc:AlternateContent":
                self._read(chosen(each), style, line, href)
            elif each.tag in ("m:oMath", "m:oMathPara"):
                line.add("".join(part.text or "" for part in each.iter("m:t")), "", href)
                self._seen.warn("It holds formulas; only their characters were read, in a line.")

    def _run(self, run: Element, style: Style, line: PrintedLine, href: str) -> None:
        look = self._styles.run(below(run, "w:rPr"), style, on_page=self._on_page)
        self._content(run, look, line, href)

    def _content(self, run: Iterable[Element], look: Look, line: PrintedLine, href: str) -> None:
        custom = False
        for each in run:
            if each.tag == "w:fldChar":
                self._field(each, look, line, href)
            elif each.tag == "w:ruby":
                self._ruby(each, look, line, href)
            elif each.tag == "w:instrText":
                if self.fields and not self.fields[-1].result:
                    self.fields[-1].add(each.text or "")
            elif each.tag in _PICTURES:
                self._drawing(each, line)
            elif each.tag == "mc:AlternateContent":
                self._content(chosen(each), look, line, href)
            elif each.tag in _NOTES:
                custom = each.get("w:customMarkFollows", "0") not in ("0", "false", "off")
                self._note(_NOTES[each.tag], each, "" if custom else None, look, line)
            elif each.tag == "w:commentReference":
                self._seen.comments += 1
            elif custom and each.tag in ("w:t", "w:sym"):
                self._custom_mark(_words(each), line)
            else:
                self._words(_words(each), look, line, href)

    def _words(self, words: str, look: Look, line: PrintedLine, href: str) -> None:
        if not words or any(not each.result for each in self.fields):
            return
        at = len(line.parts)
        if look.hidden or look.covered:
            ask(line.asked, "hidden" if look.hidden else "covered", words, at, at)
            return
        if look.struck:
            ask(line.asked, "struck", words, at, at + 1)
        if _SYMBOL.search(printed(words)):
            self._seen.warn("Characters of a symbol font have no letters; see what they show.")
        for each in self.fields:
            link = _LINK.match(each.instruction)
            href = link[1] if link else href
            line.contents = line.contents or bool(_CONTENTS.match(each.instruction))
        if words == "\n":
            line.parts.append(("\n", "", ""))
            return
        mark = " ".join(["em"] * look.italic + ["strong"] * look.bold)
        line.add(words.upper() if look.capitals else words, mark, href)
        if words.strip():
            line.sizes[look.size] += len(words.strip())
            line.bold = line.bold and look.bold

    def _field(self, mark: Element, look: Look, line: PrintedLine, href: str) -> None:
        kind = mark.get("w:fldCharType", "")
        if kind == "begin":
            if len(self.fields) >= _MOST_FIELDS:
                raise CannotRead(
                    "fields that have no end follow one another in it; mend it in Word."
                )
            self.fields.append(Field(value=_form_value(below(mark, "w:ffData"))))
        elif self.fields and kind == "separate":
            self.fields[-1].result = True
        elif self.fields and kind == "end":
            ended = self.fields.pop()
            if _COUNTED.match(ended.instruction):
                self._seen.warn("A field of it counts numbers, which were not read; put them in.")
            self._words(ended.value, look, line, href)

    def _ruby(self, ruby: Element, look: Look, line: PrintedLine, href: str) -> None:
        """Words without the small ones above them."""
        for each in ruby:
            if each.tag == "w:rubyBase":
                for run in each.iter("w:r"):
                    self._content(run, look, line, href)
            elif words := "".join(part.text or "" for part in each.iter("w:t")).strip():
                self._seen.warn(f"Small words above others were left out: “{words[:60]}”.")

    def _note(
        self, kind: str, reference: Element, mark: str | None, look: Look, line: PrintedLine
    ) -> None:
        name = reference.get("w:id", "")
        if (kind, name) not in self._known or look.hidden:
            return
        if mark is None:
            self._seen.counts[kind] += 1
            mark = figure(self._seen.counts[kind], self._forms.get(kind, _FORMS[kind]))
            self._mark(mark, line)
        self._seen.notes.append((kind, name, mark))

    def _custom_mark(self, mark: str, line: PrintedLine) -> None:
        """A typed mark for the note just met."""
        if self._seen.notes and mark.strip():
            kind, name, before = self._seen.notes[-1]
            if not before:
                self._seen.notes[-1] = kind, name, printed(mark).strip()
                self._mark(mark, line)

    def _mark(self, mark: str, line: PrintedLine) -> None:
        if line.parts and line.parts[-1][1] == "note":
            line.add(" ", "", "")
        line.add(mark, "note", "")

    def _drawing(self, drawing: Element, line: PrintedLine) -> None:
        """A drawing's outermost text boxes; they hold the inner ones."""
        boxes = list(_boxes(drawing))
        line.boxes.extend(boxes)
        if not boxes:
            self._seen.pictures += 1


def _form_value(data: Element | None) -> str:
    """A form field's tick or chosen entry."""
    box, choices = below(data, "w:checkBox"), below(data, "w:ddList")
    if box is not None:
        own = below(box, "w:checked")
        state = own if own is not None else below(box, "w:default")
        ticked = state is not None and state.get("w:val", "1") not in ("0", "false", "off")
        return "☒" if ticked else "☐"
    if choices is None:
        return ""
    entries = [each.get("w:val", "") for each in choices if each.tag == "w:listEntry"]
    at = whole_number(value(choices, "w:result")) or whole_number(value(choices, "w:default")) or 0
    return entries[at] if 0 <= at < len(entries) else ""


def chosen(alternatives: Element) -> Element | tuple[()]:
    """The alternative that is read."""
    choice = below(alternatives, "mc:Choice")
    fallback = below(alternatives, "mc:Fallback")
    if choice is not None and (fallback is None or next(choice.iter("w:t"), None) is not None):
        return choice
    return fallback if fallback is not None else ()


def _boxes(parent: Element) -> Iterable[Element]:
    for each in parent:
        if each.tag == "w:txbxContent":
            yield each
        elif each.tag == "mc:AlternateContent":
            for way in (chosen(each),):
                yield from _boxes(way) if isinstance(way, Element) else ()
        else:
            yield from _boxes(each)


def _words(element: Element) -> str:
    match element.tag:
        case "w:t":
            return re.sub(r"[\r\n]", " ", element.text or "")
        case "w:tab" | "w:ptab":
            return "\t"
        case "w:noBreakHyphen":
            return "-"
        case "w:cr":
            return "\n"
        case "w:br":
            return "\n" if element.get("w:type", "textWrapping") == "textWrapping" else " "
        case "w:sym":
            code = element.get("w:char", "")
            known = re.fullmatch(r"[0-9A-Fa-f]{4}", code)
            return chr(int(code, 16)) if known and not code.upper().startswith("D") else ""
        case _:
            return ""
