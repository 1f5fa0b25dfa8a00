"""Levels: the repaired master with ever fewer triangles. Geometry alone comes first, so that seams do not hold anything back; where the source's own
texture coordinates can be kept at nearly the same error, they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.geometry import kept_uv
from media_pipeline.geometry.rays import Scene
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
    keeper = _Keeper(master) if worth else None
    rows = []
    ladder = sorted(desk.params["levels"], key=lambda level: -int(level["triangles"]))
    for index, level in enumerate(ladder):
        desk.tell(index / len(ladder), f"{level['triangles']} triangles")
        target = min(level["triangles"], len(master.faces))
        if target < len(current[1]):
            current = to_count(*current, target)
        arrays: dict[str, Any] = {"positions": current[0], "faces": current[1]}
        if keeper and level["uv"] == "auto":
            arrays = keeper.kept(current, target) or arrays
        np.savez(desk.out / f"{level['name']}.npz", **arrays)
        count = len(arrays["faces"])
        rows.append({"name": level["name"], "wanted": level["triangles"], "asked": target, "triangles": count})
    return {"levels": rows}


class _Keeper:
    """Tries to keep the source's coordinates from one level to the next; what an atlas does not bear at one count it does
    not bear at a lower one.
    """

    def __init__(self, master: Mesh) -> None:
        self.master, self.last = master, master
        self.surface = (master.positions.astype(np.float32), master.faces)
        self._scene: Scene | None = None

    def kept(self, plain: tuple[Floats, Ints], target: int) -> dict[str, Any] | None:
        """Return the level's arrays with the source's coordinates, None where the atlas does not bear it."""
        if self.last.faces is not self.master.faces and target >= len(self.last.faces):
            return None
        found = self._mapped(plain, target)
        if found is None:
            self.last = replace(self.master, faces=self.master.faces[:0])
            return None
        self.last = replace(
            self.master, positions=found.positions, faces=found.faces, uvs=found.uvs, uv_faces=found.uv_faces
        )
        return _arrays(found)

    def _mapped(self, plain: tuple[Floats, Ints], target: int) -> kept_uv.Mapped | None:
        if target == len(self.master.faces):
            assert self.master.uvs is not None and self.master.uv_faces is not None
            mapped = kept_uv.Mapped(*plain, self.master.uvs, self.master.uv_faces)
            return None if kept_uv.overlaps(mapped) else mapped
        found = kept_uv.simplified(self.last, target)
        if found is None:
            return None
        self._scene = self._scene or Scene(*self.surface)
        return found if kept_uv.true_enough(found, plain, self.surface, self._scene) else None


def _arrays(mapped: kept_uv.Mapped) -> dict[str, Any]:
    return {"positions": mapped.positions, "faces": mapped.faces, "uvs": mapped.uvs, "uv_faces": mapped.uv_faces}
