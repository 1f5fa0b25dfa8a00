"""How a source's textures lie on it: islands, vertices per triangle, texels per metre."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from media_pipeline.geometry import topology
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.weld import unique_rows
from media_pipeline.mesh import Floats, Mesh

SAMPLES = 200_000
"""Triangles that density is measured on, drawn by their area, so that a large bare wall counts for as much as it shows."""


def layout(mesh: Mesh, folder: Path) -> dict[str, Any]:
    """Return uv_islands, verts_per_face, unmapped (triangles of a textured material without coordinates), textures (name,
    width, height, bytes, and texels_per_metre where it is used), and texels_per_metre over all of them.
    """
    rows, sizes = _pictures(mesh, folder)
    face, found = _densities(mesh, sizes)
    material = 0 if mesh.face_material is None else mesh.face_material
    of_found = np.broadcast_to(material, len(mesh.faces))[face]
    for row in rows:
        row["texels_per_metre"] = _spread(found[of_found == row.pop("material")])
    if mesh.uvs is None or mesh.uv_faces is None:
        return {"uv_islands": 0, "verts_per_face": None, "unmapped": 0, "texels_per_metre": None, "textures": rows}
    mapped = (mesh.uv_faces[:, 0] >= 0) & (mesh.uv_faces[:, 1] >= 0) & (mesh.uv_faces[:, 2] >= 0)
    first, same = unique_rows(mesh.uvs)
    used = same[mesh.uv_faces[mapped]]
    islands, _ = topology.pieces(used, len(first))
    seen = np.zeros(len(first), bool)
    seen[used] = True
    return {
        "uv_islands": islands,
        "verts_per_face": round(int(seen.sum()) / max(len(mesh.faces), 1), 3),
        "unmapped": int((~mapped & (sizes > 0)[material]).sum()),
        "texels_per_metre": _spread(found),
        "textures": rows,
    }


def _pictures(mesh: Mesh, folder: Path) -> tuple[list[dict[str, Any]], Floats]:
    """Return a row for each material with a picture, its index as `material`, and for every material the side of a square
    with as many pixels, 0 without a picture.
    """
    Image.MAX_IMAGE_PIXELS = None
    rows: list[dict[str, Any]] = []
    sizes = np.zeros(max(1, len(mesh.materials)), np.float32)
    for index, material in enumerate(mesh.materials):
        if material.texture:
            path = folder / material.texture
            with Image.open(path) as picture:
                size = {"width": picture.width, "height": picture.height}
            sizes[index] = np.sqrt(size["width"] * size["height"])
            rows.append({"name": material.texture, **size, "bytes": path.stat().st_size, "material": index})
    return rows, sizes


def _densities(mesh: Mesh, sizes: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return triangles drawn by area from those that have a texture (sizes of the materials' pictures in pixels, 0: none),
    and their texels per metre.
    """
    nothing = np.zeros(0, np.int64), np.zeros(0, np.float32)
    if mesh.uvs is None or mesh.uv_faces is None:
        return nothing
    size = sizes[0 if mesh.face_material is None else mesh.face_material]
    positions = mesh.positions.astype(np.float32, copy=False)
    solid = areas(positions, mesh.faces) * ((mesh.uv_faces[:, 0] >= 0) & (size > 0))
    cumulative = np.cumsum(solid, dtype=np.float64)
    if not len(cumulative) or not cumulative[-1] > 0:
        return nothing
    drawn = np.random.default_rng(0).random(min(SAMPLES, 4 * len(solid))) * cumulative[-1]
    face = np.minimum(np.searchsorted(cumulative, drawn), len(solid) - 1)
    corners = np.maximum(mesh.uv_faces[face], 0)
    flat = areas(np.concatenate([mesh.uvs, np.zeros((len(mesh.uvs), 1), np.float32)], 1), corners)
    ratio = np.sqrt(flat / np.maximum(solid[face], 1e-20))
    return face, (ratio * np.broadcast_to(size, solid.shape)[face]).astype(np.float32)


def _spread(found: Floats) -> dict[str, float] | None:
    if not len(found):
        return None
    return {"median": round(float(np.median(found)), 1), "p5": round(float(np.percentile(found, 5)), 1)}
