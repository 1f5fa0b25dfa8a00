"""Encode: each derivative the recipe asks for, as a file, with what it holds."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from media_pipeline.encode import glb, maps, usdz
from media_pipeline.encode.maps import Picture
from media_pipeline.errors import StageFault
from media_pipeline.geometry import render_mesh
from media_pipeline.stages import Desk

MIME = {"glb-meshopt": "model/gltf-binary", "glb-plain": "model/gltf-binary", "usdz": "model/vnd.usdz+zip"}


def run(desk: Desk) -> dict[str, Any]:
    """Write each of params["derivatives"] and return one row for each. Raises StageFault when a file is empty or misses
    its count.
    """
    rows = []
    todo = desk.params["derivatives"]
    for index, wanted in enumerate(todo):
        desk.tell(index / len(todo), wanted["file"])
        rows.append(_write(wanted, desk))
    return {"derivatives": rows}


def _write(wanted: dict[str, Any], desk: Desk) -> dict[str, Any]:
    mesh = render_mesh.load(desk.inputs["unwrap"] / f"{wanted['level']}.npz")
    mime = "image/webp" if wanted["format"] == "glb-meshopt" else "image/jpeg"
    quality = {name: wanted[name] for name in ("colour_quality", "normal_quality", "normal_size")}
    pictures = maps.compressed(maps.load(desk.inputs["bake"], wanted["level"]), mime=mime, **quality)
    target = desk.out / wanted["file"]
    extensions: list[str] = []
    triangles, vertices = len(mesh.faces), len(mesh.positions)
    if wanted["format"] == "usdz":
        work = desk.temporary / wanted["file"]
        work.mkdir()
        usdz.write(mesh, pictures, target, work)
    else:
        data = glb.plain(mesh, pictures, name=wanted["level"])
        if wanted["format"] == "glb-meshopt":
            data = glb.meshopt(data)
        triangles = glb.triangles_in(data)
        extensions = glb.document_of(data).get("extensionsRequired", [])
        target.write_bytes(data)
    if abs(triangles - len(mesh.faces)) > 0.01 * len(mesh.faces):
        raise StageFault(f"{wanted['file']} holds {triangles} of {len(mesh.faces)} triangles")
    return {
        **{name: wanted[name] for name in ("file", "level", "profile", "usage", "quality", "format")},
        **_facts(target, pictures),
        "triangles": triangles,
        "vertices": vertices,
        "mime": MIME[wanted["format"]],
        "extensions_required": extensions,
        "gpu_bytes_estimate": vertices * 32 + triangles * 12 + sum(p.side**2 * 4 * 4 // 3 for p in pictures),
        "bbox": [mesh.positions.min(0).tolist(), mesh.positions.max(0).tolist()],
    }


def _facts(path: Path, pictures: list[Picture]) -> dict[str, Any]:
    data = path.read_bytes()
    rows = [{"type": p.kind, "size": p.side, "format": p.mime, "bytes": len(p.data)} for p in pictures]
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "maps": rows, "draw_calls": 1}
