"""Makes the index anew, entry by entry, from the documents that stand, where other rules cut its tokens."""

from __future__ import annotations

from typing import Final

import orjson
from django.db import transaction

from cms.publishing.models import PublishedDocument, PublishedThing
from cms.publishing.projections import Written
from cms.search.models import SearchEntry
from cms.search.projection import SearchProjection
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
            stale = list(SearchEntry.objects.exclude(tokens=tokens_version()).values_list("uuid", flat=True)[:BATCH])
            for thing in PublishedThing.objects.filter(uuid__in=stale):
                _renew(thing)
            SearchEntry.objects.filter(uuid__in=stale).update(tokens=tokens_version())
        done += len(stale)
        if len(stale) < BATCH:
            break
    return done


def _renew(thing: PublishedThing) -> None:
    rows = PublishedDocument.objects.filter(thing=thing).values_list("lang", "summary", "full")
    documents = {lang: (orjson.loads(bytes(summary)), orjson.loads(bytes(full))) for lang, summary, full in rows}
    if documents:
        SearchProjection().write(Written(thing, documents))
