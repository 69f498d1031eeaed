"""Nightly training and the weekly test."""

import logging

from django_tasks import task

from jobs.enums import Commit
from support.domain.labels import confirmations_since
from triage.models import TrainedModel

logger = logging.getLogger(__name__)

FEWEST_NEW = 20
"""Confirmed tickets since the last training that make another one worth while."""


@task(queue_name="training", commit=Commit.TASK, timeout=1800)
def train_nightly() -> None:
    """Long: computes outside any transaction; its writes are idempotent, so a second run does no harm.

    Every model is a new look at the held-out tickets, so it must bring something new: see docs/triage.md.
    """
    last = TrainedModel.objects.order_by("created_at").last()
    if last is not None and confirmations_since(last.created_at) < FEWEST_NEW:
        return
    from triage.classifier.model import TooFewExamples  # scikit-learn loads only in the worker that trains
    from triage.domain.training import train_and_promote

    try:
        train_and_promote()
    except TooFewExamples as error:
        logger.info("Too few confirmed tickets to train on: %s", error)


@task(queue_name="training", commit=Commit.TASK, timeout=300)
def watch_queues() -> None:
    """Every night: figures for the leads, and the weekly test of the queues whose last one is a week old."""
    from triage.domain.monitoring import check_due_queues, write_reports  # its libraries load only in this worker

    write_reports()
    for stage in check_due_queues():
        logger.warning("A queue was taken back to suggest: %s", stage.pk)
