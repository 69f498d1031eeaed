"""Small corpora for tests of the engine, and what matches in them by definition."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st

from kb.search.engine import Document, SearchIndex
from kb.search.engine import query as queries
from kb.search.engine.analysis import STEMMERS, grams, quoted, stem, stems, words

VOCABULARY = [
    *("logga", "loggar", "inloggning", "elev", "elever", "elevernas", "lärare", "larare", "lärplattform", "på", "pa"),
    *("frånvaro", "anmäla", "anmäler", "betyg", "nät", "skrivare", "i", "bankid"),
]
TITLE, BODY = "title", "body"
WEIGHTS = {TITLE: 2.0, BODY: 1.0}
TAGS = ["kind:guide", "kind:question", "language:sv", "language:en"]

TEXTS = st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)
DOCUMENTS = st.builds(
    lambda key, title, body, tags: Document(
        key=f"d{key}", tags=sorted(tags), texts={TITLE: title, BODY: body}, completions={TITLE: title}
    ),
    st.integers(0, 11),
    TEXTS,
    TEXTS,
    st.sets(st.sampled_from(TAGS)),
)


@dataclass(frozen=True)
class Commit:
    documents: list[Document] = field(default_factory=list)
    delete: list[str] = field(default_factory=list)


COMMITS = st.lists(
    st.builds(
        Commit,
        st.lists(DOCUMENTS, max_size=5, unique_by=lambda document: document.key),
        st.lists(st.integers(0, 11).map("d{}".format), max_size=3),
    ),
    min_size=1,
    max_size=5,
)
"""Each commit is a segment of its own, until Whoosh merges some."""

REQUIREMENTS = st.lists(st.sets(st.sampled_from(TAGS), max_size=2), max_size=2)

QUESTIONS = st.builds(
    lambda text, quote, share: queries.Question(f'"{text}"' if quote else text, "sv", WEIGHTS, share=share),
    st.lists(st.sampled_from([*VOCABULARY, "inlogning", "finnsinte"]), min_size=1, max_size=4).map(" ".join),
    st.sampled_from([False, False, True]),
    st.sampled_from([0.0, 0.15, 0.6]),
)
OPERATORS = st.sampled_from(["and", "or"])
LEAVES: st.SearchStrategy[queries.Query] = st.one_of(
    QUESTIONS,
    st.builds(queries.Words, TEXTS, st.just(WEIGHTS), OPERATORS),
    st.builds(queries.Phrase, st.lists(st.sampled_from(VOCABULARY), max_size=3).map(" ".join), st.just(WEIGHTS)),
    st.builds(queries.Beginning, st.sampled_from(["lo", "elev", "lär i", "x"]), st.just({TITLE: 1.0}), OPERATORS),
    st.just(queries.Everything()),
)
TREES: st.SearchStrategy[queries.Query] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: queries.All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: queries.Any(tuple(parts))),
        inner.map(queries.Without),
        st.builds(queries.Boosted, inner, st.sampled_from([0.5, 3.0])),
    ),
    max_leaves=5,
)


@contextmanager
def indexed(commits: list[Commit]) -> Iterator[tuple[SearchIndex, dict[str, Document]]]:
    """An index with these commits, and the documents that live in it."""
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder) / "index")
        living: dict[str, Document] = {}
        for commit in commits:
            index.update(commit.documents, delete=commit.delete)
            for key in commit.delete:
                living.pop(key, None)
            living |= {document.key: document for document in commit.documents}
        yield index, living


def allowed(document: Document, require: list[set[str]]) -> bool:
    return all(tags.intersection(document.tags) for tags in require)


def matches(query: queries.Query, document: Document) -> bool:
    """By definition, without any index. Questions' shares of the best are not looked at."""
    texts = {name: words(text) for name, text in document.texts.items()}
    match query:
        case queries.Question(text):
            asked = words(text)
            fits = any(
                {*grams(asked)} & {*grams(found)} or {*stems(asked, "sv")} & {*stems(found, "sv")}
                for found in texts.values()
            )
            return fits and all(has_phrase(document, phrase) for phrase in quoted(text))
        case queries.Words(text, _, operator):
            return joined([has_word(texts, word) for word in words(text)], operator)
        case queries.Phrase(text):
            return has_phrase(document, words(text))
        case queries.Beginning(text, _, operator):
            completions = words(document.completions[TITLE])
            return joined([any(one.startswith(word) for one in completions) for word in words(text)], operator)
        case queries.Everything():
            return True
        case queries.All(parts):
            return bool(parts) and all(matches(part, document) for part in parts)
        case queries.Any(parts):
            return any(matches(part, document) for part in parts)
        case queries.Without(part):
            return not matches(part, document)
        case queries.Boosted(part):
            return matches(part, document)


def joined(found: list[bool], operator: str) -> bool:
    return bool(found) and (all(found) if operator == "and" else any(found))


def has_word(texts: dict[str, list[str]], word: str) -> bool:
    forms = {word, *(stem(word, language) for language in STEMMERS)}
    return any(word in found or forms.intersection(stems(found, "sv")) for found in texts.values())


def has_phrase(document: Document, phrase: list[str]) -> bool:
    return bool(phrase) and any(
        found[start : start + len(phrase)] == phrase
        for found in map(words, document.texts.values())
        for start in range(len(found))
    )


def without_shares(query: queries.Query) -> bool:
    """Whether no question in the tree leaves out weak hits."""
    match query:
        case queries.Question():
            return query.share == 0
        case queries.All(parts) | queries.Any(parts):
            return all(without_shares(part) for part in parts)
        case queries.Without(part) | queries.Boosted(part):
            return without_shares(part)
    return True
