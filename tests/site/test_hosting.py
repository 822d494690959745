"""What `netlify.toml` asks of the host: one Python everywhere, a cache, headers that fit."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright._impl._driver import compute_driver_executable

from builder.cli.app import app
from builder.server.static_host import read_header_rules
from tests.support.paths import PROJECT
from tests.support.server import HOSTING
from tests.support.small_archive import files_of
from tests.support.workflow_runner import WORKFLOWS

SETTINGS: dict[str, Any] = tomllib.loads(HOSTING.read_text("utf-8"))

RUN = """
const asked = [];
const note = (what) => (path) => { asked.push([what, path]); return true; };
const utils = { cache: { restore: note("restore"), save: note("save") } };
const plugin = require(process.argv[1]);
plugin.onPreBuild({ utils });
plugin.onPostBuild({ utils });
console.log(JSON.stringify(asked));
"""


def test_the_cache_is_kept_and_no_other_folder() -> None:
    (plugin,) = (PROJECT / each["package"] for each in SETTINGS["plugins"])
    assert (plugin / "manifest.yml").is_file()
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [str(node), "-e", RUN, str(plugin / "index.js")], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [["restore", ".cache/archive"], ["save", ".cache/archive"]]
    cached = [
        path for path in WORKFLOWS.glob("*.yml") if "path: .cache/archive" in path.read_text()
    ]
    assert cached == [WORKFLOWS / "publish.yml"]


def test_the_host_has_the_python_of_the_workflows() -> None:
    pinned = {SETTINGS["build"]["environment"]["PYTHON_VERSION"]}
    for path in WORKFLOWS.glob("*.yml"):
        pinned |= set(re.findall(r'python-version: "(.+?)"', path.read_text("utf-8")))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {f">={each}" for each in pinned} == {project["requires-python"]}


@pytest.mark.parametrize("where", [("build",), ("context", "production")])
def test_the_host_builds_with_hashes_and_by_a_command_that_exists(
    where: tuple[str, ...],
) -> None:
    settings = SETTINGS
    for name in where:
        settings = settings[name]
    install, *commands = settings["command"].split(" && ")
    assert install == "pip install --require-hashes -r requirements.txt"
    for each in commands:
        python, option, program, *words = each.split()
        assert (python, option, program) == ("python", "-m", "builder")
        assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0


def test_every_header_fits_something(built_site: Path, small_site: Path) -> None:
    both = (path for site in (built_site, small_site) for path in files_of(site))
    files = [f"/{path}".removesuffix("index.html") for path in both]
    for rule in read_header_rules(HOSTING):
        assert any(fnmatchcase(path, rule.pattern) for path in files), rule.pattern


def policies() -> dict[str, dict[str, str]]:
    """Each content security policy by the pattern of its rule: directive → sources."""
    found = {}
    for rule in read_header_rules(HOSTING):
        if policy := rule.headers.get("Content-Security-Policy"):
            parts = [part.strip().split(" ", 1) for part in policy.split(";")]
            found[rule.pattern] = dict(parts)
    return found


def test_nothing_inline_and_nothing_from_elsewhere_may_run() -> None:
    policy = policies()["/*"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert {source for sources in policy.values() for source in sources.split()} == {
        "'none'",
        "'self'",
    }


def test_only_what_loads_pagefind_may_run_webassembly(built_site: Path) -> None:
    found = policies()
    everywhere = found.pop("/*")
    assert set(found) == {"/search/", "/pagefind/pagefind-worker.js"}
    for policy in found.values():
        assert policy["script-src"].split() == ["'self'", "'wasm-unsafe-eval'"]
        for name, sources in policy.items():
            assert name == "script-src" or sources == everywhere[name]
    loading = [path for path, data in files_of(built_site).items() if b"/assets/search.js" in data]
    assert loading == ["search/index.html"]
