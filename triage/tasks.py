"""Nightly training, new trials of the model in use, and the weekly test."""

import logging

from django_tasks import task

from jobs.enums import Commit
from support.domain.labels import tickets_confirmed_since
from triage.domain.forgetting import delete_needless_files
from triage.domain.store import ModelUnavailable
from triage.models import TrainedModel

logger = logging.getLogger(__name__)

FEWEST_NEW = 20
"""Confirmed tickets since the last training that make another one worth while."""


@task(queue_name="training", commit=Commit.TASK, timeout=1800)
def train_nightly() -> None:
    """Long: computes outside any transaction; its writes are idempotent, so a second run does no harm.

    Every model is a new look at the held-out tickets, so it must bring something new: see docs/triage.md.
    """
    if is_worth_while():
        train_anew()
    certify_with_model_in_use()
    delete_needless_files()


def is_worth_while() -> bool:
    """There is enough new to learn, or something to forget."""
    last = TrainedModel.objects.order_by("created_at").last()
    if last is None or TrainedModel.objects.filter(active=True).exclude(stale_since=None).exists():
        return True
    return tickets_confirmed_since(last.created_at) >= FEWEST_NEW


def train_anew() -> None:
    from triage.classifier.model import TooFewExamples  # scikit-learn loads only in the worker that trains
    from triage.domain.training import train_and_promote

    try:
        train_and_promote()
    except TooFewExamples as error:
        logger.info("Too few confirmed tickets to train on: %s", error)


@task(queue_name="training", commit=Commit.TASK, timeout=600)
def certify_untried_queues() -> None:
    """After a new target or a roll-back. Its writes are idempotent: what is tried is not tried again."""
    certify_with_model_in_use()


def certify_with_model_in_use() -> None:
    from triage.domain.recertification import certify_untried  # its libraries load only in this worker

    try:
        certify_untried()
    except ModelUnavailable as error:
        logger.warning("No queue can be certified: %s", error)


@task(queue_name="training", commit=Commit.TASK, timeout=300)
def watch_queues() -> None:
    """Every night: figures for the leads, and the weekly test of the queues whose last one is a week old."""
    from triage.domain.monitoring import check_due_queues, write_reports  # its libraries load only in this worker

    write_reports()
    for stage in check_due_queues():
        logger.warning("A queue was taken back to suggest: %s", stage.pk)
