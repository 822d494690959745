"""Resolve pointers to held documents. Where several fit, none is linked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from builder.analysis.links.pointers import overlaps
from builder.core.dates import written_date, written_month, written_period
from builder.model import (
    AMBIGUOUS,
    HELD,
    NOT_HELD,
    UNDATED,
    Document,
    KnownNotHeld,
    Links,
    Place,
    Pointer,
    Reference,
    ReferenceKind,
    ReferenceState,
    When,
    plain,
)
from builder.reading.archive import Archive

_Kinds = Mapping[str, ReferenceKind]


def references(
    held: Sequence[Document],
    places: Mapping[str, Sequence[Place]],
    pointers: Mapping[str, Sequence[Pointer]],
    kinds: _Kinds,
) -> Iterator[tuple[str, tuple[Reference, ...]]]:
    """Each document's references in reading order; `held` are its authority's documents."""
    for document in held:
        pointing = pointers[document.id]
        yield document.id, tuple(_resolved(document, places[document.id], pointing, held, kinds))


def _resolved(
    document: Document,
    places: Sequence[Place],
    pointers: Sequence[Pointer],
    held: Sequence[Document],
    kinds: _Kinds,
) -> Iterator[Reference]:
    dated: dict[str, list[Reference]] = {}
    for each in pointers:
        if each.when is not None:
            found = _by_date(document, each, each.when, held, kinds[each.kind])
            dated.setdefault(each.kind, []).append(found)
    ready = {kind: iter(found) for kind, found in dated.items()}
    for each in pointers:
        if each.when is not None:
            yield next(ready[each.kind])
        elif each.ahead:
            yield _by_order(document, each, held, kinds[each.kind])
        else:
            said = dated.get(each.kind, ())
            yield _by_context(document, places, each, said, kinds[each.kind], held)


def _reference(
    document: Document, pointer: Pointer, state: ReferenceState, because: str = ""
) -> Reference:
    return Reference(
        document.id,
        pointer.anchor,
        pointer.printed,
        pointer.kind,
        pointer.when,
        state,
        (),
        because=because,
        role=pointer.role,
    )


def _by_date(
    document: Document,
    pointer: Pointer,
    when: When,
    held: Sequence[Document],
    kind: ReferenceKind,
) -> Reference:
    """The document of the kind inspected, or else published, then."""
    before = [
        each
        for each in held
        if each.framework.id in kind.frameworks and each.front.published < document.front.published
    ]
    found = [
        each
        for each in before
        if each.front.inspected
        and overlaps(when, each.front.inspected.start, each.front.inspected.end)
    ] or [each for each in before if overlaps(when, each.front.published, each.front.published)]
    if not found:
        return _reference(document, pointer, NOT_HELD)
    if len(found) > 1:
        several = _reference(document, pointer, AMBIGUOUS, "Several documents of that date fit.")
        return replace(several, targets=tuple(each.id for each in found))
    return _held(_reference(document, pointer, HELD, _dates_of(found[0])), found[0])


def _by_order(
    document: Document, pointer: Pointer, held: Sequence[Document], kind: ReferenceKind
) -> Reference:
    later = [
        each
        for each in held
        if each.framework.id in kind.frameworks and each.front.published > document.front.published
    ]
    if not later:
        return _reference(document, pointer, UNDATED, "None that came later is held.")
    first = min(later, key=lambda each: (each.front.published, each.id))
    because = f"It is the next one that is held. {_dates_of(first)}"
    return _held(_reference(document, pointer, HELD, because), first)


def _by_context(
    document: Document,
    places: Sequence[Place],
    pointer: Pointer,
    dated: Sequence[Reference],
    kind: ReferenceKind,
    held: Sequence[Document],
) -> Reference:
    """What the document's own dated words of the kind lead to, if to one thing."""
    if pointer.month:
        dated = [each for each in dated if each.when and each.when.month == pointer.month]
    if not dated and not kind.frameworks:
        return _reference(document, pointer, NOT_HELD)
    if not _is_one(dated):
        return _reference(document, pointer, UNDATED, "Nothing says which is meant.")
    rests_on = next((each for each in dated if each.when and each.when.month), dated[0])
    assert rests_on.when
    because = f"It is dated {_month(rests_on.when)} {_where(document, places, rests_on.anchor)}."
    found = replace(
        _reference(document, pointer, rests_on.state, because),
        when=rests_on.when,
        targets=rests_on.targets,
    )
    if rests_on.state != HELD:
        return found
    target = next(each for each in held if each.id == rests_on.targets[0])
    return _held(replace(found, because=f"{because} {_dates_of(target)}"), target)


def _is_one(dated: Sequence[Reference]) -> bool:
    """Whether references lead to the same documents, or else name one time."""
    if len({(each.state, each.targets) for each in dated}) != 1:
        return False
    whens = {each.when for each in dated if each.when}
    return dated[0].state != NOT_HELD or (
        len({each.year for each in whens}) == 1 and len({each.month for each in whens} - {0}) < 2
    )


def _held(reference: Reference, target: Document) -> Reference:
    """The reference to a document, and to the part meant."""
    to = next(
        (each.id for each in target.sections if reference.role and each.role == reference.role), ""
    )
    return replace(reference, targets=(target.id,), to=to)


def _dates_of(target: Document) -> str:
    inspected, published = target.front.inspected, written_date(target.front.published)
    if inspected is None:
        return f"It was published on {published}."
    days = written_period(inspected.start, inspected.end)
    return f"The inspection was {days}; it was published on {published}."


def _month(when: When) -> str:
    return written_month(when.year, when.month)


def _where(document: Document, places: Sequence[Place], anchor: str) -> str:
    place = next(each for each in places if each.anchor == anchor)
    if place.number is not None:
        return f"in paragraph {place.number}"
    heading = plain(document.sections[place.section].heading).strip(" .:")
    return f"under “{heading}”" if heading else "in its opening"


def known_not_held(archive: Archive, links: Links) -> tuple[KnownNotHeld, ...]:
    """Documents that are spoken of and not held, with who mentions them.

    By authority, kind and time; a year joins a month of it if only one is spoken of.
    """
    kinds = archive.registry.references
    spoken: dict[tuple[str, str], list[Reference]] = {}
    for authority in archive.authorities:
        for document in archive.of_authority(authority.id):
            for each in links.references[document.id]:
                if each.state == NOT_HELD:
                    kind = kinds[each.kind].means or each.kind
                    spoken.setdefault((authority.id, kind), []).append(each)
    order = {kind: at for at, kind in enumerate(kinds)}
    place = {authority.id: at for at, authority in enumerate(archive.authorities)}
    return tuple(
        KnownNotHeld(authority, kind, when, tuple(by_time[when]))
        for (authority, kind), of_kind in sorted(
            spoken.items(), key=lambda entry: (place[entry[0][0]], order[entry[0][1]])
        )
        for by_time in [_by_time(of_kind)]
        for when in sorted(by_time, key=_in_time)
    )


def _by_time(found: Sequence[Reference]) -> dict[When | None, list[Reference]]:
    months: dict[int, set[When]] = {}
    for each in found:
        if each.when and each.when.month:
            months.setdefault(each.when.year, set()).add(each.when)
    by_time: dict[When | None, list[Reference]] = {}
    for each in found:
        when = each.when
        if when and not when.month and len(months.get(when.year, ())) == 1:
            (when,) = months[when.year]
        by_time.setdefault(when, []).append(each)
    return by_time


def _in_time(when: When | None) -> tuple[int, int]:
    return (when.year, when.month) if when else (9999, 0)
