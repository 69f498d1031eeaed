"""Terms of any text: never an error, never a space in a term."""

from hypothesis import given
from hypothesis import strategies as st

from kb.search.engine.analysis import EDGE, GRAM, MAX_WORD, folded, grams, quoted, stems, word_grams, words

ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates too


def test_words_are_lower_case_and_underscores_separate_them() -> None:
    assert words("Logga_in på LÄRPLATTAN, 3:e gången!") == ["logga", "in", "på", "lärplattan", "3", "e", "gången"]


def test_same_letters_composed_otherwise_are_the_same_word() -> None:
    assert words("la\u0308rare") == ["lärare"]


def test_marks_fall_from_latin_letters_only() -> None:
    assert folded("åäöéüøæčñ") == "aaoeuoacn"
    assert folded("йสวัสดี") == "йสวัสดี"


def test_grams_mark_the_edges_of_folded_words() -> None:
    assert word_grams("skola") == ("_sko", "skol", "kola", "ola_")
    assert word_grams("på") == ("_pa_",)
    assert word_grams("å") == ("_a_",)
    assert grams(["så", "är"]) == ["_sa_", "_ar_"]


def test_stems_are_those_of_the_language() -> None:
    assert stems(["flickornas", "running"], "sv") == ["flick", "running"]
    assert stems(["flickornas", "running"], "en") == ["flickorna", "run"]
    assert stems(["flickornas", "running"], "fi") == ["flickornas", "running"]


def test_quoted_gives_the_words_of_each_passage() -> None:
    assert quoted('visar "Fel lösenord" och «kod 7» men ”!” inte') == [["fel", "lösenord"], ["kod", "7"]]


@given(text=ANY_TEXT)
def test_terms_of_any_text_can_be_stored(text: str) -> None:
    found = words(text)
    for term in (*found, *grams(found), *stems(found, "sv"), *stems(found, "en")):
        assert term
        assert not any(letter.isspace() for letter in term)
        assert term.encode().decode() == term
    assert all(len(word) <= MAX_WORD and EDGE not in word for word in found)


@given(text=ANY_TEXT)
def test_grams_of_a_word_spell_it(text: str) -> None:
    for word in words(text):
        first, *others = word_grams(word)
        assert first + "".join(gram[-1] for gram in others) == f"{EDGE}{folded(word)}{EDGE}"
        assert all(len(gram) == GRAM for gram in others)


@given(text=ANY_TEXT)
def test_words_of_words_are_the_same(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
