"""A file of the site, made and not yet written.

In: nothing.  Out: the type that rendering and exports make and publishing writes, so that none of
the three needs to know another.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    path: str
    """Inside the site's folder, with forward slashes."""
    data: bytes


def file_of(url: str) -> str:
    """The path of the file that holds an address.

    >>> file_of("/about/"), file_of("/404.html")
    ('about/index.html', '404.html')
    """
    path = url.removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path
