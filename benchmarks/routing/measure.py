"""Trains a router on draws of the training rows and measures it on the test rows."""

import time
from collections.abc import Callable, Sequence
from statistics import fmean

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from benchmarks.routing.files import Labelled, draw
from benchmarks.routing.routers import Router
from triage.classifier.probabilities import Labels, Matrix, calibration_error, log_loss

DRAWS = 10
COVERED = 0.98
SINGLES = 200
"""So many texts are asked one by one for `predict_ms`."""

Measurement = dict[str, float | None]


def measured_sizes(
    make: Callable[[], Router], train: list[Labelled], test: list[Labelled], sizes: Sequence[int], strange: list[str]
) -> dict[str, Measurement]:
    """Means over the draws for each size, and `all` once."""
    classes = sorted({example.label for example in train})
    results = {
        str(size): mean_of([measured(make(), draw(train, size, seed), test, classes, strange) for seed in range(DRAWS)])
        for size in sizes
    }
    results["all"] = measured(make(), train, test, classes, strange)
    return results


def measured(
    router: Router, train: list[Labelled], test: list[Labelled], classes: list[str], strange: list[str]
) -> Measurement:
    began = time.process_time()
    router.train(train, classes)
    train_seconds = time.process_time() - began
    began = time.process_time()
    found = router.probabilities([example.text for example in test])
    batch_ms = (time.process_time() - began) * 1000 / len(test)
    truth = places_of(test, classes)
    covered, right = coverage(router.out_of_fold, places_of(train, classes), found, truth)
    result: Measurement = {
        "accuracy": float((found.argmax(axis=1) == truth).mean()),
        "macro_f1": macro_f1(truth, found.argmax(axis=1)),
        "log_loss": loss(found, truth),
        "ece": calibration_error(found, truth),
        "coverage98": covered,
        "accuracy_covered98": right,
        "train_cpu_s": train_seconds,
        "predict_ms": single_ms(router, [example.text for example in test[:SINGLES]]),
        "predict_batch_ms": batch_ms,
        "model_mb": router.megabytes,
    }
    if strange:
        tops = np.concatenate([found.max(axis=1), router.probabilities(strange).max(axis=1)])
        is_strange = np.concatenate([np.zeros(len(test)), np.ones(len(strange))])
        result["auroc_oos"] = float(roc_auc_score(is_strange, 1.0 - tops))
    return result


def places_of(examples: Sequence[Labelled], classes: list[str]) -> Labels:
    """Columns of the labels; -1 for one that no training row has, which every answer gets wrong."""
    columns = {name: number for number, name in enumerate(classes)}
    return np.array([columns.get(example.label, -1) for example in examples], dtype=np.int64)


def macro_f1(truth: Labels, said: Labels) -> float:
    return float(f1_score(truth, said, average="macro", zero_division=0.0))


def loss(found: Matrix, truth: Labels) -> float:
    """A label outside the classes has no probability at all."""
    padded = np.column_stack([found, np.zeros(len(found))])
    return log_loss(padded, truth)


def coverage(seen: Matrix, labels: Labels, found: Matrix, truth: Labels) -> tuple[float, float | None]:
    """Share of the test rows over the lowest threshold that was right often enough out of fold, and how often right."""
    confidence = seen.max(axis=1)
    order = np.argsort(-confidence, kind="stable")
    right = (seen.argmax(axis=1) == labels)[order]
    shares = np.cumsum(right) / np.arange(1, len(right) + 1)
    ends = np.append(np.diff(confidence[order]) != 0, True)  # a threshold takes all rows with its confidence
    enough = np.flatnonzero((shares >= COVERED) & ends)
    if not len(enough):
        return 0.0, None
    taken = found.max(axis=1) >= confidence[order][enough[-1]]
    if not taken.any():
        return 0.0, None
    return float(taken.mean()), float((found.argmax(axis=1) == truth)[taken].mean())


def single_ms(router: Router, texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        router.answer(text)
    return (time.process_time() - began) * 1000 / len(texts)


def mean_of(results: list[Measurement]) -> Measurement:
    """None where no draw had a figure."""
    means: Measurement = {}
    for name in results[0]:
        values = [result[name] for result in results if result[name] is not None]
        means[name] = fmean(values) if values else None
    return means
