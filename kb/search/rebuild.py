"""Writes the whole index anew."""

import logging
from collections.abc import Callable, Iterator

from modelsearch.index import get_indexed_models

from kb.search.backend import SearchBackend
from kb.search.backend.documents import changes_of
from kb.search.engine import Document

logger = logging.getLogger(__name__)

CHUNK = 200


def rebuild(say: Callable[[str], None] = logger.info) -> int:
    """Swap a new index in at once; returns how many documents it holds.

    The rows are read while the writer's lock is held: whatever is saved meanwhile is written after the swap, so no
    change is lost.
    """
    return SearchBackend.current().engine.rebuild(documents(say))


def documents(say: Callable[[str], None]) -> Iterator[Document]:
    for model in get_indexed_models():
        rows = model.get_indexed_objects().order_by("pk")
        total = rows.count()
        for start in range(0, total, CHUNK):
            for row in rows[start : start + CHUNK]:
                yield from (document for document in changes_of(row).values() if document is not None)
            say(f"  {model._meta.label}: {min(start + CHUNK, total)} of {total}")
