"""The page of an edited document, just as the next build makes it, ahead of that build."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from builder.analysis.change_log import all_changes, freshness_stamp
from builder.analysis.similar_recommendations import SimilarRecommendations
from builder.build.build_state import load_state
from builder.build.context import BuildContext
from builder.build.job_context import JobContext
from builder.build.read_job import AuthorityRead, DocumentFile, read_unkept
from builder.build.steps import (
    begin,
    collect_accounts,
    find_similar_recommendations,
    read_authorities,
)
from builder.build.up_to_date import cache_of
from builder.build.workers import workers
from builder.core.problems import ProblemsFound
from builder.core.safe_files import File
from builder.pages import Accounts, account, document_page_by_id, for_one, together
from builder.store.build_key import TEMPLATES
from builder.store.cache import Cache, CacheDamaged
from builder.store.fingerprint import fingerprint


class _LastBuild(Struct, frozen=True):
    at: JobContext
    known: Accounts
    reads: dict[str, AuthorityRead]
    """By authority."""
    similar: SimilarRecommendations


class Preview:
    """Makes pages of documents while a site is shown."""

    def __init__(self, content: Path, output: Path, cache: Path) -> None:
        self._content = content
        self._output = output
        self._cache = cache
        self._last: _LastBuild | None = None

    def renew(self) -> None:
        """Load what the last build kept."""
        kept = Cache(cache_of(self._cache, self._output.resolve()))
        with workers() as pool:
            stands = fingerprint(self._content)
            context = BuildContext(self._content, "", stands, kept, load_state(kept), pool)
            try:
                at = begin(context, TEMPLATES)
                reads = read_authorities(context, at.settings)
                known = collect_accounts(context, at, reads)
            except (CacheDamaged, ProblemsFound):  # the next build mends it, or says so
                self._last = None
                return
            similar = find_similar_recommendations(context, at, known)
        self._last = _LastBuild(at, known, {each.authority: each for each in reads}, similar)

    def page(self, changed: Path) -> File | None:
        """A document's page; None if it is unknown, invalid or withdrawn."""
        last = self._last
        if last is None:
            return None
        try:
            name = changed.resolve().relative_to(self._content.resolve()).as_posix()
        except ValueError:
            return None
        read = last.reads.get(changed.parent.name)
        if read is None or name not in {each.name for each in read.documents}:
            return None
        files = [DocumentFile(name, "") if each.name == name else each for each in read.documents]
        linked = read_unkept(last.at, read.authority, files)
        if linked is None or changed.stem not in linked.archive.by_id:
            return None
        own = account(linked)
        others = (each for each in last.known.accounts if each.authority != own.authority)
        known = together(last.at.registry, (own, *others), logged=last.at.settings.logged)
        directory = for_one(known.directory, own, known.similar_lines(last.similar))
        fresh = freshness_stamp(linked.archive, all_changes(linked.archive), linked.authority.place)
        return last.at.renderer.render(document_page_by_id(linked, directory, changed.stem), fresh)
