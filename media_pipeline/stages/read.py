"""Read: all meshes of the upload as one, in metres, Y up, recentred in double precision; their textures collected and
checked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.mesh import Doubles
from media_pipeline.readers import read
from media_pipeline.readers.files import Upload
from media_pipeline.stages import Desk

METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0}
MAX_EXTENT = 1e7


def run(desk: Desk) -> dict[str, Any]:
    """Read params["meshes"], turn and scale them by params["source"], and return counts, the frame and warnings. Raises
    BadInput.
    """
    textures = desk.out / "textures"
    textures.mkdir()
    upload = Upload(desk.inputs["intake"], textures, max_texture=desk.params["max_texture"])
    names = desk.params["meshes"]
    parts = []
    for index, name in enumerate(names):
        desk.tell(index / len(names), name)
        parts.append(read(name, upload))
    mesh = meshes.merge(parts)
    positions, frame = _framed(mesh.positions.astype(np.float64), desk.params["source"], names[0])
    meshes.save(replace(mesh, positions=positions.astype(np.float32)), desk.out)
    return {
        "triangles": len(mesh.faces),
        "vertices": len(mesh.positions),
        "textures": len(list(textures.iterdir())),
        "frame": frame,
        "warnings": upload.warnings[:50],
    }


def _framed(positions: Doubles, source: dict[str, Any], name: str) -> tuple[Doubles, dict[str, Any]]:
    """Return positions in metres with Y up and the origin at the centre of the box's base, and how they came there.

    A survey's coordinates lie so far from zero that 32-bit floats would round them to decimetres, hence the order:
    turn, scale, shift in doubles.
    """
    if source["up"] == "z":
        positions = np.stack([positions[:, 0], positions[:, 2], -positions[:, 1]], 1)
    scale = METRES[source["unit"]]
    positions = positions * scale
    low, high = positions.min(0), positions.max(0)
    extent = float((high - low).max())
    if not 0 < extent < MAX_EXTENT:
        raise BadInput(name, "", f"the mesh is {extent:g} m wide; is the unit right?")
    origin = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    frame = {"unit": source["unit"], "up": source["up"], "scale_to_metres": scale, "origin_m": origin.round(6).tolist()}
    return positions - origin, frame
