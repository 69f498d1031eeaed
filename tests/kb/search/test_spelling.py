"""'Did you mean': near words of what the reader may see, and nothing of the rest."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.engine import Document, SearchIndex
from kb.search.engine.analysis import folded
from kb.search.engine.vocabulary import Vocabulary, errors

SHORT_WORDS = st.text("abcå", max_size=6)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    index = SearchIndex(tmp_path_factory.mktemp("spelling") / "index")
    index.update([Document(key="a", tags=["open"], texts={"body": "Logga in på lärplattformen med BankID"})])
    index.update([Document(key="b", tags=["open"], texts={"title": "Inloggning", "body": "Elevernas frånvaro"})])
    index.update([Document(key="c", tags=["staff"], texts={"body": "Lönekartläggning av lärplattformar"})])
    index.update([Document(key="d", tags=["open"], texts={"body": "Karusell"})])
    index.update([], delete=["d"])
    return index


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("logga in pa larplattformen", "logga in på lärplattformen"),
        ("Banikd och frånvro!", "bankid och frånvaro!"),
        ("inlogning", "inloggning"),
        ("la\u0308rplatformen", "lärplattformen"),
        ("logga in", None),
        ("elever loggade", None),  # other forms of known words
        ("xyzzy qwerty", None),
        ("bnk", None),  # too short to guess
        ("karusel", None),  # deleted
        ("kod 4711a", None),
        ("", None),
    ],
)
def test_unknown_words_become_the_nearest_known(engine: SearchIndex, typed: str, meant: str | None) -> None:
    assert engine.spelling(typed, "sv") == meant


def test_word_that_the_reader_may_not_see_is_neither_known_nor_suggested(engine: SearchIndex) -> None:
    assert engine.spelling("lönekartlägning", "sv") == "lönekartläggning"
    assert engine.spelling("lönekartlägning", "sv", require=[["open"]]) is None
    assert engine.spelling("lönekartlägning", "sv", keys=["a", "b", "gone"]) is None
    assert engine.spelling("lärplattformar", "sv", keys=["c"]) is None
    assert engine.spelling("bankid", "sv", keys=["c"]) is None
    assert engine.spelling("bankdi", "sv", keys=["a"], require=[["staff"]]) is None


def test_of_equally_near_words_the_more_frequent_is_meant(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    texts = ["testa", "testa", "tesla"]
    index.rebuild(Document(key=str(number), texts={"body": text}) for number, text in enumerate(texts))
    assert index.spelling("tesma", "sv") == "testa"
    assert index.spelling("tesma", "sv", keys=["2"]) == "tesla"


def test_swapped_neighbours_are_one_error() -> None:
    assert [errors("bankdi", "bankid"), errors("loga", "logga"), errors("abc", "ca"), errors("", "ab")] == [1, 1, 3, 2]


@given(word=SHORT_WORDS, known=st.lists(SHORT_WORDS.filter(bool), max_size=20), most=st.integers(0, 2))
def test_vocabulary_finds_all_near_words(word: str, known: list[str], most: int) -> None:
    expected = [(distance, one) for one in known if (distance := errors(folded(word), folded(one))) <= most]
    assert Vocabulary(known).near(word, most) == expected


@given(one=SHORT_WORDS, other=SHORT_WORDS)
def test_errors_are_the_same_both_ways_and_none_for_the_same_word(one: str, other: str) -> None:
    assert errors(one, other) == errors(other, one)
    assert (errors(one, other) == 0) == (one == other)
