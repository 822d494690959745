"""Runs the jobs of a workflow here: the commands that it gives to the shell, on a clone of its own.

In: a workflow's file and a repository.  Out: what became of each step.  Each job starts from a
fresh clone, as on the host; artifacts pass from one to the next; `gh` and `netlify` are stand-ins
that write down what they were asked.  Actions themselves are the host's and are not run.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.support.paths import PROJECT

WORKFLOWS = PROJECT / ".github" / "workflows"

STAND_IN = """#!/bin/sh
echo "{name} $*" >> "$ASKED"
{then}
"""


def read_workflow(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    # YAML 1.1 takes the key `on` for a truth.
    found["on"] = found.pop(True)  # type: ignore[call-overload]
    return found


@dataclass
class Host:
    """A repository and what stands around it on the host."""

    folder: Path
    origin: Path
    branch: str = "main"
    outputs: str = ""
    """What the steps of the last job gave out."""
    values: dict[str, str] = field(default_factory=dict)
    """What expressions mean, besides those that are the same everywhere."""
    environment: dict[str, str] = field(default_factory=dict)
    """Variables of every step, besides the host's own."""

    def __post_init__(self) -> None:
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        self.asked_in = self.folder / "asked"
        self.asked_in.write_text("")
        self.artifacts = self.folder / "artifacts"
        told = 'echo \'{"deploy_url": "https://x.example"}\''
        installed = "netlify/tool/node_modules/.bin"
        install = f'mkdir -p {installed} && cp "$(dirname "$0")/netlify" {installed}'
        for name, then in (("gh", ""), ("netlify", told), ("npm", install)):
            program = self.programs / name
            program.write_text(STAND_IN.format(name=name, then=then))
            program.chmod(0o755)

    @property
    def asked(self) -> list[str]:
        """What `gh` and `netlify` were asked, in order."""
        lines = self.asked_in.read_text("utf-8").splitlines()
        return [line for line in lines if line.startswith(("gh ", "netlify "))]

    def run_job(self, path: Path, name: str) -> Path:
        """Run one job of a workflow; the folder in which it worked."""
        job = read_workflow(path)["jobs"][name]
        place = self.folder / f"job-{name}"
        place.mkdir()
        output = self.folder / f"output-{name}"
        output.write_text("")
        for step in job["steps"]:
            self._run_step(step, job, place, output)
        self.outputs = output.read_text("utf-8")
        return place

    def _run_step(
        self, step: dict[str, Any], job: dict[str, Any], place: Path, output: Path
    ) -> None:
        action = step.get("uses", "").split("@")[0]
        with_ = step.get("with", {})
        match action:
            case "actions/checkout":
                git("clone", "--quiet", "--branch", self.branch, str(self.origin), ".", at=place)
                _lend_environment(place)
            case "actions/upload-artifact":
                for each in with_["path"].split():
                    _copy(place / each, self.artifacts / with_["name"] / each)
            case "actions/download-artifact":
                _copy(self.artifacts / with_["name"], place)
            case "actions/setup-python" | "actions/cache":
                pass
            case "":
                environment = {
                    "PATH": f"{self.programs}:{os.environ['PATH']}",
                    "HOME": str(self.folder),
                    "ASKED": str(self.asked_in),
                    "GITHUB_OUTPUT": str(output),
                    "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
                    "GITHUB_REF_NAME": self.branch,
                    "GITHUB_REPOSITORY": "owner/archive",
                    "GITHUB_RUN_ID": "4711",
                    "GITHUB_SHA": "0" * 40,
                    **self.environment,
                    **{
                        name: self._value(str(value))
                        for name, value in {**job.get("env", {}), **step.get("env", {})}.items()
                    },
                }
                done = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                    cwd=place,
                    env=environment,
                    capture_output=True,
                    text=True,
                )
                if done.returncode:
                    raise AssertionError(f"{step.get('name')}: {done.stdout}\n{done.stderr}")
            case _:
                raise AssertionError(f"the runner does not know {action}")

    def _value(self, words: str) -> str:
        return re.sub(
            r"\$\{\{ (.+?) \}\}", lambda match: self.values.get(match[1], f"<{match[1]}>"), words
        )


def repository(folder: Path) -> Path:
    """A repository with all that a build needs, as it stands in this working folder; bare."""
    work = folder / "work"
    work.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    for name in filter(None, listed):
        if not name.startswith("tests/") and (PROJECT / name).is_file():
            _copy(PROJECT / name, work / name)
    git("init", "--quiet", "--initial-branch=main", at=work)
    commit(work, "As it stands")
    origin = folder / "origin.git"
    git("clone", "--quiet", "--bare", str(work), str(origin), at=folder)
    git("remote", "add", "origin", str(origin), at=work)
    return origin


def commit(work: Path, message: str) -> None:
    git("add", "--all", at=work)
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", message, at=work)


def push(work: Path, message: str) -> None:
    """Commit everything in a working folder and push it."""
    commit(work, message)
    git("push", "--quiet", "origin", "HEAD:main", at=work)


def _lend_environment(place: Path) -> None:
    """The packages that this test runs with, so that nothing is installed."""
    (place / ".venv").symlink_to(sys.prefix)
    (place / ".git" / "info" / "exclude").write_text(".venv\n")
    for name in ("requirements.txt", "requirements-dev.txt"):
        os.utime(place / name, (0, 0))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def git(*words: str, at: Path) -> str:
    done = subprocess.run(["git", *words], cwd=at, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"git {' '.join(words)}: {done.stderr}")
    return done.stdout
