"""Two experts and the judge that hears both: training, prediction, and why.

The guides' vote needs no ticket; the text model learns from what agents have confirmed. Everything that a prediction
needs is in `TriageModel`, and everything that it says can be computed again from text and guide hits.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from triage.classifier.confidence import Confidence, fit_confidence
from triage.classifier.duplicates import groups_of_copies
from triage.classifier.features import FeatureRows, Features, tokens
from triage.classifier.guides import VOTERS, GuideHit, disagreement, familiarity, vote, vote_matrix
from triage.classifier.judge import Judge, fit_judge
from triage.classifier.matters import Pair, Sentences
from triage.classifier.novelty import SIGNS, Novelty, learn_novelty, profiles_of, signs_of
from triage.classifier.probabilities import Labels, Matrix
from triage.classifier.text import TicketText
from triage.classifier.text_model import FEWEST_CLASSES, TextModel, fit_weights

Splits = list[tuple[NDArray[np.int64], NDArray[np.int64]]]

FOLDS = 5
FEWEST = 20
"""Examples that a model needs in all, of at least two classes."""
SEED = 1


class TooFewExamples(Exception):
    """A model needs examples with words, of at least two classes, not only a handful and not all of them copies."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the queue that an agent confirmed, and the guides that match it."""

    text: TicketText
    label: str
    hits: Sequence[GuideHit] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """What spoke for (positive) or against (negative) the queue, in logits. kind: word, guide or rest."""

    kind: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """probabilities: by class, most likely first.

    weights: heaviest first, the rest last; together they are `strength`, the logit of the best class. Its confidence
    is then set by `novelty` (logit: above 0 the text is rather new than known).
    """

    probabilities: dict[str, float]
    weights: list[Weight]
    strength: float
    novelty: float

    @property
    def best(self) -> str:
        return next(iter(self.probabilities))

    @property
    def runner_up(self) -> str | None:
        return next(iter(list(self.probabilities)[1:]), None)

    @property
    def confidence(self) -> float:
        return self.probabilities[self.best]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Of many texts. logits, probabilities: texts x classes. novelty: by text."""

    logits: Matrix
    probabilities: Matrix
    novelty: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TriageModel:
    text_model: TextModel
    novelty: Novelty
    judge: Judge
    confidence: Confidence
    classes: list[str]
    pair: Pair | None

    def verdicts(self, texts: Sequence[TicketText], hits: Sequence[Sequence[GuideHit]]) -> Verdicts:
        rows = self.text_model.features.rows(texts)
        weights = self.text_model.weights
        decisions = weights.decisions(rows.matrix)
        novelty = self.novelty.logits(signs_of(rows, None, slice(None), decisions, self.novelty.profiles))
        sentences = Sentences.of(texts, self.text_model.features, self.pair)
        two_matters = sentences.two_matters(weights.logits(weights.decisions(sentences.matrix)))
        evidence = evidence_of(texts, hits, two_matters, self.classes)
        logits = self.judge.logits(weights.logits(decisions), vote_matrix(hits, self.classes), evidence)
        return Verdicts(logits, self.confidence.probabilities(logits, novelty), novelty)

    def predict(self, text: TicketText, hits: Sequence[GuideHit] = ()) -> Prediction:
        verdict = self.verdicts([text], [hits])
        row = verdict.probabilities[0]
        order = np.argsort(-row, kind="stable")
        best = int(order[0])
        strength = float(verdict.logits[0, best])
        return Prediction(
            probabilities={self.classes[index]: float(row[index]) for index in order},
            weights=self.reasons(text, hits, best, strength),
            strength=strength,
            novelty=float(verdict.novelty[0]),
        )

    def reasons(self, text: TicketText, hits: Sequence[GuideHit], best: int, strength: float) -> list[Weight]:
        """Words, guides in the order of their rank, and the rest: how common the queue is, how familiar the text."""
        by_word = self.text_model.contributions(text, best)
        found = [Weight("word", word, self.judge.text * value) for word, value in by_word.items()]
        found += reasons_of_guides(hits, self.classes, best, self.judge.guides)
        found.sort(key=lambda reason: -abs(reason.weight))
        return [*found, Weight("rest", "", strength - sum(reason.weight for reason in found))]


@dataclass(frozen=True, slots=True)
class Training:
    """A model and what it would have said about each example had it not seen it."""

    model: TriageModel
    labels: Labels
    out_of_fold: Matrix


def train(examples: Sequence[Example], known: Sequence[str] = (), pair: tuple[str, str] | None = None) -> Training:
    """Vectorise once, predict out of fold, let the judge weigh the experts on that, fit on all.

    known: classes that exist, also if no example has them yet. pair: two classes of which one text may hold a matter
    each. Raises TooFewExamples.
    """
    classes = sorted({example.label for example in examples} | set(known))
    labels = np.array([classes.index(example.label) for example in examples], dtype=np.int64)
    if len(set(labels)) < FEWEST_CLASSES or len(labels) < FEWEST:
        raise TooFewExamples(f"{len(examples)} examples of {len(set(labels))} classes")
    texts = [example.text for example in examples]
    hits = [example.hits for example in examples]
    features = Features.learn(texts)
    rows = features.rows(texts)
    if not rows.matrix.shape[1]:
        raise TooFewExamples("no example has a word")
    splits = folds(labels, groups_of_copies([text.joined for text in texts]))
    novelty = learn_novelty(rows, labels, splits, len(classes))
    columns = (classes.index(pair[0]), classes.index(pair[1])) if pair else None
    unseen = out_of_fold(rows, Sentences.of(texts, features, columns), labels, splits, len(classes))
    newness = novelty.logits(unseen.signs)
    evidence = evidence_of(texts, hits, unseen.two_matters, classes)
    judge_sees = (unseen.logits, vote_matrix(hits, classes), evidence)
    judge = fit_judge(*judge_sees, labels)
    text_model = TextModel(features, fit_weights(rows.matrix, labels, len(classes)))
    logits = judge.logits(*judge_sees)
    confidence = fit_confidence(logits, newness, labels)
    model = TriageModel(text_model, novelty, judge, confidence, classes, columns)
    return Training(model, labels, confidence.probabilities(logits, newness))


def evidence_of(
    texts: Sequence[TicketText],
    hits: Sequence[Sequence[GuideHit]],
    two_matters: NDArray[np.float64],
    classes: Sequence[str],
) -> Matrix:
    """What the judge hears beside the votes: how familiar the guides find the text, how they disagree, two matters."""
    familiar = [familiarity(len(set(tokens(text.joined))), found) for text, found in zip(texts, hits, strict=True)]
    disagreeing = [disagreement(found, classes) for found in hits]
    return np.column_stack([familiar, disagreeing, two_matters]).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Unseen:
    """Of each row, by weights that have not seen it: text logits, signs of novelty, two matters."""

    logits: Matrix
    signs: Matrix
    two_matters: NDArray[np.float64]


def out_of_fold(rows: FeatureRows, sentences: Sentences, labels: Labels, splits: Splits, class_count: int) -> Unseen:
    logits, signs = np.zeros((len(labels), class_count)), np.zeros((len(labels), SIGNS))
    by_sentence = np.zeros((len(sentences.owner), class_count))
    for train_rows, test_rows in splits:
        seen, classes = rows.matrix[train_rows], labels[train_rows]
        weights = fit_weights(seen, classes, class_count)
        decisions = weights.decisions(rows.matrix[test_rows])
        logits[test_rows] = weights.logits(decisions)
        profiles = profiles_of(seen, classes, class_count)
        signs[test_rows] = signs_of(rows, train_rows, test_rows, decisions, profiles)
        own = sentences.chosen(test_rows)
        by_sentence[own] = weights.logits(weights.decisions(sentences.matrix[own]))
    return Unseen(logits, signs, sentences.two_matters(by_sentence))


def folds(labels: Labels, groups: NDArray[np.int64]) -> Splits:
    """At most FOLDS pairs of rows to train on and to test on; groups stay together, classes are spread as they allow.

    A class may still be missing in what a fold trains on, or be alone there. Raises TooFewExamples for one group.
    """
    group_count = len(np.unique(groups))
    if group_count == 1:
        raise TooFewExamples(f"all {len(labels)} examples are copies of one")
    if group_count < FOLDS or np.bincount(labels).max() < FOLDS:  # StratifiedGroupKFold would refuse
        return dealt(labels, groups)
    splitter = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=SEED)
    with warnings.catch_warnings():  # rare classes are what the texts are like, and handled
        warnings.filterwarnings("ignore", message="The (least populated class|number of unique classes)")
        found = list(splitter.split(labels.reshape(-1, 1), labels, groups))
    return [(train_rows, test_rows) for train_rows, test_rows in found if len(test_rows)]


def dealt(labels: Labels, groups: NDArray[np.int64]) -> Splits:
    """Groups like cards, in the order of their labels, to FOLDS folds or as many as there are groups.

    Works for classes of any size. No folds of one group: there would be nothing to train on.
    """
    _, first, group_of = np.unique(groups, return_index=True, return_inverse=True)
    shuffled = np.random.default_rng(SEED).permutation(len(first))
    order = shuffled[np.argsort(labels[first[shuffled]], kind="stable")]
    fold_of = np.zeros(len(first), dtype=np.int64)
    fold_of[order] = np.arange(len(first)) % FOLDS
    in_fold = [fold_of[group_of] == fold for fold in range(min(FOLDS, len(first)))]
    return [(np.flatnonzero(~tested), np.flatnonzero(tested)) for tested in in_fold if not tested.all()]


def predict_by_guides(hits: Sequence[GuideHit], classes: Sequence[str]) -> Prediction:
    """For the first day, when there is no model yet."""
    ranked = sorted(zip(classes, vote(hits, classes), strict=True), key=lambda pair: -pair[1])
    best = classes.index(ranked[0][0])
    weights = reasons_of_guides(hits, classes, best, 1.0)
    strength = sum(reason.weight for reason in weights)
    return Prediction(dict(ranked), [*weights, Weight("rest", "", 0.0)], strength, 0.0)


def reasons_of_guides(hits: Sequence[GuideHit], classes: Sequence[str], best: int, share: float) -> list[Weight]:
    """What each guide changed when it joined those before it; together what all of them say, times `share`."""
    voters = hits[:VOTERS]
    said = [vote_matrix([voters[:count]], classes)[0, best] for count in range(len(voters) + 1)]
    steps = np.diff(said) * share
    return [Weight("guide", hit.title, float(step)) for hit, step in zip(voters, steps, strict=True)]
