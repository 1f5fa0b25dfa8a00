"""One SQL statement for a list with any filter, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import binascii
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from cms import clock

WGS84_A = 6_378_137.0
WGS84_E2 = 6.694_379_990_141_3e-3


class BadCursor(ValueError):
    """A cursor that this list did not give out."""


@dataclass(frozen=True, slots=True)
class Near:
    """A point in WGS84 degrees and, if wanted, a radius in metres around it."""

    lat: float
    lon: float
    radius_m: float | None = None

    @property
    def metres_per_degree(self) -> tuple[float, float]:
        """Length in metres of a degree of latitude and of longitude here: radii of curvature of the WGS84 ellipsoid."""
        phi = math.radians(self.lat)
        w2 = 1 - WGS84_E2 * math.sin(phi) ** 2
        meridian = WGS84_A * (1 - WGS84_E2) / w2**1.5
        normal = WGS84_A / math.sqrt(w2)
        return math.radians(meridian), math.radians(normal * math.cos(phi))


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a reader asks of a list. Times are aware; `bbox` is (west, south, east, north) in degrees."""

    lang: str
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""
    bbox: tuple[float, float, float, float] | None = None
    near: Near | None = None
    season: str = ""
    open_at: datetime | None = None
    updated_since: datetime | None = None
    starts_before: datetime | None = None
    ends_after: datetime | None = None
    ids: tuple[Any, ...] = ()
    limit: int = 20
    cursor: str = ""


def adapt(moment: datetime) -> Any:
    """Return a moment as the database compares it."""
    return connection.ops.adapt_datetimefield_value(moment)


def adapt_uuid(value: Any) -> Any:
    """Return a uuid as the database stores it."""
    return value if connection.vendor == "postgresql" else value.hex


VISIBLE = (
    "t.withdrawn_at IS NULL AND (t.visible_from IS NULL OR t.visible_from <= %s) "
    "AND (t.visible_until IS NULL OR t.visible_until > %s)"
)


class Statement:
    """Collects conditions and parameters in step."""

    def __init__(self, lang: str) -> None:
        now = adapt(clock.now())
        self.conditions = ["d.lang = %s", VISIBLE]
        self.parameters: list[Any] = [lang, now, now]

    def add(self, condition: str, *parameters: Any) -> None:
        """Add a condition that must hold."""
        self.conditions.append(condition)
        self.parameters.extend(parameters)

    @property
    def where(self) -> str:
        """The conditions joined by AND."""
        return " AND ".join(self.conditions)


def compile_list(query: ListQuery) -> tuple[str, list[Any]]:
    """Return the statement and its parameters; rows are (uuid, summary, etag, windows, lat, lon, order…)."""
    statement = Statement(query.lang)
    _filters(statement, query)
    order, order_parameters = "t.rank, t.slug", []
    columns = "t.rank, t.slug"
    if query.near is not None:
        distance, order_parameters = _distance(query.near)
        columns = f"{distance}, t.slug"
        order = f"{distance}, t.slug"
        _radius(statement, query.near)
    if query.cursor:
        first, second = read_cursor(query.cursor, near=query.near is not None)
        if query.near is not None:
            statement.add(
                f"({distance} > %s OR ({distance} = %s AND t.slug > %s))",
                *order_parameters,
                first,
                *order_parameters,
                first,
                second,
            )
        else:
            statement.add("(t.rank > %s OR (t.rank = %s AND t.slug > %s))", first, first, second)
    sql = (
        f"SELECT t.uuid, d.summary, d.etag, t.windows, t.lat, t.lon, {columns} "  # noqa: S608 - fixed texts only
        "FROM cms_publishing_publishedthing t JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid "
        f"WHERE {statement.where} ORDER BY {order} LIMIT %s"
    )
    return sql, [*order_parameters, *statement.parameters, *order_parameters, query.limit + 1]


def _filters(statement: Statement, query: ListQuery) -> None:
    if query.kinds:
        statement.add(f"t.kind IN ({', '.join(['%s'] * len(query.kinds))})", *query.kinds)
    if query.ids:
        statement.add(f"t.uuid IN ({', '.join(['%s'] * len(query.ids))})", *[adapt_uuid(value) for value in query.ids])
    for tag in query.tags:
        statement.add(
            "EXISTS (SELECT 1 FROM cms_publishing_publishedtag g WHERE g.thing_id = t.uuid AND g.tag = %s)", tag
        )
    if query.category:
        statement.add("t.category = %s", query.category)
    if query.season:
        statement.add("t.seasons LIKE %s", f"%,{query.season},%")
    if query.bbox is not None:
        west, south, east, north = query.bbox
        statement.add("t.lon BETWEEN %s AND %s AND t.lat BETWEEN %s AND %s", west, east, south, north)
    if query.open_at is not None:
        moment = adapt(query.open_at)
        statement.add(
            "EXISTS (SELECT 1 FROM cms_publishing_publishedwindow w WHERE w.thing_id = t.uuid AND w.start <= %s AND w.end > %s)"
            if connection.vendor == "sqlite"
            else 'EXISTS (SELECT 1 FROM cms_publishing_publishedwindow w WHERE w.thing_id = t.uuid AND w.start <= %s AND w."end" > %s)',
            moment,
            moment,
        )
    if query.updated_since is not None:
        statement.add("d.updated >= %s", adapt(query.updated_since))
    if query.starts_before is not None:
        statement.add("t.starts < %s", adapt(query.starts_before))
    if query.ends_after is not None:
        statement.add("t.ends > %s", adapt(query.ends_after))


def _distance(near: Near) -> tuple[str, list[Any]]:
    """Return the squared distance in m² as an expression: flat, with the ellipsoid's radii here (≤ 0.3 m off within 0.5°)."""
    lat_m, lon_m = near.metres_per_degree
    return (
        "((t.lat - %s) * %s * (t.lat - %s) * %s + (t.lon - %s) * %s * (t.lon - %s) * %s)",
        [near.lat, lat_m, near.lat, lat_m, near.lon, lon_m, near.lon, lon_m],
    )


def _radius(statement: Statement, near: Near) -> None:
    statement.add("t.lat IS NOT NULL AND t.lon IS NOT NULL")
    if near.radius_m is None:
        return
    lat_m, lon_m = near.metres_per_degree
    lat, lon = near.radius_m / lat_m, near.radius_m / max(lon_m, 1.0)
    statement.add(
        "t.lat BETWEEN %s AND %s AND t.lon BETWEEN %s AND %s",
        near.lat - lat,
        near.lat + lat,
        near.lon - lon,
        near.lon + lon,
    )
    distance, parameters = _distance(near)
    statement.add(f"{distance} <= %s", *parameters, near.radius_m**2)


def make_cursor(first: float | int, second: str) -> str:
    """Return an opaque cursor that continues after a row."""
    return base64.urlsafe_b64encode(orjson.dumps([first, second])).decode().rstrip("=")


def read_cursor(cursor: str, *, near: bool) -> tuple[float | int, str]:
    """Return what `make_cursor` packed; raise `BadCursor` for anything else."""
    try:
        first, second = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadCursor("cursor is not one that this list gave out") from error
    number = isinstance(first, (int, float)) and not isinstance(first, bool)
    if not number or not isinstance(second, str) or (isinstance(first, float) and not near):
        raise BadCursor("cursor belongs to another list")
    return first, second
