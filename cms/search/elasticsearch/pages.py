"""Counting in one question, and a page in the editors' order in one more where few are found, in one per tier where many are.

Up to MOST_SORTED things are each scored by the best tier that holds them: every index is asked once. Where more are found
that would take longer than a question per tier, each of which ends where its page is full: documents lie in that order.
"""

from __future__ import annotations

from typing import Any, Final

from cms.search.elasticsearch.asking import Asking
from cms.search.elasticsearch.wish import as_filter
from cms.search.engine import MOST_COUNTED, Facets, Wanted
from cms.search.narrowing import TIER
from cms.search.tokens import everything
from cms.search.tokens.tiers import ordered

MOST_TAGS: Final = 10_000
TALLIES: Final = {name: {"terms": {"field": name, "size": MOST_TAGS}} for name in ("kind", "tags")}

UNREAD: Final[dict[str, Any]] = {"_source": False, "stored_fields": "_none_", "track_total_hits": False}
"""Nothing is read of what is found: the values that sort it hold its number."""

Place = tuple[float, int]
"""Score and number of one thing."""


def count(
    asking: Asking, filters: list[dict[str, Any]], found: dict[str, Any], named: dict[str, Any]
) -> tuple[Facets, int, bool]:
    """Return the facets, how many things were found, and whether one may be by its name. Counting ends where facets do."""
    most = MOST_COUNTED + 1
    body = {
        **{"query": {"bool": {"filter": [found, *filters]}}, "size": 0},
        **{"aggs": TALLIES | {"named": {"filter": named}}},
        **{"track_total_hits": most, "terminate_after": most},
    }
    answer = asking.ask([body])[0]
    total, tallies = answer["hits"]["total"]["value"], answer["aggregations"]
    kinds, tags = ({row["key"]: row["doc_count"] for row in tallies[name]["buckets"]} for name in TALLIES)
    by_count = dict(sorted(tags.items(), key=lambda row: (-row[1], row[0])))
    facets = Facets(dict(sorted(kinds.items())), by_count, approximate=total > MOST_COUNTED)
    return facets, total, facets.approximate or tallies["named"]["doc_count"] > 0


def page_of_few(
    asking: Asking, wanted: Wanted, filters: list[dict[str, Any]], after: tuple[float, int] | None
) -> list[Place]:
    """Return up to one more thing than asked for, each scored by its tier; raises Unavailable."""
    wishes = ordered(wanted.plan)
    scored = [
        {"constant_score": {"filter": as_filter(wish), "boost": float(len(wishes) - place)}}
        for place, wish in enumerate(wishes)
    ]
    body: dict[str, Any] = {
        "query": {
            "bool": {
                "filter": [as_filter(everything(wanted.plan)), *filters],
                "should": [{"dis_max": {"queries": scored}}],
            }
        },
        **{"size": wanted.limit + 1, "sort": ["_score", "rank", "number"], **UNREAD},
    }
    if after:
        place, rank = divmod(int(after[0]), TIER)
        body["search_after"] = [float(len(wishes) - place), rank, after[1]]
    places: list[Place] = []
    for hit in asking.ask([body])[0]["hits"]["hits"]:
        score, rank, number = hit["sort"]
        places.append((float((len(wishes) - round(score)) * TIER + rank), int(number)))
    return places
