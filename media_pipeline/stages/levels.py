"""Levels: the repaired master with ever fewer triangles. Geometry alone comes first, so that seams do not hold anything back; where the source's own
texture coordinates can be kept at nearly the same error, they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.geometry import kept_uv
from media_pipeline.geometry.simplify import to_count
from media_pipeline.mesh import Floats, Ints, Mesh
from media_pipeline.stages import Desk


def run(desk: Desk) -> dict[str, Any]:
    """Write NAME.npz (positions, faces, and uvs, uv_faces where kept) for each of params["levels"]; return asked and reached counts.

    A level that asks for more triangles than the master has is the master, and its count is asked of it.
    """
    master = meshes.load(desk.inputs["repair"])
    current = (master.positions.astype(np.float32), master.faces)
    worth = any(level["uv"] == "auto" for level in desk.params["levels"]) and kept_uv.worth_trying(master)
    rows = []
    ladder = sorted(desk.params["levels"], key=lambda level: -int(level["triangles"]))
    for index, level in enumerate(ladder):
        desk.tell(index / len(ladder), f"{level['triangles']} triangles")
        target = min(level["triangles"], len(master.faces))
        if target < len(current[1]):
            current = to_count(*current, target)
        arrays: dict[str, Any] = {"positions": current[0], "faces": current[1]}
        if worth and level["uv"] == "auto":
            arrays = _kept(master, current, target) or arrays
        np.savez(desk.out / f"{level['name']}.npz", **arrays)
        count = len(arrays["faces"])
        rows.append({"name": level["name"], "wanted": level["triangles"], "asked": target, "triangles": count})
    return {"levels": rows}


def _kept(master: Mesh, plain: tuple[Floats, Ints], target: int) -> dict[str, Any] | None:
    """Return the level's arrays with the source's coordinates, None where the atlas does not bear it."""
    if target == len(master.faces):
        assert master.uvs is not None and master.uv_faces is not None
        mapped = kept_uv.Mapped(*plain, master.uvs, master.uv_faces)
        return None if kept_uv.overlaps(mapped) else _arrays(mapped)
    found = kept_uv.simplified(master, target)
    if found is None or not kept_uv.true_enough(found, plain, (master.positions.astype(np.float32), master.faces)):
        return None
    return _arrays(found)


def _arrays(mapped: kept_uv.Mapped) -> dict[str, Any]:
    return {"positions": mapped.positions, "faces": mapped.faces, "uvs": mapped.uvs, "uv_faces": mapped.uv_faces}
