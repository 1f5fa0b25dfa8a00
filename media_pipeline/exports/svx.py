"""Smithsonian SVX: the scene document that Voyager opens (https://smithsonian.github.io/dpo-voyager/document/).

One model with all its derivatives, its poster as 2D stand-in, its annotations; units are metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from media_pipeline.exports import Annotation, Manifest, bounds, poster
from media_pipeline.tools import kakuzan_version

TYPE = "application/si-dpo-3d.document+json"
MAPS = {"colour": "Color", "normal": "Normal", "occlusion": "Occlusion"}


def document(manifest: Manifest, annotations: Sequence[Annotation] = ()) -> dict[str, Any]:
    """Return the SVX document of `manifest`; addresses of files stay relative to it."""
    low, high = bounds(manifest)
    model: dict[str, Any] = {
        "units": "m",
        "boundingBox": {"min": low, "max": high},
        "derivatives": [_derivative(row) for row in manifest["derivatives"]] + _posters(manifest),
    }
    if annotations:
        model["annotations"] = [_annotation(row) for row in annotations]
    asset = {"type": TYPE, "version": "1.0", "generator": f"Kakuzan media_pipeline {kakuzan_version()}"}
    if notice := manifest["rights"]["credit"] or manifest["rights"]["holder"]:
        asset["copyright"] = notice
    return {
        "asset": asset,
        "scene": 0,
        "scenes": [{"units": "m", "nodes": [0]}],
        "nodes": [{"id": "model", "name": _plain(manifest["title"]), "model": 0, "meta": 0}],
        "models": [model],
        "metas": [{"collection": {"titles": _by_language(manifest["title"])}}],
    }


def _derivative(row: dict[str, Any]) -> dict[str, Any]:
    asset = {
        "uri": row["uri"],
        "type": "Model",
        "mimeType": row["mime"],
        "byteSize": row["bytes"],
        "numFaces": row["triangles"],
        "imageSize": max(picture["size"] for picture in row["maps"]),
    }
    return {"usage": row["usage"], "quality": row["quality"], "assets": [asset]}


def _posters(manifest: Manifest) -> list[dict[str, Any]]:
    row = poster(manifest)
    if row is None:
        return []
    asset = {"uri": row["uri"], "type": "Image", "mimeType": "image/webp", "imageSize": max(row["w"], row["h"])}
    return [{"usage": "Image2D", "quality": "High", "assets": [asset]}]


def _annotation(row: Annotation) -> dict[str, Any]:
    return {
        "id": row.id,
        "titles": _by_language(row.title),
        "leads": _by_language(row.text),
        "marker": "",
        "style": "Standard",
        "position": list(row.position),
        "direction": list(row.direction),
        "scale": 1,
    }


def _by_language(texts: dict[str, str]) -> dict[str, str]:
    """SVX names languages by two upper-case letters; of variants the first one stands."""
    found: dict[str, str] = {}
    for code, text in texts.items():
        found.setdefault(code.partition("-")[0].upper(), text)
    return found


def _plain(title: dict[str, str]) -> str:
    return title.get("en") or next(iter(title.values()))
