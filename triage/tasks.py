"""Nightly training."""

import logging

from django_tasks import task

from jobs.enums import Commit

logger = logging.getLogger(__name__)


@task(queue_name="training", commit=Commit.TASK, timeout=1800)
def train_nightly() -> None:
    """Long: computes outside any transaction; its writes are idempotent, so a second run does no harm."""
    from triage.classifier.model import TooFewExamples  # scikit-learn loads only in the worker that trains
    from triage.domain.training import train_and_certify

    try:
        train_and_certify()
    except TooFewExamples as error:
        logger.info("Too few confirmed tickets to train on: %s", error)
