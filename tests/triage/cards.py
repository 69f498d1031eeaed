"""A card as training writes it, with figures that a test can add up in its head."""

from typing import Any

from django.utils import timezone

from accounts.models import Municipality
from support.enums import QueueKind
from triage.models import QueueStage, TrainedModel
from triage.models.stage import trial_key

CLASSES = ["pedagogical", "technical", "unsorted"]
SHA = "abcdef012345" + "0" * 52
BEFORE = "fedcba987654" + "0" * 52


def by_class(said: tuple[int, int, int], right: tuple[int, int, int]) -> list[dict[str, Any]]:
    return [
        {"class": name, "n": 50, "said": count, "right": hits, "f1": 0.8}
        for name, count, hits in zip(CLASSES, said, right, strict=True)
    ]


def figures(n: int, accuracy: float) -> dict[str, Any]:
    """97 tickets would go to technical, 24 of them wrongly; 40 to pedagogical."""
    return {
        "n": n,
        "accuracy": accuracy,
        "error_bound": 0.2301,
        "macro_f1": 0.777,
        "log_loss": 0.505,
        "ece": 0.07,
        "by_class": by_class((40, 97, 13), (38, 73, 10)),
        "confusion": [[38, 9, 3], [2, 73, 0], [0, 15, 10]],
        "reliability": [
            {"from": 0.5, "n": 30, "confidence": 0.56, "right": 0.4},
            {"from": 0.9, "n": 120, "confidence": 0.96, "right": 0.97},
        ],
    }


def card(**changes: Any) -> dict[str, Any]:
    return {
        "sklearn": "1.9.1",
        "classes": CLASSES,
        "taught": {"n": 400, "by_queue": {"pedagogical": 150, "technical": 160, "unsorted": 90}},
        "held_out": {"n": 150, "by_queue": {"pedagogical": 50, "technical": 75, "unsorted": 25}},
        "from": "2025-12-27T08:00:00+00:00",
        "to": "2026-11-22T08:00:00+00:00",
        "held_out_from": {"alvhamra": "2026-08-01T08:00:00+00:00"},
        "out_of_fold": figures(400, 0.7),
        "figures": figures(150, 0.806),
        "slices": {
            "language": {"sv": figures(131, 0.83), "en": figures(19, 0.111)},
            "role": {"guardian": figures(150, 0.806)},
            "municipality": {"alvhamra": figures(118, 0.81), "ekeryd": figures(32, 0.7654)},
        },
        "experts": {"text": 5.21, "guides": 0.76},
        "words": {"pedagogical": [["betyg", 0.85]], "technical": [["wifi", 0.55]], "unsorted": []},
        "before": {"sha256": BEFORE, "accuracy": 0.784, "macro_f1": 0.777, "log_loss": 0.495, "ece": 0.07},
        **changes,
    }


def model_in_use(**changes: Any) -> TrainedModel:
    fields = {"sha256": SHA, "card": card(), "active": True, "promoted_at": timezone.now(), **changes}
    return TrainedModel.objects.create(**fields)


def stage(place: Municipality, kind: str = QueueKind.TECHNICAL) -> QueueStage:
    return QueueStage.objects.select_related("queue").get(queue__municipality=place, queue__kind=kind)


def tried(place: Municipality, kind: str = QueueKind.TECHNICAL, *, seen: int, wrong: int, target: float = 0.05) -> None:
    """The model in use, in vain."""
    QueueStage.objects.filter(queue__municipality=place, queue__kind=kind).update(
        trials={trial_key(SHA, target): {"seen": seen, "wrong": wrong, "passed": False}}
    )


def certify(place: Municipality, kind: str = QueueKind.TECHNICAL) -> None:
    """By the model in use."""
    certificate = {"threshold": 0.9084, "n": 59, "errors": 0, "bound": 0.049508, "coverage": 0.56}
    QueueStage.objects.filter(queue__municipality=place, queue__kind=kind).update(
        certified_model=SHA, threshold=0.9084, certificate=certificate
    )


REPORT = {
    "from": "2026-10-25T04:30:00+00:00",
    "to": "2026-11-22T04:30:00+00:00",
    "all": 322,
    "said": 111,
    "audited": 25,
    "sorted_unasked": 47,
    "overridden": 3,
    "audit": {"error": 0.0412, "low": 0.01094, "high": 0.1431, "n": 24},
    "audit_over_threshold": {"error": None, "low": 0.0, "high": 1.0, "n": 0},
}
"""As `triage.domain.monitoring.report_on` writes it."""
