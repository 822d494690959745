"""The small archive of invented documents under `examples/towns/`."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.paths import EXAMPLES, PROJECT

CONTENT = EXAMPLES / "towns" / "content"


def run_build(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """`build` as an editor runs it, in a folder that holds `content/`, into `site/` beside it."""
    return subprocess.run(
        [sys.executable, "-m", "builder", "build", "--content", "content", "--output", "site"],
        cwd=folder,
        env={"PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Every file below a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def empty(content: Path) -> None:
    """Take away every document of a copy of the small archive, and that it was ever published."""
    shutil.rmtree(content / "documents")
    shutil.rmtree(content / "ledger")


def add_document(
    content: Path,
    published: str,
    body: str,
    framework: str = "services-2009",
    inspected: str = "",
    authority: str = "westshire",
) -> str:
    """Write an invented document into a copy of the small archive; its id."""
    kind = {"visit-2009": "letter", "council-paper": "paper"}.get(framework, "report")
    name = f"{authority}-{published}-{kind}"
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    (content / "originals" / f"{sha256[:12]}.txt").write_text(name, encoding="utf-8")
    days = f"inspected: {{from: {inspected}, to: {inspected}}}\n" if inspected else ""
    path = content / "documents" / authority / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"---\nkind: {kind}\ntitle: Title\nauthority: {authority}\nframework: {framework}\n"
        f"{days}published: {published}\npeople: [{{name: Ada Field, role: Inspector}}]\n"
        f"source: {{file: {name}.txt, sha256: {sha256}}}\n---\n\n# Title\n\n{body}\n",
        encoding="utf-8",
    )
    return name
