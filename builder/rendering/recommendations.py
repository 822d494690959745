"""Recommendations → HTML: the source's words, and ours below them.

Plain Python: each is on several pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.pages.parts.grade_then_and_next import GradeAt, GradeThenAndNext, then_and_next_words
from builder.pages.parts.recommendation_entries import (
    DocumentRecommendations,
    LaterPassage,
    LaterStatement,
    RecommendationEntry,
)
from builder.pages.parts.similar_lines import SimilarLine
from builder.pages.parts.views import Link
from builder.rendering.escape import escaped
from builder.rendering.grades import chip_html
from builder.rendering.links import excerpt_html, link_html, links_html, run_html


def recommendations_html(documents: Iterable[DocumentRecommendations]) -> str:
    """Recommendations, document by document."""
    return "".join(map(_document, documents))


def entries_html(asked: DocumentRecommendations) -> str:
    """One document's recommendations."""
    out = [] if asked.timed else ['<p class="line-facts">No timescale is printed.</p>\n']
    out += map(_spoken, asked.spoken)
    out.append('<ul class="told">\n')
    out += [_entry(entry, timed=asked.timed) for entry in asked.entries]
    out.append("</ul>\n")
    return "".join(out)


def _document(asked: DocumentRecommendations) -> str:
    line = asked.document
    document = Link(f"{line.kind}, {line.published}", line.link.url)
    return (
        f'<section class="told-by">\n  <h2 id="{asked.id}" class="from">'
        f"{link_html(line.authority)}: {link_html(document)} "
        f'<span class="framework">{escaped(line.framework)}</span></h2>\n'
        f"{_grades(asked.grades)}  {entries_html(asked)}\n</section>\n"
    )


def _grades(grades: GradeThenAndNext) -> str:
    named = (("Grade then", grades.then), ("At the next graded inspection", grades.next))
    parts = [f"{name}: {grade_at_html(each)}" for name, each in named if each]
    return f'  <p class="line-facts then-and-next">{" · ".join(parts)}</p>\n' if parts else ""


def grade_at_html(grade: GradeAt) -> str:
    """An inspection's overall grades, linked to their words, and its year."""
    shown = " ".join(
        (f'<span class="service">{escaped(name)}</span> ' if name else "") + chip_html(one)
        for name, one in grade.grades
    )
    words = shown or '<span class="empty not-judged">no overall grade</span>'
    return (
        f'<a class="award" href="{escaped(grade.url)}">{words}</a> '
        f'<time datetime="{grade.iso}">{grade.year}</time>'
    )


def _similar(lines: Sequence[SimilarLine]) -> str:
    """Similar recommendations to other authorities, with grades then and next."""
    if not lines:
        return ""
    others = "1 other" if len(lines) == 1 else f"{len(lines)} others"
    shown = "".join(
        f"  <li><blockquote><p>{link_html(Link(each.text, each.url))}</p></blockquote>\n"
        f'    <p class="line-facts">{escaped(each.place)}, {escaped(each.published)}'
        f"{_then_and_next(each.grades)}</p></li>\n"
        for each in lines
    )
    summary = f"<summary>Asked of {others}</summary>"
    return f'    <details class="later">\n  {summary}\n  <ul>\n{shown}</ul>\n</details>\n'


def _then_and_next(grades: GradeThenAndNext) -> str:
    words = then_and_next_words(grades)
    return f" ({escaped(words)})" if words else ""


def _spoken(spoken: LaterStatement) -> str:
    quotation = spoken.said
    return (
        f'<div class="spoken">\n  <p class="line-facts">The {link_html(spoken.by)} says of the '
        f"{spoken.of}, in {run_html(quotation.place)}:</p>\n"
        f"  <blockquote><p>{excerpt_html(quotation.said)}</p></blockquote>\n</div>\n"
    )


def _entry(entry: RecommendationEntry, *, timed: bool) -> str:
    """`timed`: the document prints some timescale."""
    facts = entry.kind_name
    if entry.service:
        facts += f" · {escaped(entry.service)}"
    if entry.timescale:
        facts += f" · {escaped(entry.timescale)}"
    elif timed:
        facts += " · no timescale printed"
    if entry.due:
        facts += f" · {escaped(entry.due)}"
    if entry.owners:
        facts += f" · for {escaped(entry.owners)}"
    about = ""
    if entry.topics:
        about = f'    <p class="line-facts">About {links_html(entry.topics)}</p>\n'
    about += _similar(entry.similar)
    return (
        f'  <li>\n    <p class="words">{link_html(Link(entry.text, entry.url))}</p>\n'
        f'    <p class="line-facts">{facts}</p>\n{about}    {_follow_ups(entry)}\n  </li>\n'
    )


def _follow_ups(entry: RecommendationEntry) -> str:
    further = ""
    if entry.further:
        further = f'<p class="line-facts">In later documents: {links_html(entry.further)}</p>\n'
    if not entry.later:
        return f"{further}\n" if further else ""
    passages = "".join(map(_later, entry.later))
    number = len(entry.later)
    later = "1 later passage" if number == 1 else f"{number} later passages"
    return (
        f'<details class="later">\n  <summary>Possible follow-up: {later}</summary>\n'
        f"  <ul>\n{passages}</ul>\n\n  {further}\n</details>\n"
    )


def _later(later: LaterPassage) -> str:
    kind = f' · <b class="told-to">{escaped(later.instruction)}</b>' if later.instruction else ""
    return (
        f"  <li><blockquote><p>{excerpt_html(later.said, later.url)}</p></blockquote>\n"
        f'    <p class="line-facts">{link_html(later.by)}, {run_html(later.where)}{kind}</p></li>\n'
    )
