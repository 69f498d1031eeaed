"""Hits of the engine, re-checked in the database: the index ranks, the queryset decides who may see what."""

import logging
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from modelsearch.backends.database.fallback import (
    DatabaseAutocompleteQueryCompiler,
    DatabaseSearchQueryCompiler,
    DatabaseSearchResults,
)
from modelsearch.query import PlainText

from kb.search.backend.compiler import AutocompleteQueryCompiler
from kb.search.backend.documents import kind_tag, pk_of
from kb.search.engine import EngineError, Hit
from kb.search.engine.query import SHARE_OF_BEST
from kb.search.question import Question

logger = logging.getLogger(__name__)

MAX_IN_QUERY = 500


class SearchResults(BaseSearchResults):
    supports_facet = True

    def _do_search(self) -> list[Any]:
        try:
            ranked = self.allowed
        except EngineError as error:
            logger.warning("The search index cannot be used (%s); searching in the database", error)
            return list(self.from_database()._do_search())
        wanted = ranked[self.start : self.stop]
        found = self.query_compiler.queryset.in_bulk([pk for pk, _ in wanted])
        return [self.scored(found[pk], score) for pk, score in wanted if pk in found]

    def _clone(self) -> "SearchResults":
        """A slice asks for the same hits: the paginator counts first and cuts then."""
        clone: SearchResults = super()._clone()
        if "allowed" in self.__dict__:
            clone.__dict__["allowed"] = self.allowed
        return clone

    def _do_count(self) -> int:
        try:
            return len(self.allowed[self.start : self.stop])
        except EngineError:
            return int(self.from_database()._do_count())

    @cached_property
    def allowed(self) -> list[tuple[Any, float]]:
        """Keys and scores of the hits that the queryset allows, in the order asked for."""
        queryset = self.query_compiler.queryset
        to_python = queryset.model._meta.pk.to_python
        scores = {to_python(pk_of(hit.key)): hit.score for hit in self.hits()}
        permitted = list(self.permitted(self.ordered(queryset), list(scores)))
        if self.query_compiler.order_by_relevance:
            position = {pk: place for place, pk in enumerate(scores)}
            permitted.sort(key=position.__getitem__)
        least = self.share_of_best() * max((scores[pk] for pk in permitted), default=0.0)
        return [(pk, scores[pk]) for pk in permitted if scores[pk] >= least]

    def share_of_best(self) -> float:
        """What a hit must score of the best one that this reader may see; others' hits must not push out theirs."""
        return SHARE_OF_BEST if isinstance(self.query_compiler.query, Question) else 0.0

    def ordered(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """By the database where that is asked for; the newest first where nothing is said."""
        if self.query_compiler.order_by_relevance:
            return queryset.order_by()
        return queryset if queryset.ordered else queryset.order_by("-pk")

    def facet(self, field_name: str) -> dict[Any, int]:
        """How many of the hits have each value of the field, the most frequent first."""
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        hits = self.query_compiler.queryset.order_by().filter(pk__in=[pk for pk, _ in self.allowed])
        return dict(hits.values_list(field_name).annotate(count=Count("pk")).order_by("-count", field_name))

    def hits(self) -> list[Hit]:
        compiler = self.query_compiler
        hits: list[Hit] = self.backend.engine.search(
            compiler.engine_query(), require=[[kind_tag(compiler.queryset.model)]]
        )
        return hits

    def permitted(self, queryset: "QuerySet[Any]", pks: list[Any]) -> Iterator[Any]:
        """One query, however many hits: of very many, all that the queryset allows is read and compared here."""
        few = len(pks) <= MAX_IN_QUERY
        allowed = queryset.filter(pk__in=pks) if few else queryset
        wanted = set(pks)
        return (pk for pk in allowed.values_list("pk", flat=True).distinct() if pk in wanted)

    def scored(self, instance: Any, score: float) -> Any:
        if self._score_field:
            setattr(instance, self._score_field, score)
        return instance

    def from_database(self) -> DatabaseSearchResults:
        """The library's own substring search, for when the index is unusable."""
        compiler = self.query_compiler
        query = compiler.query
        if isinstance(query, Question):
            query = PlainText(query.text, operator="or")
        autocomplete = isinstance(compiler, AutocompleteQueryCompiler)
        fallback = DatabaseAutocompleteQueryCompiler if autocomplete else DatabaseSearchQueryCompiler
        results = DatabaseSearchResults(
            self.backend,
            fallback(
                compiler.queryset,
                query,
                fields=compiler.fields,
                order_by_relevance=compiler.order_by_relevance,
            ),
        )
        results.start, results.stop, results._score_field = self.start, self.stop, self._score_field
        return results
