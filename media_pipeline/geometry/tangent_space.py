"""A level's tangents as files carry them, so that no viewer has to derive its own from the normal map's coordinates."""

from __future__ import annotations

import numpy as np

from media_pipeline.geometry.normals import unit
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.mesh import Floats, Mask
from media_pipeline.surface import tangents


def with_tangents(mesh: RenderMesh) -> tuple[RenderMesh, Floats]:
    """Return `mesh` and one tangent (n, 4) float32 for each of its vertices, as glTF wants it: unit, square to the normal,
    and which side the bitangent lies on (1 or -1).

    Triangles' directions of growing u are averaged by the corner's angle, as MikkTSpace does; a vertex between charts of
    which one is mirrored becomes two.
    """
    tangent, bitangent = tangents(mesh)
    a, b, c = (mesh.positions[mesh.faces[:, corner]] for corner in range(3))
    mirrored: Mask = np.einsum("ij,ij->i", np.cross(np.cross(b - a, c - a), tangent), bitangent) < 0
    whole = _split(mesh, mirrored)
    total = np.zeros((len(whole.positions), 3))
    angles = _angles(a, b, c)
    along = unit(tangent)
    for corner in range(3):
        vertex = whole.faces[:, corner]
        normal = whole.normals[vertex]
        flat = unit(along - normal * np.einsum("ij,ij->i", along, normal)[:, None]) * angles[:, corner, None]
        for axis in range(3):
            total[:, axis] += np.bincount(vertex, flat[:, axis], minlength=len(total))
    found = np.empty((len(total), 4), np.float32)
    found[:, :3] = _square(total.astype(np.float32), whole.normals)
    found[:, 3] = 1
    found[whole.faces[mirrored].reshape(-1), 3] = -1
    return whole, found


def _split(mesh: RenderMesh, mirrored: Mask) -> RenderMesh:
    """Return `mesh` with a second vertex wherever mirrored triangles meet others."""
    both = np.intersect1d(mesh.faces[mirrored], mesh.faces[~mirrored])
    if not len(both):
        return mesh
    place = np.arange(len(mesh.positions), dtype=np.int32)
    place[both] = len(mesh.positions) + np.arange(len(both), dtype=np.int32)
    faces = mesh.faces.copy()
    faces[mirrored] = place[faces[mirrored]]
    positions, normals, uvs = (
        np.concatenate([array, array[both]]) for array in (mesh.positions, mesh.normals, mesh.uvs)
    )
    return RenderMesh(positions, normals, uvs, faces)


def _angles(a: Floats, b: Floats, c: Floats) -> Floats:
    """Return each triangle's three angles (m, 3) in radians."""
    found = []
    for corner, left, right in ((a, b, c), (b, c, a), (c, a, b)):
        cosine = np.einsum("ij,ij->i", unit(left - corner), unit(right - corner))
        found.append(np.arccos(cosine.clip(-1, 1)))
    return np.stack(found, 1).astype(np.float32)


def _square(vectors: Floats, normals: Floats) -> Floats:
    """Return `vectors` square to `normals` and of length one; some direction where nothing is left."""
    flat = vectors - normals * np.einsum("ij,ij->i", vectors, normals)[:, None]
    lost = np.einsum("ij,ij->i", flat, flat) < 1e-12
    axis = np.zeros((int(lost.sum()), 3), np.float32)
    axis[np.arange(len(axis)), np.abs(normals[lost]).argmin(1)] = 1
    flat[lost] = np.cross(normals[lost], axis)
    return unit(flat)
