"""A few places of a large mesh that stand for the whole, where asking all of it would take long."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from media_pipeline.mesh import Doubles, Floats, Ints, Mask

WHOLE = 2_000_000
"""Triangles up to which the whole mesh stands for itself."""
PLACES, SHARE = 6, 0.1
"""How many places, and what part of the triangles they hold together."""
INNER = 0.85
"""How much of a place's width is looked at: what lies at its rim has neighbours that are missing."""
ESTIMATED = 100_000
"""Vertices that the width of a place is reckoned from."""


@dataclass(frozen=True, slots=True)
class Swatches:
    """triangles (m,): which belong to a place. middles (k, 3) and reaches (k,): the cubes, none where all belong."""

    triangles: Mask
    middles: Floats
    reaches: Doubles

    @property
    def whole(self) -> bool:
        """Whether all of the mesh was taken."""
        return not len(self.reaches)

    def inside(self, points: Floats) -> Mask:
        """Return which of `points` (n, 3) lie well within a place."""
        found = np.full(len(points), self.whole)
        for middle, reach in zip(self.middles, self.reaches, strict=True):
            found |= _within(points, middle, INNER * float(reach))
        return found


def swatches(positions: Floats, faces: Ints) -> Swatches:
    """Return cubes round vertices of triangles drawn at random (seeded), each with as many vertices, SHARE of all together."""
    if len(faces) <= WHOLE:
        return Swatches(np.ones(len(faces), bool), np.zeros((0, 3), np.float32), np.zeros(0))
    random = np.random.default_rng(0)
    middles = positions[faces[random.integers(0, len(faces), PLACES), 0]]
    some = positions[:: max(1, len(positions) // ESTIMATED)]
    rank = int(SHARE / PLACES * len(some))
    reaches = np.array([np.partition(np.abs(some - middle).max(1), rank)[rank] for middle in middles], np.float64)
    taken = np.zeros(len(positions), bool)
    for middle, reach in zip(middles, reaches, strict=True):
        taken |= _within(positions, middle, float(reach))
    return Swatches(taken[faces[:, 0]], middles, reaches)


def _within(points: Floats, middle: Floats, reach: float) -> Mask:
    inside = np.abs(points[:, 0] - middle[0]) <= reach
    for axis in (1, 2):
        inside &= np.abs(points[:, axis] - middle[axis]) <= reach
    return inside
