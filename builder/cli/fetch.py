"""The command that fetches new reports from the pages of their publishers."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from builder.build.registries import load_registries, registries_key
from builder.cli.messages import complain, errors, out, unknown_authority
from builder.convert.fetch.fetch_report import as_markdown, report_lines
from builder.convert.fetch.new_reports import Fetched, FetchOptions, fetch_reports
from builder.convert.fetch.polite_client import Clock, PoliteClient, agent_of
from builder.core.durable_files import write_whole
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.model import Registry
from builder.reading.content_folder import must_exist
from builder.store.cache import Cache

_LOOKED = re.compile(r"^looked:.*$", re.MULTILINE)


def fetch_and_report(
    content: Path,
    options: FetchOptions,
    *,
    cache: Path,
    looked: date | None = None,
    report_to: Path | None = None,
    clock: Clock | None = None,
) -> bool:
    """Put new reports into the inbox; False if anything is amiss.

    `looked` is recorded as the day of the last look, if all pages answered.
    """
    try:
        must_exist(content)
        registry = load_registries(content, Cache(cache), registries_key(content))
        for name in options.authorities:
            if name not in registry.authorities:
                raise unknown_authority(name, registry.authorities.values())
        if not registry.publishers:
            raise ProblemsFound([_no_publisher(content)])
        all_fetched = _each(content, registry, options, clock or Clock())
        well = not any(each.faults for each in all_fetched)
        if looked and well and not options.dry_run and not options.authorities:
            _enter(looked, content)
        elif looked:
            errors.print("site.yaml was left as it was: not every page could be looked at.")
        if report_to is not None:
            write_whole(report_to, as_markdown(all_fetched, dry_run=options.dry_run).encode())
    except ProblemsFound as found:
        complain(found.problems)
        return False
    except OSError as error:
        errors.print(f"{error.filename}: cannot be written: {error.strerror}.")
        return False
    return well


def _each(content: Path, registry: Registry, options: FetchOptions, clock: Clock) -> list[Fetched]:
    site = registry.site
    agent = agent_of(site.title, site.base_url, site.contact)
    found = []
    for publisher in registry.publishers.values():
        with PoliteClient(publisher.hosts, agent, clock) as client:
            fetched = fetch_reports(content, registry, publisher, client, options)
        for line in report_lines(fetched, dry_run=options.dry_run):
            out.print(line)
        for fault in fetched.faults:
            errors.print(str(fault))
        found.append(fetched)
    return found


def _no_publisher(content: Path) -> Problem:
    return Problem(
        f"{content.name}/publishers",
        1,
        "must say where new reports are listed; no file was found; add one for the publisher.",
    )


def _enter(looked: date, content: Path) -> None:
    """Write the day on which new reports were looked for into site.yaml."""
    path = content / "site.yaml"
    try:
        text = read_plain(path, content, MOST_WRITTEN).decode()
    except NotReadable as found:
        raise ProblemsFound([Problem(f"{content.name}/site.yaml", 1, str(found))]) from None
    line = f"looked: {looked.isoformat()}"
    if _LOOKED.search(text):
        text = _LOOKED.sub(line, text, count=1)
    else:
        text = f"{text.rstrip()}\n{line}\n"
    write_whole(path, text.encode())
