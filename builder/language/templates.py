"""Read printed words by the registries' templates: services, judgements, grades, owners.

Templates are plain words; `{any}` is any words, `{grade}` a number, `{label}` a word of the scale.
Case, white space, quotation marks, dashes and a final full stop or colon do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from builder.model import (
    Authority,
    Framework,
    FrameworkJudgement,
    Grade,
    Group,
    Licence,
    Owners,
    Part,
    Timescale,
    unshaped,
)

_SENTENCE_END = re.compile(r"[.!?](?:(?<!\be\.g\.)(?<!\bi\.e\.)|['\"’”])(\s+)(?=[A-Z‘“'\"])")
"""The mark that ends a sentence, and the blanks behind it.  It begins with what is searched for:
an expression that begins by looking back is tried at every character, ten times as slowly."""


_OPENING = 12
"""By how many letters at most words are seen to be something else."""


@lru_cache(maxsize=4096)
def normal(words: str) -> str:
    """Words in the form in which templates compare them.

    >>> normal("Record of  main findings:")
    'record of main findings'
    """
    return " ".join(unshaped(words).split()).rstrip(" .:;").casefold()


@cache
def _template(template: str) -> re.Pattern[str]:
    parts = normal(template).split("{any}")
    return re.compile(".+".join(re.escape(part) for part in parts))


@cache
def _opening(template: str) -> str:
    """Text that every match of the template begins with."""
    return normal(template).split("{any}")[0].partition(" ")[0][:_OPENING]


@cache
def _openings(templates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_opening, templates))


def is_printed_as(words: str, templates: tuple[str, ...]) -> bool:
    """Whether the words are one of the templates."""
    begins = unshaped(words.lstrip()[:_OPENING]).casefold()
    if not begins.startswith(_openings(templates)):
        return False
    compared = normal(words)
    return any(
        _template(template).fullmatch(compared)
        for template in templates
        if begins.startswith(_opening(template))
    )


class NamedGrade(Struct, frozen=True):
    """What is judged with its grade, where a line prints both."""

    name: str
    """The judgement's name as printed."""
    label: str
    """The grade's word as printed."""
    grade: Grade


class ReadGrade(Struct, frozen=True):
    """A grade read from a line or cell in a grade's form."""

    grade: Grade | None
    """None where the form is right and the scale has no such grade."""
    complaint: str = ""
    """Why it is not on the scale."""


