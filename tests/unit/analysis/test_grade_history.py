"""Grade histories: the grade at a document's time, the next one, and what may be compared."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from builder.analysis.grade_history import change, grade_history
from builder.model import Award, Document, FrontMatter, Inspected, Registry, Source
from builder.registry.load import read_registry
from tests.support.small_archive import CONTENT


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(CONTENT)


def document(
    registry: Registry,
    published: str,
    grades: dict[str, int],
    framework: str = "single-2013",
    inspected: str = "",
) -> Document:
    """A document without text that awards some grades."""
    of = registry.frameworks[framework]
    days = [date.fromisoformat(each) for each in inspected.split()]
    front = FrontMatter(
        kind=of.kinds[0],
        title="Title",
        authority="northtown",
        framework=framework,
        published=date.fromisoformat(published),
        people=(),
        source=Source("a.txt", "0" * 64),
        inspected=Inspected(*days) if days else None,
    )
    awards = tuple(
        Award(judgement, "", judgement, grade, grade.label, "table", f"at-{judgement}", "")
        for judgement, number in grades.items()
        for grade in of.scale
        if grade.number == number
    )
    name = f"northtown-{published}-{of.kinds[0]}"
    return Document(name, f"{name}.md", front, of, (), awards, (), (), (), {}, 0)


def test_a_letter_stands_between_the_grade_then_and_the_next(registry: Registry) -> None:
    first = document(registry, "2013-05-01", {"overall": 3})
    letter = document(registry, "2014-05-01", {}, "visit-2009")
    last = document(registry, "2016-05-01", {"overall": 2})
    history = grade_history([last, letter, first])
    then, after = history.then(letter), history.next(letter)
    assert then is not None
    assert then.document is first
    assert after is not None
    assert after.document is last
    assert after.overall[0].grade.label == "Good"
    assert after.overall[0].url == f"{last.url}#at-overall"
    assert change(then, after) == "better"


def test_a_graded_document_has_its_own_grade_then(registry: Registry) -> None:
    only = document(registry, "2013-05-01", {"overall": 3})
    history = grade_history([only])
    assert history.then(only) is history.newest is not None
    assert history.next(only) is None
    assert history.before(history.newest) is None


def test_what_came_before_the_first_grade_has_none_then(registry: Registry) -> None:
    letter = document(registry, "2010-05-01", {}, "visit-2009")
    graded = document(registry, "2013-05-01", {"overall": 3})
    history = grade_history([letter, graded])
    assert history.then(letter) is None
    assert history.next(letter) is history.newest


def test_an_inspection_that_was_published_twice_is_one(registry: Registry) -> None:
    days = "2013-03-01 2013-03-14"
    report = document(registry, "2013-05-01", {"overall": 3}, inspected=days)
    again = document(registry, "2013-07-01", {"overall": 3}, inspected=days)
    history = grade_history([report, again])
    assert len(history.inspections) == 1
    assert history.next(report) is None
    assert history.inspections[0].document is again
    assert history.inspections[0].began == date(2013, 3, 1)


def test_each_service_has_its_grade_and_none_is_counted(registry: Registry) -> None:
    grades = {"safeguarding-overall": 2, "looked-after-overall": 3}
    old = document(registry, "2010-05-01", grades, "services-2009")
    new = document(registry, "2013-05-01", {"overall": 2})
    history = grade_history([old, new])
    services = [(each.service, each.grade.label) for each in history.inspections[0].overall]
    assert services == [
        ("Safeguarding services", "Good"),
        ("Services for looked after children", "Adequate"),
    ]
    assert history.inspections[0].counted is None
    assert change(*history.inspections) is None


def test_a_full_inspection_without_an_overall_grade_is_graded_and_not_counted(
    registry: Registry,
) -> None:
    before = document(registry, "2013-05-01", {"overall": 2})
    after = document(registry, "2016-05-01", {"leadership": 3})
    history = grade_history([before, after])
    newest = history.newest
    assert newest is not None
    assert newest.document is after
    assert newest.overall == ()
    assert history.since() is None


def test_scales_of_two_series_are_not_compared(registry: Registry) -> None:
    before = document(registry, "2013-05-01", {"overall": 4})
    after = document(registry, "2016-05-01", {"overall": 2})
    statistics = after.framework.official_statistics
    assert statistics is not None
    other = replace(after.framework, official_statistics=replace(statistics, series="other"))
    assert change(*grade_history([before, after]).inspections) == "better"
    assert change(*grade_history([before, replace(after, framework=other)]).inspections) is None


def test_a_grade_lasts_since_the_first_inspection_that_gave_it_unbroken(registry: Registry) -> None:
    grades = {"2013-05-01": 4, "2014-05-01": 3, "2015-05-01": 4, "2016-05-01": 4}
    history = grade_history(
        document(registry, published, {"overall": grade}) for published, grade in grades.items()
    )
    since = history.since()
    assert since is not None
    assert since.published == date(2015, 5, 1)
