"""Nightly training and the weekly test."""

import logging

from django_tasks import task

from jobs.enums import Commit

logger = logging.getLogger(__name__)


@task(queue_name="training", commit=Commit.TASK, timeout=1800)
def train_nightly() -> None:
    """Long: computes outside any transaction; its writes are idempotent, so a second run does no harm."""
    from triage.classifier.model import TooFewExamples  # scikit-learn loads only in the worker that trains
    from triage.domain.training import train_and_promote

    try:
        train_and_promote()
    except TooFewExamples as error:
        logger.info("Too few confirmed tickets to train on: %s", error)


@task(queue_name="training", commit=Commit.TASK, timeout=300)
def check_automatic_queues() -> None:
    """Every night, for the queues whose last test is a week old."""
    from triage.domain.monitoring import check_due_queues  # scikit-learn's libraries load only in this worker

    for stage in check_due_queues():
        logger.warning("A queue was taken back to suggest: %s", stage.pk)