class Recogniser:
    """One framework's templates, compiled once."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._by_number = {grade.number: grade for grade in framework.scale}
        self._by_label = {
            normal(label): grade
            for grade in framework.scale
            for label in (grade.label, *grade.also)
        }
        labels = "|".join(
            re.escape(label) for label in sorted(self._by_label, key=len, reverse=True)
        )
        self._forms = [
            re.compile(
                re.escape(normal(form))
                .replace(r"\{grade\}", r"(?P<grade>\d+)")
                .replace(
                    r"\{label\}",
                    r"(?P<label>[^\W\d_][\w ,'-]*)"
                    if "{grade}" in form
                    else f"(?P<label>{labels})",
                )
            )
            for form in framework.grade_forms
        ]
        self._prose = None
        if framework.prose is not None:
            self._prose = re.compile(
                framework.prose.pattern.replace("{label}", f"(?P<label>{labels})"), re.IGNORECASE
            )
        self._headings = [
            re.compile(
                re.escape(" ".join(unshaped(form).split()))
                .replace(r"\{judgement\}", "(?P<judgement>.+?)")
                .replace(r"\{label\}", f"(?P<label>{labels})"),
                re.IGNORECASE,
            )
            for form in framework.heading_forms
        ]
        self._statements = [
            (
                each.judgement,
                re.compile(
                    unshaped(each.pattern).replace("{label}", f"(?P<label>{labels})"),
                    re.IGNORECASE,
                ),
            )
            for each in framework.statements
        ]

    def service(self, heading: str) -> str:
        """The id of the service that a heading or table label announces, or ""."""
        for service in self.framework.services:
            if is_printed_as(heading, service.printed):
                return service.id
        return ""

    def judgement(self, name: str, service: str) -> FrameworkJudgement | None:
        """The judgement printed under a name in a service, numbered or not."""
        bare = re.sub(r"^\s*\d+(?:\.\d+)*\.?\s+", "", name)
        for judgement in self.framework.judgements:
            if judgement.service == service and is_printed_as(bare, judgement.printed):
                return judgement
        return None

    def graded_heading(self, heading: str) -> NamedGrade | None:
        """The judgement's name and grade in one heading.

        "This council requires improvement" looks alike: without a colon the name must be a
        judgement's.
        """
        compared = " ".join(unshaped(heading).split()).rstrip(" .:;")
        unknown = None
        for form in self._headings:
            match = form.fullmatch(compared)
            if not match:
                continue
            read = NamedGrade(
                match["judgement"], match["label"], self._by_label[normal(match["label"])]
            )
            if self.names_judgement(read.name):
                return read
            if read.name + ":" in compared:
                unknown = unknown or read
        return unknown

    def names_judgement(self, name: str) -> bool:
        """Whether a judgement of any service has that printed name."""
        services = ["", *(service.id for service in self.framework.services)]
        return any(self.judgement(name, service) for service in services)

    def statement(self, words: str) -> tuple[str, NamedGrade] | None:
        """The judgement's id and the grade that a block's words award by themselves."""
        if not self._statements:
            return None
        compared = " ".join(unshaped(words).split())
        for judgement, pattern in self._statements:
            match = pattern.match(compared)
            if match:
                label = match["label"]
                return judgement, NamedGrade(words, label, self._by_label[normal(label)])
        return None

    def knows(self, heading: str) -> bool:
        """Whether these words are a heading of the framework, graded or not."""
        services = ["", *(service.id for service in self.framework.services)]
        return bool(
            self.service(heading)
            or self.part(heading)
            or is_printed_as(heading, self.framework.headings)
            or self.graded_heading(heading)
            or self.is_judgement(heading)
            or any(self.group(heading, each) for each in services)
        )

    def is_judgement(self, heading: str) -> bool:
        """Whether a heading names a judgement of any service."""
        services = ["", *(service.id for service in self.framework.services)]
        return any(self.judgement(heading, each) for each in services)

    def opens_findings(self, heading: str) -> bool:
        """Whether a heading opens what is found about the one above, as "Summary" does."""
        return is_printed_as(heading, self.framework.finding_headings)

    def ends_role(self, heading: str) -> bool:
        """Whether a heading opens findings or a grade, which ends the role of the part above."""
        return (
            self.graded_heading(heading) is not None
            or self.statement(heading) is not None
            or self.opens_findings(heading)
        )

    def says_none(self, words: str) -> bool:
        """Whether the words say that there is nothing to recommend."""
        return any(is_printed_as(words, (each.words,)) for each in self.framework.none_found)

    def is_ungraded(self, words: str) -> bool:
        """Whether the words stand in place of a grade."""
        return is_printed_as(words, self.framework.ungraded)

    def is_title(self, words: str) -> bool:
        """Whether the words are a title of the framework's documents."""
        announced = [each.words.replace("{title}", "{any}") for each in self.framework.announced]
        return is_printed_as(words, tuple(announced))

    def group(self, heading: str, service: str) -> Group | None:
        """The group that a heading opens."""
        for group in self.framework.groups:
            if group.service in ("", service) and is_printed_as(heading, group.printed):
                return group
        return None

    def part(self, heading: str) -> Part | None:
        """The part that a heading opens."""
        for part in self.framework.parts:
            if is_printed_as(heading, part.printed):
                return part
        return None

    def timescale(self, words: str) -> Timescale | None:
        for timescale in self.framework.timescales:
            if is_printed_as(words, (timescale.printed,)):
                return timescale
        return None

    def grade(self, words: str) -> ReadGrade | None:
        """The grade that a whole line or cell prints, or None."""
        compared = normal(words)
        for form in self._forms:
            match = form.fullmatch(compared)
            if match:
                return self._on_scale(match.groupdict())
        return None

    def _on_scale(self, found: Mapping[str, str | None]) -> ReadGrade:
        number, label = found.get("grade"), found.get("label")
        by_number = self._by_number.get(int(number)) if number else None
        by_label = self._by_label.get(label) if label else None
        scale = ", ".join(f"{grade.number} ({grade.label})" for grade in self.framework.scale)
        if number and by_number is None:
            return ReadGrade(None, f"the scale has {scale}; found grade {number}")
        if label and by_label is None:
            return ReadGrade(None, f"the scale has {scale}; found “{label}”")
        if by_number and by_label and by_number != by_label:
            return ReadGrade(None, f"the scale has {scale}; found {number} with “{label}”")
        return ReadGrade(by_number or by_label)

    def awarding_sentence(self, paragraph: str, judgement: str) -> tuple[str, Grade] | None:
        """The first sentence of a paragraph that awards `judgement` a grade.

        Before the grade, the sentence must hold a telling word of the judgement's name.
        """
        if self._prose is None or self.framework.prose is None:
            return None
        stems = _stems(judgement) - _stems(" ".join(self.framework.prose.common))
        for sentence in sentences(paragraph):
            match = self._prose.search(unshaped(sentence))
            if match and stems & _stems(sentence[: match.start()]):
                return sentence, self._by_label[normal(match["label"])]
        return None


