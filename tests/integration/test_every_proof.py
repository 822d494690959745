"""Every passage of the founding documents is proved by Python alone, and no other words are."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from builder.verify.proof import proof_of, read_site_log, words_at

ALONE = """
import contextlib, io, json, runpy, sys

for name in sys.argv[1:]:
    said = []
    for words in ("right", "wrong"):
        out = io.StringIO()
        sys.argv = ["check_proof.py", f"{name}.proof", f"{name}.{words}"]
        with contextlib.redirect_stdout(out):
            try:
                runpy.run_path("check_proof.py", run_name="__main__")
                said.append(out.getvalue().splitlines()[-1])
            except SystemExit as ended:
                said.append(ended.code)
    print(json.dumps([name, *said]))
"""
"""Runs the program that is published on each proof, with the words recorded and with others."""


def other(words: str, turn: int) -> str:
    """Words of which one is another: it has a letter more, lacks one, or is gone."""
    found = words.split()
    at = turn % len(found)
    found[at] = (f"{found[at]}s", found[at][:-1], "not")[turn % 3]
    return " ".join(found)


def test_every_passage_is_proved_and_none_with_another_word(
    built_site: Path, tmp_path: Path
) -> None:
    entries, leaves, note = read_site_log(built_site)
    addresses = sorted({row.split(b",")[0].decode() for row in entries if b"#" in row})
    tried = {}
    for turn, address in enumerate(addresses):
        words = words_at(built_site, address)
        if words and words.split():
            name = tried[str(turn)] = address
            (tmp_path / f"{turn}.proof").write_text(proof_of(name, entries, leaves, note), "utf-8")
            (tmp_path / f"{turn}.right").write_text(words, "utf-8")
            (tmp_path / f"{turn}.wrong").write_text(other(words, turn), "utf-8")
    assert len(tried) > 500
    shutil.copy(built_site / "assets" / "check_proof.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, *tried],
        cwd=tmp_path,
        env={},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [name for name, *_ in said] == list(tried)
    for name, right, wrong in said:
        assert right == "The words that you gave are the words that were recorded.", tried[name]
        assert wrong.startswith("NOT PROVED: the words that you gave"), tried[name]
