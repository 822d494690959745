"""A document that was just edited → its page, before the site is built anew.

In: what the last build kept, and the file that was changed.  Out: the very page that the next build
will make of it, or nothing.  A stage of its own because whoever edits a document wants to see it at
once; all the other pages that it touches, and the search, can follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.analysis.change_log import changes, stamp
from builder.build.authority_job import Bench, Held, Paper, look
from builder.build.build_state import load
from builder.build.context import Desk, silent
from builder.build.steps import gather, read, set_up
from builder.build.up_to_date import cache_of
from builder.build.workers import workers
from builder.core.problems import ProblemsFound
from builder.core.safe_files import File
from builder.model import Registry
from builder.pages import Accounts, account, for_one, page_of, together
from builder.store.build_key import TEMPLATES
from builder.store.cache import Cache
from builder.store.fingerprint import fingerprint


@dataclass(frozen=True)
class _Known:
    """What the last build knew."""

    registry: Registry
    accounts: Accounts
    held: dict[str, Held]
    """By authority."""


class Preview:
    """Makes pages of documents while a site is shown.  It keeps what it needs in memory."""

    def __init__(self, content: Path, output: Path, cache: Path) -> None:
        self._content = content
        self._output = output
        self._cache = cache
        self._bench: Bench | None = None
        self._known: _Known | None = None

    def renew(self) -> None:
        """Learn what a build has left."""
        kept = Cache(cache_of(self._cache, self._output.resolve()))
        stands, before = fingerprint(self._content), load(kept)
        with workers() as at_work:
            desk = Desk(self._content, "", stands, kept, before, at_work, silent, set())
            try:
                registry, setup = set_up(desk, None, TEMPLATES)
                held = read(desk, setup)
                accounts = gather(desk, setup, registry, held)
            except ProblemsFound:  # the next build says so
                self._known = None
                return
        if self._bench is None or self._bench.setup != setup:
            self._bench = Bench(setup, registry)
        self._known = _Known(registry, accounts, {each.authority: each for each in held})

    def page(self, changed: Path) -> File | None:
        """The page of the document that stands in a file; None if it has none, cannot be read as it
        stands, or is not known."""
        known, bench = self._known, self._bench
        if known is None or bench is None:
            return None
        try:
            name = changed.resolve().relative_to(self._content.resolve()).as_posix()
        except ValueError:
            return None
        held = known.held.get(changed.parent.name)
        if held is None or name not in {each.name for each in held.papers}:
            return None
        papers = [Paper(name, "") if each.name == name else each for each in held.papers]
        holding = look(bench, held.authority, papers)
        if holding is None or changed.stem not in holding.archive.by_id:
            return None
        own = account(holding)
        accounts = [
            own if each.authority == own.authority else each for each in known.accounts.accounts
        ]
        directory = for_one(together(known.registry, accounts).directory, own)
        fresh = stamp(holding.archive, changes(holding.archive), holding.authority.place)
        return bench.renderer.render(page_of(holding, directory, changed.stem), fresh)
