"""A piece of a site on its way through the tree: vertices as graphics hardware wants them, each of one texture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry import topology
from media_pipeline.geometry.normals import smooth, unit
from media_pipeline.geometry.weld import unique_rows
from media_pipeline.mesh import FILLED, Bytes, Floats, Ints, Mask, Mesh
from media_pipeline.wasm.simplifier import Option, simplify_with_update

WEIGHTS = (0.5, 0.5, 0.3, 0.3, 0.3)
"""Of u, v and the normal: the texture is kept, so sliding along it counts."""

COLOUR_WEIGHTS = (0.5, 0.5, 0.5)
WHITE = 1.0

STALLED = 1.3


@dataclass(frozen=True, slots=True)
class Patch:
    """positions, normals (n, 3) and uvs (n, 2) float32, material (n,) of each vertex; faces (m, 3), each within one
    material. colours (n, 3) float32, linear from 0 to 1, times the material's picture; None where all are white.
    """

    positions: Floats
    normals: Floats
    uvs: Floats
    material: Ints
    faces: Ints
    colours: Floats | None = None


def whole(mesh: Mesh) -> Patch:
    """Return all of `mesh`; normals are smooth over the whole of it.

    Triangles without a picture or coordinates in it get coordinates (0, 0) and, where the mesh has colours at its vertices,
    a white picture (the material after the last) times these.
    """
    positions = mesh.positions.astype(np.float32)
    uv_faces = np.full(mesh.faces.shape, -1, np.int32) if mesh.uv_faces is None else mesh.uv_faces
    material = np.zeros(len(mesh.faces), np.int32) if mesh.face_material is None else mesh.face_material
    bare = _bare(mesh, uv_faces, material)
    if mesh.colours is not None:
        material = np.where(bare, len(mesh.materials), material)
    uv_faces = np.where(bare[:, None], -1, uv_faces)
    vertex, coordinate, own, faces = _vertices(mesh.faces, uv_faces.astype(np.int32), material.astype(np.int32))
    uvs = np.zeros((len(vertex), 2), np.float32)
    if mesh.uvs is not None:
        uvs[coordinate >= 0] = mesh.uvs[coordinate[coordinate >= 0]]
    normals = smooth(positions, mesh.faces)
    colours = None
    if mesh.colours is not None and bare.any():
        colours = np.full((len(vertex), 3), WHITE, np.float32)
        plain = own == len(mesh.materials)
        colours[plain] = linear(mesh.colours[vertex[plain]])
    return Patch(positions[vertex], normals[vertex], uvs, own, faces, colours)


def _vertices(faces: Ints, uv_faces: Ints, material: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return each vertex's position, coordinate (-1: none) and material, and the triangles over these vertices.

    Nearly always a coordinate belongs to one position and one material, and is the vertex; only corners of which that is
    not so are compared row by row.
    """
    size = int(uv_faces.max(initial=0)) + 1
    place, own = np.full(size, -1, np.int32), np.full(size, -1, np.int32)
    place[uv_faces], own[uv_faces] = faces, material[:, None]
    odd = np.empty(faces.shape, bool)
    for corner in range(3):
        column = uv_faces[:, corner]
        odd[:, corner] = (column < 0) | (place[column] != faces[:, corner]) | (own[column] != material)
    taken = np.zeros(size, bool)
    taken[uv_faces[~odd]] = True
    used = np.flatnonzero(taken).astype(np.int32)
    found = (np.cumsum(taken, dtype=np.int32) - np.int32(1))[uv_faces]
    rows = np.stack([faces[odd], uv_faces[odd], np.broadcast_to(material[:, None], faces.shape)[odd]], 1)
    first, inverse = unique_rows(rows)
    found[odd] = np.int32(len(used)) + inverse
    pairs = zip((place[used], used, own[used]), rows[first].T, strict=True)
    vertex, coordinate, kind = (np.concatenate(pair) for pair in pairs)
    return vertex, coordinate, kind, found


def _bare(mesh: Mesh, uv_faces: Ints, material: Ints) -> Mask:
    """Return which triangles no picture covers; covers of holes that are tinted have a colour of their own."""
    pictured = np.array([bool(row.texture) for row in mesh.materials] or [False])
    tinted = np.array([row.name == FILLED and not row.texture for row in mesh.materials] or [False])
    found: Mask = ~(pictured[material] & (uv_faces >= 0).all(1)) & ~tinted[material]
    return found


def linear(colours: Bytes) -> Floats:
    """Return sRGB bytes as linear light from 0 to 1 (IEC 61966-2-1)."""
    scale = np.arange(256, dtype=np.float32) / 255
    curve = np.where(scale <= 0.04045, scale / 12.92, ((scale + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return curve[colours]


def cut(patch: Patch, faces: Ints) -> Patch:
    """Return the part of `patch` with `faces`, without the vertices that nobody uses."""
    used, kept = np.unique(faces, return_inverse=True)
    return _of(patch, used, kept.reshape(-1, 3).astype(np.int32))


def _of(patch: Patch, vertices: npt.NDArray[Any], faces: Ints) -> Patch:
    """Return `vertices` of `patch` in this order, with `faces` over them."""
    colours = None if patch.colours is None else patch.colours[vertices]
    return Patch(
        patch.positions[vertices],
        patch.normals[vertices],
        patch.uvs[vertices],
        patch.material[vertices],
        faces,
        colours,
    )


def joined(parts: list[Patch]) -> Patch:
    """Return `parts` as one, vertices that are the same in all they hold made one again."""
    start = np.cumsum([0, *(len(part.positions) for part in parts)])
    faces = np.concatenate([part.faces + np.int32(start[i]) for i, part in enumerate(parts)])
    positions, normals, uvs, material = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("positions", "normals", "uvs", "material")
    )
    colours = [part.colours for part in parts if part.colours is not None]
    whole = Patch(positions, normals, uvs, material, faces, np.concatenate(colours) if colours else None)
    rows = np.concatenate([whole.positions, whole.uvs, whole.material[:, None].astype(np.float32)], 1)
    first, inverse = unique_rows(rows)
    return _of(whole, first, inverse[faces])


def simplified(patch: Patch, target: int) -> tuple[Patch, float]:
    """Return `patch` with about `target` triangles and the error in metres; its rim stays where the neighbours meet it.

    A shredded atlas stops the first attempt; then collapsing across seams is allowed, which finer tiles hide, but never
    from one picture into another.
    """
    if len(patch.faces) <= target:
        return patch, 0.0
    coloured = [] if patch.colours is None else [patch.colours]
    attributes = np.concatenate([patch.uvs, patch.normals, *coloured], 1).astype(np.float32)
    weights = WEIGHTS + (COLOUR_WEIGHTS if coloured else ())
    rims = _between_materials(patch)
    for options in (Option.LOCK_BORDER, Option.LOCK_BORDER | Option.PERMISSIVE):
        found = simplify_with_update(
            patch.positions, patch.faces, target,
            attributes=attributes, weights=weights, options=options, protected=rims,
        )  # fmt: skip
        if len(found.faces) <= STALLED * target:
            break
    good = ~topology.degenerate(found.positions, found.faces) & np.isfinite(found.positions)[found.faces].all((1, 2))
    uvs, normals = found.attributes[:, :2].copy(), unit(found.attributes[:, 2:5])
    colours = found.attributes[:, 5:].clip(0, 1) if coloured else None
    result = Patch(found.positions, normals, uvs, patch.material, found.faces[good], colours)
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
