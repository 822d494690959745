"""Check a framework's file: ids, templates, and its examples by the rules that read documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.core.identifiers import is_web_address
from builder.core.problems import did_you_mean
from builder.language.regex_safety import fault
from builder.language.templates import Recogniser, is_printed_as, normal
from builder.language.title_block import (
    read_facts,
    read_inspection_periods,
    read_meeting,
    read_people,
    read_publication_date,
)
from builder.model import (
    FACTS,
    ITEMS,
    ROLES,
    Framework,
    NamedPerson,
    Registry,
    StandingText,
    TitleBlock,
)

Found = Iterator[tuple[int, str]]

_PLACE = re.compile(r"\{[^{}]*\}")


def check_framework(framework: Framework, registry: Registry) -> Found:
    """Everything wrong, as (line, message); examples are tried only with valid templates."""
    for kind in framework.kinds:
        if kind not in ("report", "letter", "paper"):
            yield (
                framework.lines.get("kinds", 1),
                (f"“kinds” must be report, letter or paper; found “{kind}”; write one of these."),
            )
    for attribute in ("number", "label"):
        values = [normal(str(getattr(grade, attribute))) for grade in framework.scale]
        for grade in framework.scale:
            if values.count(normal(str(getattr(grade, attribute)))) > 1:
                yield (
                    grade.line,
                    (
                        f"each {attribute} of a scale must stand once; found "
                        f"“{getattr(grade, attribute)}” again; correct one."
                    ),
                )
    services = {service.id for service in framework.services}
    for judgement in framework.judgements:
        if judgement.id not in registry.judgements:
            yield (
                judgement.line,
                (
                    f"a judgement must be one of judgements.yaml; found “{judgement.id}”; add it "
                    f"there or correct it.{did_you_mean(judgement.id, registry.judgements)}"
                ),
            )
        if judgement.service not in (services or {""}):
            yield (
                judgement.line,
                (
                    f"“service” must be one of this framework's services; found "
                    f"“{judgement.service}”; correct it.{did_you_mean(judgement.service, services)}"
                ),
            )
    for group in framework.groups:
        if group.service not in ("", *services):
            yield (
                group.line,
                (
                    f"“service” must be one of this framework's services; found "
                    f"“{group.service}”; correct it.{did_you_mean(group.service, services)}"
                ),
            )
    for part in framework.parts:
        for key, value, known in (("role", part.role, ROLES), ("items", part.items, ITEMS)):
            if value not in known:
                yield (
                    part.line,
                    (
                        f"“{key}” must be one of {', '.join(known)}; found “{value}”; correct it."
                        f"{did_you_mean(value, known)}"
                    ),
                )
    yield from _check_statistics(framework, registry)
    if framework.since and framework.until and framework.since > framework.until:
        yield (
            framework.lines.get("until", 1),
            (
                f"“until” must not be before “since”; found {framework.since} and "
                f"{framework.until}; correct one."
            ),
        )
    malformed = [*_check_names(framework), *_check_patterns(framework)]
    yield from malformed or _check_readings(framework)


def _check_statistics(framework: Framework, registry: Registry) -> Found:
    """Scales counted together need equally many grades: grades are counted by number."""
    statistics = framework.official_statistics
    if framework.full and not framework.inspection:
        yield (
            framework.lines.get("full", 1),
            "a “full” inspection must be an inspection; found “inspection: no”; remove one.",
        )
    if statistics is None:
        return
    if not is_web_address(statistics.source):
        yield (
            statistics.line,
            f"“source” must be a web address; found “{statistics.source}”; write the address of "
            "the statistics that count so.",
        )
    overall = sum(each.overall for each in framework.judgements)
    if not framework.full or overall != 1:
        yield (
            statistics.line,
            "official statistics must count full inspections with one overall judgement; found "
            f"{overall} in a framework that is {'' if framework.full else 'not '}full; correct "
            "“full” or “judgements”, or remove it.",
        )
    for other in registry.frameworks.values():
        counted = other.official_statistics
        if (
            counted
            and counted.series == statistics.series
            and len(other.scale) != len(framework.scale)
        ):
            yield (
                statistics.line,
                f"frameworks of one series must have equally many grades; found "
                f"{len(framework.scale)}, and {len(other.scale)} in {other.id}; correct “series”.",
            )


def _check_names(framework: Framework) -> Found:
    """Printed names may hold `{any}` and no other placeholder."""
    heading_line = framework.lines.get("headings", 1)
    rows = [
        *((service.line, service.printed) for service in framework.services),
        *((judgement.line, judgement.printed) for judgement in framework.judgements),
        *((part.line, part.printed) for part in framework.parts),
        *((group.line, (*group.printed, *group.holds)) for group in framework.groups),
        *((each.line, (each.words,)) for each in framework.standing_text),
        *((each.line, (each.words,)) for each in framework.none_found),
        (heading_line, framework.headings),
        (framework.lines.get("finding_headings", 1), framework.finding_headings),
        (framework.lines.get("ungraded", 1), framework.ungraded),
    ]
    for line, names in rows:
        for name in names:
            yield from _places(line, name, "a printed name", ("{any}",))


def _places(line: int, template: str, what: str, allowed: Iterable[str]) -> Found:
    known = tuple(allowed)
    for place in _PLACE.findall(template):
        if place not in known:
            yield (
                line,
                (
                    f"{what} may hold {' or '.join(known)}; found “{place}” in “{template}”; "
                    f"correct it.{did_you_mean(place, known)}"
                ),
            )


def _once(line: int, template: str, what: str, place: str) -> Found:
    if template.count(place) != 1:
        yield line, f"{what} must hold {place} once; found “{template}”; correct it."


def _check_patterns(framework: Framework) -> Found:
    """What must hold before the templates can be tried."""
    for form in framework.grade_forms:
        counts = {form.count("{grade}"), form.count("{label}")}
        if counts not in ({1}, {0, 1}):
            yield (
                framework.lines.get("grade_forms", 1),
                (
                    "a grade form must hold {grade}, {label} or both, each once; "
                    f"found “{form}”; correct it."
                ),
            )
    heading_line = framework.lines.get("heading_forms", 1)
    for form in framework.heading_forms:
        for place in ("{judgement}", "{label}"):
            yield from _once(heading_line, form, "a heading form", place)
    for announcement in framework.announced:
        yield from _places(
            announcement.line, announcement.words, "an announcement", ("{any}", "{title}")
        )
    if framework.title_block is not None:
        yield from _check_title_templates(framework.title_block)
    judged = [judgement.id for judgement in framework.judgements]
    for statement in framework.statements:
        yield from _check_pattern(statement.line, statement.pattern)
        if statement.judgement not in judged:
            yield (
                statement.line,
                (
                    "“judgement” must be one of this framework's judgements; found "
                    f"“{statement.judgement}”; correct it."
                    f"{did_you_mean(statement.judgement, judged)}"
                ),
            )
    if framework.prose is None:
        return
    if not framework.scale:
        yield (
            framework.prose.line,
            "“prose” must read the labels of a “scale”; none was found; add one.",
        )
    yield from _check_pattern(framework.prose.line, framework.prose.pattern)


def _check_pattern(line: int, pattern: str) -> Found:
    if pattern.count("{label}") != 1:
        yield (
            line,
            (
                "“pattern” must hold {label} once, where the grade's word stands; "
                f"found “{pattern}”; correct it."
            ),
        )
    if found := fault(pattern.replace("{label}", "x")):
        yield line, f"“pattern” must be one that can be read; {found}; correct it."


def _check_title_templates(block: TitleBlock) -> Found:
    for key, place in (("inspected", "{dates}"), ("published", "{date}")):
        what = f"a template of “{key}”"
        for template in getattr(block, key):
            unknown = list(_places(block.line, template, what, (place, "{any}")))
            yield from unknown or _once(block.line, template, what, place)
    for template in block.meeting:
        yield from _places(block.line, template, "a template of “meeting”", ("{date}", "{any}"))
        yield from _once(block.line, template, "a template of “meeting”", "{date}")
    for row in block.facts:
        if row.fact not in FACTS:
            yield (
                row.line,
                f"“fact” must be one of {', '.join(FACTS)}; found “{row.fact}”; correct it."
                f"{did_you_mean(row.fact, FACTS)}",
            )
        for template in row.printed:
            known = ("{words}", "{line}", "{any}", "{date}")
            yield from _places(row.line, template, "a template of “facts”", known)
            if template.count("{words}") + template.count("{line}") > 1:
                yield (
                    row.line,
                    "a template of “facts” must hold {words} or {line} once, or neither; found "
                    f"“{template}”; correct it.",
                )
    for named in block.people:
        yield from _check_name_templates(named)


def _check_name_templates(named: NamedPerson) -> Found:
    what = "a template of “people”"
    known = ("{name}", "{names}", "{post}", "{date}", "{any}")
    for template in named.printed:
        unknown = list(_places(named.line, template, what, known))
        yield from unknown
        if not unknown and template.count("{name}") + template.count("{names}") != 1:
            yield (
                named.line,
                f"{what} must hold {{name}} or {{names}}, once; found “{template}”; correct it.",
            )


def _check_readings(framework: Framework) -> Found:
    """The framework's own examples, read by its own templates."""
    recogniser = Recogniser(framework)
    forms = framework.lines.get("grade_forms", 1)
    for form, examples in framework.grade_forms.items():
        if not examples:
            yield forms, f"the grade form “{form}” must have an example; add one."
        for example in examples:
            read = recogniser.grade(example)
            if read is None or read.grade is None:
                yield (
                    forms,
                    (
                        f"the grade form “{form}” must read its example; it does "
                        f"not read “{example}”; correct one of the two."
                    ),
                )
    yield from _check_standing_examples("standing text", framework.standing_text)
    yield from _check_standing_examples("text of “none_found”", framework.none_found)
    if framework.prose is not None:
        names = " ".join(name for each in framework.judgements for name in each.printed)
        for sentence, label in framework.prose.examples.items():
            award = recogniser.awarding_sentence(sentence, names)
            found = normal(award[1].label) if award else ""
            if found != normal(label):
                yield (
                    framework.prose.line,
                    (
                        f"“pattern” must read “{label or 'nothing'}” in its example “{sentence}”; "
                        f"it reads “{found or 'nothing'}”; correct one of the two."
                    ),
                )
    yield from _check_heading_examples(framework, recogniser)
    yield from _check_statement_examples(framework, recogniser)
    for announcement in framework.announced:
        template = announcement.words.replace("{title}", "{any}")
        for example in announcement.examples:
            if not is_printed_as(example, (template,)):
                yield (
                    announcement.line,
                    (
                        f"the announcement “{announcement.words}” must read its example; it does "
                        f"not read “{example}”; correct one of the two."
                    ),
                )
    if framework.title_block is not None:
        yield from _check_title_examples(framework.title_block)


