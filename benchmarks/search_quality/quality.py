"""Measure how well the search answers, by kind of question, and how pure places and years are.

    python benchmarks/search_quality/quality.py SITE SCRIPTS [--misses] [--purity]

SITE is a built site of some hundred documents, SCRIPTS a folder with the search page's scripts
(templates/scripts); run it with those of two versions, each with the site it built, to compare them.
Prints nDCG@5 by kind of the questions in `questions.yaml`, and with `--purity` the share of the first
three findings that are of the place, or of the year, that was asked for.
"""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
DEPTH = 5
SUBJECTS = (
    "supervision", "caseloads", "care leavers", "early help", "adoption", "neglect", "foster carers",
    "domestic abuse", "missing children", "children in need", "health assessments",
    "school attendance", "placements", "audits", "complaints",
)  # fmt: skip
PLACES, YEARS = 51, 17


def asked(site: str, scripts: str, questions: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
    """The answers of a site's search, one for each question."""
    lines = "".join(json.dumps(each) + "\n" for each in questions)
    command = ["node", "--experimental-default-type=module", HERE / "ask.mjs", site, scripts]
    done = subprocess.run(
        list(map(str, command)), input=lines, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return map(json.loads, done.stdout.splitlines())


def gain(question: Mapping[str, Any], finding: Mapping[str, Any]) -> int:
    """2 for a good answer, 1 for a fair one, 0 for none."""
    for name, value in question.get("of", {}).items():
        found = finding["published"][:4] if name == "year" else finding[name]
        if name == "overall":
            if not any(each.startswith(value) for each in found):
                return 0
        elif found != value:
            return 0
    words = f"{finding['lead']} {finding['words']}"
    for worth, rules in ((2, question["good"]), (1, question.get("fair", ()))):
        for rule in rules:
            parts = rule.split(" + ")
            if all(re.search(part, words, re.IGNORECASE | re.DOTALL) for part in parts):
                return worth
    return 0


def ndcg(gains: Sequence[int], best: Sequence[int]) -> float:
    """How near the first findings come to the best order."""

    def discounted(some: Sequence[int]) -> float:
        return sum(each / math.log2(at + 2) for at, each in enumerate(some[:DEPTH]))

    return discounted(gains) / discounted(best) if any(best) else 1.0


def by_kind(site: str, scripts: str, misses: bool) -> None:
    questions = yaml.safe_load((HERE / "questions.yaml").read_text("utf-8"))
    whole, *answers = asked(site, scripts, [{"everything": True, "query": ""}, *questions])
    found = defaultdict(list)
    for question, answer in zip(questions, answers, strict=True):
        best = sorted((gain(question, each) for each in whole), reverse=True)[:DEPTH]
        gains = [gain(question, each) for each in answer["shown"]][:DEPTH]
        reached = ndcg(gains, best)
        found[question["kind"]].append(reached)
        if misses and reached < 0.9:
            print(f"{reached:.2f} {question['query']} {gains} of {best}")
    every = [each for some in found.values() for each in some]
    for kind, some in (*found.items(), ("all", every)):
        print(f"{kind:9} nDCG@5 {sum(some) / len(some):.3f} of {len(some)} questions")


def purity(site: str, scripts: str) -> None:
    (whole,) = asked(site, scripts, [{"everything": True, "query": ""}])
    authorities = Path(__file__).parents[2] / "content" / "authorities.yaml"
    place = {row["id"]: row["place"] for row in yaml.safe_load(authorities.read_text("utf-8"))}
    held = Counter(each["authority"] for each in whole)
    years = Counter(each["published"][:4] for each in whole)
    of_place = [
        {"query": f"{place[each]} {subject}", "is": ("authority", each)}
        for each, _ in held.most_common(PLACES)
        for subject in SUBJECTS
    ]
    of_year = [
        {"query": f"{subject} {year}", "is": ("published", year)}
        for year, _ in years.most_common(YEARS)
        for subject in SUBJECTS
    ]
    for name, some in (("place", of_place), ("year", of_year)):
        pure = shown = 0
        for each, answer in zip(some, asked(site, scripts, some), strict=True):
            field, value = each["is"]
            first = answer["shown"][:3]
            shown += len(first)
            pure += sum(finding[field].startswith(value) for finding in first)
        print(f"{name}: {pure / shown:.1%} of the first three, {len(some)} questions")


def main() -> None:
    site, scripts, *options = sys.argv[1:]
    by_kind(site, scripts, "--misses" in options)
    if "--purity" in options:
        purity(site, scripts)


if __name__ == "__main__":
    main()
