"""Read: all meshes of the upload as one, in metres, Y up, recentred in double precision; their textures collected and
checked; what the upload says of its capture.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.geometry.frame import framed, on_the_map
from media_pipeline.mesh import Ints
from media_pipeline.readers import read
from media_pipeline.readers.capture import Capture, capture
from media_pipeline.readers.files import Upload
from media_pipeline.stages import Desk

MAX_EXTENT = 1e7


def run(desk: Desk) -> dict[str, Any]:
    """Read params["meshes"], turn and scale them by params["source"], and return counts, the frame, the place on the map,
    the capture and warnings. Raises BadInput.
    """
    textures = desk.out / "textures"
    textures.mkdir()
    upload = Upload(desk.inputs["intake"], textures, max_texture=desk.params["max_texture"])
    names, source = desk.params["meshes"], desk.params["source"]
    parts = []
    for index, name in enumerate(names):
        desk.tell(index / len(names), name)
        parts.append(read(name, upload))
    mesh = meshes.merge(parts)
    by_format = all(PurePosixPath(name).suffix.lower() in (".glb", ".gltf") for name in names)
    used = np.zeros(len(mesh.positions), bool)
    used[mesh.faces] = True
    placed = framed(
        mesh.positions.astype(np.float64), np.flatnonzero(used).astype(np.int32), source, metres_by_format=by_format
    )
    _check_extent(placed.positions[used], names[0])
    _check_area(placed.positions, mesh.faces, names[0])
    mesh = replace(mesh, positions=placed.positions.astype(np.float32))
    meshes.save(_reversed(mesh) if placed.mirrored else mesh, desk.out)
    report = capture(upload)
    return {
        "triangles": len(mesh.faces),
        "vertices": len(mesh.positions),
        "textures": len(list(textures.iterdir())),
        "frame": placed.frame,
        "projected": _projected(placed.frame, source, report),
        "capture": report.fields | ({"reports": report.reports} if report.reports else {}),
        "warnings": [*placed.warnings, *upload.warnings][:50],
    }


def _check_extent(positions: meshes.Doubles, name: str) -> None:
    extent = float(np.ptp(positions, axis=0).max()) if len(positions) else 0.0
    if not 0 < extent < MAX_EXTENT:
        raise BadInput(name, "", f"the mesh is {extent:g} m wide; is the unit right?")


def _check_area(positions: meshes.Doubles, faces: Ints, name: str) -> None:
    """Raise BadInput where every triangle is a line or a point: no later stage has anything to work on."""
    for start in range(0, len(faces), 1 << 18):
        a, b, c = positions[faces[start : start + (1 << 18)]].transpose(1, 0, 2)
        if np.cross(b - a, c - a).any():
            return
    raise BadInput(name, "", "no triangle is left: none of them has an area")


def _reversed(mesh: meshes.Mesh) -> meshes.Mesh:
    def turned(rows: Ints | None) -> Ints | None:
        return None if rows is None else np.ascontiguousarray(rows[:, [0, 2, 1]])

    return replace(mesh, faces=mesh.faces[:, [0, 2, 1]], uv_faces=turned(mesh.uv_faces))


def _projected(frame: dict[str, Any], source: dict[str, Any], report: Capture) -> dict[str, Any] | None:
    """Return the origin on the map; the recipe's word goes before that of the upload's metadata."""
    if source["crs"] or source["offset"]:
        return on_the_map(frame, crs=source["crs"], offset=list(source["offset"]))
    return on_the_map(frame, crs=report.crs, offset=report.offset)
