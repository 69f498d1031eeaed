"""Copies and neighbours of any text, also of one that says nothing."""

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
