"""Grade chips, cells and dots → HTML. Plain Python: a page of comparison has thousands."""

from __future__ import annotations

from collections.abc import Iterable

from builder.pages.parts.grade_pictures import Square
from builder.pages.parts.pictures import Dot
from builder.pages.parts.views import Chip, GradeCell
from builder.rendering.escape import escaped


def chip_html(chip: Chip) -> str:
    """A grade's words, and its place on the scale."""
    return (
        f'<span class="chip g{chip.number}"><b>{escaped(chip.label)}</b> '
        f'<span class="of">{chip.number} of {chip.steps}</span></span>'
    )


def cell_html(cell: GradeCell, *, brief: bool = False) -> str:
    """A judgement in a document; `brief` omits the printed words."""
    empty = f'<span class="empty {cell.state}">{escaped(cell.words)}</span>'
    if not cell.url:
        return f"{empty}\n"
    differ = ""
    if len(cell.chips) > 1:
        differ = '<strong class="differ">The document disagrees with itself:</strong>\n'
    shown = "".join(map(chip_html, cell.chips)) or empty
    printed = ""
    if cell.printed and not brief:
        printed = f' <span class="as-printed">as printed: {escaped(cell.printed)}</span>'
    return f'{differ}<a class="award" href="{escaped(cell.url)}">{shown}{printed}</a>\n'


def squares_html(squares: Iterable[Square]) -> str:
    """The squares of a picture; one that differs says how."""
    return "".join(
        [
            f'<use href="#sq-{each.kind}" x="{each.x}"/>'
            + (
                f'<text class="sq-said both" x="{each.x + 9}" y="12.5">{each.said}</text>'
                if each.said
                else ""
            )
            for each in squares
        ]
    )


def dots_html(dots: Iterable[Dot]) -> str:
    """The dots of a strip of years, each with its meaning."""
    return "".join(
        [
            f'<circle class="{each.kind}" cx="{each.x}" cy="{each.y}" r="{each.r}">'
            f"<title>{escaped(each.words)}</title></circle>"
            for each in dots
        ]
    )
