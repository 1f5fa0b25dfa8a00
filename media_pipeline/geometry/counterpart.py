"""Which point of the master a point of a level stands for: the same side of the same sheet, never what lies behind it.

A wall between two rooms is two sheets a hand apart. A level with few triangles runs beside them, between them or through
them, so that the nearest point is often on the other side. The sheet is known by which way it faces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry.normals import face_vectors, unit
from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import Floats, Ints, Mask, diagonal

CAGE = 0.01
"""How far a level may lie from the master, of the diagonal."""
FLOOR = 0.001
"""The smallest cage, of the diagonal, where two sheets of the level come close to each other."""
OF_GAP = 0.75
"""How far into the gap between two sheets rays go."""
AGREES = -0.2
"""Least cosine between the normals of two points of one sheet: rough stone turns a little past a right angle."""
OPPOSES = -0.3
"""Largest cosine between the normals of two sheets that face each other or stand back to back."""
SHEETS = 4


@dataclass(frozen=True, slots=True)
class Cage:
    """How far rays go from each triangle of a level, outwards and inwards, (m,) in metres."""

    outward: Floats
    inward: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """For each point a triangle of the master and the weights of its second and third corner; `lost`: index of the
    points that have none, `guessed`: how many took their closest point.
    """

    face: Ints
    uv: Floats
    lost: npt.NDArray[np.int64]
    guessed: int


def cage(positions: Floats, faces: Ints, length: float) -> Cage:
    """Return how far rays may go from the triangles of a level: CAGE of `length`, the master's diagonal, less where
    another sheet of the level is near, that is where it is thin or stands before its like.
    """
    scene = Scene(positions, faces)
    normal = unit(face_vectors(positions, faces))
    corners = positions[faces]
    sides = [np.full(len(faces), CAGE * length, np.float32) for _ in range(2)]
    lift = np.float32(1e-5 * length)
    for weights in ((1 / 3, 1 / 3, 1 / 3), (0.7, 0.15, 0.15), (0.15, 0.7, 0.15), (0.15, 0.15, 0.7)):
        points = np.einsum("mcj,c->mj", corners, np.array(weights, np.float32))
        for side, direction in zip(sides, (normal, -normal), strict=True):
            hits = scene.cast(points + direction * lift, direction)
            opposed = hits.struck & (np.einsum("ij,ij->i", hits.normal, normal) < OPPOSES)
            np.minimum(side, np.where(opposed, OF_GAP * hits.distance, np.float32(np.inf)), out=side)
    return Cage(*(np.maximum(side, np.float32(FLOOR * length)) for side in sides))


class Master:
    """A mesh whose points are sought."""

    def __init__(self, positions: Floats, faces: Ints) -> None:
        self.positions, self.faces = positions, faces
        self.scene = Scene(positions, faces)
        self.diagonal = diagonal(positions)
        self._lift = np.float32(1e-5 * self.diagonal)

    def find(self, points: Floats, normals: Floats, reach: Cage) -> Found:
        """Return the nearest point along the normal, outwards or inwards, that is seen from `points`, lies within `reach`
        (a row for each point) and faces the same way; failing that, one behind sheets that face the other way; failing
        that, the closest of all if it faces the same way.
        """
        face, uv = np.empty(len(points), np.int32), np.empty((len(points), 2), np.float32)
        best = np.full(len(points), np.inf, np.float32)
        for direction, limit in ((normals, reach.outward), (-normals, reach.inward)):
            hits = self.scene.cast(points - direction * self._lift, direction)
            nearer = np.flatnonzero((hits.distance < np.minimum(limit, best)) & _agree(hits.normal, normals))
            face[nearer], uv[nearer], best[nearer] = hits.face[nearer], hits.uv[nearer], hits.distance[nearer]
        lost = np.flatnonzero(np.isinf(best))
        if len(lost):
            lost = lost[~self._through(points, normals, reach, lost, face, uv)]
        guessed = len(lost)
        if guessed:
            hits = self.scene.closest(points[lost])
            good = _agree(hits.normal, normals[lost])
            face[lost[good]], uv[lost[good]] = hits.face[good], hits.uv[good]
            lost = lost[~good]
        return Found(face, uv, lost, guessed)

    def _through(
        self, points: Floats, normals: Floats, reach: Cage, lost: npt.NDArray[np.int64], face: Ints, uv: Floats
    ) -> Mask:
        """Set `face` and `uv` of the points `lost` that meet their sheet behind others, and return which do."""
        best = np.full(len(lost), np.inf, np.float32)
        outward = np.full(len(lost), CAGE * self.diagonal, np.float32)
        for sign, limit in ((np.float32(1), outward), (np.float32(-1), reach.inward[lost])):
            mine = np.arange(len(lost))
            gone = np.full(len(lost), -self._lift, np.float32)
            for _ in range(SHEETS):
                direction = sign * normals[lost[mine]]
                hits = self.scene.cast(points[lost[mine]] + direction * gone[mine, None], direction)
                gone[mine] += hits.distance + self._lift
                good = (gone[mine] < np.minimum(limit[mine], best[mine])) & _agree(hits.normal, normals[lost[mine]])
                here = mine[good]
                best[here], face[lost[here]], uv[lost[here]] = gone[here], hits.face[good], hits.uv[good]
                mine = mine[~good & (gone[mine] < limit[mine])]
                if not len(mine):
                    break
        return np.isfinite(best)

    def facing(self, points: Floats, normals: Floats) -> tuple[Ints, Floats]:
        """Return (triangle, weights of its second and third corner) of the closest point that faces the same way, for a
        few stragglers; of the closest point at all where none does nearby.
        """
        face, uv = np.full(len(points), -1, np.int32), np.zeros((len(points), 2), np.float32)
        near = self._near(points)
        facing = unit(face_vectors(self.positions, self.faces[near]))
        axis = np.abs(normals).argmax(1)
        sign = np.sign(np.take_along_axis(normals, axis[:, None], 1))[:, 0]
        for number, side in ((number, side) for number in range(3) for side in (-1, 1)):
            mine = np.flatnonzero((axis == number) & (sign == side))
            some = near[side * facing[:, number] > -OPPOSES]
            if len(mine) and len(some):
                hits = Scene(self.positions, self.faces[some]).closest(points[mine])
                good = _agree(hits.normal, normals[mine])
                face[mine[good]], uv[mine[good]] = some[hits.face[good]], hits.uv[good]
        rest = np.flatnonzero(face < 0)
        if len(rest):
            hits = self.scene.closest(points[rest])
            face[rest], uv[rest] = hits.face, hits.uv
        return face, uv

    def _near(self, points: Floats) -> Ints:
        """Return the triangles whose first corner is about as near to one of `points` as two cages."""
        size = np.float32(2 * CAGE * self.diagonal)
        low = self.positions.min(0) - size
        number = ((self.positions.max(0) - low) / size).astype(np.int64) + 2
        wanted = np.zeros(number, bool)
        cells = np.clip(((points - low) / size).astype(np.int64), 1, number - 2)
        for step in np.mgrid[-1:2, -1:2, -1:2].reshape(3, -1).T:
            wanted[tuple((cells + step).T)] = True
        corner = wanted[tuple(((self.positions - low) / size).astype(np.int32).T)]
        return np.flatnonzero(corner.take(self.faces[:, 0])).astype(np.int32)


def _agree(found: Floats, normals: Floats) -> Mask:
    agrees: Mask = np.einsum("ij,ij->i", found, normals) > AGREES
    return agrees
