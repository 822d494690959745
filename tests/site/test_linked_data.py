"""What pages say of themselves to machines: valid as JSON-LD, known to schema.org, and the same
as what they say to people."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.linked_data_rules import breaches
from tests.support.site_checker import read_page, read_pages


@pytest.fixture(params=["small_site", "built_site"])
def site(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue(request.param)
    return found


def described(site: Path) -> dict[str, Any]:
    """What each page says, by its file; a page that says nothing is left out."""
    pages = read_pages(site).items()
    assert all(len(page.linked_data) <= 1 for _, page in pages)
    return {name: page.linked_data[0] for name, page in pages if page.linked_data}


def test_linked_data_is_valid(site: Path) -> None:
    found = [
        f"{name}: {breach}" for name, data in described(site).items() for breach in breaches(data)
    ]
    assert found == []


def test_a_document_says_what_the_data_files_say(site: Path) -> None:
    said = described(site)
    for each in json.loads((site / "data" / "documents.json").read_text("utf-8")):
        data = said[f"documents/{each['id']}/index.html"]
        assert data["@type"] == "Report"
        assert data["name"] == each["title"]
        assert data["datePublished"] == each["published"]
        assert data["publisher"]["name"] == each["publisher"]
        assert data["url"].endswith(each["url"])
        assert data["encoding"]["sha256"] == each["source"]["sha256"]
        assert data["encoding"]["name"] == each["source"]["file"]
        assert ("license" in data) <= (each["licence"] is not None)
        inspected = (each["inspected_from"], each["inspected_to"])
        assert data.get("temporalCoverage", "None/None") == "{}/{}".format(*inspected)


def test_the_home_page_and_the_data_files_are_described(site: Path) -> None:
    said = described(site)
    assert said["index.html"]["@type"] == "WebSite"
    dataset = said["about/index.html"]
    listed = {each["contentUrl"].rsplit("/", 1)[-1] for each in dataset["distribution"]}
    assert listed == {path.name for path in (site / "data").iterdir()} - {"index.html"}


def test_no_words_end_the_script_that_holds_them(built_site: Path, small_site: Path) -> None:
    for site in (built_site, small_site):
        for path in site.rglob("*.html"):
            html = path.read_text("utf-8")
            if '<script type="application/ld+json">' in html:
                inside = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
                assert not {"<", ">", "&"} & set(inside), path


def change(path: str, value: object) -> Callable[[Any], None]:
    """What puts a value at a place of the data, or takes the place away."""

    def apply(data: Any) -> None:
        *way, last = path.split(".")
        for step in way:
            data = data[int(step)] if step.isdigit() else data[step]
        if value is None:
            del data[last]
        else:
            data[last] = value

    return apply


@pytest.mark.parametrize(
    ("wrong", "breach"),
    [
        (change("@context", "https://example.org"), "is no JSON-LD"),
        (change("@type", "Raport"), "schema.org knows nothing of Raport"),
        (change("datePublised", "2010-05-21"), "schema.org knows nothing of datePublised"),
        (change("datePublished", "21 May 2010"), 'Report: datePublished {"@value": "21 May 2010"}'),
        (change("datePublished", "2010-02-30"), "Report: datePublished"),
        (change("isAccessibleForFree", "yes"), "Report: isAccessibleForFree"),
        (change("publisher", "Ofsted"), "Report: publisher"),
        (change("publisher.name", None), "GovernmentOrganization without name"),
        (change("publisher.roleName", "x"), "GovernmentOrganization has no roleName"),
        (change("url", "/documents/"), "url “/documents/” is not"),
        (change("@id", ""), "@id “” is not"),
        (change("encoding.sha256", None), "MediaObject without sha256"),
        (change("encoding.contentUrl", "a.pdf"), "contentUrl “a.pdf” is not"),
        (change("about.@type", "Report"), "Report without "),
        (change("contributor.0.@type", "Dataset"), "Report: contributor"),
        (change("headline", None), "Report without headline"),
        (change("name", " "), "Report: name"),
    ],
)
def test_the_rules_of_linked_data_see_breaches(
    wrong: Callable[[Any], None], breach: str, small_site: Path
) -> None:
    page = small_site / "documents" / "northtown-2010-06-30-report" / "index.html"
    (good,) = read_page(page.read_text("utf-8")).linked_data
    assert list(breaches(good)) == []
    data = copy.deepcopy(good)
    wrong(data)
    assert any(each.startswith(breach) for each in breaches(data)), list(breaches(data))
