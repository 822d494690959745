"""Markdown documents → Document → Archive."""
