"""Builds the site in `site/` from `content/`.

The packages are described in `docs/developers.md`.
"""

__version__ = "0.1.0"
