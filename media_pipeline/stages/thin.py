"""Thin: the levels of a cloud of points, how much each lost, and what a curator should know of a cloud."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from media_pipeline.clouds.cloud import Cloud, load, save
from media_pipeline.clouds.thinning import loss, spacing, thin
from media_pipeline.inspection import report
from media_pipeline.inspection.report import Finding, metres
from media_pipeline.stages import Desk


def run(desk: Desk) -> dict[str, Any]:
    """Write NAME.npz for each of params["clouds"], inspection.json and findings/report.ja.md, report.en.md; return the
    levels with their figures and the counts of the whole.
    """
    cloud = load(desk.inputs["read"] / "cloud.npz")
    apart = spacing(cloud.positions)
    levels = []
    for index, wanted in enumerate(desk.params["clouds"]):
        desk.tell(index / len(desk.params["clouds"]), wanted["name"])
        levels.append(_level(cloud, wanted, apart, desk))
    stats = _stats(cloud, apart, desk)
    findings = [Finding("point_cloud", {"count": len(cloud.positions), "spacing": metres(apart)})]
    if cloud.colours is None:
        findings.append(Finding("cloud_without_colours"))
    findings += [_thinned(row) for row in levels if row["points"] < len(cloud.positions)]
    if desk.params["frame"]["scale_confidence"] == "assumed":
        findings.append(Finding("scale_assumed", {"size": metres(max(stats["size_m"]))}))
    rows = [report.row(one, []) for one in findings]
    stats |= {"findings": [one.code for one in findings], "report": rows}
    (desk.out / "inspection.json").write_text(json.dumps(stats, ensure_ascii=False, indent=1), "utf-8")
    (desk.out / "findings").mkdir()
    for language in report.LANGUAGES:
        text = report.text(rows, language, title=desk.params["title"])
        (desk.out / "findings" / f"report.{language}.md").write_text(text, "utf-8")
    return {"levels": levels, "stats": stats, "findings": stats["findings"]}


def _level(cloud: Cloud, wanted: dict[str, Any], apart: float, desk: Desk) -> dict[str, Any]:
    found = thin(cloud, wanted["points"])
    whole = found.voxel == 0
    save(found.cloud, desk.out / f"{wanted['name']}.npz")
    return {
        "name": wanted["name"],
        "points": len(found.cloud.positions),
        "voxel_m": round(found.voxel, 9),
        "spacing_m": round(apart if whole else spacing(found.cloud.positions), 9),
        "thinning": {"rms": 0.0, "p99": 0.0, "max": 0.0, "samples": 0} if whole else loss(cloud.positions, found.cloud.positions),
    }  # fmt: skip


def _stats(cloud: Cloud, apart: float, desk: Desk) -> dict[str, Any]:
    return {
        "points": len(cloud.positions),
        "vertices": len(cloud.positions),
        "triangles": 0,
        "size_m": np.ptp(cloud.positions, axis=0).round(4).tolist(),
        "spacing_m": round(apart, 9),
        "vertex_colours": cloud.colours is not None,
        "normals": cloud.normals is not None,
        "textures": [],
    }


def _thinned(row: dict[str, Any]) -> Finding:
    far = metres(row["thinning"]["max"])
    return Finding(
        "cloud_thinned", {"level": row["name"], "count": row["points"], "voxel": metres(row["voxel_m"]), "far": far}
    )
