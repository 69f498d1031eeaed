"""What the experts read of a message: the matter, not who wrote it or where."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.classifier.text import LONGEST, TicketText, masked, name_pattern, own_words, prepare

MATTER = "Appen visar bara en vit sida."


@pytest.mark.parametrize(
    "around",
    [
        "Hej!\n\n{}",
        "Hejsan supporten,\n{}",
        "God morgon\n\n{}\n\nMvh Kim",
        "{}\n\nMed vänliga hälsningar\nKim Ekberg\nMentor 7B\nKvarnskolan\n",
        "{}\n\nBest regards,\nKim",
        "{}\n\nTack på förhand!",
        "{}\n-- \nKim Ekberg, förstelärare, Kvarnskolan, Skolgatan 1, vi har öppet måndag till fredag",
        "{}\n\nSkickat från min iPhone",
        "{}\n\nDen 3 maj 2026 kl. 10:22 skrev Supporten <support@alvhamra.example>:\n> Hej!\n> Kan du beskriva felet?",
        "{}\n\nOn Mon, 4 May 2026 at 10:22, Support wrote:\n> Hello",
        "{}\n\n-----Ursprungligt meddelande-----\nEtt gammalt brev om betyg",
        "{}\n\nFrån: Supporten\nSkickat: den 3 maj 2026\nTill: Kim\nÄmne: Betyg\n\nGammal text",
        "> Kan du beskriva felet?\n{}",
    ],
)
def test_own_words_are_the_matter_alone(around: str) -> None:
    assert own_words(around.format(MATTER)) == MATTER


@pytest.mark.parametrize(
    "text",
    [
        "Tack vare den nya appen ser jag inte längre elevens frånvaro, och det är ett problem för hela arbetslaget.",
        "Till: rektorn. Vem beslutar om ledighet?",
        "Hejdå-knappen i appen fungerar inte",
        "Kan ni hälsa läraren att lektionen flyttas?",
    ],
)
def test_own_words_keep_what_only_looks_like_a_frame(text: str) -> None:
    assert own_words(text) == text


@pytest.mark.parametrize("text", ["Hej!", "> bara ett citat", "Mvh Kim", ""])
def test_own_words_of_a_message_that_is_all_frame_are_the_message(text: str) -> None:
    assert own_words(text) == text.strip()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Kim Berg svarar inte", "namn svarar inte"),
        ("kim bergs konto", "namn konto"),
        ("Jag frågade Berg i går", "Jag frågade namn i går"),
        ("Utsikt över berg och dal", "Utsikt över berg och dal"),
        ("Bergskolan är stängd", "Bergskolan är stängd"),
    ],
)
def test_names_are_masked_but_not_the_words_they_look_like(text: str, left: str) -> None:
    pattern = name_pattern(["Kim Berg"])
    assert pattern is not None
    assert " ".join(masked(text, [pattern]).split()) == left


def test_roster_without_names_masks_nothing() -> None:
    assert name_pattern(["", " "]) is None


@given(st.text(max_size=400), st.text(max_size=2000))
def test_any_text_is_prepared_and_never_grows_beyond_its_masks(subject: str, body: str) -> None:
    text = prepare(subject, body)
    assert isinstance(text, TicketText)
    assert "\n>" not in f"\n{own_words(body)}" or own_words(body) == body.strip()


@pytest.mark.parametrize("piece", ["den ", "> ", "Från: x\n", "mvh ", "hej ", "_" * 50, "- ", "\n", "a@a.a "])
def test_endless_repetition_is_prepared_in_time(piece: str) -> None:
    began = time.process_time()
    prepare("", piece * (LONGEST // len(piece)))
    assert time.process_time() - began < 1.0
