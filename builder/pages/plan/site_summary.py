"""All accounts together, and the directory.

Needs no document's text, so text length costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

from msgspec import Struct
from msgspec.structs import replace

from builder.analysis.change_log import Change, newest_first
from builder.analysis.grade_history import GradeHistory
from builder.analysis.similar_recommendations import SimilarRecommendations
from builder.model import ComparedRecommendation, RecommendationId, Registry
from builder.pages.kinds.checks import spread
from builder.pages.kinds.coverage import has_own_page as coverage_divided
from builder.pages.kinds.glossary import short_address
from builder.pages.kinds.inspectors import Inspectors, inspector_addresses, named_inspectors
from builder.pages.parts.councils import histories, newest_grades
from builder.pages.parts.directory import Directory
from builder.pages.parts.grade_then_and_next import GradeThenAndNext, grade_then_and_next
from builder.pages.parts.listing import DocumentPart, Tally, Way, way
from builder.pages.parts.similar_lines import SimilarLine, SimilarLines
from builder.pages.parts.views import day
from builder.pages.plan.per_authority import SHARED, Account
from builder.reading.archive import Archive

NO_HISTORY = GradeHistory(())

FOLDERS = {"topic": "topics", "citation": "citations"}
"""Where the listings of each sort stand."""


class Accounts(Struct, frozen=True, dict=True):
    """The accounts of all authorities together."""

    archive: Archive
    """It knows every document, without its text."""
    accounts: tuple[Account, ...]
    """By the authorities' names."""
    logged: bool = False
    """Whether the archive has a log of what was recorded."""

    @cached_property
    def tallies(self) -> Mapping[str, Mapping[str, Mapping[str, Tally]]]:
        """By sort, what it is, and authority."""
        found: dict[str, dict[str, dict[str, Tally]]] = {sort: {} for sort in SHARED}
        for account in self.accounts:
            for sort, targets in account.tallies.items():
                for target, tally in targets.items():
                    found[sort].setdefault(target, {})[account.authority] = tally
        return found

    @cached_property
    def news(self) -> tuple[Change, ...]:
        """What became of all documents, newest first."""
        return newest_first([each for account in self.accounts for each in account.news])

    @cached_property
    def asked(self) -> Mapping[str, int]:
        """How many recommendations there are of each kind."""
        found: Counter[str] = Counter()
        for account in self.accounts:
            found.update(account.asked)
        return found

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """What tells all outlines from others."""
        return tuple(each.mark for each in self.accounts)

    @cached_property
    def inspectors(self) -> Inspectors:
        return named_inspectors(self.archive)

    @cached_property
    def histories(self) -> Mapping[str, GradeHistory]:
        """The grade history of each authority that has one."""
        return histories(self.archive)

    @property
    def compared(self) -> tuple[ComparedRecommendation, ...]:
        """All recommendations, as they are compared with each other."""
        return tuple(one for account in self.accounts for one in account.compared)

    def similar_lines(self, found: SimilarRecommendations) -> SimilarLines:
        """Similar recommendations of other authorities by their ids `found`, without those gone."""
        by_id = {each.id: each for each in self.compared}
        of_document: dict[str, tuple[str, str, GradeThenAndNext]] = {}

        @cache
        def line(other: RecommendationId) -> SimilarLine:
            one = by_id[other]
            document = self.archive.by_id[other.document]
            if document.id not in of_document:
                history = self.histories.get(one.authority, NO_HISTORY)
                of_document[document.id] = (
                    self.archive.authority_of(document).place,
                    day(document.front.published),
                    grade_then_and_next(history, document),
                )
            place, published, grades = of_document[document.id]
            url = f"{document.url}#{one.anchor}"
            return SimilarLine(place, published, one.text, url, grades)

        return {
            each: tuple(line(other) for other in others if other in by_id)
            for each, others in found.items()
        }

    @cached_property
    def directory(self) -> Directory:
        """Where everything is read that authorities share."""
        shorts: Counter[str] = Counter()
        noticed: Counter[str] = Counter()
        for account in self.accounts:
            shorts.update(account.shorts)
            noticed.update(account.noticed)
        together, divided = spread(noticed)
        return Directory(
            topics=self.ways("topic"),
            citations=self.ways("citation"),
            shorts={each: short_address(each, printed) for each, printed in shorts.items()},
            people=inspector_addresses(self.archive),
            held=frozenset(each.authority for each in self.accounts if each.outlines),
            years=self.archive.years,
            checks_together=together,
            checks_divided=tuple(sorted(divided)),
            coverage_divided=coverage_divided(
                len(self.archive.documents), sum(each.missing for each in self.accounts)
            ),
            councils=newest_grades(self.archive, self.histories),
            similar={},
        )

    def ways(self, sort: str) -> dict[str, Way]:
        return {
            target: way(f"/{FOLDERS[sort]}/{target}/", tallies.values())
            for target, tallies in self.tallies[sort].items()
        }

    def naming(self, authority: str) -> tuple[DocumentPart, ...]:
        """Where other authorities' documents name one."""
        return tuple(part for each in self.accounts for part in each.naming.get(authority, ()))


def together(registry: Registry, accounts: Iterable[Account], *, logged: bool = False) -> Accounts:
    """Every authority's account, in the order of their names."""
    known = tuple(sorted(accounts, key=lambda each: registry.authorities[each.authority].place))
    documents = [outline for account in known for outline in account.outlines]
    documents.sort(key=lambda each: (each.front.published, each.id))
    gone = [each for account in known for each in account.withdrawn]
    gone.sort(key=lambda each: (each.front.published, each.id))
    return Accounts(Archive(registry, tuple(documents), tuple(gone)), known, logged)


def for_one(
    directory: Directory, account: Account, similar: SimilarLines | None = None
) -> Directory:
    """The directory's part for one authority's pages: they are remade only if it changes."""
    asked = sorted(each.id for each in account.compared)
    people = {
        (person.name, person.role)
        for outline in account.outlines
        for person in outline.front.people
    }
    return replace(
        directory,
        topics={each: directory.topics[each] for each in sorted(account.tallies["topic"])},
        citations={each: directory.citations[each] for each in sorted(account.tallies["citation"])},
        shorts={each: directory.shorts[each] for each in sorted(account.shorts)},
        people={each: directory.people[each] for each in sorted(people & directory.people.keys())},
        held=tuple(each for each in sorted(account.naming) if each in directory.held),
        councils={
            name: each
            for name, each in directory.councils.items()
            if each.region == account.region or name in account.neighbours
        },
        similar={each: similar[each] for each in asked if each in similar} if similar else {},
    )
