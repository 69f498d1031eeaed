"""Asks both experts about a ticket, and never lets their failure be the ticket's."""

import math
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.enums import SORTED_KINDS
from triage.classifier.guides import GuideHit
from triage.classifier.text import TicketText
from triage.domain import store

if TYPE_CHECKING:
    from triage.classifier.model import Prediction, TriageModel

SECONDS = 10.0
"""Longer than any text takes by a thousand times; shorter than what ends the job."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """model_sha256: empty if the guides were asked alone. trouble: why the model in use was not."""

    prediction: "Prediction"
    model_sha256: str
    trouble: str = ""


def ask(text: TicketText, hits: list[GuideHit], *, seconds: float = SECONDS) -> Opinion:
    """The model in use, else the last good one, else the guides alone."""
    from triage.classifier.model import predict_by_guides  # scikit-learn loads only in the worker that routes

    try:
        sha256, model, trouble = store.usable()
        return Opinion(answer_in_time(sha256, model, text, hits, seconds), sha256, trouble)
    except store.ModelUnavailable as error:
        return Opinion(predict_by_guides(hits, SORTED_KINDS), "", str(error))


def answer_in_time(
    sha256: str, model: "TriageModel", text: TicketText, hits: list[GuideHit], seconds: float
) -> "Prediction":
    """A model that hangs or says no numbers is set aside. Raises ModelUnavailable."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        prediction = pool.submit(model.predict, text, hits).result(timeout=seconds)
    except TooSlow as error:
        trouble = f"the model did not answer within {seconds:g} s"
        store.set_aside(sha256, trouble)
        raise store.ModelUnavailable(trouble) from error
    finally:
        pool.shutdown(wait=False)
    if not all(math.isfinite(value) for value in prediction.probabilities.values()):
        trouble = "the model answered with values that are no numbers"
        store.set_aside(sha256, trouble)
        raise store.ModelUnavailable(trouble)
    return prediction
