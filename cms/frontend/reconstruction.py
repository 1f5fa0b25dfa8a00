"""A record's 3D model as its page shows it: what the viewer loads, what each AR viewer is handed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

ORIGIN = "@ORIGIN@"
PLAIN_ROLES = frozenset({"scene_viewer", "scene-viewer", "glb-plain", "plain", "ar-android", "model-plain"})


@dataclass(frozen=True, slots=True)
class Model:
    """Root-relative addresses; "" where a derivative is not ready yet. `megabytes` is what the viewer will load, `stops` the annotations."""

    src: str
    usdz: str
    scene_viewer: str
    poster: str
    alt: str
    megabytes: str
    stops: list[dict[str, str]] = field(default_factory=list)


def model_of(document: dict[str, Any], *, origin: str, page: str) -> Model | None:
    """Return the model among a document's media, or None when nothing of it can be shown yet.

    Quick Look gets the USDZ, Scene Viewer an intent with the plain GLB, because it reads no compression, and the page to fall back to.
    """
    files = list(_files(document))
    usdz = next((f for f in files if _ends(f, ".usdz")), None)
    plain = next((f for f in files if _ends(f, ".glb") and f.get("role") in PLAIN_ROLES), None)
    web = next((f for f in files if _ends(f, ".glb") and f.get("role") not in PLAIN_ROLES), plain)
    if web is None and usdz is None:
        return None
    poster = next((f["poster"] for f in files if f.get("poster")), "") or next(
        (f["url"] for f in files if f.get("role") == "poster"), ""
    )
    size = (web or {}).get("bytes") or 0
    return Model(
        src=_local(web["url"]) if web else "",
        usdz=_local(usdz["url"]) if usdz else "",
        scene_viewer=intent(origin + _local(plain["url"]), title=document["name"], page=page) if plain else "",
        poster=_local(poster),
        alt=next((f["alt"] for f in files if f.get("alt")), document["name"]),
        megabytes=f"{size / 1_000_000:.1f}" if size else "",
        stops=[_stop(row) for row in (web or {}).get("annotations", [])],
    )


def _stop(row: dict[str, Any]) -> dict[str, str]:
    """Return an annotation as the viewer takes it: numbers as words, and the orbit (model-viewer's terms) of its eye."""
    point, eye = row["position"], row.get("eye")
    return {
        "title": row["title"],
        "text": row["text"],
        "lang": row["lang"],
        "position": " ".join(f"{value:.4g}m" for value in point),
        "normal": " ".join(f"{value:.3g}" for value in row["normal"]),
        "orbit": _orbit([eye[axis] - point[axis] for axis in range(3)]) if eye else "",
    }


def _orbit(way: list[float]) -> str:
    """Return the angles around the vertical and from it, and the distance, of a vector from the point to the eye."""
    radius = math.hypot(*way) or 1.0
    return f"{math.atan2(way[0], way[2]):.3f}rad {math.acos(way[1] / radius):.3f}rad {radius:.4g}m"


def intent(file: str, *, title: str, page: str) -> str:
    """Return the link that opens Scene Viewer on Android, and the page elsewhere."""
    query = f"file={quote(file, safe='')}&mode=ar_preferred&title={quote(title, safe='')}"
    return (
        f"intent://arvr.google.com/scene-viewer/1.0?{query}#Intent;scheme=https;package=com.google.android.googlequicksearchbox;"
        f"action=android.intent.action.VIEW;S.browser_fallback_url={quote(page, safe='')};end;"
    )


def _files(document: dict[str, Any]) -> list[dict[str, Any]]:
    media = document.get("media") or []
    return [file for entry in media for file in (entry.get("files") or [entry]) if file.get("url")]


def _ends(file: dict[str, Any], suffix: str) -> bool:
    return str(file["url"]).split("?", 1)[0].endswith(suffix)


def _local(url: str) -> str:
    return url.replace(ORIGIN, "")
