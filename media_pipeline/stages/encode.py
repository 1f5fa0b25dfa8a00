"""Encode: each derivative the recipe asks for, as a file, with what it holds and what a device's memory needs for it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from media_pipeline.encode import anchor, glb, ktx2, maps, usdz
from media_pipeline.encode.maps import Picture
from media_pipeline.errors import StageFault
from media_pipeline.geometry import render_mesh
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.stages import Desk
from media_pipeline.tools import KTX2_ENCODERS, ktx2_encoder, tool_version

MIME = {"usdz": "model/vnd.usdz+zip", "usdz-board": "model/vnd.usdz+zip"}
PICTURES = {"glb-meshopt": "image/webp", "glb-ktx2": ktx2.MIME}
SAID = ("file", "level", "profile", "usage", "quality", "format")
FLOATS = 32
"""Bytes of a vertex as Quick Look holds it: position, normal, coordinates."""

HEADSET = {"triangles": 300_000, "draw_calls": 100, "gpu_bytes": 512 << 20}
"""What one view of a scene may have on a headset that stands alone, all its objects together."""


@dataclass(slots=True)
class _Pictures:
    """A level's maps as compressed pictures; derivatives that want the same share them."""

    desk: Desk
    made: dict[tuple[Any, ...], list[Picture]] = field(default_factory=dict)

    def of(self, wanted: dict[str, Any], mime: str) -> list[Picture]:
        """Return the pictures of `wanted`'s level as `mime`."""
        quality = {name: wanted[name] for name in ("colour_quality", "normal_quality", "normal_size")}
        key = (wanted["level"], mime, *quality.values())
        if key not in self.made:
            pixels = maps.load(self.desk.inputs["bake"], wanted["level"])
            work = self.desk.temporary / f"ktx2-{len(self.made)}" if mime == ktx2.MIME else None
            if work is not None:
                work.mkdir()
            self.made[key] = maps.compressed(pixels, mime=mime, work=work, **quality)
        return self.made[key]


def run(desk: Desk) -> dict[str, Any]:
    """Write each of params["derivatives"] and return one row for each, and what is not as the recipe says. Raises
    StageFault when a file is empty or misses its count, BadInput for a board's picture that is none.
    """
    pictures = _Pictures(desk)
    rows = []
    notes = []
    todo = desk.params["derivatives"]
    for index, wanted in enumerate(todo):
        desk.tell(index / len(todo), wanted["file"])
        packed = wanted["format"] != "glb-ktx2" or ktx2_encoder()
        if not packed:
            notes.append(
                f"{wanted['file']}: no encoder of KTX2 is there ({', '.join(KTX2_ENCODERS)}); its maps are WebP"
            )
        rows.append(_write(wanted if packed else wanted | {"format": "glb-meshopt"}, desk, pictures))
    return {"derivatives": rows, "notes": notes}


def _write(wanted: dict[str, Any], desk: Desk, source: _Pictures) -> dict[str, Any]:
    mesh = render_mesh.load(desk.inputs["unwrap"] / f"{wanted['level']}.npz")
    pictures = source.of(wanted, PICTURES.get(wanted["format"], "image/jpeg"))
    target = desk.out / wanted["file"]
    held = (_usdz if wanted["format"] in MIME else _glb)(mesh, pictures, wanted, target, desk)
    if abs(held["triangles"] - len(mesh.faces)) > 0.01 * len(mesh.faces):
        raise StageFault(f"{wanted['file']} holds {held['triangles']} of {len(mesh.faces)} triangles")
    row = {
        **{name: wanted[name] for name in SAID},
        **_facts(target, pictures),
        **held,
        "mime": MIME.get(wanted["format"], "model/gltf-binary"),
        "gpu_bytes_estimate": held["gpu_bytes_geometry"] + sum(_memory(picture) for picture in pictures),
        "bbox": [mesh.positions.min(0).tolist(), mesh.positions.max(0).tolist()],
    }
    if wanted["profile"] == "vr-headset":
        row["headset"] = _share(row)
    return row


def _glb(mesh: RenderMesh, pictures: list[Picture], wanted: dict[str, Any], target: Path, desk: Desk) -> dict[str, Any]:
    data = glb.plain(mesh, pictures, name=wanted["level"])
    packed = wanted["format"] != "glb-plain"
    if packed:
        data = glb.meshopt(data, position_bits=glb.position_bits(mesh))
    target.write_bytes(data)
    held = glb.held(data)
    return {
        "triangles": glb.triangles_in(data),
        "vertices": held.vertices,
        "draw_calls": held.draw_calls,
        "extensions_required": glb.document_of(data).get("extensionsRequired", []),
        "gpu_bytes_geometry": held.bytes,
        "position_step_m": round(glb.position_step(mesh), 6) if packed else 0.0,
        "validators": [],
    }


def _usdz(
    mesh: RenderMesh, pictures: list[Picture], wanted: dict[str, Any], target: Path, desk: Desk
) -> dict[str, Any]:
    work = desk.temporary / wanted["file"]
    work.mkdir()
    board = desk.params["board"] if wanted["format"] == "usdz-board" else None
    if board is not None:
        anchor.picture(Path(board["picture"]), work / anchor.NAME)
    usdz.write(mesh, pictures, target, work, board=board)
    found = {
        "triangles": len(mesh.faces),
        "vertices": len(mesh.positions),
        "draw_calls": 1,
        "extensions_required": [],
        "gpu_bytes_geometry": len(mesh.positions) * FLOATS + len(mesh.faces) * 12,
        "position_step_m": 0.0,
        "validators": [{"name": "UsdValidation", "version": tool_version("usd-core"), "errors": 0, "warnings": 0}],
    }
    return found if board is None else found | {"board": {name: board[name] for name in board if name != "picture"}}


def _facts(path: Path, pictures: list[Picture]) -> dict[str, Any]:
    data = path.read_bytes()
    rows = [
        {"type": p.kind, "size": p.side, "format": p.mime, "bytes": len(p.data), "gpu_bytes": _memory(p)}
        for p in pictures
    ]
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "maps": rows}


def _memory(picture: Picture) -> int:
    """Return the bytes of a map in a device's memory with its smaller copies; JPEG and WebP are unpacked to four a texel."""
    if picture.mime == ktx2.MIME:
        return ktx2.memory(picture.kind, picture.side)
    return picture.side**2 * 4 * 4 // 3


def _share(row: dict[str, Any]) -> dict[str, float]:
    """Return how much of a headset's scene the derivative takes, 1 being all of it."""
    used = {"triangles": row["triangles"], "draw_calls": row["draw_calls"], "gpu_bytes": row["gpu_bytes_estimate"]}
    return {name: round(used[name] / most, 4) for name, most in HEADSET.items()}
