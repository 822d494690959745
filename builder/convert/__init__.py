"""Originals → Markdown documents with front matter, and what a person should check.

Nothing that builds the site depends on it: after conversion only the document counts. Each format
has a reader; all make the same stream of pieces.
"""
