"""Witnesses: the words of an original, read in another way than the readers of `convert` do."""
