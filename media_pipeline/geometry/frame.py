"""From the numbers of a source to metres, Y up, right-handed, origin at the centre of the base; and where that lies on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from media_pipeline.mesh import Doubles, Ints

METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "unknown": 1.0}
TURNS = {
    "x": ((0, -1, 0), (1, 0, 0), (0, 0, 1)),
    "y": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "z": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
    "-x": ((0, 1, 0), (-1, 0, 0), (0, 0, 1)),
    "-y": ((1, 0, 0), (0, -1, 0), (0, 0, -1)),
    "-z": ((1, 0, 0), (0, 0, -1), (0, 1, 0)),
}
"""Rotations that bring the upward axis of a source to Y."""
FAR = 10_000.0
"""Metres from zero beyond which numbers are taken for those of a projected coordinate system."""
AGREES = 0.02
"""Share by which a scale bar may differ from the unit before it is said."""


@dataclass(frozen=True, slots=True)
class Framed:
    """positions (n, 3) in the frame; frame, how they came there; mirrored, whether triangles have to be reversed;
    warnings for the curator.
    """

    positions: Doubles
    frame: dict[str, Any]
    mirrored: bool
    warnings: list[str]


def framed(positions: Doubles, used: Ints, source: dict[str, Any], *, metres_by_format: bool) -> Framed:
    """Return `positions` as `source` (recipes.Source as a dictionary) says. used: the vertices that triangles name.

    A survey's coordinates lie so far from zero that 32-bit floats would round them to decimetres, hence the order: turn,
    scale, shift in doubles. metres_by_format: whether the file's format prescribes metres, as glTF does.
    """
    unit, scale, confidence, warnings = _scale(source, metres_by_format=metres_by_format)
    turn = turn_of(source)
    mirrored = source["handedness"] == "left"
    turned = positions if scale == 1 and (turn == np.eye(3)).all() else positions @ turn.T * scale
    low, high = (np.array([bound(turned[:, axis][used]) for axis in range(3)]) for bound in (np.min, np.max))
    origin = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    frame = {
        "unit": unit,
        "up": source["up"],
        "handedness": source["handedness"],
        "scale_to_metres": scale,
        "scale_confidence": confidence,
        "origin_m": origin.round(6).tolist(),
        "origin_source": (turn.T @ origin / scale).round(6).tolist(),
    }
    return Framed(turned - origin, frame, mirrored, warnings)


def turn_of(source: dict[str, Any]) -> Doubles:
    """Return the matrix (3, 3) from the source's axes to Y up, right-handed."""
    turn = np.array(TURNS[source["up"]], np.float64)
    return np.diag([1.0, 1.0, -1.0]) @ turn if source["handedness"] == "left" else turn


def _scale(source: dict[str, Any], *, metres_by_format: bool) -> tuple[str, float, str, list[str]]:
    """Return the unit, metres per unit, how sure that is (measured, declared, assumed or unknown), and warnings."""
    unit, bar = source["unit"], source["scale_bar"]
    if bar:
        scale = bar["measured_m"] / bar["model_units"]
        off = scale / METRES[unit] - 1 if unit in ("mm", "cm", "m") else 0.0
        text = (
            f"the scale bar makes one unit {scale:.6g} m, {100 * off:+.1f} % against the unit {unit}; the bar is used"
        )
        return unit or "unknown", scale, "measured", [text] if abs(off) > AGREES else []
    if unit == "unknown":
        return unit, 1.0, "unknown", ["the unit is unknown and there is no scale bar: one unit is taken for a metre"]
    if unit:
        return unit, METRES[unit], "declared", []
    return "m", 1.0, "declared" if metres_by_format else "assumed", []


def on_the_map(frame: dict[str, Any], *, crs: str, offset: list[float]) -> dict[str, Any] | None:
    """Return {crs, easting_m, northing_m, height_m} of the frame's origin, None for a source in coordinates of its own.

    offset: easting, northing and height that the program which wrote the source took off, in metres. Without `crs` only
    numbers far from zero are taken for those of a map, and `crs` is then "".
    """
    x, y, z = frame["origin_m"]
    z = -z if frame["handedness"] == "left" else z
    shift = offset or [0.0, 0.0, 0.0]
    east, north, height = x + shift[0], -z + shift[1], y + shift[2]
    if not crs and not offset and max(abs(east), abs(north)) < FAR:
        return None
    return {"crs": crs, "easting_m": round(east, 4), "northing_m": round(north, 4), "height_m": round(height, 4)}
