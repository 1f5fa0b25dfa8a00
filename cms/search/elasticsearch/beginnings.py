"""Suggestions from the cluster: keys with their places before them, so that a place and a beginning together are one prefix.

A thing's keys stand in one of its documents, the first language's, as `007つやまじょう`. The nearest places are asked
for first: where they fill the list, which is where many names begin alike, nothing else is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from cms.publishing.query import Statement, adapt_uuid
from cms.publishing.rows import TABLES, as_uuid, fetch_all
from cms.search.elasticsearch.asking import Asking, Patience
from cms.search.elasticsearch.client import said_plainly
from cms.search.elasticsearch.schema import aliases
from cms.search.projection import BEHIND_WHOLE_NAMES
from cms.settings.search import SearchCluster

LONGEST_KEY: Final = 64
BANDS: Final = (7, 21)
"""Characters that keys of the first question, and of the second, may be longer than what was typed. The third asks for all."""


def placed(keys: Iterable[tuple[str, int]]) -> list[str]:
    """Return keys as the index holds them."""
    return sorted(f"{place:03d}{key}" for key, place in keys)


def suggested(cluster: SearchCluster, lang: str, prefixes: Sequence[str], *, now: int, limit: int) -> list[bytes]:
    """Return the summaries of things with a key that begins with one of `prefixes`, in the order of places; raises Unavailable."""
    asking = Asking(cluster, aliases(cluster), Patience.of(cluster))
    found: list[str] = []
    with said_plainly():
        for places in _bands(min(map(len, prefixes))):
            found += _found(asking, prefixes, places, without=found, now=now, limit=limit - len(found))
            if len(found) >= limit:
                break
    return _summaries(lang, [key.partition(":")[0] for key in found])


def _bands(typed: int) -> tuple[range | tuple[int, ...], ...]:
    """Return the places to ask for one after the other, for a beginning of so many characters."""
    first, second = (min(typed + longer, LONGEST_KEY + 1) for longer in BANDS)
    later = range(BEHIND_WHOLE_NAMES + typed, BEHIND_WHOLE_NAMES + LONGEST_KEY + 1)
    return range(typed, first), range(first, second), (*range(second, LONGEST_KEY + 1), *later)


def _found(
    asking: Asking, prefixes: Sequence[str], places: Iterable[int], *, without: list[str], now: int, limit: int
) -> list[str]:
    """Return the ids of documents with a key at one of the places, lowest place first."""
    clauses = [
        {"constant_score": {"filter": {"prefix": {"begins": f"{place:03d}{prefix}"}}, "boost": 1_000.0 - place}}
        for place in places
        for prefix in prefixes
        if place % BEHIND_WHOLE_NAMES >= len(prefix)
    ]
    if not clauses:
        return []
    visible = [{"range": {"visible_from": {"lte": now}}}, {"range": {"visible_until": {"gt": now}}}]
    body: dict[str, Any] = {
        "query": {
            "bool": {
                "must": {"dis_max": {"queries": clauses}},
                "filter": visible,
                "must_not": {"ids": {"values": without}},
            }
        },
        "sort": ["_score", "number"],
        "size": limit,
        "track_total_hits": False,
        "_source": False,
    }
    return [hit["_id"] for hit in asking.ask([body])[0]["hits"]["hits"]]


def _summaries(lang: str, uuids: list[str]) -> list[bytes]:
    """Return what the database has of them now, in order, without what is no longer public."""
    if not uuids:
        return []
    statement = Statement()
    statement.add("d.lang = %s", lang)
    statement.among("t.uuid", tuple(adapt_uuid(UUID(uuid)) for uuid in uuids))
    rows = fetch_all(f"SELECT t.uuid, d.summary {TABLES} WHERE {statement.where}", statement.parameters)
    held = {str(as_uuid(uuid)): bytes(summary) for uuid, summary in rows}
    return [held[uuid] for uuid in uuids if uuid in held]
