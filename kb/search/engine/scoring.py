"""Which documents a query matches, and how well: BM25 for each term and field, added up.

All terms of a question are scored at once, term at a time; no tree needs another way with a limit than without.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from typing import Final

import numpy as np

from kb.search.engine import analysis
from kb.search.engine import query as queries
from kb.search.engine.schema import COMPLETIONS, GRAMS, STEMS, WORDS
from kb.search.engine.snapshot import Floats, Mask, Places, Snapshot

K1: Final = 1.2
"""How much a term that occurs again still adds."""
B: Final = 0.75
"""How much a long text counts against its document: 0 not at all, 1 fully."""
REPEATING: Final = 0.25
"""The grams of one word say partly the same: n of them count n ** (1 - REPEATING) times as much as one."""


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Scores:
    """For each document number: whether it matches, and how well; 0 where it does not."""

    matched: Mask
    points: Floats

    def __and__(self, other: "Scores") -> "Scores":
        return Scores(self.matched, self.points + other.points).only(other.matched)

    def __or__(self, other: "Scores") -> "Scores":
        return Scores(self.matched | other.matched, self.points + other.points)

    def only(self, allowed: Mask) -> "Scores":
        matched = self.matched & allowed
        return Scores(matched, np.where(matched, self.points, 0.0))

    def worth(self, share: float) -> "Scores":
        """Without what scores less than this share of the best."""
        return self.only(self.points >= share * self.points.max(initial=0.0))

    def best(self, ordered: Places, limit: int | None) -> Places:
        """The numbers of the best matches, best first; equal ones as they are ordered."""
        matching = ordered[self.matched[ordered]]
        points = self.points[matching]
        if limit and limit < matching.size:
            tying = points >= np.partition(points, -limit)[-limit]
            matching, points = matching[tying], points[tying]
        return matching[np.argsort(-points, kind="stable")[:limit]]


def score(query: queries.Query, snapshot: Snapshot, allowed: Mask) -> Scores:
    """Score a tree among the allowed documents."""
    match query:
        case queries.Question():
            return question(query, snapshot, allowed)
        case queries.Words():
            return joined(query, lambda word: word_terms(word, query.weights), snapshot).only(allowed)
        case queries.Phrase():
            return phrase(analysis.words(query.text), query.weights, snapshot).only(allowed)
        case queries.Beginning():
            return joined(query, lambda word: beginning_terms(word, query.weights, snapshot), snapshot).only(allowed)
        case queries.Everything():
            return Scores(allowed, allowed.astype(np.float64))
        case queries.All(parts):
            return every([score(part, snapshot, allowed) for part in parts], snapshot)
        case queries.Any(parts):
            return some([score(part, snapshot, allowed) for part in parts], snapshot)
        case queries.Without(part):
            matched = allowed & ~score(part, snapshot, allowed).matched
            return Scores(matched, np.zeros(snapshot.size))
        case queries.Boosted(part, factor):
            scored = score(part, snapshot, allowed)
            return Scores(scored.matched, scored.points * factor)


def question(query: queries.Question, snapshot: Snapshot, allowed: Mask) -> Scores:
    scored = bm25(question_terms(query), snapshot).only(allowed)
    for words in analysis.quoted(query.text) if query.quotes else []:
        scored = scored.only(phrase(words, query.weights, snapshot).matched)
    return scored.worth(query.share)


def question_terms(query: queries.Question) -> list[Term]:
    """Each distinct gram and stem once for each field; a word typed twice is not worth more."""
    typed = list(dict.fromkeys(analysis.words(query.text)))
    grams: dict[str, float] = {}
    for word in typed:
        of_word = analysis.word_grams(word)
        for gram in of_word:
            grams[gram] = max(grams.get(gram, 0.0), len(of_word) ** -REPEATING)
    stem_weight = queries.STEM_WEIGHTS.get(query.language, queries.OTHER_STEM_WEIGHT)
    stems = dict.fromkeys(analysis.stems(typed, query.language) if query.stems else [], stem_weight)
    return [
        Term(prefix + name, text, weight * factor)
        for name, weight in query.weights.items()
        for prefix, terms in ((GRAMS, grams), (STEMS, stems))
        for text, factor in terms.items()
    ]


def word_terms(word: str, weights: Mapping[str, float]) -> list[Term]:
    """The word, and its stem in each language that we know."""
    stems = dict.fromkeys([word, *(analysis.stem(word, language) for language in analysis.STEMMERS)])
    return [
        Term(prefix + name, form, weight)
        for name, weight in weights.items()
        for prefix, forms in ((WORDS, [word]), (STEMS, stems))
        for form in forms
    ]


def beginning_terms(word: str, weights: Mapping[str, float], snapshot: Snapshot) -> list[Term]:
    return [
        Term(COMPLETIONS + name, term, weight)
        for name, weight in weights.items()
        for term in snapshot.beginning(COMPLETIONS + name, word)
    ]


def phrase(words: Sequence[str], weights: Mapping[str, float], snapshot: Snapshot) -> Scores:
    """Documents with the phrase in some field score as for its words there."""
    return some(
        [
            bm25([Term(WORDS + name, word, weight) for word in words], snapshot).only(
                snapshot.phrase(WORDS + name, words)
            )
            for name, weight in weights.items()
            if words
        ],
        snapshot,
    )


def joined(query: queries.Words | queries.Beginning, terms: Callable[[str], list[Term]], snapshot: Snapshot) -> Scores:
    """The query's words by its operator; each matches by any of its terms."""
    combine = every if query.operator == "and" else some
    return combine([bm25(terms(word), snapshot) for word in analysis.words(query.text)], snapshot)


