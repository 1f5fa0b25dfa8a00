"""How much of the sky a point sees."""

from __future__ import annotations

import numpy as np

from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import Floats

BATCH = 1 << 20


def openness(scene: Scene, points: Floats, normals: Floats, *, rays: int, reach: float, seed: int = 0) -> Floats:
    """Return (n,) 0..1: the cosine-weighted share of `rays` from each point that meet nothing within `reach` (in the units of the points).

    Rays go out in few large batches, since each call waits for the slowest core.
    """
    if not len(points):
        return np.zeros(0, np.float32)
    random = np.random.default_rng(seed)
    tangent, bitangent = _square_to(normals)
    origins = points + normals * np.float32(reach * 1e-3)
    turn = random.random(len(points), np.float32) * np.float32(2 * np.pi)
    spread = random.random(len(points), np.float32)
    blocked = np.zeros(len(points), np.int32)
    together = max(1, min(rays, BATCH // len(points)))
    for first in range(0, rays, together):
        number = np.arange(first, min(first + together, rays), dtype=np.float32)[:, None]
        radius = np.sqrt((number + (spread + number * np.float32(0.6180340)) % 1) / rays)
        angle = turn + number * np.float32(2.399963)
        x, y, z = radius * np.cos(angle), radius * np.sin(angle), np.sqrt(np.maximum(1 - radius**2, 0))
        direction = tangent * x[..., None] + bitangent * y[..., None] + normals * z[..., None]
        start = np.broadcast_to(origins, direction.shape).reshape(-1, 3)
        met = scene.blocked(start, direction.reshape(-1, 3).astype(np.float32), far=reach)
        blocked += met.reshape(direction.shape[:2]).sum(0, dtype=np.int32)
    return np.asarray(1 - blocked / rays, np.float32)


def _square_to(normals: Floats) -> tuple[Floats, Floats]:
    """Return two unit vectors square to each normal and to each other."""
    flat = np.abs(normals[:, 1:2]) < 0.9
    helper = np.where(flat, np.array([[0, 1, 0]], np.float32), np.array([[1, 0, 0]], np.float32))
    tangent = np.cross(helper, normals)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    return tangent.astype(np.float32), np.cross(normals, tangent).astype(np.float32)
