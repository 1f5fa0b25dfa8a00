"""Connectivity: edges, connected pieces, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from media_pipeline.mesh import Floats, Ints, Mask


@dataclass(frozen=True, slots=True)
class Edges:
    """How many edges belong to one triangle (the rim of a hole) and how many to more than two."""

    boundary: int
    nonmanifold: int


def edges(faces: Ints) -> Edges:
    """Count the boundary and non-manifold edges of welded `faces`."""
    low = np.minimum(faces, np.roll(faces, -1, 1)).astype(np.int64).reshape(-1)
    high = np.maximum(faces, np.roll(faces, -1, 1)).astype(np.int64).reshape(-1)
    key = np.sort((low << 32) | high)
    start = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    shared = np.diff(np.r_[start, len(key)])
    return Edges(boundary=int((shared == 1).sum()), nonmanifold=int((shared > 2).sum()))


def pieces(faces: Ints, vertices: int) -> tuple[int, npt.NDArray[np.int32]]:
    """Return (number of connected pieces, piece of each triangle). Triangles are connected by a common vertex."""
    if not len(faces):
        return 0, np.zeros(0, np.int32)
    ones = np.ones(2 * len(faces), np.int8)
    graph = coo_matrix(
        (ones, (faces[:, [0, 1]].T.reshape(-1), faces[:, [1, 2]].T.reshape(-1))), shape=(vertices, vertices)
    )
    _, label = connected_components(graph, directed=False)
    used, of_face = np.unique(label[faces[:, 0]], return_inverse=True)
    return len(used), of_face.astype(np.int32)


def piece_sizes(positions: Floats, faces: Ints, piece: npt.NDArray[np.int32], number: int) -> tuple[Ints, Floats]:
    """Return each piece's number of triangles and the diagonal of its bounding box."""
    count = np.bincount(piece, minlength=number).astype(np.int32)
    low, high = np.full((number, 3), np.inf, np.float32), np.full((number, 3), -np.inf, np.float32)
    for corner in range(3):
        np.minimum.at(low, piece, positions[faces[:, corner]])
        np.maximum.at(high, piece, positions[faces[:, corner]])
    return count, np.linalg.norm(high - low, axis=1).astype(np.float32)


def degenerate(positions: Floats, faces: Ints) -> Mask:
    """Return which triangles have no area: a corner twice, or all three on a line (height under 1e-6 of the longest
    side).
    """
    a, b, c = (positions[faces[:, k]].astype(np.float64) for k in range(3))
    cross = np.cross(b - a, c - a)
    longest = np.maximum(np.maximum(((b - a) ** 2).sum(1), ((c - b) ** 2).sum(1)), ((a - c) ** 2).sum(1))
    twice = (faces[:, 0] == faces[:, 1]) | (faces[:, 1] == faces[:, 2]) | (faces[:, 0] == faces[:, 2])
    flat: Mask = twice | (np.sqrt((cross**2).sum(1)) <= 1e-6 * longest)
    return flat


def repeated(faces: Ints) -> Mask:
    """Return which triangles have the same three corners as an earlier one, in whatever order."""
    from media_pipeline.geometry.weld import unique_rows

    first, _ = unique_rows(np.sort(faces, 1))
    again = np.ones(len(faces), bool)
    again[first] = False
    return again
