"""How pages look and print: contrast in every setting, pictures with words, paper, HTML, weight."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page

from builder.rendering.css_bundle import lean_css, stylesheet
from builder.store.build_key import TEMPLATES
from tests.support.stylesheet import colours, contrast, rules

CSS = stylesheet(TEMPLATES / "style").data.decode()

DARK = "(prefers-color-scheme: dark)"
MORE = "(prefers-contrast: more)"
SETTINGS: Mapping[str, set[str]] = {
    "light": set(),
    "dark": {DARK},
    "more contrast": {MORE},
    "dark, more contrast": {DARK, MORE},
    "paper": {"print"},
}

GROUNDS = ("--paper", "--tint", "--mark")
"""What text may stand on anywhere."""

OWN_GROUND = {"--paper": ("--ink", "--link"), **{f"--on-g{n}": (f"--g{n}",) for n in range(1, 6)}}
"""Colours of text that stand on grounds of their own only."""

TEXT = 7.0
SHAPE = 3.0

REPORT = "/documents/plymouth-2010-05-21-report/"


def test_the_stylesheet_loses_no_rule_on_its_way() -> None:
    def all_in(*sheets: str) -> list[str]:
        return sorted(re.sub("(?<=[:,]) ", "", repr(each)) for css in sheets for each in rules(css))

    written = [path.read_text("utf-8") for path in (TEMPLATES / "style").glob("*.css")]
    assert all_in(CSS) == all_in(*written)
    assert CSS.startswith("@layer base,")
    lean = lean_css(
        "a { /* why */\n  content: ', ';\n\n}\n@media (width > 2em) { i :is(b, u) { top: 0 } }"
    )
    assert lean == "a{content:', '}@media (width > 2em){i :is(b,u){top:0}}\n"


def used(*properties: str) -> set[str]:
    """Every custom property that a rule uses for one of some properties."""
    return {
        name
        for rule in rules(CSS)
        for key in properties
        for name in re.findall(r"var\((--[\w-]+)\)", rule.declared.get(key, ""))
    }


@pytest.fixture(params=SETTINGS, ids=str)
def palette(request: pytest.FixtureRequest) -> dict[str, str]:
    return colours(CSS, SETTINGS[request.param])


def test_text_stands_out_from_its_ground(palette: dict[str, str]) -> None:
    shapes = {each for each in used("fill") if re.fullmatch("--g[1-5]|--link", each)}
    pairs = [
        (text, ground)
        for text in used("color", "fill") - (shapes - {"--link"})
        for ground in OWN_GROUND.get(text, GROUNDS)
    ]
    assert len(pairs) >= 12 + 2 + 5
    pale = {
        pair: round(found, 2)
        for pair in pairs
        if (found := contrast(palette[pair[0]], palette[pair[1]])) < TEXT
    }
    assert pale == {}


def test_edges_and_focus_rings_can_be_seen(palette: dict[str, str]) -> None:
    for edge in ("--edge", "--g-edge", "--focus", "--link"):
        for ground in ("--paper", "--tint"):
            assert contrast(palette[edge], palette[ground]) >= SHAPE, (edge, ground)


def test_neighbouring_grades_look_different(palette: dict[str, str]) -> None:
    """They print their numbers too; on paper the first two are both white, and only the words
    and numbers tell."""
    steps = [palette[f"--g{number}"] for number in range(1, 6)]
    assert len(set(steps)) >= 4


def test_every_colour_is_of_the_palette() -> None:
    known = {"inherit", "none", "transparent", "currentColor", "Canvas", "CanvasText"}
    for rule in rules(CSS):
        if rule.selector == ":root":
            continue
        for key in ("color", "fill", "stroke", "background"):
            value = re.sub(r"var\(--[\w-]+\)", "", rule.declared.get(key, ""))
            words = set(re.findall(r"#?[A-Za-z][\w-]*", value))
            assert not {each for each in words if each.startswith("#")}, (rule.selector, value)
            if key != "background":
                assert words <= known, (rule.selector, value)


def test_every_ground_is_checked() -> None:
    grounds = used("background", "background-color") - {"--edge"}
    assert grounds <= {*GROUNDS, *(each for own in OWN_GROUND.values() for each in own)}


def pages_of(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path.read_text("utf-8")


def test_every_picture_says_in_words_what_it_shows(built_site: Path) -> None:
    found = 0
    for name, html in pages_of(built_site):
        for picture in re.findall(r"<svg\b[^>]*>", html):
            if 'aria-hidden="true"' not in picture:
                assert re.search(r'role="img" aria-label="[^"]+"', picture), (name, picture)
                found += 1
    assert found > 20


def test_no_page_asks_another_host_for_anything(built_site: Path) -> None:
    for name, html in pages_of(built_site):
        for tag in re.findall(r"<(?:script|img|iframe|source|link)\b[^>]*>", html):
            if 'rel="canonical"' not in tag:
                assert not re.search(r'(?:src|href)="(?:https?:)?//', tag), (name, tag)


def test_no_document_weighs_too_much(built_site: Path) -> None:
    style = len(gzip.compress(CSS.encode()))
    for path in sorted((built_site / "documents").glob("*-*-*/index.html")):
        page = path.read_bytes()
        article = re.search(rb"<article.*?</article>", page, re.DOTALL)
        if article is None:
            continue  # a list of documents
        text = len(re.sub(rb"<aside.*?</aside>|<[^>]+>", b"", article[0], flags=re.DOTALL))
        weight = len(gzip.compress(page)) + style
        # 60 kB for 100 kB of text; a short document still needs the stylesheet.
        assert weight <= max(60_000 * text / 100_000, 30_000), (path.parent.name, weight, text)


def test_a_document_on_paper_has_its_address_and_no_links_of_the_site(
    page: Page, site_url: str
) -> None:
    page.goto(site_url + REPORT)
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    sheets = [sheet.get_textpage().get_text_bounded() for sheet in paper]
    words = " ".join(" ".join(sheets).split())
    address = f"https://inspection-archive.example.org{REPORT}"
    squeezed = re.sub(r"\s", "", words.replace("\ufffe", "-"))  # a hyphen at a line's end
    assert squeezed.count(re.sub(r"\s", "", address)) == 1
    assert "21 May 2010" in sheets[0]
    assert "Cites: " in words  # what stands in the margin stays
    for ours in ("Skip to", "Contents ↑", "Download the original", "Previous inspection", "Menu"):
        assert ours not in words
    assert f"1 of {len(sheets)}" in words


def test_notes_stand_outside_the_text_on_paper(page: Page, site_url: str) -> None:
    page.goto(site_url + REPORT)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})
    for note in page.locator(".beside > .margin").all()[:20]:
        text = note.locator("xpath=following-sibling::*[1]")
        beside, within = note.bounding_box(), text.bounding_box()
        assert beside is not None
        assert within is not None
        assert beside["x"] >= within["x"] + within["width"] - 1
