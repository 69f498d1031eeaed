"""The model as a whole: probabilities, reasons that add up, what is new, two matters, and training's rules."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.test_classifier import COMMON, PEDAGOGICAL, TECHNICAL, made_up
from triage.classifier.confidence import Confidence, fit_confidence
from triage.classifier.features import RARE_FROM, Features, grams_of
from triage.classifier.guides import GuideHit
from triage.classifier.judge import fit_judge
from triage.classifier.matters import parts_of
from triage.classifier.model import Example, TooFewExamples, TriageModel, train
from triage.classifier.novelty import classes_left_out
from triage.classifier.probabilities import Matrix
from triage.classifier.text import TicketText

FOOD = ["mat", "matsedel", "allergi", "lunch", "skolmat", "kock", "sallad", "frukost"]
HITS = [GuideHit("a", "technical", 9.0), GuideHit("b", "pedagogical", 4.0), GuideHit("c", "technical", 2.0)]


def three_kinds() -> list[Example]:
    chance = np.random.default_rng(3)
    food = [
        Example(TicketText("", " ".join([*chance.choice(FOOD, 3), *chance.choice(COMMON, 4), f"mat{n}"])), "unsorted")
        for n in range(40)
    ]
    return [*made_up(80), *food]


@pytest.fixture(scope="module")
def model() -> TriageModel:
    return train(three_kinds(), pair=("pedagogical", "technical")).model


words = st.lists(st.sampled_from([*TECHNICAL, *PEDAGOGICAL, *FOOD, *COMMON, "okänt", "ord", "7b"]), max_size=30)


@settings(max_examples=60)
@given(words, words, st.sampled_from(["", "guardian"]), st.integers(0, 3))
def test_reasons_add_up_to_the_strength(
    model: TriageModel, subject: list[str], body: list[str], role: str, hit_count: int
) -> None:
    prediction = model.predict(TicketText(" ".join(subject), " ".join(body), role), HITS[:hit_count])
    assert sum(reason.weight for reason in prediction.weights) == pytest.approx(prediction.strength, abs=1e-9)
    assert sum(prediction.probabilities.values()) == pytest.approx(1.0, abs=1e-9)
    assert list(prediction.probabilities.values()) == sorted(prediction.probabilities.values(), reverse=True)


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_gets_probabilities(model: TriageModel, subject: str, body: str) -> None:
    found = model.predict(TicketText(subject, body), HITS)
    assert set(found.probabilities) == {"technical", "pedagogical", "unsorted"}
    assert sum(found.probabilities.values()) == pytest.approx(1.0, abs=1e-9)


def test_words_carry_the_logit_of_the_text_model_alone(model: TriageModel) -> None:
    text = TicketText("skrivaren", "min skrivaren krasch", "guardian")
    for best in range(3):
        logit = text_logits(model, [text])[0, best]
        assert sum(model.text_model.contributions(text, best).values()) == pytest.approx(logit, abs=1e-9)


def test_one_text_is_judged_as_it_is_among_many(model: TriageModel) -> None:
    texts = [example.text for example in three_kinds()[:20]]
    together = model.verdicts(texts, [HITS] * 20).probabilities
    alone = [model.predict(text, HITS).confidence for text in texts]
    assert together.max(axis=1) == pytest.approx(alone, abs=1e-12)


def test_text_of_unknown_words_is_newer_and_less_sure(model: TriageModel) -> None:
    known = model.predict(TicketText("", "min skrivaren och wifi och lösenord kan inte"))
    strange = model.predict(TicketText("", "zebrafisk kvantfysik lösenord xylofon tjurfäktning"))
    assert strange.novelty > known.novelty + 1
    assert strange.confidence < known.confidence


def test_two_matters_show_in_sentences_and_not_in_a_vague_text(model: TriageModel) -> None:
    both = TicketText("", "wifi och skrivaren krasch lösenord igen. betyg och omdöme och läxa saknas helt.")
    vague = TicketText("", "jag undrar kan ni hjälpa mitt barn. snälla idag skolan när inte.")
    assert evidence_of_two(model, both) > evidence_of_two(model, vague) + 0.1


def evidence_of_two(model: TriageModel, text: TicketText) -> float:
    logits = text_logits(model, [TicketText("", part) for part in parts_of(text)])
    return float(logits[:, [0, 1]].max(axis=0).min())


def text_logits(model: TriageModel, texts: list[TicketText]) -> Matrix:
    weights = model.text_model.weights
    return weights.logits(weights.decisions(model.text_model.features.rows(texts).matrix))


def test_copies_do_not_straddle_folds() -> None:
    """Fifty copies of one text with random labels teach nothing; with copies across folds they would look learnt."""
    chance = np.random.default_rng(1)
    examples = made_up(60) + [
        Example(
            TicketText("", f"samma text om samma sak igen och igen {n % 2}"),
            str(chance.choice(["technical", "pedagogical"])),
        )
        for n in range(50)
    ]
    out = train(examples).out_of_fold[60:]
    assert out.max(axis=1).mean() < 0.75


def test_class_without_examples_is_unlikely() -> None:
    training = train(made_up(60), known=["technical", "pedagogical", "unsorted"])
    assert training.model.classes == ["pedagogical", "technical", "unsorted"]
    found = training.model.predict(TicketText("", "wifi lösenord"))
    assert (found.best, found.probabilities["unsorted"] < 0.05) == ("technical", True)


@pytest.mark.parametrize(
    "examples", [made_up(10), [Example(TicketText("", f"wifi {n}"), "technical") for n in range(50)]]
)
def test_too_few_examples_or_one_kind_train_nothing(examples: list[Example]) -> None:
    with pytest.raises(TooFewExamples):
        train(examples)


def test_guides_lead_while_tickets_are_few() -> None:
    """The guides are always right here; with ten labelled tickets of noise the judge follows them."""
    chance = np.random.default_rng(5)
    few = [
        Example(TicketText("", " ".join(chance.choice(COMMON, 6))), label, [GuideHit("g", label, 5.0)])
        for label in ["technical", "pedagogical"] * 10
    ]
    model = train(few).model
    assert model.predict(TicketText("", "jag undrar"), [GuideHit("g", "technical", 5.0)]).best == "technical"
    assert model.predict(TicketText("", "jag undrar"), [GuideHit("g", "pedagogical", 5.0)]).best == "pedagogical"


def test_judge_without_anything_to_learn_trusts_the_guides() -> None:
    labels = np.array([0, 1] * 10)
    judge = fit_judge(np.zeros((20, 2)), np.zeros((20, 2)), np.zeros((20, 3)), labels)
    assert (judge.text, judge.guides) == pytest.approx((0.0, 1.0))


@given(st.lists(st.tuples(*[st.integers(-32, 32)] * 3, st.floats(-9, 9)), min_size=1))
def test_confidence_keeps_the_order_of_classes(rows: list[tuple[int, int, int, float]]) -> None:
    logits, novelty = np.array([row[:3] for row in rows]) / 4, np.array([row[3] for row in rows])
    found = Confidence(0.7, -0.4).probabilities(logits, novelty)
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert (found[np.arange(len(rows)), logits.argmax(axis=1)] >= found.max(axis=1) - 1e-9).all()


def test_confidence_says_how_often_it_is_right() -> None:
    """A model twice as sure as it should be is set right."""
    chance = np.random.default_rng(2)
    truth = chance.normal(size=(4000, 2)) * 2
    share = 1 / (1 + np.exp(-(truth[:, 1] - truth[:, 0])))
    labels = (chance.random(4000) < share).astype(np.int64)
    found = fit_confidence(truth * 2, np.zeros(4000), labels).probabilities(truth * 2, np.zeros(4000))
    right = (found.argmax(axis=1) == labels).mean()
    assert found.max(axis=1).mean() == pytest.approx(right, abs=0.01)


@pytest.mark.parametrize("right", [True, False])
def test_confidence_without_a_contrast_stays_as_it_is(right: bool) -> None:
    labels = np.array([0 if right else 1] * 10)
    assert fit_confidence(np.tile([1.0, 0.0], (10, 1)), np.zeros(10), labels) == Confidence()


@pytest.mark.parametrize(("folds", "classes"), [(5, 3), (5, 10), (5, 77)])
def test_every_class_is_left_out(folds: int, classes: int) -> None:
    assert {one for fold in range(folds) for one in classes_left_out(fold, folds, classes)} == set(range(classes))


def test_words_that_stand_in_one_text_are_forgotten_in_a_large_history() -> None:
    texts = [TicketText("", f"lösenord ensamt{number}ord wifi") for number in range(RARE_FROM)]
    features = Features.learn(texts)
    assert features.word_terms.names == ["lösenord", "wifi"]
    assert features.pair_terms.names == [" lösenord", "wifi "]
    assert len(Features.learn(texts[1:]).word_terms.names) == RARE_FROM + 1


def test_grams_mark_the_edges_of_words() -> None:
    assert grams_of("app") == [" app", "app "]
    assert grams_of("a") == [" a "]
    assert grams_of("wifin") == [" wif", "wifi", "ifin", "fin "]


@given(words)
def test_rows_have_at_most_length_one_in_each_half(model: TriageModel, text: list[str]) -> None:
    features = model.text_model.features
    row = features.rows([TicketText("", " ".join(text))]).matrix
    middle = len(features.word_terms.names)
    for half in (row[:, :middle], row[:, middle:]):
        assert float(half.multiply(half).sum()) <= 1.0 + 1e-9
