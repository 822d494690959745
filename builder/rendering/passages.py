"""Passages → HTML. Plain Python: there are hundreds a document, and a template would be slow."""

from __future__ import annotations

from collections.abc import Sequence

from builder.pages.parts.listing import DocumentPart
from builder.pages.parts.passage import Passage, PassageHeading
from builder.rendering.escape import escaped
from builder.rendering.grades import chip_html
from builder.rendering.links import excerpt_html


def passages_html(documents: Sequence[DocumentPart], level: int) -> str:
    """Passages by document and section; `level` is a document's heading level."""
    out: list[str] = []
    for part in documents:
        line = part.document
        out.append(
            f'<h{level} class="from"><a href="{escaped(line.link.url)}">{escaped(line.kind)}, '
            f'{line.published}</a> <span class="framework">{escaped(line.framework)}</span>'
            f"</h{level}>\n"
        )
        for under, same in part.sections:
            out.append(f'<p class="under">{_under(under)}</p>\n<ul class="passages">\n')
            out.extend([_entry(passage) for passage in same])
            out.append("</ul>\n")
    return "".join(out)


def _under(under: PassageHeading) -> str:
    words = " · ".join(filter(None, [under.service, under.heading]))
    graded = f", under {under.graded}" if under.graded else ""
    return escaped(words + graded) + (f" {chip_html(under.chip)}" if under.chip else "")


def _entry(passage: Passage) -> str:
    times = f" · {passage.times} times" if passage.times > 1 else ""
    acting = (
        f' · <b class="told-to">{escaped(passage.instruction)}</b>' if passage.instruction else ""
    )
    said = excerpt_html(passage.excerpt, passage.url)
    return (
        f"<li><blockquote><p>{said}</p></blockquote>\n"
        f'<p class="line-facts">{passage.label}{times}{acting}</p></li>\n'
    )
