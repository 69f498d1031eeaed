"""Jobs of the knowledge base: ids in, load, call the domain. And the signals that ask for them."""

from typing import Any

from django.core.management import call_command
from django_tasks import task
from modelsearch.tasks import insert_or_update_object_task
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from jobs.enums import Commit
from jobs.models import Job
from kb.domain import feedback, files, links, reminders, searches
from kb.domain.content import content_fields
from kb.models import BrokenLink, KnowledgePage
from kb.search.rebuild import rebuild

BATCH = 200
"""Pages whose links are checked in one transaction."""


@task(queue_name="default", timeout=1800, commit=Commit.TASK)
def rebuild_index() -> None:
    """Takes the writer's lock like anybody else; the jobs of the queue `index` wait for it."""
    rebuild()


def ask_for_rebuild() -> None:
    """Once, however many searches find the index unusable."""
    if not is_rebuild_waiting():
        rebuild_index.enqueue()


def is_rebuild_waiting() -> bool:
    return Job.objects.unfinished().filter(task=rebuild_index.module_path).exists()


@task(queue_name="default")
def index_below(path: str) -> None:
    """Who may read is in the index too: after a change of privacy, a page and all below it are written anew."""
    for page in KnowledgePage.objects.filter(path__startswith=path).select_related("content_type"):
        kind = page.content_type
        insert_or_update_object_task.enqueue(kind.app_label, kind.model, str(page.pk))


@task(queue_name="default")
def index_pages_with_files_below(path: str) -> None:
    """The same after a change of a collection's privacy: the pages that link to files in it or below it."""
    for page in files.pages_with_files_below(path):
        insert_or_update_object_task.enqueue(page._meta.app_label, page._meta.model_name, str(page.pk))


@task(queue_name="default", timeout=120, commit=Commit.TASK)
def read_file(pk: int) -> None:
    """Outside any transaction: a large file takes seconds."""
    document = get_document_model().objects.filter(pk=pk).first()
    if document is not None:
        files.read_file(document=document)


@task(queue_name="default", timeout=120, commit=Commit.TASK)
def forget_old_searches() -> None:
    searches.forget_old_searches()


@task(queue_name="default")
def forget_answer_keys() -> None:
    feedback.forget_keys()


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


def when_privacy_changes(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Signal handler of a restriction's `post_save` and `post_delete`, and of a change of its groups."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None and not kwargs.get("raw"):
        index_below.enqueue(page.path)


def when_privacy_of_files_changes(
    sender: type[CollectionViewRestriction], instance: CollectionViewRestriction, **kwargs: Any
) -> None:
    """The same of a collection's restriction."""
    collection = Collection.objects.filter(pk=instance.collection_id).first()
    if collection is not None and not kwargs.get("raw"):
        index_pages_with_files_below.enqueue(collection.path)


def when_file_is_saved(sender: type[AbstractDocument], instance: AbstractDocument, **kwargs: Any) -> None:
    """Signal handler of a document's `post_save`."""
    if not kwargs.get("raw") and instance.file_extension.lower() in files.READERS:
        read_file.enqueue(instance.pk)


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
