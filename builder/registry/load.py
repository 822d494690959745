"""`content/*.yaml` → `Registry`.

Every row has examples, tried both ways: its pattern reads them and leaves its counter-examples
alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from builder.core.identifiers import is_base_url, is_email, is_id, is_web_address
from builder.core.problems import Problem, ProblemsFound, did_you_mean
from builder.core.safe_files import MOST_WRITTEN, NotReadable, read_plain
from builder.language.phrase_finder import Finder, row_phrases
from builder.language.templates import announces, normal, owners
from builder.language.title_block import people_in
from builder.model import (
    CITATIONS,
    PARTS,
    Authority,
    CheckRules,
    Citation,
    Framework,
    InspectingRole,
    Judgement,
    Licence,
    LocalPlace,
    NameForms,
    OutcomeTable,
    Owners,
    Publisher,
    ReferenceKind,
    Registry,
    SearchWords,
    SiteFacts,
    Topic,
)
from builder.registry import yaml_schema as schema
from builder.registry.check_frameworks import check_framework
from builder.registry.check_places import check_authorities, check_places
from builder.registry.check_references import check_references
from builder.registry.check_synonyms import check_words
from builder.registry.check_wordings import check_wordings
from builder.registry.outcomes import OutcomeReader
from builder.registry.publishers import check_publisher

T = TypeVar("T")
Row = TypeVar(
    "Row",
    Authority,
    LocalPlace,
    Judgement,
    Licence,
    Citation,
    Topic,
    InspectingRole,
    ReferenceKind,
    OutcomeTable,
)


Named = TypeVar("Named", Framework, Publisher)


def read_registry(content: Path) -> Registry:
    """Read every registry. Raises `ProblemsFound` with all that is wrong."""
    problems: list[Problem] = []
    site = _load(content, "site.yaml", SiteFacts, problems)
    authorities = _load(content, "authorities.yaml", tuple[Authority, ...], problems)
    outcomes = _load(content, "outcomes.yaml", tuple[OutcomeTable, ...], problems)
    places = _load(content, "places.yaml", tuple[LocalPlace, ...], problems)
    judgements = _load(content, "judgements.yaml", tuple[Judgement, ...], problems)
    licences = _load(content, "licences.yaml", tuple[Licence, ...], problems)
    citations = _load(content, "citations.yaml", tuple[Citation, ...], problems)
    topics = _load(content, "topics.yaml", tuple[Topic, ...], problems)
    rules = _load(content, "owners.yaml", Owners, problems)
    roles = _load(content, "roles.yaml", tuple[InspectingRole, ...], problems)
    names = _load(content, "names.yaml", NameForms, problems)
    checks = _load(content, "checks.yaml", CheckRules, problems)
    references = _load(content, "references.yaml", tuple[ReferenceKind, ...], problems)
    synonyms = _load(content, "synonyms.yaml", SearchWords, problems)
    frameworks = _load_each(content, "frameworks", Framework, problems)
    publishers = _load_each(content, "publishers", Publisher, problems)
    if not frameworks:
        problems.append(
            Problem(
                f"{content.name}/frameworks",
                1,
                "must hold at least one framework; none was read; add one (docs/frameworks.md).",
            )
        )
    if problems or None in (site, authorities, judgements, licences, citations, topics, rules):
        raise ProblemsFound(problems)
    assert site and rules and names and checks and synonyms
    assert authorities is not None
    assert places is not None
    assert outcomes is not None
    assert judgements is not None
    assert licences is not None
    assert citations is not None
    assert topics is not None
    assert roles is not None
    assert references is not None
    registry = Registry(
        site=site,
        authorities=_by_id(content, "authorities.yaml", authorities, problems),
        places=_by_id(content, "places.yaml", places, problems),
        frameworks={id: _with_names(each, names) for id, each in frameworks.items()},
        judgements=_by_id(content, "judgements.yaml", judgements, problems),
        licences=_by_id(content, "licences.yaml", licences, problems),
        citations=_by_id(content, "citations.yaml", citations, problems),
        topics=_by_id(content, "topics.yaml", topics, problems),
        owners=rules,
        references=_by_id(content, "references.yaml", references, problems),
        roles=_by_id(content, "roles.yaml", roles, problems),
        names=names,
        checks=checks,
        synonyms=synonyms,
        outcomes=_by_id(content, "outcomes.yaml", outcomes, problems),
        publishers=publishers,
    )
    reader = OutcomeReader(
        content,
        registry.authorities,
        registry.frameworks,
        registry.judgements,
        registry.licences,
    )
    registry = replace(
        registry, outcomes={name: reader.read(each) for name, each in registry.outcomes.items()}
    )
    problems.extend(reader.problems)
    problems.extend(
        Problem(f"{content.name}/{file}", line, message) for file, line, message in _check(registry)
    )
    if problems:
        raise ProblemsFound(problems)
    return registry


def _with_names(framework: Framework, names: NameForms) -> Framework:
    block = framework.title_block
    return replace(framework, title_block=replace(block, names=names)) if block else framework


def _load(content: Path, name: str, shape: type[T], problems: list[Problem]) -> T | None:
    path = content / name
    shown = f"{content.name}/{name}"
    if not path.exists():
        problems.append(
            Problem(
                shown,
                1,
                "must exist; it was not found; restore it, or copy it "
                "from the project's repository.",
            )
        )
        return None
    try:
        data = read_plain(path, content, MOST_WRITTEN)
        text = data.decode("utf-8-sig")
    except NotReadable as error:
        problems.append(Problem(shown, 1, str(error)))
        return None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problems.append(
            Problem(
                shown, line, "must be UTF-8; a byte that is not was found; save the file as UTF-8."
            )
        )
        return None
    value, found = schema.load_yaml(shown, text, shape)
    problems.extend(found)
    return value


def _load_each(
    content: Path, folder: str, shape: type[Named], problems: list[Problem]
) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for path in sorted((content / folder).glob("*.yaml")):
        name = f"{folder}/{path.name}"
        row = _load(content, name, shape, problems)
        if row is None:
            continue
        found[row.id] = row
        if row.id != path.stem:
            problems.append(
                _problem(
                    content,
                    name,
                    row,
                    f"the id must be the file's name; found “{row.id}”; write “{path.stem}”.",
                )
            )
    return found


def _by_id(
    content: Path, name: str, rows: tuple[Row, ...], problems: list[Problem]
) -> dict[str, Row]:
    by_id: dict[str, Row] = {}
    for row in rows:
        if not is_id(row.id):
            problems.append(
                _problem(
                    content,
                    name,
                    row,
                    "an id must be at most 80 lower-case letters and digits joined by hyphens; "
                    f"found “{row.id}”; rename it.",
                )
            )
        if row.id in by_id:
            problems.append(
                _problem(
                    content,
                    name,
                    row,
                    f"each id must stand once; found "
                    f"“{row.id}” again (first on line {by_id[row.id].line}); "
                    "rename or remove one.",
                )
            )
        by_id.setdefault(row.id, row)
    return by_id


def _problem(content: Path, name: str, row: Any, message: str) -> Problem:
    return Problem(f"{content.name}/{name}", row.line, message)


Found = Iterator[tuple[str, int, str]]


def _check(registry: Registry) -> Found:
    yield from _check_site(registry.site)
    for line, message in check_authorities(registry.authorities):
        yield "authorities.yaml", line, message
    for line, message in check_places(registry):
        yield "places.yaml", line, message
    yield from _check_judgements(registry)
    for framework in registry.frameworks.values():
        file = f"frameworks/{framework.id}.yaml"
        for line, message in check_framework(framework, registry):
            yield file, line, message
    for publisher in registry.publishers.values():
        for line, message in check_publisher(publisher):
            yield f"publishers/{publisher.id}.yaml", line, message
    yield from _check_citations(registry)
    yield from _check_roles(registry)
    yield from _check_people(registry.names)
    yield from _check_examples(registry)
    for line, message in check_references(registry.references, registry.frameworks):
        yield "references.yaml", line, message
    for line, message in check_wordings(registry.checks, registry.frameworks.values()):
        yield "checks.yaml", line, message
    for line, message in check_words(registry.synonyms):
        yield "synonyms.yaml", line, message


def _check_site(site: SiteFacts) -> Found:
    if not is_base_url(site.base_url):
        yield (
            "site.yaml",
            site.lines.get("base_url", 1),
            f"“base_url” must be a web address; found “{site.base_url}”; write it with https:// in "
            "front and nothing behind its path.",
        )
    if site.originals and not is_base_url(site.originals):
        yield (
            "site.yaml",
            site.lines.get("originals", 1),
            f"“originals” must be a web address; found “{site.originals}”; write it with https:// "
            "in front and nothing behind its path.",
        )
    if site.provider_page and (
        "{urn}" not in site.provider_page
        or not is_web_address(site.provider_page.replace("{urn}", "1"))
    ):
        yield (
            "site.yaml",
            site.lines.get("provider_page", 1),
            f"“provider_page” must be a web address with {{urn}}; found “{site.provider_page}”; "
            "write {urn} where the number of an authority stands.",
        )
    if not is_email(site.contact):
        yield (
            "site.yaml",
            site.lines.get("contact", 1),
            f"“contact” must be an e-mail address; found “{site.contact}”; write nothing besides.",
        )


def _check_judgements(registry: Registry) -> Found:
    for judgement in registry.judgements.values():
        for other in judgement.like:
            if other not in registry.judgements:
                yield (
                    "judgements.yaml",
                    judgement.line,
                    (
                        f"“like” must name judgements of this file; found “{other}”; correct it."
                        f"{did_you_mean(other, registry.judgements)}"
                    ),
                )


def _check_citations(registry: Registry) -> Found:
    for citation in registry.citations.values():
        if citation.kind not in CITATIONS:
            yield (
                "citations.yaml",
                citation.line,
                (
                    f"“kind” must be one of {', '.join(CITATIONS)}; found “{citation.kind}”; "
                    f"correct it.{did_you_mean(citation.kind, CITATIONS)}"
                ),
            )
        if citation.url and not is_web_address(citation.url):
            yield (
                "citations.yaml",
                citation.line,
                (
                    f"“url” must be a web address; found “{citation.url}”; write it with "
                    "https:// in front."
                ),
            )


def _check_roles(registry: Registry) -> Found:
    claimed: dict[str, str] = {}
    for row in registry.roles.values():
        if row.part not in PARTS:
            yield (
                "roles.yaml",
                row.line,
                (
                    f"“part” must be one of {', '.join(PARTS)}; found “{row.part}”; correct it."
                    f"{did_you_mean(row.part, PARTS)}"
                ),
            )
        for role in row.roles:
            other = claimed.setdefault(normal(role), row.id)
            if other != row.id:
                yield (
                    "roles.yaml",
                    row.line,
                    (
                        f"a role must belong to one row; found “{role}” in {row.id} and {other}; "
                        "keep it in one of them."
                    ),
                )


def _check_people(names: NameForms) -> Found:
    line = names.lines.get("examples", 1)
    if not names.examples:
        yield "names.yaml", line, "“examples” must not be empty; none was found; add some."
    for words, expected in names.examples.items():
        people = people_in(words, names)
        found = tuple(f"{each.name} ({each.post})" if each.post else each.name for each in people)
        if found != expected:
            yield (
                "names.yaml",
                line,
                (
                    f"“{words}” must name {'; '.join(expected) or 'nobody'}; it names "
                    f"{'; '.join(found) or 'nobody'}; correct the words or the example."
                ),
            )


def _check_examples(registry: Registry) -> Found:
    for file, rows in (("citations.yaml", registry.citations), ("topics.yaml", registry.topics)):
        for row in rows.values():
            finder = Finder(row_phrases(row))
            for example in row.examples:
                if not finder.find(example):
                    yield (
                        file,
                        row.line,
                        (
                            f"“{row.id}” must be found in its examples; it is not "
                            f"in “{example}”; add a phrase or correct the example."
                        ),
                    )
            for example in row.not_examples:
                if finder.find(example):
                    yield (
                        file,
                        row.line,
                        (
                            f"“{row.id}” must not be found in “{example}”; it is; "
                            "make a phrase narrower."
                        ),
                    )
    for licence in registry.licences.values():
        if licence.url and not is_web_address(licence.url):
            yield (
                "licences.yaml",
                licence.line,
                (
                    f"“url” must be a web address; found “{licence.url}”; write it with "
                    "https:// in front."
                ),
            )
        for example in licence.examples:
            read = [each.id for each in registry.licences.values() if announces(each, example)]
            if read != [licence.id]:
                yield (
                    "licences.yaml",
                    licence.line,
                    (
                        f"the notice “{example}” must announce {licence.id} alone; it announces "
                        f"{', '.join(read) or 'nothing'}; correct “announced”."
                    ),
                )
    nouns = registry.owners.nouns
    for noun in registry.owners.own:
        if noun not in nouns:
            yield (
                "owners.yaml",
                registry.owners.lines.get("own", 1),
                (
                    f"each entry of “own” must stand in “nouns” too; found “{noun}”; add it "
                    f"there, or remove it here.{did_you_mean(noun, nouns)}"
                ),
            )
    for opening, bodies in registry.owners.examples.items():
        read_bodies = owners(opening, registry.owners, None)
        if read_bodies != bodies:
            yield (
                "owners.yaml",
                registry.owners.lines.get("examples", 1),
                (
                    f"“{opening}” must name {'; '.join(bodies) or 'nobody'}; it names "
                    f"{'; '.join(read_bodies) or 'nobody'}; correct the words or the example."
                ),
            )
