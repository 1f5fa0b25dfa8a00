"""The carpenter's bench: triangles collected by material, all wound outwards.

A `Side` is one of the four faces of a building: `at(x, d, y)` puts x along the wall (to the right seen from outside), d
out from the middle and y up into the world. In grids, columns run along and rows up or inwards, which makes the outside
the front.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
UP = np.array([0.0, 1.0, 0.0])
GRAINED = ("wood",)


@dataclass(frozen=True, slots=True)
class Side:
    """Face number `index` of 4 (south, east, north, west) with its outward normal and direction along."""

    index: int
    normal: Array
    along: Array

    def at(self, x: npt.ArrayLike, d: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Return points (..., 3)."""
        x, d, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(d, float), np.asarray(y, float))
        return np.asarray(x[..., None] * self.along + d[..., None] * self.normal + y[..., None] * UP, np.float64)

    def half(self, plan: tuple[float, float]) -> tuple[float, float]:
        """Return half of `plan` (east-west, north-south) along this face and across it."""
        east, south = plan[0] / 2, plan[1] / 2
        return (east, south) if self.index % 2 == 0 else (south, east)


SIDES = tuple(
    Side(i, np.array(n, float), np.array(a, float))
    for i, (n, a) in enumerate(
        (((0, 0, 1), (1, 0, 0)), ((1, 0, 0), (0, 0, -1)), ((0, 0, -1), (-1, 0, 0)), ((-1, 0, 0), (0, 0, 1)))
    )
)


class Model:
    """Triangles by material. Texture coordinates count in repeats of the material's picture, v up."""

    def __init__(self) -> None:
        self._parts: dict[str, list[tuple[Array, npt.NDArray[np.int64], Array]]] = {}

    def add(self, material: str, points: Array, faces: npt.NDArray[np.int64], uvs: Array) -> None:
        """Add a mesh; triangles without area are left out."""
        a, b, c = (points[faces[:, k]] for k in range(3))
        size = np.linalg.norm(np.cross(b - a, c - a), axis=1)
        self._parts.setdefault(material, []).append((points, faces[size > 1e-9], uvs))

    def grid(self, material: str, points: Array, uvs: Array, *, skip: npt.NDArray[np.bool_] | None = None) -> None:
        """Add a grid (rows, columns, 3); `skip` (rows - 1, columns - 1) leaves cells out."""
        rows, columns = points.shape[:2]
        number = np.arange(rows * columns).reshape(rows, columns)
        corners = np.stack([number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]], -1)
        cells = corners.reshape(-1, 4) if skip is None else corners[~skip]
        faces = np.concatenate([cells[:, [0, 1, 2]], cells[:, [0, 2, 3]]])
        self.add(material, points.reshape(-1, 3), faces, uvs.reshape(-1, 2))

    def box(self, material: str, centre: Array, axes: Sequence[Array], *, repeat: float = 1.0) -> None:
        """Add a box by its centre and three half axes; `repeat` is repeats of the picture a metre."""
        x, y, z = (np.asarray(axis, float) for axis in axes)
        if np.dot(np.cross(x, y), z) < 0:
            x = -x
        for n, u, v in ((x, y, z), (-x, z, y), (y, z, x), (-y, x, z), (z, x, y), (-z, y, x)):
            corners = np.array([[centre + n - u - v, centre + n + u - v], [centre + n - u + v, centre + n + u + v]])
            wide, high = 2 * np.linalg.norm(u) * repeat, 2 * np.linalg.norm(v) * repeat
            uvs = np.array([[(0, 0), (wide, 0)], [(0, high), (wide, high)]], float)
            lying = material in GRAINED and wide > high  # the picture's grain runs up; a beam's runs along it
            self.grid(material, corners, uvs[..., ::-1] if lying else uvs)

    def sweep(self, material: str, path: Array, profile: Sequence[tuple[float, float]], *, repeat: float = 1.0) -> None:
        """Add `profile` (across, up), listed from left to right over the top, drawn along `path` (n, 3), with flat
        ends.
        """
        forward = np.gradient(path, axis=0)
        across = np.cross(forward, UP)
        across /= np.linalg.norm(across, axis=1, keepdims=True)
        shape = np.array(profile)
        points = path[:, None] + across[:, None] * shape[None, :, :1] + UP * shape[None, :, 1:]
        length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))] * repeat
        girth = np.r_[0, np.cumsum(np.linalg.norm(np.diff(shape, axis=0), axis=1))] * repeat
        uvs = np.stack(np.meshgrid(girth, length), -1)
        self.grid(material, points, uvs if material in GRAINED else uvs[..., ::-1])
        for ring in (points[0, ::-1], points[-1]):
            self.fan(material, ring, repeat=repeat)

    def fan(self, material: str, ring: Array, *, repeat: float = 1.0) -> None:
        """Add a flat polygon, counter-clockwise seen from its front, fanned round its centre."""
        count = len(ring)
        points = np.concatenate([[ring.mean(0)], ring])
        index = np.arange(count)
        faces = np.stack([np.zeros(count, int), 1 + index, 1 + (index + 1) % count], 1)
        spread = np.stack([np.linalg.norm(points - ring[0], axis=1), points[:, 1]], 1)
        self.add(material, points, faces, spread * repeat)

    def plate(
        self,
        material: str,
        centre: Array,
        right: Array,
        outline: Sequence[tuple[float, float]],
        thickness: float,
        *,
        repeat: float = 1.0,
    ) -> None:
        """Add an upright plate: `outline` (right, up) counter-clockwise seen from the front, which is right x up; star-
        shaped round its middle.
        """
        front = np.cross(right, UP) * thickness / 2
        shape = np.array(outline)
        ring = centre + shape[:, :1] * right + shape[:, 1:] * UP
        self.fan(material, ring + front, repeat=repeat)
        self.fan(material, ring[::-1] - front, repeat=repeat)
        closed = np.concatenate([ring, ring[:1]])
        length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))] * repeat
        uvs = np.stack([np.stack([length, 0 * length], 1), np.stack([length, 0 * length + thickness * repeat], 1)])
        self.grid(material, np.stack([closed - front, closed + front]), uvs)

    def meshes(self) -> dict[str, tuple[Array, npt.NDArray[np.int64], Array]]:
        """Return (points, faces, uvs) by material."""
        found = {}
        for material, parts in self._parts.items():
            offset = np.cumsum([0, *(len(points) for points, _, _ in parts)])
            faces = np.concatenate([f + offset[i] for i, (_, f, _) in enumerate(parts)])
            found[material] = np.concatenate([p for p, _, _ in parts]), faces, np.concatenate([u for _, _, u in parts])
        return found
