"""'Related pages': a document asks with its own most telling words."""

from heapq import nlargest
from math import log
from typing import Final

from kb.search.engine.query import Question
from kb.search.engine.schema import WORDS
from kb.search.engine.snapshot import Snapshot

TELLING: Final = 12
"""Words that are asked with."""


def question_of(number: int, snapshot: Snapshot) -> Question:
    """A question of the words that are frequent here and rare elsewhere; all fields alike."""
    gist = snapshot.gist(number)
    fields = snapshot.fields(WORDS)

    def telling(counted: tuple[str, int]) -> float:
        word, count = counted
        holders = max(snapshot.postings(field, word).documents.size for field in fields)
        return (1 + log(count)) * log(1 + snapshot.count / holders)

    words = [word for word, _ in nlargest(TELLING, gist["words"].items(), key=telling)]
    alike = {field.removeprefix(WORDS): 1.0 for field in fields}
    return Question(" ".join(words), gist["language"], alike, quotes=False)
