"""Cache compiled templates beside the program's compiled modules.

They are code, so they never lie in the build cache, which may come from elsewhere.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from builder.store.build_key import TEMPLATES, program_key

FOLDER = Path(__file__).resolve().parent / "__pycache__" / "templates"


class TemplateCache(FileSystemBytecodeCache):
    """Jinja's cache; damaged or unwritable files are ignored."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # Jinja reads a file that is cut short as if it were whole
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def bytecode_cache(templates: Path, folder: Path = FOLDER) -> TemplateCache | None:
    """The cache for a template folder, where Python keeps compiled modules.

    Each version of program and libraries has its own folder in `folder`.
    """
    if templates.resolve() != TEMPLATES or sys.dont_write_bytecode:
        return None
    own = folder / program_key()
    if not own.is_dir():
        with suppress(OSError):
            shutil.rmtree(folder, ignore_errors=True)  # of older versions
            own.mkdir(parents=True, exist_ok=True)
    return TemplateCache(os.fspath(own))
