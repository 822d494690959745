"""Measures what a search costs its reader, in a browser, and prints it.

    python benchmarks/search.py SITE

In: a built site, best one that `synthetic.py` made.  Out: for each question the bytes from opening
the page to its first results, as a host sends them that compresses text; the processor's time of
the page from the last key on, which another process on the machine does not add to; the time that
passed until the results stood there, as it is and with a processor four times slower; and the time
from the question to its first results where the page stands open and nothing of the question was
fetched, under Chromium's network preset "Slow 4G".
"""

from __future__ import annotations

import gzip
import statistics
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, CDPSession, Page, Request, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.conftest import FLAGS
from tests.support import chromium
from tests.support.server import serving

ASKED = (
    "?q=children",
    "?q=supervision",
    "?q=private fostering",
    "?q=return home interviews",
    "?q=social workers caseloads",
    "?q=looked after children health assessments",
    "?q=thresholds for children in need plymouth",
    '?q="emotional health"',
    '?q="in most of the cases sampled"',
    "?q=supervision&topic=supervision",
    "?recommendation=priority-action&from=2014",
)
TIMES = 5
SLOW_4G = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 180_000,
    "uploadThroughput": 84_375,
}
"""Chromium's preset: milliseconds of latency, bytes a second."""
TEXT = ("css", "html", "javascript", "json", "svg")
WATCH = """() => {
  const results = document.querySelector("#results");
  document.querySelector("#q").addEventListener("input", () => (window.began = performance.now()));
  document.querySelector("#q").addEventListener("input", () => (window.first = 0));
  const drawn = (name) => () => requestAnimationFrame(() => (window[name] ||= performance.now()));
  new MutationObserver(drawn("first")).observe(results, { childList: true });
  new MutationObserver(() => requestAnimationFrame(() => (window.ended = performance.now())))
    .observe(results, { attributes: true, attributeFilter: ["data-query"] });
}"""


def fetched(browser: Browser, address: str) -> tuple[int, int]:
    """The bytes sent until the first results of a search, and how many files."""
    page = browser.new_page()
    sent: list[int] = []

    def add(request: Request) -> None:
        answer = request.response()
        assert answer
        body = answer.body()
        text = any(each in answer.headers.get("content-type", "") for each in TEXT)
        sent.append(len(gzip.compress(body) if text else body))

    page.on("requestfinished", add)
    page.goto(address)
    expect(page.locator("#status")).to_contain_text("found", timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.context.close()
    return sum(sent), len(sent)


def last_key(page: Page, client: CDPSession, query: str) -> tuple[float, float]:
    """Milliseconds of the processor, and that passed, from the last key of a question."""
    page.locator("#q").fill(query[:-1])
    page.wait_for_timeout(900)
    page.locator("#q").evaluate(
        "(box) => box.setSelectionRange(box.value.length, box.value.length)"
    )
    before = busy(client)
    page.keyboard.type(query[-1])
    page.wait_for_timeout(350)  # a word that is not finished is completed later
    passed: float = page.evaluate("window.ended - window.began")
    return busy(client) - before, passed


def busy(client: CDPSession) -> float:
    metrics = client.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def typed(browser: Browser, url: str, query: str, slower: int) -> tuple[float, float]:
    """The medians of `last_key`, everything that the question needs having been fetched."""
    page = browser.new_page()
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{url}/search/")
    page.locator("#filters fieldset").first.wait_for(state="attached")
    page.evaluate(WATCH)
    client.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.locator("#q").focus()
    last_key(page, client, query)
    taken = [last_key(page, client, query) for _ in range(TIMES)]
    page.context.close()
    cpu, passed = zip(*taken, strict=True)
    return statistics.median(cpu), statistics.median(passed)


def over_slow_network(browser: Browser, url: str, query: str) -> float:
    """Milliseconds from a question to its first results, the page standing open."""
    page = browser.new_page()
    client = page.context.new_cdp_session(page)
    page.goto(f"{url}/search/")
    page.locator("#filters fieldset").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    client.send("Network.enable")
    client.send("Network.emulateNetworkConditions", SLOW_4G)
    page.locator("#q").fill(query)
    expect(page.locator("#status")).to_contain_text("found", timeout=60_000)
    page.wait_for_timeout(100)
    passed: float = page.evaluate("window.first - window.began")
    page.context.close()
    return passed


def main() -> None:
    with serving(Path(sys.argv[1])) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(FLAGS))
        print("|  kB | files | processor | passed | 4 × slower | Slow 4G | search |")
        print("|---|---|---|---|---|---|---|")
        for asked in ASKED:
            sent, files = fetched(browser, f"{url}/search/{quote(asked, safe='?=&')}")
            row = f"| {sent / 1000:.0f} | {files} |"
            if "&" in asked or "q=" not in asked:
                print(f"{row} | | | | `{asked}` |")
                continue
            query = asked.removeprefix("?q=")
            cpu, passed = typed(browser, url, query, 1)
            _, slow = typed(browser, url, query, 4)
            far = over_slow_network(browser, url, query)
            times = " | ".join(f"{each:.0f} ms" for each in (cpu, passed, slow, far))
            print(f"{row} {times} | {query} |", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
