"""Text to index terms: words, stems, and character 4-grams with the edges of words marked.

The grams make compounds and misspellings meet ("elevernas inloggning" finds "logga in elever") without any
dictionary. ADR 0004 holds the measurements that chose them.
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
WORD = re.compile(r"\w+", re.UNICODE)
STEMMERS: Final = {"sv": SwedishStemmer(), "en": EnglishStemmer()}


def words(text: str) -> list[str]:
    """Lower-case words in order. Underscores separate, as they mark edges in grams."""
    folded = unicodedata.normalize("NFC", text).lower().replace(EDGE, " ")
    return [word[:MAX_WORD] for word in WORD.findall(folded)]


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
    marked = f"{EDGE}{word}{EDGE}"
    if len(marked) <= GRAM:
        return (marked,)
    return tuple(marked[start : start + GRAM] for start in range(len(marked) - GRAM + 1))


def grams(text_words: list[str]) -> list[str]:
    return [gram for word in text_words for gram in word_grams(word)]
