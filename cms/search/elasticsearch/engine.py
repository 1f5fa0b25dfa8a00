"""Finding things in the cluster: count first, then the tiers, as in the embedded engines; the documents come from the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from cms.publishing.query import Statement
from cms.publishing.rows import TABLES, as_uuid, fetch_all
from cms.search.elasticsearch import kuromoji
from cms.search.elasticsearch.asking import Asking, Patience
from cms.search.elasticsearch.client import said_plainly
from cms.search.elasticsearch.orders import ByRank, Order, around, open_at, order
from cms.search.elasticsearch.pages import UNREAD, Broad, PageOfFew, Place, count, count_with_page
from cms.search.elasticsearch.schema import aliases
from cms.search.elasticsearch.wish import as_filter
from cms.search.engine import MOST_SORTED, Answer, Facets, Hit, Narrowed, Wanted
from cms.search.narrowing import TIER, closed_houses
from cms.search.sql import ENTRIES, worthwhile
from cms.search.tokens import by_name, everything
from cms.settings.search import SearchCluster

MOST_ROUNDS: Final = 5
"""How often a page is filled up where the database no longer has what the index names."""


BROAD: Final = Broad(4_096)


class Elasticsearch:
    """Finds numbers of things by the tiers; what is shown of them is what the database has now."""

    name = "elasticsearch"

    def __init__(self, cluster: SearchCluster) -> None:
        self.cluster = cluster

    def find(self, wanted: Wanted) -> Answer:
        """Return a page and the facets; raises Unavailable, and Unsuited where the database has to answer."""
        names = aliases(self.cluster, wanted.kinds)
        if wanted.plan.is_empty or not names:
            return Answer()
        asking = Asking(self.cluster, names, Patience.of(self.cluster))
        filters = _filters(wanted)
        asked_in = order(wanted)
        at_once = isinstance(asked_in, ByRank) and not BROAD.holds(wanted)
        with said_plainly():
            found, by_names = as_filter(everything(wanted.plan)), as_filter(by_name(wanted.plan))
            counted = (
                count_with_page(asking, PageOfFew(wanted, filters), wanted.after)
                if at_once
                else count(asking, filters, found, by_names)
            )
            looked = _looked(wanted, named=counted.named, coarse=counted.total > MOST_SORTED)
            if not counted.total and kuromoji.suits(self.cluster, wanted):
                looked = [(0 if wanted.narrowed.by_distance else kuromoji.BEHIND_ALL, kuromoji.query(wanted))]
                counted, at_once = count(asking, filters, looked[0][1], by_names), False
            BROAD.note(wanted, counted.total)
        if not counted.total:
            return Answer(facets=counted.facets)
        # Each tier is asked of every index named: those of kinds that nothing was found of need not be.
        asking = replace(asking, names=aliases(self.cluster, counted.facets.kinds))
        hits: list[Hit] = []
        after, places = wanted.after, counted.places if at_once and counted.total <= MOST_SORTED else None
        for _ in range(MOST_ROUNDS):
            if places is None:
                with said_plainly():
                    places = _places(asking, wanted, filters, looked, asked_in, after)
            hits += _documents(wanted.shown or wanted.lang, places)
            if len(hits) > wanted.limit or len(places) <= wanted.limit:
                break
            after, places = places[-1], None
        return Answer(tuple(hits[: wanted.limit + 1]), counted.facets)

    def count(self, wanted: Wanted) -> Facets:
        """Return the facets alone; raises Unavailable."""
        names = aliases(self.cluster, wanted.kinds)
        if wanted.plan.is_empty or not names:
            return Facets()
        filters = _filters(wanted)
        with said_plainly():
            asking = Asking(self.cluster, names, Patience.of(self.cluster))
            by_names = as_filter(by_name(wanted.plan))
            return count(asking, filters, as_filter(everything(wanted.plan)), by_names).facets


def _looked(wanted: Wanted, *, named: bool, coarse: bool) -> list[tuple[int, dict[str, Any]]]:
    """Return the tiers to look at as filters, each with its place; one alone where distance sorts."""
    if wanted.narrowed.by_distance:
        return [(0, as_filter(everything(wanted.plan)))]
    return [(place, as_filter(tier.wish)) for place, tier in worthwhile(wanted.plan, named=named, coarse=coarse)]


def _places(
    asking: Asking,
    wanted: Wanted,
    filters: list[dict[str, Any]],
    looked: list[tuple[int, dict[str, Any]]],
    asked_in: Order,
    after: tuple[float, int] | None,
) -> list[Place]:
    """Return score and number of up to one more than asked for, in order."""
    first = 0 if after is None or wanted.narrowed.by_distance else int(after[0]) // TIER
    left = [(place, tier) for place, tier in looked if place >= first]
    bodies = []
    for place, tier in left:
        query = _query(filters, tier, asked_in.scoring)
        body = {"query": query, "size": wanted.limit + 1, **UNREAD}
        body |= {"sort": asked_in.sort, **({"docvalue_fields": asked_in.fields} if asked_in.fields else {})}
        if after and place == first:
            body["search_after"] = asked_in.behind(asking, place, after)
        bodies.append(body)
    found = [
        (asked_in.score(place, hit), int(hit["sort"][-1]))
        for (place, _), answer in zip(left, asking.ask(bodies), strict=True)
        for hit in answer["hits"]["hits"]
    ]
    return found[: wanted.limit + 1]


def _query(
    filters: list[dict[str, Any]], found: dict[str, Any], scoring: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return a query for what fulfils a wish and the filters let through; `scoring` adds to the score and finds nothing."""
    return {"bool": {"filter": [found, *filters], **({"should": [*scoring]} if scoring else {})}}


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    """Return what the filters of a search let through. What is open, and which houses are closed today, is asked of the database."""
    filters: list[dict[str, Any]] = [
        {"term": {"lang": wanted.lang}},
        {"range": {"visible_from": {"lte": wanted.now}}},
        {"range": {"visible_until": {"gt": wanted.now}}},
        *({"term": {"tags": tag}} for tag in wanted.tags),
        *_narrowing(wanted.narrowed),
    ]
    if wanted.narrowed.displayed:
        closed = closed_houses(wanted.now)
        filters.append({"bool": {"must_not": {"terms": {"shown_at": closed}}}})
    if wanted.narrowed.open_at is not None:
        filters.append(open_at(wanted.narrowed.open_at))
    if wanted.narrowed.near is not None:
        filters += around(wanted.narrowed.near, sorts=wanted.narrowed.by_distance)
    return filters


