"""What visitors may know of 3D assets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cms.media.annotations import annotations_in_all_languages, annotations_of
from cms.media.scenes import listed
from media_pipeline.selectors import public_manifest

ROLES = {
    "glb-meshopt": "model",
    "glb-plain": "scene-viewer",
    "usdz": "usdz",
    "usdz-board": "usdz-board",
    "glb-ktx2": "headset",
}
ORDER = ("model", "scene-viewer", "usdz", "usdz-board", "headset", "tiles", "poster", "turntable", "manifest")
SMALLEST_MODEL = 40_000
"""Triangles (points of a cloud) below which a level is a thumbnail, not what a phone shows."""


def manifest(asset: UUID) -> dict[str, Any] | None:
    """Return the public manifest of a ready asset, root-relative addresses behind `@ORIGIN@`; None where there is none.

    Its `annotations` hold title and text as {language: text}, positions in metres of the frame of the files; `exports` are
    the addresses of the same in other forms.
    """
    found = public_manifest(asset)
    if found is None:
        return None
    return found | {"annotations": annotations_in_all_languages(asset), "exports": listed(asset, found)}


def media_of(asset: UUID | None, language: str) -> list[dict[str, Any]]:
    """Return a document's `media` for a 3D asset: [{asset, role, url, …}], nothing while it is being prepared.

    Roles: model (compressed GLB for our viewer, with `annotations` in `language`), scene-viewer (plain GLB), usdz,
    usdz-board (stands by a surveyed board), headset (GLB with KTX2), tiles (the tileset.json of 3D Tiles), poster, turntable
    (with `frames`), manifest.
    """
    found = public_manifest(asset) if asset else None
    if found is None:
        return []
    base = {"asset": str(asset)}
    posters = sorted((row for row in found["previews"] if row["kind"] == "poster"), key=lambda row: -row["w"])
    poster = posters[0]["uri"] if posters else ""
    rows = [_derivative(row, base, poster) for row in _chosen(found["derivatives"])]
    if asset and (texts := annotations_of(asset, language)):
        rows = [row | {"annotations": texts} if row["role"] == "model" else row for row in rows]
    rows += [
        {**base, "role": "poster", "url": row["uri"], "width": row["w"], "height": row["h"]} for row in posters[:1]
    ]
    if tiles := found.get("tiles"):
        rows.append({**base, "role": "tiles", "url": tiles["uri"], "mime": "application/json", "bytes": tiles["bytes"]})
    frames = [row["uri"] for row in found["previews"] if row["kind"] == "turntable-frame"]
    if frames:
        rows.append({**base, "role": "turntable", "url": frames[0], "frames": frames})
    rows.append({**base, "role": "manifest", "url": f"@ORIGIN@/api/v1/media/{asset}"})
    return sorted(rows, key=lambda row: ORDER.index(row["role"]))


def _chosen(derivatives: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one derivative per role: the smallest that is no thumbnail, else the largest there is."""
    chosen: dict[str, dict[str, Any]] = {}
    for row in sorted(derivatives, key=_fineness):
        role = ROLES.get(row["format"])
        if role and (role not in chosen or _fineness(chosen[role]) < SMALLEST_MODEL):
            chosen[role] = row
    return [row | {"role": role} for role, row in chosen.items()]


def _fineness(row: dict[str, Any]) -> int:
    """Return the triangles of a level, or the points of one that is a cloud."""
    return int(row.get("points") or row.get("triangles", 0))


def _derivative(row: dict[str, Any], base: dict[str, str], poster: str) -> dict[str, Any]:
    return {
        **base,
        "role": row["role"],
        "url": row["uri"],
        "mime": row["mime"],
        "bytes": row["bytes"],
        "triangles": row["triangles"],
        "error_rms_m": row.get("error", {}).get("rms"),
        "poster": poster,
        **({"points": row["points"]} if "points" in row else {}),
    }
