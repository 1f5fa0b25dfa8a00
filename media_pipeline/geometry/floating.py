"""Pieces that hang in the air: crumbs of the reconstruction, dropped by size and by distance from the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from media_pipeline.geometry import topology
from media_pipeline.mesh import Floats, Ints, Mask, diagonal

MOST_POINTS = 300_000


@dataclass(frozen=True, slots=True)
class Rule:
    """What floats. A crumb has fewer than `triangles` and is smaller than `share` of the whole; a stray piece may have
    any number, is smaller than `stray_share` and farther than `stray_distance` from all that is larger. Shares are of
    the diagonal of all pieces that are no crumbs.
    """

    triangles: int
    share: float
    stray_share: float
    stray_distance: float


def floating(positions: Floats, faces: Ints, piece: npt.NDArray[np.int32], number: int, rule: Rule) -> Mask:
    """Return which of the `number` pieces (see topology.pieces) float; none where nothing else would be left."""
    none = np.zeros(number, bool)
    if number < 2:
        return none
    count, size = topology.piece_sizes(positions, faces, piece, number)
    few = count < rule.triangles
    length = diagonal(positions[_corners(faces[~few[piece]], len(positions))] if not few.all() else positions)
    falls = few & (size < rule.share * length)
    stray = ~falls & (size < rule.stray_share * length)
    body = ~falls & ~stray
    if stray.any() and body.any():
        falls |= _far(positions, faces, piece, stray, body, rule.stray_distance * length)
    return none if falls.all() else falls


def _corners(faces: Ints, vertices: int) -> npt.NDArray[np.int64]:
    used = np.zeros(vertices, bool)
    used[faces] = True
    return np.flatnonzero(used)


def _far(
    positions: Floats, faces: Ints, piece: npt.NDArray[np.int32], stray: Mask, body: Mask, distance: float
) -> Mask:
    """Return which pieces of `stray` have no vertex within `distance` of a vertex of `body`."""
    corners = _corners(faces[body[piece]], len(positions))
    tree = cKDTree(positions[corners[:: 1 + len(corners) // MOST_POINTS]])
    mine = np.flatnonzero(stray[piece])
    points, of_piece = faces[mine].reshape(-1), np.repeat(piece[mine], 3)
    vertex, first = np.unique(points, return_index=True)
    away, _ = tree.query(positions[vertex], distance_upper_bound=distance)
    near = np.zeros(len(stray), bool)
    near[of_piece[first][np.isfinite(away)]] = True
    return stray & ~near