def _stems(words: str) -> set[str]:
    """The first four letters of longer words, to join "healthy" and "health"."""
    return {word[:4] for word in re.findall(r"[^\W\d_]{4,}", normal(words))}


def announces(licence: Licence, notice: str) -> bool:
    """Whether a printed notice announces a licence."""
    return any(normal(words) in normal(notice) for words in licence.announced)


def sentences(paragraph: str) -> list[str]:
    """A paragraph's sentences, as printed."""
    return [paragraph[start:end] for start, end in sentence_spans(paragraph)]


def sentence_spans(paragraph: str) -> Iterator[tuple[int, int]]:
    """Where a paragraph's sentences stand."""
    start = 0
    for end in _SENTENCE_END.finditer(paragraph):
        yield start, end.start(1)
        start = end.end()
    yield start, len(paragraph)


def sentence_around(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentences around paragraph[start:end]."""
    first = 0
    for stops, begins in _sentence_ends(paragraph):
        if begins <= start:
            first = begins
        elif end <= stops:
            return first, stops
    return first, len(paragraph)


@lru_cache(maxsize=4096)  # many sentences of a paragraph are quoted, on many pages
def _sentence_ends(paragraph: str) -> tuple[tuple[int, int], ...]:
    """Where the blanks between sentences begin and end."""
    return tuple([each.span(1) for each in _SENTENCE_END.finditer(paragraph)])


_CAPITAL = r"[A-Z][\w&'’-]*"
_BODY = re.compile(
    rf"(?:[A-Z][a-z]+ and )?{_CAPITAL}(?:\s+(?:(?:of|for|the|in)\s+)*(?:{_CAPITAL}|\([^()]*\)))+"
    r"|[A-Z]{2,}\w*"
)
"""Capitalised words that name a body: two or more, or an abbreviation. One such word alone may
be a verb ("Continue to …"), so it names nothing."""


def owners(text: str, rules: Owners, authority: Authority | None) -> tuple[str, ...]:
    """The bodies that a recommendation's opening words name, in order.

    A body is the authority's name or board (given in full), capitalised words, or a noun of the
    registry; the registry's joining words join bodies and its verbs end them.
    """
    own = _own_names(authority)
    longest_first = sorted([*own, *rules.nouns], key=len, reverse=True)
    named: list[str] = []
    at = 0
    while body := _body_at(text, at, own, longest_first):
        name, at = body
        named.append(name)
        if _word_at(text, at, rules.verbs):
            return tuple(named)
        at = _word_at(text, at, rules.joins) or _comma_at(text, at)
    return ()


def _body_at(
    text: str, at: int, own: Mapping[str, str], names: Iterable[str]
) -> tuple[str, int] | None:
    """The body whose name begins at `at`, and where it ends."""
    for name in names:
        end = at + len(name)
        if text[at:end].casefold() == name.casefold() and not text[end : end + 1].isalnum():
            return own.get(name, text[at:end]), end
    match = _BODY.match(text, at) if at >= 0 else None
    return (match[0], match.end()) if match else None


def _word_at(text: str, at: int, words: tuple[str, ...]) -> int:
    """The end of the word here, after an optional comma, with its blank; or 0."""
    match = _one_of(words).match(text, at)
    return match.end() if match else 0


@cache
def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = map(re.escape, sorted(words, key=len, reverse=True))
    return re.compile(rf",?\s+(?:{'|'.join(longest_first) or '(?!)'})\s+")


def _comma_at(text: str, at: int) -> int:
    """The start of the next name in a list with commas; past the end if there is none."""
    return at + 2 if text[at : at + 2] == ", " else len(text)


def _own_names(authority: Authority | None) -> dict[str, str]:
    """An authority's printed names, folded → in full."""
    if authority is None:
        return {}
    known = {authority.name.casefold(): authority.name}
    for board in authority.boards:
        for name in (board.name, *board.aliases):
            known[name.casefold()] = board.name
        for abbreviation in board.abbreviations:
            known[abbreviation.casefold()] = f"{board.name} ({abbreviation})"
    return known
