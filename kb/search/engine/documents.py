"""What is put into the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found.

    key: unique name, given back by searches. kinds: names that searches filter by. texts: field name to text.
    completions: field name to text that is also found by the beginnings of its words.
    """

    key: str
    kinds: Sequence[str] = ()
    language: str = "sv"
    texts: Mapping[str, str] = field(default_factory=dict)
    completions: Mapping[str, str] = field(default_factory=dict)
