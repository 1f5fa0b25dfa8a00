"""Which texels of a map lie on which triangle: their centres, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from media_pipeline.mesh import Doubles, Floats, Ints

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spot:
    """Texels (n,): flat index in the map, triangle, weights (n, 3) of its corners."""

    index: Counts
    face: Ints
    weights: Floats


class Raster:
    """Triangles lying in a map of `side` texels. uvs (n, 2), 0..1 from its upper left corner; faces (m, 3).

    A texel belongs to the triangle its centre lies in; one whose centre lies on an edge to the triangle right of or below
    it. What lies outside the map is left out. Where triangles lie on each other each of them has the texel.
    """

    def __init__(self, uvs: Floats, faces: Ints, side: int) -> None:
        self.side, self.faces = side, faces
        corners = uvs.astype(np.float64)[faces] * side - 0.5  # now texel centres are whole numbers
        high = corners[:, :, 1]
        order = np.lexsort((corners[:, :, 0], high), axis=1) if len(faces) else np.zeros((0, 3), np.int64)
        self._sorted: Doubles = np.take_along_axis(corners, order[:, :, None], 1)
        self._planes = _planes(corners)
        first, last = np.ceil(high.min(1)), np.ceil(high.max(1))
        self._top = np.clip(first, 0, side).astype(np.int64)
        self._rows = np.clip(last, 0, side).astype(np.int64) - self._top
        self._rows[~np.isfinite(self._planes).all((1, 2))] = 0
        area = np.abs(_cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])) / 2
        self._heavy = np.cumsum(area + self._rows)

    def parts(self, texels: int) -> list[tuple[int, int]]:
        """Return runs of triangles (first, beyond the last) of about so many texels each."""
        if not len(self.faces):
            return []
        number = max(1, round(float(self._heavy[-1]) / texels))
        cuts = np.searchsorted(self._heavy, self._heavy[-1] * np.arange(1, number) / number)
        ends = [0, *np.unique(cuts[(cuts > 0) & (cuts < len(self.faces))]).tolist(), len(self.faces)]
        return list(pairwise(ends))

    def spots(self, first: int, beyond: int, *, most: int) -> Iterator[Spot]:
        """Yield the texels of triangles first..beyond-1, about `most` at a time: one triangle may cover the whole map."""
        rows = self._rows[first:beyond]
        face = np.repeat(np.arange(first, beyond), rows)
        row = _counted(rows) + np.repeat(self._top[first:beyond], rows)
        left, right = self._spans(face, row)
        count = right - left
        ends = np.cumsum(count)
        start = 0
        while start < len(count):
            stop = int(np.searchsorted(ends, (ends[start - 1] if start else 0) + most, "right"))
            stop = max(stop, start + 1)
            yield self._spot(*(part[start:stop] for part in (face, row, left, count)))
            start = stop

    def _spans(self, face: Counts, row: Counts) -> tuple[Counts, Counts]:
        """Return the first column and the one beyond the last of each triangle's row."""
        low, middle, high = (self._sorted[face, corner] for corner in range(3))
        y = row.astype(np.float64)
        far = _crossing(low, high, y)
        near = np.where(y < middle[:, 1], _crossing(low, middle, y), _crossing(middle, high, y))
        sides = (np.ceil(np.minimum(far, near)), np.ceil(np.maximum(far, near)))
        left, right = (np.clip(side, 0, self.side).astype(np.int64) for side in sides)
        return left, np.maximum(left, right)

    def _spot(self, face: Counts, row: Counts, left: Counts, count: Counts) -> Spot:
        whole = np.repeat(face, count)
        step = _counted(count)
        plane = self._planes[face]
        start = (plane[:, :, 0] * left[:, None] + plane[:, :, 1] * row[:, None] + plane[:, :, 2]).astype(np.float32)
        weights = np.empty((len(whole), 3), np.float32)
        slope = plane[:, :, 0].astype(np.float32)
        moved = step.astype(np.float32)
        for corner in (1, 2):
            weights[:, corner] = np.repeat(start[:, corner - 1], count) + np.repeat(slope[:, corner - 1], count) * moved
        np.clip(weights[:, 1:], 0, 1, out=weights[:, 1:])
        weights[:, 0] = np.maximum(1 - weights[:, 1] - weights[:, 2], 0)
        index = np.repeat(row * self.side + left, count) + step
        return Spot(index, whole.astype(np.int32), weights)


def _planes(corners: Doubles) -> Doubles:
    """Return (m, 2, 3): the weights of each triangle's second and third corner as a x + b y + c; not finite for triangles
    without area.
    """
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    e, f = b - a, c - a
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 1 / _cross(e, f)
        second = np.stack([f[:, 1] * scale, -f[:, 0] * scale, _cross(f, a) * scale], 1)
        third = np.stack([-e[:, 1] * scale, e[:, 0] * scale, -_cross(e, a) * scale], 1)
    return np.stack([second, third], 1)


def _cross(first: Doubles, second: Doubles) -> Doubles:
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])


def _crossing(low: Doubles, high: Doubles, y: Doubles) -> Doubles:
    """Return where the edges meet the rows `y`; alike for both triangles of an edge, whose ends are sorted."""
    height = high[:, 1] - low[:, 1]
    share = (y - low[:, 1]) / np.where(height > 0, height, 1)
    return np.asarray(low[:, 0] + share * (high[:, 0] - low[:, 0]))


def _counted(counts: Counts) -> Counts:
    """Return 0, 1, .. for each of `counts`, one after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
