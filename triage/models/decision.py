"""What the classifier decided about a ticket, with all that is needed to see why and to compute it again."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from triage.enums import Audit, Stage

if TYPE_CHECKING:
    from accounts.models import Municipality


NEW_FROM = 1.5
"""Logit of novelty from which a text is called new: more than four times as likely as not."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of(self, municipality: "Municipality", queue: str = "") -> Self:
        found = self.filter(municipality_slug=municipality.slug)
        return found.filter(queue=queue) if queue else found

    def audited(self) -> Self:
        return self.exclude(audit="")

    def carried_out(self) -> Self:
        return self.filter(moved=True)


class Decision(models.Model):
    """Without foreign keys: it outlives ticket and model. Its text does not: it goes when the ticket goes.

    fair: the ticket was drawn with the same chance as every other of the municipality then, whatever the model guessed.
    Only such tickets certify: guesses that people see, and tickets drawn for their score, tell too little of the rest.
    """

    ref = models.CharField(max_length=32, unique=True)
    ticket_reference = models.CharField(max_length=9, db_index=True)
    municipality_slug = models.CharField(max_length=40)
    model_sha256 = models.CharField(max_length=64, blank=True)
    text_sha256 = models.CharField(max_length=64)
    text = models.JSONField(_("text as the model read it"), default=dict)
    written_in = models.CharField(_("language of the text"), max_length=8, blank=True)
    guide_hits = models.JSONField(default=list)
    probabilities = models.JSONField(default=dict)
    queue = models.CharField(_("most likely queue"), max_length=20, blank=True)
    confidence = models.FloatField(default=0.0)
    novelty = models.FloatField(_("how new"), null=True)
    reasons = models.JSONField(default=list)
    threshold = models.FloatField(null=True)
    stage = models.CharField(max_length=10, blank=True, choices=Stage)
    audit = models.CharField(_("sorted blind because"), max_length=12, blank=True, choices=Audit)
    audit_probability = models.FloatField(default=0.0)
    fair = models.BooleanField(_("fair sample"), default=False)
    trouble = models.CharField(max_length=200, blank=True)
    moved = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["municipality_slug", "created_at"], name="decision_place_created")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audit="") | models.Q(audit_probability__gt=0, audit_probability__lte=1),
                name="decision_audit_has_probability",
            ),
            models.CheckConstraint(condition=models.Q(audit="") | models.Q(moved=False), name="decision_audit_stays"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} ({self.ticket_reference})"

    @property
    def seems_new(self) -> bool:
        return self.novelty is not None and self.novelty > NEW_FROM
