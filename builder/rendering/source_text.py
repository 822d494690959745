"""Blocks → HTML: the source's words, and ours beside them.

The text is sacred: every character of a block goes out once, in order, escaped; all else is an
empty element, an attribute or an `aside`. Plain Python for speed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from html import escape

from msgspec import Struct, field

from builder.analysis.links.abbreviations import pattern
from builder.model import (
    NOTE,
    Award,
    Block,
    Grade,
    Item,
    List,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
    Text,
    plain,
)
from builder.pages.parts.margin import Asides, Margin
from builder.rendering.escape import escaped

_TAG = re.compile("<[^>]*>")

UNFOLDED = 2
"""How many notes stand under a paragraph on a narrow screen before they are folded …"""

LONG = 240
"""… or how many characters."""


class Setting(Struct, frozen=True, dict=True):
    """What a document's markup needs besides its text."""

    asides: Asides
    abbreviations: Mapping[str, str]
    """Abbreviation → what it means in this document; shown where a paragraph first prints it."""
    awards: Mapping[str, Award]
    """What a row of the record awards, by the row's anchor."""
    levels: Mapping[str, int] = field(default_factory=dict)
    """The level of each section's heading on the page, by the section's id, as `heading_levels`
    has it; without one it is the source's."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Anchor → the anchors gone from the document that land there."""

    @cached_property
    def abbreviation(self) -> re.Pattern[str] | None:
        """Where one of the abbreviations stands."""
        return pattern(self.abbreviations)


def section_html(section: Section, setting: Setting) -> str:
    """A section with heading, grade and blocks."""
    writer = _Writer(setting)
    level = setting.levels.get(section.id, max(section.level, 2))
    parts = [f'<section class="part level-{section.level}">']
    heading = writer.text(section.heading, reached=False)
    if section.level == 1 and heading:
        parts.append(f'<p class="printed-title">{writer.link(section.id)}{heading}</p>')
    elif heading:
        # The link stands before the heading, not in it, so that lists of headings read aloud.
        head = f"{writer.link(section.id, name='section')}<h{level}>{heading}</h{level}>"
        anchors = [section.id]
        if section.grade_line is not None:
            line = section.grade_line
            head += (
                f'<p class="grade{_step(section.grade)}">'
                f"{writer.link(line.id)}{writer.text(line.text)}</p>"
            )
            anchors.append(line.id)
        parts.append(_beside(f'<div class="head">{head}</div>', writer.aside(*anchors)))
    else:
        parts.append(writer.anchor(section.id))
    parts += map(writer.block, section.blocks)
    parts.append("</section>")
    return "".join(parts)


def text_html(text: Text) -> str:
    """A text with its typography."""
    return "".join(_span_html(span, _safe(span.text)) for span in text)


