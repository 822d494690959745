"""What people type, and whether the search leads them to what answers it.

`tests/fixtures/relevance.yaml` holds the questions with their answers, chosen by reading the
documents. Each is asked on the built site in a real browser; what counts is what the page shows,
from the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml
from playwright.sync_api import Page, expect

from builder.analysis.links import places
from tests.support.archive import read_archive
from tests.support.paths import FIXTURES, PROJECT

ASKED = yaml.safe_load((FIXTURES / "relevance.yaml").read_text("utf-8"))
SHOWN = 10


@dataclass(frozen=True)
class Answered:
    query: str
    answers: frozenset[str]
    """Addresses of the places that answer."""
    found: tuple[str, ...]
    """Addresses of the first findings that the page shows, from the top."""

    @property
    def rank(self) -> int:
        """Where the first answer stands, from 1; 0 if it is not among the first."""
        return next((at for at, url in enumerate(self.found, 1) if url in self.answers), 0)


def addresses(answers: list[str]) -> Iterator[str]:
    """Answers as addresses."""
    for answer in answers:
        document, words = re.split(": | ", answer, maxsplit=1)
        (found,) = (each for each in DOCUMENTS if each.id.startswith(f"{document}-"))
        if re.fullmatch(r"p\d+", words):
            assert any(place.anchor == words for place in places(found)), answer
            yield f"{found.url}#{words}"
        else:
            (anchor,) = (each.anchor for each in places(found) if each.words.startswith(words))
            yield f"{found.url}#{anchor}"


DOCUMENTS = read_archive(PROJECT / "content").documents


def ask(page: Page, site_url: str, asked: list[dict[str, object]]) -> list[Answered]:
    page.goto(f"{site_url}/search/")
    found = []
    for each in asked:
        query = str(each["query"])
        page.locator("#q").fill(query)
        page.locator("#q").press("Enter")
        expect(page.locator("#results")).to_have_attribute("data-query", query)
        urls = page.locator("#results a.place").evaluate_all(
            "all => all.map((a) => a.pathname + a.hash)"
        )
        answers = frozenset(addresses(each["answers"]))  # type: ignore[arg-type]
        found.append(Answered(query, answers, tuple(urls[:SHOWN])))
    return found


@pytest.fixture(scope="session")
def asked() -> list[dict[str, object]]:
    return list(ASKED)


def test_people_find_what_they_ask_for(page: Page, site_url: str) -> None:
    assert len(ASKED) >= 40
    answered = ask(page, site_url, ASKED)
    first = [each for each in answered if each.rank == 1]
    soon = [each for each in answered if 1 <= each.rank <= 3]
    missed = [
        f"{each.query}: {each.rank or 'not'} among the first"
        for each in answered
        if each not in soon
    ]
    print(f"success at 1: {len(first)} of {len(answered)}; at 3: {len(soon)}")
    assert len(soon) >= 0.95 * len(answered), missed
