"""The job that makes the log of the ledger as files of the site."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from builder.build.context import Task
from builder.build.job_context import BuildSettings
from builder.build.page_job import PageOutput
from builder.exports.log_files import log_files
from builder.ledger import log_bytes, read_log
from builder.output.site_tree import StagedTree, write
from builder.store.build_key import program_key
from builder.store.cache import digest


def log_task(settings: BuildSettings, tree: StagedTree) -> Task[PageOutput]:
    """The files change with the log alone."""
    parts = (part for each in log_bytes(settings.content) for part in each)
    key = digest("log", program_key(), settings.base_url, repr(settings.render), *parts)
    return Task(key, partial(make_log, settings, tree.folder))


def make_log(settings: BuildSettings, tree: Path) -> PageOutput:
    if not settings.render:
        return PageOutput({})
    log, _ = read_log(settings.content)
    return PageOutput(write(tree, log_files(log.rows, settings.base_url)))
