"""How heavy a Swedish text is to read: LIX (Björnsson 1968) and the length of its sentences. Plain functions.

LIX = words per sentence + per cent of words with more than six letters. Under 30 is very easy (children's books),
30-39 easy (fiction, popular press), 40-49 of medium weight (newspapers), 50-59 heavy (official texts), 60 and more
very heavy. It says nothing about whether a text is true, well ordered or friendly.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LONG_WORD = 7
"""Letters from which a word counts as long."""
LONG_SENTENCE = 25
"""Words from which a sentence is worth dividing."""
WANTED_MEAN = 15
GOAL = 40
"""Under this LIX most adults read without effort."""
ENOUGH_WORDS = 30
"""Fewer words give a figure that means nothing."""

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+")
SENTENCE_END = re.compile(r"[.!?…:](?=\s|$)|\n")


class Weight(StrEnum):
    VERY_EASY = "very easy"
    EASY = "easy"
    MEDIUM = "medium"
    HEAVY = "heavy"
    VERY_HEAVY = "very heavy"


BOUNDS = ((30, Weight.VERY_EASY), (40, Weight.EASY), (50, Weight.MEDIUM), (60, Weight.HEAVY))


class Advice(StrEnum):
    SHORTER_SENTENCES = "shorter sentences"
    SHORTER_WORDS = "shorter words"


@dataclass(frozen=True, slots=True)
class Reading:
    words: int
    sentences: int
    long_words: int
    longest: int
    """Words of the longest sentence."""
    long_sentences: int

    @property
    def mean(self) -> float:
        """Words a sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def lix(self) -> int:
        """0 for a text without words."""
        return round(self.mean + 100 * self.long_words / self.words) if self.words else 0

    @property
    def weight(self) -> Weight:
        return next((weight for bound, weight in BOUNDS if self.lix < bound), Weight.VERY_HEAVY)

    @property
    def is_measurable(self) -> bool:
        return self.words >= ENOUGH_WORDS

    @property
    def advice(self) -> Advice | None:
        """What helps most; None where the text is easy enough."""
        if not self.is_measurable or self.lix < GOAL:
            return None
        return Advice.SHORTER_SENTENCES if self.mean > WANTED_MEAN else Advice.SHORTER_WORDS


def measure(text: str) -> Reading:
    """Of plain text. A line break ends a sentence, so that headings and list items are sentences of their own."""
    sentences = [words for part in SENTENCE_END.split(text) if (words := WORD.findall(part))]
    lengths = [len(words) for words in sentences]
    return Reading(
        words=sum(lengths),
        sentences=len(lengths),
        long_words=sum(len(word) >= LONG_WORD for words in sentences for word in words),
        longest=max(lengths, default=0),
        long_sentences=sum(length >= LONG_SENTENCE for length in lengths),
    )
