"""The log of the ledger: what was recorded is proved, and what was forged is not."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.app import app
from builder.ledger import mark, short_mark
from tests.support.archive import without_pagefind
from tests.support.paths import PROJECT
from tests.support.small_archive import CONTENT, files_of

REPORT = "northtown-2010-06-30-report"
ADDRESS = f"/documents/{REPORT}/#p3"
LEDGER = f"ledger/documents/northtown/{REPORT}.csv"
CHECKER = PROJECT / "templates" / "assets" / "check_proof.py"


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(each) for each in words])
    return done.exit_code, done.output


def record(content: Path, *more: str) -> tuple[int, str]:
    return run("record", "--content", content, *more)


def build(folder: Path) -> None:
    folders = ("--output", folder / "site", "--cache", folder / "cache")
    assert run("build", "--content", folder / "content", *folders)[0] == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with recorded content and its site."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(CONTENT, folder / "content")
    with without_pagefind():
        assert record(folder / "content", "--on", "2026-01-31")[0] == 0
        build(folder)
        yield folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(made / "content", tmp_path / "content")
    shutil.copytree(made / "site", tmp_path / "site")
    return tmp_path


def proof_of(folder: Path, address: str = ADDRESS) -> str:
    status, said = run("prove", address, "--site", folder / "site")
    assert status == 0, said
    return said


def check(folder: Path, proof: str, site: str = "site") -> tuple[int, str]:
    path = folder / "proof.txt"
    path.write_text(proof, encoding="utf-8")
    return run("prove", "--check", path, "--site", folder / site)


def checker(*words: object) -> tuple[int, str]:
    """The program that is published, in a Python that finds nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def words_of(folder: Path) -> str:
    text = (folder / "content/documents/northtown" / f"{REPORT}.md").read_text("utf-8")
    found = re.search(r"^3\. (.*)$", text, re.MULTILINE)
    assert found
    return found[1]


def test_a_passage_is_proved_in_less_than_a_kilobyte(folder: Path) -> None:
    proof = proof_of(folder)
    assert len(proof.encode()) < 1000
    status, said = check(folder, proof)
    assert status == 0
    assert f"Proved: {ADDRESS} was recorded on 2026-01-31, as row " in said
    assert "holds all these rows, and the words are as recorded" in said
    status, said = check(folder, proof, "elsewhere")
    assert status == 0
    assert "holds all these rows" not in said


def test_a_page_without_words_is_proved_too(folder: Path) -> None:
    proof = proof_of(folder, "/grades/")
    assert check(folder, proof)[0] == 0
    (folder / "proof.txt").write_text(proof, encoding="utf-8")
    assert "words of the mark none" in checker(folder / "proof.txt")[1]


def test_the_published_program_checks_a_proof_and_words_alone(folder: Path) -> None:
    (folder / "proof.txt").write_text(proof_of(folder), encoding="utf-8")
    words = folder / "words.txt"
    words.write_text(words_of(folder).replace(" ", "\n  "), encoding="utf-8")
    status, said = checker(folder / "proof.txt", words)
    assert status == 0
    assert said.startswith(f"Proved: on 2026-01-31, {ADDRESS} was recorded with words of the mark ")
    assert "The words that you gave are the words that were recorded." in said
    words.write_text(words_of(folder) + " not", encoding="utf-8")
    status, said = checker(folder / "proof.txt", words)
    assert status == 1
    assert "NOT PROVED: the words that you gave are not the words" in said


def test_the_published_program_is_short_and_needs_nothing(made: Path) -> None:
    assert len(CHECKER.read_text("utf-8").splitlines()) < 70
    assert (made / "site/assets/check_proof.py").read_bytes() == CHECKER.read_bytes()
    assert "python3 check_proof.py PROOF.txt" in checker()[1]
    assert checker(CHECKER)[1].startswith("NOT PROVED: the files cannot be read")


def forged(row: str) -> Callable[[str], str]:
    """A proof with another row."""

    def forge(proof: str) -> str:
        data = base64.b64encode(row.encode()).decode()
        return re.sub(r"^extra .*$", f"extra {data}", proof, flags=re.MULTILINE)

    return forge


