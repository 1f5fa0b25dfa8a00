"""Connectivity: edges, connected pieces, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from media_pipeline.geometry.edges import EdgeTable
from media_pipeline.geometry.weld import representatives, spread
from media_pipeline.mesh import Doubles, Floats, Ints, Mask

BLOCK = 1 << 19
SIEVE = 20


@dataclass(frozen=True, slots=True)
class Edges:
    """How many edges belong to one triangle (the rim of a hole) and how many to more than two."""

    boundary: int
    nonmanifold: int


def edges(faces: Ints) -> Edges:
    """Count the boundary and non-manifold edges of welded `faces`."""
    table = EdgeTable.of(faces)
    return Edges(boundary=table.boundary, nonmanifold=table.nonmanifold)


def pieces(faces: Ints, vertices: int) -> tuple[int, npt.NDArray[np.int32]]:
    """Return (number of connected pieces, piece of each triangle), in the order of their first vertices. Triangles are
    connected by a common vertex.
    """
    if not len(faces):
        return 0, np.zeros(0, np.int32)
    start, end = faces.reshape(-1), faces[:, [1, 2, 0]].reshape(-1)
    graph = coo_matrix((np.ones(len(start), np.int8), (start, end)), shape=(vertices, vertices))
    # a triangle leads back to where it began, so that what is connected at all is strongly connected, which is found in half the time
    count, label = connected_components(graph, connection="strong")
    used = np.zeros(vertices, bool)
    used[faces] = True
    named = np.flatnonzero(used)[::-1]
    first = np.full(count, vertices)
    first[label[named]] = named
    number = np.empty(count, np.int32)
    number[np.argsort(first)] = np.arange(count, dtype=np.int32)
    return int(np.count_nonzero(first < vertices)), number[label[faces[:, 0]]]


def piece_sizes(positions: Floats, faces: Ints, piece: npt.NDArray[np.int32], number: int) -> tuple[Ints, Floats]:
    """Return each piece's number of triangles and the diagonal of its bounding box."""
    count = np.bincount(piece, minlength=number).astype(np.int32)
    order = np.argsort(piece, kind="stable")
    start = np.cumsum(np.r_[0, count[:-1]])
    ordered = faces[order]
    squared = np.zeros(number, np.float32)
    for axis in range(3):
        a, b, c = (positions[ordered[:, k], axis] for k in range(3))
        low = np.minimum.reduceat(np.minimum(np.minimum(a, b), c), start)
        squared += (np.maximum.reduceat(np.maximum(np.maximum(a, b), c), start) - low) ** 2
    return count, np.sqrt(squared)


def degenerate(positions: Floats, faces: Ints) -> Mask:
    """Return which triangles have no area: a corner twice, or all three on a line (height under 1e-6 of the longest
    side).
    """
    thin = np.empty(len(faces), bool)
    for start in range(0, len(faces), BLOCK):
        part = faces[start : start + BLOCK]
        thin[start : start + BLOCK] = _thin(*(positions[part[:, k]] for k in range(3)), limit=1e-4)
    suspect = np.flatnonzero(thin)
    part = faces[suspect]
    twice = (part[:, 0] == part[:, 1]) | (part[:, 1] == part[:, 2]) | (part[:, 0] == part[:, 2])
    thin[suspect] = twice | _thin(*(positions[part[:, k]].astype(np.float64) for k in range(3)), limit=1e-6)
    return thin


def _thin(a: Floats | Doubles, b: Floats | Doubles, c: Floats | Doubles, *, limit: float) -> Mask:
    """Return which triangles are at most `limit` times as high as their longest side is long."""
    (ux, uy, uz), (vx, vy, vz) = (b - a).T, (c - a).T
    cross = (uy * vz - uz * vy) ** 2 + (uz * vx - ux * vz) ** 2 + (ux * vy - uy * vx) ** 2
    u, v = ux * ux + uy * uy + uz * uz, vx * vx + vy * vy + vz * vz
    longest = np.maximum(np.maximum(u, v), u + v - 2 * (ux * vx + uy * vy + uz * vz))
    thin: Mask = cross <= limit**2 * longest * longest
    return thin


def repeated(faces: Ints) -> Mask:
    """Return which triangles have the same three corners as an earlier one, in whatever order."""
    mark = spread(np.arange(int(faces.max(initial=0)) + 1, dtype=np.uint64))
    sums = mark[faces[:, 0]]
    sums += mark[faces[:, 1]]
    sums += mark[faces[:, 2]]
    ordered = np.sort(sums)
    again = np.zeros(len(faces), bool)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(twice):  # sums are equal whatever the order; who may be meant is then compared corner by corner
        suspicious = np.zeros(1 << SIEVE, bool)
        suspicious[twice & np.uint64(len(suspicious) - 1)] = True
        some = np.flatnonzero(suspicious[sums & np.uint64(len(suspicious) - 1)])
        same = representatives(np.sort(faces[some], axis=1))
        again[some] = same != np.arange(len(some), dtype=np.int32)
    return again
