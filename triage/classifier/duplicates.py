"""Groups of texts that are nearly the same, so that copies never stand on both sides of a split.

Comparing all pairs of 20,000 tickets takes minutes, so pairs are first proposed by min-hashing (Broder 1997) and then
compared exactly. With 21 bands of 3 hashes a pair of Jaccard similarity .5 is proposed with probability .94, of .6
with .99, of .1 with .02.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import HashingVectorizer

NEAR = 0.5
"""Jaccard similarity of character 5-grams above which two texts count as copies."""
BANDS = 21
HASHES_PER_BAND = 3
PRIME = (1 << 31) - 1
COLUMNS = 1 << 20
PAIRS_AT_ONCE = 20_000
GRAM = 5
FILLER = "_"
"""Pads short texts; spaces would not do, because the vectoriser joins them."""
SEED = 5

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def groups_of_copies(texts: Sequence[str], near: float = NEAR) -> NDArray[np.int64]:
    """A group number for each text; copies share one."""
    rows = shingles(texts)
    first, second = pairs_to_compare(rows)
    alike = similarities(rows, first, second) > near
    links = coo_matrix((alike[alike], (first[alike], second[alike])), shape=(len(texts), len(texts)))
    _, groups = connected_components(links, directed=False)
    return np.asarray(groups, dtype=np.int64)


def similarity(one: str, other: str) -> float:
    """Jaccard similarity of two texts' 5-grams."""
    rows = shingles([one, other])
    return float(similarities(rows, np.array([0]), np.array([1]))[0])


def shingles(texts: Sequence[str]) -> csr_matrix:
    """Which character 5-grams a text holds; shorter texts hold themselves, padded. No row is empty."""
    grams = HashingVectorizer(
        analyzer="char", ngram_range=(GRAM, GRAM), n_features=COLUMNS, binary=True, norm=None, alternate_sign=False
    )
    return grams.transform([" ".join(text.split()).ljust(GRAM, FILLER) for text in texts])


def pairs_to_compare(rows: csr_matrix) -> Pairs:
    """Each pair once that shares a band of min-hashes."""
    chance = np.random.default_rng(SEED)
    found: list[NDArray[np.int64]] = []
    for _ in range(BANDS):
        band = np.stack([smallest_hashes(rows, chance) for _ in range(HASHES_PER_BAND)], axis=1)
        _, bucket = np.unique(band, axis=0, return_inverse=True)
        found.append(neighbours(bucket.ravel()))
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[:, 0], pairs[:, 1]


def smallest_hashes(rows: csr_matrix, chance: np.random.Generator) -> NDArray[np.int64]:
    factor, shift = chance.integers(1, PRIME, size=2)
    hashes = (rows.indices.astype(np.int64) * factor + shift) % PRIME
    smallest: NDArray[np.int64] = np.minimum.reduceat(hashes, rows.indptr[:-1])
    return smallest


def neighbours(bucket: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs within a bucket: each text with the next one. Chains suffice, because groups are joined."""
    order = np.argsort(bucket, kind="stable")
    same = bucket[order][1:] == bucket[order][:-1]
    return np.stack([order[:-1][same], order[1:][same]], axis=1).astype(np.int64)


def similarities(rows: csr_matrix, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.float64]:
    sizes = np.diff(rows.indptr)
    shared = np.zeros(len(first))
    for start in range(0, len(first), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        shared[part] = np.asarray(rows[first[part]].multiply(rows[second[part]]).sum(axis=1)).ravel()
    result: NDArray[np.float64] = shared / np.maximum(sizes[first] + sizes[second] - shared, 1)
    return result
