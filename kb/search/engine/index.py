"""A folder with a Whoosh index: one writer at a time, any number of readers, rebuilt atomically."""

import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
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
POOL_MEGABYTES = 320
"""What a writer collects, by Whoosh's reckoning, before it sorts through files: 2,000 pages without, in half the time,
and at the worst some 400 MB of memory."""
TRIES_TO_OPEN = 5
TOCS = f"_{NAME}_*.toc"
"""Whoosh's lists of segments: one for each commit, the older ones soon deleted."""

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

    def similar(self, key: str, *, require: Tags = (), limit: int | None = None) -> list[Hit]:
        """Documents about the same matter as this one, best first; none if there is no such document."""
        with self._reader() as snapshot:
            number = snapshot.number(key)
            if number is None:
                return []
            allowed = snapshot.tagged(require)
            allowed[number] = False
            query = similar.question_of(number, snapshot)
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
                yield self._current()
            except Exception as error:  # Whoosh raises many kinds; the caller falls back for all of them
                self._close()
                raise EngineError(f"{type(error).__name__}: {error}") from error

    def _current(self) -> Snapshot:
        """A commit may take away files that are just being opened: then anew, from the list that it left."""
        for _ in range(TRIES_TO_OPEN - 1):
            state = self._newest()
            try:
                return self._at(state)
            except Exception:  # each distribution of Whoosh raises its own kind
                if state == self._newest():
                    raise
        return self._at(self._newest())

    def _at(self, state: object) -> Snapshot:
        if self._snapshot is None or state != self._state:
            self._close()
            index = FileIndex(FileStorage(str(self.folder)), indexname=NAME)
            self._snapshot, self._state = Snapshot(index.reader(), self._cache), state
        return self._snapshot

    def _close(self) -> None:
        """Not refresh(): Whoosh keeps the old reader's segments then, and what was deleted comes back."""
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            snapshot.reader.close()

    def _newest(self) -> object:
        """Changes with every commit, also when the folder was cleared and the count of commits began anew."""
        state = []
        for path in self.folder.glob(TOCS):
            with suppress(FileNotFoundError):  # a commit was faster
                state.append((path.name, path.stat().st_mtime_ns))
        return sorted(state)

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
        """One commit under the writers' lock; whatever fails leaves the old index."""
        try:
            with self._locked():
                writer = self._open_or_create(replace_broken=replace).writer(_lk=False, limitmb=POOL_MEGABYTES)
                try:
                    yield writer
                    writer.commit(mergetype=writing.CLEAR if replace else None)
                except Exception:
                    with suppress(Exception):  # on a full disk this fails as well; the next commit cleans up
                        writer.cancel()
                    raise
        except Exception as error:
            raise EngineError(f"{type(error).__name__}: {error}") from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Whoosh's own lock, but held by us: its writer keeps it for good when a commit fails for want of room."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileStorage(str(self.folder)).lock(f"{NAME}_WRITELOCK")
        give_up_at = time.monotonic() + LOCK_SECONDS
        while not lock.acquire():
            if time.monotonic() > give_up_at:
                raise LockError(f"another writer has held the lock for {LOCK_SECONDS:.0f} s")
            time.sleep(LOCK_PAUSE_SECONDS)
        try:
            yield
        finally:
            lock.release()

    def _open_or_create(self, *, replace_broken: bool) -> FileIndex:
        """A rebuild starts anew where the old index cannot even be opened."""
        storage = FileStorage(str(self.folder))
        try:
            return FileIndex(storage, indexname=NAME)
        except Exception:
            if any(self.folder.glob(TOCS)) and not replace_broken:
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
