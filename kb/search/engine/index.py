"""A folder with a Whoosh index: one writer at a time, any number of readers, rebuilt atomically."""

import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh import fields, scoring, writing
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, LockError
from whoosh.query import Term
from whoosh.searching import Searcher

from kb.search.engine import analysis
from kb.search.engine.documents import Document
from kb.search.engine.query import COMPLETIONS, GRAMS, STEMS, WORDS, Query, compiled, needs_all_hits

SCHEMA_VERSION = "1"
"""Raised when analysis or fields change: an index of another version must be rebuilt."""
NAME = f"skolstod{SCHEMA_VERSION}"
LOCK_SECONDS = 60.0
LOCK_PAUSE_SECONDS = 0.1


class EngineError(Exception):
    """The index is missing, broken, of another version, or could not be written."""


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    score: float


def schema() -> fields.Schema:
    """Terms come ready-made from `analysis`; Whoosh only splits them at spaces."""
    built = fields.Schema(key=fields.ID(unique=True, stored=True), kind=fields.KEYWORD)
    positions = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
    terms = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False)
    built.add(f"{WORDS}*", positions, glob=True)
    for prefix in (STEMS, GRAMS, COMPLETIONS):
        built.add(f"{prefix}*", terms, glob=True)
    return built


def row(document: Document) -> dict[str, str]:
    """The document as Whoosh fields."""
    values = {"key": document.key, "kind": " ".join(document.kinds)}
    for name, text in document.texts.items():
        found = analysis.words(text)
        values[WORDS + name] = " ".join(found)
        values[STEMS + name] = " ".join(analysis.stems(found, document.language))
        values[GRAMS + name] = " ".join(analysis.grams(found))
    for name, text in document.completions.items():
        values[COMPLETIONS + name] = " ".join(analysis.words(text))
    return values


def cuts_through_a_tie(hits: Sequence[Hit], asked: int | None, limit: int | None) -> bool:
    """Whether hits that were left out may score as much as the last one that is wanted."""
    if asked is None or limit is None or len(hits) < asked:
        return False
    return hits[-1].score == hits[limit - 1].score


class SearchIndex:
    """The index in `folder`. Safe to share between threads; every failure is an EngineError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._reading = threading.Lock()
        self._searcher: Searcher | None = None

    # Reading

    def search(self, query: Query, *, kind: str | None = None, limit: int | None = None) -> list[Hit]:
        """The best hits first; equal scores in the order of their keys. `limit` None gives all."""
        matcher, only = compiled(query), Term("kind", kind) if kind else None
        wanted = None if needs_all_hits(query) else limit
        with self._searching() as searcher:
            while True:
                found = searcher.search(matcher, limit=wanted, filter=only)
                hits = [Hit(key=hit["key"], score=float(hit.score)) for hit in found]
                if not cuts_through_a_tie(hits, wanted, limit):
                    break
                wanted = wanted * 2 if wanted else None
        hits.sort(key=lambda hit: (-hit.score, hit.key))
        return hits[:limit]

    def count(self) -> int:
        with self._searching() as searcher:
            return int(searcher.doc_count())

    @contextmanager
    def _searching(self) -> Iterator[Searcher]:
        """One searcher, opened anew when the index has changed. Anything that goes wrong is an EngineError."""
        try:
            with self._reading:
                if self._searcher is not None and not self._searcher.up_to_date():
                    # Not refresh(): it keeps the old reader's segments, and what was deleted comes back.
                    self._searcher.close()
                    self._searcher = None
                if self._searcher is None:
                    self._searcher = self._open().searcher(weighting=scoring.BM25F())
                yield self._searcher
        except Exception as error:  # Whoosh raises many kinds; the caller falls back for all of them
            self._searcher = None
            raise EngineError(f"{type(error).__name__}: {error}") from error

    def _open(self) -> FileIndex:
        return FileIndex(FileStorage(str(self.folder)), indexname=NAME)

    # Writing

    def update(self, documents: Iterable[Document], *, delete: Sequence[str] = ()) -> None:
        """Put documents in the place of those with the same keys, and delete keys, in one commit."""
        with self._writing() as writer:
            for key in delete:
                writer.delete_by_term("key", key)
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
        self._searcher = None

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
