"""Reads in the installation's database what became of the load. Import it only when Django is set up."""

from collections import Counter

from django.conf import settings
from django.db.models import Count

from benchmarks.visitors import DOMAIN
from jobs.models import Job
from support.models import Suggestion, Ticket, WorkItem


def unfinished(*queues: str) -> int:
    return Job.objects.unfinished().filter(queue__in=queues).count()


def timetable_written() -> bool:
    """Whether the timetable has begun; after that it brings nothing before the coming night."""
    return Job.objects.filter(unique_key__isnull=False).count() >= len(settings.JOBS_TIMETABLE)


def stored() -> Counter[str]:
    """How many tickets each address of the load has."""
    tickets = Ticket.objects.filter(requester_email__endswith=DOMAIN)
    return Counter(tickets.values_list("requester_email", flat=True))


def routed() -> int:
    return Suggestion.objects.filter(ticket__requester_email__endswith=DOMAIN).count()


def addresses_in_queues() -> set[str]:
    items = WorkItem.objects.filter(ticket__requester_email__endswith=DOMAIN)
    return set(items.values_list("ticket__requester_email", flat=True))


def in_several_queues() -> int:
    tickets = Ticket.objects.filter(requester_email__endswith=DOMAIN)
    return tickets.annotate(places=Count("work_items")).filter(places__gt=1).count()


def troubles() -> list[str]:
    """Failures of jobs, and those given up, in words, for a person to read."""
    failed = Job.objects.filter(failures__gt=0).values_list("queue", "state", "failures", "last_error")
    kinds = Counter((queue, state, failures, last_line(error)) for queue, state, failures, error in failed)
    return [f"{count} jobs of {' '.join(map(str, kind))}" for kind, count in kinds.items()]


def last_line(error: str) -> str:
    return error.strip().splitlines()[-1][:150] if error.strip() else ""
