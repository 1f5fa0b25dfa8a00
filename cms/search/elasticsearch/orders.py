"""In which order a tier is asked for, and what is to be read of a hit to know its place in the order of all engines.

Distances are measured as in SQL (cms/search/narrowing.py), flat with the ellipsoid's radii: Elasticsearch's own `geo_distance` takes
the earth for a ball and would let in or leave out others at the edge (ADR 0019). A product of two bells, one over the
latitude and one over the longitude, falls with exactly that distance.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, Protocol

from django.db import connection

from cms.publishing.query import Near, adapt
from cms.search.elasticsearch.asking import Asking
from cms.search.elasticsearch.client import Unsuited
from cms.search.engine import Wanted
from cms.search.narrowing import NEAR_M2, TIER, UNLIFTED

MOST_OPEN: Final = 20_000
"""So many things that are open may be named in a question; where there are more, the database answers."""

WIDTHS: Final = (40.0, 600.0, 9e3, 1.35e5, 2e6, 3e7)
"""Metres at which each bell has half its height. Their sum tells distances apart to a few centimetres up to 100 km."""

AT_THE_EDGE: Final = 0.5 - 1e-7
"""What a bell as wide as the radius has at its edge, less the rounding of a score: 0.2 mm in a kilometre."""


class Order(Protocol):
    """An order within a tier. `scoring` are clauses that add to a hit's score."""

    sort: list[Any]
    scoring: list[dict[str, Any]]
    fields: list[str]

    def score(self, place: int, hit: dict[str, Any]) -> float:
        """Return the score that the embedded engines would give."""

    def behind(self, asking: Asking, place: int, after: tuple[float, int]) -> list[Any]:
        """Return the sort values of the thing that a page goes on behind; raises Unsuited where they cannot be known."""


class ByRank:
    """The editors' order, then age: as documents lie in the index."""

    sort: list[Any] = ["rank", "number"]
    scoring: list[dict[str, Any]] = []
    fields: list[str] = []

    def score(self, place: int, hit: dict[str, Any]) -> float:
        """Return the tier's place and the rank."""
        return float(place * TIER + hit["sort"][0])

    def behind(self, asking: Asking, place: int, after: tuple[float, int]) -> list[Any]:
        """Return rank and number."""
        return [int(after[0]) % TIER, after[1]]


class Lifted:
    """What has the season or is open first, then the editors' order."""

    sort: list[Any] = ["_score", "rank", "number"]
    fields: list[str] = []

    def __init__(self, lifts: list[dict[str, Any]]) -> None:
        self.scoring = [{"constant_score": {"filter": lift}} for lift in lifts]

    def score(self, place: int, hit: dict[str, Any]) -> float:
        """Return the tier's place, what is lacking of the lifts, and the rank."""
        lifted, rank, _ = hit["sort"]
        return float(place * TIER + rank + UNLIFTED * (len(self.scoring) - round(lifted)))

    def behind(self, asking: Asking, place: int, after: tuple[float, int]) -> list[Any]:
        """Return lifts, rank and number."""
        lacking, rank = divmod(int(after[0]) % TIER, UNLIFTED)
        return [float(len(self.scoring) - lacking), rank, after[1]]


class Nearest:
    """By distance, nearest first; within the tier, or (`alone`) without any."""

    sort: list[Any] = ["_score", "number"]
    fields: list[str] = ["lat", "lon"]

    def __init__(self, near: Near, lang: str, *, alone: bool) -> None:
        self.near, self.lang, self.alone = near, lang, alone
        self.scoring = [bell(near, width, {"exists": {"field": "lat"}}) for width in WIDTHS]

    def score(self, place: int, hit: dict[str, Any]) -> float:
        """Return squared metres, or what they make in the tier, bit by bit as SQL has it."""
        fields = hit.get("fields", {})
        if "lat" not in fields:
            return float(place * TIER + TIER - 500)
        metres2 = squared(self.near, fields["lat"][0], fields["lon"][0])
        return metres2 if self.alone else place * TIER + (TIER - 1_000) * (metres2 / (metres2 + NEAR_M2))

    def behind(self, asking: Asking, place: int, after: tuple[float, int]) -> list[Any]:
        """Return the score that the cluster gives to the last thing of the page before, which has to be where it was."""
        filters = [{"term": {"number": after[1]}}, {"term": {"lang": self.lang}}]
        body = {"query": {"bool": {"filter": filters, "should": self.scoring}}, "size": 1, "_source": False}
        hits = asking.ask([body | {"docvalue_fields": self.fields, "sort": self.sort}])[0]["hits"]["hits"]
        if not hits or self.score(place, hits[0]) != after[0]:
            raise Unsuited("the last thing of the page before is gone or elsewhere")
        return list(hits[0]["sort"])


