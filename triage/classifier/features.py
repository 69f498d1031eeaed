"""What the text model counts: words, and character 4-grams with word edges marked, which meet compounds and typos.

The grams are those of the search engine's analysis: a word has the same pieces wherever it is read. Terms that no
training text had still count in a text's length. Else an unknown text, made of two known words and twenty new ones,
would look as plain as one of the two words alone; and texts held out of training, whose new words are in the
vocabulary, would be judged by another measure than tomorrow's tickets.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array, hstack

from triage.classifier.probabilities import Matrix
from triage.classifier.text import ROLE, TicketText

Analyser = Callable[[TicketText], list[str]]
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

GRAM = 4
SUBJECT_SHARE = 0.5
"""A word of the subject counts so much on top of the body (ADR 14)."""
RARE_FROM = 2000
"""From so many texts on, what stands in one text only is left out: names above all, and half of the vocabulary."""
WORD = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    return WORD.findall(text.lower())


def words(text: TicketText) -> list[str]:
    """Who asks counts as a word of its own (ADR 14)."""
    found = [token for token in tokens(text.joined) if len(token) > 1]
    return [*found, role_term(text)] if text.role else found


def role_term(text: TicketText) -> str:
    return f"{ROLE}{text.role}"


def pairs(text: TicketText) -> list[str]:
    """Words that follow each other; the edges of subject and body count as words."""
    parts = [["", *tokens(part), ""] for part in (text.subject, text.body) if part]
    return [f"{first} {second}" for part in parts for first, second in pairwise(part)]


def grams_of(token: str) -> list[str]:
    """Pieces of " token "; a short word is one piece."""
    edged = f" {token} "
    return [edged[start : start + GRAM] for start in range(max(len(edged) - GRAM + 1, 1))]


def grams(text: TicketText) -> list[str]:
    return [gram for token in tokens(text.joined) for gram in grams_of(token)]


@dataclass(slots=True)
class Terms:
    """One vocabulary: its terms in the order of their columns, how rare each is, and how rare what it lacks."""

    names: list[str]
    idf: Floats
    idf_outside: float
    columns: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {name: number for number, name in enumerate(self.names)}

    @classmethod
    def learn(cls, texts: Sequence[TicketText], analyse: Analyser, rare: int) -> "Terms":
        """Terms of at least `rare` texts. Smoothed inverse document frequency, as scikit-learn computes it."""
        found = Counter(term for text in texts for term in set(analyse(text)))
        names = sorted(term for term, count in found.items() if count >= rare)
        idf = [rarity(len(texts), found[name]) for name in names]
        return cls(names, np.array(idf), rarity(len(texts), 0))

    def count(self, texts: Sequence[TicketText], analyse: Analyser) -> "Counted":
        """Sublinear frequency times rarity, and the same of what the vocabulary lacks."""
        places: list[int] = []
        values: list[float] = []
        starts = [0]
        outside = np.zeros(len(texts))
        outside_mass = np.zeros(len(texts))
        for number, text in enumerate(texts):
            for term, frequency in frequencies(text, analyse).items():
                column = self.columns.get(term)
                if column is None:
                    outside[number] += (damped(frequency) * self.idf_outside) ** 2
                    outside_mass[number] += self.idf_outside
                else:
                    places.append(column)
                    values.append(damped(frequency) * self.idf[column])
            starts.append(len(places))
        rows = csr_matrix((values, places, starts), shape=(len(texts), len(self.names)), dtype=np.float64)
        return Counted(rows, outside, outside_mass, self.idf)


def rarity(texts: int, having: int) -> float:
    return math.log((1 + texts) / (1 + having)) + 1.0


def damped(frequency: float) -> float:
    return 1.0 + math.log(frequency) if frequency > 1.0 else frequency


def frequencies(text: TicketText, analyse: Analyser) -> dict[str, float]:
    """How often each term stands in the text; in the subject a little more."""
    found: dict[str, float] = dict(Counter(analyse(text)))
    for term in analyse(TicketText(text.subject, "")):
        found[term] += SUBJECT_SHARE
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """Texts x terms of one vocabulary. outside: squared weights of missing terms. outside_mass: their rarity."""

    rows: csr_matrix
    outside: Floats
    outside_mass: Floats
    idf: Floats

    def of_length_one(self) -> csr_matrix:
        """Each row with its missing terms has length 1."""
        squares = np.asarray(self.rows.multiply(self.rows).sum(axis=1)).ravel() + self.outside
        lengths = np.sqrt(np.where(squares > 0, squares, 1.0))
        return csr_matrix(diags_array(1.0 / lengths) @ self.rows)

    def unknown_share(self, chosen: Rows | slice, seen: Rows | None) -> Floats:
        """Share of a text's distinct terms, by rarity, that rows `seen` (None: the vocabulary) do not have."""
        there = self.rows[chosen]
        masses = csr_matrix((self.idf[there.indices], there.indices, there.indptr), shape=there.shape)
        inside = np.asarray(masses.sum(axis=1)).ravel()
        total = inside + self.outside_mass[chosen]
        known = inside if seen is None else masses @ self.terms_of(seen)
        return np.where(total > 0, 1.0 - known / np.maximum(total, 1e-9), 1.0)

    def terms_of(self, seen: Rows) -> Floats:
        """1 for each term that one of the rows has."""
        counts = np.bincount(self.rows[seen].indices, minlength=self.rows.shape[1])
        return (counts > 0).astype(np.float64)


