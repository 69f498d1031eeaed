"""The states of a job and how its effects are committed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    LEASED = "leased", _("Handed out")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up")


IN_FLIGHT = (JobState.LEASED, JobState.RUNNING)
UNFINISHED = (JobState.WAITING, *IN_FLIGHT)


class Commit(models.TextChoices):
    """Who opens the transaction that holds a job's effects and its `done_at`."""

    RUNNER = "runner", _("The runner wraps the whole task in one transaction")
    TASK = "task", _("The task computes first and calls finish(context) inside its own transaction")
