"""'Did you mean': words that nobody wrote, replaced by near ones that somebody did."""

import re
import unicodedata
from typing import Final

import numpy as np

from kb.search.engine import analysis
from kb.search.engine.schema import STEMS, WORDS
from kb.search.engine.snapshot import Mask, Snapshot

ONE_ERROR_FROM: Final = 4
TWO_ERRORS_FROM: Final = 7
"""Letters from which a word may be wrong in one place, in two: shorter ones are near too many others."""
MOST_WORDS: Final = 40
"""Words of a text that are looked at: a search, not an essay."""


def suggestion(text: str, language: str, snapshot: Snapshot, allowed: Mask) -> str | None:
    """The text with unknown words replaced; None if there is nothing to replace.

    Only allowed documents count: a word that stands in others alone is neither known nor suggested.
    """
    composed = unicodedata.normalize("NFC", text)

    def replaced(match: re.Match[str]) -> str:
        return better(match[0].lower(), language, snapshot, allowed) or match[0]

    suggested = analysis.WORD.sub(replaced, composed, count=MOST_WORDS)
    return suggested if suggested != composed else None


def better(word: str, language: str, snapshot: Snapshot, allowed: Mask) -> str | None:
    """The nearest word of the allowed documents; of equally near ones that of most documents. None if it is known."""
    if len(word) > analysis.MAX_WORD or is_known(word, language, snapshot, allowed):
        return None
    most = (len(word) >= ONE_ERROR_FROM) + (len(word) >= TWO_ERRORS_FROM)
    near = {
        other: distance
        for segment in snapshot.segments
        for field in snapshot.fields(WORDS)
        for distance, other in segment.vocabulary(field).near(word, most)
    }
    ranked = sorted((distance, -holders_of(other, WORDS, snapshot, allowed), other) for other, distance in near.items())
    return next((other for _, holders, other in ranked if holders), None)


def is_known(word: str, language: str, snapshot: Snapshot, allowed: Mask) -> bool:
    """Whether somebody wrote the word, or another form of it. What has digits is no matter of spelling."""
    return (
        not word.isalpha()
        or holders_of(word, WORDS, snapshot, allowed) > 0
        or holders_of(analysis.stem(word, language), STEMS, snapshot, allowed) > 0
    )


def holders_of(term: str, prefix: str, snapshot: Snapshot, allowed: Mask) -> int:
    """In how many allowed documents the term stands, in whichever field."""
    holding = np.zeros(snapshot.size, dtype=np.bool_)
    for field in snapshot.fields(prefix):
        holding |= snapshot.holding(field, term)
    return int(np.count_nonzero(holding & allowed))
