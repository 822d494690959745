"""Links that say for which words they were made, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from builder.ledger import short_mark as mark
from builder.model.anchors import anchored
from tests.support.archive import read_archive
from tests.support.paths import PROJECT
from tests.support.server import serving
from tests.support.small_archive import CONTENT

PAPER = "/documents/northtown-2014-07-08-paper/"
BEFORE, NOW = mark("That the NSCB is thankd."), mark("That the NSCB is thanked.")


@pytest.fixture(scope="module")
def small_url(small_site: Path) -> Iterator[str]:
    with serving(small_site) as url:
        yield url


def test_the_browser_takes_the_same_words_for_a_block_as_the_ledger(
    page: Page, site_url: str, small_url: str
) -> None:
    for url, content in ((small_url, CONTENT), (site_url, PROJECT / "content")):
        for document in read_archive(content).documents:
            page.goto(url + document.url)
            expected = {each.anchor: mark(each.words) for each in anchored(document.sections)}
            found = page.evaluate(
                "async (ids) => { const { markOf } = await import('/assets/cited.js');"
                "return Object.fromEntries(ids.map((id) => [id, markOf(id)])); }",
                list(expected),
            )
            assert found == expected, document.id


@pytest.mark.parametrize("anchor", ["b-8d19ee58", "b-0badc0de"], ids=["its own", "one it had"])
def test_words_that_changed_since_they_were_cited_are_said_to_have(
    anchor: str, page: Page, small_url: str
) -> None:
    page.goto(f"{small_url}{PAPER}?v={BEFORE}#{anchor}")
    notice = page.get_by_role("status").filter(has_text="This has changed since it was cited.")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("is told beside it")
    expect(page.locator(".corrected")).to_contain_text("It said “thankd”")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    page.goto(f"{small_url}{PAPER}?v={NOW}#{anchor}")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    expect(page.locator(".since")).to_have_count(0)


@pytest.mark.parametrize("asked", ["", "?v=", "?v=xyz", "?v=<b>", "?v=00000000&v=1"])
def test_an_odd_mark_is_passed_over(asked: str, page: Page, small_url: str) -> None:
    page.goto(f"{small_url}{PAPER}{asked}#opening")
    page.goto(f"{small_url}{PAPER}{asked}#nowhere")
    page.goto(f"{small_url}{PAPER}{asked}")
    expect(page.locator(".since")).to_have_count(0)


def test_words_that_took_another_number_are_found(page: Page, site_url: str) -> None:
    archive = read_archive(PROJECT / "content")
    report = archive.by_id["plymouth-2010-05-21-report"]
    words = {each.anchor: each.words for each in anchored(report.sections)}
    page.goto(f"{site_url}{report.url}?v={mark(words['p14'])}#p15")
    expect(page.locator(".since")).to_contain_text(
        "The words that were cited stand in paragraph 14"
    )
    page.locator(".since a").click()
    page.wait_for_url(f"**{report.url}#p14")


def test_the_address_of_a_paragraph_that_was_followed_holds_its_mark(
    page: Page, site_url: str
) -> None:
    archive = read_archive(PROJECT / "content")
    report = archive.by_id["plymouth-2010-05-21-report"]
    words = {each.anchor: each.words for each in anchored(report.sections)}
    page.goto(site_url + report.url)
    page.locator("#p14").click()
    page.wait_for_url(f"**{report.url}?v={mark(words['p14'])}#p14")
    expect(page.locator("p:has(> #p14:target)")).to_have_count(1)
    page.reload()
    expect(page.locator(".since")).to_have_count(0)
    page.locator("#page-contents a, .contents a").last.click()
    page.wait_for_url(f"**{report.url}#*")
    assert "v=" not in page.url


@pytest.mark.parametrize("script", [True, False])
def test_a_former_address_keeps_the_paragraph(script: bool, page: Page, small_url: str) -> None:
    moved = "/documents/northtown-2014-07-01-paper/"
    if script:
        page.goto(f"{small_url}{moved}?v={BEFORE}#b-0badc0de")
        page.wait_for_url(f"**{PAPER}?v={BEFORE}#b-0badc0de")
        expect(page.locator(".since")).to_be_visible()
        return
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain = context.new_page()
    plain.goto(f"{small_url}{moved}#b-0badc0de")
    link = plain.get_by_role("link", name="#b-0badc0de")
    expect(link).to_be_visible()
    link.click()
    assert plain.url.endswith(f"{PAPER}#b-0badc0de")
    expect(plain.locator("#b-0badc0de")).to_be_in_viewport()
    context.close()


def test_a_citation_of_a_withdrawn_document_lands_on_its_notice(page: Page, small_url: str) -> None:
    page.goto(f"{small_url}/documents/southtown-2009-05-05-letter/?v=12345678#b-0badc0de")
    expect(page.get_by_text("This document was withdrawn on 28 February 2026.")).to_be_in_viewport()
