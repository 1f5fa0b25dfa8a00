"""Inspect: what came in, in figures, words and pictures a curator can act on. Changes nothing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.geometry.normals import face_vectors
from media_pipeline.geometry.weld import weld
from media_pipeline.inspection import atlas, report
from media_pipeline.inspection.pictures import Studio
from media_pipeline.inspection.report import Finding, metres
from media_pipeline.inspection.shape import shape
from media_pipeline.mesh import Floats, Ints
from media_pipeline.stages import Desk

SHREDDED = 0.75
FEW_TEXELS, MANY_TEXELS = 2.0, 200_000.0
"""Texels a metre outside which the scale is doubted: half a metre and five thousandths of a millimetre a texel."""


def run(desk: Desk) -> dict[str, Any]:
    """Return counts, defects, size in metres, texture density, findings with their sentences, and the rows of their
    pictures; write inspection.json and findings/ (pictures, report.ja.md, report.en.md).
    """
    mesh = meshes.load(desk.inputs["read"])
    positions, faces = weld(mesh.positions.astype(np.float32), mesh.faces)
    desk.tell(0.2, "welded")
    found = shape(positions, faces)
    if not len(found.faces):
        raise BadInput("", "", "without triangles that have no area, no triangle is left")
    desk.tell(0.6, "surface")
    used = np.zeros(len(positions), bool)
    used[faces] = True
    size = np.ptp(positions[used], axis=0).round(4).tolist()
    stats = {
        "triangles": len(faces),
        "vertices": len(positions),
        "size_m": size,
        **found.stats,
        "materials": len(mesh.materials),
        "vertex_colours": mesh.colours is not None,
        **atlas.layout(mesh, desk.inputs["read"] / "textures"),
    }
    findings = [
        *_scale(stats, desk.params),
        *_axes(positions, found.faces, size, desk.params),
        *_colour(stats),
        *found.findings,
    ]
    desk.tell(0.7, "pictures")
    pictures = _pictures(desk, findings, Studio(positions, found.faces, found.outlook.scene))
    rows = [report.row(one, [p["uri"] for p in pictures if p["finding"] == one.code]) for one in findings]
    stats |= {"findings": [one.code for one in findings], "report": rows}
    (desk.out / "inspection.json").write_text(json.dumps(stats, ensure_ascii=False, indent=1), "utf-8")
    for language in report.LANGUAGES:
        text = report.text(rows, language, title=desk.params["title"])
        (desk.out / "findings" / f"report.{language}.md").write_text(text, "utf-8")
    return {"stats": stats, "findings": stats["findings"], "pictures": pictures}


def _pictures(desk: Desk, findings: list[Finding], studio: Studio) -> list[dict[str, Any]]:
    folder = desk.out / "findings"
    folder.mkdir()
    return [row for one in findings if len(one.spots) for row in studio.photograph(one, folder)]


def _scale(stats: dict[str, Any], params: dict[str, Any]) -> list[Finding]:
    """Return doubts about the unit."""
    largest, found = max(stats["size_m"]), []
    if largest > 2000:
        found.append(Finding("larger_than_2_km", {"size": metres(largest)}))
    if largest < 0.005:
        found.append(Finding("smaller_than_5_mm", {"size": metres(largest)}))
    confidence = params["frame"]["scale_confidence"]
    if confidence == "unknown":
        found.append(Finding("scale_unknown"))
    if confidence == "assumed":
        found.append(Finding("scale_assumed", {"size": metres(largest)}))
    density = stats["texels_per_metre"]
    if density and density["median"] < FEW_TEXELS:
        found.append(Finding("texels_suggest_smaller", {"value": density["median"]}))
    if density and density["median"] > MANY_TEXELS:
        found.append(Finding("texels_suggest_larger", {"value": density["median"]}))
    return found


def _axes(positions: Floats, faces: Ints, size: list[float], params: dict[str, Any]) -> list[Finding]:
    """Return doubts about the upward axis and the place."""
    found, x, y, z = [], *(abs(v) for v in params["frame"]["origin_source"])
    if params["frame"]["up"] == "y" and min(x, y) > 1000 and z < 0.2 * min(x, y):
        found.append(Finding("map_on_its_side"))
    elif params["projected"] and not params["projected"]["crs"]:
        found.append(Finding("far_from_origin"))
    if min(size) < 1e-6 * max(size):
        found.append(Finding("flat"))
    if params["frame"]["up"] == "y" and size[2] < 0.2 * min(size[:2]):
        vectors = face_vectors(positions, faces)
        total = float(np.linalg.norm(vectors, axis=1).sum(dtype=np.float64))
        if float(vectors[:, 2].sum()) > 0.7 * total > 0:
            found.append(Finding("looks_lying"))
    return found


def _colour(stats: dict[str, Any]) -> list[Finding]:
    """Return what is missing or unusual in the textures."""
    found = []
    if not stats["textures"] and not stats["vertex_colours"]:
        found.append(Finding("no_colour"))
    if stats["unmapped"]:
        found.append(Finding("no_texture_coordinates", {"count": stats["unmapped"]}))
    if stats["textures"] and (stats["verts_per_face"] or 0) > SHREDDED:
        found.append(Finding("shredded_atlas", {"count": stats["uv_islands"]}))
    return found
