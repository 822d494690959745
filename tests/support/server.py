"""Serves a built folder as the host will, with the headers of `netlify.toml`.

So the pages are tested under the very content security policy that readers' browsers apply.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.server.static_host import SiteServer, read_header_rules
from tests.support.paths import PROJECT

HOSTING = PROJECT / "netlify.toml"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address, without a final slash, under which `folder` stands while this is open."""
    with SiteServer(folder, read_header_rules(HOSTING)) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()
