"""Bake: colour, normal and occlusion maps of every level, from the repaired master."""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.baking import Baker, texel_width
from media_pipeline.geometry import render_mesh
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.stages import Desk
from media_pipeline.surface import MasterSurface

SURFACE = "master-surface.npz"


def run(desk: Desk) -> dict[str, Any]:
    """Write NAME-colour.npy, NAME-normal.npy and, where asked for, NAME-occlusion.npy (bytes) for each of
    params["levels"], and SURFACE: what MasterSurface keeps.
    """
    levels = desk.params["levels"]
    finest = min(texel_width(_mesh(desk, level), level["texture"]) for level in levels)
    textures = desk.inputs["read"] / "textures"
    master = MasterSurface(meshes.load(desk.inputs["repair"]), textures, finest=finest)
    baker = Baker(master)
    rows = []
    for index, level in enumerate(levels):

        def tell(share: float, index: int = index, name: str = level["name"]) -> None:
            desk.tell((index + share) / len(levels), name)

        tell(0.0)
        mesh = _mesh(desk, level)
        size = level["occlusion"] or (0 if master.textured else level["texture"] // 2)
        maps = baker.bake(mesh, level["texture"], occlusion=size, tell=tell)
        np.save(desk.out / f"{level['name']}-colour.npy", maps.colour)
        np.save(desk.out / f"{level['name']}-normal.npy", maps.normal)
        if maps.occlusion is not None:
            np.save(desk.out / f"{level['name']}-occlusion.npy", maps.occlusion)
        rows.append({"name": level["name"], "covered": maps.covered, "missed": maps.missed, "occlusion": size})
    master.keep(desk.out / SURFACE)
    return {"levels": rows}


def _mesh(desk: Desk, level: dict[str, Any]) -> RenderMesh:
    return render_mesh.load(desk.inputs["unwrap"] / f"{level['name']}.npz")
