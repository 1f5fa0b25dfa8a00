"""Counting and a page in the editors' order in one question where few are found, in one more for each tier where many are.

Up to MOST_SORTED things are each scored by the best tier that holds them, in the question that counts them. Where more are
found that would take longer than a question per tier, each of which ends where its page is full: documents lie in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cms.search.elasticsearch.asking import Asking
from cms.search.elasticsearch.wish import as_filter
from cms.search.engine import MOST_COUNTED, MOST_SORTED, Facets, Wanted
from cms.search.narrowing import TIER
from cms.search.tokens.tiers import ordered

MOST_TAGS: Final = 10_000
TALLIES: Final = {name: {"terms": {"field": name, "size": MOST_TAGS}} for name in ("kind", "tags")}

UNREAD: Final[dict[str, Any]] = {"_source": False, "stored_fields": "_none_", "track_total_hits": False}
"""Nothing is read of what is found: the values that sort it hold its number."""

COUNTED: Final = {"track_total_hits": MOST_COUNTED + 1, "terminate_after": MOST_COUNTED + 1}

Place = tuple[float, int]
"""Score and number of one thing."""


class Broad:
    """Questions that found more than MOST_SORTED things when last asked: scoring all of those with the count is no use.

    What is forgotten or has changed costs time, never a result.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[int, None] = {}

    def holds(self, wanted: Wanted) -> bool:
        """Return whether a question is known to be one, on whatever page."""
        return _question(wanted) in self._known

    def note(self, wanted: Wanted, total: int) -> None:
        """Remember what came of a question."""
        question = _question(wanted)
        if total <= MOST_SORTED:
            self._known.pop(question, None)
        else:
            if len(self._known) >= self._most:
                self._known = {}
            self._known[question] = None


def _question(wanted: Wanted) -> int:
    return hash((wanted.lang, wanted.plan, wanted.kinds, wanted.tags, wanted.narrowed))


@dataclass(frozen=True, slots=True)
class Counted:
    """The facets, how many things were found (the number ends where facets do), and whether one may be by its name.

    `places` is the page that was asked for, of use where up to MOST_SORTED were found.
    """

    facets: Facets
    total: int
    named: bool
    places: list[Place]


def count(asking: Asking, filters: list[dict[str, Any]], found: dict[str, Any], named: dict[str, Any]) -> Counted:
    """Return what was counted alone; raises Unavailable. Counting ends where facets do."""
    body = {"query": {"bool": {"filter": [found, *filters]}}, "size": 0} | COUNTED
    body["aggs"] = TALLIES | {"named": {"filter": named}}
    answer = asking.ask([body])[0]
    return _counted(answer, named=answer["aggregations"]["named"]["doc_count"] > 0)


def count_with_page(asking: Asking, page: PageOfFew, after: Place | None) -> Counted:
    """Return what was counted and a page; raises Unavailable. The first thing of the first page tells whether names hold any."""
    answer = asking.ask([page.body(after) | COUNTED | {"aggs": TALLIES}])[0]
    places = page.places(answer)
    return _counted(answer, named=after is not None or page.is_named(places), places=places)


def _counted(answer: dict[str, Any], *, named: bool, places: Sequence[Place] = ()) -> Counted:
    total, tallies = answer["hits"]["total"]["value"], answer["aggregations"]
    kinds, tags = ({row["key"]: row["doc_count"] for row in tallies[name]["buckets"]} for name in TALLIES)
    by_count = dict(sorted(tags.items(), key=lambda row: (-row[1], row[0])))
    facets = Facets(dict(sorted(kinds.items())), by_count, approximate=total > MOST_COUNTED)
    return Counted(facets, total, facets.approximate or named, [*places])


class PageOfFew:
    """A page in the editors' order of up to MOST_SORTED things, each scored by the best tier that holds it."""

    def __init__(self, wanted: Wanted, filters: list[dict[str, Any]]) -> None:
        self._tiers = ordered(wanted.plan)
        self._most = wanted.limit + 1
        scored = [
            {"constant_score": {"filter": as_filter(tier.wish), "boost": float(len(self._tiers) - place)}}
            for place, tier in enumerate(self._tiers)
        ]
        # One of the tiers holds whatever is found: that need not be asked beside them.
        self._query = {"bool": {"filter": filters, "must": [{"dis_max": {"queries": scored}}]}}

    def body(self, after: Place | None) -> dict[str, Any]:
        """Return the question for up to one thing more than a page holds, behind a place."""
        body = {"query": self._query, "size": self._most, "sort": ["_score", "rank", "number"], **UNREAD}
        if after:
            place, rank = divmod(int(after[0]), TIER)
            body["search_after"] = [float(len(self._tiers) - place), rank, after[1]]
        return body

    def places(self, answer: dict[str, Any]) -> list[Place]:
        """Return what an answer to it holds, in order."""
        tiers = len(self._tiers)
        sorted_by = (hit["sort"] for hit in answer["hits"]["hits"])
        return [(float((tiers - round(score)) * TIER + rank), int(number)) for score, rank, number in sorted_by]

    def is_named(self, places: list[Place]) -> bool:
        """Return whether the first of some places is one for its name."""
        return bool(places) and self._tiers[int(places[0][0]) // TIER].named
