"""How much of the sky a point sees."""

from __future__ import annotations

import numpy as np

from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import Floats

REACH = 0.09


def openness(scene: Scene, points: Floats, normals: Floats, *, rays: int, reach: float, seed: int = 0) -> Floats:
    """Return (n,) 0..1: the cosine-weighted share of `rays` from each point that meet nothing within `reach` (in the
    units of the points).
    """
    random = np.random.default_rng(seed)
    open_share = np.zeros(len(points), np.float32)
    helper = np.where(
        np.abs(normals[:, 1:2]) < 0.9, np.array([[0, 1, 0]], np.float32), np.array([[1, 0, 0]], np.float32)
    )
    tangent = np.cross(helper, normals)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    bitangent = np.cross(normals, tangent)
    origins = points + normals * np.float32(reach * 1e-3)
    turn = random.random(len(points), np.float32) * np.float32(2 * np.pi)
    for index in range(rays):
        radius = np.sqrt((index + random.random(len(points), np.float32)) / rays)
        angle = turn + np.float32(index * 2.399963)
        x, y, z = radius * np.cos(angle), radius * np.sin(angle), np.sqrt(np.maximum(1 - radius**2, 0))
        direction = tangent * x[:, None] + bitangent * y[:, None] + normals * z[:, None]
        open_share += ~scene.blocked(origins, direction.astype(np.float32), far=reach)
    return open_share / np.float32(rays)
