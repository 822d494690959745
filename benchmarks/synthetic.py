"""Makes an archive of any size, for measuring: invented words under real frameworks.

    python benchmarks/synthetic.py FOLDER DOCUMENTS [KILOBYTES]

In: how many documents, and how long.  Out: a content folder that builds without a problem, the
same for the same numbers.  The registries are the project's own; every sentence of the documents
is made here from parts of our own, so that topics, citations, abbreviations, references, grades
and recommendations occur about as often as inspectors write them.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parents[1]
REGISTRIES = PROJECT / "content"

Row = dict[str, Any]

WHO = """Social workers; Team managers; Senior leaders; Longer-serving staff; The teams; Most staff
Administrators; Assistants; Visitors; Colleagues; Officers; Those in the north of the area
Staff in the east; Deputies; Trainees; Voluntary partners; Practitioners; Heads of service
The board; Commissioners; Partners; Clerks; The newer members of staff""".replace("\n", ";")
DO = """make sure of; do not yet understand; keep a close eye on; rarely discuss; have strengthened
work hard to improve; talk openly about; are slow to act on; record clearly; pay little heed to
speak warmly of; are proud of; struggle with; have a good grasp of; give too little weight to
know a great deal about; seldom challenge; monitor every month; celebrate; have redesigned"""
WHAT = """the timeliness of return home interviews; the quality of case recording; private fostering
personal education plans; initial health assessments; the stability of placements; child protection plans
the needs of disabled children; supervision and management oversight; caseloads in the front door team
thresholds for children in need; life-story work; pathway plans for care leavers; adoption timeliness
the voice of the child; domestic abuse and its effects; missing children; child sexual exploitation
support for kinship carers; step-down to early help; emotional health and well-being; core assessments
strategy discussions; the use of performance information; participation of young people; short breaks
suitable accommodation for young people leaving care; school attendance; permanence planning"""
ELSE = """what works in daily life; the area's history; how decisions come about; the work of others
what families ask of them; each other's strengths; the views of neighbours; change in the area
local traditions; routines of the day; the lessons of earlier years; letters and telephone calls
a clear sense of direction; what is expected of them; small steps that matter; the whole picture
how money is spent; the buildings in which they work; their own part in it; new ways of working"""
HOW = """in most of the cases sampled; across the partnership; over the last two years; since the spring
with few exceptions; although practice varies from team to team; and outcomes are better for it
despite rising demand; in the north of the area more than the south; as parents told inspectors
with the help of a larger team; but the impact cannot be seen yet; at every stage
for children of all ages; when placements are at risk; before decisions are made; without delay"""
EXTRA = """Inspectors saw {number} cases in which this had made a difference.
About {number} per cent of plans were reviewed on time, against {number} per cent a year before.
One young person said, “They listened to me and then they did something about it.”
The Local Safeguarding Children Board (LSCB) has asked for a report every quarter.
This follows the statutory guidance in Working Together to Safeguard Children 2015.
Duties under the Children Act 1989 are well understood.
The common assessment framework (CAF) is used by {number} schools.
The local authority designated officer (LADO) dealt with {number} referrals.
Children in care are consulted through the Children in Care Council (CICC).
Since the last inspection in {year} there has been steady progress.
A child and adolescent mental health service (CAMHS) worker sits with the team."""
TASKS = """ensure that {what} are reviewed every month; improve {what}; agree a joint plan for {what}
report to the board on {what}; make sure that managers check {what}; train all staff in {what}"""


def parts(words: str) -> list[str]:
    return [part.strip() for part in words.replace("\n", ";").split(";")]


WHO_PARTS, DO_PARTS, WHAT_PARTS, ELSE_PARTS, HOW_PARTS, TASK_PARTS = map(
    parts, (WHO, DO, WHAT, ELSE, HOW, TASKS)
)
EXTRAS = EXTRA.split("\n")

FORMS = (
    ("unannounced-2009", "letter", date(2009, 9, 14), False),
    ("safeguarding-looked-after-2009", "report", date(2010, 6, 7), True),
    ("single-inspection-2013", "report", date(2014, 4, 22), True),
    ("ilacs-2018", "report", date(2018, 10, 8), True),
    ("focused-visit", "letter", date(2020, 11, 9), False),
    ("ilacs-2018", "report", date(2021, 9, 20), True),
    ("ilacs-2023", "report", date(2023, 5, 15), True),
    ("focused-visit", "letter", date(2024, 6, 17), False),
)
"""Framework, kind, about when, and whether its documents give grades."""


def make(folder: Path, count: int, kilobytes: int = 80) -> None:
    """Write a content folder of so many documents of about so many kilobytes each."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted(REGISTRIES.glob("*.yaml")):
        shutil.copy(path, folder)
    for name in ("frameworks", "outcomes", "publishers"):
        shutil.copytree(REGISTRIES / name, folder / name)
    (folder / "originals").mkdir()
    standing = [
        each
        for each in yaml.safe_load((folder / "authorities.yaml").read_text("utf-8"))
        if not each.get("until")
    ]
    frameworks = {
        name: yaml.safe_load((folder / "frameworks" / f"{name}.yaml").read_text("utf-8"))
        for name in {form[0] for form in FORMS}
    }
    for number in range(count):
        turn, place = divmod(number, len(standing))
        write(folder, standing[place], frameworks, turn, kilobytes)


