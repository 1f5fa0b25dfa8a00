"""Running the stages read, repair and inspect on meshes made in tests."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.mesh import Material, Mesh
from media_pipeline.recipes import Repair
from media_pipeline.stages import Desk, repair


def made(positions: Any, faces: Any, uvs: Any = None, **more: Any) -> Mesh:
    """Return a mesh of one material; with `uvs` (one a vertex, v up) it has a texture."""
    faces = np.array(faces, np.int32)
    members: dict[str, Any] = {"face_material": np.zeros(len(faces), np.int32), "materials": (Material("stone"),)}
    if uvs is not None:
        flipped = (np.asarray(uvs) * [1, -1] + [0, 1]).astype(np.float32)
        members |= {"uvs": flipped, "uv_faces": faces, "materials": (Material("stone", texture="wall.jpg"),)}
    return Mesh(np.array(positions, np.float32), faces, **(members | more))


def desk(folder: Path, mesh: Mesh, params: dict[str, Any]) -> Desk:
    """Return a desk whose `read` result is `mesh`."""
    for name in ("read", "read/textures", "out", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    meshes.save(mesh, folder / "read")
    return Desk({"read": folder / "read"}, folder / "out", folder / "tmp", params, lambda share, note: None)


def repaired(folder: Path, mesh: Mesh, **changes: Any) -> tuple[Mesh, dict[str, dict[str, Any]], dict[str, Any]]:
    """Return (mesh, rows by operation, all that the stage says) of `mesh` repaired, by the usual rule with `changes`."""
    values = repair.run(desk(folder, mesh, asdict(Repair(**changes))))
    return meshes.load(folder / "out"), {row["op"]: row for row in values["repairs"]}, values
