"""What was fetched, in lines for a terminal and as Markdown for a reviewer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.convert.fetch.new_reports import Fetched, Report
from builder.core.characters import printable
from builder.core.problems import count

_MARKS = re.compile(r"([\\`*_\[\]<>#|])")


def report_lines(fetched: Fetched, *, dry_run: bool) -> Iterator[str]:
    """A line for each report and, last, how many there are."""
    for each in fetched.taken:
        took = "would be taken" if dry_run else f"→ {each.file}"
        yield f"{_words(each)} {took}{f' ({each.said})' if each.said else ''}"
    for each in fetched.left:
        yield f"{_words(each)}: not taken: {each.said}."
    yield from _unknown(fetched)
    yield _summary(fetched, dry_run=dry_run)


def as_markdown(all_fetched: Sequence[Fetched], *, dry_run: bool) -> str:
    """The same for all publishers, with what went wrong."""
    out: list[str] = []
    for fetched in all_fetched:
        out += [f"## {_shown(fetched.publisher.name)}", "", _summary(fetched, dry_run=dry_run), ""]
        if fetched.taken:
            out += ["| authority | report | published | file |", "|---|---|---|---|"]
            out += [_row(each) for each in fetched.taken]
            out.append("")
        if fetched.left:
            out += ["Not taken:", ""]
            out += [f"- {_shown(_words(each))}: {_shown(each.said)}" for each in fetched.left]
            out.append("")
        if fetched.faults:
            out += ["To look at:", ""]
            out += [f"- [ ] {_shown(str(each))}" for each in fetched.faults]
            out.append("")
        if unknown := list(_unknown(fetched)):
            out += [f"- [ ] {_shown(each)}" for each in unknown]
            out.append("")
    return "\n".join(out)


def _words(one: Report) -> str:
    label = one.listed.label
    return (
        f"{one.authority.place}, {label.published.isoformat()}, {label.title} "
        f"({one.listed.address})"
    )


def _row(one: Report) -> str:
    label = one.listed.label
    title = f"{_shown(label.title)}{f' ({_shown(one.said)})' if one.said else ''}"
    return (
        f"| {_shown(one.authority.place)} | [{title}]({one.listed.address}) "
        f"| {label.published.isoformat()} | {_shown(one.file)} |"
    )


def _unknown(fetched: Fetched) -> Iterator[str]:
    for number, name in fetched.unknown.items():
        yield (
            f"{fetched.publisher.name} lists “{name}” under {number}, which is no “urn” of "
            "authorities.yaml."
        )


def _summary(fetched: Fetched, *, dry_run: bool) -> str:
    took = "would be taken" if dry_run else "taken"
    return (
        f"{fetched.publisher.name}: {count(fetched.pages, 'page')} looked at "
        f"({fetched.unchanged:,} unchanged), {count(len(fetched.taken), 'report')} {took}, "
        f"{len(fetched.left):,} not taken, {fetched.held:,} held already, "
        f"{count(len(fetched.faults), 'fault')}; {count(fetched.count.requests, 'request')}, "
        f"{fetched.count.data:,} bytes."
    )


def _shown(words: str) -> str:
    """Words escaped for Markdown, mentions of people too."""
    words = printable(" ".join(words.split()))
    return _MARKS.sub(r"\\\1", words).replace("@", "@\N{WORD JOINER}")
