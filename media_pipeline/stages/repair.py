"""Repair: the master as every derivative is made from and measured against. Only removes and joins; invents nothing;
counts everything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.geometry import topology
from media_pipeline.geometry.weld import compact, unique_rows
from media_pipeline.mesh import Mesh, diagonal
from media_pipeline.stages import Desk


def run(desk: Desk) -> dict[str, Any]:
    """Return the operations with their counts, and what is left. Raises BadInput when nothing is."""
    mesh, welded = weld(meshes.load(desk.inputs["read"]))
    desk.tell(0.3, "welded")
    mesh, degenerate = _without(mesh, topology.degenerate(mesh.positions.astype(np.float32), mesh.faces))
    mesh, repeated = _without(mesh, topology.repeated(mesh.faces))
    desk.tell(0.6, "degenerate and repeated triangles")
    floating = 0
    if len(mesh.faces):
        mesh, floating = _without_floating(mesh, desk.params["floating_triangles"], desk.params["floating_share"])
    if not len(mesh.faces):
        raise BadInput("", "", "after removing triangles without area, no triangle is left")
    mesh, loose = _compacted(mesh)
    meshes.save(mesh, desk.out)
    counts = {
        "weld": welded,
        "degenerate": degenerate,
        "duplicate": repeated,
        "floating": floating,
        "loose_vertices": loose,
    }
    return {
        "repairs": [{"op": op, "count": count} for op, count in counts.items()],
        "triangles": len(mesh.faces),
        "vertices": len(mesh.positions),
        "diagonal_m": diagonal(mesh.positions),
        "bbox_m": [mesh.positions.min(0).tolist(), mesh.positions.max(0).tolist()],
    }


def weld(mesh: Mesh) -> tuple[Mesh, int]:
    """Return `mesh` with vertices of equal position joined, and how many went. Vertex colours of the first one stay."""
    positions = mesh.positions.astype(np.float32)
    first, inverse = unique_rows(positions)
    joined = replace(
        mesh,
        positions=positions[first],
        faces=inverse[mesh.faces],
        colours=None if mesh.colours is None else mesh.colours[first],
    )
    return joined, len(positions) - len(first)


def _without(mesh: Mesh, bad: meshes.Mask) -> tuple[Mesh, int]:
    return (mesh.select(~bad) if bad.any() else mesh), int(bad.sum())


def _without_floating(mesh: Mesh, triangles: int, share: float) -> tuple[Mesh, int]:
    """Drop connected pieces that are both small in triangles and in size, unless that would leave nothing."""
    number, piece = topology.pieces(mesh.faces, len(mesh.positions))
    count, size = topology.piece_sizes(mesh.positions.astype(np.float32), mesh.faces, piece, number)
    floating = (count < triangles) & (size < share * diagonal(mesh.positions))
    if floating.all():
        return mesh, 0
    return _without(mesh, floating[piece])


def _compacted(mesh: Mesh) -> tuple[Mesh, int]:
    before = len(mesh.positions)
    arrays = [mesh.positions] + ([mesh.colours] if mesh.colours is not None else [])
    faces, kept = compact(mesh.faces, *arrays)
    return replace(mesh, faces=faces, positions=kept[0], colours=kept[1] if len(kept) > 1 else None), before - len(
        kept[0]
    )
