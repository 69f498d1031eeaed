"""Queries as small immutable trees, and their translation to Whoosh.

Whoosh ranks wrongly with a limit when an Or holds large Ors or an And holds an Or, so Ors are flattened here and
`needs_all_hits` tells the index to search such trees without a limit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from whoosh import query as whoosh_query

from kb.search.engine import analysis

WORDS, STEMS, GRAMS, COMPLETIONS = "w_", "s_", "g_", "c_"


@dataclass(frozen=True, slots=True)
class Question:
    """A visitor's own words: one flat Or of grams and stems. `weights`: field name to weight."""

    text: str
    language: str
    weights: Mapping[str, float]
    stem_weight: float = 1.0
    gram_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Words:
    """Stemmed words joined by `and` or `or`, each found in any of the fields."""

    text: str
    weights: Mapping[str, float]
    operator: str = "and"


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Every word must begin a word of a completion field."""

    text: str
    weights: Mapping[str, float]
    operator: str = "and"


@dataclass(frozen=True, slots=True)
class Everything:
    pass


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Without:
    part: "Query"


@dataclass(frozen=True, slots=True)
class Boosted:
    part: "Query"
    factor: float


Query = Question | Words | Phrase | Beginning | Everything | All | Any | Without | Boosted


def needs_all_hits(query: Query) -> bool:
    """Whether Whoosh would cut off the wrong hits if told a limit."""
    if isinstance(query, Boosted):
        return needs_all_hits(query.part)
    if isinstance(query, Any):
        return any(needs_all_hits(part) for part in query.parts)
    return not isinstance(query, Question | Everything)


def compiled(query: Query) -> whoosh_query.Query:
    """Translate the whole tree."""
    return _compile(query, 1.0)


def _compile(query: Query, boost: float) -> whoosh_query.Query:
    match query:
        case Question():
            return either(question_terms(query, boost))
        case Words():
            return joined([word_alternatives(word, query.weights, boost) for word in words_of(query)], query.operator)
        case Phrase():
            return either(phrases(query, boost))
        case Beginning():
            return joined([beginnings(word, query.weights, boost) for word in words_of(query)], query.operator)
        case Everything():
            return whoosh_query.Every(boost=boost)
        case All():
            return both([_compile(part, boost) for part in query.parts])
        case Any():
            return either([_compile(part, boost) for part in query.parts])
        case Without():
            return whoosh_query.Not(_compile(query.part, boost))
        case Boosted():
            return _compile(query.part, boost * query.factor)


def words_of(query: Words | Beginning) -> list[str]:
    return analysis.words(query.text)


def question_terms(query: Question, boost: float) -> list[whoosh_query.Query]:
    """Each distinct gram and stem once for each field; a term typed twice is not worth more."""
    typed = analysis.words(query.text)
    terms = [(GRAMS, gram, query.gram_weight) for gram in dict.fromkeys(analysis.grams(typed))]
    terms += [(STEMS, stem, query.stem_weight) for stem in dict.fromkeys(analysis.stems(typed, query.language))]
    return [
        whoosh_query.Term(prefix + name, term, boost=boost * weight * factor)
        for name, weight in query.weights.items()
        for prefix, term, factor in terms
        if factor
    ]


def word_alternatives(word: str, weights: Mapping[str, float], boost: float) -> whoosh_query.Query:
    forms = dict.fromkeys([word, *(analysis.stem(word, language) for language in analysis.STEMMERS)])
    return either(
        [
            whoosh_query.Term(prefix + name, form, boost=boost * weight)
            for name, weight in weights.items()
            for prefix, form in [(WORDS, word), *((STEMS, form) for form in forms)]
        ]
    )


def phrases(query: Phrase, boost: float) -> list[whoosh_query.Query]:
    typed = analysis.words(query.text)
    if not typed:
        return []
    if len(typed) == 1:
        return [whoosh_query.Term(WORDS + name, typed[0], boost=boost * w) for name, w in query.weights.items()]
    return [whoosh_query.Phrase(WORDS + name, typed, boost=boost * w) for name, w in query.weights.items()]


def beginnings(word: str, weights: Mapping[str, float], boost: float) -> whoosh_query.Query:
    return either([whoosh_query.Prefix(COMPLETIONS + name, word, boost=boost * w) for name, w in weights.items()])


def joined(parts: list[whoosh_query.Query], operator: str) -> whoosh_query.Query:
    return both(parts) if operator == "and" else either(parts)


def either(parts: Iterable[whoosh_query.Query]) -> whoosh_query.Query:
    """An Or without Ors inside."""
    flat: list[whoosh_query.Query] = []
    for part in parts:
        flat.extend(part.subqueries if isinstance(part, whoosh_query.Or) else [part])
    if not flat:
        return whoosh_query.NullQuery
    return flat[0] if len(flat) == 1 else whoosh_query.Or(flat)


def both(parts: list[whoosh_query.Query]) -> whoosh_query.Query:
    if not parts or whoosh_query.NullQuery in parts:
        return whoosh_query.NullQuery
    return parts[0] if len(parts) == 1 else whoosh_query.And(parts)
