"""Citations and addresses to copy: of every result of a search, of every paragraph of a document.

Every test here also fails on any console error, page error or failed request (see conftest).
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.exports.tables import _cell
from tests.browser.test_search import REPORT, ask, found, search
from tests.integration.test_search_index import open_modules


@pytest.fixture
def clipboard(page: Page) -> Page:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_result_can_be_cited(clipboard: Page, site_url: str) -> None:
    page = clipboard
    search(page, site_url, "shadow foster panel")
    finding = page.locator("#results .finding").first
    finding.get_by_role("button", name="Copy citation").click()
    expect(page.locator("#copied")).to_have_text("Citation copied")
    said = copied(page)
    assert said.startswith(
        "Ofsted, Inspection of safeguarding and looked after children services, Plymouth, "
        "21 May 2010, paragraph 54. http"
    )
    finding.get_by_role("button", name="Copy link").click()
    expect(page.locator("#copied")).to_have_text("Link copied")
    link = copied(page)
    assert said.endswith(f" {link}")
    assert re.fullmatch(rf"{re.escape(site_url + REPORT)}\?v=[0-9a-f]{{8}}#p54", link)
    page.goto(link)
    expect(page.locator("#p54")).to_be_in_viewport()
    expect(page.locator(".since")).to_have_count(0)  # its words are those that were copied


def test_a_finding_without_a_number_can_be_cited(clipboard: Page, site_url: str) -> None:
    page = clipboard
    ask(page, site_url, "?q=thresholds+agreed&recommendation=priority-action")
    page.get_by_role("button", name="Copy citation").first.click()
    expect(page.locator("#copied")).to_have_text("Citation copied")
    assert (
        "28 October 2009, list entry, under “Areas for priority action”, "
        "“Inter-agency thresholds for children in need are not …”. http" in copied(page)
    )


def test_what_was_found_can_be_taken_to_a_table(
    clipboard: Page, site_url: str, tmp_path: Path
) -> None:
    page = clipboard
    ask(page, site_url, "?recommendation=priority-action")
    page.get_by_role("button", name="Copy all as a table").click()
    expect(page.locator("#copied")).to_have_text(f"{found(page)} results copied")
    head, *rows = (line.split("\t") for line in copied(page).splitlines())
    assert head[:3] == ["Authority", "Authority id", "Region"]
    assert len(rows) == found(page)
    ask(page, site_url, "?q=supervision&authority=derby")
    page.get_by_role("button", name="Copy all as a table").click()
    expect(page.locator("#copied")).to_have_text(f"{found(page)} results copied")
    told = dict(zip(head, copied(page).splitlines()[1].split("\t"), strict=True))
    assert told["Overall"] == (
        "Safeguarding services: Adequate (3); Services for looked after children: Adequate (3)"
    )
    ask(page, site_url, "?recommendation=priority-action")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all as CSV").click()
    file = tmp_path / "results.csv"
    download.value.save_as(file)
    saved = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert [each[0] for each in saved] == ["Authority", *(row[0] for row in rows)]
    assert all(each[-1].startswith(f"{site_url}/documents/plymouth-2009") for each in saved[1:])


def test_a_spreadsheet_runs_no_words_that_were_taken_to_it(page: Page, site_url: str) -> None:
    open_modules(page, site_url)
    words = ["=1+1", "+44", "-5", "@all", "'Think Family'", "＝1", "a=1", 'said "no"', ""]
    made, tabbed, table = page.evaluate(
        "async (row) => { const { csv, tabbed, table } = await import('/scripts/search/take.js');"
        "return [csv([row]), tabbed([row]), table([row])]; }",
        words,
    )
    row = next(csv.reader(made.splitlines()[1:]))
    kept = [_cell(each) for each in words]
    assert row == kept
    assert kept[:2] == ["'=1+1", "'+44"]
    assert tabbed.split("\n")[1].split("\t") == kept
    assert "<td>'=1+1</td><td>'+44</td>" in table


def test_a_paragraph_of_a_document_can_be_cited(clipboard: Page, site_url: str) -> None:
    page = clipboard
    page.goto(site_url + REPORT)
    expect(page.locator(".cite")).to_have_count(0)
    page.locator("#p9").focus()
    tools = page.get_by_role("group", name="Cite paragraph 9")
    expect(tools).to_be_visible()
    page.keyboard.press("Tab")
    expect(tools.get_by_role("button", name="Copy citation")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Citation copied")
    assert ", Plymouth, 21 May 2010, paragraph 9. http" in copied(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Link copied")
    assert re.fullmatch(rf"{re.escape(site_url + REPORT)}\?v=[0-9a-f]{{8}}#p9", copied(page))
    page.keyboard.press("Escape")
    expect(page.locator(".cite")).to_have_count(0)
    expect(page.locator("#p9")).to_be_focused()


def test_the_buttons_to_cite_go_away_and_cover_nothing(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{REPORT}#p14")
    expect(page.locator("p:has(> #p14) .cite")).to_be_visible()
    page.locator("#p16").hover()
    expect(page.locator(".cite")).to_have_count(1)
    expect(page.locator("p:has(> #p16) .cite")).to_be_visible()
    page.mouse.move(5, 5)
    page.locator("h1").hover()
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.locator("#p17").focus()
    assert page.evaluate("document.documentElement.scrollHeight") == tall


def test_the_text_of_a_document_stays_under_the_buttons(page: Page, site_url: str) -> None:
    page.goto(site_url + REPORT)
    own = (
        "el => { const own = el.cloneNode(true); own.querySelector('.cite').remove();"
        " return own.textContent; }"
    )
    paragraph = page.locator("p:has(> #p9)")
    before = paragraph.text_content()
    page.locator("#p9").focus()
    expect(page.locator(".cite")).to_be_visible()
    assert paragraph.evaluate(own) == before
    paragraph.click(click_count=3)
    assert "Copy citation" not in page.evaluate("getSelection().toString()")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_a_reader_without_javascript_is_led_on(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/?q=supervision")
    expect(page.locator("noscript a[href='/topics/']")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()
    page.goto(f"{site_url}{REPORT}#p9")
    expect(page.locator("#p9")).to_be_in_viewport()
    expect(page.locator(".cite")).to_have_count(0)
