"""The built site in a real browser, under the headers of the host: links, phones, keys.

Every test here also fails on any console error, page error or failed request (see conftest).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

REPORT = "/documents/plymouth-2010-05-21-report/"

SEARCHES = ("/search/?q=supervision",)
"""Pages with what a script writes; test_every_sort.py looks at the others."""

every_search = pytest.mark.parametrize("path", SEARCHES)


def test_a_link_to_a_paragraph_scrolls_to_it_and_marks_it(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{REPORT}#p54")
    number = page.locator("#p54")
    expect(number).to_be_in_viewport()
    unmarked = "el => getComputedStyle(el).backgroundColor"
    marked = page.locator("p:has(> #p54)").evaluate(unmarked)
    assert marked != page.locator("p:has(> #p53)").evaluate(unmarked)


@pytest.mark.parametrize("width", [320, 375])
@every_search
def test_no_search_scrolls_sideways_on_a_phone(
    path: str, width: int, page: Page, site_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(site_url + path)
    expect(page.locator("#status")).to_contain_text("found")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_an_abbreviation_means_its_own_authority_s_board(page: Page, site_url: str) -> None:
    for place, name in (
        ("plymouth-2010-05-21", "Plymouth"),
        ("portsmouth-2011-06-27", "Portsmouth"),
    ):
        page.goto(f"{site_url}/documents/{place}-report/")
        titles = {each.get_attribute("title") for each in page.locator("abbr:text('PSCB')").all()}
        assert titles == {f"{name} Safeguarding Children Board"}


@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_shows_what_an_abbreviation_stands_for(
    width: int, page: Page, site_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(site_url + REPORT)
    tall = page.evaluate("document.documentElement.scrollHeight")
    for paragraph in ("#p6", "#p22", "#p52"):
        short = page.locator(f"p:has(> {paragraph}) abbr[tabindex='0']").first
        short.focus()
        shown = short.evaluate("el => getComputedStyle(el, '::after').content")
        assert (short.get_attribute("title") or "none") in shown
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("document.documentElement.scrollHeight") == tall


def test_the_keyboard_reaches_the_text_and_a_paragraph_s_link(page: Page, site_url: str) -> None:
    page.goto(site_url + REPORT)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", re.compile("^#"))
    page.keyboard.press("Enter")
    page.locator("#p9").focus()
    page.keyboard.press("Enter")
    # With the mark of its words, by which a later reader learns whether they have changed.
    expect(page).to_have_url(re.compile(rf"{REPORT}\?v=[0-9a-f]{{8}}#p9$"))


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_every_page_has_its_content_without_javascript(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/")
    expect(page.locator("noscript a").first).to_be_visible()
    page.goto(f"{site_url}{REPORT}#p28")
    expect(page.locator("#p28")).to_be_in_viewport()
    page.goto(f"{site_url}/authorities/plymouth/")
    expect(page.locator("table.grades").first).to_contain_text("Not judged under this framework")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_search
def test_axe_finds_no_barrier_in_a_search(
    path: str, scheme: str, page: Page, site_url: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(site_url + path)
    expect(page.locator("#status")).to_contain_text("found")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_every_grade_cell_of_the_authority_s_table_leads_to_its_words(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/authorities/derby/")
    links = page.locator("table a[href*='#']").all()
    addresses = {link.get_attribute("href") or "" for link in links}
    assert len(addresses) >= 22
    for address in sorted(addresses):
        anchor = address.split("#")[1]
        page.goto(site_url + address)
        expect(page.locator(f"[id='{anchor}']")).to_be_attached()


@pytest.mark.page_problems("status of 404", "answered 404")
def test_the_former_page_of_a_share_leads_on_without_the_host_s_rules(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/topics/adoption/derby/")
    page.wait_for_url(f"{site_url}/authorities/derby/topics/#adoption")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")  # here undivided
