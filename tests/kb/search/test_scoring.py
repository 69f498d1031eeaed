"""Scores and matches hold for any corpus, however it came to lie in segments."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from whoosh import query as whoosh_query
from whoosh import scoring as whoosh_scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.searching import Searcher

from kb.search.engine import Hit, SearchIndex, scoring
from kb.search.engine import query as queries
from kb.search.engine.schema import NAME
from kb.search.engine.snapshot import Cache, Snapshot, read_singly
from tests.kb.search import corpora

EXAMPLES = settings(deadline=None, max_examples=80)


def opened(index: SearchIndex) -> FileIndex:
    """The folder as Whoosh sees it."""
    return FileIndex(FileStorage(str(index.folder)), indexname=NAME)


class LivingBM25F(whoosh_scoring.BM25F):
    """Whoosh's own BM25F, with the counts of living documents alone and the rarity that never falls below 0."""

    def scorer(self, searcher: Searcher, fieldname: str, text: bytes, qf: int = 1) -> object:
        scorer = super().scorer(searcher, fieldname, text, qf)
        reader = searcher.get_parent().reader()
        living = [number for number in range(reader.doc_count_all()) if not reader.is_deleted(number)]
        holders = sum(1 for number in reader.postings(fieldname, text).all_ids() if not reader.is_deleted(number))
        lengths = [length for number in living if (length := reader.doc_field_length(number, fieldname))]
        scorer.idf = np.log1p((len(living) - holders + 0.5) / (holders + 0.5))
        scorer.avgfl = sum(lengths) / len(lengths) if lengths else 1.0  # only deleted documents have the term
        return scorer


def whoosh_scores(index: FileIndex, terms: list[scoring.Term]) -> dict[int, float]:
    """Scores of a flat Or by document number, as Whoosh's matchers add them up."""
    with index.searcher(weighting=LivingBM25F()) as searcher:
        known = [term for term in terms if searcher.doc_frequency(term.field, term.text)]
        asked = whoosh_query.Or([whoosh_query.Term(term.field, term.text, boost=term.weight) for term in known])
        return {hit.docnum: hit.score for hit in searcher.search(asked, limit=None)} if known else {}


@EXAMPLES
@given(commits=corpora.COMMITS, question=corpora.QUESTIONS)
def test_question_scores_as_whooshs_or_of_its_terms(commits: list[corpora.Commit], question: queries.Question) -> None:
    with corpora.indexed(commits) as (index, _), index._reader() as snapshot:
        terms = scoring.question_terms(question)
        scored = scoring.bm25(terms, snapshot)
        ours = {int(number): float(scored.points[number]) for number in np.flatnonzero(scored.matched)}
        assert ours == pytest.approx(whoosh_scores(opened(index), terms), abs=1e-9)


@EXAMPLES
@given(commits=corpora.COMMITS, query=corpora.TREES, require=corpora.REQUIREMENTS)
def test_tree_matches_what_it_means(
    commits: list[corpora.Commit], query: queries.Query, require: list[set[str]]
) -> None:
    assume(corpora.without_shares(query))
    with corpora.indexed(commits) as (index, living):
        expected = {
            document.key
            for document in living.values()
            if corpora.allowed(document, require) and corpora.matches(query, document)
        }
        assert {hit.key for hit in index.search(query, require=require)} == expected


@EXAMPLES
@given(commits=corpora.COMMITS, query=corpora.TREES, require=corpora.REQUIREMENTS)
def test_limit_gives_the_first_of_no_limit(
    commits: list[corpora.Commit], query: queries.Query, require: list[set[str]]
) -> None:
    with corpora.indexed(commits) as (index, _):
        everything = index.search(query, require=require)
        assert everything == sorted(everything, key=lambda hit: (-hit.score, hit.key))
        for limit in (1, 3, 10):
            assert index.search(query, require=require, limit=limit) == everything[:limit]


@EXAMPLES
@given(commits=corpora.COMMITS, query=corpora.TREES)
def test_merging_segments_changes_no_score(commits: list[corpora.Commit], query: queries.Query) -> None:
    with corpora.indexed(commits) as (index, living):
        before = index.search(query)
        opened(index).writer().commit(optimize=True)
        assert index.search(query) == before
        index.rebuild(living.values())
        assert index.search(query) == before


@EXAMPLES
@given(commits=corpora.COMMITS, question=corpora.QUESTIONS, require=corpora.REQUIREMENTS)
def test_question_leaves_out_what_is_weak_beside_the_best_allowed_hit(
    commits: list[corpora.Commit], question: queries.Question, require: list[set[str]]
) -> None:
    with corpora.indexed(commits) as (index, _):
        everything = index.search(with_share(question, 0.0), require=require)
        best = max((hit.score for hit in everything), default=0.0)
        strong = [hit for hit in everything if hit.score >= 0.6 * best]
        assert index.search(with_share(question, 0.6), require=require) == strong


def with_share(question: queries.Question, share: float) -> queries.Question:
    return queries.Question(question.text, question.language, question.weights, share=share)


def test_blocks_hold_the_postings_that_are_read_one_by_one(large: SearchIndex) -> None:
    """A term of some hundred documents fills several blocks."""
    with large._reader() as snapshot:
        (segment,) = snapshot.segments
        ours = segment.postings("g_body", "_sko")
        singly = read_singly(segment.reader.postings("g_body", "_sko"))
        assert ours.documents.tolist() == singly.documents.tolist() == list(range(300))
        assert ours.counts.tolist() == singly.counts.tolist() == [1.0 + number % 3 for number in range(300)]


@pytest.fixture
def large(tmp_path: Path) -> SearchIndex:
    index = SearchIndex(tmp_path / "index")
    index.rebuild(
        corpora.Document(key=f"{number:03}", texts={"body": "skola " * (1 + number % 3)}) for number in range(300)
    )
    return index


def test_cache_drops_what_was_used_longest_ago() -> None:
    cache = Cache(limit=2600)
    read: list[str] = []

    def get(name: str) -> object:
        return cache.get((name,), lambda: read.append(name) or np.zeros(100))

    for name in ("a", "b", "a", "c", "a", "b"):
        get(name)
    assert read == ["a", "b", "c", "b"]
    assert cache.size == 2 * (800 + 500)


def test_search_is_the_same_with_no_room_to_keep_anything(large: SearchIndex) -> None:
    query = queries.Question("skolan", "sv", {"body": 1.0})
    with large._reader() as snapshot:
        tight = Snapshot(snapshot.reader, Cache(limit=1))
        scored = scoring.score(query, tight, tight.tagged([]))
        points = scored.points[tight.by_key].tolist()
    expected = {hit.key: hit.score for hit in large.search(query)}
    assert points == [expected[f"{number:03}"] for number in range(300)]


def test_words_of_a_short_title_count_by_their_weight(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    index.rebuild(
        [
            corpora.Document(key="title", texts={"title": "betyg", "body": "elev"}),
            corpora.Document(key="body", texts={"title": "elev", "body": "betyg"}),
        ]
    )
    hits = index.search(queries.Question("betyg", "sv", {"title": 2.0, "body": 1.0}))
    assert [hit.key for hit in hits] == ["title", "body"]
    assert hits[0].score == pytest.approx(2 * hits[1].score)
    assert index.search(queries.Question("betyg", "sv", {"title": 2.0})) == [Hit("title", hits[0].score)]
