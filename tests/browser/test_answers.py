"""What people come to ask, answered in a few steps, at the width of a phone and of a desk."""

from __future__ import annotations

import csv
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
        "Inspectorate",
    ):
        expect(page.locator(".answers dt", has_text=words)).to_be_in_viewport()
    nearby = page.locator(".nearby summary, .nearby h2").filter(visible=True).first
    expect(nearby).to_have_text("Councils most like it")
    expect(nearby).to_be_in_viewport()


@at_both_widths
def test_an_officer_finds_what_all_were_asked_on_a_topic_with_the_grade_then_and_next(
    width: int, page: Page, small_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    page.goto(small_url)
    if width < 992:
        page.get_by_role("button", name="Menu").click()
    page.locator(".site-head").get_by_role("link", name="Topics").click()
    page.get_by_role("link", name="Lanterns").first.click()
    rows = page.locator("section:has(> #asked) tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("NSCB to count the lanterns.")
    moved = rows.last.locator("td[data-label]")
    expect(moved.nth(0)).to_contain_text("Northtown")
    expect(moved.nth(1)).to_contain_text("Good")
    expect(moved.nth(2)).to_contain_text("Requires improvement to be good")
    table = page.get_by_role("link", name="recommendations.csv").get_attribute("href")
    lines = csv.DictReader(page.request.get(f"{small_url}{table}").text().splitlines())
    assert [each["authority"] for each in lines] == ["southtown", "northtown"]


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


@at_both_widths
def test_a_researcher_counts_the_newest_grades_of_a_table_that_the_menu_leads_to(
    width: int, page: Page, small_url: str
) -> None:
    page.set_viewport_size({"width": width, "height": 812})
    page.goto(small_url)
    page.get_by_role("contentinfo").get_by_role("link", name="All of it as data").click()
    table = page.locator("h2").get_by_role("link", name="grades-latest.csv").get_attribute("href")
    lines = csv.DictReader(page.request.get(f"{small_url}{table}").text().splitlines())
    newest = [each for each in lines if each["overall"] == each["newest"] == "true"]
    assert newest
    page.goto(f"{small_url}/grades/")
    for each in newest:
        row = page.locator("main tbody tr", has_text=each["region"]).filter(
            has=page.locator(f"a[href='/authorities/{each['authority']}/']")
        )
        expect(row).to_contain_text(each["label"])


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


@pytest.mark.page_problems("status of 404")
def test_a_page_that_is_not_there_guesses_the_council_and_the_words(
    page: Page, small_url: str
) -> None:
    page.goto(f"{small_url}/documents/northtown-2014-report/")
    guesses = page.locator("#guesses li")
    expect(guesses).to_have_text(["Northtown City Council", "Search for “northtown 2014 report”"])
    guesses.first.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Northtown City Council")


@pytest.mark.page_problems("status of 404")
def test_a_former_page_of_a_council_s_topic_leads_on_where_the_host_does_not(
    page: Page, small_url: str, small_site: Path
) -> None:
    former = f"{small_url}/topics/lanterns/northtown/"
    missing = (small_site / "404.html").read_text("utf-8")
    page.route(
        former, lambda route: route.fulfill(status=404, body=missing, content_type="text/html")
    )
    page.route(
        "**/authorities/northtown/topics/",
        lambda route: route.fulfill(status=200, body="<h1>Topics</h1>", content_type="text/html"),
    )
    page.goto(former)
    page.wait_for_url("**/authorities/northtown/topics/#lanterns")
