"""Changing a mesh's triangles: turning them, and covering holes with marked ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from media_pipeline.geometry.edges import EdgeTable
from media_pipeline.geometry.holes import Cover, covers
from media_pipeline.geometry.normals import areas
from media_pipeline.mesh import FILLED, Ints, Mask, Material, Mesh

PART = 0.25
LISTED = 200
"""How many places of covered holes are listed, the largest first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which holes are covered (edges, share of the surface's area) and in which colour (RRGGBB, "": that of the rim)."""

    edges: int
    area_share: float
    tint: str


def reversed_faces(mesh: Mesh, turn: Mask) -> Mesh:
    """Return `mesh` with the triangles where `turn` (m,) is true facing the other way."""

    def turned(rows: Ints | None) -> Ints | None:
        if rows is None:
            return None
        rows = rows.copy()
        rows[turn] = rows[turn][:, [0, 2, 1]]
        return rows

    faces = turned(mesh.faces)
    assert faces is not None
    return replace(mesh, faces=faces, uv_faces=turned(mesh.uv_faces))


def filled(mesh: Mesh, table: EdgeTable, piece: Ints, rule: Rule) -> tuple[Mesh, dict[str, Any]]:
    """Return `mesh` with its small holes covered and marked, and what was done: count of holes, edges of their rims, triangles, area_m2, and
    centres in metres.

    piece (m,): the connected piece of each triangle. A rim whose cover would be a good part of its piece is the border of
    an open scrap and no hole. A covering triangle takes colour coordinate and material of one corner of the rim, so that it is of one colour and
    needs no place in the atlas.
    """
    positions = mesh.positions.astype(np.float32, copy=False)
    of_piece = np.bincount(piece, areas(positions, mesh.faces))
    most = rule.area_share * float(of_piece.sum())
    found = covers(table, positions, most_edges=rule.edges, most_area=most)
    found = [cover for cover in found if cover.area <= PART * of_piece[piece[cover.rim[0] // 3]]]
    row = {
        "count": len(found),
        "edges": sum(len(cover.rim) for cover in found),
        "triangles": sum(len(cover.faces) for cover in found),
        "area_m2": round(sum(cover.area for cover in found), 6),
        "centres": [c.centre.round(4).tolist() for c in sorted(found, key=lambda c: -c.area)[:LISTED]],
    }
    return (_covered(mesh, found, rule.tint), row) if found else (mesh, row)


def _covered(mesh: Mesh, found: list[Cover], tint: str) -> Mesh:
    faces = np.concatenate([cover.faces for cover in found]).astype(np.int32)
    corner = np.concatenate([cover.corner for cover in found])
    materials = mesh.materials or (Material(""),)
    face_material = np.zeros(len(mesh.faces), np.int32) if mesh.face_material is None else mesh.face_material
    theirs, uv_rows = face_material[corner // 3], np.full(len(faces), -1, np.int32)
    if tint:
        materials += (Material(FILLED, (int(tint[:2], 16), int(tint[2:4], 16), int(tint[4:], 16))),)
        theirs = np.full(len(faces), len(materials) - 1, np.int32)
    elif mesh.uv_faces is not None:
        uv_rows = _coordinate_at_end(mesh.uv_faces, corner)
    uv_faces = None if mesh.uv_faces is None else np.concatenate([mesh.uv_faces, np.repeat(uv_rows[:, None], 3, 1)])
    return replace(
        mesh,
        faces=np.concatenate([mesh.faces, faces]),
        uv_faces=uv_faces,
        face_material=np.concatenate([face_material, theirs]).astype(np.int32),
        materials=materials,
        filled=np.arange(len(mesh.faces) + len(faces)) >= len(mesh.faces),
    )


def _coordinate_at_end(uv_faces: Ints, half: Ints) -> Ints:
    """Return the coordinate that the triangle of each half-edge has where the half-edge ends."""
    return uv_faces[half // 3, (half % 3 + 1) % 3]
