"""The option `check --near`: candidates for the search's synonyms."""

from __future__ import annotations

from pathlib import Path

from builder.build.pipeline import read_content
from builder.cli.messages import complain, errors, out
from builder.core.problems import ProblemsFound
from builder.search.findings import findings
from builder.search.nearest_words import SEEN, nearest_words

COUNT = 15
"""How many words are listed."""


def print_candidates(content: Path, word: str) -> bool:
    """Print the words nearest to one; False if there are too few."""
    try:
        with read_content(content) as read:
            words = read.at.words
            texts = [each.text for document in read.documents() for each in findings(document)]
    except ProblemsFound as found:
        complain(found.problems)
        return False
    nearest = nearest_words(texts, words, word, COUNT)
    if nearest is None:
        errors.print(
            f"--near must name a word that {SEEN} paragraphs hold; “{word}” stands in fewer; try "
            "another form of it, or one that the documents print."
        )
        return False
    for each in nearest:
        out.print(each)
    return True
