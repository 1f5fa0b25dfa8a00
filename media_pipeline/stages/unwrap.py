"""Unwrap: texture coordinates for each level, without overlap, in one map. xatlas within a time limit, else charts of
our own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.baking import texel_width
from media_pipeline.geometry import charts
from media_pipeline.geometry.normals import smooth
from media_pipeline.geometry.render_mesh import RenderMesh, build
from media_pipeline.mesh import Floats, Ints
from media_pipeline.parallel import as_ready
from media_pipeline.stages import Desk

PACKAGE_PARENT = str(Path(__file__).resolve().parents[2])


def run(desk: Desk) -> dict[str, Any]:
    """Write NAME.npz (a RenderMesh) for each of params["levels"], and return how each was unwrapped: kept, xatlas or charts."""
    levels = desk.params["levels"]
    rows = []
    for index, row in enumerate(as_ready(lambda level: _level(level, desk), levels)):
        desk.tell((index + 1) / len(levels), row["name"])
        rows.append(row)
    return {"levels": rows}


def _level(level: dict[str, Any], desk: Desk) -> dict[str, Any]:
    with np.load(desk.inputs["levels"] / f"{level['name']}.npz", allow_pickle=False) as arrays:
        positions, faces = arrays["positions"], arrays["faces"]
        kept = (arrays["uvs"], arrays["uv_faces"]) if "uvs" in arrays else None
    if kept:
        mesh, mode = build(positions, faces, *kept), "kept"
    else:
        mesh, mode = unwrapped(positions, faces, level["texture"], desk)
    mesh.save(desk.out / f"{level['name']}.npz")
    row = {"name": level["name"], "uv_mode": mode, "vertices": len(mesh.positions), "triangles": len(mesh.faces)}
    return row | {"texels_per_metre": round(1 / texel_width(mesh, level["texture"]), 2)}


def unwrapped(positions: Floats, faces: Ints, side: int, desk: Desk) -> tuple[RenderMesh, str]:
    """Return the mesh with an atlas for a map of `side` pixels, and how it was made."""
    found = _xatlas(positions, faces, side, desk)
    if found is not None:
        return build(positions, faces, *found), "xatlas"
    return build(positions, faces, *charts.unwrap(positions, faces, side=side)), "charts"


def _xatlas(positions: Floats, faces: Ints, side: int, desk: Desk) -> tuple[Floats, Ints] | None:
    """Return (uvs, uv_faces), or None when xatlas failed or took longer than params["atlas_seconds"]."""
    folder = Path(tempfile.mkdtemp(dir=desk.temporary))
    source, target = folder / "in.npz", folder / "out.npz"
    np.savez(source, positions=positions, faces=faces, normals=smooth(positions, faces))
    command = [
        sys.executable,
        "-P",
        "-s",
        "-m",
        "media_pipeline.geometry.atlas_process",
        str(source),
        str(target),
        str(side),
    ]
    try:
        subprocess.run(
            command,
            check=True,
            timeout=desk.params["atlas_seconds"],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": PACKAGE_PARENT},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return None
    with np.load(target, allow_pickle=False) as atlas:
        uvs, uv_faces, vertex = atlas["uvs"], atlas["faces"], atlas["vertex"]
    if uv_faces.shape != faces.shape or not np.array_equal(vertex[uv_faces], faces):
        return None
    return uvs.astype(np.float32), uv_faces.astype(np.int32)
