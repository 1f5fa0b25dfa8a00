"""Normals of triangles, vertices and corners."""

from __future__ import annotations

import numpy as np

from media_pipeline.geometry.weld import unique_rows
from media_pipeline.mesh import Floats, Ints

UP = np.array([0.0, 1.0, 0.0], np.float32)


def unit(vectors: Floats) -> Floats:
    """Return `vectors` (n, 3) with length one; zero-length ones become up, since a normal must point somewhere."""
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return np.where(length > 1e-20, vectors / np.maximum(length, 1e-20), UP).astype(np.float32)


def face_vectors(positions: Floats, faces: Ints) -> Floats:
    """Return (m, 3): each triangle's normal, its length twice the triangle's area."""
    a = positions[faces[:, 0]]
    return np.cross(positions[faces[:, 1]] - a, positions[faces[:, 2]] - a).astype(np.float32)


def areas(positions: Floats, faces: Ints) -> Floats:
    """Return the area of each triangle, in square units of `positions`."""
    vectors = face_vectors(positions, faces)
    return (np.sqrt(np.einsum("ij,ij->i", vectors, vectors)) / 2).astype(np.float32)


def smooth(positions: Floats, faces: Ints) -> Floats:
    """Return one unit normal per vertex: the area-weighted mean of its triangles."""
    vectors = face_vectors(positions, faces)
    total = np.zeros((len(positions), 3))
    for corner in range(3):
        for axis in range(3):
            total[:, axis] += np.bincount(faces[:, corner], vectors[:, axis], minlength=len(positions))
    return unit(total.astype(np.float32))


def creased(positions: Floats, faces: Ints, *, degrees: float = 50.0) -> Floats:
    """Return one unit normal per corner (m, 3, 3): the mean over the triangles round its vertex that lie within `degrees` of its own.

    Flat walls stay flat and edges of a building stay edges, where a mean over all would round them. Needs about 100 bytes a triangle and pair of
    neighbours; meshes of millions of triangles are dense enough for `smooth`.
    """
    vectors = face_vectors(positions, faces)
    directions = unit(vectors)
    weight = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    corner_vertex = faces.reshape(-1)
    order = np.argsort(corner_vertex, kind="stable")
    count = np.bincount(corner_vertex, minlength=len(positions))
    start = np.cumsum(count) - count
    cosine = np.cos(np.radians(degrees))
    total = np.zeros((faces.size, 3), np.float32)
    for step in range(int(min(count.max(initial=0), 64))):
        corners = np.flatnonzero(count[corner_vertex] > step)
        vertex = corner_vertex[corners]
        own, other = corners // 3, order[start[vertex] + step] // 3
        near = (np.einsum("ij,ij->i", directions[own], directions[other]) > cosine) | (own == other)
        total[corners[near]] += directions[other[near]] * weight[other[near]][:, None]
    own_direction = np.repeat(directions, 3, 0)
    short = np.einsum("ij,ij->i", total, total) < 1e-24
    total[short] = own_direction[short]
    return unit(total).reshape(-1, 3, 3)


def split_by_corner(faces: Ints, corner_normals: Floats, uvs: Floats | None, uv_faces: Ints | None) -> tuple[Ints, Ints, Ints, Floats]:
    """Return (vertex, uv, new faces, normals): render vertices, one per distinct (position, coordinate, normal) at a corner.

    vertex and uv (k,) index the positions and coordinates of each; uv is zeros where there are none. Normals are told apart at 1/512.
    """
    normals = corner_normals.reshape(-1, 3)
    coordinate = np.zeros(faces.size, np.int32) if uv_faces is None or uvs is None else uv_faces.reshape(-1)
    rounded = np.rint(normals * 512).astype(np.int32)
    rows = np.concatenate([faces.reshape(-1, 1), coordinate[:, None], rounded], 1).astype(np.int32)
    first, inverse = unique_rows(rows)
    return faces.reshape(-1)[first], coordinate[first], inverse.reshape(-1, 3), normals[first]
