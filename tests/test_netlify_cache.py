"""What keeps the builder's cache between builds of the host, run by a Node.js."""

from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

PROJECT = Path(__file__).parents[1]

RUN = """
const asked = [];
const note = (what) => (path) => { asked.push([what, path]); return true; };
const utils = { cache: { restore: note("restore"), save: note("save") } };
const plugin = require(process.argv[1]);
plugin.onPreBuild({ utils });
plugin.onPostBuild({ utils });
console.log(JSON.stringify(asked));
"""


def test_the_cache_is_not_kept_or_another_folder_is() -> None:
    settings = tomllib.loads((PROJECT / "netlify.toml").read_text("utf-8"))
    (plugin,) = (PROJECT / each["package"] for each in settings["plugins"])
    assert (plugin / "manifest.yml").is_file()
    node, _ = compute_driver_executable()
    done = subprocess.run(
        [str(node), "-e", RUN, str(plugin / "index.js")], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [["restore", ".cache/archive"], ["save", ".cache/archive"]]
