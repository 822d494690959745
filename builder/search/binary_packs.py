"""Compact files for the search script.

A pack is gzip of: header length, header as JSON, bytes. Numbers are little-endian base 128.
"""

from __future__ import annotations

import gzip
from typing import Any

from msgspec import json

MEANING, TOPIC, JOINT = "~", "#", "="
"""What stands before the id of a row of synonyms, or of a topic, where it is indexed as a word; and
before a word that is printed with a hyphen."""


def number_bytes(value: int) -> bytes:
    """A number, seven bits a byte; the last byte is below 128.

    >>> number_bytes(300).hex()
    'ac02'
    """
    if value < 128:
        return _SMALL[value]
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


_SMALL = [bytes((value,)) for value in range(128)]


def pack(header: Any, data: bytes = b"") -> bytes:
    head = json.encode(header)
    return gzip.compress(number_bytes(len(head)) + head + data, 6, mtime=0)