FORGED: dict[str, Callable[[str], str]] = {
    "other words": forged(f"{ADDRESS},{mark('Other words.')},2026-01-31"),
    "an earlier day": forged(f"{ADDRESS},{mark('Other words.')},2016-01-31"),
    "another place": lambda proof: re.sub(r"^index .*$", "index 0", proof, flags=re.MULTILINE),
    "no place": lambda proof: re.sub(r"^index .*$", "index 9999999", proof, flags=re.MULTILINE),
    "one step less": lambda proof: re.sub(r"(?m)^[A-Za-z0-9+/=]{44}\n\n", "\n", proof, count=1),
    "another root": lambda proof: re.sub(
        r"(?m)^[A-Za-z0-9+/=]{44}$", base64.b64encode(bytes(32)).decode(), proof
    ),
    "cut short": lambda proof: proof[: len(proof) // 2],
    "nothing": lambda proof: "",
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_proof_proves_nothing(name: str, folder: Path) -> None:
    proof = FORGED[name](proof_of(folder))
    status, said = check(folder, proof)
    assert (status, said.split(":")[0]) == (1, "Not proved")
    status, said = checker(folder / "proof.txt")
    assert status == 1
    assert "NOT PROVED" in said
    assert "Traceback" not in said


def test_a_changed_word_of_the_site_is_no_longer_proved(folder: Path) -> None:
    proof = proof_of(folder)
    file = folder / "site/documents" / REPORT / "index.json"
    words = words_of(folder)
    assert json.dumps(words, ensure_ascii=False)[1:-1] in file.read_text("utf-8")
    changed = file.read_text("utf-8").replace(words[:20], words[:20].upper())
    file.write_text(changed, encoding="utf-8")
    status, said = check(folder, proof)
    assert status == 1
    assert f"the words at {ADDRESS} are not those that were recorded" in said


def test_a_log_made_anew_from_changed_content_does_not_bear_an_old_proof_out(
    folder: Path,
) -> None:
    proof = proof_of(folder)
    content = folder / "content"
    document = content / "documents/northtown" / f"{REPORT}.md"
    words = words_of(folder)
    document.write_text(
        document.read_text("utf-8").replace(f"3. {words}", "3. All is well."), encoding="utf-8"
    )
    for name in (LEDGER, "ledger/log/0001.csv"):
        path = content / name
        path.write_text(
            path.read_text("utf-8").replace(mark(words), mark("All is well.")), encoding="utf-8"
        )
    build(folder)
    status, said = check(folder, proof)
    assert status == 1
    assert "the site's log is another one: rows of it were changed or removed" in said


def test_an_old_proof_holds_when_the_log_has_grown(folder: Path) -> None:
    proof = proof_of(folder)
    before = files_of(folder / "content/ledger/log")
    document = folder / "content/documents/northtown" / f"{REPORT}.md"
    document.write_text(document.read_text("utf-8") + "\nA further paragraph.\n", encoding="utf-8")
    assert record(folder / "content", "--on", "2026-03-01")[0] == 0
    after = dict(files_of(folder / "content/ledger/log"))
    new = after.pop("0002.csv").decode().splitlines()
    assert after == before
    assert re.fullmatch(r"record,2026-03-01,[0-9a-f]{64}", new[0])
    assert [row.split(",")[1:] for row in new[1:]] == [[mark("A further paragraph."), "2026-03-01"]]
    build(folder)
    status, said = check(folder, proof)
    assert status == 0, said
    assert proof_of(folder) != proof


def rewrite(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*change(lines), ""]), encoding="utf-8")


def test_a_row_that_was_changed_or_removed_is_named(folder: Path) -> None:
    content = folder / "content"
    rewrite(content / LEDGER, lambda rows: [row for row in rows if not row.startswith("p3,")])
    status, said = record(content, "--on", "2026-03-01")
    assert status == 1
    assert "a row of the ledger must stay as it was recorded" in said
    assert f"{ADDRESS},{mark(words_of(folder))},2026-01-31" in said


