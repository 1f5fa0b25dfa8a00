"""Makes the index anew, entry by entry, from the documents that stand, where other rules cut its tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, transaction

from cms.publishing.models import PublishedDocument, PublishedThing
from cms.publishing.projections import Written
from cms.publishing.services import in_turn
from cms.search.fts5 import merge
from cms.search.models import SearchEntry
from cms.search.projection import write_all
from cms.search.tokens.version import tokens_version

BATCH: Final = 50
"""Entries of one transaction, which lasts about a quarter of a second (design.md 9)."""

MOST_AT_ONCE: Final = 2_000
"""Entries of one turn: the worker that publishes must not wait for a whole prefecture."""


def renew() -> int:
    """Renew up to MOST_AT_ONCE entries made by other rules; return how many there were. Readers see each entry whole."""
    done = 0
    while done < MOST_AT_ONCE:
        with transaction.atomic():
            in_turn()
            stale = list(SearchEntry.objects.exclude(tokens=tokens_version()).values_list("uuid", flat=True)[:BATCH])
            write_all(standing(stale))
            SearchEntry.objects.filter(uuid__in=stale).update(tokens=tokens_version())
        done += len(stale)
        if len(stale) < BATCH:
            break
    return done


def settle() -> int:
    """Bring the index into the shape in which it answers fastest; return in how many steps. PostgreSQL does so by itself."""
    return merge() if connection.vendor == "sqlite" else 0


def standing(uuids: list[UUID]) -> list[Written]:
    """Return things with the documents that stand of them; those without any are left out."""
    held: dict[UUID, dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    rows = PublishedDocument.objects.filter(thing__in=uuids).order_by("id")
    for uuid, lang, summary, full in rows.values_list("thing_id", "lang", "summary", "full"):
        held.setdefault(uuid, {})[lang] = (orjson.loads(bytes(summary)), orjson.loads(bytes(full)))
    return [Written(thing, held[thing.uuid]) for thing in PublishedThing.objects.filter(uuid__in=list(held))]
