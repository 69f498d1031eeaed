"""The router's suggestion for a ticket, as support shows it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from support.models.ticket import Ticket


class Suggestion(models.Model):
    """The newest suggestion of a ticket. The router keeps its own record behind `decision_ref`."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="suggestion")
    queue_kind = models.CharField(_("queue"), max_length=20, blank=True)
    runner_up = models.CharField(_("second best"), max_length=20, blank=True)
    confidence = models.FloatField(_("confidence"), null=True)
    automatic = models.BooleanField(_("sorted by itself"), default=False)
    shown = models.BooleanField(_("shown to the agent"), default=True)
    summary = models.CharField(_("why"), max_length=300, blank=True)
    reasons = models.JSONField(default=list)
    decision_ref = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")

    def __str__(self) -> str:
        return f"{self.ticket}: {self.queue_kind or '?'}"

    @property
    def names_a_queue(self) -> bool:
        """A router that is switched off names none, and may still have found similar tickets."""
        return bool(self.queue_kind or self.runner_up)

    @property
    def percent(self) -> int | None:
        """At most 99: nothing that a machine says of a person's words is certain."""
        return None if self.confidence is None else min(round(self.confidence * 100), 99)
