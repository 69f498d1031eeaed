"""Jobs of the knowledge base: ids in, load, call the domain. And the signals that ask for them."""

from typing import Any

from django_tasks import task
from modelsearch.tasks import insert_or_update_object_task
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, PageViewRestriction

from jobs.enums import Commit
from kb.domain import feedback, files, searches
from kb.models import KnowledgePage
from kb.search.rebuild import rebuild


@task(queue_name="default", timeout=1800, commit=Commit.TASK)
def rebuild_index() -> None:
    """Takes the writer's lock like anybody else; the jobs of the queue `index` wait for it."""
    rebuild()


@task(queue_name="default")
def index_below(path: str) -> None:
    """Who may read is in the index too: after a change of privacy, a page and all below it are written anew."""
    for page in KnowledgePage.objects.filter(path__startswith=path).select_related("content_type"):
        kind = page.content_type
        insert_or_update_object_task.enqueue(kind.app_label, kind.model, str(page.pk))


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


def when_privacy_changes(sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any) -> None:
    """Signal handler of a restriction's `post_save` and `post_delete`, and of a change of its groups."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None and not kwargs.get("raw"):
        index_below.enqueue(page.path)


def when_file_is_saved(sender: type[AbstractDocument], instance: AbstractDocument, **kwargs: Any) -> None:
    """Signal handler of a document's `post_save`."""
    if not kwargs.get("raw") and instance.file_extension.lower() in files.READERS:
        read_file.enqueue(instance.pk)
