"""A ticket and the work items that say in which queue it lies and who has it."""

import secrets
import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, SchoolUnit
from accounts.roles import ROLES, role_choices
from support.enums import ENDED_STATES, OPEN_STATES, Channel, TicketState
from support.models.queue import Queue

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letters or digits that can be mistaken for each other on the phone."""


def new_reference() -> str:
    """`K7QM-2XDA`: says nothing about how many tickets there are."""
    letters = [secrets.choice(REFERENCE_LETTERS) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Tickets in the queues that the person works with. Requesters read theirs on the status page."""
        return self.filter(models.Exists(WorkItem.objects.filter(ticket=models.OuterRef("pk")).visible_to(user)))

    def requested_by(self, user: "User | AnonymousUser") -> Self:
        return self.none() if user.is_anonymous else self.filter(requester=user)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Ticket(models.Model):
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="tickets")
    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference)
    idempotency_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    requester_name = models.CharField(_("name"), max_length=120, blank=True)
    requester_email = models.EmailField(_("e-mail address"))
    requester_phone = models.CharField(_("phone number"), max_length=40, blank=True)
    requester_role = models.CharField(_("role"), max_length=40, choices=role_choices, blank=True)
    school = models.ForeignKey(SchoolUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets")
    language = models.CharField(_("language"), max_length=5, choices=settings.INTERFACE_LANGUAGES)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.WEB)
    origin = models.CharField(_("page that the requester came from"), max_length=500, blank=True)
    urgent = models.BooleanField(_("may be about harm to a child"), default=False)
    secret = models.BooleanField(_("secret"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=TicketState, default=TicketState.NEW)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["requester_email", "created_at"], name="ticket_email_created")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED_STATES, solved_at__isnull=False)
                | models.Q(state__in=OPEN_STATES, solved_at__isnull=True),
                name="ticket_ended_has_time",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def role_name(self) -> str:
        return str(ROLES[self.requester_role].name) if self.requester_role else ""

    @property
    def title(self) -> str:
        return self.subject or str(_("No subject"))


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.filter(queue__in=Queue.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(ticket__state__in=OPEN_STATES)

    def one_a_ticket(self) -> Self:
        """Of these, the one that came first: a ticket that both supports handle then stands once in a list."""
        earlier = self.filter(ticket=models.OuterRef("ticket"), pk__lt=models.OuterRef("pk"))
        return self.exclude(models.Exists(earlier.order_by()))


class WorkItem(models.Model):
    """The ticket's place in a queue. Normally one a ticket; two when both supports must act."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="work_items")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, related_name="work_items")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="work_items"
    )
    touched = models.BooleanField(_("a person has acted on it"), default=False)
    entered_at = models.DateTimeField(_("in the queue since"), default=timezone.now)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        ordering = ["entered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "queue"], name="work_item_once_per_queue")]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.queue}"
