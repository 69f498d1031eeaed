"""What a visitor's question finds: compounds, misspellings, words without marks, phrases; and what it leaves out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.engine import Document, SearchIndex
from kb.search.engine.index import Tags
from kb.search.engine.query import All, Beginning, Boosted, Phrase, Query, Question, Without, Words

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


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Seven texts three times over, in several segments: each update is a commit of its own."""
    index = SearchIndex(tmp_path_factory.mktemp("engine") / "index")
    for number, text in enumerate(TEXTS * 3):
        tags = ["number:even" if number % 2 == 0 else "number:odd"]
        index.update([Document(key=f"{number:02}", tags=tags, texts={"body": text}, completions={"body": text})])
    return index


def keys(index: SearchIndex, query: Query, require: Tags = (), limit: int | None = None) -> list[str]:
    return [hit.key for hit in index.search(query, require=require, limit=limit)]


def ask(index: SearchIndex, text: str, limit: int | None = None) -> list[str]:
    return keys(index, Question(text, "sv", BODY), limit=limit)


@pytest.mark.parametrize("typed", ["elevers inlogning", "elever larplatta", "ELEVERNAS INLOGGNING"])
def test_compounds_misspellings_and_missing_marks_meet_their_words(engine: SearchIndex, typed: str) -> None:
    assert ask(engine, typed, limit=3) == ["01", "08", "15"]


def test_right_marks_win_over_missing_ones(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    index.rebuild([Document(key="a", texts={"body": "laxa"}), Document(key="b", texts={"body": "läxa"})])
    assert ask(index, "läxa") == ["b", "a"]
    assert ask(index, "laxa") == ["a", "b"]


def test_quoted_passage_must_be_there_word_for_word(engine: SearchIndex) -> None:
    assert ask(engine, 'logga in "en ny telefon"') == ["00", "07", "14"]
    assert ask(engine, "logga in ”NY telefon”") == ["00", "07", "14"]
    assert ask(engine, 'logga in "telefon ny"') == []
    assert ask(engine, '"en" resa') == ["05", "12", "19", "00", "07", "14"]


@pytest.mark.parametrize("typed", ['logga in "', '"" logga in', '"!?" logga in', 'logga "in'])
def test_quotation_marks_around_nothing_require_nothing(engine: SearchIndex, typed: str) -> None:
    assert ask(engine, typed) == ask(engine, "logga in")


def test_quotation_marks_mean_nothing_where_they_are_not_asked_for(engine: SearchIndex) -> None:
    assert keys(engine, Question('"telefon ny"', "sv", BODY, quotes=False), limit=3) == ["00", "07", "14"]


def test_phrase_must_stand_in_one_field(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    index.rebuild([Document(key="a", texts={"title": "Logga", "body": "in och ut och in"})])
    assert keys(index, Phrase("logga in", {"title": 1.0, "body": 1.0})) == []
    assert keys(index, Phrase("ut och in", {"title": 1.0, "body": 1.0})) == ["a"]


def test_weak_hits_are_left_out_unless_asked_for(engine: SearchIndex) -> None:
    wanted = ask(engine, "anmäla frånvaro från skoldagen")
    everything = keys(engine, Question("anmäla frånvaro från skoldagen", "sv", BODY, share=0.0))
    assert wanted == ["02", "09", "16"]
    assert everything == [*wanted, "04", "11", "18"]


def test_words_joined_by_and_must_all_be_there(engine: SearchIndex) -> None:
    assert keys(engine, Words("frånvaro skoldagen", BODY)) == ["02", "09", "16"]
    assert keys(engine, Words("frånvaro ledighet", BODY)) == []
    assert sorted(keys(engine, Words("frånvaro ledighet", BODY, "or"))) == ["02", "05", "09", "12", "16", "19"]


def test_beginning_completes_words(engine: SearchIndex) -> None:
    assert keys(engine, Beginning("moder studie", BODY)) == ["06", "13", "20"]


def test_tags_are_required_all_together_and_in_each_group_any(engine: SearchIndex) -> None:
    words = Words("betyg", BODY)
    assert keys(engine, words, [["number:odd"]]) == ["03", "17"]
    assert keys(engine, words, [["number:odd", "number:even"]]) == ["03", "10", "17"]
    assert keys(engine, words, [["number:odd"], ["number:even"]]) == []
    assert keys(engine, words, [[]]) == []
    assert keys(engine, words, [["number"]]) == []


def test_boost_and_exclusion_reach_into_trees(engine: SearchIndex) -> None:
    plain, boosted = (engine.search(query) for query in (Words("betyg", BODY), Boosted(Words("betyg", BODY), 3.0)))
    assert [hit.score for hit in boosted] == pytest.approx([3 * hit.score for hit in plain])
    assert keys(engine, All((Words("och", BODY), Without(Words("betyg nät", BODY, "or"))))) == ["06", "13", "20"]


@given(text=st.text(max_size=80))
def test_any_text_is_a_query_without_an_error(engine: SearchIndex, text: str) -> None:
    for query in (Question(text, "sv", BODY), Words(text, BODY), Phrase(text, BODY), Beginning(text, BODY)):
        engine.search(query, limit=5)
    engine.spelling(text, "sv")


def test_empty_index_answers_everything_with_nothing(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    index.rebuild([])
    for query in (Question("logga in", "sv", BODY), Phrase("logga in", BODY), Beginning("l", BODY)):
        assert keys(index, query) == []
    assert (index.count(), index.spelling("loga", "sv"), index.similar("a")) == (0, None, [])
