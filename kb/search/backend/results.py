"""Hits of the engine, re-checked in the database: the index ranks, the queryset decides who may see what."""

import logging
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from modelsearch.backends.database.fallback import (
    DatabaseAutocompleteQueryCompiler,
    DatabaseSearchQueryCompiler,
    DatabaseSearchResults,
)
from modelsearch.query import PlainText

from kb.search.backend.compiler import AutocompleteQueryCompiler
from kb.search.backend.documents import INNER, inner_kind_of, kind_of, pk_of
from kb.search.engine import EngineError, Hit
from kb.search.engine.query import SHARE_OF_BEST
from kb.search.question import Question

logger = logging.getLogger(__name__)

MAX_IN_QUERY = 500


class Found(NamedTuple):
    """A row that matches. `is_inner`: by what only some of its readers may read."""

    pk: Any
    score: float
    is_inner: bool


class SearchResults(BaseSearchResults):
    supports_facet = True

    def _do_search(self) -> list[Any]:
        try:
            ranked = self.allowed
        except EngineError as error:
            return self.searched_in_database(error)
        wanted = ranked[self.start : self.stop]
        rows = self.query_compiler.queryset.in_bulk([found.pk for found in wanted])
        return [self.described(rows[found.pk], found) for found in wanted if found.pk in rows]

    def matches(self) -> list[Found]:
        """All rows that match, as ordered, without reading them."""
        try:
            return self.allowed
        except EngineError as error:
            return [Found(row.pk, 0.0, is_inner=False) for row in self.searched_in_database(error)]

    def searched_in_database(self, error: EngineError) -> list[Any]:
        logger.warning("The search index cannot be used (%s); searching in the database", error)
        self.backend.report_broken()
        return list(self.from_database()._do_search())

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
    def allowed(self) -> list[Found]:
        """The hits that the queryset allows, in the order asked for."""
        found = self.found()
        permitted = [found[pk] for pk in self.permitted(self.ordered(self.query_compiler.queryset), set(found))]
        if self.query_compiler.order_by_relevance:
            permitted.sort(key=lambda hit: (-hit.score, hit.pk))
        least = self.share_of_best() * max((hit.score for hit in permitted), default=0.0)
        return [hit for hit in permitted if hit.score >= least]

    def share_of_best(self) -> float:
        """What a hit must score of the best one that this reader may see; others' hits must not push out theirs."""
        return SHARE_OF_BEST if isinstance(self.query_compiler.query, Question) else 0.0

    def found(self) -> dict[Any, Found]:
        """Of each row the better of its two documents, if the reader may read the inner one."""
        to_python = self.query_compiler.queryset.model._meta.pk.to_python
        hits = [Found(to_python(pk_of(hit.key)), hit.score, hit.key.endswith(INNER)) for hit in self.hits()]
        inner = {hit.pk for hit in hits if hit.is_inner}
        readable = set(self.permitted(self.query_compiler.query.inner, inner)) if inner else set()
        best_last = sorted((hit for hit in hits if not hit.is_inner or hit.pk in readable), key=lambda hit: hit.score)
        return {hit.pk: hit for hit in best_last}

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
        hits = self.query_compiler.queryset.order_by().filter(pk__in=[found.pk for found in self.allowed])
        return dict(hits.values_list(field_name).annotate(count=Count("pk")).order_by("-count", field_name))

    def hits(self) -> list[Hit]:
        compiler = self.query_compiler
        query, model = compiler.query, compiler.queryset.model
        is_question = isinstance(query, Question)
        kinds = {kind_of(model)}
        if is_question and query.inner is not None:
            kinds.add(inner_kind_of(model))
        require = [kinds, *(query.require if is_question else ())]
        hits: list[Hit] = self.backend.engine.search(compiler.engine_query(), require=require)
        return hits

    def permitted(self, queryset: "QuerySet[Any]", pks: set[Any]) -> Iterator[Any]:
        """One query, however many hits: of very many, all that the queryset allows is read and compared here."""
        allowed = queryset.filter(pk__in=pks) if len(pks) <= MAX_IN_QUERY else queryset
        return (pk for pk in allowed.values_list("pk", flat=True).distinct() if pk in pks)

    def described(self, row: Any, found: Found) -> Any:
        row.is_inner = found.is_inner
        if self._score_field:
            setattr(row, self._score_field, found.score)
        return row

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
