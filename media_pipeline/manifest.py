"""The manifest: one JSON document that says what was made of an asset, from what, how, and how good it is.

The form is schemas/manifest.schema.json; later versions add members and rename none.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from media_pipeline.engine.store import Result
from media_pipeline.recipes import Recipe
from media_pipeline.stages import stage
from media_pipeline.tools import kakuzan_version, tool_version

VERSION = 1
SCHEMA = Path(__file__).parent / "schemas" / "manifest.schema.json"


def build(recipe: Recipe, results: dict[str, Result], about: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of finished `results`. `about` holds what only people know: title, subject_id, rights, geo,
    capture, reconstruction (see about.check).
    """
    values = {name: result.values for name, result in results.items()}
    inspection = values["inspect"]
    return {
        **described(recipe, results, about),
        "input_stats": inspection["stats"],
        "repairs": values["repair"]["repairs"],
        "derivatives": _derivatives(recipe, values),
        "previews": values["previews"]["previews"] + inspection["pictures"],
        **values.get("tiles", {}),
        **values.get("compare", {}),
        "warnings": _warnings(values),
    }


def described(recipe: Recipe, results: dict[str, Result], about: dict[str, Any]) -> dict[str, Any]:
    """Return the members that say what something is and where it comes from, whatever was made of it."""
    values = {name: result.values for name, result in results.items()}
    intake = values["intake"]
    return {
        "$schema": "manifest.schema.json",
        "id": f"{intake['digest'][:16]}-{recipe.name}",
        "version": VERSION,
        "title": about.get("title", {"en": Path(intake["meshes"][0]).stem}),
        "subject_id": about.get("subject_id", ""),
        "rights": about.get("rights", {"licence": "", "holder": "", "credit": "", "restrictions": ""}),
        "source": {
            "files": intake["files"],
            "digest": intake["digest"],
            "units": values["read"]["frame"]["unit"],
            "up_axis": values["read"]["frame"]["up"],
            "handedness": values["read"]["frame"]["handedness"],
            "scale_confidence": values["read"]["frame"]["scale_confidence"],
            "capture": _capture(intake, values["read"]["capture"], about.get("capture", {})),
        },
        "geo": _geo(values["read"]) | about.get("geo", {}) | {"frame": values["read"]["frame"]},
        "provenance": provenance(recipe, results),
        "reconstruction": about.get(
            "reconstruction", {"is_hypothetical": False, "level_of_evidence": "", "sources": []}
        ),
    }


def _capture(intake: dict[str, Any], found: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """Return what the upload's reports and people say of the capture; people are believed before reports."""
    reports = [row for row in intake["files"] if row["name"] in found.get("reports", ())]
    return found | ({"reports": reports} if reports else {}) | said


def _geo(read: dict[str, Any]) -> dict[str, Any]:
    return {"projected": read["projected"]} if read["projected"] else {}


def _derivatives(recipe: Recipe, values: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    asked = {row["name"]: row for row in values["levels"]["levels"]}
    wanted = {level.name: level.triangles for level in recipe.levels}
    atlases = {row["name"]: row for row in values["unwrap"]["levels"]}
    measured = {row["name"]: row for row in values["measure"]["levels"]}
    rows = []
    for row in values["encode"]["derivatives"]:
        level = row["level"]
        rows.append({
            "uri": row["file"],
            **{name: row[name] for name in row if name != "file"},
            "asked_triangles": asked[level]["asked"],
            "recipe_triangles": wanted[level],
            "uv_mode": atlases[level]["uv_mode"],
            "texels_per_metre": atlases[level]["texels_per_metre"],
            "error": measured[level]["error"],
            "image": measured[level]["image"],
        })  # fmt: skip
    return rows


def provenance(recipe: Recipe, results: dict[str, Result]) -> dict[str, Any]:
    """Return what the work cost and with what it was done. Times and memory are those of the runs that made the results,
    so that running again changes nothing.
    """
    tools = sorted({tool for name in results for tool in stage(name).tools})
    return {
        "pipeline_version": kakuzan_version(),
        "recipe": {"name": recipe.name, "version": recipe.version},
        "parameters_hash": recipe.digest(),
        "tools": {tool: tool_version(tool) for tool in tools},
        "finished": max(result.finished for result in results.values()),
        "seconds": round(sum(result.seconds for result in results.values()), 1),
        "peak_rss_mb": max(_together(result, results) for result in results.values()),
        "stages": [_stage(result) for result in results.values()],
    }


def _together(result: Result, results: dict[str, Result]) -> int:
    """Return the memory of all stages that ran when `result` began, each at its highest."""
    at = [other for other in results.values() if other.began < result.began < other.began + other.seconds]
    return sum(other.peak_rss_mb for other in (result, *at))


def _stage(result: Result) -> dict[str, Any]:
    cost = {"seconds": result.seconds, "cpu_seconds": result.cpu_seconds, "peak_rss_mb": result.peak_rss_mb}
    return {"name": result.stage, **cost, "offline": result.offline}


def _warnings(values: dict[str, dict[str, Any]]) -> list[str]:
    found = (
        list(values["read"]["warnings"])
        + list(values["encode"]["notes"])
        + [f"finding: {code}" for code in values["inspect"]["findings"]]
    )
    for row in values["levels"]["levels"]:
        if row["asked"] < row["wanted"]:
            found.append(
                f"level {row['name']}: the recipe asks for {row['wanted']} triangles, the master has {row['asked']}"
            )
    return found


def text(document: dict[str, Any]) -> str:
    """Return `document` as it is written."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write(document: dict[str, Any], path: Path) -> None:
    """Write `document` so that a reader never sees half of it."""
    temporary = path.with_suffix(".json.part")
    temporary.write_text(text(document), "utf-8")
    temporary.replace(path)
