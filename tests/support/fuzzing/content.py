"""What editors write: front matter, registries, the Markdown of documents."""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from builder.analysis.checks import checks
from builder.core.problems import Problem, ProblemsFound
from builder.language.templates import Recogniser
from builder.model import Document, Heading, Registry
from builder.reading.front_matter import divide
from builder.reading.markdown_blocks import read_body
from builder.reading.markdown_inline import read_inline
from builder.reading.sections import divide_sections
from builder.registry.load import read_registry
from builder.rendering.source_text import Setting, section_html
from tests.support.archive import archive_of, read_one
from tests.support.dangers import dangers
from tests.support.fuzzing.inputs import DAMAGE, changed, damaged, parts_of, revalued
from tests.support.fuzzing.target import Target
from tests.support.links import link_documents
from tests.support.small_archive import CONTENT

DOCUMENTS = sorted((CONTENT / "documents").glob("*/*.md"))
REGISTRIES = sorted(
    each.relative_to(CONTENT).as_posix()
    for each in (*CONTENT.glob("*.yaml"), *CONTENT.glob("frameworks/*.yaml"))
)

YAML_PARTS = (
    *("- ", ": ", "\n", "\n  ", "  ", "{", "}", "[", "]", '"', "'", "|\n", ">\n", "? ", "# "),
    *("&a ", "*a", "!!python/object ", "---\n", "...\n", "%YAML 1.1\n", "<<: ", "\t", "null", "~"),
    *("yes", "no", "0", "-1", "1e9", "99999999999999999999", "2010-13-45", "0001-01-01", "\\x00"),
    *("(a+)+$", "(?:", "(?P<a>", "[", "{label}", "{any}", "{when}", "{grade}", "{n}", "../", "\\"),
)
MARKDOWN_PARTS = (
    *("# ", "## ", "#### ", "##### ", "- ", "  - ", "   - ", "1. ", "1) ", "99. ", "0. ", "> "),
    *(
        "\n",
        "\n\n",
        "\\\n",
        "  \n",
        "\t",
        "|",
        "|---|---|\n",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "~~~\n",
    ),
    *(
        "[",
        "](",
        ")",
        "](<",
        ">)",
        "[^1]",
        "[^1]: ",
        "[a]: javascript:x\n",
        "![",
        "<",
        ">",
        "&",
        ";",
    ),
    *("<script>alert(1)</script>", "<img src=x onerror=x>", "<!--", "-->", "<https://a.example/>"),
    *("[a](javascript:x)", "[a](//b.example)", "[a](/documents/)", "&#106;", "&lt;", "{{ 7*7 }}"),
    *(
        "Grade 2 (good)",
        "Overall effectiveness",
        "## Areas for improvement\n\n",
        "Immediately:\n\n",
    ),
    *("{% raw %}", "<style>", "</main>", "---\n", "===\n", "\\", "===", "p1", "A\\*–C"),
)


@cache
def registry() -> Registry:
    return read_registry(CONTENT)


def plain_problems(problems: Iterable[Problem]) -> None:
    """Every problem is one line that a terminal and a log can show."""
    for problem in problems:
        said = str(problem)
        assert said.isprintable() or all(
            each.isprintable() or each in "\xa0\xad" or not each.isascii() for each in said
        )
        said.encode()
        assert problem.line >= 1


def text_inputs(seeds: Iterable[str], others: Iterable[str]) -> st.SearchStrategy[bytes]:
    """Texts in UTF-8, a few of them damaged."""
    made = changed([parts_of(seed) for seed in seeds], tuple(others)).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )
    return made | made | made | st.tuples(made, DAMAGE).map(lambda drawn: damaged(*drawn))


VALUE = re.compile(
    r"(?<=[\w\"]: )(?![\[{|>])[^\n\[\]{},]+|(?<=- )[^\n:{}\[\]]+$|(?<=[\[,] )[^\n,\]]+"
)
VALUES = (
    *("javascript:alert(1)", "https://a.example/{{ 7*7 }}", "<script>alert(1)</script>", "../../x"),
    *("{label}", "{any}{any}", "(?:{label})", "(a|b)*{label}", "{when}", "{n}", "{grade}", "p1"),
    *("\u202e", "İ", "ﬁ", "0", "-", "…", "yes", "2010-05-21", "9999-12-31", "a" * 3000, " ", "["),
    *("Northtown", "Good", "safeguarding", "2010-06-30", "Overall effectiveness is {label}"),
)


