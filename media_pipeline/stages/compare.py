"""Compare: what curators hold the levels against. The master as a browser can show it, and a heat map of each level's
error. Nothing of it is public.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.comparison import heat
from media_pipeline.comparison.master import stand_in
from media_pipeline.geometry import render_mesh
from media_pipeline.geometry.rays import Scene
from media_pipeline.geometry.simplify import Pair
from media_pipeline.geometry.weld import weld
from media_pipeline.stages import Desk
from media_pipeline.stages.levels import THINNED

FOLDER = "comparison"


def run(desk: Desk) -> dict[str, Any]:
    """Write comparison/master.glb and comparison/NAME-error.glb for each of params["levels"]; return a row for each."""
    wanted = desk.params["comparison"]
    (desk.out / FOLDER).mkdir()
    mesh = meshes.load(desk.inputs["repair"])
    positions = mesh.positions.astype(np.float32)
    scene = Scene(positions, mesh.faces)
    desk.tell(0.1, "master")
    textures = desk.inputs["read"] / "textures"
    shown = stand_in(mesh, textures, scene, triangles=wanted["triangles"], thinned=_thinned(desk))
    (desk.out / FOLDER / "master.glb").write_bytes(shown.glb)
    master = {
        "uri": f"{FOLDER}/master.glb",
        "bytes": len(shown.glb),
        "triangles": shown.triangles,
        "of_triangles": len(mesh.faces),
        "colours": "vertex" if shown.coloured else "none",
    }
    points = heat.points_on(positions, mesh.faces, wanted["samples"])
    rows = []
    for index, name in enumerate(desk.params["levels"]):
        desk.tell(0.5 + 0.5 * index / len(desk.params["levels"]), name)
        level = render_mesh.load(desk.inputs["unwrap"] / f"{name}.npz")
        vertices, faces = weld(level.positions, level.faces)
        found = heat.heat(vertices, faces, heat.apart(vertices, faces, scene, points), name=name)
        uri = f"{FOLDER}/{name}-error.glb"
        (desk.out / uri).write_bytes(found.glb)
        rows.append(heat.row(name, uri, found, len(faces)))
    return {"comparison": {"master": master, "levels": rows}}


def _thinned(desk: Desk) -> Pair | None:
    """Return the thinned master that the levels were made from, if they were."""
    path = desk.inputs["levels"] / THINNED
    if not path.exists():
        return None
    with np.load(path) as arrays:
        return arrays["positions"], arrays["faces"]
