"""What was said about a ticket, and what was done: messages, and events that nobody changes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from support.enums import EventVerb, MessageKind
from support.models.ticket import Ticket


class Message(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(_("author"), max_length=120, blank=True)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    idempotency_key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(body=""), name="message_has_text"),
            models.UniqueConstraint(fields=["ticket", "idempotency_key"], name="message_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.kind}"


class TicketEvent(models.Model):
    """Append-only, and without foreign keys, so that it outlives what it tells of. Holds no message text."""

    ticket_reference = models.CharField(max_length=9, db_index=True)
    municipality_slug = models.CharField(max_length=40)
    verb = models.CharField(max_length=20, choices=EventVerb)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=160, blank=True)
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["municipality_slug", "verb", "created_at"], name="event_place_verb")]

    def __str__(self) -> str:
        return f"{self.ticket_reference} {self.verb}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("Events are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("Events are append-only.")
