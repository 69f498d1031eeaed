"""One row a job. What the row says is true, whatever the broker remembers."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.enums import IN_FLIGHT, UNFINISHED, JobState


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, now: datetime | None = None) -> Self:
        return self.filter(state=JobState.WAITING, run_after__lte=now or timezone.now())

    def in_flight(self) -> Self:
        return self.filter(state__in=IN_FLIGHT)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def expired(self, now: datetime) -> Self:
        return self.in_flight().filter(leased_until__lt=now)

    def failing(self) -> Self:
        """Waiting for another try after at least one failure."""
        return self.filter(state=JobState.WAITING, failures__gt=0)

    def dead(self) -> Self:
        return self.filter(state=JobState.DEAD)

    def in_order(self) -> Self:
        return self.order_by("-priority", "run_after", "pk")


class Job(models.Model):
    """A call of one task with JSON arguments: ids, never personal data."""

    task = models.CharField(_("task"), max_length=200)
    queue = models.CharField(_("queue"), max_length=40)
    arguments = models.JSONField(_("arguments"), default=dict)
    priority = models.SmallIntegerField(_("priority"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    unique_key = models.CharField(_("unique key"), max_length=120, null=True, unique=True, editable=False)  # noqa: DJ001  # NULL, because many rows have none and all others differ
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    run_after = models.DateTimeField(_("not before"), default=timezone.now)
    leased_until = models.DateTimeField(_("leased until"), null=True)
    worker = models.CharField(_("worker"), max_length=120, blank=True)
    delivery = models.PositiveIntegerField(_("deliveries"), default=0)
    failures = models.PositiveSmallIntegerField(_("failures"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    done_at = models.DateTimeField(_("done"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["queue", "-priority", "run_after", "id"],
                condition=models.Q(state="waiting"),
                name="job_waiting",
            ),
            models.Index(fields=["leased_until"], condition=models.Q(state__in=IN_FLIGHT), name="job_in_flight"),
            models.Index(fields=["state", "done_at"], name="job_state_done"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="done", done_at__isnull=False)
                | (~models.Q(state="done") & models.Q(done_at__isnull=True)),
                name="job_done_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=IN_FLIGHT) | models.Q(leased_until__isnull=False),
                name="job_in_flight_has_lease",
            ),
            # The search index has one writer, so the queue that feeds it has one row in flight.
            models.UniqueConstraint(
                fields=["queue"],
                condition=models.Q(queue="index", state__in=IN_FLIGHT),
                name="job_one_index_job_in_flight",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"

    @property
    def broker_id(self) -> str:
        """The id of this delivery in RQ. A new one each time: RQ refuses an id whose old hash still lives."""
        return f"job-{self.pk}-{self.delivery}"
