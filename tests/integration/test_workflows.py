"""The workflows of the host: sound as files, safe, and their commands run on a clone here."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import EXAMPLES, FIXTURES, PROJECT
from tests.support.publisher import (
    Answered,
    Publisher,
    authorities,
    description,
    published,
)
from tests.support.workflow_runner import WORKFLOWS, Host, git, push, read_workflow, repository

FILES = sorted(WORKFLOWS.glob("*.yml"))
INBOX, PUBLISH = WORKFLOWS / "inbox.yml", WORKFLOWS / "publish.yml"
FETCH = WORKFLOWS / "fetch.yml"

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
    for name in ("test", "audit", "record", "keep"):
        assert "NETLIFY" not in str(jobs[name])
    assert not re.search(r"secrets\.(?!NETLIFY_PREVIEW_)", str(jobs["preview"]))
    assert jobs["preview"]["environment"] == "preview"


def test_the_tool_that_publishes_is_the_one_that_was_locked() -> None:
    text = PUBLISH.read_text("utf-8")
    given = re.findall(r"([0-9a-f]{64})  (netlify/tool/\S+)", text)
    assert sorted({name for _, name in given}) == [
        "netlify/tool/package-lock.json",
        "netlify/tool/package.json",
    ]
    for digest, name in given:
        assert hashlib.sha256((PROJECT / name).read_bytes()).hexdigest() == digest, name
    assert len(given) == 2 * text.count("npm ci --silent --ignore-scripts") == 4
    assert "npx" not in text
    locked = json.loads((PROJECT / "netlify/tool/package-lock.json").read_text("utf-8"))
    packages = {name: each for name, each in locked["packages"].items() if name}
    unlocked = [name for name, each in packages.items() if not {"integrity", "inBundle"} & {*each}]
    assert unlocked == []


@every_workflow
def test_every_job_ends_in_time(path: Path) -> None:
    for job in read_workflow(path)["jobs"].values():
        assert job["timeout-minutes"] <= 120


@every_workflow
def test_no_job_that_reads_originals_may_write(path: Path) -> None:
    for job in read_workflow(path)["jobs"].values():
        if "make " in str(job["steps"]):
            assert job["permissions"] == {"contents": "read"}


@every_workflow
def test_the_strictest_reader_of_workflows_finds_nothing(path: Path) -> None:
    done = tool("zizmor", "--offline", "--no-progress", "--persona", "auditor", str(path))
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")
def test_a_checkpoint_is_signed_as_a_note(tmp_path: Path, host: Host) -> None:
    key = tmp_path / "key.pem"
    words = ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(key)]
    subprocess.run(words, check=True, capture_output=True)
    public = subprocess.run(
        ["openssl", "pkey", "-in", str(key), "-pubout", "-outform", "DER"],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    log = tmp_path / "host" / "artifacts" / "site" / "site" / "log"
    log.mkdir(parents=True)
    shutil.copytree(PROJECT / "netlify", log.parents[1] / "netlify")
    body = "example.org/log\n7\n" + base64.b64encode(bytes(32)).decode() + "\n"
    (log / "checkpoint").write_text(body)
    host.values["secrets.LOG_KEY"] = key.read_text()
    place = host.run_job(PUBLISH, "deploy")
    signed = (place / "site/log/checkpoint").read_text("utf-8")
    text, _, line = signed.partition("\n\n")
    assert text + "\n" == body
    dash, name, note = line.split()
    assert (dash, name) == ("—", "example.org/log")
    data = base64.b64decode(note)
    # c2sp.org/signed-note: the id of an Ed25519 key
    assert data[:4] == hashlib.sha256(name.encode() + b"\n\x01" + public[-32:]).digest()[:4]
    for path, content in (("public", public), ("signature", data[4:]), ("body", body.encode())):
        (tmp_path / path).write_bytes(content)
    asked = "-verify -pubin -keyform DER -inkey public -rawin -sigfile signature -in body"
    done = subprocess.run(["openssl", "pkeyutl", *asked.split()], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr


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


LETTER = b"""Council 0 Council

1. The telephone is answered.

3. Letters are answered.
"""


@pytest.fixture
def inspectorate(tmp_path: Path, origin: Path) -> Iterator[Publisher]:
    """A publisher of two reports, one of them no report, beside an archive that knows of it."""
    publisher = Publisher(councils=1, reports=2)
    publisher.faults["/v1/file/0"] = Answered(LETTER, "text/plain")
    publisher.faults["/v1/file/1"] = Answered(b"   ", "text/plain")
    content = tmp_path / "work" / "content"
    with published(publisher) as address:
        shutil.rmtree(content)
        shutil.copytree(EXAMPLES / "empty" / "content", content)
        (content / "authorities.yaml").write_text(authorities(1))
        (content / "publishers").mkdir()
        page = description(address).replace("{pdf: pdf}", "{pdf: txt}")
        page = page.replace("pdf: Inspection", "txt: Inspection")
        (content / "publishers" / "standing-in.yaml").write_text(page)
        push(tmp_path / "work", "Another archive")
        yield publisher


def fetching(folder: Path, origin: Path) -> Host:
    """A host on which nobody waits."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text("import time\ntime.sleep = lambda seconds: None\n")
    return Host(folder, origin, environment={"PYTHONPATH": str(folder)})