class _Writer:
    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.abbreviation = setting.abbreviation
        self.reached: set[str] = set()
        """The abbreviations of the section that the Tab key has come to."""
        self.explained: set[str] = set()
        """Those of the block being written."""

    def text(self, text: Text, reached: bool = True) -> str:
        """`reached`: the keyboard may stop at abbreviations."""
        return "".join([_span_html(span, self._explained(span, reached)) for span in text])

    def _explained(self, span: Span, reached: bool) -> str:
        """Escaped words; a known abbreviation is explained once a block."""
        words = span.text
        if self.abbreviation is None or not self.abbreviation.search(words):
            return _safe(words)
        parts, at = [], 0
        for match in self.abbreviation.finditer(words):
            if match[1] not in self.explained:
                self.explained.add(match[1])
                stop = self._stop(match[1]) if reached and not span.href else ""
                title = escape(self.setting.abbreviations[match[1]])
                parts.append(_safe(words[at : match.start()]))
                parts.append(f'<abbr title="{title}"{stop}>{_safe(match[0])}</abbr>')
                at = match.end()
        return "".join((*parts, _safe(words[at:])))

    def _stop(self, short: str) -> str:
        """The Tab key stops at an abbreviation once a section."""
        if short in self.reached:
            return ' tabindex="-1"'
        self.reached.add(short)
        return ' tabindex="0"'

    def link(self, anchor: str, mark: str = "", name: str = "paragraph") -> str:
        """The block's number, or an empty mark, as a link to itself."""
        label = "" if mark else f' aria-label="Link to this {name}"'
        end = " " if mark else ""
        return (
            f'{self.former(anchor)}<a class="n" id="{anchor}" href="#{anchor}"{label}>{mark}</a>'
            f"{end}"
        )

    def anchor(self, anchor: str) -> str:
        return f'{self.former(anchor)}<a id="{anchor}"></a>'

    def former(self, anchor: str) -> str:
        """Empty elements for the former anchors that lead here."""
        former = self.setting.aliases.get(anchor)
        return "".join([f'<a class="was" id="{each}"></a>' for each in former]) if former else ""

    def aside(self, *anchors: str) -> str:
        """The margin of the block with those anchors."""
        margins = [each for anchor in anchors for each in self.setting.asides.get(anchor, ())]
        if not margins:
            return ""
        pages = "".join(_line_html(each) for each in margins if each.sort == "page")
        notes = [each for each in margins if each.sort != "page"]
        lines = "".join(map(_line_html, notes))
        if len(notes) > UNFOLDED or sum(map(_length, notes)) > LONG:
            # Folded where there is no margin; the stylesheet opens it where there is one.
            names = ", ".join(dict.fromkeys(each.name.lower() for each in notes))
            number = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
            summary = f"<summary>{number}: {escape(names)}</summary>"
            lines = f'<details class="unfold">{summary}{lines}</details>'
        return f'<aside class="margin">{pages}{lines}</aside>'

    def block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return self.paragraph(block)
        if isinstance(block, List):
            return self.list(block)
        return self.table(block)

    def paragraph(self, block: Paragraph) -> str:
        self.explained.clear()
        mark = f"{block.number}." if block.number is not None else block.note
        kind = ' class="footnote"' if block.note else ""
        html = f"<p{kind}>{self.link(block.id, mark)}{self.text(block.text)}</p>"
        return _beside(html, self.aside(block.id)) + "".join(map(self.block, block.blocks))

    def list(self, block: List) -> str:
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>" + "".join(map(self.item, block.items)) + f"</{tag}>"

    def item(self, item: Item) -> str:
        self.explained.clear()
        mark = f'<span class="mark">{escape(item.marker)}</span> ' if item.marker else ""
        html = self.link(item.id) + mark + self.text(item.text)
        aside = self.aside(item.id)
        if aside:
            html = _beside(f"<div>{html}</div>", aside)
        return f"<li>{html}{''.join(map(self.block, item.blocks))}</li>"

    def table(self, table: Table) -> str:
        self.explained.clear()
        head = "".join(f'<th scope="col">{self.text(cell)}</th>' for cell in table.head)
        head = f"<thead><tr>{head}</tr></thead>" if head else ""
        bodies: list[str] = []
        rows: list[str] = []
        for row in table.rows:
            if row.label and rows:
                bodies.append("".join(rows))
                rows = []
            rows.append(self.row(row))
        bodies.append("".join(rows))
        body = "".join(f"<tbody>{rows}</tbody>" for rows in bodies)
        # A keyboard must reach what can scroll, and what it reaches must have a role and a name.
        html = (
            '<div class="scroll" tabindex="0" role="group" aria-label="Table">'
            f'<table class="printed">{head}{body}</table></div>'
        )
        return _beside(html, self.aside(*(row.id for row in table.rows)))

    def row(self, row: Row) -> str:
        self.explained.clear()
        if row.label and len(row.cells) > 1:
            return (
                f'<tr class="label"><th scope="rowgroup" colspan="{len(row.cells)}">'
                f"{self.link(row.id)}{self.text(row.cells[0])}</th></tr>"
            )
        award = self.setting.awards.get(row.id)
        head = next((at for at, cell in enumerate(row.cells) if plain(cell).strip()), 0)
        cells = []
        for at, cell in enumerate(row.cells):
            words, printed = self.text(cell), plain(cell).strip()
            if award is not None and at > head and printed and printed in award.label:
                words = f'<span class="grade{_step(award.grade)}">{words}</span>'
            if at == head:
                cells.append(f'<th scope="row">{self.link(row.id)}{words}</th>')
            else:
                cells.append(f"<td>{words}</td>")
        return f"<tr>{''.join(cells)}</tr>"


def _length(margin: Margin) -> int:
    words = margin.words
    return len(words) if isinstance(words, str) else len(_TAG.sub("", text_html(words)))


def _line_html(margin: Margin) -> str:
    kind = f' class="{margin.sort}"' if margin.sort else ""
    return f"<p{kind}>{_margin_html(margin)}</p>"


def _margin_html(margin: Margin) -> str:
    """A margin's name and words; the stylesheet adds a colon."""
    words = escape(margin.words) if isinstance(margin.words, str) else text_html(margin.words)
    name = escape(margin.name)
    return f"<b>{name}</b> {words}" if words else f'<b class="alone">{name}</b>'


def _beside(html: str, aside: str) -> str:
    """A block after its margin.

    The aside comes first so that it floats beside the block's first line.
    """
    return f'<div class="beside">{aside}{html}</div>' if aside else html


def _safe(words: str) -> str:
    """Escaped words; apostrophes stay."""
    return escaped(words, "&quot;", "'")


def _step(grade: Grade | None) -> str:
    return f" g{grade.number}" if grade else ""


def _span_html(span: Span, html: str) -> str:
    if span.mark == NOTE:
        return f'<sup><a href="#fn{html}">{html}</a></sup>'
    html = html.replace("\n", "<br>")
    if span.mark:
        for mark in span.mark.split():
            html = f"<{mark}>{html}</{mark}>"
    return f'<a href="{escape(span.href)}">{html}</a>' if span.href else html
