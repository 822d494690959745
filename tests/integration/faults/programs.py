"""What the build itself stands on: templates, the program that makes the search index, a port."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from builder.build import pipeline as build
from builder.search.title_index import executable
from builder.server.static_host import SiteServer
from builder.store.build_key import TEMPLATES
from tests.integration.faults.bench import Bench, Told, content_of, fault, put_in
from tests.support.small_archive import run_build

HEADING = "What the build stands on"


def with_program(bench: Bench, script: str | None) -> Told:
    """A build whose search index is made by a script."""
    program = bench.folder.parent / "pagefind"
    if script is not None:
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    return bench.build(before=lambda: os.environ.update(PAGEFIND_BINARY_PATH=str(program)))


@fault(HEADING, "Pagefind fails")
def index_failed(bench: Bench) -> Told:
    return with_program(bench, "echo 'No pages found.' >&2; exit 1")


@fault(HEADING, "Pagefind finds the disk full")
def index_full(bench: Bench) -> Told:
    return with_program(bench, "echo 'No space left on device (os error 28)' >&2; exit 101")


@fault(HEADING, "the disk fills up under Pagefind, which passes over it in silence")
def index_cut_short(bench: Bench) -> Told:
    script = f'{executable()} "$@"; for file in "$2"/pagefind/index/*; do : > "$file"; done'
    told = with_program(bench, script)
    return Told(told.status, re.sub(r"en-gb_\w+", "en-gb_…", told.said))


@fault(HEADING, "Pagefind leaves out a page")
def index_incomplete(bench: Bench) -> Told:
    script = f'{executable()} "$@"; set -- "$2"/pagefind/fragment/*; rm "$1"'
    return with_program(bench, script)


@fault(HEADING, "Pagefind is killed")
def index_killed(bench: Bench) -> Told:
    return with_program(bench, "kill -9 $$")


@fault(HEADING, "Pagefind is missing")
def index_missing(bench: Bench) -> Told:
    return with_program(bench, None)


@fault(HEADING, "Pagefind is not installed")
def index_not_installed(bench: Bench) -> Told:
    return bench.build(before=lambda: put_in("builder.search.title_index.executable", lambda: None))


def with_template(bench: Bench, change: Callable[[Path], object]) -> Told:
    templates = bench.folder.parent / "templates"
    shutil.copytree(TEMPLATES, templates)
    change(templates)
    _, _, *others = build.build_site.__defaults__ or ()
    return bench.build(
        before=lambda: put_in(
            "builder.build.pipeline.build_site.__defaults__", (None, templates, *others)
        )
    )


@fault(HEADING, "a template with a mistake")
def template_wrong(bench: Bench) -> Told:
    return with_template(
        bench, lambda folder: (folder / "404.html").write_text("\n{% if %}\n", encoding="utf-8")
    )


@fault(HEADING, "a template that asks for what its page does not bring")
def template_asks(bench: Bench) -> Told:
    return with_template(
        bench, lambda folder: (folder / "404.html").write_text("\n\n{{ weather }}\n", "utf-8")
    )


@fault(HEADING, "a template is missing")
def template_missing(bench: Bench) -> Told:
    return with_template(bench, lambda folder: (folder / "404.html").unlink())


@fault(HEADING, "`serve` on a port that is taken: nothing is built for nothing")
def port_taken(bench: Bench) -> Told:
    with SiteServer(bench.site) as other:
        port = str(other.server_port)
        told = bench.run("serve", "--port", port)
    return Told(told.status, told.said.replace(port, "8000"))


@fault(HEADING, "`serve` where there is no content folder")
def served_without_content(bench: Bench) -> Told:
    return bench.run("serve", "--content", "nowhere")


@fault(
    HEADING, "a clock of 1980, a zone and a language from elsewhere, another order of hashes", "new"
)
def odd_surroundings(bench: Bench) -> Told:
    """The site is the same, byte for byte."""
    run_build(
        bench.folder, TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", LANG="C", PYTHONHASHSEED="7"
    )
    elsewhere = content_of(bench.site)
    shutil.rmtree(bench.site)
    told = bench.build(before=lambda: put_in("time.time", lambda: 315_532_800.0))
    assert content_of(bench.site) == elsewhere
    return told
