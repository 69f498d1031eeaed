"""Jobs of training: ids in, load, call the domain. And the signals that ask for them, in the saver's transaction.

`enrol_everybody` belongs into settings.JOBS_TIMETABLE (nightly, after accounts.tasks.sync_groups), because roles begin
and end by date, when nobody saves anything.
"""

from typing import Any

from django_tasks import task
from wagtail.models import Page

from accounts.models import Membership, User
from jobs.enums import Commit
from training.domain import enrolments
from training.models import CoursePage


@task(queue_name="default", timeout=120)
def enrol_by_role(course_key: str) -> None:
    """One course, everybody."""
    for course in enrolments.deciding_pages(translation_key=course_key):
        enrolments.enrol_by_role(course=course, by=None)


@task(queue_name="default")
def enrol_person(user_pk: int) -> None:
    """One person, all courses."""
    user = User.objects.filter(pk=user_pk).first()
    for course in enrolments.deciding_pages() if user else []:
        enrolments.enrol_by_role(course=course, by=None, only=user)


@task(queue_name="default", timeout=300, commit=Commit.TASK)
def enrol_everybody() -> None:
    """Each course commits for itself: no long transaction at night either."""
    for course in enrolments.deciding_pages():
        enrolments.enrol_by_role(course=course, by=None)


def when_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Signal handler of `page_published`."""
    if isinstance(instance, CoursePage):
        enrol_by_role.enqueue(str(instance.translation_key))


def when_role_changes(sender: type[Membership], instance: Membership, **kwargs: Any) -> None:
    """Signal handler of a membership's `post_save` and `post_delete`."""
    if not kwargs.get("raw") and enrolments.concerns(instance):
        enrol_person.enqueue(instance.user_id)
