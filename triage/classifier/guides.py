"""The first expert: the guides that match a ticket vote for the queue of their topic. Needs no labelled ticket."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from triage.classifier.probabilities import Matrix, centred_logs

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
    votes = votes_of(hits, classes)
    total = sum(votes)
    if not total:
        return [1.0 / len(classes)] * len(classes)
    return [DOUBT / len(classes) + (1.0 - DOUBT) * votes_for / total for votes_for in votes]


def votes_of(hits: Sequence[GuideHit], classes: Sequence[str]) -> list[float]:
    votes = dict.fromkeys(classes, 0.0)
    for hit in hits[:VOTERS]:
        if hit.queue in votes:
            votes[hit.queue] += max(hit.score, 0.0)
    return list(votes.values())


def familiarity(length: int, hits: Sequence[GuideHit]) -> float:
    """How well the best guide matches for the text's length in distinct words: low for what no guide is about."""
    best = max((hit.score for hit in hits), default=0.0)
    return float(np.log1p(best / max(length, 1)))


def disagreement(hits: Sequence[GuideHit], classes: Sequence[str]) -> float:
    """0 if all guides vote for one queue, 1 if two queues share the votes alike: maybe the matter is for both."""
    votes = sorted(votes_of(hits, classes), reverse=True)
    return 2.0 * votes[1] / (votes[0] + votes[1]) if len(votes) > 1 and votes[0] else 0.0


def vote_matrix(rows: Sequence[Sequence[GuideHit]], classes: Sequence[str]) -> Matrix:
    """Centred log votes: a row of zeros where no guide matches."""
    return centred_logs(np.array([vote(hits, classes) for hits in rows], dtype=np.float64).reshape(-1, len(classes)))
