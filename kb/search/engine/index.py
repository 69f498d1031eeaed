"""A folder with a Whoosh index: one writer at a time, any number of readers, rebuilt atomically."""

import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh import writing
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError

from kb.search.engine import scoring, similar, spelling
from kb.search.engine.documents import Document
from kb.search.engine.query import Query
from kb.search.engine.schema import KEY, NAME, row, schema
from kb.search.engine.snapshot import Cache, Mask, Snapshot

LOCK_SECONDS = 60.0
LOCK_PAUSE_SECONDS = 0.1

Tags = Sequence[Collection[str]]
"""A document is wanted if it has some tag of every collection."""


class EngineError(Exception):
    """The index is missing, broken, of another version, or could not be written."""


class Hit(NamedTuple):
    key: str
    score: float


class SearchIndex:
    """The index in `folder`. Safe to share between threads; every failure is an EngineError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._reading = threading.Lock()
        self._cache = Cache()
        self._snapshot: Snapshot | None = None
        self._state: object = None

    # Reading

    def search(self, query: Query, *, require: Tags = (), limit: int | None = None) -> list[Hit]:
        """The best hits first; equal scores in the order of their keys. `limit` None gives all."""
        with self._reader() as snapshot:
            return ranked(scoring.score(query, snapshot, snapshot.tagged(require)), snapshot, limit)

    def similar(
        self, key: str, *, require: Tags = (), limit: int | None = None, weights: Mapping[str, float] | None = None
    ) -> list[Hit]:
        """Documents about the same matter as this one, best first; none if there is no such document.

        weights: field name to weight; without, all fields are alike.
        """
        with self._reader() as snapshot:
            number = snapshot.number(key)
            if number is None:
                return []
            allowed = snapshot.tagged(require)
            allowed[number] = False
            query = similar.question_of(number, weights, snapshot)
            return ranked(scoring.score(query, snapshot, allowed), snapshot, limit)

    def spelling(
        self, text: str, language: str, *, require: Tags = (), keys: Collection[str] | None = None
    ) -> str | None:
        """The text with words that no document has replaced by near ones; None if there is nothing to replace.

        Only words of documents that the reader may see are known or suggested: those with the tags and, unless keys
        is None, with one of these keys.
        """
        with self._reader() as snapshot:
            allowed = snapshot.tagged(require)
            if keys is not None:
                allowed &= numbered(keys, snapshot)
            return spelling.suggestion(text, language, snapshot, allowed)

    def count(self) -> int:
        with self._reader() as snapshot:
            return snapshot.count

    @contextmanager
    def _reader(self) -> Iterator[Snapshot]:
        """One snapshot for all threads, taken anew when the index has changed; anything that fails: EngineError."""
        with self._reading:
            try:
                state = self._newest()
                if self._snapshot is None or state != self._state:
                    self._close()
                    self._snapshot = Snapshot(self._open().reader(), self._cache)
                    self._state = state
                yield self._snapshot
            except Exception as error:  # Whoosh raises many kinds; the caller falls back for all of them
                self._close()
                raise EngineError(f"{type(error).__name__}: {error}") from error

    def _close(self) -> None:
        """Not refresh(): Whoosh keeps the old reader's segments then, and what was deleted comes back."""
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            snapshot.reader.close()

    def _newest(self) -> object:
        """Changes with every commit, also when the folder was cleared and the count of commits began anew."""
        return sorted((path.name, path.stat().st_mtime_ns) for path in self.folder.glob(f"_{NAME}_*.toc"))

    def _open(self) -> FileIndex:
        return FileIndex(FileStorage(str(self.folder)), indexname=NAME)

    # Writing

    def update(self, documents: Iterable[Document], *, delete: Sequence[str] = ()) -> None:
        """Put documents in the place of those with the same keys, and delete keys, in one commit."""
        with self._writing() as writer:
            for key in delete:
                writer.delete_by_term(KEY, key)
            for document in documents:
                writer.update_document(**row(document))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace everything in one atomic commit. Returns how many documents there are now."""
        count = 0
        with self._writing(replace=True) as writer:
            for document in documents:
                writer.add_document(**row(document))
                count += 1
        return count

    def clear(self) -> None:
        """Delete the folder; the next write makes a new, empty index."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _writing(self, *, replace: bool = False) -> Iterator[writing.IndexWriter]:
        try:
            writer = self._locked_writer(create=replace)
        except Exception as error:
            raise EngineError(f"{type(error).__name__}: {error}") from error
        try:
            yield writer
            writer.commit(mergetype=writing.CLEAR if replace else None)
        except Exception as error:
            with suppress(Exception):  # a full disk fails here once more; the lock is given back all the same
                writer.cancel()
            raise EngineError(f"{type(error).__name__}: {error}") from error

    def _locked_writer(self, *, create: bool) -> writing.IndexWriter:
        """Wait for the one writer's lock. A rebuild starts anew where the old index cannot even be opened."""
        index = self._open_or_create(replace_broken=create)
        give_up_at = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                return index.writer()
            except LockError:
                if time.monotonic() > give_up_at:
                    raise
                time.sleep(LOCK_PAUSE_SECONDS)

    def _open_or_create(self, *, replace_broken: bool) -> FileIndex:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        storage = FileStorage(str(self.folder))
        try:
            return FileIndex(storage, indexname=NAME)
        except Exception:
            if any(self.folder.glob(f"_{NAME}_*.toc")) and not replace_broken:
                raise
        return FileIndex.create(storage, schema(), NAME)


def ranked(scores: scoring.Scores, snapshot: Snapshot, limit: int | None) -> list[Hit]:
    best = scores.best(snapshot.by_key, limit)
    return [Hit(*pair) for pair in zip(snapshot.keys[best].tolist(), scores.points[best].tolist(), strict=True)]


def numbered(keys: Collection[str], snapshot: Snapshot) -> Mask:
    """Which documents have these keys."""
    mask = np.zeros(snapshot.size, dtype=np.bool_)
    numbers = [number for key in keys if (number := snapshot.number(key)) is not None]
    mask[numbers] = True
    return mask
