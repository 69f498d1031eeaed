"""The index's own job. Those that know pages are in `kb.tasks`."""

from django_tasks import task

from kb.search.backend import batch
from kb.search.backend.adapter import SearchBackend


@task(queue_name="index")
def delete_document(key: str) -> None:
    batch.change(SearchBackend.current().engine, {key: None})
