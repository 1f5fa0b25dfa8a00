"""Readers of single values. Each returns the value or raises ValueError; none guesses."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from cms import clock
from cms.languages.table import by_code
from cms.languages.year_span import by_years
from cms.media.rights import FREE, LICENCES
from cms.publishing.query import Near

DAYS_AHEAD: Final = 14
"""How far ahead opening windows are known (contract.md 3)."""

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far a client's "now" may lie behind ours."""

MOST: Final = 2**63 - 1
"""The largest integer of both databases."""

_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_DIGITS = re.compile(r"[0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:[Zz]|[+\- ]\d{2}:\d{2})", re.ASCII)


def language(text: str) -> str:
    """Return one of our language codes, given in any case."""
    try:
        return by_code(text).code
    except LookupError as error:
        raise ValueError(text) from error


def one_of(*accepted: str) -> Callable[[str], str]:
    """Return a reader of one of the words."""

    def read(text: str) -> str:
        if text not in accepted:
            raise ValueError(text)
        return text

    return read


def integer(lowest: int, highest: int) -> Callable[[str], int]:
    """Return a reader of an integer in ASCII digits between two bounds, both included."""

    def read(text: str) -> int:
        if not _DIGITS.fullmatch(text) or len(text) > 18 or not lowest <= int(text) <= highest:
            raise ValueError(text)
        return int(text)

    return read


def sequence(text: str) -> int:
    """Return a sequence number; one beyond what a database can hold is simply beyond the end."""
    if not _DIGITS.fullmatch(text) or len(text) > 40:
        raise ValueError(text)
    return min(int(text), MOST)


def metres(highest: float) -> Callable[[str], float]:
    """Return a reader of a distance above 0 up to `highest` metres."""

    def read(text: str) -> float:
        if not _NUMBER.fullmatch(text) or not 0 < float(text) <= highest:
            raise ValueError(text)
        return float(text)

    return read


years = by_years
"""A span, one year or a Japanese era."""


def rights(text: str) -> tuple[str, ...]:
    """Return the codes that a word for rights stands for: its own, or all free ones."""
    if text == "free":
        return FREE
    if text not in dict(LICENCES):
        raise ValueError(text)
    return (text,)


def slug(text: str) -> str:
    """Return the slug of a tag or category."""
    if len(text) > 60 or not _SLUG.fullmatch(text):
        raise ValueError(text)
    return text


def text_of(shortest: int, longest: int) -> Callable[[str], str]:
    """Return a reader of a text between two lengths in characters, white space around it not counted."""

    def read(text: str) -> str:
        stripped = text.strip()
        if not shortest <= len(stripped) <= longest or "\0" in stripped:
            raise ValueError(text)
        return stripped

    return read


def degrees(limit: float) -> Callable[[str], float]:
    """Return a reader of WGS84 degrees between -limit and limit."""

    def read(text: str) -> float:
        if not _DECIMAL.fullmatch(text) or not math.fabs(float(text)) <= limit:
            raise ValueError(text)
        return float(text)

    return read


latitude = degrees(90)
longitude = degrees(180)


def point(text: str) -> Near:
    """Return the point of `lat,lon`."""
    lat, lon = _parts(text, 2)
    return Near(latitude(lat), longitude(lon))


def box(text: str) -> tuple[float, float, float, float]:
    """Return (west, south, east, north) of `minLon,minLat,maxLon,maxLat`."""
    west, south, east, north = _parts(text, 4)
    found = longitude(west), latitude(south), longitude(east), latitude(north)
    if found[0] > found[2] or found[1] > found[3]:
        raise ValueError(text)
    return found


def _parts(text: str, count: int) -> list[str]:
    parts = text.split(",")
    if len(parts) != count:
        raise ValueError(text)
    return parts


def moment(text: str) -> datetime:
    """Return an aware time from RFC 3339 with an offset.

    A blank where the sign of the offset stands is a plus that was not percent-encoded; it can be nothing else.
    """
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text.upper().replace(" ", "+"))


def moment_ahead(text: str) -> datetime:
    """Return a time within the days for which opening windows are known."""
    found = moment(text)
    now = clock.now()
    if not now - CLOCK_SKEW <= found <= now + timedelta(days=DAYS_AHEAD):
        raise ValueError(text)
    return found
