"""modelsearch's queries to the engine's, with each model's fields and boosts as weights."""

from collections.abc import Iterator, Sequence
from typing import Any

from modelsearch import query as library
from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.index import BaseField, Indexed, RelatedFields, SearchField, get_indexed_models

from kb.search.engine import query as engine
from kb.search.question import Question

DEFAULT_BOOST = 1.0


def search_fields(fields: Sequence[BaseField], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Names and weights, into related rows: `protagonist__name`."""
    for field in fields:
        if isinstance(field, RelatedFields):
            yield from search_fields(field.fields, f"{prefix}{field.field_name}__")
        elif isinstance(field, SearchField):
            yield prefix + field.field_name, float(field.kwargs.get("boost") or DEFAULT_BOOST)


class QueryCompiler(BaseSearchQueryCompiler):
    """Whole words. The queryset's filters are not compiled: the database applies them to the hits."""

    HANDLES_ORDER_BY_EXPRESSIONS = True

    def weights(self) -> dict[str, float]:
        """Field name to weight: the model's own fields, those of what it is related to, and those of its kinds."""
        found: dict[str, float] = {}
        for model in self.models():
            for name, boost in search_fields(model.get_search_fields()):
                found.setdefault(name, boost)
        return {name: boost for name, boost in found.items() if self.fields is None or name in self.fields}

    def models(self) -> list[type[Indexed]]:
        """The model and its indexed children: a search of pages also reads what only guides have."""
        model = self.queryset.model
        return [model, *(child for child in get_indexed_models() if issubclass(child, model) and child is not model)]

    def engine_query(self) -> engine.Query:
        return self.translate(self.query)

    def translate(self, query: Any) -> engine.Query:
        match query:
            case Question():
                return engine.Question(
                    query.text,
                    query.language,
                    self.weights(),
                    quotes=query.quotes,
                    share=0.0,  # of the best hit that may be seen, and that is known later: results.SearchResults
                )
            case library.PlainText():
                return engine.Boosted(self.words(query.query_string, query.operator), query.boost)
            case library.Phrase():
                return engine.Phrase(query.query_string, self.weights())
            case library.Fuzzy():
                return engine.Question(query.query_string, "", self.weights(), stems=False, quotes=False)
            case library.MatchAll():
                return engine.Everything()
            case library.Boost():
                return engine.Boosted(self.translate(query.subquery), query.boost)
            case library.And():
                return engine.All(tuple(self.translate(part) for part in query.subqueries))
            case library.Or():
                return engine.Any(tuple(self.translate(part) for part in query.subqueries))
            case library.Not():
                return engine.Without(self.translate(query.subquery))
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search backend.")

    def words(self, text: str, operator: str) -> engine.Query:
        return engine.Words(text, self.weights(), operator)


class AutocompleteQueryCompiler(QueryCompiler):
    """Beginnings of words, in the fields that the model offers for completion."""

    def weights(self) -> dict[str, float]:
        fields = self.queryset.model.get_autocomplete_search_fields()
        allowed = [field.field_name for field in fields] if self.fields is None else self.fields
        return {field.field_name: DEFAULT_BOOST for field in fields if field.field_name in allowed}

    def words(self, text: str, operator: str) -> engine.Query:
        return engine.Beginning(text, self.weights(), operator)
