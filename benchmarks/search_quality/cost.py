"""Measure what the first ten results of a search cost, and how large the index is.

    python benchmarks/search_quality/cost.py SITE SCRIPTS

Each question is asked by a reader who has nothing yet: the bytes and requests below /search/ until
the first results can be shown, and in how many round trips one after the other they come. Works on
the site and the scripts of any version.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.search_quality.quality import asked

QUESTIONS = (
    ("a word nearly all hold", "children"),
    ("one word", "supervision"),
    ("two words", "private fostering"),
    ("an abbreviation", "LADO referrals"),
    ("several words", "looked after children health assessments"),
    ("a long question", "how long do children wait for a mental health assessment"),
    ("a place", "hull neglect"),
    ("a place and a year", "sefton 2022 care leavers"),
    ("a year", "early help 2014"),
    ("a kind of request", "priority actions about supervision"),
    ("a grade", "inadequate authorities management oversight"),
    ("a phrase", '"return home interviews"'),
)


def main() -> None:
    site, scripts = sys.argv[1:]
    print("| kB | requests | round trips | kind of question | question |")
    print("|---|---|---|---|---|")
    for kind, query in QUESTIONS:
        (answer,) = asked(site, scripts, [{"query": query, "cold": True}])
        sent = sum(size for _, size in answer["files"])
        print(
            f"| {sent / 1000:.0f} | {len(answer['files'])} | {answer['rounds']} | {kind} | {query} |"
        )
    folder = Path(site) / "search"
    sizes: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for path in folder.rglob("*.bin"):
        inside = path.relative_to(folder).parts
        name = inside[0] if len(inside) > 1 else path.name
        sizes[name] += path.stat().st_size
        files[name] += 1
    print(f"\n{sum(files.values())} files, {sum(sizes.values()) / 1e6:.1f} MB:")
    for name, size in sizes.most_common():
        print(f"    {name}: {files[name]} files, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
