"""What modelsearch calls. Web processes never write the index: their changes come as jobs of the queue `index`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.models import Model
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseIndex, BaseSearchBackend

from kb.search.backend import batch
from kb.search.backend.compiler import AutocompleteQueryCompiler, QueryCompiler
from kb.search.backend.documents import changes_of, document_of, inner_document_of, keys_of
from kb.search.backend.results import SearchResults
from kb.search.engine import Document, SearchIndex


class Index(BaseIndex):
    def __str__(self) -> str:
        return str(self.backend.engine.folder.name)

    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        """Called by jobs and by the rebuild, never inside a request."""
        changes: batch.Changes = {}
        for item in items:
            changes.update(changes_of(item))
        batch.change(self.backend.engine, changes)

    def delete_item(self, item: Model) -> None:
        """modelsearch calls this inside the request, so it only writes a job."""
        from kb.search.tasks import delete_document  # tasks load after the backend that settings name

        for key in keys_of(item):
            delete_document.enqueue(key)

    def reset(self) -> None:
        self.backend.engine.clear()


class Rebuilder:
    """Collects all documents, then swaps the index in one commit: readers see the old one or the new one."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.documents: dict[str, Document] = {}

    def start(self) -> "Rebuilder":
        return self

    def add_model(self, model: type[Model]) -> None:
        """Nothing to prepare: the engine has one schema."""

    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        """A page is met once as Page and once as its own kind; the own kind, met later, has more to say."""
        for item in items:
            document, inner = document_of(item), inner_document_of(item)
            known = self.documents.get(document.key)
            if known is None or len(document.tags) >= len(known.tags):
                self.documents[document.key] = document
            if inner is not None:
                self.documents[inner.key] = inner

    def finish(self) -> None:
        self.index.backend.engine.rebuild(self.documents.values())


class SearchBackend(BaseSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
    results_class = SearchResults
    rebuilder_class = Rebuilder
    catch_indexing_errors = False  # a failed write fails the job, which is tried again

    _engines: dict[Path, SearchIndex] = {}  # shared on purpose: one searcher a process and folder

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        folder = Path(params["FOLDER"])
        self.engine = self._engines.setdefault(folder, SearchIndex(folder))

    def report_broken(self) -> None:
        """The database answers until the index is written anew."""
        from kb.tasks import ask_for_rebuild  # the jobs read models, which load after the backend

        ask_for_rebuild()

    @classmethod
    def current(cls) -> "SearchBackend":
        backend: SearchBackend = get_search_backend("default")
        return backend
