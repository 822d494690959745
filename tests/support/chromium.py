"""Finds a Chromium for the browser tests; as a script, installs one where there is none.

    python tests/support/chromium.py

In: the variable CHROMIUM, the PATH, else apt-get or Playwright.  Out: the path of a Chromium.
Of its own because the Makefile may install a browser, while the tests only ever look for one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

APT = (
    ("apt-get", "update"),
    # Playwright's driver is a Node.js that a minimal Debian lacks a library for.
    ("apt-get", "install", "-y", "--no-install-recommends", "chromium", "libatomic1"),
)
PLAYWRIGHT = (sys.executable, "-m", "playwright", "install")

NO_DRIVER = (
    "Playwright's driver does not start: a library is missing (Debian: apt-get install libatomic1)."
)
HELP = (
    "Install Chromium (Debian: apt-get install chromium; elsewhere Chrome will do), or name one: "
    "CHROMIUM=/path/to/chromium make test"
)


class NoChromium(Exception):
    """There is no Chromium to be had; the message says what to do."""


def run(command: Sequence[str]) -> bool:
    """Whether a command succeeded. Its output is shown only if it did not."""
    print("Installing Chromium:", " ".join(command), file=sys.stderr)
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        print(error, file=sys.stderr)
        return False
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


def driven() -> bool:
    """Whether Playwright's driver starts on this machine."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0


def downloaded() -> str | None:
    """The Chromium that Playwright has downloaded for itself, if it has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


@dataclass(frozen=True)
class Machine:
    """All of the machine that the choice depends on, so that a test can put its own in place."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    which: Callable[[str], str | None] = shutil.which
    run: Callable[[Sequence[str]], bool] = run
    driven: Callable[[], bool] = driven
    downloaded: Callable[[], str | None] = downloaded
    is_root: Callable[[], bool] = lambda: hasattr(os, "geteuid") and os.geteuid() == 0


def find(machine: Machine | None = None) -> str | None:
    """The Chromium that is named or on the PATH, or None; installs nothing."""
    machine = machine or Machine()
    if named := machine.environ.get("CHROMIUM"):
        if path := machine.which(named):
            return path
        raise NoChromium(f"CHROMIUM={named} is not a program that can be run. {HELP}")
    return next(filter(None, map(machine.which, NAMES)), None)


def ensure(machine: Machine | None = None) -> str:
    """The Chromium to use, installed in the first way that works if there is none yet."""
    machine = machine or Machine()
    drives = machine.driven()
    if drives and (path := find(machine) or machine.downloaded()):
        return path
    if machine.is_root() and machine.which("apt-get") and all(map(machine.run, APT)):
        drives = machine.driven()
        if drives and (path := find(machine)):
            return path
    if not drives:
        raise NoChromium(NO_DRIVER)
    # Installing the libraries too needs rights that the browser alone does not.
    for options in (["--with-deps"], []):
        if machine.run([*PLAYWRIGHT, *options, "chromium"]) and (path := machine.downloaded()):
            return path
    raise NoChromium(f"There is no Chromium, and none could be installed. {HELP}")


if __name__ == "__main__":
    try:
        print(ensure())
    except NoChromium as error:
        sys.exit(str(error))
