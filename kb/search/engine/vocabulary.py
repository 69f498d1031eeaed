"""All words of a field of a segment, and which of them are few errors away from a word."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.search.engine import analysis

Letters = NDArray[np.uint64]


class Vocabulary:
    """Words are compared folded, so marks on letters (a for å) are no error."""

    def __init__(self, words: Sequence[str]) -> None:
        folded = [analysis.folded(word) for word in words]
        self.words = words
        self._folded = folded
        self._lengths = np.array([len(word) for word in folded], dtype=np.int16)
        self._letters = letters(folded)

    @property
    def nbytes(self) -> int:
        """What it weighs, with some 120 bytes for each word's two strings."""
        return self._lengths.nbytes + self._letters.nbytes + 120 * len(self.words)

    def near(self, word: str, most: int) -> list[tuple[int, str]]:
        """Words at most this many errors away, with how many: letters missing, added, wrong or swapped.

        An error changes at most two of the letters that a word has at all, so that few words are compared closely.
        """
        if not self.words:
            return []
        target = analysis.folded(word)
        close = np.abs(self._lengths - len(target)) <= most
        close &= np.bitwise_count(self._letters ^ letters([target])[0]) <= 2 * most
        compared = [
            (errors(target, self._folded[place]), self.words[place]) for place in np.flatnonzero(close).tolist()
        ]
        return [(distance, other) for distance, other in compared if distance <= most]


def letters(words: Sequence[str]) -> Letters:
    """Which letters each word has, as bits; rare letters share one."""
    if not words:
        return np.zeros(0, dtype=np.uint64)
    spelled = np.array(words, dtype=np.str_)
    codes = spelled.view(np.uint32).reshape(len(words), -1).astype(np.uint64)
    bits = np.where(codes > 0, np.uint64(1) << (codes % np.uint64(64)), np.uint64(0))
    joined: Letters = np.bitwise_or.reduce(bits, axis=1)
    return joined


def errors(one: str, other: str) -> int:
    """Edit distance with swaps of neighbours (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, facing in enumerate(other, 1):
            cost = min(line[-1] + 1, last[column] + 1, last[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
