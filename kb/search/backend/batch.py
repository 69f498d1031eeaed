"""Collects changes of the index so that many rows of the queue become one commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from kb.search.engine import Document, SearchIndex

Changes = dict[str, Document | None]
"""The newest change of each key; None deletes."""

_changes: ContextVar[Changes | None] = ContextVar("search_changes", default=None)


@contextmanager
def one_commit() -> Iterator[None]:
    """The batch of the queue `index` (settings.JOBS_BATCHES)."""
    from kb.search.backend.adapter import SearchBackend  # the adapter writes through this module

    changes: Changes = {}
    token = _changes.set(changes)
    try:
        yield
    finally:
        _changes.reset(token)
    if changes:
        commit(SearchBackend.current().engine, changes)


def change(engine: SearchIndex, changes: Changes) -> None:
    """Within a batch, remember; otherwise write at once."""
    collected = _changes.get()
    if collected is None:
        commit(engine, changes)
    else:
        collected.update(changes)


def commit(engine: SearchIndex, changes: Changes) -> None:
    engine.update(
        [document for document in changes.values() if document is not None],
        delete=[key for key, document in changes.items() if document is None],
    )
