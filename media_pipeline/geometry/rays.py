"""Rays and distances against a triangle mesh (Open3D's wrapper of Embree). The only place that talks to Open3D's scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry.lean_open3d import o3d
from media_pipeline.mesh import Doubles, Floats, Ints, Mask

BLOCK = 1 << 21


@dataclass(frozen=True, slots=True)
class Hits:
    """Where rays met the mesh: distance in ray lengths (inf: nowhere), triangle (-1: none), weights of its second and
    third corner, the triangle's own unit normal.
    """

    distance: Floats
    face: Ints
    uv: Floats
    normal: Floats

    @property
    def struck(self) -> Mask:
        """Which rays met anything."""
        return np.isfinite(self.distance)

    def weights(self) -> Floats:
        """Return (n, 3): the weights of the three corners."""
        return weights(self.uv)


class Scene:
    """A mesh made ready for rays. positions (n, 3), faces (m, 3)."""

    def __init__(self, positions: Floats, faces: Ints) -> None:
        self._scene = o3d.t.geometry.RaycastingScene()
        self._scene.add_triangles(
            tensor(positions, np.float32),
            tensor(faces, np.uint32),
        )

    def cast(self, origins: Floats, directions: Floats) -> Hits:
        """Return where rays from `origins` along `directions` first meet the mesh; distances count in lengths of the
        direction.
        """
        return self.along(np.concatenate([origins, directions], 1))

    def along(self, rays: Floats) -> Hits:
        """Return where `rays` (n, 6), each an origin and a direction, first meet the mesh."""
        answer = self._scene.cast_rays(tensor(rays, np.float32))
        return Hits(
            answer["t_hit"].numpy(),
            answer["primitive_ids"].numpy().view(np.int32),
            answer["primitive_uvs"].numpy(),
            answer["primitive_normals"].numpy(),
        )

    def blocked(self, origins: Floats, directions: Floats, *, near: float = 0.0, far: float = float("inf")) -> Mask:
        """Return whether anything lies on the rays between `near` and `far`."""
        blocked: Mask = self._scene.test_occlusions(_rays(origins, directions), near, far).numpy()
        return blocked

    def blocked_along(self, rays: Floats) -> Mask:
        """Return whether anything lies on `rays` (n, 6)."""
        blocked: Mask = self._scene.test_occlusions(tensor(rays, np.float32)).numpy()
        return blocked

    def closest(self, points: Floats) -> Hits:
        """Return the closest point of the mesh to each of `points`; slow (0.2 million a second), for few points only."""
        answer = self._scene.compute_closest_points(tensor(points, np.float32))
        distance = np.linalg.norm(answer["points"].numpy() - points, axis=1).astype(np.float32)
        return Hits(
            distance,
            answer["primitive_ids"].numpy().view(np.int32),
            answer["primitive_uvs"].numpy(),
            answer["primitive_normals"].numpy(),
        )

    def distance(self, points: Floats) -> Doubles:
        """Return the exact distance of each point to the surface."""
        found: Doubles = self._scene.compute_distance(tensor(points, np.float32)).numpy().astype(np.float64)
        return found


def weights(uv: Floats) -> Floats:
    """Return (n, 3): the weights of all three corners from those of the second and third."""
    found = np.empty((len(uv), 3), np.float32)
    found[:, 1:] = uv
    np.subtract(1, uv[:, 0], out=found[:, 0])
    found[:, 0] -= uv[:, 1]
    return found


def _rays(origins: Floats, directions: Floats) -> o3d.core.Tensor:
    return tensor(np.concatenate([origins, directions], 1), np.float32)


def tensor(array: npt.NDArray[Any], dtype: type[np.generic]) -> o3d.core.Tensor:
    """Return `array` as Open3D wants it; its stubs do not know that type and device may be left out."""
    return o3d.core.Tensor(np.ascontiguousarray(array, dtype))
