"""What is put into the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """One thing to be found.

    key: unique name, given back by searches. tags: what searches filter by, such as `kind:guide` or `language:sv`.
    texts: field name to text. completions: field name to text that is also found by the beginnings of its words.
    """

    key: str
    tags: Sequence[str] = ()
    language: str = "sv"
    texts: Mapping[str, str] = field(default_factory=dict)
    completions: Mapping[str, str] = field(default_factory=dict)
