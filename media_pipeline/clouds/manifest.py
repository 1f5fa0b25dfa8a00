"""The manifest of a cloud of points: what was kept of it, and that no surface was made."""

from __future__ import annotations

from typing import Any

from media_pipeline import manifest
from media_pipeline.engine.store import Result
from media_pipeline.recipes import Recipe


def build(recipe: Recipe, results: dict[str, Result], about: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of finished `results`; see media_pipeline.manifest.build."""
    thinned, read = results["thin"].values, results["read"].values
    return {
        "kind": "cloud",
        **manifest.described(recipe, results, about),
        "input_stats": thinned["stats"],
        "repairs": [],
        "derivatives": _derivatives(recipe, thinned["levels"], results["points"].values["derivatives"]),
        "previews": results["views"].values["previews"],
        "warnings": [*read["warnings"], *(f"finding: {code}" for code in thinned["findings"])],
    }


def _derivatives(recipe: Recipe, levels: list[dict[str, Any]], written: list[dict[str, Any]]) -> list[dict[str, Any]]:
    figures = {row["name"]: row for row in levels}
    wanted = {row.name: row.points for row in recipe.clouds}
    return [
        {
            "uri": row["file"],
            **{name: row[name] for name in row if name != "file"},
            "recipe_points": wanted[row["level"]],
            **{name: figures[row["level"]][name] for name in ("voxel_m", "spacing_m", "thinning")},
        }
        for row in written
    ]
