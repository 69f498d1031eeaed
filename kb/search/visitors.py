"""A visitor's search in whatever backend the settings name. Only our own understands questions."""

from typing import Any

from modelsearch.backends import get_search_backend
from modelsearch.query import PlainText, SearchQuery

from kb.models import KnowledgePageQuerySet
from kb.search.backend import SearchBackend
from kb.search.backend.results import Found, SearchResults
from kb.search.question import Question


def own_backend() -> SearchBackend | None:
    """None if the database or a search server answers."""
    backend: Any = get_search_backend("default")
    return backend if isinstance(backend, SearchBackend) else None


def matches(pages: KnowledgePageQuerySet, question: Question) -> list[Found]:
    """The pages that answer the question, the best first, without reading any."""
    results = pages.search(understood(question))
    if isinstance(results, SearchResults):
        return results.matches()
    return [Found(page.pk, 0.0, is_inner=False) for page in results]


def understood(question: Question) -> SearchQuery:
    """The question itself, or its words, any of which may match."""
    return question if own_backend() else PlainText(question.text, operator="or")
