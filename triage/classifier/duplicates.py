"""Groups of texts that are nearly the same, so that copies never stand on both sides of a split."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

NEAR = 0.5
"""Jaccard similarity of character 5-grams above which two texts count as copies."""


def groups_of_copies(texts: Sequence[str], near: float = NEAR) -> NDArray[np.int64]:
    """A group number for each text; copies share one."""
    if not texts:
        return np.zeros(0, dtype=np.int64)
    grams = CountVectorizer(analyzer="char", ngram_range=(5, 5), binary=True, dtype=np.float32)
    try:
        rows = grams.fit_transform(texts)
    except ValueError:  # every text is shorter than five characters
        return np.arange(len(texts), dtype=np.int64)
    shared = (rows @ rows.T).tocoo()
    sizes = np.asarray(rows.sum(axis=1)).ravel()
    union = sizes[shared.row] + sizes[shared.col] - shared.data
    shared.data = (shared.data / union > near).astype(np.int8)
    shared.eliminate_zeros()
    _, groups = connected_components(shared, directed=False)
    numbers: NDArray[np.int64] = groups.astype(np.int64)
    return numbers
