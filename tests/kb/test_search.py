"""The search page, and the engine under it."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.search.backend import SearchBackend
from kb.search.engine import Document, EngineError, SearchIndex
from kb.search.engine.query import All, Any, Beginning, Everything, Phrase, Query, Question, Without, Words
from tests.factories import pages

TEXTS = [
    "Logga in med BankID på en ny telefon",
    "Elevernas inloggning till lärplattan",
    "Anmäl frånvaro innan skoldagen börjar",
    "Så läser du omdömen och betyg",
    "Skolans trådlösa nät och skrivare",
    "Ansök om ledighet för en resa",
    "Modersmål och studiehandledning",
]
BODY = {"body": 1.0}
WORDS = sorted({word.lower() for text in TEXTS for word in text.split()}) + ["inlogning", "finnsinte"]


@pytest.fixture(scope="module")
def engine() -> Iterator[SearchIndex]:
    """Seven texts in several segments: each update is a commit of its own."""
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder) / "index")
        for number, text in enumerate(TEXTS * 3):
            kind = "even" if number % 2 == 0 else "odd"
            index.update([Document(key=f"{number:02}", kinds=[kind], texts={"body": text}, completions={"body": text})])
        yield index


def keys(index: SearchIndex, query: Query, **options: object) -> list[str]:
    return [hit.key for hit in index.search(query, **options)]


def test_compound_and_misspelling_meet_their_words(engine: SearchIndex) -> None:
    best = keys(engine, Question("elevers inlogning", "sv", BODY), limit=3)
    assert set(best) == {"01", "08", "15"}


def test_phrase_finds_words_only_in_that_order(engine: SearchIndex) -> None:
    assert keys(engine, Phrase("en ny telefon", BODY)) == ["00", "07", "14"]
    assert keys(engine, Phrase("telefon ny en", BODY)) == []


def test_words_joined_by_and_must_all_be_there(engine: SearchIndex) -> None:
    assert keys(engine, Words("frånvaro skoldagen", BODY)) == ["02", "09", "16"]
    assert keys(engine, Words("frånvaro ledighet", BODY)) == []
    assert len(keys(engine, Words("frånvaro ledighet", BODY, "or"))) == 6


def test_beginning_completes_words(engine: SearchIndex) -> None:
    assert keys(engine, Beginning("moder studie", BODY)) == ["06", "13", "20"]


def test_update_replaces_and_deletes_by_key(engine: SearchIndex) -> None:
    engine.update([Document(key="x", texts={"body": "Tillfällig mening"})])
    engine.update([Document(key="x", texts={"body": "Annan mening"})])
    assert keys(engine, Words("tillfällig", BODY)) == []
    assert keys(engine, Words("annan", BODY)) == ["x"]
    engine.update([], delete=["x"])
    assert keys(engine, Words("mening", BODY)) == []


LEAVES: st.SearchStrategy[Query] = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).flatmap(
    lambda chosen: st.sampled_from(
        [
            Question(" ".join(chosen), "sv", BODY),
            Words(" ".join(chosen), BODY, "or"),
            Words(" ".join(chosen), BODY, "and"),
            Beginning(chosen[0][:3], BODY),
            Everything(),
        ]
    )
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.tuples(inner, inner).map(All), st.tuples(inner, inner).map(Any), inner.map(Without)),
    max_leaves=5,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=TREES, kind=st.sampled_from([None, "even", "odd"]), limit=st.integers(1, 10))
def test_limit_gives_the_first_of_no_limit(engine: SearchIndex, query: Query, kind: str | None, limit: int) -> None:
    assert keys(engine, query, kind=kind, limit=limit) == keys(engine, query, kind=kind)[:limit]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_any_text_is_a_question_without_an_error(engine: SearchIndex, text: str) -> None:
    for query in (Question(text, "sv", BODY), Words(text, BODY), Phrase(text, BODY), Beginning(text, BODY)):
        engine.search(query, limit=5)


@pytest.mark.parametrize("damage", ["missing", "truncated", "foreign"])
def test_broken_index_is_an_engine_error(tmp_path: Path, damage: str) -> None:
    index = SearchIndex(tmp_path / "index")
    if damage != "missing":
        index.update([Document(key="a", texts={"body": "text"})])
        for file in index.folder.iterdir():
            file.write_bytes(b"" if damage == "truncated" else b"something else entirely")
    with pytest.raises(EngineError):
        SearchIndex(index.folder).search(Words("text", BODY))
    assert SearchIndex(index.folder).rebuild([Document(key="a", texts={"body": "text"})]) == 1
    assert keys(SearchIndex(index.folder), Words("text", BODY)) == ["a"]


def test_search_page_shows_the_best_first_and_marks_the_kind(
    client: Client, tree: pages.Tree, index: SearchBackend
) -> None:
    pages.guide(tree.shared, "Logga in med BankID")
    pages.question(tree.shared, "Hur anmäler jag frånvaro?")
    call_command("rebuild_index", verbosity=0)
    response = client.get("/alvhamra/sok/", {"q": "anmäla frånvaro"})
    assert response.context["hits"][0].title == "Hur anmäler jag frånvaro?"
    assert 'href="/alvhamra/gemensamt/hur-anmaler-jag-franvaro/"' in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_search_needs_the_same_queries_for_any_number_of_hits(
    client: Client, tree: pages.Tree, index: SearchBackend, count: int
) -> None:
    for number in range(count):
        pages.guide(tree.shared, f"Logga in {number}")
    call_command("rebuild_index", verbosity=0)
    client.get("/alvhamra/sok/", {"q": "logga"})
    with CaptureQueriesContext(connection) as queries:
        assert len(client.get("/alvhamra/sok/", {"q": "logga"}).context["hits"]) == count
    assert len(queries) == 6


def test_search_without_hits_keeps_the_words_for_the_form(
    client: Client, tree: pages.Tree, index: SearchBackend
) -> None:
    call_command("rebuild_index", verbosity=0)
    page = client.get("/alvhamra/sok/", {"q": "qqqqq"}).content.decode()
    assert "/alvhamra/fraga/?q=qqqqq" in page


@pytest.mark.parametrize("typed", ["\x00", "%", "(", '"', "and or not", "å" * 5000, "\u202eomvänd", "'; DROP TABLE"])
def test_search_takes_anything_that_can_be_typed(
    client: Client, tree: pages.Tree, index: SearchBackend, typed: str
) -> None:
    pages.guide(tree.shared, "Logga in")
    call_command("rebuild_index", verbosity=0)
    assert client.get("/alvhamra/sok/", {"q": typed, "sida": "-1"}).status_code == 200


def test_search_goes_to_the_database_when_the_index_is_broken(
    client: Client, tree: pages.Tree, index: SearchBackend, run_jobs: Callable[[], int]
) -> None:
    pages.guide(tree.shared, "Logga in med BankID")
    assert client.get("/alvhamra/sok/", {"q": "bankid"}).context["hits"][0].title == "Logga in med BankID"


def test_admins_plain_search_keeps_its_operator(tree: pages.Tree, index: SearchBackend) -> None:
    from wagtail.models import Page  # the admin searches pages of all kinds

    both, one = pages.guide(tree.shared, "Logga in med BankID"), pages.guide(tree.shared, "Logga ut")
    call_command("rebuild_index", verbosity=0)
    found = {op: {p.pk for p in Page.objects.all().search("logga bankid", operator=op)} for op in ("and", "or")}
    assert found == {"and": {both.pk}, "or": {both.pk, one.pk}}
    assert [p.pk for p in Page.objects.all().autocomplete("bank")] == [both.pk]
