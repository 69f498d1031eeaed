"""Copies and neighbours of any text, also of one that says nothing."""

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.classifier.duplicates import groups_of_copies, shingles, similarity
from triage.classifier.neighbours import Neighbour, Shelf

LONG = "Skrivaren i nya flygeln skriver bara ut tomma sidor"
SHORT = ["", " ", "\n\t ", "a", "Hej", "Hej!", "...", "?!", "😀", "👩‍🏫👍", "\u200b", "\x00"]
texts = st.lists(st.one_of(st.text(max_size=12), st.sampled_from([*SHORT, LONG])), min_size=1, max_size=12)


@pytest.mark.parametrize("short", SHORT)
def test_short_text_as_the_last_one_is_grouped_alone(short: str) -> None:
    first, last = groups_of_copies([LONG, short])
    assert first != last


@pytest.mark.parametrize("short", SHORT)
def test_short_text_is_looked_up_and_found_as_its_own_copy(short: str) -> None:
    shelf = Shelf()
    shelf.add(["long", "short"], [LONG, short])
    assert shelf.nearest(short, 1) == [Neighbour("short", pytest.approx(1.0), is_copy=True)]
    assert [one.key for one in shelf.nearest(LONG, 1)] == ["long"]


@pytest.mark.parametrize(("one", "other"), [("Hej", "Hej"), ("", " \n"), ("a  b", "a\nb"), (LONG, f"  {LONG}\r\n")])
def test_texts_that_differ_in_space_alone_are_the_same(one: str, other: str) -> None:
    assert similarity(one, other) == 1.0


def test_short_texts_of_other_characters_are_not_alike() -> None:
    assert len(set(groups_of_copies(["Hej", "Hi", "?", "😀", "👍", ""]))) == 6


@given(texts)
def test_any_text_has_a_piece(found: list[str]) -> None:
    assert np.diff(shingles(found).indptr).min() >= 1


@given(texts)
def test_any_texts_are_grouped_and_equal_ones_share_a_group(found: list[str]) -> None:
    groups = groups_of_copies([*found, *found])
    assert groups[: len(found)].tolist() == groups[len(found) :].tolist()


@given(texts, st.text(max_size=12))
def test_any_text_is_looked_up_among_any_texts(found: list[str], asked: str) -> None:
    shelf = Shelf()
    shelf.add([str(place) for place in range(len(found))], found)
    assert len(shelf.nearest(asked, 3)) == min(len(found), 3)
    assert shelf.nearest(found[-1], 1)[0].is_copy


def grams_of(text: str) -> set[str]:
    padded = " ".join(text.lower().split()).ljust(5, "_")
    return {padded[start : start + 5] for start in range(len(padded) - 4)}


def reckoned(known: list[str], asked: str) -> list[tuple[float, bool]]:
    """Cosine weighed by rarity and "is a copy" of each known text, from sets of 5-grams."""
    sets, own = [grams_of(text) for text in known], grams_of(asked)

    def weight(grams: set[str]) -> float:
        rarity = [math.log((2 + len(sets)) / (1 + sum(gram in one for one in sets))) for gram in grams]
        return sum(one**2 for one in rarity)

    cosines = [weight(one & own) / math.sqrt(weight(one) * weight(own)) for one in sets]
    return [(cosine, len(one & own) / len(one | own) > 0.5) for cosine, one in zip(cosines, sets, strict=True)]


@given(
    st.lists(st.text("abc ", max_size=15), min_size=1, max_size=5),
    st.lists(st.text("abc ", max_size=15), max_size=5),
    st.text("abcd ", max_size=15),
)
def test_neighbours_are_those_reckoned_from_sets_however_the_texts_came(
    first: list[str], later: list[str], asked: str
) -> None:
    shelf, known = Shelf(), [*first, *later]
    shelf.add([str(place) for place in range(len(first))], first)
    shelf.add([str(place) for place in range(len(first), len(known))], later)
    found = {one.key: (one.similarity, one.is_copy) for one in shelf.nearest(asked, len(known))}
    expected = reckoned(known, asked)
    assert [found[str(place)][0] for place in range(len(known))] == pytest.approx([cosine for cosine, _ in expected])
    assert [found[str(place)][1] for place in range(len(known))] == [is_copy for _, is_copy in expected]


def test_shelf_takes_room_for_what_its_texts_have_alone() -> None:
    """A worker has one for each of 290 municipalities."""
    words = [f"ord{number * 7919}" for number in range(3000)]
    texts = [" ".join(words[start : start + 30]) for start in range(0, 3000, 30)]
    Shelf().add(["0"], texts[:1])
    tracemalloc.start()
    try:
        shelf = Shelf()
        shelf.add([str(place) for place in range(len(texts))], texts)
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(shelf.held) > 15_000
    assert taken < 20 * len(shelf.held)
