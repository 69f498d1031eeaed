"""How a document lies in the index: which fields, and which terms they hold."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from whoosh import fields, formats

from kb.search.engine import analysis
from kb.search.engine.documents import Document

SCHEMA_VERSION: Final = "2"
"""Raised when analysis or fields change: an index of another version must be rebuilt."""
NAME: Final = f"skolstod{SCHEMA_VERSION}"

WORDS, STEMS, GRAMS, COMPLETIONS = "w_", "s_", "g_", "c_"
KEY, TAGS, GIST = "key", "tags", "gist"

GIST_WORDS: Final = 64
GIST_LETTERS: Final = 4
"""Shorter words are left out of the gist: most say nothing about the matter."""


class Terms(fields.FieldType):
    """Ready-made terms with how often each occurs. Faster than Whoosh's own analysis, and without a payload."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None, scorable=True)

    def index(self, value: Sequence[str], **kwargs: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, count in Counter(value).items():
            yield term.encode(), count, float(count), b""


def schema() -> fields.Schema:
    built = fields.Schema(**{KEY: fields.ID(unique=True, sortable=True), TAGS: Terms(), GIST: fields.STORED()})
    built.add(f"{WORDS}*", fields.TEXT(analyzer=None, phrase=True), glob=True)
    for prefix in (STEMS, GRAMS, COMPLETIONS):
        built.add(f"{prefix}*", Terms(), glob=True)
    return built


def row(document: Document) -> dict[str, object]:
    """The document as Whoosh fields."""
    values: dict[str, object] = {KEY: document.key, TAGS: list(document.tags)}
    found = {name: analysis.words(text) for name, text in document.texts.items()}
    for name, words in found.items():
        values[WORDS + name] = words
        values[STEMS + name] = analysis.stems(words, document.language)
        values[GRAMS + name] = analysis.grams(words)
    for name, text in document.completions.items():
        values[COMPLETIONS + name] = analysis.words(text)
    values[GIST] = {"language": document.language, "words": gist(found.values())}
    return values


def gist(texts: Iterable[list[str]]) -> dict[str, int]:
    """The most frequent words with their counts, from which `similar` makes its question."""
    counts = Counter(word for words in texts for word in words if len(word) >= GIST_LETTERS)
    return dict(counts.most_common(GIST_WORDS))
