"""Read: all meshes of the upload, or all clouds of points, as one, in metres, Y up, recentred in double precision; their textures collected and
checked; what the upload says of its capture.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.clouds.cloud import Cloud, merge, save
from media_pipeline.errors import BadInput
from media_pipeline.geometry.frame import TURNS, Framed, framed, on_the_map, turn_of
from media_pipeline.mesh import Ints, Mesh
from media_pipeline.readers import read_either
from media_pipeline.readers.capture import Capture, capture
from media_pipeline.readers.files import Upload
from media_pipeline.stages import Desk

MAX_EXTENT = 1e7
METRIC = frozenset({".glb", ".gltf", ".3mf", ".dae"})
"""Formats that say what their numbers are; others leave it to people."""


def run(desk: Desk) -> dict[str, Any]:
    """Read params["meshes"], turn and scale them by params["source"], and return whether it is a mesh or a cloud, counts, the
    frame, the place on the map, the capture and warnings. Raises BadInput.
    """
    textures = desk.out / "textures"
    textures.mkdir()
    upload = Upload(desk.inputs["intake"], textures, max_texture=desk.params["max_texture"])
    names, source = desk.params["meshes"], desk.params["source"]
    parts: list[Mesh] = []
    clouds: dict[str, Cloud] = {}
    for index, name in enumerate(names):
        desk.tell(index / len(names), name)
        found = read_either(name, upload)
        if isinstance(found, Cloud):
            clouds[name] = found
        else:
            parts.append(_by_own_word(found, upload.declared.get(name), source))
    by_format = all(PurePosixPath(name).suffix.lower() in METRIC for name in names)
    if parts:
        upload.warnings += [f"{name}: a cloud of points beside a mesh; it is kept and not shown" for name in clouds]
        values, placed = _mesh(meshes.without_unused_materials(meshes.merge(parts)), desk, names[0], by_format)
    else:
        values, placed = _cloud(merge(list(clouds.values())), desk, names[0])
    report = capture(upload)
    return values | {
        "frame": placed.frame,
        "projected": _projected(placed.frame, source, report),
        "capture": report.fields | ({"reports": report.reports} if report.reports else {}),
        "warnings": [*placed.warnings, *upload.warnings][:50],
    }


def _by_own_word(mesh: Mesh, declared: tuple[float, str] | None, source: dict[str, Any]) -> Mesh:
    """Return `mesh` in metres and Y up as its file says itself, where people said nothing else."""
    if declared is None:
        return mesh
    scale = 1.0 if source["unit"] or source["scale_bar"] else declared[0]
    turn = np.array(TURNS[declared[1] if source["up"] == "y" else "y"], np.float64)
    return replace(mesh, positions=mesh.positions @ turn.T * scale)


def _mesh(mesh: Mesh, desk: Desk, name: str, by_format: bool) -> tuple[dict[str, Any], Framed]:
    """Place and keep the mesh; return its counts and its frame."""
    used = np.zeros(len(mesh.positions), bool)
    used[mesh.faces] = True
    placed = framed(
        mesh.positions.astype(np.float64),
        np.flatnonzero(used).astype(np.int32),
        desk.params["source"],
        metres_by_format=by_format,
    )
    _check_extent(placed.positions[used], name)
    _check_area(placed.positions, mesh.faces, name)
    mesh = replace(mesh, positions=placed.positions.astype(np.float32))
    meshes.save(_reversed(mesh) if placed.mirrored else mesh, desk.out)
    textures = len(list((desk.out / "textures").iterdir()))
    counts = {"triangles": len(mesh.faces), "vertices": len(mesh.positions), "textures": textures}
    return {"kind": "mesh", **counts}, placed


def _cloud(cloud: Cloud, desk: Desk, name: str) -> tuple[dict[str, Any], Framed]:
    """Place and keep the cloud; return its counts and its frame."""
    source, count = desk.params["source"], len(cloud.positions)
    placed = framed(
        cloud.positions.astype(np.float64), np.arange(count, dtype=np.int32), source, metres_by_format=False
    )
    _check_extent(placed.positions, name)
    normals = None if cloud.normals is None else (cloud.normals @ turn_of(source).T).astype(np.float32)
    save(replace(cloud, positions=placed.positions.astype(np.float32), normals=normals), desk.out / "cloud.npz")
    if cloud.dropped:
        placed.warnings.append(f"{name}: {cloud.dropped} points without a finite position were left out")
    return {"kind": "cloud", "triangles": 0, "vertices": count, "textures": 0}, placed


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
