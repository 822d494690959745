"""Every fault of the table: what is said, what stands afterwards, and that nothing lies about.

The table is `docs/faults.md`.  A fault belongs in it that could cost a site or a document; one
whose message changes is compared there, word for word (`--update-golden` writes it anew).
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from builder.build.pipeline import build_site
from tests.integration.faults.bench import FAULTS, Bench, Fault, Told, content_of
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, files_of

TABLE = PROJECT / "docs" / "faults.md"

for module in sorted((Path(__file__).parent / "faults").glob("*.py")):
    importlib.import_module(f"tests.integration.faults.{module.stem}")

HEADINGS = sorted(FAULTS, key=lambda heading: FAULTS[heading][0].put.__module__)
"""In one order, whichever module was imported first."""
ALL = [fault for heading in HEADINGS for fault in FAULTS[heading]]
BEFORE_ALL_ELSE = {
    "Odd files",
    "Originals that are added",
    "The server on this machine",
    "What is kept",
    "What was published",
}
"""Under these headings stand faults that are seen before anything is made of what was kept, those
that bring their own build before, and those of no build."""
AGAIN = [
    fault for heading in HEADINGS if heading not in BEFORE_ALL_ELSE for fault in FAULTS[heading]
]


def row(fault: Fault, told: Told) -> str:
    said = "<br>".join(f"`{line}`" for line in told.said.splitlines()).replace("|", "\\|")
    return f"| {fault.name} | {said or 'nothing'} | {told.status} | {fault.stands} |"


def rows() -> dict[str, str]:
    """The table's rows, by the fault's name."""
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines}


@pytest.fixture(scope="module")
def written(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """The rows as they turn out; written as the table where that is asked for."""
    found: dict[str, str] = {}
    yield found
    if request.config.getoption("--update-golden") and len(found) == len(ALL):
        text = TABLE.read_text("utf-8").partition("\n## ")[0]  # what is said before the table
        for heading in HEADINGS:
            text += f"\n## {heading}\n\n| fault | what is said | status | what stands |\n"
            text += "|---|---|---|---|\n" + "".join(
                f"{found[each.name]}\n" for each in FAULTS[heading]
            )
        TABLE.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """What a build makes of the content that has no cache to take anything from."""
    site = tmp_path_factory.mktemp("anew") / "site"
    build_site(CONTENT, site)
    return content_of(site)


def put(fault: Fault, bench: Bench, made_anew: Mapping[str, bytes]) -> Told:
    """A fault put into a build, with all that holds of every one of them."""
    told = fault.put(bench)
    assert "Traceback" not in told.said
    assert fault.stands.split(";")[0].split(",")[0] == bench.standing()
    assert bench.lying_about() == set()
    if bench.standing() == "new" and files_of(bench.content) == files_of(CONTENT):
        assert_same(content_of(bench.site), made_anew)
    bench.mend()
    after = bench.build()
    assert after.said == "Built … in site/."
    assert_same(content_of(bench.site), made_anew)
    assert bench.lying_about() == set()
    return told


def assert_same(site: Mapping[str, bytes], other: Mapping[str, bytes]) -> None:
    assert site.keys() == other.keys()
    assert [name for name in site if site[name] != other[name]] == []


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_a_fault_does_what_the_table_says(
    fault: Fault,
    tmp_path: Path,
    written: dict[str, str],
    made_anew: Mapping[str, bytes],
    request: pytest.FixtureRequest,
) -> None:
    (tmp_path / "bench").mkdir()
    told = put(fault, Bench(tmp_path / "bench"), made_anew)
    written[fault.name] = row(fault, told)
    if not request.config.getoption("--update-golden"):
        assert rows().get(fault.name) == row(fault, told), "run pytest with --update-golden"


@pytest.mark.parametrize("fault", AGAIN, ids=lambda fault: fault.name)
def test_a_fault_does_the_same_where_a_build_went_before(
    fault: Fault, tmp_path: Path, made_anew: Mapping[str, bytes]
) -> None:
    """The new site is made in a tree of the old one's files, and of what was kept of its build."""
    (tmp_path / "bench").mkdir()
    bench = Bench(tmp_path / "bench")
    bench.build_before()
    assert rows().get(fault.name) == row(fault, put(fault, bench, made_anew))


def test_every_fault_of_the_table_is_tried(
    request: pytest.FixtureRequest,
) -> None:
    if request.config.getoption("--update-golden"):
        pytest.skip("the table is being written")
    told = [name for name, line in rows().items() if line.startswith("| ") and name != "fault"]
    assert told == [fault.name for fault in ALL]
    assert len(ALL) >= 25


@pytest.mark.parametrize("size", ["600k", "1300k"], ids=["the site", "the search index"])
def test_a_disk_that_is_really_full_leaves_the_old_site(size: str, tmp_path: Path) -> None:
    """The first is too small for the site, the second for the search index as well; the cache,
    which fills up too, is on the same disk."""
    script = (
        'mount -t tmpfs -o size="$1" tmpfs "$2" || exit 99\n'
        'mkdir -p "$2/site/data" && echo old > "$2/site/index.html"\n'
        'echo "[]" > "$2/site/data/documents.json"\n'
        'cd "$2" && "$3" -m builder build --content "$4" --output site; echo "status $?"\n'
        "ls -A; cat site/index.html"
    )
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
    if shutil.which("unshare") is None:
        pytest.skip("there is no unshare here")
    done = subprocess.run(
        [*words, size, str(tmp_path), sys.executable, str(CONTENT)],
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode in (1, 99) and "status" not in done.stdout:
        pytest.skip("no disk may be put up here")
    assert "found “No space left on device”" in done.stderr
    assert done.stdout.split() == ["status", "1", ".cache", "site", "old"]
