"""Heat maps: each level coloured by how far it and the master lie apart there."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from media_pipeline.encode import glb
from media_pipeline.encode.maps import Picture
from media_pipeline.geometry import render_mesh
from media_pipeline.geometry.distance import sample
from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import Floats, Ints

STOPS = ((0.0, "#d9e2e1"), (0.25, "#f7d27c"), (0.5, "#ef8a3a"), (0.75, "#c2324a"), (1.0, "#4c1457"))
"""Ever darker, so that order shows without telling hues apart."""

PALETTE_WIDTH = 256
STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Heat:
    """The GLB of a level, its texture coordinate u being the distance as a share of `limit`, and the distances at its
    vertices: median, 95th percentile and largest. Metres.
    """

    glb: bytes
    limit: float
    median: float
    p95: float
    largest: float


def apart(positions: Floats, faces: Ints, master: Scene, points: Floats) -> Floats:
    """Return (n,): at each vertex of a level the largest distance found around it, either way, in metres.

    From the vertex to the master, and from those of `points` (on the master) that are closest to a triangle of the
    vertex: where a level lost a ledge its own vertices may all lie on the master, and only the way from the master
    tells.
    """
    found = master.distance(positions).astype(np.float32)
    near = Scene(positions, faces).closest(points)
    corner = near.weights().argmax(1)
    np.maximum.at(found, faces[near.face, corner], near.distance)
    return found


def heat(positions: Floats, faces: Ints, distance: Floats, *, name: str) -> Heat:
    """Return the heat map of a level whose vertices lie `distance` (n,) metres apart from the master."""
    limit = nice(float(np.percentile(distance, 99)))
    share = np.clip(distance / np.float32(limit), 0, 1)
    u = (0.5 + share * (PALETTE_WIDTH - 1)) / PALETTE_WIDTH
    uvs = np.stack([u, np.full_like(u, 0.5)], 1).astype(np.float32)
    mesh = render_mesh.build(positions, faces, uvs, faces)
    picture = Picture("colour", palette(), "image/png", PALETTE_WIDTH)
    data = glb.meshopt(glb.plain(mesh, [picture], name=name))
    return Heat(data, limit, float(np.median(distance)), float(np.percentile(distance, 95)), float(distance.max()))


def row(name: str, uri: str, found: Heat, triangles: int) -> dict[str, Any]:
    """Return what the manifest says of a heat map; metres."""
    return {
        "level": name,
        "uri": uri,
        "bytes": len(found.glb),
        "triangles": triangles,
        "limit_m": found.limit,
        "median_m": round(found.median, 7),
        "p95_m": round(found.p95, 7),
        "max_m": round(found.largest, 7),
    }


def nice(value: float) -> float:
    """Return the smallest of 1, 2, 5, 10, 20 … that is not below `value` metres; a micrometre for less than that."""
    value = max(value, 1e-6)
    power = 10.0 ** np.floor(np.log10(value))
    return float(next((power * step for step in STEPS if power * step >= value * (1 - 1e-9)), 10 * power))


def palette() -> bytes:
    """Return the scale of colours as a PNG, no error at its left."""
    at = np.array([place for place, _ in STOPS])
    colours = np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)] for _, code in STOPS], np.float64)
    x = np.linspace(0, 1, PALETTE_WIDTH)
    line = np.stack([np.interp(x, at, colours[:, channel]) for channel in range(3)], 1).round().astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(np.repeat(line[None], 4, 0)).save(buffer, "PNG")
    return buffer.getvalue()


def points_on(positions: Floats, faces: Ints, count: int) -> Floats:
    """Return `count` points of the master's surface."""
    return sample(positions, faces, count, seed=7)
