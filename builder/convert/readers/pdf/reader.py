"""PDFs → stream of pieces.

Tags decide where there are any; untagged text goes by position. Only tags make headings here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from builder.convert.readers.pdf.blocks import Block, measure, pieces, right_edge
from builder.convert.readers.pdf.doubts import out_of_order
from builder.convert.readers.pdf.file import PdfFile, read_file
from builder.convert.readers.pdf.furniture import FOOT, HEAD, PageLine, furniture
from builder.convert.readers.pdf.layout import leads_into, placed
from builder.convert.readers.pdf.letters import MOST, UNKNOWN, after, unknown
from builder.convert.readers.pdf.line_order import fitted, texts
from builder.convert.readers.pdf.lines import lines
from builder.convert.readers.pdf.runs import Run
from builder.convert.readers.pdf.tags import tagged
from builder.convert.readers.pdf.text import Measure, lost_mark
from builder.convert.readers.pdf.whole import parted, whole
from builder.convert.stream.pieces import CannotRead, Furniture, Question, Stream
from builder.convert.stream.text_runs import printed

_NEAR = 150.0
"""Points within which blocks without tags, drawn one after the other, belong together."""

_HEADS = HEAD + 0.06
"""The part of a page's height at its head in which running heads and what follows them stand."""
_MOSTLY = 0.5
"""The part of a file's letters that tags must name for them to lead."""


def read(data: bytes) -> Stream:
    """Read a PDF. Raises only `CannotRead`, whatever the bytes."""
    file = read_file(data)
    warnings = list(_warnings(file))
    unseen = [each for page in file.pages for each in _unseen(page.runs)]
    questions = [each for each in unseen if each.kind == "covered"]
    questions += [each for page in file.pages for each in page.questions]
    warnings += (
        f"page {each.page}: words that it does not show were left out: “{_short(each.words)}”"
        for each in unseen
        if each.kind == "hidden"
    )
    runs = [
        run
        for page in file.pages
        for run in _seen([run for run in page.runs if not run.hidden], warnings)
    ]
    left_out, gone, remarks = _furniture(file, runs)
    warnings += remarks
    runs = [run for run in runs if id(run) not in gone]
    if not any(run.text.strip() for run in runs):
        raise CannotRead(
            "it holds pictures of pages and no text (it was scanned); "
            "get the original, or have its text recognised, and try again."
        )
    if sum(run.text.count(UNKNOWN) for run in runs) > MOST * _letters(runs):
        raise CannotRead(
            "its fonts do not say which letters they show; get it again from its source, or have "
            "its text recognised, and try again."
        )
    right = right_edge(runs)
    contents: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in runs:
        if run.content >= 0:
            contents[run.page, run.content].append(run)
    blocks, taken = tagged(file.tree, contents)
    loose = [run for run in runs if (run.page, run.content) not in taken]
    if _letters(loose) > (1 - _MOSTLY) * _letters(runs):
        warnings.append("The file has no tags; its paragraphs were put together by position.")
        blocks = placed(runs, right, questions, warnings)
    else:
        found = fitted(blocks, loose)
        loose = [run for run in loose if id(run) not in found]
        if _letters(loose):
            warnings += _of_loose(loose, [run for block in blocks for run in block.all_runs()])
            blocks = _inserted(blocks, placed(loose, right, questions, warnings))
    blocks = whole(list(parted(blocks)), right)
    known = measure(blocks, right)
    warnings += _lost_marks(blocks, known)
    warnings += out_of_order(blocks)
    made = tuple(pieces(blocks, known))
    questions += unknown(made)
    questions.sort(key=lambda each: each.page)
    return Stream(made, tuple(left_out), tuple(warnings), len(file.pages), tuple(questions))


def _unseen(runs: Sequence[Run]) -> Iterator[Question]:
    """A question for each row of hidden runs; covered words are not repeated."""
    if not any(run.hidden for run in runs):
        return
    shown = ""
    for how, group in groupby((run for run in runs if run.text.strip()), lambda run: run.hidden):
        words = " ".join(printed("".join(run.before + run.text for run in group)).split())
        if not how:
            shown = words
        else:
            yield Question(how, runs[0].page, after(shown), "" if how == "covered" else words)


def _seen(runs: Sequence[Run], warnings: list[str]) -> list[Run]:
    """A page's runs without doubles and hidden text below visible text."""
    shown = [run for run in runs if run.visible]
    if len(shown) < len(runs):
        if 2 * _letters(shown) >= _letters(runs):
            warnings.append(f"page {runs[0].page}: invisible text was left out.")
            runs = shown
        else:
            warnings.append(
                f"page {runs[0].page}: the text was recognised from a picture; read it through."
            )
    kept: list[Run] = []
    drawn: dict[tuple[str, float], list[Run]] = {}
    for run in runs:
        same = drawn.setdefault((run.text, run.size), [])
        near = 0.12 * run.size
        twin = next(
            (o for o in same[-3:] if abs(run.x0 - o.x0) < near and abs(run.y - o.y) < near), None
        )
        if twin and run.text.strip():
            twin.bold = True  # Drawn again beside itself, to look so.
            continue
        same.append(run)
        kept.append(run)
    return kept