@dataclass(frozen=True, slots=True)
class FeatureRows:
    """What is known of some texts. matrix: texts x columns, words first, then grams."""

    by_word: Counted
    by_gram: Counted
    by_pair: Counted
    matrix: csr_matrix

    def unknown(self, chosen: Rows | slice, seen: Rows | None) -> Matrix:
        """Three columns: shares of words, grams and pairs of words that are unknown, see `Counted.unknown_share`."""
        counted = (self.by_word, self.by_gram, self.by_pair)
        return np.column_stack([terms.unknown_share(chosen, seen) for terms in counted])


@dataclass(frozen=True, slots=True)
class Features:
    """Texts to rows."""

    word_terms: Terms
    gram_terms: Terms
    pair_terms: Terms

    @classmethod
    def learn(cls, texts: Sequence[TicketText]) -> "Features":
        rare = 2 if len(texts) >= RARE_FROM else 1
        return cls(Terms.learn(texts, words, rare), Terms.learn(texts, grams, rare), Terms.learn(texts, pairs, rare))

    def rows(self, texts: Sequence[TicketText]) -> FeatureRows:
        by_word = self.word_terms.count(texts, words)
        by_gram = self.gram_terms.count(texts, grams)
        by_pair = self.pair_terms.count(texts, pairs)
        matrix = hstack([by_word.of_length_one(), by_gram.of_length_one()], format="csr")
        return FeatureRows(by_word, by_gram, by_pair, matrix)

    def columns_of(self, token: str) -> list[int]:
        """The columns that a token counts in, a gram as often as the token holds it."""
        offset = len(self.word_terms.names)
        by_gram = [self.gram_terms.columns.get(gram) for gram in grams_of(token)]
        found = [offset + column for column in by_gram if column is not None]
        own = self.word_terms.columns.get(token)
        return found if own is None else [own, *found]

    def spread(self, text: TicketText, values: dict[int, float]) -> dict[str, float]:
        """What each token brings, if columns bring `values`; the tokens' parts add up to the sum of values."""
        brought: dict[int, Counter[str]] = {}
        for token in tokens(text.joined):
            for column in self.columns_of(token):
                brought.setdefault(column, Counter())[token] += 1
        if role_term(text) in self.word_terms.columns:
            brought[self.word_terms.columns[role_term(text)]] = Counter([role_term(text)])
        parts: dict[str, float] = defaultdict(float)
        for column, by_token in brought.items():
            each = values.get(column, 0.0) / by_token.total()
            for token, count in by_token.items():
                parts[token] += each * count
        return dict(parts)
