"""The workflows of the host: sound as files, safe, and their commands run on a clone here."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import PROJECT
from tests.support.workflow_runner import WORKFLOWS, Host, git, push, read_workflow, repository

FILES = sorted(WORKFLOWS.glob("*.yml"))
INBOX, PUBLISH = WORKFLOWS / "inbox.yml", WORKFLOWS / "publish.yml"

REPORT = "plymouth-2010-05-21-report"
ORIGINAL = "3f97ea415e69.txt"

every_workflow = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in read_workflow(path)["jobs"].values():
        yield from job["steps"]


def tool(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name(words[0])), *words[1:]], capture_output=True, text=True
    )


@every_workflow
def test_every_workflow_is_one(path: Path) -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(path))
    assert done.returncode == 0, done.stdout


@every_workflow
def test_no_workflow_can_be_made_to_do_something_else(path: Path) -> None:
    done = tool("zizmor", "--offline", "--no-progress", "--quiet", str(path))
    assert done.returncode == 0, done.stdout


@every_workflow
def test_every_action_is_pinned_and_says_to_what(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert len(used) == sum("uses" in step for step in steps(path))
    for each in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+(\.\d+)*", each), each


def test_every_action_is_pinned_to_one_version() -> None:
    used = {each for path in FILES for each in re.findall(r"uses: (.*)", path.read_text("utf-8"))}
    assert len(used) == len({each.split("@")[0] for each in used})


@every_workflow
def test_no_command_takes_words_from_outside_for_its_own(path: Path) -> None:
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@every_workflow
def test_workflows_make_only_what_make_knows(path: Path) -> None:
    known = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    asked = {
        target
        for step in steps(path)
        for target in re.findall(r"\bmake ([a-z-]+)", step.get("run", ""))
    }
    assert asked <= known
    assert asked


def test_no_job_may_more_than_it_needs() -> None:
    for path in FILES:
        workflow = read_workflow(path)
        assert workflow["permissions"] == {}
        assert all("permissions" in job for job in workflow["jobs"].values())
    jobs = read_workflow(PUBLISH)["jobs"]
    # What can publish runs nothing that a pull request could have changed.
    for name in ("deploy", "preview"):
        assert "checkout" not in str(jobs[name])
    for name in ("test", "audit", "record"):
        assert "NETLIFY" not in str(jobs[name])


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    return repository(tmp_path)


@pytest.fixture
def host(tmp_path: Path, origin: Path) -> Host:
    (tmp_path / "host").mkdir()
    return Host(tmp_path / "host", origin)


def put_into_inbox(work: Path, *, broken: bool = False) -> None:
    """Take a report out of the archive and put its original into the inbox, as an editor would."""
    documents = work / "content" / "documents" / "plymouth"
    (documents / f"{REPORT}.md").unlink()
    (work / "content" / "ledger" / "documents" / "plymouth" / f"{REPORT}.csv").unlink()
    original = work / "content" / "originals" / ORIGINAL
    original.rename(work / "content" / "inbox" / "As published.txt")
    if broken:
        (work / "content" / "inbox" / "a scan.pdf").write_bytes(b"no PDF")


@pytest.mark.slow
def test_what_is_put_into_the_inbox_becomes_a_pull_request(
    tmp_path: Path, origin: Path, host: Host
) -> None:
    put_into_inbox(tmp_path / "work", broken=True)
    push(tmp_path / "work", "Add files via upload")
    host.run_job(INBOX, "convert")
    assert host.outputs == "waiting=yes\n"
    host.run_job(INBOX, "propose")
    changed = git("diff", "--name-status", "-M", "main", "inbox/4711", at=origin)
    assert sorted(changed.split("\n")) == sorted(
        [
            "",
            f"A\tcontent/documents/plymouth/{REPORT}.md",
            f"R100\tcontent/inbox/As published.txt\tcontent/originals/{ORIGINAL}",
        ]
    )
    assert [each.split(" --title")[0] for each in host.asked] == [
        "gh auth setup-git",
        "gh pr create --base main --head inbox/4711",
        "gh workflow run publish.yml --ref inbox/4711",
    ]
    report = (tmp_path / "host" / "artifacts" / "inbox" / "inbox-report.md").read_text("utf-8")
    assert "| As published.txt | added |" in report
    assert "| a scan.pdf | **could not be read** |" in report
    assert "    5 documents checked: nothing to mend" in report
    assert report.rstrip().endswith("none")
    assert (tmp_path / "host" / "summary.md").read_text("utf-8") == report


@pytest.mark.slow
def test_a_file_that_cannot_be_read_becomes_an_issue(
    tmp_path: Path, origin: Path, host: Host
) -> None:
    (tmp_path / "work" / "content" / "inbox" / "a scan.pdf").write_bytes(b"no PDF")
    push(tmp_path / "work", "Add files via upload")
    host.run_job(INBOX, "convert")
    host.run_job(INBOX, "propose")
    assert [each.split(" --title")[0] for each in host.asked] == ["gh issue create"]
    assert git("branch", "--list", at=origin).split() == ["*", "main"]


@pytest.mark.slow
def test_an_emptied_inbox_asks_for_nothing(host: Host) -> None:
    host.run_job(INBOX, "convert")
    assert host.outputs == ""
    condition = read_workflow(INBOX)["jobs"]["propose"]["if"]
    assert condition == "needs.convert.outputs.waiting == 'yes'"


@pytest.mark.slow
def test_everything_published_is_in_the_ledger(tmp_path: Path, origin: Path, host: Host) -> None:
    ledger = f"content/ledger/documents/plymouth/{REPORT}.csv"
    held = git("show", f"main:{ledger}", at=origin)
    (tmp_path / "work" / ledger).unlink()
    push(tmp_path / "work", "A document that was never published")
    place = host.run_job(PUBLISH, "record")
    entered = git("show", f"main:{ledger}", at=origin)
    day = git("log", "-1", "--format=%cs", "main~1", at=origin).strip()
    assert [line.rsplit(",", 1)[0] for line in entered.split()[1:]] == [
        line.rsplit(",", 1)[0] for line in held.split()[1:]
    ]
    assert {line.rsplit(",", 1)[1] for line in entered.split()[1:]} == {day}
    assert git("log", "-1", "--format=%s", "main", at=origin).strip() == (
        "Enter what is published in the ledger"
    )
    assert (tmp_path / "host" / "artifacts" / "site" / "site" / "index.html").is_file()
    assert git("status", "--porcelain", "--untracked-files=no", at=place) == ""


@pytest.mark.slow
def test_a_ledger_that_holds_everything_is_not_committed_anew(origin: Path, host: Host) -> None:
    before = git("rev-parse", "main", at=origin)
    host.run_job(PUBLISH, "record")
    assert git("rev-parse", "main", at=origin) == before
    assert host.asked == []
    place = host.run_job(PUBLISH, "deploy")
    (asked,) = host.asked
    assert " deploy --no-build --prod --dir=site " in asked
    assert (place / "site" / "index.html").is_file()
    assert (place / "netlify.toml").is_file()


def test_a_preview_does_not_take_the_place_of_the_site(tmp_path: Path, host: Host) -> None:
    for name in ("site", "netlify"):
        (tmp_path / "host" / "artifacts" / "preview" / name).mkdir(parents=True)
    host.values["github.head_ref || github.ref_name"] = "Inbox/4711 & a very long name of a branch"
    host.run_job(PUBLISH, "preview")
    deployed, told = host.asked
    assert "--prod" not in deployed
    assert "--alias=inbox-4711---a-very-long-name-of-a-br --json" in deployed
    assert "--body Preview: https://x.example" in told
