"""Levels: the repaired master's geometry with ever fewer triangles. Colours follow later, by baking, so that seams do
not hold anything back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.geometry.simplify import to_count
from media_pipeline.stages import Desk


def run(desk: Desk) -> dict[str, Any]:
    """Write NAME.npz (positions, faces) for each of params["levels"], and return asked and reached counts.

    A level that asks for more triangles than the master has is the master, and its count is asked of it.
    """
    master = meshes.load(desk.inputs["repair"])
    current = (master.positions.astype(np.float32), master.faces)
    rows = []
    ladder = sorted(desk.params["levels"], key=lambda level: -int(level["triangles"]))
    for index, level in enumerate(ladder):
        desk.tell(index / len(ladder), f"{level['triangles']} triangles")
        target = min(level["triangles"], len(master.faces))
        if target < len(current[1]):
            current = to_count(*current, target)
        np.savez(desk.out / f"{level['name']}.npz", positions=current[0], faces=current[1])
        rows.append(
            {"name": level["name"], "wanted": level["triangles"], "asked": target, "triangles": len(current[1])}
        )
    return {"levels": rows}
