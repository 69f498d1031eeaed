"""LIX by hand, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.domain.readability import Advice, Weight, measure
from kb.plain import plain

TEXTS = st.text(alphabet=st.sampled_from("abcåäö ABÖ.!?,\n-1 é"), max_size=400)


def test_lix_is_words_a_sentence_plus_per_cent_of_long_words() -> None:
    reading = measure("Barnet är sjukt. Anmäl frånvaron innan skoldagen börjar.")
    assert (reading.words, reading.sentences, reading.long_words, reading.longest) == (8, 2, 2, 5)
    assert reading.lix == round(8 / 2 + 100 * 2 / 8) == 29


def test_word_of_seven_letters_is_long_and_one_of_six_is_not() -> None:
    assert (measure("Lärare").long_words, measure("Läraren").long_words) == (0, 1)


@pytest.mark.parametrize("text", ["", "  \n ", "… – !"])
def test_text_without_words_has_no_lix(text: str) -> None:
    reading = measure(text)
    assert (reading.words, reading.lix, reading.mean, reading.advice) == (0, 0, 0.0, None)


def test_abbreviation_in_the_middle_of_a_word_ends_no_sentence() -> None:
    assert measure("Klockan 7.30 öppnar skolan.").sentences == 1


@pytest.mark.parametrize(
    ("lix", "weight"),
    [(29, Weight.VERY_EASY), (30, Weight.EASY), (40, Weight.MEDIUM), (50, Weight.HEAVY), (60, Weight.VERY_HEAVY)],
)
def test_weight_follows_the_published_scale(lix: int, weight: Weight) -> None:
    short = measure(("hej " * lix).strip())  # one sentence of short words: LIX is its length
    assert (short.lix, short.weight) == (lix, weight)


def test_advice_names_what_makes_the_text_heavy() -> None:
    assert measure(" ".join(["och"] * 45)).advice == Advice.SHORTER_SENTENCES
    assert measure("Vårdnadshavaren kontaktar expeditionen. " * 12).advice == Advice.SHORTER_WORDS
    assert measure("Du får svar i dag. " * 12).advice is None


def test_list_items_and_headings_are_sentences_of_their_own() -> None:
    text = plain("<h2>Gör så här</h2><ul><li>Öppna appen</li><li>Logga in &amp; välj barn</li></ul>")
    assert text.split("\n") == ["Gör så här", "Öppna appen", "Logga in & välj barn"]
    assert measure(text).sentences == 3


@given(TEXTS)
def test_counts_fit_together_for_any_text(text: str) -> None:
    reading = measure(text)
    assert 0 <= reading.long_words <= reading.words
    assert reading.sentences <= reading.words <= reading.sentences * max(reading.longest, 0)
    assert reading.long_sentences <= reading.sentences
    assert reading.lix >= 0


@given(TEXTS)
def test_saying_all_twice_changes_nothing(text: str) -> None:
    once, twice = measure(f"{text}\n"), measure(f"{text}\n{text}\n")
    assert (twice.words, twice.sentences, twice.lix) == (2 * once.words, 2 * once.sentences, once.lix)


@given(st.lists(st.sampled_from(["hej", "du", "skolan", "vårdnadshavare"]), min_size=4, max_size=60))
def test_dividing_a_sentence_makes_it_easier(words: list[str]) -> None:
    half = len(words) // 2
    whole = measure(" ".join(words) + ".")
    divided = measure(f"{' '.join(words[:half])}. {' '.join(words[half:])}.")
    assert divided.words == whole.words
    assert divided.mean < whole.mean
    assert divided.lix <= whole.lix
