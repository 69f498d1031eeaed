"""The knowledge-base expert alone: the documents that match a question best vote for its label."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.routing.files import Asked
from benchmarks.routing.measure import macro_f1
from benchmarks.search.engines import TEXT, TITLE, WEIGHTS
from benchmarks.search.files import Text
from kb.search.engine import Document, SearchIndex
from kb.search.engine.query import Question
from triage.classifier.guides import VOTERS, GuideHit, vote

LANGUAGE = "sv"


def measured_guides(
    knowledge: Sequence[tuple[Text, str]], asked: Sequence[Asked], *, exclude_own: bool
) -> dict[str, float]:
    """exclude_own: the documents that hold the answer may not vote, as if nobody had written them yet."""
    classes = sorted({label for _, label in knowledge} | {one.label for one in asked})
    labels = {document.id: label for document, label in knowledge}
    with tempfile.TemporaryDirectory(prefix="skolstod-routing-") as name:
        index = index_of([document for document, _ in knowledge], Path(name))
        said = [
            classes[int(np.argmax(vote(hits_of(index, one, labels, exclude_own=exclude_own), classes)))]
            for one in asked
        ]
    truth = [one.label for one in asked]
    places = {label: place for place, label in enumerate(classes)}
    return {
        "accuracy": float(np.mean([guess == label for guess, label in zip(said, truth, strict=True)])),
        "macro_f1": macro_f1(np.array([places[one] for one in truth]), np.array([places[one] for one in said])),
        "n": len(asked),
    }


def index_of(documents: Sequence[Text], folder: Path) -> SearchIndex:
    index = SearchIndex(folder)
    index.rebuild(
        Document(key=document.id, language=LANGUAGE, texts={TITLE: document.title, TEXT: document.text})
        for document in documents
    )
    return index


def hits_of(index: SearchIndex, asked: Asked, labels: dict[str, str], *, exclude_own: bool) -> list[GuideHit]:
    hidden = asked.relevant if exclude_own else frozenset()
    question = Question(asked.text, LANGUAGE, WEIGHTS, quotes=False)
    found = index.search(question, limit=VOTERS + len(hidden))
    return [GuideHit(hit.key, labels[hit.key], hit.score) for hit in found if hit.key not in hidden][:VOTERS]
