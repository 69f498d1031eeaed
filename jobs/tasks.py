"""The queue's own tasks: deliver a mail, tidy up."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskContext

from jobs.delivery import delivery
from jobs.enums import Commit, JobState
from jobs.models import Job, OutgoingMail
from jobs.runner import finish

KEEP_DONE_DAYS = 7
KEEP_DEAD_DAYS = 30


@task(queue_name="mail", takes_context=True, commit=Commit.TASK)
def deliver_mail(context: TaskContext, mail_pk: int) -> None:
    """At least once: if the process dies between the server's answer and our commit, the mail goes out again."""
    mail = OutgoingMail.objects.get(pk=mail_pk)
    delivery().deliver(mail)
    with transaction.atomic():
        finish(context)
        OutgoingMail.objects.filter(pk=mail_pk).update(sent_at=timezone.now(), raw=b"", recipients=[])


@task(queue_name="default")
def tidy_jobs() -> None:
    """Forget what was done a week ago, and what was given up a month ago, with the text of mails never delivered."""
    old = timezone.now() - timedelta(days=KEEP_DONE_DAYS)
    Job.objects.filter(state=JobState.DONE, done_at__lt=old).delete()
    OutgoingMail.objects.filter(sent_at__lt=old).delete()
    given_up = timezone.now() - timedelta(days=KEEP_DEAD_DAYS)
    Job.objects.filter(state=JobState.DEAD, run_after__lt=given_up).delete()
    OutgoingMail.objects.filter(sent_at=None, created_at__lt=given_up).delete()
