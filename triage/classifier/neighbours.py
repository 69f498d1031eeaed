"""Which earlier tickets are like this one: nearly the same words (a copy), or the same rare ones (similar)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triage.classifier.duplicates import NEAR, shingles
from triage.classifier.probabilities import SMALLEST

Places = NDArray[np.int32]


def none_yet() -> Places:
    return np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """similarity: cosine of 5-grams weighed by rarity, 0 to 1. is_copy: more than half of all 5-grams are shared."""

    key: str
    similarity: float
    is_copy: bool


@dataclass(slots=True)
class Shelf:
    """Texts that a new one is compared with. Holds pieces of words by number, no text.

    Of the million numbers that a piece can have, only those in use take room: the worker has a shelf a municipality.
    """

    keys: list[str] = field(default_factory=list)
    pieces: Places = field(default_factory=none_yet)
    """Numbers of the pieces that some text has, in order."""
    having: Places = field(default_factory=none_yet)
    """By piece: how many texts have it."""
    held: Places = field(default_factory=none_yet)
    """One text after another, the places of its pieces among `pieces`."""
    starts: Places = field(default_factory=none_yet)
    """By text: where it begins in `held`."""

    def add(self, keys: Sequence[str], texts: Sequence[str]) -> None:
        if keys:
            come = shingles(texts)
            pieces = np.union1d(self.pieces, come.indices)
            kept = places_of(self.pieces, pieces)[self.held]
            self.keys.extend(keys)
            self.starts = np.concatenate([self.starts, come.indptr[:-1] + len(self.held)], dtype=np.int32)
            self.held = np.concatenate([kept, places_of(come.indices, pieces)])
            self.having = np.bincount(self.held, minlength=len(pieces)).astype(np.int32)
            self.pieces = pieces

    def nearest(self, text: str, count: int) -> list[Neighbour]:
        """The most similar first. Nothing from an empty shelf."""
        if not self.keys:
            return []
        asked = shingles([text]).indices
        is_asked = np.isin(self.pieces, asked)
        weights = self.weights_of(self.having)
        unknown = self.weights_of(np.zeros(len(asked) - is_asked.sum(), dtype=np.int32))
        shared = self.sums(is_asked.astype(np.float64))
        union = np.diff(self.starts, append=len(self.held)) + len(asked) - shared
        lengths = np.sqrt(self.sums(weights) * (weights[is_asked].sum() + unknown.sum()))
        similarity = self.sums(weights * is_asked) / np.maximum(lengths, SMALLEST)
        order = np.argsort(-similarity, kind="stable")[:count]
        return [
            Neighbour(self.keys[place], float(similarity[place]), bool(shared[place] / union[place] > NEAR))
            for place in order
        ]

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """By text, of what its pieces are worth. Each text has a piece."""
        found: NDArray[np.float64] = np.add.reduceat(values[self.held], self.starts)
        return found

    def weights_of(self, having: Places) -> NDArray[np.float64]:
        """Squared rarity: a piece that few texts have counts most."""
        found: NDArray[np.float64] = np.log((2.0 + len(self.keys)) / (1.0 + having)) ** 2
        return found


def places_of(some: Places, pieces: Places) -> Places:
    return np.searchsorted(pieces, some).astype(np.int32)
