"""A model's card as it is shown: the stored figures in the order of a page, for the reader's municipality."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from triage.models import QueueStage, TrainedModel
from triage.reading.plot import Reliability, reliability
from triage.reading.stages import QueueReading, queue_readings

ENOUGH = 20
"""Of fewer tickets a share says nothing about a group."""
SMALLEST_SHOWN = 0.0005
LOWER_IS_BETTER = {"log_loss", "ece"}
FIGURES: dict[str, tuple[Promise, Promise]] = {
    "accuracy": (_("Right first guess"), _("how often the most likely queue was the right one")),
    "macro_f1": (_("Mean F1"), _("counts a small queue as much as a large one; 1 is flawless")),
    "log_loss": (_("Log loss"), _("what it costs to be sure and wrong; 0 is flawless")),
    "ece": (_("Calibration error"), _("how far apart “how sure” and “how often right” lie on average")),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """before: the same figure of the model that was in use then; None if there was none."""

    slug: str
    name: Promise
    meaning: Promise
    value: float
    before: float | None

    @property
    def is_share(self) -> bool:
        return self.slug in ("accuracy", "ece")

    @property
    def change(self) -> float:
        return self.value - self.before if self.before is not None else 0.0

    @property
    def differs(self) -> bool:
        """By so much that it is seen in three decimals."""
        return abs(self.change) >= SMALLEST_SHOWN

    @property
    def is_better(self) -> bool:
        return self.change < 0 if self.slug in LOWER_IS_BETTER else self.change > 0


@dataclass(frozen=True, slots=True)
class Row:
    """A true queue: how many tickets taught and tested it, and where the model would have put the tested ones."""

    kind: str
    taught: int
    held_out: int
    right: int
    cells: list[tuple[int, bool]]
    words: list[tuple[str, float]]

    @property
    def share_right(self) -> float | None:
        return self.right / self.held_out if self.held_out else None


@dataclass(frozen=True, slots=True)
class Slice:
    value: str
    n: int
    accuracy: float
    bound: float

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class CardReading:
    """on_others: the figures are of tickets that the model was not taught; else of its own, each left out in turn."""

    model: TrainedModel
    on_others: bool
    n: int
    error_bound: float
    figures: list[Figure]
    rows: list[Row]
    plot: Reliability
    languages: list[Slice]
    roles: list[Slice]
    municipalities: list[Slice]
    other_municipalities: int
    queues: list[QueueReading]
    automatic_share: float | None

    @property
    def enough(self) -> int:
        return ENOUGH

    @property
    def card(self) -> dict[str, Any]:
        card: dict[str, Any] = self.model.card
        return card


def card_reading(
    model: TrainedModel, municipality: Municipality, in_use: TrainedModel | None, *, everywhere: bool
) -> CardReading:
    """everywhere: show every municipality's figures, not only the one's whose page it is."""
    card = model.card
    on_others = bool(card["figures"]["n"])
    measured = card["figures"] if on_others else card["out_of_fold"]
    places = slices_of(card, "municipality")
    queues = queue_readings(municipality, in_use)
    return CardReading(
        model=model,
        on_others=on_others,
        n=measured["n"],
        error_bound=measured["error_bound"],
        figures=figures_of(measured, card["before"]),
        rows=rows_of(card, measured),
        plot=reliability(measured["reliability"]),
        languages=slices_of(card, "language"),
        roles=slices_of(card, "role"),
        municipalities=named([place for place in places if everywhere or place.value == municipality.slug]),
        other_municipalities=0 if everywhere else sum(place.value != municipality.slug for place in places),
        queues=queues,
        automatic_share=automatic_share(card, [queue.stage for queue in queues if queue.is_certified], municipality),
    )


def figures_of(measured: dict[str, Any], before: dict[str, Any]) -> list[Figure]:
    return [Figure(slug, *words, measured[slug], before.get(slug)) for slug, words in FIGURES.items()]


def rows_of(card: dict[str, Any], measured: dict[str, Any]) -> list[Row]:
    """One by class, in the order in which the confusion table has its columns."""
    return [
        Row(
            kind=kind,
            taught=card["taught"]["by_queue"].get(kind, 0),
            held_out=sum(counts),
            right=counts[place],
            cells=[(count, column == place) for column, count in enumerate(counts)],
            words=card["words"].get(kind, []),
        )
        for place, (kind, counts) in enumerate(zip(card["classes"], measured["confusion"], strict=True))
    ]


def slices_of(card: dict[str, Any], name: str) -> list[Slice]:
    """The largest first."""
    found = [
        Slice(value, figures["n"], figures["accuracy"], figures["error_bound"])
        for value, figures in card["slices"][name].items()
    ]
    return sorted(found, key=lambda one: (-one.n, one.value))


def named(places: list[Slice]) -> list[Slice]:
    """With the municipality's name in the place of its slug, as far as it still exists."""
    names = dict(Municipality.objects.filter(slug__in=[place.value for place in places]).values_list("slug", "name"))
    return [replace(place, value=names.get(place.value, place.value)) for place in places]


def automatic_share(card: dict[str, Any], certified: list[QueueStage], municipality: Municipality) -> float | None:
    """Share of the municipality's held-out tickets that the certified queues would sort by themselves."""
    own = card["slices"]["municipality"].get(municipality.slug)
    return sum(stage.certificate["n"] for stage in certified) / own["n"] if own else None
