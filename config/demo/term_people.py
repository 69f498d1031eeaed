"""The people of a replayed term: those who ask, the agents who sort and solve, and the lead.

All of them go through the doors of the product: those who ask post the request form, agents and lead call the same
domain functions as their pages do.
"""

import random
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Municipality, User
from accounts.roles import PEDAGOGICAL_AGENT, SUPPORT_LEAD, TECHNICAL_AGENT
from config.demo.term_texts import TermText
from support.domain.routing import route_ticket
from support.domain.tickets import solve
from support.enums import SORTED_KINDS, QueueKind
from support.models import Queue, Ticket, WorkItem
from triage.domain.stages import change_stage, is_certified
from triage.enums import Stage
from triage.models import QueueStage, StageChange

FOUND = 302
ROLES = {
    QueueKind.PEDAGOGICAL: PEDAGOGICAL_AGENT,
    QueueKind.TECHNICAL: TECHNICAL_AGENT,
    QueueKind.UNSORTED: SUPPORT_LEAD,
}


class NobodyThere(Exception):
    """The municipality has nobody with a role that the term needs; the sentence says which."""


class NotSent(Exception):
    """The request form did not take a text; the sentence says how it answered."""


def people(municipality: Municipality) -> dict[QueueKind, User]:
    """Who works with which queue; the lead solves what nobody else does. Raises NobodyThere."""
    found: dict[QueueKind, User] = {}
    for kind, role in ROLES.items():
        person = User.objects.filter(memberships__municipality=municipality, memberships__role=role.slug).first()
        if person is None:
            raise NobodyThere(f"Nobody in {municipality} is {role.slug}.")
        found[kind] = person
    return found


class Requesters:
    """Each writes once, from an address of their own, in the language of the text."""

    def __init__(self, municipality: Municipality, seed: int) -> None:
        address = urlsplit(settings.BASE_URL)
        self.client = Client(SERVER_NAME=address.hostname or "localhost")
        self.secure = address.scheme == "https"
        self.municipality = municipality
        self.seed = seed

    def key(self, number: int) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_URL, f"term-{self.seed}-{self.municipality.slug}-{number}")

    def has_written(self, number: int) -> bool:
        return Ticket.objects.filter(idempotency_key=self.key(number)).exists()

    def send(self, number: int, text: TermText) -> Ticket:
        """The form's two steps: write, and send from "check". Raises NotSent."""
        key = self.key(number)
        answers = {
            "key": str(key),
            "what": text.body,
            "subject": text.subject,
            "email": f"termin-{self.seed}-{number}@exempel.example",
            "role": text.role,
        }
        place = self.municipality.slug
        self.post(reverse("support:request", args=[place]), answers, text.language)
        self.post(reverse("support:request_check", args=[place, key]), {}, text.language)
        return Ticket.objects.select_related("municipality").get(idempotency_key=key)

    def post(self, address: str, data: dict[str, str], language: str) -> None:
        response = self.client.post(address, data, secure=self.secure, headers={"accept-language": language})
        if response.status_code != FOUND:
            raise NotSent(f"{address} answered {response.status_code}.")


@dataclass(frozen=True, slots=True)
class Agents:
    """error: chance of confirming a wrong queue. blind_trust: chance of following a wrong suggestion unread."""

    people: dict[QueueKind, User]
    chance: random.Random
    error: float
    blind_trust: float

    def sort_and_solve(self, ticket: Ticket, truth: QueueKind) -> QueueKind:
        """Read the ticket where it lies, move it to where it seems to belong, solve it there. Returns where."""
        chosen = self.choice(ticket, truth)
        item = WorkItem.objects.select_related("queue").get(ticket=ticket)
        if item.queue.kind != chosen:
            queue = Queue.objects.get(municipality=ticket.municipality, kind=chosen)
            reader = self.people[QueueKind(item.queue.kind)]
            route_ticket(ticket=ticket, queue=queue, by=reader, reason="")
        item = WorkItem.objects.select_related("queue", "ticket__municipality").get(ticket=ticket)
        solve(item=item, by=self.people[chosen])
        return chosen

    def choice(self, ticket: Ticket, truth: QueueKind) -> QueueKind:
        """Chance is asked as often whatever the machine said, so that one changed decision changes no other."""
        trusts, errs = self.chance.random() < self.blind_trust, self.chance.random() < self.error
        mistake = self.chance.choice([kind for kind in QueueKind if kind != truth])
        suggestion = ticket.suggestion
        is_offered = suggestion.shown and not suggestion.automatic and suggestion.queue_kind in QueueKind.values
        if trusts and is_offered and suggestion.queue_kind != truth:
            return QueueKind(suggestion.queue_kind)
        return mistake if errs else truth


@dataclass(frozen=True, slots=True)
class Lead:
    """Measures in shadow until both queues are certified, then lets them sort by themselves.

    While one sorts, only the few tickets that are drawn from all tell of the other: see docs/triage.md. A queue that
    was stopped is measured in shadow for a week at least, and then does not wait for the other.
    """

    municipality: Municipality
    person: User

    def stages(self) -> list[QueueStage]:
        stages = QueueStage.objects.filter(queue__municipality=self.municipality, queue__kind__in=SORTED_KINDS)
        return list(stages.select_related("queue__municipality").order_by("queue"))

    def begin(self) -> None:
        for stage in self.stages():
            change_stage(stage=stage, to=Stage.SHADOW, by=self.person)

    def look(self) -> None:
        stages = self.stages()
        certified = [stage for stage in stages if stage.stage == Stage.SHADOW and is_certified(stage)]
        began = StageChange.objects.filter(stage__in=stages, after=Stage.AUTOMATIC).exists()
        if began or len(certified) == len(stages):
            for stage in certified:
                change_stage(stage=stage, to=Stage.AUTOMATIC, by=self.person)
        for stage in stages:
            if stage.stage == Stage.SUGGEST:
                change_stage(stage=stage, to=Stage.SHADOW, by=self.person)
