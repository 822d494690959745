"""Builds the site in `site/` from `content/`.

The packages are described in `docs/developers.md`.
"""
