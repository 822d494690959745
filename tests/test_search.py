"""Findings search as readers meet it, in a real browser: typing, narrowing, sharing, coming back.

Every test here also fails on any console error, page error or failed request (see conftest).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

REPORT = "/documents/plymouth-2010-05-21-report/"


def search(page: Page, site_url: str, words: str) -> None:
    """Types as a person would, letter by letter."""
    page.goto(f"{site_url}/search/")
    page.locator("#q").press_sequentially(words, delay=5)
    answered(page, words)


def answered(page: Page, words: str) -> None:
    """Waits for what the page shows to be the answer to some words."""
    expect(page.locator("#results")).to_have_attribute("data-query", words)
    expect(page.locator("#status")).to_contain_text("found")


def open_filter(page: Page, name: str) -> Locator:
    found = page.locator(f"[data-filter={name}]")
    found.locator("summary").click()
    return found


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("shadow foster panel", f"{REPORT}#p54"),
        ("bruising protocol", "/documents/portsmouth-2011-06-27-report/#p30"),
    ],
)
def test_a_search_lands_elsewhere_than_on_the_paragraph(
    words: str, address: str, page: Page, site_url: str
) -> None:
    search(page, site_url, words)
    first = page.locator("#results a.place").first
    expect(first).to_have_text(f"Paragraph {address.rsplit('p', 1)[1]}")
    first.click()
    expect(page).to_have_url(site_url + address)
    expect(page.locator(f"[id='{address.split('#')[1]}']")).to_be_in_viewport()


def test_a_result_does_not_say_in_which_document_and_section_it_stands(
    page: Page, site_url: str
) -> None:
    search(page, site_url, "shadow foster panel")
    result = page.locator("#results .result").first
    expect(result.locator("h2")).to_contain_text("Plymouth 2010")
    expect(result.locator(".facts")).to_contain_text("21 May 2010")
    expect(result.locator(".facts")).to_contain_text(re.compile(r"\d+ finding"))
    expect(result.locator(".where").first).to_contain_text("Outcomes for children and young people")
    expect(result.locator(".where").first).to_contain_text("Good")


def test_filters_do_not_narrow_the_results(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/?q=supervision")
    expect(page.locator("#status")).to_contain_text("in 4 documents")
    open_filter(page, "authority").get_by_label("Plymouth").check()
    expect(page.locator("#status")).to_contain_text("in 2 documents")
    judgement = open_filter(page, "judgement")
    judgement.get_by_label("Looked after children: leadership and management").check()
    expect(page.locator("#status")).to_contain_text("in 1 document.")
    for where in page.locator("#results .where").all():
        expect(where).to_contain_text("Leadership and management")
    assert "authority=plymouth" in page.url
    assert "judgement=looked-after-leadership-and-management" in page.url


def test_filters_without_words_find_nothing(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/?recommendation=priority-action")
    expect(page.locator("#results .result")).to_have_count(1)
    expect(page.locator("#results h2")).to_contain_text("Plymouth 2009")
    for told in page.locator("#results .told-to").all():
        expect(told).to_contain_text("Area for priority action")


def test_the_address_does_not_hold_the_search(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/?q=thresholds&authority=derby")
    expect(page.locator("#q")).to_have_value("thresholds")
    expect(page.locator("#status")).to_contain_text("in 1 document.")
    expect(page.locator("#chosen")).to_contain_text("Authority: Derby")
    page.locator("#q").fill("supervision")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile("q=supervision&authority=derby"))
    page.go_back()
    expect(page.locator("#q")).to_have_value("thresholds")
    answered(page, "thresholds")


def test_a_search_from_the_home_page_leads_nowhere(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.get_by_role("searchbox").first.fill("private fostering")
    page.get_by_role("searchbox").first.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=private\+fostering"))
    expect(page.locator("#results .result").first).to_be_visible()


def test_a_search_for_nothing_known_says_nothing(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/?q=xylophonist")
    expect(page.locator("#status")).to_contain_text("Nothing found")
    expect(page.locator("#results a").first).to_be_visible()
