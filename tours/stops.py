"""Where the stops of a tour are and how far it is between them."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from geopy.distance import geodesic

from cms.memo import once
from tours.models.place import Place

DETOUR = 1.3
"""Streets are longer than the straight line (tourism.md 3.3)."""


def position_of(uuid: UUID | None) -> tuple[float, float] | None:
    """Return latitude and longitude of a public place in WGS84 degrees, or None."""
    place = once(("point", uuid), lambda: _public_place(uuid)) if uuid else None
    return (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None


def _public_place(uuid: UUID) -> Place | None:
    return Place.objects.filter(uuid=uuid, live=True, restricted=False).only("lat", "lon").first()


def walking_metres(points: list[tuple[float, float]]) -> int:
    """Return the length of a walk over `points` in metres, to ten: geodesic on WGS84 times the detour factor."""
    straight = sum(geodesic(a, b).meters for a, b in pairwise(points))
    return round(straight * DETOUR / 10) * 10
