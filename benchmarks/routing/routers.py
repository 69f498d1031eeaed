"""The product's text model and its stock peers, each behind the same three calls."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import fasttext
import numpy as np
from numpy.typing import NDArray

from benchmarks.routing.files import Labelled
from triage.classifier.artefact import pack
from triage.classifier.model import Example, TooFewExamples, TriageModel, dealt, train
from triage.classifier.probabilities import Matrix
from triage.classifier.text import prepare

MEGABYTE = 1e6


class Router(Protocol):
    out_of_fold: Matrix
    """Of the training rows, by models that had not seen them; columns as in `classes`."""
    megabytes: float

    def train(self, examples: Sequence[Labelled], classes: Sequence[str]) -> None: ...

    def probabilities(self, texts: Sequence[str]) -> Matrix:
        """Texts x classes."""

    def answer(self, text: str) -> None:
        """All that is said about one text; only its time counts."""


class Ours:
    """Text model, novelty and calibration as in the product; without guides, whose votes are then equal.

    Where the product refuses to train (`TooFewExamples`), it has no text model, so here the classes are as likely as
    they are frequent, each counted once more than it was seen.
    """

    def train(self, examples: Sequence[Labelled], classes: Sequence[str]) -> None:
        rows = [Example(prepare("", example.text), example.label) for example in examples]
        self.model: TriageModel | None = None
        self.priors = Majority(seen_before=1)
        try:
            training = train(rows, known=classes)
        except TooFewExamples:
            self.priors.train(examples, classes)
            self.out_of_fold, self.megabytes = self.priors.out_of_fold, self.priors.megabytes
            return
        self.model = training.model
        self.out_of_fold = training.out_of_fold
        self.megabytes = len(pack(training.model).data) / MEGABYTE

    def probabilities(self, texts: Sequence[str]) -> Matrix:
        if self.model is None:
            return self.priors.probabilities(texts)
        prepared = [prepare("", text) for text in texts]
        return self.model.verdicts(prepared, [()] * len(prepared)).probabilities

    def answer(self, text: str) -> None:
        if self.model is not None:
            self.model.predict(prepare("", text))


class FastText:
    """fastText with words, pairs and character n-grams: the best of the settings tried on the IT tickets."""

    SETTINGS = {"epoch": 50, "lr": 0.5, "wordNgrams": 2, "minn": 3, "maxn": 5, "dim": 50, "bucket": 200_000}
    LABEL = "__label__"

    def train(self, examples: Sequence[Labelled], classes: Sequence[str]) -> None:
        self.classes = list(classes)
        self.model = self.fitted(examples)
        self.out_of_fold = np.full((len(examples), len(classes)), 1.0 / len(classes))
        labels = np.array([self.classes.index(example.label) for example in examples])
        for train_rows, test_rows in dealt(labels, np.arange(len(labels))):
            fold = self.fitted([examples[row] for row in train_rows])
            self.out_of_fold[test_rows] = self.asked(fold, [examples[row].text for row in test_rows])
        self.megabytes = 0.0 if self.model is None else self.size_of(self.model)

    def size_of(self, model: fasttext.FastText._FastText) -> float:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.bin"
            model.save_model(str(path))
            return path.stat().st_size / MEGABYTE

    def fitted(self, examples: Sequence[Labelled]) -> fasttext.FastText._FastText | None:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            for example in examples:
                file.write(f"{self.LABEL}{self.classes.index(example.label)} {one_line(example.text)}\n")
            file.flush()
            return self.learnt(file.name)

    def learnt(self, file: str) -> fasttext.FastText._FastText | None:
        """On very few texts fastText can lose itself in numbers that are none; its authors advise smaller steps.

        None: not even the smallest helped.
        """
        for rate in (self.SETTINGS["lr"], 0.25, 0.1, 0.01):
            with suppress(RuntimeError):
                return fasttext.train_supervised(file, thread=1, verbose=0, **{**self.SETTINGS, "lr": rate})
        return None

    def asked(self, model: fasttext.FastText._FastText | None, texts: Sequence[str]) -> Matrix:
        """Without a model, and for a text whose numbers are none, every class is as likely."""
        found = np.full((len(texts), len(self.classes)), np.nan)
        for row, text in enumerate(texts):
            with suppress(RuntimeError):
                found[row] = self.answered(model, text)
        return np.where(np.isfinite(found).all(axis=1, keepdims=True), found, 1.0 / len(self.classes))

    def answered(self, model: fasttext.FastText._FastText | None, text: str) -> NDArray[np.float64]:
        """By class. Raises RuntimeError where fastText's numbers are none."""
        found = np.zeros(len(self.classes))
        if model is None:
            return np.full_like(found, np.nan)
        for label, probability in zip(*model.predict(one_line(text), k=-1), strict=True):
            found[int(label.removeprefix(self.LABEL))] = min(probability, 1.0)
        return found

    def probabilities(self, texts: Sequence[str]) -> Matrix:
        return self.asked(self.model, texts)

    def answer(self, text: str) -> None:
        self.asked(self.model, [text])


class Majority:
    """Every text belongs where most belong; as sure as that is frequent."""

    def __init__(self, seen_before: int = 0) -> None:
        """seen_before: how many texts of each class there were before the training."""
        self.seen_before = seen_before

    def train(self, examples: Sequence[Labelled], classes: Sequence[str]) -> None:
        counts = Counter(example.label for example in examples)
        total = len(examples) + self.seen_before * len(classes)
        self.shares = np.array([(counts[name] + self.seen_before) / total for name in classes])
        self.out_of_fold = self.probabilities([example.text for example in examples])
        self.megabytes = 0.0

    def probabilities(self, texts: Sequence[str]) -> Matrix:
        return np.tile(self.shares, (len(texts), 1))

    def answer(self, text: str) -> None:
        """The answer is always there."""


def one_line(text: str) -> str:
    """What fastText can read: never nothing, and no label but the one before the text."""
    return " ".join(text.replace(FastText.LABEL, " ").split()) or "-"
