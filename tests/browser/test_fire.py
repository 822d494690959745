"""The pages of another sort of inspection, as a browser and axe see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from builder.build.pipeline import build_site
from tests.support.paths import EXAMPLES
from tests.support.server import serving
from tests.support.sorts import largest_of_each_sort

FIRE = EXAMPLES / "fire" / "content"


@pytest.fixture(scope="module")
def fire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The site's address, and the path of a page of each sort."""
    site = tmp_path_factory.mktemp("fire") / "site"
    build_site(FIRE, site)
    with serving(site) as url:
        yield url, largest_of_each_sort(FIRE, site)


@pytest.mark.slow
def test_axe_finds_no_barrier(fire: tuple[str, dict[str, str]], page: Page) -> None:
    url, sorts = fire
    found = {}
    for sort, path in sorts.items():
        page.goto(url + path)
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        page.evaluate(Axe().axe_script)
        violations = page.evaluate(
            "async () => (await axe.run()).violations.map((each) => each.id)"
        )
        if violations:
            found[sort] = violations
    assert found == {}


def test_a_place_leads_to_its_service(fire: tuple[str, dict[str, str]], page: Page) -> None:
    page.goto(f"{fire[0]}/authorities/")
    page.get_by_label("Find your fire service").fill("cragtown")
    expect(page.locator("form.find-council li").first).to_contain_text("Northfell Fire and Rescue")


def test_two_services_stand_side_by_side(fire: tuple[str, dict[str, str]], page: Page) -> None:
    page.goto(f"{fire[0]}/compare/")
    page.get_by_role("combobox", name="Fire service").select_option("northfell")
    page.get_by_label("Beside").select_option("marshland")
    page.get_by_role("button", name="Show both").click()
    expect(page.locator("#side-by-side-said")).to_have_text("Northfell and Marshland, side by side")
