"""What a reader or an editor waits for: measured at a running server.

In: a built site.  Out: seconds, bytes.
"""

from __future__ import annotations

import gzip
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Response, sync_playwright

from builder.server.static_host import SiteServer
from tests.support.chromium import find

PROJECT = Path(__file__).parents[1]
PACKED = (".bin", ".woff2", ".png")
"""What a host sends as it is; the rest it packs."""


def latency(folder: Path, edit: Callable[[], Path]) -> float:
    """Seconds from the moment when a document is saved to that when its open page is another."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "builder", "serve", "--port", str(port)]
    command += ["--content", str(folder / "content"), "--output", str(folder / "site")]
    command += ["--cache", str(folder / "cache")]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            said = next(line for line in server.stdout if "Serving" in line)
            url = re.findall(r"http://[\d.:]+", said)[0]
            home = get(f"{url}/")
            site = re.findall(r"__reload\.js\?site=(\w+)", home)[0]
            waiting = urllib.request.urlopen(f"{url}/__events?site={site}")
            path = edit()
            saved = time.perf_counter()
            assert waiting.read().startswith(b"data: reload")
            page = get(f"{url}/documents/{path.stem}/")
            seconds = time.perf_counter() - saved
            assert "It was visited" in page
            return seconds
        finally:
            server.terminate()


def get(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        found: str = answer.read().decode()
    return found


def first_results(site: Path, words: str = "return home interviews") -> int:
    """Bytes that a browser fetches to show the first results of a search, as a host sends them."""
    server = SiteServer(site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    sent = 0

    def count(response: Response) -> None:
        nonlocal sent
        body = response.body()
        sent += len(body if response.url.endswith(PACKED) else gzip.compress(body))

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find())
            page = browser.new_page()
            fetched: list[Response] = []
            page.on("response", lambda response: fetched.append(response))
            page.goto(f"{server.url}/search/?q={words.replace(' ', '+')}")
            page.locator("#results .result").first.wait_for(timeout=60_000)
            page.wait_for_load_state("networkidle")
            for each in fetched:
                count(each)
            browser.close()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    return sent
