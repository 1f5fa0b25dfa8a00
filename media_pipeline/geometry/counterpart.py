"""Which point of the master a point of a level stands for: the same side of the same sheet, never what lies behind it.

A wall between two rooms is two sheets a hand apart. A level with few triangles runs beside them, between them or through
them, so that the nearest point is often on the other side. The sheet is known by which way it faces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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
PROBES = 4096
SURROUNDINGS = ((0.2, 0.2, 1 << 31), (2.0, np.inf, 100_000))
"""Round stragglers, in cages, what is searched for their sheet and how far it may be, and among how many triangles: near
first, since it is mostly there; farther away a part of them shows as well which sheet it is.
"""
MARGIN = 1.5
"""Rays begin this much farther out than all but a fiftieth of the level lies from the master."""


@dataclass(frozen=True, slots=True)
class Cage:
    """How far rays go from each triangle of a level, outwards and inwards, and to how far on either side no other sheet of
    the level comes, (m,) in metres.
    """

    outward: Floats
    inward: Floats
    free: Floats


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
    floor = np.float32(FLOOR * length)
    return Cage(np.maximum(sides[0], floor), np.maximum(sides[1], floor), np.minimum(*sides))


class Master:
    """A mesh whose points are sought."""

    def __init__(self, positions: Floats, faces: Ints) -> None:
        self.positions, self.faces = positions, faces
        self.scene = Scene(positions, faces)
        self.diagonal = diagonal(positions)
        self._lift = np.float32(1e-5 * self.diagonal)

    def usual(self, positions: Floats, faces: Ints) -> float:
        """Return how far from the master nearly all of a level lies, a little more; 0 where that is not known."""
        some = faces[:: 1 + len(faces) // PROBES]
        normal = unit(face_vectors(positions, some))
        points = positions[some].mean(1).astype(np.float32)
        away = np.full(len(some), np.inf, np.float32)
        for direction in (normal, -normal):
            hits = self.scene.cast(points - direction * self._lift, direction)
            np.minimum(away, np.where(_agree(hits.normal, normal), hits.distance, np.float32(np.inf)), out=away)
        limit = float(np.quantile(away, 0.98, method="higher")) if len(away) else 0.0
        return MARGIN * limit if limit < CAGE * self.diagonal else 0.0

    def find(self, points: Floats, normals: Floats, face: Ints, reach: Cage, *, usual: float = 0.0) -> Found:
        """Return the master's point for each of `points` on triangles `face` of the level whose cage is `reach`.

        First a single ray comes from outside, from as far as the level `usual`ly lies away and no other sheet of it comes:
        what it meets within as far inside counts if it faces the same way. For the few others it is the nearest point
        along the normal, outwards or inwards, that is seen from there, lies within reach and faces the same way; failing
        that, one behind sheets that face the other way; failing that, the closest of all if it faces the same way.
        """
        if not usual:
            return self._search(points, normals, Cage(*(side.take(face) for side in _sides(reach))))
        near = np.minimum(reach.free, np.float32(usual)).take(face)
        rays = np.empty((len(points), 6), np.float32)
        rays[:, :3] = points + normals * near[:, None]
        np.negative(normals, out=rays[:, 3:])
        hits = self.scene.along(rays)
        rest = np.flatnonzero(~((hits.distance < 2 * near) & _agree(hits.normal, normals)))
        if not len(rest):
            return Found(hits.face, hits.uv, rest, 0)
        mine = face[rest]
        found = self._search(points[rest], normals[rest], Cage(*(side.take(mine) for side in _sides(reach))))
        hits.face[rest], hits.uv[rest] = found.face, found.uv
        return Found(hits.face, hits.uv, rest[found.lost], found.guessed)

    def _search(self, points: Floats, normals: Floats, reach: Cage) -> Found:
        face, uv = np.zeros(len(points), np.int32), np.zeros((len(points), 2), np.float32)
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
        axis = np.abs(normals).argmax(1)
        sign = np.sign(np.take_along_axis(normals, axis[:, None], 1))[:, 0]
        for share, reach, most in SURROUNDINGS:
            size, limit = (np.float32(part * CAGE * self.diagonal) for part in (share, reach))
            left = np.flatnonzero(face < 0)
            if not len(left):
                return face, uv
            near = self._near(points[left], size)
            near = near[:: 1 + len(near) // most]
            facing = unit(face_vectors(self.positions, self.faces[near]))
            for number, side in ((number, side) for number in range(3) for side in (-1, 1)):
                mine = left[(axis[left] == number) & (sign[left] == side)]
                some = near[side * facing[:, number] > -OPPOSES]
                if len(mine) and len(some):
                    hits = Scene(self.positions, self.faces[some]).closest(points[mine])
                    good = _agree(hits.normal, normals[mine]) & (hits.distance < limit)
                    face[mine[good]], uv[mine[good]] = some[hits.face[good]], hits.uv[good]
        rest = np.flatnonzero(face < 0)
        if len(rest):
            hits = self.scene.closest(points[rest])
            face[rest], uv[rest] = hits.face, hits.uv
        return face, uv

    def _near(self, points: Floats, size: np.float32) -> Ints:
        """Return the triangles that may come nearer than `size` to one of `points`, and others."""
        low = self.positions.min(0) - size
        number = ((self.positions.max(0) - low) / size).astype(np.int64) + 2
        wanted = np.zeros(number, bool)
        cells = np.clip(((points - low) / size).astype(np.int64), 1, number - 2)
        for step in np.mgrid[-1:2, -1:2, -1:2].reshape(3, -1).T:
            wanted[tuple((cells + step).T)] = True
        corner = wanted[tuple(((self.positions - low) / size).astype(np.int32).T)]
        within = corner.take(self.faces[:, 0])
        within |= self._widths > size
        return np.flatnonzero(within).astype(np.int32)

    @cached_property
    def _widths(self) -> Floats:
        """How far each triangle reaches from its first corner, along one axis or another, (m,)."""
        first = self.positions.take(self.faces[:, 0], 0)
        reach = np.abs(self.positions.take(self.faces[:, 1], 0) - first)
        np.maximum(reach, np.abs(self.positions.take(self.faces[:, 2], 0) - first), out=reach)
        return np.asarray(reach.max(1), np.float32)


def _sides(reach: Cage) -> tuple[Floats, Floats, Floats]:
    return reach.outward, reach.inward, reach.free


def _agree(found: Floats, normals: Floats) -> Mask:
    agrees: Mask = np.einsum("ij,ij->i", found, normals) > AGREES
    return agrees
