"""The command that makes a new archive."""

from __future__ import annotations

from pathlib import Path

from builder.cli.messages import complain, out, shell_word
from builder.core.characters import printable
from builder.core.durable_files import remove_anything, rename, sync_folder, write_whole
from builder.core.problems import Problem
from builder.store.build_key import beside_program

_IGNORED = "/site/\n/.site-*/\n/.cache/\n/inbox-report.md\n"


def make_archive(folder: Path, *, example: bool) -> bool:
    """Make `folder`/content, whole or not at all, from the example or empty registries."""
    source = beside_program("examples") / ("towns" if example else "empty") / "content"
    content, unfinished = folder / "content", folder / ".content-unfinished"
    try:
        if content.exists():
            raise FileExistsError(0, "one already")
        remove_anything(unfinished)  # of a command that was cut short
        for file in sorted(source.rglob("*")):
            if file.is_file():
                write_whole(unfinished / file.relative_to(source), file.read_bytes())
        if not (folder / ".gitignore").exists():
            write_whole(folder / ".gitignore", _IGNORED.encode())
        rename(unfinished, content)
        sync_folder(folder)
    except OSError as error:
        complain(
            [
                Problem(
                    str(content),
                    1,
                    "must be a folder that can be made and is not there yet; found "
                    f"{error.strerror or error}; name another folder.",
                )
            ]
        )
        return False
    made, there = printable(str(content)), shell_word(str(folder))
    out.print(f"Made {made}. Now:\n  cd {there}\n  archive serve")
    return True