def _check_standing_examples(what: str, rows: Iterable[StandingText]) -> Found:
    for each in rows:
        for example, meant in (
            *((words, True) for words in each.examples),
            *((words, False) for words in each.not_examples),
        ):
            if is_printed_as(example, (each.words,)) != meant:
                yield (
                    each.line,
                    f"the {what} “{each.words}” must {'' if meant else 'not '}read “{example}”; "
                    "correct one of the two.",
                )


def _check_heading_examples(framework: Framework, recogniser: Recogniser) -> Found:
    line = framework.lines.get("heading_forms", 1)
    for form, examples in framework.heading_forms.items():
        if not examples:
            yield line, f"the heading form “{form}” must have an example; add one."
        for example in examples:
            read = recogniser.graded_heading(example)
            if read is None or not recogniser.names_judgement(read.name):
                yield (
                    line,
                    (
                        f"the heading form “{form}” must read a judgement and its grade in its "
                        f"example; it does not in “{example}”; correct one of the two."
                    ),
                )


def _check_statement_examples(framework: Framework, recogniser: Recogniser) -> Found:
    for statement in framework.statements:
        for sentence, label in statement.examples.items():
            stated = recogniser.statement(sentence)
            found = stated[1].label if stated else ""
            other = stated is not None and stated[0] != statement.judgement
            if normal(found) != normal(label) or other:
                of = f" of {stated[0]}" if stated else ""
                yield (
                    statement.line,
                    (
                        f"“pattern” must read “{label or 'nothing'}” in its example “{sentence}”; "
                        f"it reads “{found or 'nothing'}”{of}; correct one of the two."
                    ),
                )


def _check_title_examples(block: TitleBlock) -> Found:
    if not block.examples:
        yield block.line, "a “title_block” must have examples; none was found; add some."
    for opening, expected in block.examples.items():
        periods = read_inspection_periods(opening, block)
        days = " ".join(f"{each.start} {each.end}" for each in periods)
        published, meeting = read_publication_date(opening, block), read_meeting(opening, block)
        people = read_people(opening, len(opening), block)
        facts = read_facts(opening, block)
        known = {
            "inspected": f"inspected {days}" if days else "",
            "published": f"published {published}" if published else "",
            "meeting": f"meeting {meeting}" if meeting else "",
            **{fact: f"{fact} {facts[fact]}" if fact in facts else "" for fact in FACTS},
        }
        of_people = "; ".join(f"{person.role}: {person.name}" for person in people)
        found = known.get(expected.split(" ")[0], of_people)
        if found != expected:
            yield (
                block.line,
                (
                    f"the title block must read “{expected}” in its example “{opening}”; it reads "
                    f"“{found or 'nothing'}”; correct one of the two."
                ),
            )
