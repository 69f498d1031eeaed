"""Which earlier tickets are like this one: nearly the same words (a copy), or the same rare ones (similar)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from triage.classifier.duplicates import COLUMNS, NEAR, shingles
from triage.classifier.probabilities import SMALLEST


@dataclass(frozen=True, slots=True)
class Neighbour:
    """similarity: cosine of 5-grams weighed by rarity, 0 to 1. is_copy: more than half of all 5-grams are shared."""

    key: str
    similarity: float
    is_copy: bool


@dataclass(slots=True)
class Shelf:
    """Texts that a new one is compared with. Holds pieces of words by number, no text."""

    keys: list[str] = field(default_factory=list)
    rows: csr_matrix = field(default_factory=lambda: csr_matrix((0, COLUMNS)))
    having: NDArray[np.int64] = field(default_factory=lambda: np.zeros(COLUMNS, dtype=np.int64))

    def add(self, keys: Sequence[str], texts: Sequence[str]) -> None:
        if keys:
            come = shingles(texts)
            self.keys.extend(keys)
            self.rows = vstack([self.rows, come], format="csr")
            self.having += np.bincount(come.indices, minlength=COLUMNS)

    def nearest(self, text: str, count: int) -> list[Neighbour]:
        """The most similar first. Nothing from an empty shelf."""
        if not self.keys:
            return []
        row = shingles([text])
        shared = np.asarray((self.rows @ row.T).todense()).ravel()
        union = np.diff(self.rows.indptr) + row.nnz - shared
        weights = self.weights_of(self.rows.indices)
        weighed = csr_matrix((weights, self.rows.indices, self.rows.indptr), shape=self.rows.shape)
        lengths = np.sqrt(np.add.reduceat(weights, self.rows.indptr[:-1]) * self.weights_of(row.indices).sum())
        similarity = np.asarray((weighed @ row.T).todense()).ravel() / np.maximum(lengths, SMALLEST)
        order = np.argsort(-similarity, kind="stable")[:count]
        return [
            Neighbour(self.keys[place], float(similarity[place]), bool(shared[place] / union[place] > NEAR))
            for place in order
        ]

    def weights_of(self, columns: NDArray[np.int32]) -> NDArray[np.float64]:
        """Squared rarity: a piece that few texts have counts most."""
        found: NDArray[np.float64] = np.log((2.0 + len(self.keys)) / (1.0 + self.having[columns])) ** 2
        return found