def _narrowing(narrowed: Narrowed) -> list[dict[str, Any]]:
    """Return the conditions of cms/search/narrowing.py that an index can hold."""
    filters: list[dict[str, Any]] = []
    if narrowed.years is not None:
        filters += [
            {"range": {"first_year": {"lte": narrowed.years[1]}}},
            {"range": {"last_year": {"gte": narrowed.years[0]}}},
        ]
    if narrowed.rights:
        filters.append({"terms": {"rights": list(narrowed.rights)}})
    terms: dict[str, str | bool] = {"seasons": narrowed.season}
    terms |= {"displayed": narrowed.displayed, "scene": narrowed.scene}
    return [*filters, *({"term": {name: value}} for name, value in terms.items() if value)]


def _documents(lang: str, places: list[Place]) -> list[Hit]:
    """Return the things as the database has them now, in order; those that are no longer public are left out."""
    if not places:
        return []
    statement = Statement()
    statement.add("d.lang = %s", lang)
    statement.among("e.id", tuple(number for _, number in places))
    rows = fetch_all(
        f'SELECT e.id, t.uuid, t.kind, d.summary, d."full", t.windows, d.etag, t.lat, t.lon {TABLES} '
        f"JOIN {ENTRIES} e ON e.uuid = t.uuid WHERE {statement.where}",
        statement.parameters,
    )
    held = {row[0]: row[1:] for row in rows}
    return [
        Hit(number, score, str(as_uuid(uuid)), kind, bytes(summary), bytes(full), windows, etag, lat, lon)
        for score, number in places
        if number in held
        for uuid, kind, summary, full, windows, etag, lat, lon in [held[number]]
    ]
