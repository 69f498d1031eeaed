"""The first expert: the guides that match a ticket vote for the queue of their topic. Needs no labelled ticket."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from triage.classifier.probabilities import Matrix

VOTERS = 5
DOUBT = 0.15
"""Probability shared by all classes whatever the vote: a guide expert is never certain."""


@dataclass(frozen=True, slots=True)
class GuideHit:
    """A guide that matches the ticket: the queue its topic belongs to and the engine's score."""

    title: str
    queue: str
    score: float
    url: str = ""


def vote(hits: Sequence[GuideHit], classes: Sequence[str]) -> list[float]:
    """Probabilities by class from the five best hits, each weighing its score. No hit: nothing is known."""
    votes = dict.fromkeys(classes, 0.0)
    for hit in hits[:VOTERS]:
        if hit.queue in votes:
            votes[hit.queue] += max(hit.score, 0.0)
    total = sum(votes.values())
    if not total:
        return [1.0 / len(classes)] * len(classes)
    return [DOUBT / len(classes) + (1.0 - DOUBT) * votes[name] / total for name in classes]


def familiarity(text: str, hits: Sequence[GuideHit]) -> float:
    """How well the best guide matches for the text's length: low for what no guide is about."""
    best = max((hit.score for hit in hits), default=0.0)
    return float(np.log1p(best / max(len(set(text.lower().split())), 1)))


def vote_matrix(rows: Sequence[Sequence[GuideHit]], classes: Sequence[str]) -> Matrix:
    matrix: Matrix = np.array([vote(hits, classes) for hits in rows], dtype=np.float64).reshape(-1, len(classes))
    return matrix
