"""The pure classifier: text preparation, voting guides, probabilities, artefacts."""

import io
import random
import zipfile

import numpy as np
import pytest

from triage.classifier import artefact
from triage.classifier.duplicates import groups_of_copies
from triage.classifier.guides import GuideHit, vote
from triage.classifier.model import Example, TooFewExamples, Training, train
from triage.classifier.text import TicketText, masked

CLASSES = ["pedagogical", "technical"]
TECHNICAL = ["lösenord", "skärmen", "wifi", "skrivaren", "inloggning", "krasch", "uppdatering", "laddare"]
PEDAGOGICAL = ["betyg", "omdöme", "planering", "frånvaro", "utvecklingssamtal", "läxa", "kursval", "anpassning"]
COMMON = ["jag", "undrar", "kan", "ni", "hjälpa", "mitt", "barn", "snälla", "idag", "skolan", "när", "inte"]


def made_up(count: int, seed: int = 0) -> list[Example]:
    chance = random.Random(seed)
    examples = []
    for number in range(count):
        label = CLASSES[number % 2]
        own = TECHNICAL if label == "technical" else PEDAGOGICAL
        text = " ".join(chance.sample(own, 2) + chance.sample(COMMON, 5) + [f"ord{chance.randrange(10**6)}"])
        hits = [GuideHit("g", label, 5.0)] if chance.random() < 0.8 else []
        examples.append(Example(TicketText("", text), label, hits))
    return examples


@pytest.fixture(scope="module")
def training() -> Training:
    return train(made_up(80))


@pytest.mark.parametrize(
    "secret",
    ["20120115-1234", "120115-1234", "201201151234", "070-174 06 05", "+46 70 174 06 05", "kim@exempel.example"],
)
def test_personal_data_never_reaches_the_model(secret: str) -> None:
    text = masked(f"Hej {secret} är mitt")
    assert not any(part in text for part in secret.replace("@", " ").split() if len(part) > 2)


def test_masking_leaves_ordinary_numbers_alone() -> None:
    assert masked("Klass 7B har 24 elever i sal 214") == "Klass 7B har 24 elever i sal 214"


def test_guides_vote_for_the_queue_of_their_topics() -> None:
    hits = [GuideHit("a", "technical", 9.0), GuideHit("b", "technical", 6.0), GuideHit("c", "pedagogical", 5.0)]
    pedagogical, technical = vote(hits, CLASSES)
    assert technical == pytest.approx(0.075 + 0.85 * 0.75)
    assert pedagogical + technical == pytest.approx(1)


def test_guides_know_nothing_without_a_hit() -> None:
    assert vote([], CLASSES) == [0.5, 0.5]


def test_model_learns_two_kinds_and_says_which_words_weighed(training: Training) -> None:
    prediction = training.model.predict(TicketText("", "min skrivaren och wifi och lösenord"), [])
    assert prediction.best == "technical"
    assert {reason.name for reason in prediction.weights if reason.weight > 0} & set(TECHNICAL)
    assert sum(prediction.probabilities.values()) == pytest.approx(1)


def test_training_again_on_the_same_tickets_gives_the_same_model() -> None:
    first, second = (train(made_up(60)) for _ in range(2))
    assert np.array_equal(first.out_of_fold, second.out_of_fold)


def test_too_few_examples_train_nothing() -> None:
    with pytest.raises(TooFewExamples):
        train(made_up(6))


def test_copies_share_a_group() -> None:
    groups = groups_of_copies(["Jag kan inte logga in i appen", "Jag kan inte logga in i appen!", "Betyg och omdömen"])
    assert groups[0] == groups[1] != groups[2]


def test_artefact_gives_back_the_same_model(training: Training) -> None:
    packed = artefact.pack(training.model)
    texts = [TicketText("", "wifi och lösenord"), TicketText("", "betyg")]
    hits = [[], [GuideHit("g", "technical", 1.0)]]
    again = artefact.unpack(packed.data, packed.sha256)
    first, second = (model.verdicts(texts, hits).probabilities for model in (again, training.model))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("damage", ["flipped", "truncated", "empty"])
def test_damaged_artefact_is_refused(training: Training, damage: str) -> None:
    packed = artefact.pack(training.model)
    data = {"flipped": bytearray(packed.data), "truncated": packed.data[: len(packed.data) // 2], "empty": b""}[damage]
    if damage == "flipped":
        data[len(data) // 2] ^= 1
    with pytest.raises(artefact.ArtefactError, match="checksum"):
        artefact.unpack(bytes(data), packed.sha256)


def test_artefact_of_another_scikit_learn_is_refused(training: Training, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = artefact.pack(training.model)
    monkeypatch.setattr("sklearn.__version__", "0.1")
    with pytest.raises(artefact.ArtefactError, match="made by scikit-learn"):
        artefact.unpack(packed.data, packed.sha256)


def test_artefact_with_foreign_content_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("schema.json", "{}")
    data = buffer.getvalue()
    with pytest.raises(artefact.ArtefactError):
        artefact.unpack(data, artefact.digest(data))
