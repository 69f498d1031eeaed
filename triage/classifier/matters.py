"""Does a text hold two matters? Then one sentence speaks for one queue and another sentence for the other.

The text as a whole only looks undecided, as a vague one does; its sentences tell the two apart (ADR 14).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from triage.classifier.features import Features
from triage.classifier.probabilities import Matrix
from triage.classifier.text import TicketText

SENTENCE_END = re.compile(r"(?<=[.!?\n])\s+")
SHORTEST = 3
"""Words of a sentence that can hold a matter: "Tack!" holds none."""
MOST = 40
"""Sentences of a text that are heard."""


Pair = tuple[int, int]
"""Columns of the two classes of which one text may hold a matter each."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """matrix: sentences x columns. owner: for each sentence, the place of its text among `texts`.

    Without a pair there is nothing to hear in sentences, and there are none.
    """

    matrix: csr_matrix
    owner: NDArray[np.int64]
    texts: int
    pair: Pair | None

    @classmethod
    def of(cls, texts: Sequence[TicketText], features: Features, pair: Pair | None) -> "Sentences":
        parts = [(place, part) for place, text in enumerate(texts) for part in parts_of(text)] if pair else []
        matrix = features.rows([TicketText("", part, texts[place].role) for place, part in parts]).matrix
        return cls(matrix, np.array([place for place, _ in parts], dtype=np.int64), len(texts), pair)

    def chosen(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which sentences belong to the texts at `rows`."""
        return np.flatnonzero(np.isin(self.owner, rows))

    def two_matters(self, logits: Matrix) -> NDArray[np.float64]:
        """By text: how strongly its sentences speak for the weaker of the two classes. logits: sentences x classes."""
        if self.pair is None:
            return np.zeros(self.texts)
        strongest = np.full((self.texts, 2), -np.inf)
        np.maximum.at(strongest, self.owner, logits[:, list(self.pair)])
        weaker: NDArray[np.float64] = strongest.min(axis=1)
        return weaker


def parts_of(text: TicketText) -> list[str]:
    """Subject and sentences that are long enough to say something; a text of short ones is one part."""
    found = [part for part in SENTENCE_END.split(text.joined) if len(part.split()) >= SHORTEST]
    return found[:MOST] or [text.joined]
