"""When a page must be looked through again, by whom, and who has been reminded of it."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from accounts.models import Membership
from accounts.roles import EMPLOYEE_ROLES
from kb.enums import Fault, Stage

INTERVAL = timedelta(days=365)
SOON = timedelta(days=30)
"""So long before `review_by` a page stands among those to review."""
OVERDUE_AFTER = timedelta(days=30)
"""So long after `review_by` readers are warned."""


def in_a_year() -> date:
    return timezone.localdate() + INTERVAL


class ReviewedQuerySet(PageQuerySet):
    def to_review(self, on: date) -> Self:
        """Those that should have been looked through before or on the day."""
        return self.filter(review_by__lte=on)

    def with_responsible(self) -> Self:
        """Somebody looks after them who works where they belong."""
        return self.filter(responsible_is_there())

    def without_responsible(self) -> Self:
        """Nobody is named, or who is named has left."""
        return self.exclude(responsible_is_there())


def responsible_is_there() -> models.Q:
    memberships = Membership.objects.active().filter(
        user=models.OuterRef("page_owner"), user__is_active=True, role__in=EMPLOYEE_ROLES
    )
    at_home = memberships.filter(municipality=models.OuterRef("municipality"))
    shared = models.Q(municipality=None) & models.Exists(memberships)
    return shared | models.Exists(at_home)


class IsReviewed(models.Model):
    """The part of a page that says who looks after it and until when it is right."""

    page_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("responsible person"),
    )
    reviewed_on = models.DateField(_("last reviewed"), default=timezone.localdate)
    review_by = models.DateField(_("review before"), default=in_a_year)

    class Meta:
        abstract = True

    @property
    def review_is_long_overdue(self) -> bool:
        """Readers should know."""
        return bool(self.review_by + OVERDUE_AFTER < timezone.localdate())

    @property
    def review_interval(self) -> timedelta:
        """How long a review holds: as long as the last one was meant to, or a year."""
        planned = self.review_by - self.reviewed_on
        return planned if planned > timedelta(0) else INTERVAL


class ReviewReminder(models.Model):
    """One page's turn of being reminded of. That the row exists means that the mail went into the queue with it."""

    page = models.ForeignKey("kb.KnowledgePage", on_delete=models.CASCADE, related_name="+")
    review_by = models.DateField()
    stage = models.CharField(max_length=16, choices=Stage)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder of a review")
        verbose_name_plural = _("reminders of reviews")
        constraints = [
            models.UniqueConstraint(fields=["page", "review_by", "stage"], name="reminder_once_a_review_and_stage")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.review_by} {self.stage}"


class BrokenLink(models.Model):
    """A link within the site that leads readers of a published page nowhere. Written anew every night."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    place = models.CharField(_("place"), max_length=200)
    """The field and the part of it, in words."""
    target = models.CharField(_("leads to"), max_length=500)
    fault = models.CharField(_("what is wrong"), max_length=16, choices=Fault)
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ["page__title", "pk"]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.target}"
