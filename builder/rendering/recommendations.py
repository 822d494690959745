"""What somebody was told to do → HTML: the words are the source's, what stands below them is ours.

In: what documents told, entry by entry.  Out: HTML text.  A stage of its own, and plain Python, for
the same reason as `passages`: every entry stands on the page of its authority and on several of the
register's.
"""

from __future__ import annotations

from collections.abc import Iterable

from builder.pages.parts.recommendation_entries import Entry, Later, Spoken, Told
from builder.pages.parts.views import Link
from builder.rendering.escape import escaped
from builder.rendering.links import excerpt_html, link_html, links_html, run_html

FEW = 2
"""So many later passages stand open; more are folded."""


def told_html(documents: Iterable[Told]) -> str:
    """What documents told, document by document."""
    return "".join(map(_document, documents))


def entries_html(told: Told) -> str:
    """What one document told."""
    out = [] if told.timed else ['<p class="line-facts">No timescale is printed.</p>\n']
    out += map(_spoken, told.spoken)
    out.append('<ul class="told">\n')
    out += [_entry(entry, timed=told.timed) for entry in told.entries]
    out.append("</ul>\n")
    return "".join(out)


def _document(told: Told) -> str:
    line = told.document
    document = Link(f"{line.kind}, {line.published}", line.link.url)
    return (
        f'<section class="told-by">\n  <h2 id="{told.id}" class="from">'
        f"{link_html(line.authority)}: {link_html(document)} "
        f'<span class="framework">{escaped(line.framework)}</span></h2>\n'
        f"  {entries_html(told)}\n</section>\n"
    )


def _spoken(spoken: Spoken) -> str:
    """What a later document says of all of them."""
    quotation = spoken.said
    return (
        f'<div class="spoken">\n  <p class="line-facts">The {link_html(spoken.by)} says of the '
        f"{spoken.of}, in {run_html(quotation.place)}:</p>\n"
        f"  <blockquote><p>{excerpt_html(quotation.said)}</p></blockquote>\n</div>\n"
    )


def _entry(entry: Entry, *, timed: bool) -> str:
    """`timed` is whether its document prints any timescale."""
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
    return (
        f'  <li>\n    <p class="words">{link_html(Link(entry.text, entry.url))}</p>\n'
        f'    <p class="line-facts">{facts}</p>\n{about}    {_follow_ups(entry)}\n  </li>\n'
    )


def _follow_ups(entry: Entry) -> str:
    """What came later about the same thing; folded past a few."""
    further = ""
    if entry.further:
        further = f'<p class="line-facts">In later documents: {links_html(entry.further)}</p>\n'
    if not entry.later:
        return f"{further}\n" if further else ""
    passages = "".join(map(_later, entry.later))
    both = f"  <ul>\n{passages}</ul>\n\n  {further}\n"
    number = len(entry.later)
    if number > FEW:
        summary = f"<summary>Possible follow-up: {number} later passages</summary>"
        return f'<details class="later">\n  {summary}\n{both}</details>\n'
    return f'<div class="later">\n  <p>Possible follow-up</p>\n{both}</div>\n'


def _later(later: Later) -> str:
    told = f' · <b class="told-to">{escaped(later.told)}</b>' if later.told else ""
    return (
        f"  <li><blockquote><p>{excerpt_html(later.said, later.url)}</p></blockquote>\n"
        f'    <p class="line-facts">{link_html(later.by)}, {run_html(later.where)}{told}</p></li>\n'
    )
