"""The second expert, and the judge that hears both.

The text model is TF-IDF of words and character n-grams, balanced logistic regression and a temperature. The judge is
a small regression on both experts' log-probabilities and on how familiar the guides find the text, so that it can say
"neither" of what no guide is about. While tickets are few the guides' vote leads: judge and vote are blended by
out-of-fold log loss. ADR 0005 holds the measurements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold

from triage.classifier.duplicates import groups_of_copies
from triage.classifier.guides import GuideHit, familiarity, vote, vote_matrix
from triage.classifier.probabilities import (
    Labels,
    Matrix,
    best_temperature,
    best_weight,
    blended,
    evidence,
    log_loss,
    softmax,
)

FOLDS = 5
FEWEST_CLASSES = 2
SEED = 1
TEMPERATURES = tuple(np.geomspace(0.2, 5.0, 41))
WEIGHTS = tuple(np.linspace(0.0, 1.0, 21))
JUDGE_STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0)
WORD_SHARE = 0.5
"""Words weigh half as much as character n-grams, which meet compounds and misspellings."""
WORDS_SHOWN = 6
SHORTEST_SHOWN = 4
"""Letters of a word that is shown as a reason: "den" and "vi" explain nothing."""


class TooFewExamples(Exception):
    """A model needs at least two classes with as many examples as there are folds."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the queue that an agent confirmed, and the guides that match it."""

    text: str
    label: str
    hits: Sequence[GuideHit] = ()


