"""The command `serve`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from builder.build.pipeline import build_site
from builder.build.preview import Preview
from builder.cli.messages import complain, errors, out, say_built
from builder.core.problems import Problem, ProblemsFound
from builder.server.live_reload import serve_and_rebuild as serve_site
from builder.server.static_host import PortNotFree
from builder.store.build_key import HOSTING, TEMPLATES


def serve_and_report(content: Path, output: Path, port: int, cache: Path) -> bool:
    """Serve until Ctrl-C; False where that cannot be."""

    preview = Preview(content, output, cache)

    def rebuild() -> Sequence[Problem]:
        started = time.perf_counter()
        try:
            built = build_site(content, output, cache=cache)
        except ProblemsFound as found:
            return found.problems
        say_built(built, output, time.perf_counter() - started)
        preview.renew()
        return ()

    def complain_of(problems: Sequence[Problem]) -> None:
        complain(problems)
        if output.exists():
            errors.print(f"{output}/ was left as it was.")

    if not content.is_dir():  # nothing to watch until it is there
        complain_of(rebuild())
        return False
    try:
        serve_site(
            output,
            [content, TEMPLATES],
            rebuild,
            port,
            out.print,
            preview.page,
            complain=complain_of,
            hosting=HOSTING,
        )
    except PortNotFree as error:
        errors.print(str(error))
        return False
    return True
