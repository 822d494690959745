"""The command that shows a site while it is edited.

In: what was asked for.  Out: words for people; whether it could be.  A module of its own because it
loads a server, and what makes pages ahead of a build.
"""

from __future__ import annotations

from pathlib import Path

from builder.cli.building import build_and_say
from builder.cli.say import errors, out
from builder.hosting import PortNotFree
from builder.preview import Preview
from builder.program import TEMPLATES
from builder.serve import serve as serve_site


def serve(content: Path, output: Path, port: int, cache: Path) -> bool:
    """Serve until Ctrl-C; False where that cannot be."""

    preview = Preview(content, output, cache)

    def rebuild() -> bool:
        built = build_and_say(content, output, None, cache=cache)
        if built:
            preview.renew()
        return built

    if not content.is_dir():  # nothing to watch until it is there
        rebuild()
        return False
    try:
        serve_site(output, [content, TEMPLATES], rebuild, port, out.print, preview.page)
    except PortNotFree as error:
        errors.print(str(error))
        return False
    return True