def write(
    folder: Path, authority: Row, frameworks: dict[str, Row], turn: int, kilobytes: int
) -> None:
    """One document: the authority's next in turn."""
    name, kind, about, graded = FORMS[turn % len(FORMS)]
    dice = random.Random(f"{authority['id']} {turn}")  # the same on every machine
    start = about + timedelta(days=turn // len(FORMS) * 60 + dice.randrange(50))
    published = start + timedelta(days=40)
    body = "\n".join(text(dice, authority, frameworks[name], start, published, graded, kilobytes))
    data = body.encode()
    checksum = hashlib.sha256(data).hexdigest()
    (folder / "originals" / f"{checksum[:12]}.txt").write_bytes(data)
    title = body.split("\n", 1)[0].removeprefix("# ")
    front = {
        "kind": kind,
        "title": title,
        "authority": authority["id"],
        "framework": name,
        "inspected": {"from": start, "to": start + timedelta(days=4)},
        "published": published,
        "people": [{"name": f"Inspector {dice.randrange(40)}", "role": "Lead inspector"}],
        "source": {"file": "original.txt", "sha256": checksum},
    }
    path = folder / "documents" / authority["id"] / f"{authority['id']}-{published}-{kind}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n{body}", "utf-8")


def text(
    dice: random.Random,
    authority: Row,
    framework: Row,
    start: date,
    published: date,
    graded: bool,
    kilobytes: int,
) -> Iterator[str]:
    """The lines of a document: title, then for each judgement a heading, a grade and findings."""
    yield f"# Inspection of {authority['place']} children's services"
    yield ""
    yield f"Inspection dates: {start} to {start + timedelta(days=4)}\\"
    yield f"Published: {published}"
    yield ""
    judgements = framework.get("judgements", [])
    numbered = framework["numbered_paragraphs"]
    number = 0
    room = kilobytes * 1000 // max(len(judgements), 6)
    services = {each["id"]: each["printed"][0] for each in framework.get("services", [])}
    heads = [(each["printed"][0], services.get(each.get("service", ""), "")) for each in judgements]
    under = ""
    for head, service in heads or [(f"Findings, part {part}", "") for part in range(6)]:
        if service and service != under:
            under = service
            yield f"## {service}"
            yield ""
        yield f"{'###' if service else '##'} {head}"
        yield ""
        if graded:
            grade = dice.choice(framework["scale"])
            yield (
                f"Grade {grade['number']} ({grade['label'].lower()})"
                if services
                else grade["label"]
            )
            yield ""
        written = 0
        while written < room:
            number += 1
            words = " ".join(sentence(dice, start.year) for _ in range(dice.randint(3, 7)))
            yield f"{number}. {words}" if numbered else words
            yield ""
            written += len(words)
    yield from told(dice, framework)


def told(dice: random.Random, framework: Row) -> Iterator[str]:
    """Each part that tells somebody to do something."""
    for part in framework.get("parts", []):
        if part["role"] in ("record", "strength", "sign-off", "about"):
            continue
        yield f"## {part['printed'][0].replace('{any}', 'the council')}"
        yield ""
        for _ in range(9):
            task = dice.choice(TASK_PARTS).format(what=dice.choice(WHAT_PARTS))
            yield f"- The council to {task}."
        yield ""


def sentence(dice: random.Random, year: int) -> str:
    if dice.random() < 0.05:
        return dice.choice(EXTRAS).format(number=dice.randrange(5, 95), year=year - 3)
    who, do = dice.choice(WHO_PARTS), dice.choice(DO_PARTS)
    what = dice.choice(WHAT_PARTS if dice.random() < 0.3 else ELSE_PARTS)
    return f"{who} {do} {what} {dice.choice(HOW_PARTS)}."


if __name__ == "__main__":
    make(Path(sys.argv[1]), *map(int, sys.argv[2:]))
