"""What a search is narrowed, sorted and lifted by, as SQL over the entries `e`, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cms import clock
from cms.publishing.query import Near, adapt
from cms.search.engine import Narrowed, Wanted

TIER: Final = 100_000
"""More than any rank and all that lifts within a tier, so that the tiers of a page do not mix."""

TURN: Final = 10_000
"""More than an editors' order that search tells apart; things whose kind comes later stand so much farther behind."""

UNLIFTED: Final = 33_000
"""More than any rank: what is not lifted stands behind what is, in its tier. Twice this and a rank stay below TIER."""

NEAR_M2: Final = 1_000_000.0
"""The squared distance in m² at which half the way through a tier is reached."""

OPEN: Final = (
    "EXISTS (SELECT 1 FROM cms_publishing_publishedwindow w "
    'WHERE w.thing_id = e.uuid AND w."start" <= %s AND w."end" > %s)'
)

CLOSED_TODAY: Final = (
    "p.windows IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cms_publishing_publishedwindow w "
    'WHERE w.thing_id = p.uuid AND w."start" < %s AND w."end" > %s)'
)
"""A place `p` that keeps hours and has none on a day, of which the parameters are the end and the begin."""

ON_SHOW: Final = (
    "e.displayed AND NOT EXISTS (SELECT 1 FROM cms_publishing_publishedthing p "  # noqa: S608
    f"WHERE p.uuid = e.shown_at AND {CLOSED_TODAY})"
)
"""Has a place on display, and the house it stands in is not known to be closed all day."""


def day_of(now: int) -> list[Any]:
    """Return the end and the begin of the day in Tsuyama that an epoch second lies in, as CLOSED_TODAY takes them."""
    begin = datetime.combine(datetime.fromtimestamp(now, tz=clock.TOKYO).date(), time.min, tzinfo=clock.TOKYO)
    return [adapt(begin + timedelta(days=1)), adapt(begin)]


def closed_houses(now: int) -> list[str]:
    """Return the places that display something and are closed all day, for an index that knows no hours."""
    sql = (
        "SELECT p.uuid FROM cms_publishing_publishedthing p WHERE "  # noqa: S608
        f"EXISTS (SELECT 1 FROM cms_search_searchentry e WHERE e.shown_at = p.uuid) AND {CLOSED_TODAY}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, day_of(now))
        return [str(UUID(str(row[0]))) for row in cursor.fetchall()]


def conditions(narrowed: Narrowed, now: int) -> tuple[list[str], list[Any]]:
    """Return the conditions on an entry and their parameters; `now` says which day is today."""
    found: list[tuple[str, list[Any]]] = []
    if narrowed.years is not None:
        first, last = narrowed.years
        span = "COALESCE(e.earliest, e.latest) <= %s AND COALESCE(e.latest, e.earliest) >= %s"
        found.append((span, [last, first]))
    if narrowed.displayed:
        found.append((ON_SHOW, day_of(now)))
    if narrowed.scene:
        found.append(("e.scene", []))
    if narrowed.rights:
        found.append((f"e.rights IN ({', '.join(['%s'] * len(narrowed.rights))})", [*narrowed.rights]))
    if narrowed.season:
        found.append(("e.seasons LIKE %s", [f"%,{narrowed.season},%"]))
    if narrowed.open_at is not None:
        found.append((OPEN, [adapt(narrowed.open_at)] * 2))
    if narrowed.near is not None:
        found += _around(narrowed.near, sorts=not narrowed.lift_near)
    return [condition for condition, _ in found], [parameter for _, parameters in found for parameter in parameters]


def score(place: int, wanted: Wanted, now: datetime, *, rank: str = "e.rank") -> tuple[str, list[Any]]:
    """Return the expression that a page is sorted by, lower first: squared metres, or tier, lifts and the editors' order."""
    narrowed = wanted.narrowed
    if narrowed.by_distance and narrowed.near is not None:
        return _distance(narrowed.near)
    base = f"{place * TIER} + {rank}"
    parameters: list[Any] = []
    if narrowed.lift_near and narrowed.near is not None:
        squared, parameters = _distance(narrowed.near)
        nearness = f"COALESCE({TIER - 1_000} * ({squared} / ({squared} + {NEAR_M2})), {TIER - 500})"
        return f"{place * TIER} + {nearness}", [*parameters, *parameters]
    if narrowed.lift_season:
        base += f" + CASE WHEN e.seasons LIKE %s THEN 0 ELSE {UNLIFTED} END"
        parameters.append(f"%,{narrowed.lift_season},%")
    if narrowed.lift_open:
        base += f" + CASE WHEN {OPEN} THEN 0 ELSE {UNLIFTED} END"
        parameters += [adapt(now)] * 2
    return base, parameters


def _around(near: Near, *, sorts: bool) -> list[tuple[str, list[Any]]]:
    """With a radius what lies in it; without one, where distance sorts, everything that has a position."""
    if near.radius_m is None:
        return [("e.lat IS NOT NULL AND e.lon IS NOT NULL", [])] if sorts else []
    lat_m, lon_m = near.metres_per_degree
    lat, lon = near.radius_m / lat_m, near.radius_m / max(lon_m, 1.0)
    squared, parameters = _distance(near)
    return [
        (
            "e.lat BETWEEN %s AND %s AND e.lon BETWEEN %s AND %s",
            [near.lat - lat, near.lat + lat, near.lon - lon, near.lon + lon],
        ),
        (f"{squared} <= %s", [*parameters, near.radius_m**2]),
    ]


def _distance(near: Near) -> tuple[str, list[Any]]:
    """Return the squared distance in m², flat with the ellipsoid's radii here, as lists have it."""
    lat_m, lon_m = near.metres_per_degree
    return (
        "((e.lat - %s) * %s * (e.lat - %s) * %s + (e.lon - %s) * %s * (e.lon - %s) * %s)",
        [near.lat, lat_m, near.lat, lat_m, near.lon, lon_m, near.lon, lon_m],
    )
