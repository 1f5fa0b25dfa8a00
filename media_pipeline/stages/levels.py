"""Levels: the repaired master with ever fewer triangles. Geometry alone comes first, so that seams do not hold anything back; where the source's own
texture coordinates can be kept at nearly the same error, they are.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.geometry import kept_uv
from media_pipeline.geometry.fitting import Surface
from media_pipeline.geometry.simplify import thinned, to_count
from media_pipeline.mesh import Floats, Ints, Mesh
from media_pipeline.stages import Desk

THINNED = "comparison/master.npz"


def run(desk: Desk) -> dict[str, Any]:
    """Write NAME.npz (positions, faces, and uvs, uv_faces where kept) for each of params["levels"]; return asked and reached counts.

    A level that asks for more triangles than the master has is the master, and its count is asked of it. Where the first
    can start from params["thinned"] triangles it does, and they are left in THINNED for the curators' comparison.
    """
    master = meshes.load(desk.inputs["repair"])
    current = (master.positions.astype(np.float32), master.faces)
    worth = any(level["uv"] == "auto" for level in desk.params["levels"]) and kept_uv.worth_trying(master)
    keeper = _Keeper(master) if worth else None
    rows = []
    ladder = sorted(desk.params["levels"], key=lambda level: -int(level["triangles"]))
    surface = Surface(*current, level=int(ladder[0]["triangles"]))
    if ladder[0]["head_start"] * ladder[0]["triangles"] <= desk.params["thinned"] < len(master.faces):
        current = thinned(*current, desk.params["thinned"])
        (desk.out / THINNED).parent.mkdir()
        np.savez(desk.out / THINNED, positions=current[0], faces=current[1])
    with ThreadPoolExecutor(1) as beside:
        for index, level in enumerate(ladder):
            desk.tell(index / len(ladder), f"{level['triangles']} triangles")
            target = min(level["triangles"], len(master.faces))
            trial = beside.submit(keeper.tried, target) if keeper and level["uv"] == "auto" else None
            if target < len(current[1]):
                current = to_count(*current, target, head_start=level["head_start"])
            arrays: dict[str, Any] = {"positions": current[0], "faces": current[1]}
            if keeper and trial:
                arrays = keeper.kept(trial.result(), current) or arrays
            count = len(arrays["faces"])
            if count < len(master.faces):
                arrays["positions"] = surface.fitted(arrays["positions"], arrays["faces"])
            np.savez(desk.out / f"{level['name']}.npz", **arrays)
            rows.append({"name": level["name"], "wanted": level["triangles"], "asked": target, "triangles": count})
    return {"levels": rows}


class _Keeper:
    """Tries to keep the source's coordinates from one level to the next; what an atlas does not bear at one count it does
    not bear at a lower one.
    """

    def __init__(self, master: Mesh) -> None:
        self.master, self.last = master, master

    @cached_property
    def yardstick(self) -> kept_uv.Yardstick:
        """The master as it is measured against; made when first asked for."""
        return kept_uv.Yardstick(self.master)

    def tried(self, target: int) -> kept_uv.Mapped | None:
        """Return the mesh with `target` triangles and the source's coordinates, None where its seams do not let it. Does
        not need the mesh without, and so may run while that is made.
        """
        first = self.last.faces is self.master.faces
        if not first and target >= len(self.last.faces):
            return None
        if target == len(self.master.faces):
            assert self.master.uvs is not None and self.master.uv_faces is not None
            positions = self.master.positions.astype(np.float32)
            mapped = kept_uv.Mapped(positions, self.master.faces, self.master.uvs, self.master.uv_faces)
            return None if kept_uv.overlaps(mapped) else mapped
        if first and not self.yardstick.promises(target):
            return None
        return kept_uv.simplified(self.last, target)

    def kept(self, found: kept_uv.Mapped | None, plain: tuple[Floats, Ints]) -> dict[str, Any] | None:
        """Return the arrays of the level that `tried` found, None where it bends the shape more than `plain` does."""
        if found is None or not self._true_enough(found, plain):
            self.last = replace(self.master, faces=self.master.faces[:0])
            return None
        self.last = replace(
            self.master, positions=found.positions, faces=found.faces, uvs=found.uvs, uv_faces=found.uv_faces
        )
        return _arrays(found)

    def _true_enough(self, found: kept_uv.Mapped, plain: tuple[Floats, Ints]) -> bool:
        if len(found.faces) == len(self.master.faces):
            return True
        return self.yardstick.true_enough(found, plain)


def _arrays(mapped: kept_uv.Mapped) -> dict[str, Any]:
    return {"positions": mapped.positions, "faces": mapped.faces, "uvs": mapped.uvs, "uv_faces": mapped.uv_faces}
