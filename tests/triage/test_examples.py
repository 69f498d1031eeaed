"""The example tickets that the demo and the figures stand on: enough of each kind, and each its own text."""

from collections import Counter

import pytest
from sklearn.feature_extraction.text import CountVectorizer

from config.demo.tickets import examples

ROWS = list(examples())


def test_there_are_enough_of_each_kind() -> None:
    queues = Counter(row["queue"] for row in ROWS)
    languages = Counter(row["language"] for row in ROWS)
    assert len(ROWS) >= 600
    assert (languages["sv"] >= 450, languages["en"] >= 120) == (True, True)
    assert min(queues["technical"], queues["pedagogical"]) >= 220
    assert min(queues["both"], queues["neither"]) >= 50


@pytest.mark.parametrize("trait", ["short", "long", "angry", "polite", "misspelt", "wrong_subject"])
def test_there_are_tickets_of_every_temper(trait: str) -> None:
    assert sum(trait in row["traits"] for row in ROWS) >= 10


def test_ids_are_unique() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("analyzer", ["char", "word"])
def test_no_two_texts_are_copies(analyzer: str) -> None:
    """5-gram Jaccard of at most .5 for every pair."""
    grams = CountVectorizer(analyzer=analyzer, ngram_range=(5, 5), binary=True, dtype="float32")
    rows = grams.fit_transform([row["body"] for row in ROWS])
    shared = (rows @ rows.T).tocoo()
    sizes = rows.sum(axis=1).A1 if hasattr(rows.sum(axis=1), "A1") else rows.sum(axis=1).ravel()
    similarity = shared.data / (sizes[shared.row] + sizes[shared.col] - shared.data)
    assert similarity[shared.row < shared.col].max(initial=0.0) <= 0.5
