"""Templates as code, kept beside the program's own compiled modules.

In: what Jinja has compiled.  Out: the same, the next time.  A module of its own because this is
code: it may not lie in the cache of builds, which can be anybody's, but where Python keeps its own,
for whoever can write there can write the program.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from builder.store.build_key import TEMPLATES, program_key
from builder.store.cache import Cache, digest

FOLDER = Path(__file__).resolve().parent / "__pycache__" / "templates"


class Compiled(BytecodeCache):
    """The templates' code in a folder, as far as it was made by this very program."""

    def __init__(self, folder: Path) -> None:
        self._cache = Cache(folder)
        self._mark = program_key().encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._cache.get(digest(bucket.key)) or b""
        if kept.startswith(self._mark):
            bucket.bytecode_from_string(kept[len(self._mark) :])

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # where nothing can be written, all is compiled each time
            self._cache.put(digest(bucket.key), self._mark + bucket.bytecode_to_string())


def compiled(templates: Path) -> Compiled | None:
    """What keeps the code of a folder of templates: of the program's own, if Python keeps any."""
    own = templates.resolve() == TEMPLATES and not sys.dont_write_bytecode
    return Compiled(FOLDER) if own else None
