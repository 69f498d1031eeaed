"""Pictures as numbers: where a template draws points and bars. Whole numbers, so that no language changes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

LEFT, TOP, SIDE = 52, 14, 300
"""The square in which both axes run from 0 to 100 %."""
SMALLEST_RADIUS, WIDEST_RADIUS = 4, 16
BIN_WIDTH = 0.1
"""Of confidence, as `triage.classifier.figures` measures; kept here because cards of all ages are drawn."""
TICKS = (0, 25, 50, 75, 100)
HALF_BAR = 100
"""Width of a bar that points left or right from the middle."""


@dataclass(frozen=True, slots=True)
class Tick:
    percent: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Point:
    """A bin of confidence. diagonal: where it would lie if the model were as often right as it is sure."""

    x: int
    y: int
    radius: int
    diagonal: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """`bins` as in `triage.classifier.figures.reliability`: the data of the table beside the picture."""

    bins: list[dict[str, Any]]
    points: list[Point]
    ticks: list[Tick]


@dataclass(frozen=True, slots=True)
class Bar:
    """From the middle to the right for what speaks for the queue, to the left for what speaks against it."""

    x: int
    width: int


def reliability(bins: list[dict[str, Any]]) -> Reliability:
    most = max((row["n"] for row in bins), default=1)
    rows = [{**row, "to": row["from"] + BIN_WIDTH} for row in bins]
    return Reliability(rows, [point(row, most) for row in bins], [tick(percent) for percent in TICKS])


def point(row: dict[str, Any], most: int) -> Point:
    """The area of a point shows how many tickets it stands for."""
    radius = SMALLEST_RADIUS + round((WIDEST_RADIUS - SMALLEST_RADIUS) * sqrt(row["n"] / most))
    return Point(across(row["confidence"]), up(row["right"]), radius, up(row["confidence"]))


def tick(percent: int) -> Tick:
    return Tick(percent, across(percent / 100), up(percent / 100))


def across(share: float) -> int:
    return LEFT + round(SIDE * share)


def up(share: float) -> int:
    return TOP + SIDE - round(SIDE * share)


def bars(weights: Sequence[float]) -> list[Bar]:
    """The heaviest weight fills its half."""
    widest = max((abs(weight) for weight in weights), default=0.0) or 1.0
    widths = [round(HALF_BAR * abs(weight) / widest) for weight in weights]
    return [
        Bar(HALF_BAR if weight >= 0 else HALF_BAR - width, width) for weight, width in zip(weights, widths, strict=True)
    ]
