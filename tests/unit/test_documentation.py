"""The documents under `docs/` and beside them, held against the program."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from builder.cli.app import app
from builder.registry.load import read_registry
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
COMMANDS = PROJECT / "docs" / "commands.md"
MAKEFILE = (PROJECT / "Makefile").read_text("utf-8")

every_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix()
)


def links(document: Path) -> Iterator[str]:
    for token in MarkdownIt().parse(document.read_text("utf-8")):
        for child in token.children or []:
            if child.type == "link_open":
                yield str(child.attrs["href"])


def anchors(document: Path) -> set[str]:
    """The anchors that a reader on the host finds: its headings."""
    tokens = MarkdownIt().parse(document.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", tokens[at + 1].content.lower()).replace(" ", "-")
        for at, token in enumerate(tokens)
        if token.type == "heading_open"
    }


@every_document
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    for link in links(document):
        if link.startswith(("https://", "http://127.0.0.1", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.is_relative_to(PROJECT), link
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_document_is_listed() -> None:
    lists = {path for path in DOCUMENTS if path.name == "README.md" and path.parent != PROJECT}
    listed = {
        (path.parent / link.partition("#")[0]).resolve() for path in lists for link in links(path)
    }
    assert {path for path in DOCUMENTS if path.parent != PROJECT} == listed & set(DOCUMENTS) | lists


@every_document
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    named = re.findall(
        r"`((?:builder|tests|benchmarks|templates|docs|content|netlify|\.github)/[\w./-]+)`",
        document.read_text("utf-8"),
    )
    to_be_made = {"content/frameworks/joint-review-2030.yaml", "content/ledger/moved.yaml"}
    missing = [each for each in named if not (PROJECT / each).exists()]
    assert set(missing) <= to_be_made


@every_document
def test_documents_make_only_what_make_knows(document: Path) -> None:
    text = document.read_text("utf-8")
    told = re.findall(r"`make ([a-z-]+)|^    make ([a-z-]+)", text, re.MULTILINE)
    assert {first or second for first, second in told} <= set(targets())


def targets() -> list[str]:
    """Everything that `make help` lists."""
    return re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE)


def test_a_commit_is_checked_as_make_checks_style_and_types() -> None:
    hooks = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))
    programs = {each["entry"].split()[0] for repo in hooks["repos"] for each in repo["hooks"]}
    recipes = MAKEFILE.split("\nstyle:")[1].split("\nhooks:")[0]
    asked = re.findall(r"\$\(VENV\)/bin/([\w-]+)|\$\(RUN\) -m (\w+)", recipes)
    assert programs == {f".venv/bin/{first or second}" for first, second in asked}


def test_every_target_of_make_is_described() -> None:
    section = COMMANDS.read_text("utf-8").split("## `make`")[1]
    assert re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE) == targets()


def commands() -> dict[str, Any]:
    return dict(app.commands)


def described() -> dict[str, str]:
    """Each command's part of the document."""
    parts = re.split(r"^## `([\w-]+).*`$", COMMANDS.read_text("utf-8"), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    found.pop("make")
    return found


def test_every_command_is_described() -> None:
    assert list(described()) == list(commands())


@pytest.mark.parametrize("name", list(commands()))
def test_every_option_is_described(name: str) -> None:
    options = {
        (opt, " ".join((parameter.help or "").split()), default(parameter))
        for parameter in commands()[name].params
        if parameter.param_type_name == "option"
        for opt in parameter.opts
        if opt != "--help"
    }
    told = re.findall(
        r"^\| `(--[\w-]+)(?: \w+)?` \| (.*?) \| (.*?) ?\|$", described()[name], re.MULTILINE
    )
    assert set(told) == options


def default(option: Any) -> str:
    """What an option is if it is not given, as the document writes it."""
    value = option.to_info_dict()["default"]
    return "" if option.is_flag or value in (None, "") else f"`{value}`"


@every_document
def test_documents_give_only_options_that_commands_know(document: Path) -> None:
    known = commands()
    used = re.findall(r"(?:python -m builder|archive) (\w+)([^\n`|]*)", document.read_text("utf-8"))
    for name, rest in used:
        if name not in known:
            assert name in {"of", "and", "in"} or not rest.lstrip().startswith("--"), name
            continue
        opts = {opt for parameter in known[name].params for opt in parameter.opts} | {"--help"}
        assert set(re.findall(r"(?<!\S)(--[a-z-]+)", rest)) <= opts, f"{name}{rest}"


def test_nobody_is_told_to_install_a_stranger_s_package() -> None:
    """By name: this program is on no index, and its name there may be anybody's."""
    told = [*DOCUMENTS, *(PROJECT / "builder").rglob("*.py"), PROJECT / "netlify.toml"]
    commands = [
        command
        for file in told
        for command in re.findall(r"pip install ([^`\n]+)", file.read_text("utf-8"))
    ]
    assert len(commands) >= 4
    here = (".", "'.[", "--require-hashes -r ")
    assert all(each == here[0] or each.startswith(here[1:]) for each in commands), commands


def test_make_clean_removes_everything_that_make_has_made() -> None:
    ignored = (PROJECT / ".gitignore").read_text("utf-8").split("# editors")[0]
    made = [line.strip("/") for line in ignored.splitlines() if line and not line.startswith("#")]
    recipe = MAKEFILE.split("\nclean:")[1].split("\n\n")[0].replace("$(VENV)", ".venv")
    assert [each for each in made if each not in recipe] == []


def test_the_framework_that_the_documents_describe_can_be_read(tmp_path: Path) -> None:
    """Read as somebody would write it who follows the steps."""
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    document = PROJECT / "docs" / "frameworks.md"
    steps = [
        token.content
        for token in MarkdownIt().parse(document.read_text("utf-8"))
        if token.type == "code_block" and "make check" not in token.content
    ]
    (content / "frameworks" / "joint-review-2030.yaml").write_text("\n".join(steps), "utf-8")
    with (content / "judgements.yaml").open("a", encoding="utf-8") as rows:
        for id in ("overall-effectiveness", "help-and-protection"):
            rows.write(f"\n- {{id: {id}, name: Something new, asks: How good it is.}}\n")
    framework = read_registry(content).frameworks["joint-review-2030"]
    assert len(steps) == 5
    assert [each.label for each in framework.scale] == ["Strong", "Mixed", "Weak"]
    assert {each.role for each in framework.parts} == {
        *("record", "recommendation", "about", "previous")
    }
