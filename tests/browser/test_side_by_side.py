"""Two councils side by side, on the page of comparisons."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

PAIR = "/compare/?a=plymouth&b=derby"


def test_an_address_with_two_councils_shows_both(page: Page, site_url: str) -> None:
    page.goto(site_url + PAIR)
    shown = page.locator("#side-by-side > section")
    expect(shown).to_have_count(2)
    expect(shown.locator("h3")).to_have_text(["Plymouth City Council", "Derby City Council"])
    expect(shown.first.locator(".answer")).to_be_visible()
    expect(shown.first.locator("table.grades").first).to_be_visible()
    expect(page.locator("#side-by-side-said")).to_have_text("Plymouth and Derby, side by side")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))


def test_two_councils_are_chosen_by_keyboard(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/compare/?a=plymouth")
    page.get_by_label("Beside").select_option("derby")
    page.get_by_role("button", name="Show both").press("Enter")
    expect(page.locator("#side-by-side > section")).to_have_count(2)
    assert page.url.endswith(PAIR)


@pytest.mark.parametrize("asked", ["?a=nowhere&b=plymouth", "?a=__proto__", "?b=plymouth"])
def test_an_address_with_fewer_shows_none(page: Page, site_url: str, asked: str) -> None:
    page.goto(f"{site_url}/compare/{asked}")
    expect(page.get_by_label("Beside")).to_be_visible()
    expect(page.locator("#side-by-side > section")).to_have_count(0)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_a_script_the_list_leads_to_each_council(page: Page, site_url: str) -> None:
    page.goto(site_url + PAIR)
    page.get_by_text("Councils, each with its grades").click()
    page.locator("#side-by-side-councils").get_by_role("link", name="Plymouth").click()
    assert page.url.endswith("/authorities/plymouth/")