@dataclass(frozen=True, slots=True)
class WordWeight:
    """How much a word of the text spoke for (positive) or against (negative) the queue, in logits."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """Probabilities by class, most likely first, and the words that weighed most for the first."""

    probabilities: dict[str, float]
    words: list[WordWeight]

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
class TriageModel:
    """Everything that a prediction needs. `judge_weight`: the judge's share beside the guides' own vote."""

    word_terms: TfidfVectorizer
    character_terms: TfidfVectorizer
    regression: LogisticRegression
    judge: LogisticRegression
    classes: list[str]
    temperature: float
    judge_weight: float

    def predict(self, text: str, hits: Sequence[GuideHit] = ()) -> Prediction:
        features = self.features([text])
        row = self.judged([text], [hits], features)[0]
        order = np.argsort(-row, kind="stable")
        ranked = {self.classes[index]: float(row[index]) for index in order}
        return Prediction(ranked, self.weighty_words(features, int(order[0])))

    def probabilities(self, texts: Sequence[str], hits: Sequence[Sequence[GuideHit]]) -> Matrix:
        return self.judged(texts, hits, self.features(texts))

    def judged(self, texts: Sequence[str], hits: Sequence[Sequence[GuideHit]], features: csr_matrix) -> Matrix:
        by_text = softmax(logits_of(self.regression, features) / self.temperature)
        by_guides = vote_matrix(hits, self.classes)
        rows = evidence(by_text, by_guides, familiarities(texts, hits))
        return blended(self.judge.predict_proba(rows), by_guides, self.judge_weight)

    def features(self, texts: Sequence[str]) -> csr_matrix:
        return joined_features(self.word_terms.transform(texts), self.character_terms.transform(texts))

    def weighty_words(self, features: csr_matrix, best: int) -> list[WordWeight]:
        """Words and pairs only: character n-grams help the model but tell a person nothing."""
        names = names_of(self.word_terms)
        weights = preference(self.regression, best)
        row = features[0].tocoo()
        found = [
            WordWeight(str(names[column]), float(value * weights[column]))
            for column, value in zip(row.col, row.data, strict=True)
            if column < len(names) and len(str(names[column])) >= SHORTEST_SHOWN
        ]
        found.sort(key=lambda word: -abs(word.weight))
        return found[:WORDS_SHOWN]


@dataclass(frozen=True, slots=True)
class Training:
    """A model and what it would have said about each example had it not seen it."""

    model: TriageModel
    labels: Labels
    out_of_fold: Matrix


def train(examples: Sequence[Example]) -> Training:
    """Vectorise once, predict out of fold, fit temperature and blend on that, fit on all. Raises TooFewExamples."""
    classes = sorted({example.label for example in examples})
    labels = np.array([classes.index(example.label) for example in examples], dtype=np.int64)
    if len(classes) < FEWEST_CLASSES or np.bincount(labels).min() < FOLDS:
        raise TooFewExamples(f"{len(examples)} examples of {len(classes)} classes")
    texts = [example.text for example in examples]
    word_terms, character_terms = vectorizers()
    features = joined_features(word_terms.fit_transform(texts), character_terms.fit_transform(texts))
    groups = groups_of_copies(texts)
    logits = out_of_fold_logits(features, labels, groups, len(classes))
    temperature = best_temperature(logits, labels, TEMPERATURES)
    hits = [example.hits for example in examples]
    by_guides = vote_matrix(hits, classes)
    rows = evidence(softmax(logits / temperature), by_guides, familiarities(texts, hits))
    verdicts = {strength: out_of_fold_verdicts(rows, labels, groups, strength) for strength in JUDGE_STRENGTHS}
    strength = min(verdicts, key=lambda tried: log_loss(verdicts[tried], labels))
    judge_weight = best_weight(verdicts[strength], by_guides, labels, WEIGHTS)
    model = TriageModel(
        word_terms=word_terms,
        character_terms=character_terms,
        regression=new_regression().fit(features, labels),
        judge=new_judge(strength).fit(rows, labels),
        classes=classes,
        temperature=float(temperature),
        judge_weight=float(judge_weight),
    )
    return Training(model, labels, blended(verdicts[strength], by_guides, judge_weight))


@lru_cache(maxsize=2)
def names_of(terms: TfidfVectorizer) -> NDArray[np.str_]:
    """The vectoriser would sort its whole vocabulary at each call."""
    names: NDArray[np.str_] = terms.get_feature_names_out()
    return names


def vectorizers() -> tuple[TfidfVectorizer, TfidfVectorizer]:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, dtype=np.float64)
    characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 5), sublinear_tf=True, dtype=np.float64)
    return words, characters


def joined_features(words: csr_matrix, characters: csr_matrix) -> csr_matrix:
    return hstack([words * WORD_SHARE, characters], format="csr")


def familiarities(texts: Sequence[str], hits: Sequence[Sequence[GuideHit]]) -> Matrix:
    """One column."""
    column: Matrix = np.array([[familiarity(*pair)] for pair in zip(texts, hits, strict=True)], dtype=np.float64)
    return column


def new_regression() -> LogisticRegression:
    return LogisticRegression(C=10.0, class_weight="balanced", max_iter=300)


def new_judge(strength: float) -> LogisticRegression:
    """Unweighted, so that its probabilities are as frequent as they say."""
    return LogisticRegression(C=strength, max_iter=500)


def out_of_fold_verdicts(rows: Matrix, labels: Labels, groups: NDArray[np.int64], strength: float) -> Matrix:
    verdicts: Matrix = np.zeros((len(labels), int(labels.max()) + 1))
    for train_rows, test_rows in folds(labels, groups):
        judge = new_judge(strength).fit(rows[train_rows], labels[train_rows])
        verdicts[np.ix_(test_rows, judge.classes_)] = judge.predict_proba(rows[test_rows])
    return verdicts


def out_of_fold_logits(features: csr_matrix, labels: Labels, groups: NDArray[np.int64], class_count: int) -> Matrix:
    logits: Matrix = np.zeros((len(labels), class_count))
    for train_rows, test_rows in folds(labels, groups):
        regression = new_regression().fit(features[train_rows], labels[train_rows])
        logits[np.ix_(test_rows, regression.classes_)] = logits_of(regression, features[test_rows])
    return logits


def folds(labels: Labels, groups: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    splitter = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=SEED)
    return list(splitter.split(labels.reshape(-1, 1), labels, groups))


def logits_of(regression: LogisticRegression, features: csr_matrix) -> Matrix:
    """One column a class; scikit-learn gives a single column when there are two."""
    decision = np.asarray(regression.decision_function(features), dtype=np.float64)
    if decision.ndim == 1:
        return np.column_stack([np.zeros_like(decision), decision])
    return decision


def preference(regression: LogisticRegression, best: int) -> NDArray[np.float64]:
    """Coefficients of the best class against the mean of the others."""
    coefficients = np.asarray(regression.coef_, dtype=np.float64)
    if len(coefficients) == 1:
        signed: NDArray[np.float64] = coefficients[0] if best == 1 else -coefficients[0]
        return signed
    others = np.delete(coefficients, best, axis=0).mean(axis=0)
    against: NDArray[np.float64] = coefficients[best] - others
    return against


def predict_by_guides(hits: Sequence[GuideHit], classes: Sequence[str]) -> Prediction:
    """For the first day, when there is no model yet."""
    ranked = sorted(zip(classes, vote(hits, classes), strict=True), key=lambda pair: -pair[1])
    return Prediction(dict(ranked), [])
