"""A piece of a site on its way through the tree: vertices as graphics hardware wants them, each of one texture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from media_pipeline.geometry import topology
from media_pipeline.geometry.normals import smooth, unit
from media_pipeline.geometry.weld import compact, unique_rows
from media_pipeline.mesh import Floats, Ints, Mask, Mesh
from media_pipeline.wasm.simplifier import Option, simplify_with_update

WEIGHTS = (0.5, 0.5, 0.3, 0.3, 0.3)
"""Of u, v and the normal: the texture is kept, so sliding along it counts."""

STALLED = 1.3


@dataclass(frozen=True, slots=True)
class Patch:
    """positions, normals (n, 3) and uvs (n, 2) float32, material (n,) of each vertex; faces (m, 3), each within one
    material.
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    material: Ints
    faces: Ints


def whole(mesh: Mesh) -> Patch:
    """Return all of `mesh`, whose triangles without coordinates get (0, 0); normals are smooth over the whole of it."""
    positions = mesh.positions.astype(np.float32)
    uv_faces = np.full(mesh.faces.shape, -1, np.int32) if mesh.uv_faces is None else mesh.uv_faces
    material = np.zeros(len(mesh.faces), np.int32) if mesh.face_material is None else mesh.face_material
    rows = np.stack([mesh.faces.reshape(-1), uv_faces.reshape(-1), np.repeat(material, 3)], 1).astype(np.int32)
    first, inverse = unique_rows(rows)
    vertex, coordinate, own = rows[first].T
    uvs = np.zeros((len(vertex), 2), np.float32)
    if mesh.uvs is not None:
        uvs[coordinate >= 0] = mesh.uvs[coordinate[coordinate >= 0]]
    normals = smooth(positions, mesh.faces)
    return Patch(positions[vertex], normals[vertex], uvs, own.astype(np.int32), inverse.reshape(-1, 3))


def cut(patch: Patch, faces: Ints) -> Patch:
    """Return the part of `patch` with `faces`, without the vertices that nobody uses."""
    kept, (positions, normals, uvs, material) = compact(
        faces, patch.positions, patch.normals, patch.uvs, patch.material
    )
    return Patch(positions, normals, uvs, material, kept)


def joined(parts: list[Patch]) -> Patch:
    """Return `parts` as one, vertices that are the same in all they hold made one again."""
    start = np.cumsum([0, *(len(part.positions) for part in parts)])
    faces = np.concatenate([part.faces + np.int32(start[i]) for i, part in enumerate(parts)])
    positions = np.concatenate([part.positions for part in parts])
    uvs = np.concatenate([part.uvs for part in parts])
    material = np.concatenate([part.material for part in parts])
    rows = np.concatenate([positions, uvs, material[:, None].astype(np.float32)], 1)
    first, inverse = unique_rows(rows)
    normals = np.concatenate([part.normals for part in parts])[first]
    return Patch(positions[first], normals, uvs[first], material[first], inverse[faces])


def simplified(patch: Patch, target: int) -> tuple[Patch, float]:
    """Return `patch` with about `target` triangles and the error in metres; its rim stays where the neighbours meet it.

    A shredded atlas stops the first attempt; then collapsing across seams is allowed, which finer tiles hide, but never
    from one picture into another.
    """
    if len(patch.faces) <= target:
        return patch, 0.0
    attributes = np.concatenate([patch.uvs, patch.normals], 1).astype(np.float32)
    rims = _between_materials(patch)
    for options in (Option.LOCK_BORDER, Option.LOCK_BORDER | Option.PERMISSIVE):
        found = simplify_with_update(
            patch.positions, patch.faces, target,
            attributes=attributes, weights=WEIGHTS, options=options, protected=rims,
        )  # fmt: skip
        if len(found.faces) <= STALLED * target:
            break
    good = ~topology.degenerate(found.positions, found.faces) & np.isfinite(found.positions)[found.faces].all((1, 2))
    uvs, normals = found.attributes[:, :2].copy(), unit(found.attributes[:, 2:])
    result = Patch(found.positions, normals, uvs, patch.material, found.faces[good])
    return cut(result, result.faces), found.error * float(np.ptp(patch.positions, axis=0).max())


def _between_materials(patch: Patch) -> Mask:
    """Return which vertices lie where two materials meet."""
    _, place = unique_rows(patch.positions)
    least = np.full(int(place.max()) + 1, np.iinfo(np.int32).max)
    most = np.full(len(least), -1)
    np.minimum.at(least, place, patch.material)
    np.maximum.at(most, place, patch.material)
    mixed: Mask = (least < most)[place]
    return mixed
