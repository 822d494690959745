"""Findings search as readers meet it, in a real browser: typing, narrowing, sharing, coming back.

Every test here also fails on any console error, page error or failed request (see conftest).
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

REPORT = "/documents/plymouth-2010-05-21-report/"


def search(page: Page, site_url: str, words: str) -> None:
    """Types as a person would, letter by letter."""
    page.goto(f"{site_url}/search/")
    page.locator("#q").press_sequentially(words, delay=5)
    answered(page, words)


def answered(page: Page, words: str) -> None:
    """Waits for what the page shows to be the answer to some words."""
    expect(page.locator("#results")).to_have_attribute("data-query", words)
    expect(page.locator("#status")).to_contain_text("found")
    all_shown(page)


def all_shown(page: Page) -> None:
    """Waits for the last of the first results."""
    expect(page.locator("#results")).to_have_attribute("aria-busy", "false")


def ask(page: Page, site_url: str, address: str) -> None:
    """Opens a search by its address."""
    page.goto(f"{site_url}/search/{address}")
    expect(page.locator("#status")).to_contain_text("found")
    all_shown(page)


def found(page: Page) -> int:
    """How many findings the page says that it found."""
    number = re.match(r"[\d,]+", page.locator("#status").text_content() or "")
    return int(number[0].replace(",", "")) if number else 0


def shown(page: Page) -> list[str]:
    """The addresses of the findings shown, from the top."""
    addresses: list[str] = page.locator("#results a.place").evaluate_all(
        "all => all.map((a) => a.pathname + a.hash)"
    )
    return addresses


def show_all(page: Page) -> None:
    """Has every document shown that holds something found."""
    told = re.search(r"in (\d+) document", page.locator("#status").text_content() or "")
    assert told
    results = page.locator("#results .result")
    while (before := results.count()) < int(told[1]):
        page.get_by_role("button", name="Show more documents").click()
        expect(results.nth(before)).to_be_visible()


def open_filter(page: Page, name: str) -> Locator:
    filter_ = page.locator(f"[data-filter={name}]")
    filter_.locator("summary").click()
    return filter_


@pytest.mark.parametrize(
    ("words", "address", "named"),
    [
        ("shadow foster panel", f"{REPORT}#p54", "Plymouth 2010"),
        ("bruising protocol", "/documents/portsmouth-2011-06-27-report/#p30", "Portsmouth 2011"),
    ],
)
def test_a_search_lands_on_the_paragraph(
    words: str, address: str, named: str, page: Page, site_url: str
) -> None:
    search(page, site_url, words)
    first = page.locator("#results a.place").first
    expect(first).to_have_text(f"{named}, paragraph {address.rsplit('p', 1)[1]}")
    first.click()
    expect(page).to_have_url(site_url + address)
    expect(page.locator(f"[id='{address.split('#')[1]}']")).to_be_in_viewport()
    # The words that led here are drawn over the text, which is as it was.
    drawn = "[...CSS.highlights.get('found')].map((range) => range.toString().toLowerCase())"
    assert set(" ".join(page.evaluate(drawn)).split()) >= set(words.split())
    expect(page.locator(".source mark")).to_have_count(0)


def test_a_result_says_in_which_document_and_section_it_stands(page: Page, site_url: str) -> None:
    search(page, site_url, "shadow foster panel")
    result = page.locator("#results .result").first
    expect(result.locator("h2")).to_contain_text("Plymouth 2010")
    expect(result.locator(".facts")).to_contain_text("21 May 2010")
    expect(result.locator(".facts")).to_contain_text("Safeguarding services: overall Good 2 of 4")
    expect(result.locator(".facts")).to_contain_text(re.compile(r"\d+ result"))
    expect(result.locator(".where").first).to_contain_text("Outcomes for children and young people")
    expect(result.locator(".where").first).to_contain_text("Good")
    marked = result.locator("mark").all_text_contents()
    assert "Shadow Foster Panel" in marked


def test_filters_narrow_the_results(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision")
    expect(page.locator("#status")).to_contain_text("in 4 documents")
    open_filter(page, "authority").get_by_label("Plymouth").check()
    expect(page.locator("#status")).to_contain_text("in 2 documents")
    judgement = open_filter(page, "judgement")
    judgement.get_by_label("Looked after children: leadership and management").check()
    expect(page.locator("#status")).to_contain_text("in 1 document.")
    for where in page.locator("#results .where").all():
        expect(where).to_contain_text("Leadership and management")
    assert "authority=plymouth" in page.url
    assert "judgement=looked-after-leadership-and-management" in page.url


def test_the_count_beside_a_value_is_what_choosing_it_leaves(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision")
    expect(page.locator("#status")).to_contain_text("in 4 documents")
    for name in (
        *("authority", "year", "grade", "topic", "recommendation", "service", "framework"),
        *("overall", "newest", "kind", "judgement", "region"),
    ):
        label = open_filter(page, name).locator("label:has(input)").first
        expect(label.locator(".count")).not_to_be_empty()
        count = re.search(r"\d+", label.locator(".count").text_content() or "")
        assert count
        label.locator("input").check()
        expect(page.locator("#status")).to_contain_text(re.compile(rf"^{count[0]} result"))
        label.locator("input").uncheck()
        expect(page.locator("#status")).to_contain_text("in 4 documents")


def test_several_values_of_one_filter_add_up(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision&authority=derby")
    derby = found(page)
    ask(page, site_url, "?q=supervision&authority=portsmouth")
    portsmouth = found(page)
    ask(page, site_url, "?q=supervision&authority=derby&authority=portsmouth")
    assert found(page) == derby + portsmouth > derby > 0


def test_filters_without_words_find_something(page: Page, site_url: str) -> None:
    ask(page, site_url, "?recommendation=priority-action&from=2009")
    expect(page.locator("#results .result")).to_have_count(1)
    expect(page.locator("#results h2")).to_contain_text("Plymouth 2009")
    for told in page.locator("#results .told-to").all():
        expect(told).to_contain_text("Area for priority action")
    ask(page, site_url, "?recommendation=priority-action&from=2010")
    expect(page.locator("#status")).to_contain_text("Nothing found")


def test_a_filter_can_be_taken_back(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision&authority=derby&kind=report&to=2011")
    chosen = page.locator("#chosen")
    expect(chosen.locator("li")).to_have_count(4)
    chosen.get_by_role("button", name="Remove the filter Council: Derby").click()
    expect(page).to_have_url(re.compile(r"\?q=supervision&kind=report&to=2011$"))
    chosen.get_by_role("button", name="Clear all filters").click()
    expect(page).to_have_url(re.compile(r"\?q=supervision$"))
    expect(chosen.locator("li")).to_have_count(0)


def test_the_address_holds_the_search(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=thresholds&authority=derby&sort=newest")
    expect(page.locator("#q")).to_have_value("thresholds")
    expect(page.locator("#sort")).to_have_value("newest")
    expect(page.locator("#status")).to_contain_text("in 1 document")
    expect(page.locator("#chosen")).to_contain_text("Council: Derby")
    page.locator("#q").fill("supervision")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile("q=supervision&authority=derby&sort=newest"))
    page.go_back()
    expect(page.locator("#q")).to_have_value("thresholds")
    answered(page, "thresholds")


def test_what_was_typed_slowly_is_one_entry_of_the_history(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/about/")
    ask(page, site_url, "?q=thresholds")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("caseloads", delay=60)
    answered(page, "caseloads")
    page.go_back()
    answered(page, "thresholds")
    page.go_back()
    expect(page).to_have_url(f"{site_url}/about/")


def test_the_order_of_dates_is_kept(page: Page, site_url: str) -> None:
    years = {}
    for order in ("newest", "oldest"):
        ask(page, site_url, f"?q=assessments&sort={order}")
        show_all(page)
        heads = page.locator("#results h2").all_text_contents()
        years[order] = [int(year[0]) for each in heads if (year := re.search(r"\d{4}", each))]
    assert years["newest"] == sorted(years["newest"], reverse=True)
    assert years["oldest"] == years["newest"][::-1]
    assert len(set(years["newest"])) > 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LADO", "designated officer"),
        ("LAC", "children in care"),
        ("looked after children", "children looked after"),
        ("CSE", "child sexual exploitation"),
        ("IRO", "independent reviewing officers"),
        ("behaviour", "behavior"),
        ("organised", "organized"),
        ("wellbeing", "well-being"),
    ],
)
def test_every_way_of_writing_finds_the_same(
    one: str, other: str, page: Page, site_url: str
) -> None:
    ask(page, site_url, f"?q={one}")
    before = found(page), sorted(shown(page)[:3])
    ask(page, site_url, f"?q={other}")
    assert (found(page), sorted(shown(page)[:3])) == before
    assert before[0] > 1


def test_a_phrase_is_found_only_where_its_words_stand_together(page: Page, site_url: str) -> None:
    ask(page, site_url, '?q="missing from care"')
    assert 0 < found(page) < 5
    for words in page.locator("#results .finding .words").all():
        expect(words).to_contain_text(re.compile("missing from care", re.IGNORECASE))
    ask(page, site_url, '?q="care from missing"')
    expect(page.locator("#status")).to_contain_text("Nothing found")


def test_a_slip_of_the_pen_finds_something_and_is_told(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervison")
    expect(page.get_by_role("status")).to_contain_text(
        "Nothing holds “supervison”: taken for “supervision”."
    )
    assert found(page) > 10


def test_a_place_with_a_slip_is_a_place(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision+portsmuoth")
    expect(page.get_by_role("status")).to_contain_text("taken for “portsmouth”")
    expect(page.locator("#said a").first).to_have_attribute("href", "/authorities/portsmouth/")
    expect(page.locator("#results h2").first).to_contain_text("Portsmouth 2011")


def test_a_word_that_says_little_shuts_out_nothing_that_answers(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=how+long+do+care+proceedings+take")
    expect(page.locator("#status")).not_to_contain_text("none has all")
    expect(page.locator("#results .finding").first).to_contain_text("an average of 24.4 weeks")
    ask(page, site_url, "?q=take")  # and by itself it is asked for
    assert found(page) > 10


def test_how_much_a_document_holds_is_shown(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=children&authority=derby")
    told = re.search(r"(\d+) results", page.locator("#results .facts").text_content() or "")
    assert told
    assert int(told[1]) == found(page) > 10
    page.get_by_role("button", name=re.compile("more .*in this document")).click()
    expect(page.locator("#results a.place")).to_have_count(min(found(page), 20))
    expect(page.locator("#results a.place").nth(10)).to_be_focused()


def test_a_search_from_the_home_page_leads_to_results(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.get_by_role("searchbox", name="Search every paragraph").fill("private fostering")
    page.get_by_role("searchbox", name="Search every paragraph").press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=private\+fostering"))
    expect(page.locator("#results .result").first).to_be_visible()


def test_a_search_for_nothing_known_says_what_to_try(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=xylophonist")
    expect(page.locator("#status")).to_contain_text("Nothing found")
    expect(page.locator("#results .nothing a").first).to_be_visible()
    ask(page, site_url, "?q=bruising&authority=derby")
    page.get_by_role("button", name="Without “Council: Derby”").click()
    expect(page).to_have_url(re.compile(r"\?q=bruising$"))
    expect(page.locator("#results a.place").first).to_be_visible()


def test_the_archive_s_own_pages_can_be_found(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=Derby")
    expect(page.locator("#said a").first).to_have_attribute("href", "/authorities/derby/")
    expect(page.locator("#best a[href='/authorities/derby/']")).to_be_visible()


def test_pages_are_suggested_while_somebody_types(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/")
    box = page.get_by_role("combobox", name="Search every paragraph")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("plymouth", delay=30)
    options = page.get_by_role("listbox", name="Pages of the archive").get_by_role("option")
    expect(options.first).to_be_visible()
    assert 1 <= options.count() <= 5
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggested-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("plymouth")
    box.press_sequentially(" ", delay=30)
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/search/"))


def test_the_nearest_feed_is_offered(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision")
    expect(page.locator("#said .follow a")).to_have_attribute("href", "/feed.xml")
    ask(page, site_url, "?q=supervision+derby")
    follow = page.locator("#said .follow")
    expect(follow.get_by_role("link")).to_have_attribute("href", "/authorities/derby/feed.xml")
    expect(follow).to_contain_text("every new or changed document of Derby")
    for chosen, feed in (
        ("recommendation=priority-action", "/recommendations/kind/priority-action/feed.xml"),
        ("topic=care-plans", "/topics/care-plans/feed.xml"),
    ):
        ask(page, site_url, f"?q=children&{chosen}")
        expect(follow.get_by_role("link")).to_have_attribute("href", feed)
    feeds = (page.locator("#results").get_attribute("data-feeds") or "").split()
    assert len(feeds) > 10
    for each in feeds:
        assert page.request.get(f"{site_url}/{each}/feed.xml").ok, each


def test_the_keyboard_leads_through_the_results(page: Page, site_url: str) -> None:
    search(page, site_url, "supervision")
    places = page.locator("#results a.place")
    page.keyboard.press("ArrowDown")
    expect(places.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(places.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_be_focused()
    page.locator("#sort").focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("supervision")
    page.keyboard.press("ArrowDown")
    address = places.first.get_attribute("href") or ""
    page.keyboard.press("Enter")
    expect(page).to_have_url(site_url + address)


def test_the_keyboard_leads_through_the_filters(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision")
    page.locator("[data-filter=authority] summary").focus()
    page.keyboard.press("Enter")
    derby = page.locator("[data-filter=authority]").get_by_label("Derby")
    expect(derby).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Find an authority")).to_be_focused()
    page.keyboard.press("Tab")
    expect(derby).to_be_focused()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("authority=derby"))
    expect(page.locator("#chosen")).to_contain_text("Council: Derby")
    expect(derby).to_be_focused()  # though the list was written anew
    expect(derby).to_be_checked()
    remove = page.locator("#chosen").get_by_role("button", name="Remove the filter Council")
    remove.focus()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("authority=derby"))


def test_a_reader_who_goes_on_at_once_is_not_taken_back(page: Page, site_url: str) -> None:
    search(page, site_url, "supervision")
    page.keyboard.press("ArrowDown")
    first = page.locator("#results a.place").first
    expect(first).to_be_focused()
    page.wait_for_timeout(600)  # a word that was not finished would be completed by now
    expect(first).to_be_focused()


def test_only_what_is_shown_is_fetched(page: Page, site_url: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))

    def files(part: str) -> list[str]:
        return [url for url in fetched if f"/{part}" in url]

    ask(page, site_url, "?q=supervision&topic=supervision")
    assert found(page) > 10
    assert not files("values/topics") + files("values/sections") + files("phrases/")
    open_filter(page, "topic")
    expect(page.locator("[data-filter=topic] label .count").first).to_be_visible()
    assert files("values/topics")
    ask(page, site_url, "?q=%22children+and+young+people%22")
    assert found(page) > 100
    assert len(files("phrases/")) == 2  # “children and young”, “young people”


def test_what_is_found_is_announced(page: Page, site_url: str) -> None:
    search(page, site_url, "caseloads")
    status = page.get_by_role("status").filter(has_text="found")
    expect(status).to_have_text(re.compile(r"^\d+ results found in \d documents"))


def test_words_typed_before_the_script_came_are_kept(page: Page, site_url: str) -> None:
    page.route("**/search/start.bin", lambda route: None)  # it does not come yet
    page.goto(f"{site_url}/search/", wait_until="commit")
    page.locator("#q").fill("thresholds")
    page.unroute("**/search/start.bin")
    page.reload(wait_until="commit")
    page.locator("#q").fill("thresholds")
    answered(page, "thresholds")


@pytest.mark.page_problems("status of 404", "answered 404")
def test_an_index_that_has_gone_is_said(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/search/")
    expect(page.locator("#filters label").first).to_be_attached()
    page.route("**/search/words/**", lambda route: route.fulfill(status=404))
    page.locator("#q").fill("thresholds")
    expect(page.locator("#status")).to_contain_text("published anew")
    page.unroute("**/search/words/**")
    page.get_by_role("button", name="Load the page again").click()
    answered(page, "thresholds")


@pytest.mark.parametrize(
    ("words", "chip", "selection"),
    [
        ("caseloads 2011", "Year: 2011", "q=caseloads&year=2011"),
        ("caseloads since 2010", "From 2010", "q=caseloads&from=2010"),
        ("priority actions caseloads", "Asked to improve: Area for priority action",
         "q=caseloads&recommendation=priority-action"),
        ("good councils supervision", "Overall grade: Good", "q=supervision&overall=good"),
    ],
)  # fmt: skip
def test_words_that_name_a_filter_are_that_filter(
    words: str, chip: str, selection: str, page: Page, site_url: str
) -> None:
    ask(page, site_url, f"?{selection}")
    expected = found(page), shown(page)
    ask(page, site_url, f"?q={words}")
    expect(page.locator("#chosen li")).to_have_text([re.compile(re.escape(chip))])
    expect(page.get_by_role("status")).to_contain_text(f"Narrowed by {chip}.")
    assert (found(page), shown(page)) == expected
    page.get_by_role("button", name=f"Remove the filter {chip}").click()
    expect(page.locator("#q")).to_have_value(re.compile("“.*”"))  # they are words again
    expect(page.locator("#chosen li")).to_have_count(0)


def test_a_place_is_looked_in_first(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=derby city council caseloads")
    assert all("Derby" in head for head in page.locator("#results h2").all_text_contents()[:1])
    expect(page.get_by_role("status")).to_contain_text("in Derby")
    expect(page.locator("#said a").first).to_have_attribute("href", "/authorities/derby/")


def test_a_place_that_says_little_of_a_meaning_is_asked_for_its_words(
    page: Page, site_url: str
) -> None:
    ask(page, site_url, "?q=derby strategy meeting")
    for at in range(3):
        link = page.locator("#results .finding").nth(at).locator("a[href*='/documents/']").first
        expect(link).to_have_attribute("href", re.compile("/documents/derby-"))


@pytest.mark.parametrize(
    ("words", "without"),
    [("supervision -training", "training"), ("supervision -“social workers”", "social workers")],
)
def test_what_is_asked_not_to_be_there_is_not_there(
    words: str, without: str, page: Page, site_url: str
) -> None:
    ask(page, site_url, "?q=supervision")
    before = found(page)
    ask(page, site_url, f"?q={words}")
    assert 0 < found(page) < before
    for text in page.locator("#results .finding .words").all_text_contents():
        assert without not in text.lower()


def test_either_of_two_words_is_enough(page: Page, site_url: str) -> None:
    counts = []
    for words in ("genograms", "chronologies", "genograms OR chronologies"):
        page.goto(f"{site_url}/search/?q={words}")
        expect(page.locator("#results")).to_have_attribute("data-query", words)
        text = page.get_by_role("status").first.text_content() or ""
        counts.append(int(number[0]) if (number := re.search(r"\d+", text)) else 0)
    assert max(counts[:2]) <= counts[2] <= sum(counts[:2])
    assert counts[2] > 0


def test_a_slip_that_may_be_another_word_is_offered(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=teenagee+wsupervision")
    expect(page.locator("#said")).to_contain_text("Did you mean")
    page.locator("#said").get_by_role("button", name="supervision").click()
    expect(page.locator("#q")).to_have_value("teenagee supervision")


def test_the_title_of_the_page_says_what_is_searched(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=caseloads")
    expect(page).to_have_title(re.compile("^caseloads · Search"))


def test_one_document_can_be_searched_alone(page: Page, site_url: str) -> None:
    ask(page, site_url, "?q=supervision&document=derby-2011-06-27-report")
    expect(page.locator("#results .result")).to_have_count(1)
    expect(page.locator("#chosen li").first).to_contain_text("In Derby 2011, report")


STATES = ("", "?q=supervision", "?q=xylophonist", "?recommendation=area-for-improvement")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_in_the_search(
    width: int, scheme: str, page: Page, site_url: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    for state in STATES:
        page.goto(f"{site_url}/search/{state}")
        if state:
            expect(page.locator("#status")).to_contain_text("found")
        if width == 320:
            page.locator("#narrow > summary").click()
        open_filter(page, "grade")
        open_filter(page, "year")
        results = Axe().run(page)
        assert results.violations_count == 0, (state, results.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
    page.goto(f"{site_url}{REPORT}#p14")
    expect(page.locator(".cite")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