def every(parts: Iterable[Scores], snapshot: Snapshot) -> Scores:
    found = list(parts)
    return reduce(Scores.__and__, found) if found else nothing(snapshot)


def some(parts: Iterable[Scores], snapshot: Snapshot) -> Scores:
    return reduce(Scores.__or__, parts, nothing(snapshot))


def nothing(snapshot: Snapshot) -> Scores:
    return Scores(np.zeros(snapshot.size, dtype=np.bool_), np.zeros(snapshot.size))


def bm25(terms: Sequence[Term], snapshot: Snapshot) -> Scores:
    """What has any of the terms, each scored by BM25 in its own field."""
    scored = nothing(snapshot)
    for field, of_field in groupby(sorted(terms, key=lambda term: term.field), key=lambda term: term.field):
        scored |= bm25_of_field(field, list(of_field), snapshot)
    return scored


def bm25_of_field(field: str, terms: Sequence[Term], snapshot: Snapshot) -> Scores:
    found = [snapshot.postings(field, term.text) for term in terms]
    holders = np.array([part.documents.size for part in found])
    if not holders.any():
        return nothing(snapshot)
    documents = np.concatenate([part.documents for part in found])
    counts = np.concatenate([part.counts for part in found]).astype(np.float64)
    rarity = np.log1p((snapshot.count - holders + 0.5) / (holders + 0.5))
    worth = np.repeat(rarity * [term.weight for term in terms], holders)
    gained = worth * counts * (K1 + 1) / (counts + length_factor(field, snapshot)[documents])
    matched = np.zeros(snapshot.size, dtype=np.bool_)
    matched[documents] = True
    points: Floats = np.bincount(documents, gained, minlength=snapshot.size).astype(np.float64)
    return Scores(matched, points)


def length_factor(field: str, snapshot: Snapshot) -> Floats:
    """What BM25 adds to a count below the line: K1 in a text of average length, more in a longer one."""
    lengths = snapshot.lengths(field)
    having = np.count_nonzero(lengths)
    average = lengths.sum() / having if having else 1.0
    return K1 * (1 - B + B * lengths / average)
