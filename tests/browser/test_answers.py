"""What people come to ask, answered in a few steps: a parent, a councillor, a journalist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import serving

at_both_widths = pytest.mark.parametrize("width", [375, 1280])


@pytest.fixture(scope="module")
def small_url(small_site: Path) -> Iterator[str]:
    with serving(small_site) as url:
        yield url


@at_both_widths
def test_a_parent_finds_the_grade_of_the_council_by_the_name_of_a_place(
    width: int, page: Page, small_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    page.goto(small_url)
    box = page.get_by_label("Find your council")
    box.fill("valley")
    found = page.locator(".find-council li")
    expect(found).to_have_text(
        "Valley is in Westshire; children’s services are Westshire County Council’s."
    )
    box.fill("middle")
    expect(found).to_have_text(
        "Middleshire County Council was abolished in 2008; children’s services are now Northtown "
        "City Council’s or Southtown Council’s, by where you live."
    )
    found.get_by_role("link", name="Northtown City Council").click()
    grade = page.locator(".newest .chip b")
    expect(grade).to_have_text("Requires improvement to be good")
    expect(grade).to_be_in_viewport()


@at_both_widths
def test_the_head_of_a_council_stands_on_the_first_screen(
    width: int, page: Page, small_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    page.goto(f"{small_url}/authorities/northtown/")
    for words in (
        "Before",
        "Asked to improve",
        "Newest full inspection held",
        "At the inspectorate",
    ):
        expect(page.locator(".answers dt", has_text=words)).to_be_in_viewport()
    nearby = page.locator(".nearby summary, .nearby h2").filter(visible=True).first
    expect(nearby).to_have_text("Councils most like it")
    expect(nearby).to_be_in_viewport()


@at_both_widths
def test_a_councillor_sees_the_own_council_beside_its_neighbours(
    width: int, page: Page, small_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    page.goto(small_url)
    page.get_by_label("Find your council").fill("Northtown")
    page.locator(".find-council li a").first.click()
    if width < 992:
        page.locator(".nearby summary").first.click()
    beside = page.locator(".nearby-list li", has_text="Southtown")
    expect(beside).to_contain_text("Adequate")
    beside.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Southtown Council")


@at_both_widths
def test_a_journalist_finds_who_is_inadequate_since_when_and_the_picture_of_it(
    width: int, page: Page, small_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    page.goto(small_url)
    page.get_by_role("link", name="How grades have changed").click()
    row = page.locator("section:has(> #inadequate) tbody tr")
    expect(row).to_contain_text("Westshire")
    expect(row).to_contain_text("7 October 2014")
    picture = page.locator("section:has(> #inadequate) a[href$='.svg']")
    answer = page.request.get(f"{small_url}{picture.get_attribute('href')}")
    assert answer.ok
    assert answer.text().lstrip().startswith("<svg")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_count_shows_its_councils_alone_without_a_script(page: Page, small_url: str) -> None:
    page.goto(f"{small_url}/grades/")
    rows = page.locator(".standing tbody tr").filter(visible=True)
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="1 Requires improvement to be good").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Northtown")
    page.get_by_role("link", name="Show all grades").click()
    page.get_by_label("Region").select_option(label="The South (1)")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Southtown")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_list_of_councils_has_every_place_without_a_script(page: Page, small_url: str) -> None:
    page.goto(small_url)
    page.get_by_label("Find your council").fill("Valley")
    page.get_by_role("button", name="Find").click()
    page.locator("#places ~ .place-list summary").click()
    expect(page.locator(".place-list li", has_text="Valley").get_by_role("link")).to_have_attribute(
        "href", "/authorities/westshire/"
    )
