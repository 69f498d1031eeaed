"""One state of the index as arrays: which document holds which term, and how often.

Whoosh reads postings one by one in Python; here each term's are read once, into arrays that are kept as long as there
is room. Segments never change, so a write makes only its own small segment new to us; what was deleted is left out
when arrays are handed out. All counts are of living documents: merging segments changes no score.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import Matcher
from whoosh.reading import IndexReader

from kb.search.engine.schema import GIST, KEY, TAGS
from kb.search.engine.vocabulary import Vocabulary

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int32]
Floats = NDArray[np.float64]
Places = NDArray[np.intp]

CACHE_BYTES: Final = 64_000_000
"""Room for the postings of some 15,000 pages, in each process."""
ENTRY_BYTES: Final = 500
"""What an entry costs beside its numbers."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term occurs: document numbers, ascending, and how often in each."""

    documents: Numbers
    counts: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        return self.documents.nbytes + self.counts.nbytes


class Cache:
    """What was read from segments; of too much, that which was used longest ago is dropped."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()

    def get(self, name: tuple[str, ...], read: Callable[[], Any]) -> Any:
        """What `read` gives (anything with `nbytes`)."""
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        value = self._kept[name] = read()
        self.size += value.nbytes + ENTRY_BYTES
        while self.size > self.limit and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self.size -= dropped.nbytes + ENTRY_BYTES
        return value


class Segment:
    """A part of the index. Its documents are numbered from `base` in the whole."""

    def __init__(self, reader: IndexReader, base: int, cache: Cache) -> None:
        self.reader = reader
        self.base = base
        self.size = int(reader.doc_count_all())
        self._cache = cache
        self._name = str(reader.segment().segment_id())
        self.living = np.zeros(self.size, dtype=np.bool_)
        self.living[list(reader.all_doc_ids())] = True
        self._all_live = bool(self.living.all())

    def postings(self, field: str, term: str) -> Postings:
        """Of living documents, numbered within the segment."""
        found: Postings = self._cache.get((self._name, field, term), lambda: self._read_postings(field, term))
        if self._all_live:
            return found
        alive = self.living[found.documents]
        return Postings(found.documents[alive], found.counts[alive])

    def _read_postings(self, field: str, term: str) -> Postings:
        if (field, term) not in self.reader:
            return Postings(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))
        matcher = self.reader.postings(field, term)
        return read_blocks(matcher) if hasattr(matcher, "_read_ids") else read_singly(matcher)

    def lengths(self, field: str) -> Floats:
        """Terms in the field of each document, as coarsely as Whoosh stores them; 0 for the dead."""
        found: Floats = self._cache.get((self._name, field), lambda: self._read_lengths(field))
        return np.where(self.living, found, 0.0)

    def _read_lengths(self, field: str) -> Floats:
        if field not in self.reader.indexed_field_names():
            return np.zeros(self.size)
        read = self.reader.doc_field_length
        return np.array([read(number, field) or 0 for number in range(self.size)], dtype=np.float64)

    def vocabulary(self, field: str) -> Vocabulary:
        """All words of the field, also those that only deleted documents have."""
        found: Vocabulary = self._cache.get((self._name, field, "", ""), lambda: self._read_vocabulary(field))
        return found

    def _read_vocabulary(self, field: str) -> Vocabulary:
        has_field = field in self.reader.indexed_field_names()
        return Vocabulary([word.decode() for word in self.reader.lexicon(field)] if has_field else [])

    def keys(self) -> NDArray[np.object_]:
        found: NDArray[np.object_] = self._cache.get((self._name, KEY), self._read_keys)
        return found

    def _read_keys(self) -> NDArray[np.object_]:
        column = self.reader.column_reader(KEY)
        return np.array([str(column[number]) for number in range(self.size)], dtype=np.object_)

    def positions(self, field: str, term: str, documents: Numbers) -> list[set[int]]:
        """Where the term stands in each of these documents, all of which have it."""
        matcher = self.reader.postings(field, term)
        found = []
        for number in documents.tolist():
            matcher.skip_to(number)
            found.append(set(matcher.value_as("positions")))
        return found


class Snapshot:
    """All segments of a reader. Document numbers run through them."""

    def __init__(self, reader: IndexReader, cache: Cache) -> None:
        self.reader = reader
        self.segments = [Segment(leaf, base, cache) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]
        self.size = sum(segment.size for segment in self.segments)
        self.living: Mask = self._joined([segment.living for segment in self.segments], np.bool_)
        self.count = int(self.living.sum())
        self._lengths: dict[str, Floats] = {}

    def _joined(self, parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
        return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)

    def postings(self, field: str, term: str) -> Postings:
        parts = [(segment.base, segment.postings(field, term)) for segment in self.segments]
        if len(parts) == 1:
            return parts[0][1]
        return Postings(
            self._joined([part.documents + np.int32(base) for base, part in parts], np.int32),
            self._joined([part.counts for _, part in parts], np.float32),
        )

    def lengths(self, field: str) -> Floats:
        if field not in self._lengths:
            self._lengths[field] = self._joined([segment.lengths(field) for segment in self.segments], np.float64)
        return self._lengths[field]

    def holding(self, field: str, term: str) -> Mask:
        """Which documents have the term."""
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[self.postings(field, term).documents] = True
        return mask

    def tagged(self, require: Sequence[Collection[str]]) -> Mask:
        """The living documents with some tag of every collection."""
        allowed = self.living.copy()
        for tags in require:
            some = np.zeros(self.size, dtype=np.bool_)
            for tag in tags:
                some |= self.holding(TAGS, tag)
            allowed &= some
        return allowed

    def phrase(self, field: str, words: Sequence[str]) -> Mask:
        """Which documents have these words one right after the other."""
        mask = np.zeros(self.size, dtype=np.bool_)
        for segment in self.segments:
            mask[segment.base : segment.base + segment.size] = phrase_in(segment, field, words)
        return mask

    def beginning(self, field: str, start: str) -> list[str]:
        """The words of the field that begin so."""
        return sorted({term.decode() for term in self.reader.expand_prefix(field, start)})

    def fields(self, prefix: str) -> list[str]:
        """The fields whose names begin so."""
        return sorted(name for name in self.reader.indexed_field_names() if name.startswith(prefix))

    @cached_property
    def keys(self) -> NDArray[np.object_]:
        """The key of each document number."""
        return self._joined([segment.keys() for segment in self.segments], np.object_)

    @cached_property
    def by_key(self) -> Places:
        """All document numbers in the order of their keys."""
        return np.array(sorted(range(self.size), key=self.keys.tolist().__getitem__), dtype=np.intp)

    def number(self, key: str) -> int | None:
        """The living document of a key."""
        found = self.postings(KEY, key).documents
        return int(found[0]) if found.size else None

    def gist(self, number: int) -> dict[str, Any]:
        """What `schema.row` stored of a document: its language and its most frequent words."""
        stored: dict[str, Any] = self.reader.stored_fields(number)[GIST]
        return stored


def read_singly(matcher: Matcher) -> Postings:
    """By the public calls of any matcher."""
    documents, counts = [], []
    while matcher.is_active():
        documents.append(matcher.id())
        counts.append(matcher.weight())
        matcher.next()
    return Postings(np.array(documents, dtype=np.int32), np.array(counts, dtype=np.float32))


def read_blocks(matcher: Matcher) -> Postings:
    """The same in half the time, from the blocks in which Whoosh's codec keeps the postings of frequent terms."""
    documents, counts = [], []
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        documents.append(np.array(matcher._ids, dtype=np.int32))
        counts.append(np.array(matcher._weights, dtype=np.float32))
        matcher._next_block()
    return Postings(np.concatenate(documents), np.concatenate(counts))


def phrase_in(segment: Segment, field: str, words: Sequence[str]) -> Mask:
    documents = np.flatnonzero(segment.living).astype(np.int32)
    for word in set(words):
        documents = np.intersect1d(documents, segment.postings(field, word).documents, assume_unique=True)
    mask = np.zeros(segment.size, dtype=np.bool_)
    if documents.size:
        places = [segment.positions(field, word, documents) for word in words]
        for number, *standing in zip(documents.tolist(), *places, strict=True):
            mask[number] = any(all(start + step in here for step, here in enumerate(standing)) for start in standing[0])
    return mask
