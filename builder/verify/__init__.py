"""Originals held against pages, word by word."""
