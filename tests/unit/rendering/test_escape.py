"""What is written without a template, and what a template shows: never more than words."""

from __future__ import annotations

from html import unescape

import pytest
from markupsafe import Markup, escape

from builder.model import Span
from builder.pages.parts.excerpts import Excerpt
from builder.pages.parts.grade_then_and_next import GradeAt, GradeThenAndNext
from builder.pages.parts.pictures import Dot
from builder.pages.parts.quotations import Quotation
from builder.pages.parts.recommendation_entries import (
    DocumentRecommendations,
    LaterPassage,
    LaterStatement,
    RecommendationEntry,
)
from builder.pages.parts.similar_lines import SimilarLine
from builder.pages.parts.views import Chip, DocumentLine, GradeCell, Link
from builder.rendering.grades import cell_html, chip_html, dots_html
from builder.rendering.links import link_html, links_html, run_html
from builder.rendering.recommendations import recommendations_html
from builder.rendering.renderer import Renderer
from builder.store.build_key import TEMPLATES
from tests.support.archive import read_archive
from tests.support.small_archive import CONTENT

WORDS = '<b onclick="run()">Tom & the council\'s</b>'

ADDRESS = f"/{WORDS}/"
LINK = Link(WORDS, ADDRESS)
SAID = Excerpt(((WORDS, True), (WORDS, False)), cut_before=True, cut_after=True)
RUN = (Span(WORDS), Span(WORDS, href=ADDRESS))
CHIP = Chip(WORDS, 1, 4)
LINE = DocumentLine(LINK, "Report", LINK, WORDS, "1 May 2010", "2010-05-01", "", ())
LATER = LaterPassage(LINK, RUN, ADDRESS, SAID, WORDS)
GRADE = GradeAt(((WORDS, CHIP),), WORDS, "2010", "1 May 2010", "2010-05-01", ADDRESS)
GRADES = GradeThenAndNext(GRADE, GRADE)
ENTRY = RecommendationEntry(
    "recommendation",
    "Recommendation",
    WORDS,
    ADDRESS,
    service=WORDS,
    timescale=WORDS,
    due=WORDS,
    owners=WORDS,
    topics=(LINK,),
    later=(LATER,),
    further=(LINK,),
    similar=(SimilarLine(WORDS, WORDS, WORDS, ADDRESS, GRADES),),
    values={},
)
SPOKEN = LaterStatement(LINK, "recommendation", "recommendations", Quotation(SAID, RUN))

WRITTEN = {
    "link": link_html(LINK),
    "links": links_html([LINK, LINK]),
    "run": run_html(RUN),
    "chip": chip_html(CHIP),
    "cell": cell_html(GradeCell("graded", "", (CHIP,), WORDS, ADDRESS)),
    "empty cell": cell_html(GradeCell("not-judged", WORDS, (), "", "")),
    "dots": dots_html([Dot(1.5, 2, 3, "some", WORDS)]),
    "told": recommendations_html(
        [DocumentRecommendations("a", LINE, GRADES, (ENTRY,), (SPOKEN,), timed=True)]
    ),
}


@pytest.mark.parametrize("sort", WRITTEN)
def test_words_never_become_markup(sort: str) -> None:
    html = WRITTEN[sort]
    assert WORDS in unescape(html)
    assert "<b onclick" not in html
    assert "run()" not in html.replace("onclick=&#34;run()&#34;", "")


@pytest.mark.parametrize("value", [WORDS, Markup("<i>ours</i>"), 12, 2.5, True, None, ""])
def test_a_template_shows_a_value_as_jinja_would(value: object) -> None:
    site = read_archive(CONTENT).registry.site
    environment = Renderer(TEMPLATES, site, "https://x.example").environment
    template = environment.from_string(
        "{% macro shown(one) %}{{ one }}{% endmacro %}{{ value }} {{ shown(value) }}"
    )
    assert template.render(value=value) == f"{escape(value)} {escape(value)}"
