"""What a visitor typed, as opposed to a query with operators."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from modelsearch.query import SearchQuery

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Question(SearchQuery):
    """Words in the visitor's own order and spelling; any of them may match, the best match comes first.

    quotes: whether passages in quotation marks must be there word for word.
    require: of each collection of tags a hit must have one (`kb.search.tags`).
    inner: the rows whose inner text the reader may read too (background for employees); None for nobody's.
    """

    def __init__(
        self,
        text: str,
        language: str,
        *,
        quotes: bool = True,
        require: Sequence[Collection[str]] = (),
        inner: "QuerySet[Any] | None" = None,
    ) -> None:
        self.text = text
        self.language = language
        self.quotes = quotes
        self.require = require
        self.inner = inner

    def __repr__(self) -> str:
        return f"<Question of {len(self.text)} characters>"