def _furniture(file: PdfFile, runs: Iterable[Run]) -> tuple[list[Furniture], set[int], list[str]]:
    """What is left out, its runs' identities, and remarks on tagged lines among it."""
    height = {page.number: page.height for page in file.pages}
    found = lines(run for run in runs if not _HEADS < run.y / height[run.page] < FOOT)
    # Running heads have no tag and, most often, not even an id by which one could name them.
    known = any(run.content >= 0 for line in found for run in line.runs)
    named = set(file.tree.contents()) if known else set()
    asked = [
        PageLine(
            line.first.page,
            line.y / height[line.first.page],
            line.text,
            line.main.size,
            any((run.page, run.content) in named for run in line.runs if run.text.strip()),
            at + 1 if at + 1 < len(found) and leads_into(line, found[at + 1]) else -1,
        )
        for at, line in enumerate(found)
    ]
    places = sorted(furniture(asked, len(file.pages)))
    left_out = [Furniture(asked[at].page, asked[at].text) for at in places]
    doubted = Counter(asked[at].text for at in places if asked[at].tagged)
    remarks = [
        f"“{words}” was left out as a running head of {count} pages, though a tag calls it text."
        for words, count in doubted.items()
    ]
    return left_out, {id(run) for at in places for run in found[at].runs}, remarks


def _of_loose(loose: Sequence[Run], tagged_runs: Iterable[Run]) -> Iterator[str]:
    """Pages with untagged text beside tagged text: its place is in doubt."""
    bounds: dict[int, tuple[float, float]] = {}
    for run in tagged_runs:
        top, bottom = bounds.get(run.page, (run.y, run.y))
        bounds[run.page] = min(top, run.y), max(bottom, run.y)
    doubtful: dict[int, list[Run]] = defaultdict(list)
    for run in loose:
        top, bottom = bounds.get(run.page, (0.0, 0.0))
        if run.text.strip() and top - run.size / 2 < run.y < bottom + run.size / 2:
            doubtful[run.page].append(run)
    for page, runs in sorted(doubtful.items()):
        yield f"page {page}: text without a tag was placed by its position: “{_beginning(runs)}”"


def _lost_marks(blocks: Sequence[Block], known: Measure) -> Iterator[str]:
    """Each mark of a footnote that stands nowhere on its page."""
    for block in texts(blocks):
        for at, (last, run) in enumerate(pairwise(block.runs)):
            if lost_mark(run, last, known):
                place = after("".join(each.before + each.text for each in block.runs[: at + 1]))
                yield f"page {run.page}: “{run.text.strip()}” {place} marks no note of its page."


def _inserted(blocks: list[Block], extra: list[Block]) -> list[Block]:
    """Blocks with others among them, each before the first one below it."""
    places = [(run.page, run.y) for run in (next(iter(b.all_runs())) for b in blocks)]
    starts: dict[int, int] = {}
    for at, (page, _) in enumerate(places):
        starts.setdefault(page, at)
    found: dict[int, list[Block]] = defaultdict(list)
    last: Run | None = None
    at = 0
    for block in extra:
        run = next(block.all_runs())
        # Columns of a letterhead stay columns.
        if not (last and last.page == run.page and abs(run.y - last.y) < _NEAR):
            at = min((starts[page] for page in starts if page >= run.page), default=len(blocks))
            while at < len(blocks) and places[at] <= (run.page, run.y):
                at += 1
        found[at].append(block)
        last = run
    return [each for at in range(len(blocks) + 1) for each in (*found[at], *blocks[at : at + 1])]


def _warnings(file: PdfFile) -> Iterable[str]:
    if file.damaged:
        yield "A part of the file is damaged; hold the text against the original."
    for page in file.pages:
        if page.pictures and not any(run.text.strip() for run in page.runs):
            yield f"page {page.number}: it is a picture without text; see what it shows."
        yield from (f"page {page.number}: {remark}" for remark in page.remarks)
        if not page.linked:
            yield f"page {page.number}: it has more links than any report; some have no address."


def _letters(runs: Iterable[Run]) -> int:
    return sum(len(run.text.strip()) for run in runs)


def _beginning(runs: Sequence[Run]) -> str:
    return _short(" ".join(" ".join(printed(run.text) for run in runs).split()))


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"
