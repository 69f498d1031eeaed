"""Folds and training of any mix of classes and copies: a model or a clear refusal, never a crash."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from tests.triage.test_classifier import PEDAGOGICAL, made_up
from triage.classifier import artefact
from triage.classifier.evaluation import evaluate
from triage.classifier.model import FEWEST, FOLDS, Example, TooFewExamples, dealt, folds, train
from triage.classifier.probabilities import Labels
from triage.classifier.text import TicketText
from triage.classifier.text_model import fit_weights

OUTAGE = "hela skolan saknar nät sedan i morse"
rows = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), min_size=2, max_size=60)


def examples_of(texts: list[str], labels: list[str]) -> list[Example]:
    return [Example(TicketText("", text), label) for text, label in zip(texts, labels, strict=True)]


def columns(found: list[tuple[int, int]]) -> tuple[Labels, Labels]:
    """Labels and groups."""
    return np.array([label for label, _ in found]), np.array([group for _, group in found])


@given(rows)
def test_each_row_is_tested_once_by_what_never_saw_its_group(found: list[tuple[int, int]]) -> None:
    labels, groups = columns(found)
    if len(set(groups)) == 1:
        with pytest.raises(TooFewExamples, match=f"all {len(found)} examples are copies"):
            folds(labels, groups)
        return
    splits = folds(labels, groups)
    assert 2 <= len(splits) <= FOLDS
    assert sorted(np.concatenate([tested for _, tested in splits])) == list(range(len(found)))
    for trained, tested in splits:
        assert sorted([*trained, *tested]) == list(range(len(found)))
        assert len(trained)
        assert not set(groups[trained]) & set(groups[tested])


@given(st.lists(st.integers(0, 30), min_size=2, max_size=60))
def test_dealt_rows_spread_each_class_and_all_rows_as_evenly_as_can_be(found: list[int]) -> None:
    labels = np.array(found)
    splits = dealt(labels, np.arange(len(labels)))
    assert len(splits) == min(FOLDS, len(labels))
    by_fold = np.array([np.bincount(labels[tested], minlength=31) for _, tested in splits])
    assert np.ptp(by_fold, axis=0).max() <= 1
    assert np.ptp(by_fold.sum(axis=1)) <= 1


def test_nothing_is_dealt_to_one_group() -> None:
    assert dealt(np.array([0, 1]), np.array([7, 7])) == []


def test_class_alone_gets_no_word_and_even_odds() -> None:
    weights = fit_weights(csr_matrix(np.eye(3)), np.array([1, 1, 1]), 3)
    assert not weights.coefficients.any()
    assert weights.offsets == pytest.approx([-np.log(6), 0.0, -np.log(6)])
    assert not weights.logits(weights.decisions(csr_matrix(np.eye(3)))).any()


def test_outage_that_is_a_class_of_copies_is_learnt() -> None:
    """Its copies stay in one fold, so what that fold trains on has one class alone."""
    ordinary = [Example(one.text, "ordinary") for one in made_up(30)]
    training = train([*ordinary, *examples_of([OUTAGE] * 6, ["outage"] * 6)])
    assert training.out_of_fold[-6:, 0] == pytest.approx(training.out_of_fold[-1, 0])
    assert training.out_of_fold[-6:, 0].min() > 0.5
    assert training.model.predict(TicketText("", OUTAGE)).best == "outage"


def test_hundred_and_fifty_classes_of_fifty_texts_are_learnt() -> None:
    classes = [f"class{number:03}" for number in range(150)]
    texts = [f"{PEDAGOGICAL[number % 8]} {number} sort{number % 25}" for number in range(50)]
    training = train(examples_of(texts, [classes[number % 25] for number in range(50)]), known=classes)
    assert training.out_of_fold.shape == (50, 150)
    assert training.out_of_fold.sum(axis=1) == pytest.approx(np.ones(50))
    assert training.model.predict(TicketText("", "sort3 sort3")).best == "class003"


def test_copies_of_one_text_teach_nothing() -> None:
    with pytest.raises(TooFewExamples, match="all 20 examples are copies of one"):
        train(examples_of([OUTAGE] * 20, ["a", "b"] * 10))


@pytest.mark.parametrize("texts", [[""] * 20, ["!"] * 20, [chr(ord("😀") + number) for number in range(20)]])
def test_texts_without_a_word_teach_nothing(texts: list[str]) -> None:
    with pytest.raises(TooFewExamples, match="no example has a word"):
        train(examples_of(texts, ["a", "b"] * 10))


def test_texts_of_single_letters_are_learnt_and_kept() -> None:
    """Then the vocabulary of words is empty."""
    packed = artefact.pack(train(examples_of(list("abcdefghijklmnopqrst"), ["a", "b"] * 10)).model)
    assert artefact.unpack(packed.data, packed.sha256).text_model.features.word_terms.names == []


def test_refusal_counts_the_classes_that_have_examples() -> None:
    with pytest.raises(TooFewExamples, match="30 examples of 1 classes"):
        train([Example(one.text, "a") for one in made_up(30)], known=["a", "b", "c"])


def test_evaluation_of_two_different_texts_is_refused() -> None:
    with pytest.raises(TooFewExamples):
        evaluate(examples_of(["wifi i sal sju", OUTAGE] * 30, ["a", "b"] * 30), ["a", "b"], target=0.05)


texts = st.lists(
    st.tuples(st.one_of(st.text(max_size=6), st.sampled_from(["Hej", "wifi nere", OUTAGE])), st.integers(0, 30)),
    min_size=FEWEST,
    max_size=30,
)


@settings(max_examples=20, deadline=None)
@given(texts)
def test_any_examples_are_learnt_or_refused(found: list[tuple[str, int]]) -> None:
    known = [f"class{number:02}" for number in range(31)]
    examples = examples_of([text for text, _ in found], [known[label] for _, label in found])
    try:
        training = train(examples, known=known, pair=(known[0], known[1]))
    except TooFewExamples:
        return
    packed = artefact.pack(training.model)
    again = artefact.unpack(packed.data, packed.sha256).verdicts([one.text for one in examples], [()] * len(examples))
    for probabilities in (training.out_of_fold, again.probabilities):
        assert probabilities.shape == (len(examples), 31)
        assert probabilities.sum(axis=1) == pytest.approx(np.ones(len(examples)))