def test_the_first_line_of_each_record_names_what_stood_before(folder: Path) -> None:
    content = folder / "content"
    document = content / "documents/northtown" / f"{REPORT}.md"
    document.write_text(document.read_text("utf-8") + "\nA further paragraph.\n", "utf-8")
    assert record(content, "--on", "2026-03-01")[0] == 0
    first = content / "ledger/log/0001.csv"
    rewrite(first, lambda rows: [*rows[:-1], rows[-1].replace("2026-01-31", "2025-01-31")])
    status, said = run("check", "--content", content)
    assert status == 1
    assert "log/0002.csv:1: must begin with “record,<a day>," in said
    first.unlink()
    status, said = run("check", "--content", content)
    assert status == 1
    assert "numbered without a gap; found none named 0001.csv" in said


def test_old_marks_stay_readable_and_are_replaced_by_record(folder: Path) -> None:
    content = folder / "content"
    shutil.rmtree(content / "ledger/log")
    words = words_of(folder)

    def shorten(rows: list[str]) -> list[str]:
        return [row.replace(mark(words), short_mark(words)) for row in rows]

    before = files_of(content)
    rewrite(content / LEDGER, shorten)
    assert before != files_of(content)
    assert run("check", "--content", content)[0] == 0
    assert record(content)[0] == 0
    after = files_of(content)
    assert {name: data for name, data in after.items() if "/log/" not in name} == before
    assert f"{ADDRESS},{mark(words)},2026-01-31" in after["ledger/log/0001.csv"].decode()


def test_a_short_mark_in_the_log_is_answered_by_the_long_one(folder: Path) -> None:
    content = folder / "content"
    words = words_of(folder)
    rewrite(
        content / "ledger/log/0001.csv",
        lambda rows: [row.replace(mark(words), short_mark(words)) for row in rows],
    )
    status, said = record(content)
    assert status == 0, said
    assert files_of(content)["ledger/log/0002.csv"].decode().count("\n") == 2


def test_where_nothing_was_recorded_there_is_no_log(folder: Path) -> None:
    shutil.rmtree(folder / "content/ledger/log")
    build(folder)
    assert not (folder / "site/log").exists()
    status, said = run("prove", ADDRESS, "--site", folder / "site")
    assert status == 1
    assert said.startswith("Not proved: ")


def test_a_checkpoint_may_be_signed_and_must_be_of_the_log(folder: Path) -> None:
    checkpoint = folder / "site/log/checkpoint"
    text = checkpoint.read_text("utf-8")
    checkpoint.write_text(f"{text}\n— example.org/log AAAAAAAA\n", encoding="utf-8")
    words = ("verify", "--content", folder / "content", "--site", folder / "site")
    assert run(*words)[0] == 0
    assert check(folder, proof_of(folder))[0] == 0
    checkpoint.write_text(text.replace(text.split("\n")[2][:4], "AAAA"), encoding="utf-8")
    status, said = run(*words)
    assert status == 1
    assert "log/checkpoint:1: must be of the entries of the log" in said


def test_an_address_that_was_never_recorded_is_not_proved(folder: Path) -> None:
    status, said = run("prove", f"{ADDRESS}999", "--site", folder / "site")
    assert status == 1
    assert "the log holds no row of" in said
    assert run("prove", "--site", folder / "site")[0] == 2


def test_a_proof_is_written_to_a_file(folder: Path) -> None:
    to = folder / "proof.txt"
    address = f"https://example.org{ADDRESS}"
    assert run("prove", address, "--site", folder / "site", "--output", to)[0] == 0
    assert to.read_text("utf-8").strip() == proof_of(folder).strip()


def test_nothing_is_recorded_before_the_first_document(tmp_path: Path) -> None:
    assert run("init", tmp_path / "new")[0] == 0
    content = tmp_path / "new" / "content"
    folders = ("--output", tmp_path / "site", "--cache", tmp_path / "cache")
    with without_pagefind():
        status, said = record(content, "--on", "2026-01-31")
        assert status == 0
        assert "0 files of the ledger written, 0 rows entered in its log." in said
        assert not (content / "ledger").exists()
        assert run("build", "--strict", "--content", content, *folders)[0] == 0
