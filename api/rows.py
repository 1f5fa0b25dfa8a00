"""From stored rows to the bytes of a list. Nothing is parsed: what moves is put behind what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from geographiclib.geodesic import Geodesic

from api.answers import ORIGIN, as_bytes
from api.parameters import Asked
from cms.publishing.query import Near
from cms.publishing.rows import Row
from cms.publishing.selectors import opening_bytes

WGS84: Final = Geodesic.WGS84
OPENING: Final = frozenset({"place"})
"""The kinds that have opening hours."""


def objects(rows: Iterable[Row], at: datetime) -> bytes:
    """Return rows as a JSON array, places with their opening state."""
    epoch = at.timestamp()
    return b"[" + b",".join([_object(row, epoch) for row in rows]) + b"]"


def objects_near(rows: Sequence[Row], at: datetime, near: Near) -> bytes:
    """Return rows as a JSON array sorted by distance, each with `distance_m`, integer metres on the WGS84 ellipsoid.

    The database sorted by a flat metric; within a page the exact distance decides, so no reader sees 1 m of disorder.
    """
    epoch = at.timestamp()
    measured = sorted((distance_m(near, row), place) for place, row in enumerate(rows))
    return b"[" + b",".join([_object(rows[place], epoch, distance) for distance, place in measured]) + b"]"


def distance_m(near: Near, row: Row) -> int:
    """Return the geodesic distance in whole metres, by what geopy computes with, asked for the distance alone."""
    return round(WGS84.Inverse(near.lat, near.lon, row.lat, row.lon, Geodesic.DISTANCE)["s12"])


def members(kind: str, stored_windows: Any, epoch: float) -> bytes:
    """Return what is spliced into a thing of a kind: its opening state, or nothing."""
    return opening_bytes(stored_windows, epoch) if kind in OPENING else b""


def _object(row: Row, epoch: float, distance: int | None = None) -> bytes:
    states = members(row.kind, row.windows, epoch) if row.kind in OPENING else b""
    if distance is None:
        return row.summary[:-1] + states + b"}"
    return row.summary[:-1] + states + b',"distance_m":%d}' % distance


def next_address(asked: Asked, cursor: str) -> bytes:
    """Return the address of the next page as JSON: the same question with the cursor, or null on the last page."""
    if not cursor:
        return b"null"
    pairs = [(name, value) for name, value in asked.pairs if name != "cursor"]
    query = urlencode([*pairs, ("cursor", cursor)])
    return as_bytes(f"{ORIGIN.decode()}{asked.path}?{query}")


def page(asked: Asked, cursor: str, results: bytes) -> bytes:
    """Return a page of a list."""
    return b'{"next":' + next_address(asked, cursor) + b',"results":' + results + b"}"
