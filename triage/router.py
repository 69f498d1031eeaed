"""Implements support's Router seam: asks both experts, obeys the queue's stage, remembers each decision."""

import hashlib
import uuid
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from support.enums import SORTED_KINDS, QueueKind
from support.models import Ticket
from support.router import Reason, RouteSuggestion
from triage.classifier.guides import GuideHit
from triage.domain import store
from triage.domain.texts import guide_hits, text_of
from triage.enums import Stage
from triage.models import Decision, QueueStage

LEAST_TO_SUGGEST = 0.6
"""Below this the classifier says that it does not know, and shows its two best guesses only."""
MAX_WORDS = 4
MAX_GUIDES = 3


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the experts say: probabilities most likely first, and the words that weighed most."""

    probabilities: dict[str, float]
    words: list[tuple[str, float]]
    model_sha256: str
    trouble: str = ""

    @property
    def ranked(self) -> list[str]:
        return list(self.probabilities)


class ClassifierRouter:
    def __init__(self) -> None:
        self._undecided: dict[str, Decision] = {}

    def suggest(self, ticket: Ticket) -> RouteSuggestion:
        text = text_of(ticket)
        hits = guide_hits(text, municipality=ticket.municipality, language=ticket.language)
        opinion = ask_experts(text, hits)
        best, runner_up = opinion.ranked[0], opinion.ranked[1]
        confidence = opinion.probabilities[best]
        stage = stage_of(ticket, best)
        decision = Decision(
            ref=uuid.uuid4().hex,
            ticket_reference=ticket.reference,
            municipality_slug=ticket.municipality.slug,
            model_sha256=opinion.model_sha256,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            guide_hits=[asdict(hit) for hit in hits],
            probabilities=opinion.probabilities,
            threshold=stage.threshold if stage else None,
            stage=stage.stage if stage else Stage.OFF,
        )
        self._undecided[decision.ref] = decision
        knows = confidence >= LEAST_TO_SUGGEST and best != QueueKind.UNSORTED
        return RouteSuggestion(
            queue=best if knows else None,
            runner_up=runner_up if knows else best,
            confidence=confidence,
            automatic=bool(knows and stage and stage.allows(model_sha256=opinion.model_sha256, confidence=confidence)),
            shown=stage is None or stage.stage in (Stage.SUGGEST, Stage.AUTOMATIC),
            summary=summary_of(opinion, knows=knows),
            reasons=reasons_of(opinion, hits),
            decision_ref=decision.ref,
        )

    def applied(self, ticket: Ticket, suggestion: RouteSuggestion, *, moved: bool) -> None:
        decision = self._undecided.pop(suggestion.decision_ref, None)
        if decision is not None:
            decision.moved = moved
            decision.save()


def ask_experts(text: str, hits: list[GuideHit]) -> Opinion:
    """Both experts; the guides alone where there is no usable model."""
    from triage.classifier.model import predict_by_guides  # scikit-learn loads only in the worker that routes

    sha256 = store.active_sha256()
    trouble = ""
    if sha256 is not None:
        try:
            prediction = store.load(sha256).predict(text, hits)
            words = [(word.word, word.weight) for word in prediction.words]
            return Opinion(prediction.probabilities, words, sha256)
        except store.ModelUnavailable as error:
            trouble = str(error)
    return Opinion(predict_by_guides(hits, SORTED_KINDS).probabilities, [], "", trouble)


def stage_of(ticket: Ticket, kind: str) -> QueueStage | None:
    return QueueStage.objects.filter(queue__municipality=ticket.municipality_id, queue__kind=kind).first()


def summary_of(opinion: Opinion, *, knows: bool) -> str:
    """In the agents' language, whatever language the requester wrote."""
    with override("sv"):
        if opinion.trouble:
            return _("The model could not be used; only the guides were asked.")
        if not knows:
            return _("Not sure enough to suggest a queue.")
        return _("Sure enough to suggest a queue.")


def reasons_of(opinion: Opinion, hits: list[GuideHit]) -> list[Reason]:
    words = [Reason("word", word, weight) for word, weight in opinion.words[:MAX_WORDS]]
    guides = [Reason("guide", hit.title, hit.score, hit.url) for hit in hits[:MAX_GUIDES]]
    return words + guides
