"""From stored rows to the bytes of a list. Nothing is parsed: what moves is put behind what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from geographiclib.geodesic import Geodesic

from api.answers import ORIGIN, as_bytes
from api.parameters import Asked
from cms.publishing.opening import stored_bytes
from cms.publishing.query import Near
from cms.publishing.rows import Row

WGS84: Final = Geodesic.WGS84
OPENING: Final = frozenset({"place"})
"""The kinds that have opening hours."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A JSON array of rows, and what stands for it in an ETag: the rows' own ETags and what was spliced into them."""

    body: bytes
    validator: bytes


def render(rows: Sequence[Row], at: datetime, near: Near | None = None) -> Rows:
    """Return rows, places with their opening state; with `near` sorted by `distance_m`, integer metres on WGS84.

    The database sorted by a flat metric; within a page the exact distance decides, so no reader sees 1 m of disorder.
    """
    epoch = at.timestamp()
    if near is None:
        spliced = [members(row.kind, row.stored_windows, epoch) for row in rows]
    else:
        measured = sorted((distance_m(near, row), place) for place, row in enumerate(rows))
        rows = [rows[place] for _, place in measured]
        spliced = [
            members(row.kind, row.stored_windows, epoch) + b',"distance_m":%d' % measured[place][0]
            for place, row in enumerate(rows)
        ]
    body = b",".join([row.summary[:-1] + states + b"}" for row, states in zip(rows, spliced, strict=True)])
    validator = "".join([row.etag for row in rows]).encode() + b"".join(spliced)
    return Rows(b"[" + body + b"]", validator)


def objects(rows: Sequence[Row], at: datetime) -> bytes:
    """Return rows as a JSON array, places with their opening state."""
    return render(rows, at).body


def distance_m(near: Near, row: Row) -> int:
    """Return the geodesic distance in whole metres, by what geopy computes with, asked for the distance alone."""
    return metres(near, row.lat, row.lon)


def metres(near: Near, lat: float | None, lon: float | None) -> int:
    """Return the geodesic distance from a point to a position, which is known, in whole metres."""
    return round(WGS84.Inverse(near.lat, near.lon, lat, lon, Geodesic.DISTANCE)["s12"])


def members(kind: str, stored_windows: Any, epoch: float) -> bytes:
    """Return what is spliced into a thing of a kind: its opening state, or nothing."""
    return stored_bytes(stored_windows, epoch) if kind in OPENING else b""


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
