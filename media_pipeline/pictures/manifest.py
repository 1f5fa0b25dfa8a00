"""The manifest of a flat picture; its form is schemas/picture.schema.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from media_pipeline import manifest
from media_pipeline.engine.store import Result
from media_pipeline.recipes import Recipe

SCHEMA = manifest.SCHEMA.with_name("picture.schema.json")


def build(recipe: Recipe, results: dict[str, Result], about: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of finished `results`; see media_pipeline.manifest.build for `about`."""
    intake, pyramid = results["intake"].values, results["pyramid"].values
    return {
        "$schema": SCHEMA.name,
        "kind": "picture",
        "id": f"{intake['digest'][:16]}-{recipe.name}",
        "version": manifest.VERSION,
        "title": about.get("title", {"en": Path(intake["meshes"][0]).stem}),
        "subject_id": about.get("subject_id", ""),
        "rights": about.get("rights", {"licence": "", "holder": "", "credit": "", "restrictions": ""}),
        "source": {"files": intake["files"], "digest": intake["digest"], "capture": about.get("capture", {})},
        "input_stats": pyramid["stats"],
        "derivatives": [pyramid["derivative"]],
        "previews": pyramid["previews"],
        "provenance": manifest.provenance(recipe, results),
        "warnings": pyramid["warnings"],
    }
