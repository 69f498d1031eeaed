"""What readers say about a page: did it help? An opinion of a text, nothing about who had it."""

import uuid
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from kb.enums import Shortcoming

MAX_COMMENT = 500


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def with_comment(self) -> Self:
        return self.exclude(comment="", reason="")


class Feedback(models.Model):
    """One answer. It outlives its page: `translation_key` and `language` still say which text was meant.

    No person, no address, no time of day: only the date. Once its key is forgotten it can be matched with no log.
    """

    key = models.UUIDField(unique=True, null=True, default=uuid.uuid4, editable=False)
    """Leads the one who answered on to "what was missing?". It stands in an address, and so perhaps in a log; it is
    forgotten the night after."""
    page = models.ForeignKey(
        "kb.KnowledgePage", on_delete=models.SET_NULL, null=True, related_name="feedback", verbose_name=_("page")
    )
    translation_key = models.UUIDField(editable=False)
    language = models.CharField(_("language"), max_length=20)
    revision = models.PositiveBigIntegerField(_("revision"), null=True, blank=True)
    """The number of the revision that was published then; a plain number, as Wagtail may purge revisions."""
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    helpful = models.BooleanField(_("helped"))
    reason = models.CharField(_("what was missing"), max_length=10, choices=Shortcoming, blank=True)
    comment = models.CharField(_("comment"), max_length=MAX_COMMENT, blank=True)
    created_on = models.DateField(_("date"), default=timezone.localdate)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to “Did this help?”")
        verbose_name_plural = _("answers to “Did this help?”")
        ordering = ["-created_on", "-pk"]
        indexes = [models.Index(fields=["page", "revision"], name="feedback_page_revision")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(helpful=False) | models.Q(reason="", comment=""),
                name="feedback_reason_only_for_no",
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.language}): {'yes' if self.helpful else 'no'}"

    @property
    def is_explained(self) -> bool:
        return bool(self.reason or self.comment)
