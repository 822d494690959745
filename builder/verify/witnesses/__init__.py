"""Witnesses read originals without the code of `convert`'s readers."""
