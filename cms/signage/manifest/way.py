"""From the display to a place: minutes on foot where one would walk, the distance where not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from cms.languages.formats import distance, number, walking_minutes
from cms.publishing.query import Near
from cms.signage.manifest.words import WORDS

DETOUR: Final = 1.3
"""Streets are longer than the straight line: the ratio that the mock-ups and the walking times of tours use."""

FARTHEST_WALK: Final = 45
"""Minutes; beyond, the sign names the distance."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where the display stands, in WGS84 degrees; unknown where `near` is None."""

    place: UUID | None = None
    near: Near | None = None

    def metres(self, position: Mapping[str, Any] | None) -> float | None:
        """Return the straight distance to a position, or None where either is unknown."""
        if self.near is None or not position:
            return None
        lat_m, lon_m = self.near.metres_per_degree
        return math.hypot((position["lat"] - self.near.lat) * lat_m, (position["lon"] - self.near.lon) * lon_m)

    def minutes(self, position: Mapping[str, Any] | None) -> int | None:
        """Return the walk in minutes, or None where it is unknown or too far."""
        straight = self.metres(position)
        found = walking_minutes(straight * DETOUR) if straight is not None else None
        return found if found is not None and found <= FARTHEST_WALK else None

    def way(self, position: Mapping[str, Any] | None, lang: str, *, is_here: UUID | None = None) -> str:
        """Return the way in words; empty where it is unknown."""
        if is_here is not None and is_here == self.place:
            return WORDS[lang]["here"]
        straight, minutes = self.metres(position), self.minutes(position)
        if minutes is not None:
            return WORDS[lang]["walk"].format(minutes=number(minutes, lang))
        return WORDS[lang]["away"].format(distance=distance(straight, lang)) if straight is not None else ""
