"""A wish as a filter of Elasticsearch's query language, over the same tokens as the other engines."""

from __future__ import annotations

from typing import Any, Final

from cms.search.tokens import Phrase, Wish
from cms.search.tokens.tiers import Both, Clause, Either

MOST_EXPANDED: Final = 16_384
"""Tokens that the last one of a phrase may be the beginning of; more than there are characters to go on with."""


def as_filter(wish: Wish) -> dict[str, Any]:
    """Return the filter. Tokens are values of JSON: nothing typed can be read as an operator."""
    if isinstance(wish, Clause):
        groups = [
            any_of([_phrase(column, phrase) for phrase in group for column in wish.columns]) for group in wish.groups
        ]
        return any_of(groups) if wish.any_group else all_of(groups)
    left, right = as_filter(wish.left), as_filter(wish.right)
    if isinstance(wish, Either):
        return any_of([left, right])
    return all_of([left, right]) if isinstance(wish, Both) else {"bool": {"filter": [left], "must_not": [right]}}


def all_of(filters: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a filter for what fulfils every one."""
    return filters[0] if len(filters) == 1 else {"bool": {"filter": filters}}


def any_of(filters: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a filter for what fulfils at least one."""
    return filters[0] if len(filters) == 1 else {"bool": {"should": filters, "minimum_should_match": 1}}


def _phrase(column: str, phrase: Phrase) -> dict[str, Any]:
    if column == "exact":  # whole names, each one token, whatever is in it
        return {"prefix" if phrase.prefix else "term": {column: {"value": phrase.tokens[0]}}}
    if not phrase.prefix:
        return {"match_phrase": {column: {"query": " ".join(phrase.tokens)}}}
    if len(phrase.tokens) == 1:
        return {"prefix": {column: {"value": phrase.tokens[0]}}}
    return {"match_phrase_prefix": {column: {"query": " ".join(phrase.tokens), "max_expansions": MOST_EXPANDED}}}
