"""The texts of a replayed term: the same for the same seed, hardly ever copies, and fit to be read by anybody."""

import random
import re
from collections import Counter

import pytest

from accounts.roles import ROLES
from config.demo import fixtures
from config.demo.term_texts import (
    Matter,
    Phase,
    TermText,
    TermTexts,
    fill_in,
    in_chat_spelling,
    in_lower_case,
    laid_out,
    with_one_typo,
    without_dots,
)
from triage.classifier.duplicates import groups_of_copies

MATTERS = TermTexts().matters
COUNT = 1500
PERSONAL_NUMBER = re.compile(r"(?:\d[ +-]?){8,}")
"""Eight digits in a row are already too many."""


def drawn(*phases: str, count: int, seed: int = 1) -> list[TermText]:
    texts, chance = TermTexts(), random.Random(seed)
    return [texts.draw(chance, *phases) for _ in range(count)]


@pytest.fixture(scope="module")
def term() -> list[TermText]:
    return drawn(Phase.ALWAYS, Phase.TERM_START, count=COUNT)


def parts(matter: Matter) -> tuple[str, ...]:
    return (*matter.subjects, *matter.openings, *matter.cores, *matter.details, *matter.closings)


def test_same_seed_same_texts(term: list[TermText]) -> None:
    assert drawn(Phase.ALWAYS, Phase.TERM_START, count=300) == term[:300]
    assert drawn(Phase.ALWAYS, Phase.TERM_START, count=300, seed=2) != term[:300]


def test_a_terms_texts_are_distinct(term: list[TermText]) -> None:
    assert len({text.body for text in term}) >= COUNT * 0.98


def test_a_terms_texts_are_hardly_ever_near_copies(term: list[TermText]) -> None:
    assert len(set(groups_of_copies([text.body for text in term]))) >= COUNT * 0.85


@pytest.mark.parametrize(("phase", "share"), [(Phase.SHIFT, 0.9), (Phase.OUTAGE, 0.75)])
def test_a_phases_texts_are_seldom_near_copies(phase: Phase, share: float) -> None:
    """Short cries for help are more alike than questions."""
    bodies = [text.body for text in drawn(phase, count=200)]
    assert len(set(groups_of_copies(bodies))) >= 200 * share


@pytest.mark.parametrize("phase", Phase)
def test_a_phase_gives_its_own_matters_only(phase: Phase) -> None:
    names = {matter.name for matter in MATTERS if matter.phase == phase}
    assert {text.matter for text in drawn(phase, count=400)} == names


def test_a_heavier_matter_is_written_about_more_often(term: list[TermText]) -> None:
    weights = {matter.name: matter.weight for matter in MATTERS}
    counts = Counter(text.matter for text in term)
    heavy = [counts[name] for name in counts if weights[name] >= 3]
    light = [counts[name] for name in counts if weights[name] <= 1.5]
    assert sum(heavy) / len(heavy) > 1.5 * sum(light) / len(light)


def test_there_are_enough_matters_of_each_kind() -> None:
    assert Counter((matter.phase, matter.language, matter.queue) for matter in MATTERS) == {
        (Phase.ALWAYS, "sv", "technical"): 12,
        (Phase.ALWAYS, "sv", "pedagogical"): 12,
        (Phase.ALWAYS, "sv", "neither"): 6,
        (Phase.ALWAYS, "en", "technical"): 4,
        (Phase.ALWAYS, "en", "pedagogical"): 4,
        (Phase.ALWAYS, "en", "neither"): 2,
        (Phase.TERM_START, "sv", "technical"): 2,
        (Phase.TERM_START, "sv", "pedagogical"): 2,
        (Phase.OUTAGE, "sv", "technical"): 4,
        (Phase.SHIFT, "sv", "pedagogical"): 3,
        (Phase.SHIFT, "sv", "technical"): 2,
    }


def test_names_are_unique() -> None:
    assert len({matter.name for matter in MATTERS}) == len(MATTERS)


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.name)
def test_a_matter_has_many_distinct_parts_and_real_roles(matter: Matter) -> None:
    assert set(matter.roles) <= set(ROLES)
    for field, fewest in (("subjects", 6), ("openings", 5), ("cores", 10), ("details", 10), ("closings", 5)):
        values = getattr(matter, field)
        assert (field, len(values)) == (field, len(set(values)))
        assert len(values) >= fewest


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.name)
def test_a_matters_slots_are_filled_and_hold_no_personal_number(matter: Matter) -> None:
    fillers = fixtures.table("term", "slots.toml")[matter.language]
    chance = random.Random(1)
    filled = [part.format_map(fill_in(fillers, chance)) for part in parts(matter)]
    assert [part for part in filled if "{" in part or "}" in part or PERSONAL_NUMBER.search(part)] == []


def test_whole_texts_are_filled_and_hold_no_personal_number(term: list[TermText]) -> None:
    texts = term + drawn(Phase.OUTAGE, Phase.SHIFT, count=300)
    whole = [f"{text.subject} {text.body}" for text in texts]
    assert [text for text in whole if re.search(r"[{}]", text) or PERSONAL_NUMBER.search(text)] == []


def test_polite_people_write_with_capitals(term: list[TermText]) -> None:
    polite = {matter.name for matter in MATTERS if matter.voice == "polite"}
    bodies = [text.body for text in term if text.matter in polite]
    assert [body for body in bodies if not body[0].isupper()] == []


def test_hurried_people_often_write_without(term: list[TermText]) -> None:
    hurried = {matter.name for matter in MATTERS if matter.voice == "hurried"}
    bodies = [text.body for text in term if text.matter in hurried]
    assert 0.4 < sum(body == body.lower() for body in bodies) / len(bodies) < 0.7


def test_lower_case_loses_capitals_and_the_last_stop() -> None:
    assert in_lower_case("Hej. Kan Alva få nytt LÖSEN.") == "hej. kan alva få nytt lösen"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("det är jag och någon", "sv", "de e ja o nån"),
        ("jagad av ärenden", "sv", "jagad av ärenden"),
        ("can you help because i am stuck", "en", "can u help bc im stuck"),
    ],
)
def test_chat_spelling_shortens_whole_words(text: str, language: str, expected: str) -> None:
    assert in_chat_spelling(text, language) == expected


def test_dots_are_lost_from_both_cases() -> None:
    assert without_dots("Åsa är från Örebro") == "Asa ar fran Orebro"


def test_one_typo_lies_inside_a_longer_word() -> None:
    slips = {with_one_typo("nytt konto", random.Random(seed)) for seed in range(100)}
    assert slips == {"nytt knoto", "nytt knto", "nytt kotno", "nytt koto"}


def test_no_typo_without_a_longer_word() -> None:
    assert with_one_typo("jag är här", random.Random(1)) == "jag är här"


@pytest.mark.parametrize(
    ("opening", "closing", "expected"),
    [
        ("Hej!", "Tack!", "Hej! Det snurrar. Tack!"),
        ("Hej,", "Tack!", "Hej,\nDet snurrar. Tack!"),
        ("", "Vänligen\nÅke", "Det snurrar.\nVänligen\nÅke"),
        ("", "", "Det snurrar."),
    ],
)
def test_a_line_ends_where_a_letter_needs_it(opening: str, closing: str, expected: str) -> None:
    assert laid_out(opening, "Det snurrar.", closing, (" ", " ")) == expected
