"""One SQL statement for a list with any filter, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from cms import clock

WGS84_A = 6_378_137.0
WGS84_E2 = 6.694_379_990_141_3e-3
LONGEST_SLUG = 120


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
    """What a reader asks of a list. Times are aware; `bbox` is (west, south, east, north) in degrees.

    `only_season` leaves out what has other seasons too, `season_or_any` leaves in what has none.
    Order: by distance with `near`, by beginning with `by_start`, else as
    editors ranked. A list by beginning has no cursor.
    """

    lang: str
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""
    bbox: tuple[float, float, float, float] | None = None
    near: Near | None = None
    season: str = ""
    only_season: bool = False
    season_or_any: str = ""
    open_at: datetime | None = None
    updated_since: datetime | None = None
    starts_before: datetime | None = None
    ends_after: datetime | None = None
    by_start: bool = False
    ids: tuple[Any, ...] = ()
    limit: int = 20
    cursor: str = ""

    @property
    def question(self) -> int:
        """A checksum of what has to stay the same from page to page; times that mean "now" move on meanwhile."""
        asked = (self.kinds, self.tags, self.category, self.bbox, self.near, self.season, self.season_or_any)
        return zlib.crc32(repr((*asked, self.updated_since, self.by_start)).encode())


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
    """Collects conditions and parameters in step. `now` is the moment at which things have to be visible."""

    def __init__(self) -> None:
        self.now = adapt(clock.now())
        self.conditions = [VISIBLE]
        self.parameters: list[Any] = [self.now, self.now]

    def add(self, condition: str, *parameters: Any) -> None:
        """Add a condition that must hold."""
        self.conditions.append(condition)
        self.parameters.extend(parameters)

    def among(self, column: str, values: tuple[Any, ...]) -> None:
        """Let a column hold one of the values; a single one by `=`, so that an index gives the order too."""
        if len(values) == 1:
            self.add(f"{column} = %s", values[0])
        else:
            self.add(f"{column} IN ({', '.join(['%s'] * len(values))})", *values)

    @property
    def where(self) -> str:
        """The conditions joined by AND."""
        return " AND ".join(self.conditions)


ROW = "d.summary, d.etag, d.lang_given, t.uuid, t.kind, t.windows, t.lat, t.lon"
"""What `selectors.Row` is made of, in its order."""


def compile_list(query: ListQuery) -> tuple[str, list[Any]]:
    """Return the statement and its parameters; rows are ROW and the two columns that the cursor holds.

    The inner statement finds and sorts things by their small columns; only the rows of the page touch documents.
    """
    statement = Statement()
    _filters(statement, query)
    key, key_parameters = _key(query)
    if query.cursor:
        first, second = read_cursor(query.cursor, query)
        statement.add(
            f"({key} > %s OR ({key} = %s AND t.slug > %s))", *key_parameters, first, *key_parameters, first, second
        )
    if not _sorts(query):
        sql = (
            f"SELECT {ROW}, t.rank, t.slug FROM cms_publishing_publishedthing t "  # noqa: S608
            "JOIN cms_publishing_publisheddocument d ON d.thing_id = t.uuid "
            f"WHERE {statement.where} AND d.lang = %s ORDER BY t.rank, t.slug LIMIT %s"
        )
        return sql, [*statement.parameters, query.lang, query.limit + 1]
    tagged = _first(statement, query.tags)
    joined = ""
    if query.updated_since is not None:
        joined = " JOIN cms_publishing_publisheddocument u ON u.thing_id = t.uuid"
        statement.add("u.lang = %s AND u.updated >= %s", query.lang, adapt(query.updated_since))
    inner = (
        f"SELECT t.uuid AS uuid, {key} AS sort_key, t.slug AS slug "  # noqa: S608 - fixed texts only
        f"FROM {tagged}cms_publishing_publishedthing t{joined} WHERE {statement.where} ORDER BY {_order(query)} LIMIT %s"
    )
    sql = (
        f"SELECT {ROW}, p.sort_key, p.slug FROM ({inner}) p "  # noqa: S608
        "JOIN cms_publishing_publishedthing t ON t.uuid = p.uuid "
        "JOIN cms_publishing_publisheddocument d ON d.thing_id = p.uuid AND d.lang = %s "
        "ORDER BY p.sort_key, p.slug"
    )
    return sql, [*key_parameters, *statement.parameters, query.limit + 1, query.lang]


def _sorts(query: ListQuery) -> bool:
    """Tell whether rows have to be sorted; those of one kind come in their order from an index."""
    return bool(query.near or query.tags or query.by_start or query.updated_since) or len(query.kinds) != 1


def _first(statement: Statement, tags: tuple[str, ...]) -> str:
    """Return the tables by which things are looked up: those that bear all the tags are few.

    SQLite takes a CROSS JOIN in the order written; left alone it would walk all things of the kind and ask each.
    """
    for number, tag in enumerate(tags):
        statement.add(f"g{number}.tag = %s AND g{number}.thing_id = {'t.uuid' if number == 0 else 'g0.thing_id'}", tag)
    return "".join(f"cms_publishing_publishedtag g{number} CROSS JOIN " for number in range(len(tags)))


def _key(query: ListQuery) -> tuple[str, list[Any]]:
    if query.near is not None:
        return _distance(query.near)
    return ("t.starts" if query.by_start else "t.rank"), []


def _order(query: ListQuery) -> str:
    """Return the order; where the key is a plain column its index gives it without sorting."""
    if query.near is not None:
        return "sort_key, t.slug"
    return "t.starts, t.slug" if query.by_start else "t.rank, t.slug"


def _filters(statement: Statement, query: ListQuery) -> None:
    if query.kinds:
        statement.among("t.kind", query.kinds)
    if query.ids:
        statement.among("t.uuid", tuple(adapt_uuid(value) for value in query.ids))
    if query.category:
        statement.add("t.category = %s", query.category)
    if query.season and query.only_season:
        statement.add("t.seasons = %s", f",{query.season},")
    elif query.season:
        statement.add("t.seasons LIKE %s", f"%,{query.season},%")
    if query.season_or_any:
        statement.add("(t.seasons = '' OR t.seasons LIKE %s)", f"%,{query.season_or_any},%")
    if query.near is not None:
        _radius(statement, query.near)
    if query.bbox is not None:
        west, south, east, north = query.bbox
        statement.add("t.lon BETWEEN %s AND %s AND t.lat BETWEEN %s AND %s", west, east, south, north)
    _times(statement, query)


def _times(statement: Statement, query: ListQuery) -> None:
    if query.open_at is not None:
        moment = adapt(query.open_at)
        statement.add(
            "EXISTS (SELECT 1 FROM cms_publishing_publishedwindow w "
            'WHERE w.thing_id = t.uuid AND w."start" <= %s AND w."end" > %s)',
            moment,
            moment,
        )
    if query.starts_before is not None:
        statement.add("t.starts < %s", adapt(query.starts_before))
    if query.ends_after is not None:
        statement.add("t.ends > %s", adapt(query.ends_after))
    if query.by_start:
        statement.add("t.starts IS NOT NULL")


def _distance(near: Near) -> tuple[str, list[Any]]:
    """Return the squared distance in m²: flat, with the ellipsoid's radii here (≤ 0.3 m off within 0.5°)."""
    lat_m, lon_m = near.metres_per_degree
    return (
        "((t.lat - %s) * %s * (t.lat - %s) * %s + (t.lon - %s) * %s * (t.lon - %s) * %s)",
        [near.lat, lat_m, near.lat, lat_m, near.lon, lon_m, near.lon, lon_m],
    )


