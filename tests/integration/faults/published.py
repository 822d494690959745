"""What was published and what was recorded, forged: which command finds it, and by what name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from builder.ledger import mark
from tests.integration.faults.bench import Bench, Told, fault
from tests.support.small_archive import files_of

HEADING = "What was published"

VERIFY = ("verify",)
STRICT = ("build", "--strict")
RECORD = ("record", "--on", "2026-03-02", "--site", "site")
_VARIES = re.compile(r"\b[0-9a-f]{32}\b|\b\d+(?= rows )|(?<=\.p/)\d+|(?<=row )\d+")
"""What says nothing of the fault: marks, and how many rows the small archive has."""
_PROBLEM = re.compile(r" *(?:content|site)/\S+:(?:(?:\d+|…):)? ")


def forged(bench: Bench, forge: Callable[[Bench], object], *words: str) -> Told:
    """The problems that a command names when something of a published archive was forged."""
    assert bench.run("record", "--on", "2026-03-01").status == 0
    assert bench.build().status == 0
    forge(bench)
    bench.old = files_of(bench.site)
    told = bench.run(*words)
    lines = [line.strip() for line in told.said.splitlines() if _PROBLEM.match(line)]
    return Told(told.status, _VARIES.sub("…", "\n".join(lines)))


def page_of(bench: Bench) -> Path:
    return bench.site / "documents" / bench.document.stem


def change_word(bench: Bench) -> None:
    page = page_of(bench) / "index.html"
    text = page.read_text("utf-8")
    head, article, source = text.partition('<article class="source"')
    assert " children " in source
    page.write_text(head + article + source.replace(" children ", " adults ", 1), "utf-8")


def swap_original(bench: Bench) -> None:
    name = bench.original().name
    other = next(path for path in (bench.content / "originals").iterdir() if path.name != name)
    shutil.copyfile(other, page_of(bench) / name)


def forge_row(bench: Bench) -> None:
    """Other words in the ledger, and the mark that fits them."""
    ledger = bench.content / "ledger/documents/northtown" / f"{bench.document.stem}.csv"
    rows = ledger.read_text("utf-8")
    row = re.search(r"^p3,(\w{32}),", rows, re.MULTILINE)
    assert row
    ledger.write_text(rows.replace(row[1], mark("All is well.")), "utf-8")


def forge_log(bench: Bench) -> None:
    """The same in ledger and log, whose rows were published."""
    forge_row(bench)
    log = bench.content / "ledger/log/0001.csv"
    address = f"/documents/{bench.document.stem}/#p3"
    row = re.search(rf"^{re.escape(address)},(\w{{32}}),", log.read_text("utf-8"), re.MULTILINE)
    assert row
    log.write_text(log.read_text("utf-8").replace(row[1], mark("All is well.")), "utf-8")


def forge_checkpoint(bench: Bench) -> None:
    path = bench.site / "log" / "checkpoint"
    origin, size, *rest = path.read_text("utf-8").split("\n")
    path.write_text("\n".join([origin, str(int(size) - 1), *rest]), "utf-8")


def take(name: str) -> Callable[[Bench], object]:
    return lambda bench: shutil.rmtree(bench.content / name)


def put_script(bench: Bench) -> None:
    (bench.site / "assets" / "more.js").write_text("alert(1)", "utf-8")


@fault(HEADING, "a word of a page is another one, seen by `verify`")
def word_changed(bench: Bench) -> Told:
    return forged(bench, change_word, *VERIFY)


@fault(HEADING, "another original stands in an original's place, seen by `verify`")
def original_swapped(bench: Bench) -> Told:
    return forged(bench, swap_original, *VERIFY)


@fault(HEADING, "a script was put into the site, seen by `verify`")
def script_added(bench: Bench) -> Told:
    return forged(bench, put_script, *VERIFY)


@fault(HEADING, "the checkpoint of the log is another one, seen by `verify`")
def checkpoint_forged(bench: Bench) -> Told:
    return forged(bench, forge_checkpoint, *VERIFY)


@fault(HEADING, "a row of the ledger was forged, seen by `record`")
def row_forged(bench: Bench) -> Told:
    return forged(bench, forge_row, *RECORD)


@fault(HEADING, "the same in ledger and log, seen by `verify`")
def log_forged(bench: Bench) -> Told:
    return forged(bench, forge_log, *VERIFY)


@fault(HEADING, "the whole log was taken away, seen by `build --strict`")
def log_gone(bench: Bench) -> Told:
    return forged(bench, take("ledger/log"), *STRICT)


@fault(HEADING, "the same, seen by `record --site`")
def log_gone_record(bench: Bench) -> Told:
    return forged(bench, take("ledger/log"), *RECORD)


@fault(HEADING, "the whole ledger was taken away, seen by `verify`")
def ledger_gone_verify(bench: Bench) -> Told:
    return forged(bench, take("ledger"), *VERIFY)
