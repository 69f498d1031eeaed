"""Implements support's Router seam: asks both experts, obeys the queue's stage, remembers each decision."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from support.alike import COPY, SIMILAR
from support.enums import QueueKind
from support.models import Ticket
from support.router import Reason, RouteSuggestion
from triage.classifier.text import ROLE, TicketText
from triage.domain import decisions
from triage.domain.experts import Opinion, ask
from triage.domain.stages import are_off, stages_of
from triage.domain.texts import guide_hits, text_of
from triage.enums import SILENT_STAGES
from triage.models import Decision, QueueStage

LEAST_TO_SUGGEST = 0.6
"""Below this the classifier says that it does not know, and shows its two best guesses only."""
MAX_WORDS = 4
MAX_GUIDES = 3
SHORTEST_WORD = 4
"""Letters of a word that is shown as a reason: "den" and "vi" explain nothing."""


class ClassifierRouter:
    def suggest(self, ticket: Ticket) -> RouteSuggestion:
        text = text_of(ticket)
        stages = stages_of(ticket.municipality)
        if are_off(stages):
            return RouteSuggestion(queue=None, shown=False, reasons=similar_tickets(ticket, text))
        hits = guide_hits(text, municipality=ticket.municipality, language=ticket.language)
        opinion = ask(text, hits)
        prediction = opinion.prediction
        stage = stages.get(prediction.best)
        decision = decisions.decide(ticket=ticket, text=text, hits=hits, opinion=opinion, stages=stages)
        knows = prediction.confidence >= LEAST_TO_SUGGEST and prediction.best != QueueKind.UNSORTED
        allowed = stage is not None and stage.allows(
            model_sha256=opinion.model_sha256, confidence=prediction.confidence
        )
        automatic = knows and allowed and not decision.audit
        return RouteSuggestion(
            queue=prediction.best if knows else None,
            runner_up=prediction.runner_up if knows else prediction.best,
            confidence=prediction.confidence,
            automatic=automatic,
            shown=decision.stage not in SILENT_STAGES and not decision.audit,
            summary=summary_of(opinion, decision, knows=knows, automatic=automatic),
            reasons=[*reasons_of(decision), *similar_tickets(ticket, text)],
            decision_ref=decision.ref,
            record=decision,
        )

    def may_carry_out(self, ticket: Ticket, suggestion: RouteSuggestion) -> bool:
        """The queue may have been switched off, or another model taken into use, since the model was asked."""
        decision = suggestion.record
        if not isinstance(decision, Decision):
            return False
        queue = {"queue__municipality": ticket.municipality_id, "queue__kind": decision.queue}
        stage = QueueStage.objects.select_for_update(of=("self",)).filter(**queue).first()
        return bool(stage and stage.allows(model_sha256=decision.model_sha256, confidence=decision.confidence))

    def applied(self, ticket: Ticket, suggestion: RouteSuggestion, *, moved: bool) -> None:
        decision = suggestion.record
        if isinstance(decision, Decision):
            decision.moved = moved
            decision.save()

    def decision_url(self, ticket: Ticket, ref: str) -> str:
        return reverse("triage:decision", args=[ticket.municipality.slug, ref])


def similar_tickets(ticket: Ticket, text: TicketText) -> list[Reason]:
    from triage.domain.similar import tickets_like  # its libraries load only in the worker that routes

    return [
        Reason(COPY if one.is_copy else SIMILAR, one.reference, one.similarity) for one in tickets_like(ticket, text)
    ]


def summary_of(opinion: Opinion, decision: Decision, *, knows: bool, automatic: bool) -> str:
    """In the agents' language, whatever language the requester wrote."""
    with override("sv"):
        if not opinion.model_sha256 and opinion.trouble:
            return _("The model could not be used; only the guides were asked.")
        if decision.seems_new:
            return _("This seems to be about something that the model has not met before.")
        if not knows:
            return _("Not sure enough to suggest a queue.")
        if automatic:
            return _("As sure as the queue's certificate asks.")
        return _("Sure enough to suggest a queue.")


def reasons_of(decision: Decision) -> list[Reason]:
    """The heaviest words that the person wrote, and the guides in the order of their rank."""
    own = [found for found in decision.reasons if found["kind"] == "word" and not found["name"].startswith(ROLE)]
    words = [Reason("word", found["name"], found["weight"]) for found in own]
    guides = [Reason("guide", hit["title"], hit["score"], hit["url"]) for hit in decision.guide_hits[:MAX_GUIDES]]
    return [reason for reason in words if len(reason.text) >= SHORTEST_WORD][:MAX_WORDS] + guides
