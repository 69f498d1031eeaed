"""What words teach: how much a term tells, a class without texts, and the signs of what is new."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from triage.classifier.features import Features, pairs
from triage.classifier.novelty import SIGNS, learn_novelty, profiles_of
from triage.classifier.text import TicketText
from triage.classifier.text_model import fit_weights, telling_power

TEXTS = ["wifi krånglar", "wifi saknas", "betyg krånglar", "betyg saknas"]
LABELS = np.array([0, 0, 1, 1])
TICKETS = [TicketText("", text) for text in TEXTS]


@pytest.fixture(scope="module")
def features() -> Features:
    return Features.learn(TICKETS)


def column(features: Features, word: str) -> int:
    return features.word_terms.columns[word]


def test_word_of_one_class_tells_more_than_a_word_of_all(features: Features) -> None:
    power = telling_power(features.rows(TICKETS).matrix, LABELS, 2)
    assert power[column(features, "wifi")] == pytest.approx(power[column(features, "betyg")])
    assert power[column(features, "wifi")] > 1.1 * power[column(features, "krånglar")]


def test_word_of_one_text_tells_less_than_a_word_of_many() -> None:
    rows = csr_matrix(np.array([[1.0, 0.0]] * 10 + [[1.0, 1.0]] + [[0.0, 0.0]] * 11))
    often, once = telling_power(rows, np.array([0] * 11 + [1] * 11), 2)
    assert often > 1.3 * once


labels = st.lists(st.integers(0, 3), min_size=2, max_size=30)


@given(labels, st.integers(0, 2**32 - 1))
def test_telling_power_is_positive_and_leaves_the_scale_alone(classes: list[int], seed: int) -> None:
    rows = csr_matrix(np.random.default_rng(seed).integers(0, 2, size=(len(classes), 7)).astype(float))
    power = telling_power(rows, np.array(classes), 4)
    assert (power > 0).all()
    assert (power**2).mean() == pytest.approx(1.0)


def test_class_without_texts_is_never_what_the_text_is_like(features: Features) -> None:
    rows = features.rows([*TICKETS, TicketText("", "helt andra ord")]).matrix
    weights = fit_weights(features.rows(TICKETS).matrix, LABELS, 3)
    assert set(weights.decisions(rows).argmax(axis=1)) <= {0, 1}
    assert weights.logits(weights.decisions(rows)).sum(axis=1) == pytest.approx(np.zeros(5), abs=1e-9)


def test_profile_speaks_for_words_of_its_class_and_stays_finite(features: Features) -> None:
    profiles = profiles_of(features.rows(TICKETS).matrix, LABELS, 3)
    assert np.isfinite(profiles).all()
    wifi, fails = column(features, "wifi"), column(features, "krånglar")
    assert profiles[0, wifi] > 0 > profiles[1, wifi]
    assert profiles[0, fails] == pytest.approx(0.0, abs=0.1)


def test_pairs_know_the_edges_of_subject_and_body() -> None:
    assert pairs(TicketText("Wifi", "Det går inte")) == [" wifi", "wifi ", " det", "det går", "går inte", "inte "]
    assert pairs(TicketText("", "")) == []


def test_known_words_in_an_unknown_order_are_rather_new(features: Features) -> None:
    rows = features.rows([TICKETS[0], TicketText("", "saknas krånglar betyg wifi")])
    usual, turned = rows.unknown(slice(None), None)
    assert usual.tolist() == [0.0, 0.0, 0.0]
    assert turned[:2].tolist() == [0.0, 0.0]
    assert turned[2] == 1.0


def test_novelty_of_one_class_of_each_kind_is_learnt_without_a_crash() -> None:
    """Whatever a fold leaves out, nothing known may be left to compare with."""
    rows = Features.learn(TICKETS).rows(TICKETS)
    everything = np.arange(4)
    novelty = learn_novelty(rows, np.array([0, 1, 2, 2]), [(everything, np.array([], dtype=np.int64))], 3)
    assert novelty.weights.tolist() == [0.0] * SIGNS
