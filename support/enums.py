"""The words of the helpdesk: kinds of queues, states, events. Groups of states are named once, here."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueKind(models.TextChoices):
    PEDAGOGICAL = "pedagogical", _("Pedagogical support")
    TECHNICAL = "technical", _("Technical support")
    UNSORTED = "unsorted", _("To sort")


SORTED_KINDS = (QueueKind.PEDAGOGICAL, QueueKind.TECHNICAL)
BOTH = "both"
"""Stands where a kind of queue stands, for a ticket that needs both supports. There is no such queue."""


class TicketState(models.TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("In progress")
    WAITING = "waiting", _("Waiting for the requester")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", _("Closed")


OPEN_STATES = (TicketState.NEW, TicketState.OPEN, TicketState.WAITING)
ENDED_STATES = (TicketState.SOLVED, TicketState.CLOSED)


class MessageKind(models.TextChoices):
    REQUEST = "request", _("From the requester")
    REPLY = "reply", _("Answer")
    NOTE = "note", _("Internal note")


PUBLIC_KINDS = (MessageKind.REQUEST, MessageKind.REPLY)


class Channel(models.TextChoices):
    WEB = "web", _("Web form")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")


class Mark(StrEnum):
    """The name of the ticket's field."""

    SECRET = "secret"  # noqa: S105  # a mark, not a password
    URGENT = "urgent"


class EventVerb(models.TextChoices):
    CREATED = "created", _("created the ticket")
    SUGGESTED = "suggested", _("suggested a queue")
    ROUTED = "routed", _("sorted into a queue")
    MOVED = "moved", _("moved to another queue")
    JOINED = "joined", _("let both supports handle it")
    TAKEN = "taken", _("took the ticket")
    REPLIED = "replied", _("answered")
    NOTED = "noted", _("wrote an internal note")
    REQUESTER_WROTE = "requester_wrote", _("wrote again")
    SOLVED = "solved", _("solved the ticket")
    REOPENED = "reopened", _("opened the ticket again")
    MARKED_SECRET = "marked_secret", _("marked the ticket as secret")
    UNMARKED_SECRET = "unmarked_secret", _("took away the mark of secrecy")
    MARKED_URGENT = "marked_urgent", _("marked the ticket: may be about harm to a child")
    UNMARKED_URGENT = "unmarked_urgent", _("took away the mark of possible harm to a child")
