"""What must hold on a page of every sort, at every width, in light and dark.

The sorts are read off the archive itself (`tests.support.sorts`), from the founding documents and
from a small archive whose pages hold so little that every list is divided: a template that neither
of them uses is a failure here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route

from builder.build.pipeline import build_site
from builder.store.build_key import TEMPLATES
from tests.support.paths import PROJECT
from tests.support.server import serving
from tests.support.small_archive import CONTENT
from tests.support.sorts import crowded, largest_of_each_sort

WIDTHS = (320, 768, 1280)
RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
"""All of axe's own, and the size of targets, which it leaves out by itself."""

RUN = """async (rules) => {
    const { passes, violations } = await axe.run(rules);
    return { passes: passes.length, violations };
}"""


@pytest.fixture(scope="module")
def founding(built_site: Path) -> dict[str, str]:
    return largest_of_each_sort(PROJECT / "content", built_site)


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    site = tmp_path_factory.mktemp("crowded") / "site"
    with crowded():
        build_site(CONTENT, site)
        sorts = largest_of_each_sort(CONTENT, site)
    with serving(site) as url:
        yield url, sorts


@dataclass(frozen=True)
class Sorts:
    addresses: dict[str, str]
    """The full address of a page of each sort."""
    ways: tuple[tuple[str, int], ...]
    """The colour schemes and widths in which axe looks at each."""


@pytest.fixture(params=["founding documents", "divided lists"])
def sorts(request: pytest.FixtureRequest) -> Sorts:
    if request.param == "founding documents":
        url, paths = request.getfixturevalue("site_url"), request.getfixturevalue("founding")
        ways = tuple(product(("light", "dark"), WIDTHS))
    else:
        # The same parts in other lists: the two ends will do.
        url, paths = request.getfixturevalue("divided")
        ways = (("light", WIDTHS[0]), ("dark", WIDTHS[-1]))
    # A page that has moved is left at once for where it stands now.
    return Sorts({sort: url + path for sort, path in paths.items() if sort != "moved"}, ways)


def unfolded(page: Page, address: str) -> None:
    """Opens a page with all that it folds away."""
    page.goto(address)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


def test_every_template_is_used_by_a_page_that_is_tested(
    founding: dict[str, str], divided: tuple[str, dict[str, str]]
) -> None:
    texts = {path.name: path.read_text("utf-8") for path in TEMPLATES.glob("*.html")}
    used = set(re.findall(r'{% (?:extends|import|include) "([^"]+)"', "".join(texts.values())))
    seen = {sort.partition(",")[0] for sort in {*founding, *divided[1]}}
    assert {name.removesuffix(".html") for name in texts.keys() - used} == seen
    assert {"document, report", "document, letter", "document, paper"} <= founding.keys()


@pytest.mark.slow
def test_axe_finds_no_barrier(sorts: Sorts, page: Page) -> None:
    found: dict[tuple[str, int, str], list[str]] = {}
    for sort, address in sorts.addresses.items():
        unfolded(page, address)
        page.evaluate(Axe().axe_script)
        for scheme, width in sorts.ways:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 900})
            answer: dict[str, Any] = page.evaluate(RUN, RULES)
            assert answer["passes"] > 10  # it looked
            if answer["violations"]:
                found[sort, width, scheme] = [
                    f"{each['id']}: {node['target']}"
                    for each in answer["violations"]
                    for node in each["nodes"][:3]
                ]
    assert found == {}


def test_no_page_scrolls_sideways(sorts: Sorts, page: Page) -> None:
    found = {}
    for sort, address in sorts.addresses.items():
        page.set_viewport_size({"width": 320, "height": 900})
        unfolded(page, address)
        for width in (320, 375, *WIDTHS[1:]):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found[sort, width] = wide
    assert found == {}


@pytest.mark.parametrize("width", [375, 1280])
def test_no_page_moves_while_it_loads(width: int, sorts: Sorts, page: Page) -> None:
    def come_late(route: Route) -> None:
        time.sleep(0.1)  # after the page has been painted without it
        route.continue_()

    page.route("**/*.js", come_late)
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "globalThis.moved = 0; new PerformanceObserver((list) => {"
        "for (const each of list.getEntries()) globalThis.moved += each.value;"
        "}).observe({ type: 'layout-shift', buffered: true });"
    )
    found = {}
    for sort, address in sorts.addresses.items():
        page.goto(address)
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        if moved := page.evaluate("globalThis.moved"):
            found[sort] = moved
    assert found == {}


TABLES = """() => [...document.querySelectorAll("table:not(.hidden)")].map((each) => {
    const wide = getComputedStyle(each.parentElement).page === "wide";
    return [wide, each.getBoundingClientRect().right - innerWidth];
})"""


@pytest.mark.parametrize(("lies", "across"), [(False, 178), (True, 269)])
def test_no_table_is_cut_off_on_paper(lies: bool, across: int, sorts: Sorts, page: Page) -> None:
    """A sheet of A4 stands or lies; less its margins it is so many millimetres wide."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(across / 25.4 * 96), "height": 900})
    seen, found = 0, {}
    for sort, address in sorts.addresses.items():
        unfolded(page, address)
        over = [over for wide, over in page.evaluate(TABLES) if wide == lies]
        seen += len(over)
        if max(over, default=0) > 0:
            found[sort] = over
    assert found == {}
    assert seen or lies
