"""The command `serve`."""

from __future__ import annotations

from pathlib import Path

from builder.build.preview import Preview
from builder.cli.build import build_and_say
from builder.cli.messages import errors, out
from builder.server.live_reload import serve_and_rebuild as serve_site
from builder.server.static_host import PortNotFree
from builder.store.build_key import HOSTING, TEMPLATES


def serve_and_report(content: Path, output: Path, port: int, cache: Path) -> bool:
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
        serve_site(
            output, [content, TEMPLATES], rebuild, port, out.print, preview.page, hosting=HOSTING
        )
    except PortNotFree as error:
        errors.print(str(error))
        return False
    return True
