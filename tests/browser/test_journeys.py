"""Whole ways through the site in a real browser: with the keyboard alone, and without a script.

Every test here also fails on any console error, page error or failed request (see conftest).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

LETTER = "/documents/plymouth-2009-10-28-letter/"
REPORT = "/documents/plymouth-2010-05-21-report/"

FOCUSED = "el => el === document.activeElement"


def tab_to(page: Page, place: Locator, key: str = "Tab", most: int = 120) -> None:
    """Goes on until something is reached, as somebody without a pointer does, but not for ever."""
    expect(place).to_have_count(1)
    for _ in range(most):
        page.keyboard.press(key)
        if place.evaluate(FOCUSED):
            expect(place).to_be_in_viewport()
            ring = place.evaluate("el => getComputedStyle(el).outlineStyle")
            assert ring == "solid", "nothing shows where the focus is"
            return
    pytest.fail(f"{place} is not reached by {most} times {key}")


def follow(page: Page, place: Locator, address: str) -> None:
    tab_to(page, place)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(address)))


def skip_to_main(page: Page) -> None:
    tab_to(page, page.locator(".skip"), most=1)
    page.keyboard.press("Enter")
    assert page.locator("#main").evaluate(FOCUSED)


def test_the_keyboard_leads_from_the_home_page_to_a_paragraph_and_on(
    page: Page, site_url: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site_url)
    skip_to_main(page)
    tab_to(page, page.locator("#place"), most=5)
    page.keyboard.type("plym")
    expect(page.locator(".find-council li")).to_have_count(1)
    follow(page, page.locator(".find-council li a"), "/authorities/plymouth/")
    skip_to_main(page)
    follow(page, page.locator(f".chain .line-title a[href='{LETTER}']"), LETTER)
    skip_to_main(page)
    follow(page, page.locator(".document-head a[rel='next']"), REPORT)
    skip_to_main(page)
    follow(page, page.locator(".contents a[href='#about-this-inspection']"), "#about-")
    expect(page.locator("#about-this-inspection")).to_be_in_viewport()
    tab_to(page, page.locator("#p1"), most=5)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?v=[0-9a-f]{8}#p1$"))
    tab_to(page, page.get_by_role("button", name="Copy link"), most=3)
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    tab_to(page, page.locator(".document-head a[rel='prev']"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(site_url + LETTER)


def test_the_keyboard_opens_what_a_phone_folds(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(site_url)
    tab_to(page, page.get_by_role("button", name="Menu"), most=5)
    page.keyboard.press("Enter")
    follow(page, page.locator("#site-menu a[href='/authorities/']"), "/authorities/")
    skip_to_main(page)
    follow(page, page.locator("tbody a[href='/authorities/plymouth/']"), "/authorities/plymouth/")
    skip_to_main(page)
    follow(page, page.locator(f".chain .line-title a[href='{REPORT}']"), REPORT)
    skip_to_main(page)
    contents = page.locator(".contents summary")
    entry = page.locator(".contents a[href='#about-this-inspection']")
    expect(entry).to_be_hidden()
    tab_to(page, contents)
    page.keyboard.press("Enter")
    follow(page, entry, "#about-")
    expect(page.locator("#about-this-inspection")).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    tab_to(page, contents, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(entry).to_be_hidden()


def test_the_keyboard_sorts_a_table(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/documents/")
    places = page.locator("tbody td:nth-child(2)")
    tab_to(page, page.get_by_role("button", name="Council"))
    for order, reverse in (("ascending", False), ("descending", True)):
        page.keyboard.press("Enter")
        expect(page.locator("th:has(button:focus)")).to_have_attribute("aria-sort", order)
        assert places.all_inner_texts() == sorted(places.all_inner_texts(), reverse=reverse)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_reader_without_javascript_comes_through(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(site_url)
    page.get_by_role("button", name="Menu").click()
    page.locator("#site-menu a[href='/authorities/']").click()
    page.locator("tbody a[href='/authorities/plymouth/']").click()
    expect(page.locator("table.grades").first).to_contain_text("Not judged under this framework")
    # From a grade to the words that award it.
    grade = page.locator(f"table.grades a[href^='{REPORT}#']").first
    place = (grade.get_attribute("href") or "").partition("#")[2]
    grade.click()
    expect(page.locator(f"[id='{place}']")).to_be_in_viewport()
    # By the contents list to a section, and to a paragraph by its number.
    page.locator(".to-contents a").click()
    page.locator(".contents a[href='#about-this-inspection']").click()
    expect(page.locator("#about-this-inspection")).to_be_in_viewport()
    page.locator("#p1").click()
    expect(page).to_have_url(f"{site_url}{REPORT}#p1")
    marked = "el => getComputedStyle(el).backgroundColor"
    assert page.locator("p:has(> #p1)").evaluate(marked) != page.locator("p:has(> #p2)").evaluate(
        marked
    )
    # On through the inspections, in both directions, by the foot of the document.
    for way, address in (("prev", LETTER), ("next", REPORT)):
        page.locator(f".neighbours a[rel='{way}']").click()
        expect(page).to_have_url(site_url + address)
    # Tables stand sorted, and what is narrowed by a script elsewhere can be found by links.
    page.goto(f"{site_url}/documents/")
    days = [each.get_attribute("datetime") for each in page.locator("tbody time").all()]
    assert days == sorted(days, key=str, reverse=True)
    assert len(days) > 1
    page.goto(f"{site_url}/recommendations/")
    page.locator(".find summary").click()
    page.locator(".facets a[href='/recommendations/authority/plymouth/']").click()
    expect(page.locator(".told > li").first).to_be_visible()
    page.goto(f"{site_url}/search/?q=supervision")
    for way in ("/topics/", "/authorities/", "/documents/", "/judgements/", "/recommendations/"):
        expect(page.locator(f"noscript a[href='{way}']")).to_be_visible()
