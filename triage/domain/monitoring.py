"""Looks after queues that sort by themselves: audits give an error with an interval, a weekly test can stop a queue."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Municipality
from support.domain.labels import confirmed_kinds
from triage.classifier.audit import Estimate, estimate
from triage.classifier.drift import overridden_too_often, scores_have_shifted
from triage.domain.stages import fall_back
from triage.enums import Stage
from triage.models import Decision, QueueStage

Confirmed = dict[str, str]
"""By a ticket's reference, the queue that an agent confirmed."""
WEEK = timedelta(days=7)
REPORTED = timedelta(days=28)
COMPARED = timedelta(days=28)
"""How far back those tickets go that the last week's are compared with."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """Of the tickets sorted unasked since `since`, how many people have moved elsewhere or solved elsewhere."""

    sorted_unasked: int
    overridden: int


def overrides(stage: QueueStage, since: datetime, confirmed: Confirmed) -> Overrides:
    decisions = (
        Decision.objects.of(stage.queue.municipality, stage.queue.kind).carried_out().filter(created_at__gte=since)
    )
    references = set(decisions.values_list("ticket_reference", flat=True))
    elsewhere = [one for one in references if confirmed.get(one, stage.queue.kind) != stage.queue.kind]
    return Overrides(len(references), len(elsewhere))


def audited_error(
    place: Municipality, kind: str, since: datetime, confirmed: Confirmed, *, least: float = 0.0
) -> Estimate:
    """Share of wrong first guesses, from tickets that people sorted blind. least: lowest confidence that counts."""
    decisions = Decision.objects.of(place, kind).audited().filter(created_at__gte=since, confidence__gte=least)
    known = [decision for decision in decisions if decision.ticket_reference in confirmed]
    return estimate(
        [confirmed[decision.ticket_reference] != decision.queue for decision in known],
        [decision.audit_probability for decision in known],
    )


def write_reports(now: datetime | None = None) -> None:
    """Every queue's figures of the last four weeks, computed here so that the web process need not."""
    moment = now or timezone.now()
    for stage in QueueStage.objects.select_related("queue__municipality"):
        stage.report = report_on(stage, moment)
        stage.save(update_fields=["report"])


def report_on(stage: QueueStage, moment: datetime) -> dict[str, Any]:
    """said: tickets whose first guess was this queue; of them sorted_unasked and overridden. audit: an Estimate."""
    place, kind, since = stage.queue.municipality, stage.queue.kind, moment - REPORTED
    confirmed = confirmed_kinds(place.slug)
    seen = overrides(stage, since, confirmed)
    said = Decision.objects.of(place, kind).filter(created_at__gte=since)
    return {
        "from": since.isoformat(),
        "to": moment.isoformat(),
        "all": Decision.objects.of(place).filter(created_at__gte=since).count(),
        "said": said.count(),
        "audited": said.audited().count(),
        "sorted_unasked": seen.sorted_unasked,
        "overridden": seen.overridden,
        "audit": asdict(audited_error(place, kind, since, confirmed)),
        "audit_over_threshold": asdict(audited_error(place, kind, since, confirmed, least=stage.threshold or 1.0)),
    }


def check_due_queues(now: datetime | None = None) -> list[QueueStage]:
    """The weekly test of each automatic queue whose last one is a week old. Returns the queues that were stopped."""
    moment = now or timezone.now()
    due = QueueStage.objects.filter(stage=Stage.AUTOMATIC, looked_at__lte=moment - WEEK)
    return [stage for stage in due.select_related("queue__municipality") if check_queue(stage, moment)]


def check_queue(stage: QueueStage, moment: datetime) -> bool:
    """Whether the queue was stopped."""
    why = trouble_of(stage, moment - WEEK)
    stage.looked_at = moment
    stage.save(update_fields=["looked_at"])
    if why:
        fall_back(stage=stage, why=why)
    return bool(why)


def trouble_of(stage: QueueStage, since: datetime) -> str:
    """In the support lead's language; empty if all is well."""
    with override("sv"):
        place = stage.queue.municipality
        seen = overrides(stage, since, confirmed_kinds(place.slug))
        if overridden_too_often(seen.overridden, seen.sorted_unasked, stage.target_error):
            return _("People moved %(wrong)d of %(all)d tickets elsewhere last week.") % {
                "wrong": seen.overridden,
                "all": seen.sorted_unasked,
            }
        earlier, late = familiarities(place, since - COMPARED, since), familiarities(place, since, since + WEEK)
        if scores_have_shifted(earlier, late):
            return _("Last week's tickets were unlike those of the weeks before.")
        return ""


def familiarities(place: Municipality, since: datetime, until: datetime) -> list[float]:
    """How little new the tickets were, by whatever models were in use.

    Not how sure the models were: each weighs its own errors anew, so confidence changes with the model, and often.
    """
    decisions = Decision.objects.of(place).filter(created_at__gte=since, created_at__lt=until)
    novelties = decisions.exclude(model_sha256="").values_list("novelty", flat=True)
    return [-novelty for novelty in novelties if novelty is not None]
