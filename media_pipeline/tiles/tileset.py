"""tileset.json of 3D Tiles 1.1, and where on Earth it stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from media_pipeline.mesh import Floats

SEMI_MAJOR, FLATTENING = 6378137.0, 1 / 298.257223563
"""Of WGS 84 (NIMA TR8350.2)."""

IDENTITY = [1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0, 0, 0, 0, 0, 1.0]


@dataclass(slots=True)
class Tile:
    """One tile: its file, its box (least and greatest corner, metres, Y up), its error in metres and its parts."""

    uri: str
    low: Floats
    high: Floats
    error: float
    parts: list[Tile] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """Return the tile as JSON. Contents are glTF with Y up, the boxes of tiles have Z up."""
        found: dict[str, Any] = {
            "boundingVolume": {"box": box(self.low, self.high)},
            "geometricError": round(self.error, 6),
            "content": {"uri": self.uri},
        }
        if self.parts:
            found["children"] = [part.row() for part in self.parts]
        return found


def box(low: Floats, high: Floats) -> list[float]:
    """Return 3D Tiles' box (centre and three half axes) around a box with Y up."""
    centre, half = (high + low).astype(np.float64) / 2, np.maximum((high - low).astype(np.float64) / 2, 1e-6)
    x, y, z = centre.tolist()
    a, b, c = half.tolist()
    return [round(v, 6) for v in (x, -z, y, a, 0, 0, 0, c, 0, 0, 0, b)]


def document(root: Tile, transform: list[float] | None = None) -> dict[str, Any]:
    """Return tileset.json. `transform` is column-major, local to Earth-fixed; None leaves the tiles at the origin."""
    head = root.row() | {"refine": "REPLACE"}
    if transform is not None:
        head["transform"] = transform
    diagonal = float(np.linalg.norm((root.high - root.low).astype(np.float64)))
    return {
        "asset": {"version": "1.1", "generator": "kakuzan media_pipeline"},
        "geometricError": round(max(2 * root.error, diagonal / 4), 6),
        "root": head,
    }


def east_north_up(longitude: float, latitude: float, height: float, *, heading: float = 0.0) -> list[float]:
    """Return the transform that stands a model at a point of WGS 84 (degrees, metres above the ellipsoid).

    heading: where the model's back (-Z with Y up) points, in degrees clockwise from north. Raises ValueError for a
    point that is none.
    """
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90 and math.isfinite(height) and math.isfinite(heading)):
        raise ValueError(f"longitude {longitude}, latitude {latitude}, height {height}: not a point on Earth")
    lon, lat, turn = (math.radians(v) for v in (longitude, latitude, heading))
    east = np.array([-math.sin(lon), math.cos(lon), 0])
    north = np.array([-math.sin(lat) * math.cos(lon), -math.sin(lat) * math.sin(lon), math.cos(lat)])
    up = np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])
    squared = FLATTENING * (2 - FLATTENING)
    radius = SEMI_MAJOR / math.sqrt(1 - squared * math.sin(lat) ** 2)
    level = (radius + height) * math.cos(lat)
    place = np.array([level * math.cos(lon), level * math.sin(lon), (radius * (1 - squared) + height) * math.sin(lat)])
    side = east * math.cos(turn) - north * math.sin(turn)
    back = east * math.sin(turn) + north * math.cos(turn)
    columns = [(*side, 0.0), (*back, 0.0), (*up, 0.0), (*place, 1.0)]
    return [float(v) for column in columns for v in column]