def order(wanted: Wanted) -> Order:
    """Return the order that a search asks for, as cms/search/narrowing.py has it."""
    narrowed = wanted.narrowed
    if narrowed.near is not None and (narrowed.by_distance or narrowed.lift_near):
        return Nearest(narrowed.near, wanted.lang, alone=narrowed.by_distance)
    lifts: list[dict[str, Any]] = []
    if narrowed.lift_season:
        lifts.append({"term": {"seasons": narrowed.lift_season}})
    if narrowed.lift_open:
        lifts.append(open_at(datetime.fromtimestamp(wanted.now, tz=UTC)))
    return Lifted(lifts) if lifts else ByRank()


def open_at(moment: datetime) -> dict[str, Any]:
    """Return a filter for what is open then; raises Unsuited where too much is.

    Hours are asked of the database, which has them to the minute: they move on every night and are no change of a
    document, so that an index of all documents would have to be written anew each night to have them.
    """
    sql = (
        "SELECT DISTINCT e.id FROM cms_publishing_publishedwindow w JOIN cms_search_searchentry e ON e.uuid = w.thing_id "
        'WHERE w."start" <= %s AND w."end" > %s LIMIT %s'
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [adapt(moment), adapt(moment), MOST_OPEN + 1])
        numbers = [row[0] for row in cursor.fetchall()]
    if len(numbers) > MOST_OPEN:
        raise Unsuited(f"more than {MOST_OPEN} things are open")
    return {"terms": {"number": numbers}}


def around(near: Near, *, sorts: bool) -> list[dict[str, Any]]:
    """Return filters: with a radius for what lies in it; without one, where distance sorts, for what has a position."""
    if near.radius_m is None:
        return [{"exists": {"field": "lat"}}, {"exists": {"field": "lon"}}] if sorts else []
    lat_m, lon_m = near.metres_per_degree
    lat, lon = near.radius_m / lat_m, near.radius_m / max(lon_m, 1.0)
    box = [
        {"range": {"lat": {"gte": near.lat - lat, "lte": near.lat + lat}}},
        {"range": {"lon": {"gte": near.lon - lon, "lte": near.lon + lon}}},
    ]
    return [bell(near, near.radius_m, {"bool": {"filter": box}}, least=AT_THE_EDGE)]


def bell(near: Near, width: float, among: dict[str, Any], *, least: float | None = None) -> dict[str, Any]:
    """Return a query that scores what is `among` from 1 at the point to a half at `width` metres, and on towards 0."""
    lat_m, lon_m = near.metres_per_degree
    slopes = (("lat", near.lat, lat_m), ("lon", near.lon, max(lon_m, 1e-3)))
    functions = [{"gauss": {name: {"origin": at, "scale": max(width, 1e-3) / metres}}} for name, at, metres in slopes]
    scored = {"query": among, "functions": functions, "score_mode": "multiply", "boost_mode": "replace"}
    return {"function_score": scored | ({"min_score": least} if least is not None else {})}


def squared(near: Near, lat: float, lon: float) -> float:
    """Return the squared distance in m², bit by bit as SQL does."""
    lat_m, lon_m = near.metres_per_degree
    return (lat - near.lat) * lat_m * (lat - near.lat) * lat_m + (lon - near.lon) * lon_m * (lon - near.lon) * lon_m
