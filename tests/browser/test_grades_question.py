"""A question about grades alone leads to the page that answers it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def test_a_question_about_grades_alone_leads_to_the_grades(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/?q=which+councils+are+good")
    expect(page.locator("main a[href='/grades/']")).to_be_visible()


@pytest.mark.parametrize("asked", ["good+supervision", "missing+children"])
def test_a_question_about_more_does_not(asked: str, page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/?q={asked}")
    expect(page.locator("#results > li").first).to_be_visible()
    expect(page.locator("main a[href='/grades/']")).to_have_count(0)
