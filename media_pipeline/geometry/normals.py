"""Normals of triangles, vertices and corners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from media_pipeline.geometry.weld import unique_rows
from media_pipeline.mesh import Floats, Ints

BLOCK = 1 << 18
UP = np.array([0.0, 1.0, 0.0], np.float32)


def unit(vectors: Floats) -> Floats:
    """Return `vectors` (n, 3) with length one; zero-length ones become up, since a normal must point somewhere."""
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    none = np.flatnonzero(~(length > 1e-20))
    length[none] = 1
    found = (vectors / length[:, None]).astype(np.float32, copy=False)
    found[none] = UP
    return found


def face_vectors(positions: Floats, faces: Ints) -> Floats:
    """Return (m, 3): each triangle's normal, its length twice the triangle's area."""
    columns = [np.ascontiguousarray(positions[:, axis]) for axis in range(3)]
    found = np.empty((len(faces), 3), np.float32)
    for start in range(0, len(faces), BLOCK):
        a, b, c = (np.ascontiguousarray(corner) for corner in faces[start : start + BLOCK].T)
        ux, uy, uz = (column[b] - column[a] for column in columns)
        vx, vy, vz = (column[c] - column[a] for column in columns)
        part = found[start : start + BLOCK]
        part[:, 0], part[:, 1], part[:, 2] = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    return found


def areas(positions: Floats, faces: Ints) -> Floats:
    """Return the area of each triangle, in square units of `positions`."""
    vectors = face_vectors(positions, faces)
    return np.asarray((np.sqrt(np.einsum("ij,ij->i", vectors, vectors)) / 2), np.float32)


def smooth(positions: Floats, faces: Ints) -> Floats:
    """Return one unit normal per vertex: the area-weighted mean of its triangles."""
    vectors = face_vectors(positions, faces)
    total = np.zeros((len(positions), 3))
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(faces[:, corner], vectors[:, axis], minlength=len(positions))
    return unit(total.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Creased:
    """Unit normals (g, 3) float32 and which of them each corner has, group (m, 3) int32. Corners of one group share
    their vertex.
    """

    normals: Floats
    group: Ints


def creased(positions: Floats, faces: Ints, *, degrees: float = 50.0) -> Creased:
    """Return normals that are smooth over edges flatter than `degrees` and break at sharper ones.

    Round a vertex, triangles joined by a chain of flat edges form a group; its normal is their area-weighted mean. Flat
    walls stay flat and the edges of a building stay edges, where a mean over all would round them.
    """
    vectors = face_vectors(positions, faces)
    first, second = _flat_pairs(faces, unit(vectors), np.float32(np.cos(np.radians(degrees))))
    graph = coo_matrix((np.ones(len(first), np.int8), (first, second)), shape=(faces.size, faces.size))
    number, group = connected_components(graph, directed=False)
    total = np.zeros((number, 3))
    for axis in range(3):
        total[:, axis] = np.bincount(group, np.repeat(vectors[:, axis], 3), minlength=number)
    return Creased(unit(total.astype(np.float32)), group.reshape(-1, 3).astype(np.int32))


def _flat_pairs(
    faces: Ints, directions: Floats, cosine: np.float32
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return pairs of corners at the same vertex whose triangles share an edge there and lie within the angle."""
    corner = np.arange(faces.size).reshape(-1, 3)
    start, end = faces.reshape(-1).astype(np.int64), np.roll(faces, -1, 1).reshape(-1).astype(np.int64)
    here, there = corner.reshape(-1), np.roll(corner, -1, 1).reshape(-1)
    swapped = start > end
    low, high = np.where(swapped, there, here), np.where(swapped, here, there)
    key = (np.minimum(start, end) << 32) | np.maximum(start, end)
    order = np.argsort(key, kind="stable")
    a, b = order[:-1], order[1:]
    sorted_key = key[order]
    joined = np.flatnonzero(sorted_key[1:] == sorted_key[:-1])
    a, b = a[joined], b[joined]
    flat = np.einsum("ij,ij->i", directions.take(a // 3, 0), directions.take(b // 3, 0)) > cosine
    a, b = a[flat], b[flat]
    return np.concatenate([low[a], high[a]]), np.concatenate([low[b], high[b]])


def split_by_corner(faces: Ints, normals: Creased, uv_faces: Ints) -> tuple[Ints, Ints, Ints, Floats]:
    """Return (vertex, uv, new faces, normals): render vertices, one per distinct pair of normal group and coordinate at
    a corner.

    vertex and uv (k,) index the positions and coordinates of each.
    """
    rows = np.stack([normals.group.reshape(-1), uv_faces.reshape(-1)], 1).astype(np.int32)
    first, inverse = unique_rows(rows)
    vertex, coordinate = faces.reshape(-1)[first], uv_faces.reshape(-1)[first]
    return vertex, coordinate, inverse.reshape(-1, 3), normals.normals[normals.group.reshape(-1)[first]]
