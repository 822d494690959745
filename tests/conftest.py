"""What every test can ask for: the built site, its address, a browser that forgives nothing."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.support import chromium
from tests.support.paths import EXAMPLES, PROJECT
from tests.support.server import serving

# Run in the background by a shell, the tests and all that they start would ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine must not fail a test of what is right by how long it takes.
settings.register_profile("archive", deadline=None)
settings.load_profile("archive")

FLAGS = (
    "--no-sandbox",  # Chromium refuses to run as root otherwise
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )
    parser.addoption(
        "--fuzz", type=int, default=0, help="how many inputs to try on each reader, new ones"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "context" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.path.is_relative_to(PROJECT / "tests" / "corpus"):
            item.add_marker("corpus")


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built once for all workers."""
    return built_once(PROJECT / "content", tmp_path_factory.getbasetemp(), "built")


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive of the tests, built once for all workers."""
    return built_once(EXAMPLES / "towns" / "content", tmp_path_factory.getbasetemp(), "small")


def built_once(content: Path, folder: Path, name: str) -> Path:
    """A site that the workers of one run share: the first that needs it builds it."""
    from builder.build.pipeline import build_site

    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    site = folder / name / "site"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            build_site(content, site)
    return site


@pytest.fixture(scope="session")
def site_url(built_site: Path) -> Iterator[str]:
    """The address of the built site, without a final slash."""
    with serving(built_site) as url:
        yield url


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a golden file; with --update-golden writes the file instead."""
    update = request.config.getoption("--update-golden")

    def compare(file: Path, text: str) -> None:
        if update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"{file} does not exist yet; run pytest with --update-golden"
        assert text == file.read_text(encoding="utf-8"), (
            f"differs from {file}; if the new text is right, run pytest with --update-golden"
        )

    return compare


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    args: dict[str, Any] = {**browser_type_launch_args, "args": list(FLAGS)}
    # Without one on the PATH, Playwright takes the one that it has downloaded, or says it has none.
    if path := chromium.find():
        args["executable_path"] = path
    return args


@pytest.fixture(autouse=True)
def no_page_problems(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a browser test whose pages log an error, throw one, or ask for something in vain.

    A test that provokes problems names them: `@pytest.mark.page_problems("status of 404")`.
    """
    if "context" not in request.fixturenames:
        yield
        return
    marker = request.node.get_closest_marker("page_problems")
    expected: tuple[str, ...] = marker.args if marker else ()
    problems: list[str] = []

    def note(problem: str) -> None:
        if not any(part in problem for part in expected):
            problems.append(problem)

    def on_console(message: Any) -> None:
        if message.type == "error":
            note(f"console: {message.text} ({message.location['url']})")

    def on_failure(asked: Any) -> None:
        # Aborted is what the browser itself did, on leaving the page.
        if asked.failure != "net::ERR_ABORTED":
            note(f"failed: {asked.url} ({asked.failure})")

    def on_answer(answer: Any) -> None:
        if answer.status >= 400:
            note(f"answered: {answer.url} with status of {answer.status}")

    context = request.getfixturevalue("context")
    context.on("console", on_console)
    context.on("weberror", lambda error: note(f"page error: {error.error}"))
    context.on("requestfailed", on_failure)
    context.on("response", on_answer)
    yield
    assert problems == []
