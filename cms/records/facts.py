"""What a thing tells lists and filters, once for all languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Window = tuple[int, int, int | None]
"""Opening, closing and last entry as epoch seconds (UTC); the last may be unknown."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The language-independent side of a published thing: WGS84 degrees, season names, aware datetimes."""

    category: str = ""
    lat: float | None = None
    lon: float | None = None
    tags: tuple[str, ...] = ()
    seasons: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    visible_from: datetime | None = None
    visible_until: datetime | None = None
