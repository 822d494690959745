"""The search on a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("asked", ["supervision", "plymouth+missing+children"])
def test_the_words_of_the_first_result_stand_on_the_first_screen(
    asked: str, page: Page, site_url: str
) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{site_url}/search/?q={asked}")
    words = page.locator("#results .finding .words").first
    expect(words).to_be_visible()
    place = words.bounding_box()
    assert place is not None
    assert place["y"] < 812 - 24  # a line of them at least


def test_what_is_done_with_all_results_comes_below_them(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(f"{site_url}/search/?q=supervision")
    results, tools = page.locator("#results"), page.locator("#tools")
    expect(results.locator(".finding").first).to_be_visible()
    expect(tools).to_be_visible()
    below, above = tools.bounding_box(), results.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] >= above["y"] + above["height"]
