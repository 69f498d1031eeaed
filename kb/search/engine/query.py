"""Queries as small immutable trees. `scoring` says which documents match and how well."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

STEM_WEIGHTS: Final = {"sv": 0.7, "en": 2.0}
"""What a stem is worth beside a gram; Swedish compounds are met by grams, English has few. Measured: ADR 0009."""
OTHER_STEM_WEIGHT: Final = 0.7
SHARE_OF_BEST: Final = 0.15
"""Measured: ADR 0009."""


@dataclass(frozen=True, slots=True)
class Question:
    """A visitor's own words; any of them may match, in any spelling. `weights`: field name to weight.

    stems: whether forms of words count beside their grams. quotes: whether passages in quotation marks must be there
    word for word. share: hits that score less than this share of the best are left out.
    """

    text: str
    language: str
    weights: Mapping[str, float]
    stems: bool = True
    quotes: bool = True
    share: float = SHARE_OF_BEST


@dataclass(frozen=True, slots=True)
class Words:
    """Stemmed words joined by `and` or `or`, each found in any of the fields."""

    text: str
    weights: Mapping[str, float]
    operator: str = "and"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, one right after the other."""

    text: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Words joined by `and` or `or`, each of which must begin a word of a completion field."""

    text: str
    weights: Mapping[str, float]
    operator: str = "and"


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents, equally well."""


@dataclass(frozen=True, slots=True)
class All:
    """What matches every part. Nothing, if there are no parts."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What matches some part."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What does not match, all equally well."""

    part: "Query"


@dataclass(frozen=True, slots=True)
class Boosted:
    """What matches the part, worth `factor` times as much."""

    part: "Query"
    factor: float


Query = Question | Words | Phrase | Beginning | Everything | All | Any | Without | Boosted
