"""Reads labelled texts strictly, and draws from them."""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.search.files import BadLine, Text, checked_id, checked_relevant, checked_text, rows

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, whose answer it is (`label`) and which documents hold it."""

    text: str
    label: str
    relevant: frozenset[str]


def read_labelled(path: Path) -> list[Labelled]:
    return filled(
        [Labelled(checked_text(row, "text", path, line), checked_label(row, path, line)) for line, row in rows(path)],
        path,
    )


def read_texts(path: Path) -> list[str]:
    return filled([checked_text(row, "text", path, line) for line, row in rows(path)], path)


def read_knowledge(path: Path) -> list[tuple[Text, str]]:
    found: dict[str, tuple[Text, str]] = {}
    for line, row in rows(path):
        key = checked_id(row.get("id"), path, line)
        title = checked_text(row, "title", path, line) if row.get("title") is not None else ""
        if key in found:
            raise BadLine(path, line, f"the id {key!r} is taken by an earlier line")
        found[key] = (Text(key, title, checked_text(row, "text", path, line)), checked_label(row, path, line))
    return filled(list(found.values()), path)


def read_asked(path: Path) -> list[Asked]:
    return filled(
        [
            Asked(
                checked_text(row, "query", path, line),
                checked_label(row, path, line),
                checked_relevant(row, path, line),
            )
            for line, row in rows(path)
        ],
        path,
    )


def checked_label(row: dict[str, object], path: Path, line: int) -> str:
    """Equal numbers are the same label: some tools write 1.0 where others write 1."""
    value = row.get("label")
    if isinstance(value, float) and isfinite(value):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise BadLine(path, line, "`label` must be a string or a number")
    return str(value)


def filled(found: list[Row], path: Path) -> list[Row]:
    if not found:
        raise BadLine(path, 1, "there is no line in the file")
    return found


def draw(examples: list[Labelled], size: int, seed: int) -> list[Labelled]:
    """Without replacement; the same seed draws the same rows."""
    chosen = np.random.default_rng(seed).permutation(len(examples))[:size]
    return [examples[int(place)] for place in chosen]
