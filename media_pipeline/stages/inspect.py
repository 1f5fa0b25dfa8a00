"""Inspect: what came in, in figures a curator can act on. Changes nothing."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import numpy as np
from PIL import Image

from media_pipeline import mesh as meshes
from media_pipeline.geometry import topology
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.weld import weld
from media_pipeline.mesh import Floats, Mesh
from media_pipeline.stages import Desk

Image.MAX_IMAGE_PIXELS = None


def run(desk: Desk) -> dict[str, Any]:
    """Return counts, defects, size in metres, texture density in texels per metre, and findings that suggest a mistake."""
    mesh = meshes.load(desk.inputs["read"])
    positions, faces = weld(mesh.positions.astype(np.float32), mesh.faces)
    desk.tell(0.3, "welded")
    edges = topology.edges(faces)
    pieces, _ = topology.pieces(faces, len(positions))
    desk.tell(0.6, "connectivity")
    textures = _textures(mesh, desk)
    size = (positions.max(0) - positions.min(0)).round(4).tolist()
    stats = {
        "triangles": len(faces),
        "vertices": len(positions),
        "size_m": size,
        "components": pieces,
        "boundary_edges": edges.boundary,
        "nonmanifold_edges": edges.nonmanifold,
        "watertight": edges.boundary == 0 and edges.nonmanifold == 0,
        "degenerate": int(topology.degenerate(positions, faces).sum()),
        "duplicate": int(topology.repeated(faces).sum()),
        "materials": len(mesh.materials),
        "textures": textures,
        "vertex_colours": mesh.colours is not None,
        **_atlas(mesh, positions[faces[:, 0]].shape[0], textures),
    }
    stats["findings"] = _findings(size, stats)
    (desk.out / "inspection.json").write_text(json.dumps(stats, ensure_ascii=False, indent=1), "utf-8")
    return stats | {"edges": asdict(edges)}


def _textures(mesh: Mesh, desk: Desk) -> list[dict[str, Any]]:
    rows = []
    for material in mesh.materials:
        if material.texture:
            path = desk.inputs["read"] / "textures" / material.texture
            with Image.open(path) as picture:
                rows.append(
                    {
                        "name": material.texture,
                        "width": picture.width,
                        "height": picture.height,
                        "bytes": path.stat().st_size,
                    }
                )
    return rows


def _atlas(mesh: Mesh, triangles: int, textures: list[dict[str, Any]]) -> dict[str, Any]:
    """Return islands, vertices per face and texel density of the source's texture coordinates (median and 5th
    percentile).
    """
    if mesh.uvs is None or mesh.uv_faces is None:
        return {"uv_islands": 0, "verts_per_face": None, "texels_per_metre": None}
    mapped = (mesh.uv_faces >= 0).all(1)
    used = mesh.uv_faces[mapped]
    islands, _ = topology.pieces(used, len(mesh.uvs))
    density = None
    if textures and len(used):
        flat = np.concatenate([mesh.uvs, np.zeros((len(mesh.uvs), 1), np.float32)], 1)
        side = float(np.median([row["width"] for row in textures]))
        ratio = _ratio(areas(flat, used), areas(mesh.positions.astype(np.float32), mesh.faces[mapped]))
        density = {
            "median": round(float(np.median(ratio)) * side, 1),
            "p5": round(float(np.percentile(ratio, 5)) * side, 1),
        }
    return {
        "uv_islands": islands,
        "verts_per_face": round(len(np.unique(used)) / max(triangles, 1), 3),
        "texels_per_metre": density,
    }


def _ratio(flat: Floats, solid: Floats) -> Floats:
    return np.sqrt(flat / np.maximum(solid, 1e-12)).astype(np.float32)


def _findings(size: list[float], stats: dict[str, Any]) -> list[str]:
    """Return codes for what looks like a mistake of scale or axes, or will limit quality; texts for them belong to the
    site.
    """
    found = []
    if max(size) > 2000:
        found.append("larger_than_2_km")
    if max(size) < 0.005:
        found.append("smaller_than_5_mm")
    if min(size) < 1e-6 * max(size):
        found.append("flat")
    if not stats["textures"] and not stats["vertex_colours"]:
        found.append("no_colour")
    if stats["nonmanifold_edges"] > 0.01 * stats["triangles"]:
        found.append("many_nonmanifold_edges")
    return found