def valued(texts: Sequence[str]) -> st.SearchStrategy[bytes]:
    """YAML in which some values are others."""
    values = st.sampled_from(VALUES) | st.text(min_size=1, max_size=20)
    return revalued(texts, VALUE, values, json.dumps).map(str.encode)


# ---------------------------------------------------------------- front matter


def read_front_matter(data: bytes) -> bool:
    divided, problems = divide("content/documents/a/b.md", data)
    assert (divided is None) == bool(problems)
    plain_problems(problems)
    return divided is not None


FRONTS = [each.read_text("utf-8").split("\n---\n")[0] + "\n---\n\nWords.\n" for each in DOCUMENTS]
FRONT_MATTER = Target(
    "front-matter",
    text_inputs(FRONTS, YAML_PARTS) | valued(FRONTS),
    read_front_matter,
    ".md",
    few=100,
)


# ---------------------------------------------------------------- registries


@cache
def own_content() -> Path:
    """A copy of the small archive, to write into."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(shutil.copytree(CONTENT, folder / "content"))


def read_registries(data: bytes) -> bool:
    """The first line is a comment that names the file."""
    content = own_content()
    name = data.split(b"\n", 1)[0].removeprefix(b"# ").decode("ascii", "replace")
    if name not in REGISTRIES:
        name = "topics.yaml"
    (content / name).write_bytes(data)
    try:
        found = read_registry(content)
        used(found)
    except ProblemsFound as complaints:
        plain_problems(complaints.problems)
        return False
    finally:
        shutil.copyfile(CONTENT / name, content / name)
    return True


def used(found: Registry) -> None:
    """Registries that nothing was wrong with, used for what they are for."""
    read = (read_one(CONTENT, each, found) for each in DOCUMENTS)
    documents = []
    for document, problems in read:
        plain_problems(problems)
        if isinstance(document, Document):
            documents.append(document)
    archive = archive_of(documents, found)
    checks(archive, link_documents(archive))


NAMED = [f"# {each}\n{(CONTENT / each).read_text('utf-8')}" for each in REGISTRIES]
REGISTRY = Target(
    "registries",
    text_inputs(NAMED, YAML_PARTS) | valued(NAMED),
    read_registries,
    ".yaml",
    few=40,
)


# ---------------------------------------------------------------- Markdown


def read_markdown(data: bytes) -> bool:
    # As `divide` hands it on.
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    accepted = True
    for numbered in (True, False):
        blocks, problems = read_body("content/documents/a/b.md", text, 1, numbered=numbered)
        plain_problems(problems)
        accepted &= not problems
        anchors = [each.id for each in blocks if isinstance(each, Heading)]
        assert len(anchors) == len(set(anchors))
        recogniser = Recogniser(registry().frameworks["services-2009"])
        sections, problems = divide_sections("content/documents/a/b.md", blocks, recogniser)
        plain_problems(problems)
        for section in sections:
            html = section_html(section, Setting({}, {}, {}))
            # Where links lead is judged when all documents are read.
            assert [each for each in dangers(html) if not each.startswith("a href=")] == []
    read_inline(text.partition("\n")[0])
    return accepted


MARKDOWN = Target(
    "markdown",
    text_inputs(
        (each.read_text("utf-8").split("\n---\n", 1)[1] for each in DOCUMENTS), MARKDOWN_PARTS
    ),
    read_markdown,
    ".md",
    few=100,
)


# ---------------------------------------------------------------- whole documents


def read_whole(data: bytes) -> bool:
    """A document as a file of the archive: read, put in relation to itself, and shown."""
    content = own_content()
    for each in DOCUMENTS[:1]:
        place = content / each.relative_to(CONTENT)
        place.write_bytes(data)
        document, problems = read_one(content, place, registry())
        assert (document is None) == bool(problems)
        plain_problems(problems)
    if isinstance(document, Document):
        shown(document)
    return document is not None


def shown(document: Document) -> None:
    try:
        archive = archive_of([document], registry())
    except ProblemsFound as found:
        plain_problems(found.problems)
        return
    checks(archive, link_documents(archive))
    for section in document.sections:
        assert dangers(section_html(section, Setting({}, {}, {}))) == []


DOCUMENT = Target(
    "documents",
    text_inputs((DOCUMENTS[0].read_text("utf-8"),), (*MARKDOWN_PARTS, *YAML_PARTS[:12]))
    | valued((DOCUMENTS[0].read_text("utf-8"),)),
    read_whole,
    ".md",
    few=60,
)

TARGETS = (FRONT_MATTER, REGISTRY, MARKDOWN, DOCUMENT)