def _radius(statement: Statement, near: Near) -> None:
    if near.radius_m is None:
        statement.add("t.lat + t.lon IS NOT NULL")  # one expression: no index may lead through all positions
        return
    lat_m, lon_m = near.metres_per_degree
    lat, lon = near.radius_m / lat_m, near.radius_m / max(lon_m, 1.0)
    statement.add(
        "t.lat BETWEEN %s AND %s AND t.lon BETWEEN %s AND %s",
        *(near.lat - lat, near.lat + lat, near.lon - lon, near.lon + lon),
    )
    distance, parameters = _distance(near)
    statement.add(f"{distance} <= %s", *parameters, near.radius_m**2)


def make_cursor(first: float | int, second: str, *, query: ListQuery) -> str:
    """Return an opaque cursor that continues the list of a query after a row."""
    return base64.urlsafe_b64encode(orjson.dumps([first, second, query.question])).decode().rstrip("=")


def read_cursor(cursor: str, query: ListQuery) -> tuple[float | int, str]:
    """Return what `make_cursor` packed for this query; raise `BadCursor` for anything else."""
    try:
        first, second, question = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadCursor("cursor is not one that this list gave out") from error
    if isinstance(first, bool) or not isinstance(first, (int, float) if query.near else int) or abs(first) >= 2**62:
        raise BadCursor("cursor belongs to another list")
    if question != query.question or not isinstance(second, str) or len(second) > LONGEST_SLUG or "\0" in second:
        raise BadCursor("cursor belongs to another list")
    return first, second
