"""The ways to the program that are files of the project: the image and the container."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.support.paths import PROJECT

DOCKERFILE = (PROJECT / "Dockerfile").read_text("utf-8")
DEVCONTAINER = json.loads((PROJECT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
HOST = tomllib.loads((PROJECT / "netlify.toml").read_text("utf-8"))


def test_what_the_image_holds_is_enough(tmp_path: Path) -> None:
    """Its files alone make an archive and build it, in a folder of their own."""
    program = tmp_path / "program"
    program.mkdir()
    for source, target in re.findall(r"^COPY (\S+) (\S+)$", DOCKERFILE, re.MULTILINE):
        if (PROJECT / source).is_dir():
            shutil.copytree(PROJECT / source, program / target)
        else:
            shutil.copy(PROJECT / source, program / target)
    entry = json.loads(DOCKERFILE.split("ENTRYPOINT ")[1])
    assert entry == ["python", "-m", "builder"]
    archive = tmp_path / "archive"
    archive.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(program), "PYTHONUTF8": "1"}
    for words in (["init", "--example", "."], ["build", "--strict"]):
        done = subprocess.run(
            [sys.executable, *entry[1:], *words],
            cwd=archive,
            env=environment,
            capture_output=True,
            text=True,
        )
        if words[-1] != "--strict":  # the example's pages were never published
            assert done.returncode == 0, done.stderr
    assert "must be in the ledger" in done.stderr
    assert str(PROJECT) not in done.stderr


def test_the_image_sees_nothing_else() -> None:
    ignored = (PROJECT / ".dockerignore").read_text("utf-8").split()
    assert ignored[0] == "*"
    copied = re.findall(r"^COPY (\S+) ", DOCKERFILE, re.MULTILINE)
    assert sorted(f"!{each}" for each in copied) == sorted(ignored[1:-1])


def test_every_way_has_the_python_of_the_host() -> None:
    version = HOST["build"]["environment"]["PYTHON_VERSION"]
    assert f"FROM python:{version}-slim" in DOCKERFILE
    assert f":{version}-" in DEVCONTAINER["image"]


def test_every_registry_has_its_schema_in_the_container() -> None:
    schemas = DEVCONTAINER["customizations"]["vscode"]["settings"]["yaml.schemas"]
    assert all((PROJECT / path).is_file() for path in schemas)
    files = [*(PROJECT / "content").glob("*.yaml"), *(PROJECT / "content").glob("*/*.yaml")]
    names = [path.relative_to(PROJECT).as_posix() for path in files]
    assert [
        name
        for name in names
        if not any(fnmatch.fnmatchcase(name, each) for each in schemas.values())
        and not name.startswith("content/ledger/")
    ] == []
