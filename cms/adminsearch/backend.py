"""The backend that Wagtail's setting names: `WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.adminsearch.backend"}}`.

Written against modelsearch 1.3, whose base classes check filters and orderings and whose result class slices and counts.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.db.models import Count, Model, QuerySet
from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    FilterFieldError,
)
from modelsearch.query import MatchAll

from cms.adminsearch import keeping
from cms.adminsearch.questions import Meaning, Scope, boosts, meaning

SCORE = "_score"


class Index(BaseIndex):  # type: ignore[misc]
    """One index for all models."""

    def __init__(self, backend: BaseSearchBackend) -> None:
        super().__init__(backend)
        self.seen: set[tuple[int, str]] | None = None

    def add_items(self, model: type[Model], items: Any) -> None:
        """Write the texts of some objects; what did not change is left alone."""
        if model.get_search_fields():  # type: ignore[attr-defined]
            keys = keeping.write(model, items)
            if self.seen is not None:
                self.seen |= keys

    def delete_item(self, item: Any) -> None:
        """Forget an object."""
        keeping.remove(type(item), item.pk)

    def reset(self) -> None:
        """Forget everything."""
        keeping.remove_all()


class Rebuilder:
    """Writes all objects over what is there and then forgets the rest: searches find things all the while."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def start(self) -> Index:
        """Begin to note what is written."""
        self.index.seen = set()
        return self.index

    def finish(self) -> None:
        """Forget what was not written."""
        keeping.remove_others(self.index.seen or set())
        self.index.seen = None


class SearchCompiler(BaseSearchQueryCompiler):  # type: ignore[misc]
    """Turns a question into a queryset."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    completing = False

    def found(self, *, score: str = "") -> QuerySet[Any]:
        """Return the objects meant, best first where relevance was asked for, with their score where it has a name."""
        told = self._meaning()
        objects = self.queryset.filter(told.condition)
        by_worth = self.order_by_relevance and bool(told.worth)
        if score or by_worth:
            objects = objects.annotate(**{score or SCORE: told.score})
        if by_worth:
            return objects.order_by(f"-{score or SCORE}", "-pk")
        ordered = objects.query.order_by or (self.order_by_relevance and isinstance(self.query, MatchAll))
        return objects if ordered else objects.order_by("-pk")

    def _meaning(self) -> Meaning:
        model = self.queryset.model
        scope = Scope(model, self.completing, tuple(self.fields or ()), boosts(model.get_search_fields()))
        return meaning(self.query, scope)


class AutocompleteCompiler(SearchCompiler):
    """The same with the last word unfinished, over the fields made for it."""

    completing = True


class Results(BaseSearchResults):  # type: ignore[misc]
    """Objects from a queryset, sliced and counted by the database."""

    supports_facet = True

    def _do_search(self) -> list[Any]:
        return list(self.query_compiler.found(score=self._score_field or "")[self.start : self.stop])

    def _do_count(self) -> int:
        return int(self.query_compiler.found().order_by()[self.start : self.stop].count())

    def get_queryset(self) -> QuerySet[Any]:
        """Return the objects as a queryset, for lists that filter or page what was found."""
        return self.query_compiler.found(score=self._score_field or "")[self.start : self.stop]

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Return how many of the objects have each value of a field, the most frequent first."""
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:
            name = compiler.queryset.model.__name__
            raise FilterFieldError(
                f"{field_name} of {name} cannot be counted; add index.FilterField({field_name!r}) to its search_fields.",
                field_name=field_name,
            )
        rows = compiler.found().order_by().values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in rows)


class SearchBackend(BaseSearchBackend):  # type: ignore[misc]
    """Finds objects of the admin by our tokens, inside the database that holds them."""

    query_compiler_class = SearchCompiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
    results_class = Results
    rebuilder_class = Rebuilder
