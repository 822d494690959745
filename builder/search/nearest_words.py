"""Words in similar company, as candidates for synonyms.

Cosine of positive pointwise mutual information of neighbours, smoothed as in Levy, Goldberg and
Dagan, "Improving Distributional Similarity with Lessons Learned from Word Embeddings" (2015). An
editor decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from builder.language.tokenizer import Token, Words

if TYPE_CHECKING:
    import numpy as np

SEEN = 5
"""In how many texts a word must stand to be compared."""

_COMPARED, _AROUND = 6000, 1500
"""How many words are compared, and by how many around them, the most frequent first."""

_WINDOW = 2
"""How many words before and after a word are looked at."""

_SMOOTHING = 0.75
"""The power that makes rare words around tell less."""

_SHRINK = 20.0
"""Added to the length of a word's row: what is known of few places counts less."""


def nearest_words(texts: Iterable[str], words: Words, asked: str, count: int) -> list[str] | None:
    """The nearest words in their commonest form, nearest first.

    None if the word is in fewer than `SEEN` texts.
    """
    read = [words.read(text) for text in texts]
    held = Counter(stem for tokens in read for stem in {token.stem for token in tokens})
    stem = next((token.stem for token in words.read(asked)), "")
    if held[stem] < SEEN:
        return None
    small = {token.stem for tokens in read for token in tokens if token.small}
    ordered = sorted(held, key=lambda each: (-held[each], each))
    often = [each for each in ordered if held[each] >= SEEN and each not in small]
    compared = {each: at for at, each in enumerate(dict.fromkeys([stem, *often[:_COMPARED]]))}
    around = {each: at for at, each in enumerate(ordered[:_AROUND])}
    rows = _information(_together(read, compared, around))
    like = _likeness(rows, compared[stem])
    names = list(compared)
    best = sorted((-like[at], name) for at, name in enumerate(names) if name != stem)
    printed: dict[str, Counter[str]] = {}
    for tokens in read:
        for token in tokens:
            printed.setdefault(token.stem, Counter())[token.printed] += 1
    return [_most_often(printed[name]) for _, name in best[:count]]


def _together(
    read: Sequence[Sequence[Token]], compared: Mapping[str, int], around: Mapping[str, int]
) -> np.ndarray:
    """How often each word stands near each word around it, first before and then after."""
    import numpy as np  # it starts threads, and only one option needs it

    together = np.zeros((len(compared), 2 * len(around)), np.float32)
    for tokens in read:
        stems = [token.stem for token in tokens]
        for at, stem in enumerate(stems):
            row = compared.get(stem)
            if row is None:
                continue
            for distance in range(1, _WINDOW + 1):
                for side, place in enumerate((at - distance, at + distance)):
                    column = around.get(stems[place]) if 0 <= place < len(stems) else None
                    if column is not None:
                        together[row, side * len(around) + column] += 1 / distance
    return together


def _information(together: np.ndarray) -> np.ndarray:
    """The positive pointwise mutual information, less where it rests on few."""
    import numpy as np

    columns = together.sum(axis=0) ** _SMOOTHING
    expected = together.sum(axis=1, keepdims=True) * (columns / max(columns.sum(), 1e-9))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.nan_to_num(np.log(together / expected), nan=0, neginf=0).clip(0)
    return np.asarray(found * (together / (together + 1)))


def _likeness(rows: np.ndarray, asked: int) -> list[float]:
    lengths = (rows**2).sum(axis=1) ** 0.5
    return [round(float(each), 6) for each in rows @ rows[asked] / (lengths + _SHRINK)]


def _most_often(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
