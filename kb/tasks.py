"""Jobs of the knowledge base: ids in, load, call the domain. And the signals that ask for them."""

from typing import Any

from django.core.management import call_command
from django_tasks import task
from wagtail.models import Page, ReferenceIndex

from jobs.enums import Commit
from kb.domain import links, reminders
from kb.domain.content import content_fields
from kb.models import BrokenLink

BATCH = 200


@task(queue_name="default", timeout=120, commit=Commit.TASK)
def publish_scheduled() -> None:
    """What Wagtail wants a clock to do: publish and take back at the hours that editors have set."""
    call_command("publish_scheduled")


@task(queue_name="default", timeout=120, commit=Commit.TASK)
def remind_of_reviews() -> None:
    """Each person's mail commits for itself."""
    reminders.remind()


@task(queue_name="default", timeout=300, commit=Commit.TASK)
def check_all_links() -> None:
    """In batches, so that no transaction is long."""
    keys = list(Page.objects.live().order_by("pk").values_list("pk", flat=True))
    BrokenLink.objects.exclude(page__live=True).delete()
    for first in range(0, len(keys), BATCH):
        check_pages(keys[first : first + BATCH])


@task(queue_name="default", timeout=60)
def check_links(page_keys: list[int]) -> None:
    check_pages(page_keys)


def check_pages(keys: list[int]) -> None:
    pages = [page for page in Page.objects.live().filter(pk__in=keys).specific() if content_fields(type(page))]
    links.write_down(pages)


def when_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Signal handler: who has mended a link sees it gone from the report."""
    if BrokenLink.objects.filter(page_id=instance.pk).exists():
        check_links.enqueue([instance.pk])


def when_taken_back(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Signal handler of `page_unpublished` and of a page's `pre_delete`: pages that link to it must be looked at."""
    references = ReferenceIndex.get_references_to(instance).filter(base_content_type__model="page")
    keys = {int(key) for key in references.values_list("object_id", flat=True)} - {instance.pk}
    if keys:
        check_links.enqueue(sorted(keys))
