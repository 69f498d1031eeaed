"""Looks after queues that sort by themselves: audits give an error with an interval, a weekly test can stop a queue."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Municipality
from support.domain.labels import Confirmation, confirmed_in
from triage.classifier.audit import Estimate, estimate
from triage.classifier.drift import overridden_too_often, scores_have_shifted
from triage.domain.stages import fall_back
from triage.enums import Stage
from triage.models import Decision, QueueStage

Confirmed = dict[str, Confirmation]
"""By a ticket's reference."""
WEEK = timedelta(days=7)
REPORTED = timedelta(days=28)
COMPARED = timedelta(days=28)
"""How far back those tickets go that the last week's are compared with."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """Of the tickets sorted unasked, how many people have confirmed since a moment, and how many of those elsewhere."""

    confirmed: int
    elsewhere: int


def overrides(stage: QueueStage, since: datetime, confirmed: Confirmed) -> Overrides:
    """By when people confirmed, not by when the ticket came: a mistake may be found weeks later.

    Tickets from before the queue was last switched to automatic do not count: they have stopped it already.
    """
    late = [reference for reference, one in confirmed.items() if one.at >= since]
    sorted_unasked = Decision.objects.of(stage.queue.municipality, stage.queue.kind).carried_out()
    of_these = sorted_unasked.filter(ticket_reference__in=late, created_at__gte=automatic_since(stage))
    kinds = [confirmed[one].newest for one in of_these.values_list("ticket_reference", flat=True)]
    return Overrides(len(kinds), sum(kind != stage.queue.kind for kind in kinds))


def automatic_since(stage: QueueStage) -> datetime:
    switched = stage.changes.filter(after=Stage.AUTOMATIC).exclude(before=Stage.AUTOMATIC).first()
    return switched.at if switched else datetime.min.replace(tzinfo=UTC)


def audited_error(
    place: Municipality, kind: str, since: datetime, confirmed: Confirmed, *, least: float = 0.0
) -> Estimate:
    """Share of wrong first guesses, from tickets that people sorted blind. least: lowest confidence that counts."""
    decisions = Decision.objects.of(place, kind).audited().filter(created_at__gte=since, confidence__gte=least)
    known = [decision for decision in decisions if decision.ticket_reference in confirmed]
    return estimate(
        [confirmed[decision.ticket_reference].unseen != decision.queue for decision in known],
        [decision.audit_probability for decision in known],
    )


def write_reports(now: datetime | None = None) -> None:
    """Every queue's figures of the last four weeks, computed here so that the web process need not."""
    moment = now or timezone.now()
    for stage in QueueStage.objects.select_related("queue__municipality"):
        stage.report = report_on(stage, moment)
        stage.save(update_fields=["report"])


def report_on(stage: QueueStage, moment: datetime) -> dict[str, Any]:
    """said: tickets whose first guess was this queue; of them sorted_unasked and audited. audit: an Estimate.

    overridden: of those sorted unasked, also before, how many people have moved elsewhere in that time.
    """
    place, kind, since = stage.queue.municipality, stage.queue.kind, moment - REPORTED
    confirmed = confirmed_in(place.slug)
    said = Decision.objects.of(place, kind).filter(created_at__gte=since)
    return {
        "from": since.isoformat(),
        "to": moment.isoformat(),
        "all": Decision.objects.of(place).filter(created_at__gte=since).count(),
        "said": said.count(),
        "audited": said.audited().count(),
        "sorted_unasked": said.carried_out().count(),
        "overridden": overrides(stage, since, confirmed).elsewhere,
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
        seen = overrides(stage, since, confirmed_in(place.slug))
        if overridden_too_often(seen.elsewhere, seen.confirmed, stage.target_error):
            return _("Of %(all)d tickets that people confirmed last week, %(wrong)d belonged elsewhere.") % {
                "wrong": seen.elsewhere,
                "all": seen.confirmed,
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
