"""The commands `database` and `akoma-ntoso`: further files of a built site."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from builder.build.pipeline import ContentRead, read_content
from builder.cli.messages import complain, errors, out
from builder.core.durable_files import remove_anything, rename, write_whole
from builder.core.problems import Problem, ProblemsFound
from builder.core.safe_files import File
from builder.exports.akoma_ntoso import AKOMA_NTOSO, pack_xml
from builder.exports.database import DATABASE, write_database
from builder.exports.document import sections_json
from builder.output.manifest import MANIFEST, with_file
from builder.pages.parts.views import publisher


def make_database(site: Path) -> bool:
    """Make the database in a site's data folder; False on failure."""
    return _add_to_site(site, DATABASE, lambda path: write_database(site, path))


def make_akoma_ntoso(content: Path, site: Path) -> bool:
    """Make the documents as Akoma Ntoso in a site's data folder; False on failure."""
    try:
        with read_content(content) as read:
            return _add_to_site(site, AKOMA_NTOSO, lambda path: _write_documents(read, site, path))
    except ProblemsFound as found:
        complain(found.problems)
        return False


def _write_documents(read: ContentRead, site: Path, path: Path) -> None:
    """Raises `ProblemsFound` where the site has other words."""
    problems = []
    with zipfile.ZipFile(path, "w") as packed:
        for authority in read.authorities():
            archive = authority.archive
            for document in archive.documents:
                page = site / document.url.strip("/") / "index.json"
                sections = json.loads(json.dumps(sections_json(document)))
                if page.is_file() and json.loads(page.read_bytes())["sections"] == sections:
                    pack_xml(packed, document, publisher(archive, document))
                    continue
                what = f"a site must hold the words of its content; found others at {page}"
                mend = "build the site from this content, or name another with --site."
                problems.append(Problem(document.path, 1, f"{what}; {mend}"))
    if problems:
        raise ProblemsFound(problems)


def _add_to_site(site: Path, name: str, make: Callable[[Path], None]) -> bool:
    """Put a file that `make` writes into a site and its manifest; False on failure."""
    path = site / name
    if not (site / "data" / "documents.json").is_file():
        errors.print(
            f"{site}/ must be the folder of a built site; found no data/documents.json in it. "
            "Build it first, or name it with --site."
        )
        return False
    new = path.with_suffix(".new")
    try:
        remove_anything(new)
        make(new)
        rename(new, path)
        listed = with_file((site / MANIFEST).read_bytes(), File(name, path.read_bytes()))
        write_whole(site / MANIFEST, listed)
    except ProblemsFound:
        remove_anything(new)
        raise
    except (OSError, ValueError, KeyError, TypeError) as error:
        remove_anything(new)
        errors.print(f"{path} could not be written: {error}")
        return False
    out.print(f"Made {path} ({path.stat().st_size / 1e6:.1f} MB).")
    return True
