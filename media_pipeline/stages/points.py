"""Points: a GLB of each level of a cloud, with what it holds."""

from __future__ import annotations

import hashlib
from typing import Any

from media_pipeline.clouds.cloud import load
from media_pipeline.encode import glb, points
from media_pipeline.errors import StageFault
from media_pipeline.stages import Desk


def run(desk: Desk) -> dict[str, Any]:
    """Write the file of each of params["clouds"] and return one row for each. Raises StageFault when one holds not exactly
    its points.
    """
    rows = []
    todo = desk.params["clouds"]
    for index, wanted in enumerate(todo):
        desk.tell(index / len(todo), wanted["file"])
        rows.append(_write(wanted, desk))
    return {"derivatives": rows}


def _write(wanted: dict[str, Any], desk: Desk) -> dict[str, Any]:
    cloud = load(desk.inputs["thin"] / f"{wanted['name']}.npz")
    count = len(cloud.positions)
    data = points.meshopt(points.plain(cloud, name=wanted["name"]))
    if points.points_in(data) != count:
        raise StageFault(f"{wanted['file']} holds {points.points_in(data)} of {count} points")
    (desk.out / wanted["file"]).write_bytes(data)
    return {
        "file": wanted["file"],
        "level": wanted["name"],
        **{name: wanted[name] for name in ("profile", "usage", "quality")},
        "format": "glb-meshopt",
        "mime": "model/gltf-binary",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "primitive": "points",
        "points": count,
        "triangles": 0,
        "vertices": count,
        "draw_calls": 1,
        "maps": [],
        "gpu_bytes_estimate": count * (8 + 8 * (cloud.colours is not None) + 4 * (cloud.normals is not None)),
        "extensions_required": glb.document_of(data).get("extensionsRequired", []),
        "bbox": [cloud.positions.min(0).tolist(), cloud.positions.max(0).tolist()],
    }
