"""Text to index terms: words, stems, and character 4-grams with the edges of words marked.

The grams make compounds and misspellings meet ("elevernas inloggning" finds "logga in elever") without any
dictionary. They are folded (å to a), for people whose keyboard has no Swedish letters; stems are not, so that the
right spelling still wins. ADR 0004 and 0009 hold the measurements.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.lang.snowball.swedish import SwedishStemmer

GRAM: Final = 4
EDGE: Final = "_"
MAX_WORD: Final = 60
WORD: Final = re.compile(r"[^\W_]+")
"""Underscores separate, as they mark edges in grams."""
QUOTED: Final = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')
STEMMERS: Final = {"sv": SwedishStemmer(), "en": EnglishStemmer()}
LATIN: Final = [chr(code) for code in range(0xC0, 0x250)]


def base_letter(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


FOLDED: Final = str.maketrans({letter: base_letter(letter) for letter in LATIN} | {"ø": "o", "æ": "a"})


def words(text: str) -> list[str]:
    """Lower-case words in order."""
    return [word[:MAX_WORD] for word in WORD.findall(unicodedata.normalize("NFC", text).lower())]


def quoted(text: str) -> list[list[str]]:
    """The words of each passage in quotation marks."""
    return [found for passage in QUOTED.findall(text) if (found := words(passage))]


def folded(word: str) -> str:
    """Without marks on Latin letters: `lärare` gives `larare`."""
    return word.translate(FOLDED)


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem in the language; the word itself in a language without a stemmer."""
    stemmer = STEMMERS.get(language)
    return str(stemmer.stem(word)) if stemmer else word


def stems(text_words: list[str], language: str) -> list[str]:
    return [stem(word, language) for word in text_words]


@lru_cache(maxsize=50_000)
def word_grams(word: str) -> tuple[str, ...]:
    """`skola` gives `_sko skol kola ola_`; a word shorter than a gram gives itself between edges."""
    marked = f"{EDGE}{folded(word)}{EDGE}"
    if len(marked) <= GRAM:
        return (marked,)
    return tuple(marked[start : start + GRAM] for start in range(len(marked) - GRAM + 1))


def grams(text_words: list[str]) -> list[str]:
    return [gram for word in text_words for gram in word_grams(word)]
