"""Characters that print nothing."""

from __future__ import annotations

import pytest

from builder.core.characters import unprinted, visible
from builder.verify.original import plainly


@pytest.mark.parametrize(
    "sign", "\u00ad\u034f\u115f\u1160\u180b\u200b\u2060\u2800\u3164\ufe0f\uffa0\U000e0041\U000e0101"
)
def test_what_nobody_sees_is_found_and_left_out(sign: str) -> None:
    words = f"Child{sign}ren’s"
    assert unprinted(words)
    assert visible(words) == plainly(words) == "Children’s"


@pytest.mark.parametrize(
    "words", ["Children’s – £4,000", "ŵ ø é", "e\u0301", "한글 ✓ ☒ \U0001f3f4"]
)
def test_what_is_seen_stays(words: str) -> None:
    assert unprinted(words) is None
    assert visible(words) == words
