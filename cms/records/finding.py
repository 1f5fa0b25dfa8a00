"""Finding records of all kinds by what a person of the admin types, for choosers."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from wagtail.search.backends import get_search_backend

from cms.records.kinds import kinds

MOST: Final = 500
"""How many things of a kind a chooser considers."""


def named(query: str) -> list[UUID]:
    """Return the things whose names, readings or addresses hold the words of `query`, drafts included."""
    found: list[UUID] = []
    for kind in kinds():
        things = get_search_backend().autocomplete(query, kind.model()).get_queryset()
        found += things.values_list(kind.key, flat=True)[:MOST]
    return found
