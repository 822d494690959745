"""Which browser the tests get, on machines that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.support.chromium import HELP, Machine, NoChromium, ensure, find


@dataclass
class Pretence:
    """A machine with some programs, on which some installations work."""

    programs: dict[str, str] = field(default_factory=dict)
    environ: dict[str, str] = field(default_factory=dict)
    root: bool = False
    apt_works: bool = True
    playwright_works: tuple[str, ...] = ()
    """The options of `playwright install` with which it succeeds."""
    driven: bool = True
    """Whether Playwright's driver starts."""
    downloaded: str | None = None
    ran: list[str] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> bool:
        program, *rest = command
        if program == "apt-get":
            self.ran.append(f"apt-get {rest[0]}")
            if self.apt_works and rest[0] == "install":
                self.programs["chromium"] = "/usr/bin/chromium"
                self.driven = self.driven or "libatomic1" in rest
            return self.apt_works
        options = " ".join(rest[3:])
        self.ran.append(f"playwright install {options}")
        if options in self.playwright_works:
            self.downloaded = "/cache/chrome"
        return options in self.playwright_works

    @property
    def machine(self) -> Machine:
        return Machine(
            environ=self.environ,
            which=self.programs.get,
            run=self.run,
            driven=lambda: self.driven,
            downloaded=lambda: self.downloaded if self.driven else pytest.fail("no driver"),
            is_root=lambda: self.root,
        )


@pytest.mark.parametrize(
    ("pretence", "path"),
    [
        (
            Pretence(
                programs={"/opt/chrome": "/opt/chrome", "chromium": "/usr/bin/chromium"},
                environ={"CHROMIUM": "/opt/chrome"},
            ),
            "/opt/chrome",
        ),
        (Pretence(programs={"google-chrome": "/bin/g", "chromium": "/bin/c"}), "/bin/c"),
        (Pretence(programs={"google-chrome-stable": "/bin/g"}, downloaded="/cache/x"), "/bin/g"),
        (Pretence(downloaded="/cache/x", root=True, programs={"apt-get": "/bin/a"}), "/cache/x"),
    ],
    ids=["named", "first-on-path", "path-before-download", "download-before-apt"],
)
def test_takes_what_is_there_and_installs_nothing(pretence: Pretence, path: str) -> None:
    assert ensure(pretence.machine) == path
    assert pretence.ran == []


@pytest.mark.parametrize(
    ("pretence", "ran", "path"),
    [
        (
            Pretence(root=True, programs={"apt-get": "/bin/a"}),
            ["apt-get update", "apt-get install"],
            "/usr/bin/chromium",
        ),
        (
            Pretence(root=True, driven=False, programs={"apt-get": "/a", "chromium": "/bin/c"}),
            ["apt-get update", "apt-get install"],
            "/usr/bin/chromium",
        ),
        (
            Pretence(programs={"apt-get": "/bin/a"}, playwright_works=("chromium",)),
            ["playwright install --with-deps chromium", "playwright install chromium"],
            "/cache/chrome",
        ),
        (
            Pretence(
                root=True,
                programs={"apt-get": "/bin/a"},
                apt_works=False,
                playwright_works=("--with-deps chromium",),
            ),
            ["apt-get update", "playwright install --with-deps chromium"],
            "/cache/chrome",
        ),
    ],
    ids=["root-with-apt", "driver-lacks-a-library", "no-root", "apt-fails"],
)
def test_installs_in_the_first_way_that_works(
    pretence: Pretence, ran: list[str], path: str
) -> None:
    assert ensure(pretence.machine) == path
    assert pretence.ran == ran


def test_says_what_to_do_when_nothing_works() -> None:
    with pytest.raises(NoChromium, match="none could be installed") as caught:
        ensure(Pretence().machine)
    assert HELP in str(caught.value)


def test_a_wrong_name_is_said_rather_than_passed_over() -> None:
    pretence = Pretence(programs={"chromium": "/bin/c"}, environ={"CHROMIUM": "/no/such"})
    with pytest.raises(NoChromium, match="CHROMIUM=/no/such"):
        find(pretence.machine)


def test_a_driver_that_cannot_start_is_said() -> None:
    with pytest.raises(NoChromium, match="libatomic1"):
        ensure(Pretence(driven=False, programs={"chromium": "/bin/c"}).machine)
