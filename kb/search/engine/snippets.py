"""The sentence of a text that answers a question best, with the words that matched."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from whoosh.lang.stopwords import stoplists

from kb.search.engine import analysis

MAX_LENGTH: Final = 220
"""Characters of a snippet."""
ENOUGH: Final = 160
"""Characters up to which the sentences after the best one are added."""
ALIKE: Final = 0.6
"""Share of common grams from which a word counts as the same word, written otherwise."""
SHORTEST: Final = 3
"""Letters of a word that says something."""
ENDS: Final = (".", "!", "?", ":", ",")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
MORE: Final = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `marked` if the reader's own words stand in it."""

    text: str
    marked: bool


def snippet(texts: list[str], question: str, language: str) -> list[Piece]:
    """The best sentence of `texts`, which come in order of preference: an earlier one wins among equals.

    Returns an empty list if none of the telling words of the question stands in them.
    """
    wanted = telling_words(question, language)
    best, most = "", 0
    for sentences in (SENTENCE_END.split(text.strip()) for text in texts):
        for at, sentence in enumerate(sentences):
            if (count := words_found(sentence, wanted, language)) > most:
                best, most = with_what_follows(sentences[at:]), count
    return marked(cut(best, wanted, language), wanted, language) if best else []


def words_found(sentence: str, wanted: frozenset[str], language: str) -> int:
    """How many of the wanted words stand in the sentence in some form."""
    there = set(analysis.words(sentence))
    return sum(any(is_alike(word, asked, language) for word in there) for asked in wanted)


def with_what_follows(sentences: list[str]) -> str:
    """The first sentence, and as many of the next ones as there is room for."""
    text = sentences[0]
    for sentence in sentences[1:]:
        if len(text) + len(sentence) > ENOUGH:
            break
        text += f" {sentence}" if text.endswith(ENDS) else f" · {sentence}"
    return text


def marked(text: str, wanted: frozenset[str], language: str) -> list[Piece]:
    """The text in pieces, joined again without loss."""
    spans = [(match.group(), matches(match.group(), wanted, language)) for match in re.finditer(r"\w+|\W+", text)]
    return [
        Piece("".join(span for span, _ in group), is_match)
        for is_match, group in groupby(spans, key=lambda span: span[1])
    ]


def cut(sentence: str, wanted: frozenset[str], language: str) -> str:
    """A long sentence around its first match, cut between words."""
    if len(sentence) <= MAX_LENGTH:
        return sentence
    words = list(re.finditer(r"\S+", sentence))
    first = next((at for at, word in enumerate(words) if matches(word.group(), wanted, language)), 0)
    start = words[max(0, first - 4)].start()
    end = max((word.end() for word in words if word.end() <= start + MAX_LENGTH), default=start + MAX_LENGTH)
    return f"{MORE if start else ''}{sentence[start:end]}{MORE if end < len(sentence) else ''}"


def matches(text: str, wanted: frozenset[str], language: str) -> bool:
    return any(is_alike(word, asked, language) for word in analysis.words(text) for asked in wanted)


def telling_words(question: str, language: str) -> frozenset[str]:
    """Without the small words of the language; with them if there are no others."""
    typed = frozenset(analysis.words(question))
    small = stoplists.get(language, frozenset())
    return frozenset(word for word in typed if len(word) >= SHORTEST and word not in small) or typed


@lru_cache(maxsize=20_000)
def is_alike(word: str, asked: str, language: str) -> bool:
    """The same word in another form, as part of a compound, or spelt a little differently."""
    if analysis.stem(word, language) == analysis.stem(asked, language):
        return True
    if min(len(word), len(asked)) < analysis.GRAM:
        return False
    if asked in word:
        return True
    ours, theirs = set(analysis.word_grams(word)), set(analysis.word_grams(asked))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) >= ALIKE
