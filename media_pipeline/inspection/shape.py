"""What is wrong with a source's surface, and where: holes, loose pieces, flipped patches, crowded edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry import holes, orientation, topology
from media_pipeline.geometry.edges import EdgeTable
from media_pipeline.geometry.floating import Rule, floating
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.outlook import Outlook
from media_pipeline.inspection.report import Finding, metres
from media_pipeline.mesh import Floats, Ints
from media_pipeline.recipes import Repair

MOST_RIM = 400_000
"""Open edges up to which holes are told apart; a mesh with more is in shreds, and only counted."""
SPOTS = 200
SAMPLES = 3000


@dataclass(frozen=True, slots=True)
class Shape:
    """stats for the manifest; findings, whose triangles are those of faces (m, 3): the source's without those that have
    no area or are there twice; and the ray scene they were found with.
    """

    stats: dict[str, Any]
    findings: list[Finding]
    faces: Ints
    outlook: Outlook


def shape(positions: Floats, faces: Ints) -> Shape:
    """Return what is known of a welded mesh's surface. Triangles without area and repeated ones are counted and then left
    out, since they would pass for crowded edges and flipped patches.
    """
    bad = topology.degenerate(positions, faces)
    twice = topology.repeated(faces)
    if bad.any() or twice.any():
        faces = faces[~(bad | twice)]
    table = EdgeTable.of(faces)
    size = areas(positions, faces)
    number, piece = topology.pieces(faces, len(positions))
    outlook = Outlook(positions, faces)
    inward = _inward(outlook, size)
    turned = orientation.against_neighbours(table, size)
    found = [
        _flipped(positions, faces, turned),
        _floating(positions, faces, piece, number),
        _holes(positions, table, piece, topology.piece_sizes(positions, faces, piece, number)[1]),
        *_crowded(positions, table),
    ]
    stats = {
        "components": number,
        "boundary_edges": table.boundary,
        "nonmanifold_edges": table.nonmanifold,
        "watertight": table.boundary == 0 and table.nonmanifold == 0,
        "degenerate": int(bad.sum()),
        "duplicate": int(twice.sum()),
        "flipped": int(turned.faces.sum()),
        "inward_share": inward,
    }
    if bad.any() or twice.any():
        found.append(Finding("duplicate_triangles", {"count": int((bad | twice).sum())}))
    if inward > 0.5:
        found.append(Finding("faces_inward", {"value": round(100 * inward)}))
    return Shape(stats, [one for one in found if one is not None], faces, outlook)


def _inward(outlook: Outlook, size: Floats) -> float:
    """Return the share of the surface that is closed in front and open behind."""
    cumulative = np.cumsum(size, dtype=np.float64)
    if not len(size) or not cumulative[-1] > 0:
        return 0.0
    drawn = np.random.default_rng(0).random(SAMPLES) * cumulative[-1]
    votes = outlook.votes(np.minimum(np.searchsorted(cumulative, drawn), len(size) - 1).astype(np.int32))
    return round(float((votes < -0.5).mean()), 3)


def _flipped(positions: Floats, faces: Ints, turned: orientation.Turned) -> Finding | None:
    wrong = np.flatnonzero(turned.faces).astype(np.int32)
    if not len(wrong):
        return None
    number, patch = topology.pieces(faces[wrong], len(positions))
    figures = {"count": turned.patches, "triangles": len(wrong)}
    return Finding("flipped_patches", figures, *_places(positions, faces[wrong], patch, number), wrong)


def _floating(positions: Floats, faces: Ints, piece: npt.NDArray[np.int32], number: int) -> Finding | None:
    usual = Repair()
    rule = Rule(usual.floating_triangles, usual.floating_share, usual.stray_share, usual.stray_distance)
    loose = floating(positions, faces, piece, number, rule)
    if not loose.any():
        return None
    mine = np.flatnonzero(loose[piece]).astype(np.int32)
    _, renumbered = np.unique(piece[mine], return_inverse=True)
    figures = {"count": int(loose.sum()), "triangles": len(mine)}
    spots = _places(positions, faces[mine], renumbered.astype(np.int32), int(loose.sum()))
    return Finding("floating_pieces", figures, *spots, mine)


def _holes(positions: Floats, table: EdgeTable, piece: npt.NDArray[np.int32], whole: Floats) -> Finding | None:
    """Return the rims that are less than half as wide as their piece (widths `whole`); a longer one is its border."""
    if not 0 < table.boundary <= MOST_RIM:
        return None
    rims = holes.rims(table)
    boxes = [np.ptp(positions[table.starts(rim)], axis=0) for rim in rims]
    sizes = np.array([float(np.linalg.norm(box)) for box in boxes], np.float32)
    inner = np.array([sizes[k] < 0.5 * whole[piece[rim[0] // 3]] for k, rim in enumerate(rims)], bool)
    order = np.argsort(-sizes, kind="stable")
    order = order[inner[order]]
    if not len(order):
        return None
    listed = order[:SPOTS]
    spots = np.array([positions[table.starts(rims[k])].mean(0) for k in listed], np.float32)
    rim_faces = np.unique(np.concatenate([rims[k] // 3 for k in order])).astype(np.int32)
    figures = {"count": len(order), "size": metres(float(sizes[order[0]]))}
    return Finding("holes", figures, spots, sizes[listed], rim_faces)


def _crowded(positions: Floats, table: EdgeTable) -> list[Finding]:
    if not table.nonmanifold:
        return []
    code = "many_nonmanifold_edges" if table.nonmanifold > 0.01 * len(table.faces) else "nonmanifold_edges"
    uses = table.uses_of().reshape(-1)
    half = np.flatnonzero(uses > 2).astype(np.int32)
    half = half[:: 1 + len(half) // SPOTS]
    start, end = positions[table.starts(half)], positions[table.ends(half)]
    sizes = np.linalg.norm(end - start, axis=1).astype(np.float32)
    triangles = np.flatnonzero(table.having(table.uses > 2)).astype(np.int32)
    middle = ((start + end) / 2).astype(np.float32)
    return [Finding(code, {"count": table.nonmanifold}, middle, sizes, triangles)]


def _places(positions: Floats, faces: Ints, piece: npt.NDArray[np.int32], number: int) -> tuple[Floats, Floats]:
    """Return middles and sizes of the largest pieces."""
    count, size = topology.piece_sizes(positions, faces, piece, number)
    middle = np.stack(
        [np.bincount(piece, positions[faces].mean(1)[:, axis], minlength=number) / count for axis in range(3)], 1
    )
    order = np.argsort(-size, kind="stable")[:SPOTS]
    return middle[order].astype(np.float32), size[order]
