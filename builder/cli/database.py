"""The command `database`."""

from __future__ import annotations

from pathlib import Path

from builder.cli.messages import errors, out
from builder.core.durable_files import remove_anything, rename, write_whole
from builder.core.safe_files import File
from builder.exports.database import DATABASE, write_database
from builder.output.manifest import MANIFEST, with_file


def make_database(site: Path) -> bool:
    """Make the database in a site's data folder; False on failure."""
    path = site / DATABASE
    if not (site / "data" / "documents.json").is_file():
        errors.print(
            f"{site}/ must be the folder of a built site; found no data/documents.json in it. "
            "Build it first, or name it with --site."
        )
        return False
    new = path.with_suffix(".new")
    try:
        remove_anything(new)
        write_database(site, new)
        rename(new, path)
        listed = with_file((site / MANIFEST).read_bytes(), File(DATABASE, path.read_bytes()))
        write_whole(site / MANIFEST, listed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        remove_anything(new)
        errors.print(f"{path} could not be written: {error}")
        return False
    out.print(f"Made {path} ({path.stat().st_size / 1e6:.1f} MB).")
    return True