@pytest.mark.slow
def test_each_new_report_becomes_a_pull_request_once(
    tmp_path: Path,
    origin: Path,
    inspectorate: Publisher,
    golden: Callable[[Path, str], None],
) -> None:
    first = fetching(tmp_path / "first", origin)
    first.run_job(FETCH, "fetch")
    first.run_job(FETCH, "propose")
    asked = [each.split(" --body-file")[0] for each in first.asked]
    assert asked == [
        "gh auth setup-git",
        "gh issue create --title council-0-2021-03-03-1 cannot be read",
        "gh pr create --base main --head fetched/council-0-2024-07-30-0 "
        "--title Add council-0-2024-07-30-0",
        "gh workflow run publish.yml --ref fetched/council-0-2024-07-30-0",
        "gh pr create --base main --head fetched/looked-4711 "
        "--title Enter that new reports were looked for",
        "gh workflow run publish.yml --ref fetched/looked-4711",
    ]
    changed = git("diff", "--name-status", "main", "fetched/council-0-2024-07-30-0", at=origin)
    assert [line.split("/")[:2] for line in changed.split("\n") if line] == [
        ["A\tcontent", "documents"],
        ["A\tcontent", "originals"],
    ]
    looked = git("diff", "--name-status", "main", "fetched/looked-4711", at=origin)
    assert looked == "A\tcontent/publishers/standing-in.csv\nM\tcontent/site.yaml\n"
    text = first.artifacts / "proposals" / "proposals" / "council-0-2024-07-30-0.md"
    said = re.sub(r"http://127\.0\.0\.1:\d+", "https://publisher.example", text.read_text("utf-8"))
    golden(FIXTURES / "golden" / "pull-request.md", said)
    # Nobody has merged any of it: the same reports are seen, and proposed no second time.
    second = fetching(tmp_path / "second", origin)
    second.run_job(FETCH, "fetch")
    second.run_job(FETCH, "propose")
    assert [each for each in second.asked if "council-0-2024-07-30-0" in each] == []
    # Merged, they are not even asked for.
    git("update-ref", "refs/heads/main", "refs/heads/fetched/looked-4711", at=origin)
    inspectorate.asked.clear()
    third = fetching(tmp_path / "third", origin)
    third.run_job(FETCH, "fetch")
    assert inspectorate.count("/v1/file/") == 0


ENTERED = "Enter what is published in the ledger"


@pytest.mark.slow
def test_everything_published_is_in_the_ledger(tmp_path: Path, origin: Path, host: Host) -> None:
    ledger = f"content/ledger/documents/plymouth/{REPORT}.csv"
    held = git("show", f"main:{ledger}", at=origin)
    (tmp_path / "work" / ledger).unlink()
    shutil.rmtree(tmp_path / "work" / "content/ledger/log")
    push(tmp_path / "work", "A document that was never published")
    place = host.run_job(PUBLISH, "record")
    assert git("log", "-1", "--format=%s", "main", at=origin).strip() != ENTERED
    host.run_job(PUBLISH, "keep")
    entered = git("show", f"main:{ledger}", at=origin)
    day = git("log", "-1", "--format=%cs", "main~1", at=origin).strip()
    assert [line.rsplit(",", 1)[0] for line in entered.split()[1:]] == [
        line.rsplit(",", 1)[0] for line in held.split()[1:]
    ]
    assert {line.rsplit(",", 1)[1] for line in entered.split()[1:]} == {day}
    assert git("log", "-1", "--format=%s", "main", at=origin).strip() == ENTERED
    site = tmp_path / "host" / "artifacts" / "site" / "site"
    manifest = json.loads((site / "data" / "manifest.json").read_text("utf-8"))
    assert manifest["commit"] == git("rev-parse", "main", at=origin).strip()
    assert (tmp_path / "host" / "artifacts" / "site" / "site" / "index.html").is_file()
    assert git("status", "--porcelain", "--untracked-files=no", at=place) == ""


@pytest.mark.slow
def test_a_ledger_that_holds_everything_is_not_committed_anew(origin: Path, host: Host) -> None:
    before = git("rev-parse", "main", at=origin)
    host.run_job(PUBLISH, "record")
    host.run_job(PUBLISH, "keep")
    assert git("rev-parse", "main", at=origin) == before
    assert host.asked == []
    host.values["secrets.LOG_KEY"] = ""
    place = host.run_job(PUBLISH, "deploy")
    (asked,) = host.asked
    assert " deploy --no-build --prod --dir=site " in asked
    assert (place / "site" / "index.html").is_file()
    assert (place / "netlify.toml").is_file()


def test_a_preview_does_not_take_the_place_of_the_site(tmp_path: Path, host: Host) -> None:
    preview = tmp_path / "host" / "artifacts" / "preview"
    (preview / "site").mkdir(parents=True)
    shutil.copytree(PROJECT / "netlify", preview / "netlify")
    host.values["github.head_ref || github.ref_name"] = "Inbox/4711 & a very long name of a branch"
    host.run_job(PUBLISH, "preview")
    deployed, told = host.asked
    assert "--prod" not in deployed
    assert "--alias=inbox-4711---a-very-long-name-of-a-br --json" in deployed
    assert "--body Preview: https://x.example" in told
