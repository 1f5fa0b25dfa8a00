"""IIIF Presentation: the asset as a Scene of the 4.0 draft, and as a canvas with a Model for viewers of 3.0.

IIIF names things by absolute addresses: `base` is that of the folder with the manifest and its files, ending in a slash.
Files that have an absolute address in the manifest keep it; a marker in front of it (@…@) may stand for the origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from media_pipeline.exports import Annotation, Manifest, Point, poster

CONTEXTS = {3: "http://iiif.io/api/presentation/3/context.json", 4: "http://iiif.io/api/presentation/4/context.json"}
CANVAS_SIDE = 1000
LICENCES = {
    "CC0-1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "http://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
}


def scene(manifest: Manifest, base: str, annotations: Sequence[Annotation] = ()) -> dict[str, Any]:
    """Return the Presentation 4 manifest: the best model for the web, our poster's camera, annotations as comments."""
    here = f"{base}iiif-scene.json"
    space = {"id": f"{here}#scene", "type": "Scene"}
    painted = [_painting(f"{here}#model", _model(manifest, base), space)]
    if (picture := poster(manifest)) is not None and "camera" in picture:
        camera = {
            "id": f"{here}#camera",
            "type": "PerspectiveCamera",
            "fieldOfView": picture["camera"]["fov"],
            "lookAt": _point(picture["camera"]["target"]),
        }
        painted.append(_painting(f"{here}#view", camera, _at(space, f"{here}#eye", picture["camera"]["eye"])))
    whole: dict[str, Any] = space | {
        "label": _texts(manifest["title"]),
        "items": [_page(f"{here}#painting", painted)],
    }
    if annotations:
        comments = [_comment(here, row, space) for row in annotations]
        whole["annotations"] = [_page(f"{here}#comments", comments)]
    return _manifest(manifest, base, here, 4) | {"items": [whole]}


def canvas(manifest: Manifest, base: str) -> dict[str, Any]:
    """Return the Presentation 3 manifest: one canvas that a model is painted on."""
    here = f"{base}iiif-manifest.json"
    sheet = {"id": f"{here}/canvas", "type": "Canvas"}
    painted = _painting(f"{here}/canvas/model", _model(manifest, base), sheet["id"]) | {"motivation": "painting"}
    whole = sheet | {
        "label": _texts(manifest["title"]),
        "height": CANVAS_SIDE,
        "width": CANVAS_SIDE,
        "items": [_page(f"{here}/canvas/page", [painted])],
    }
    return _manifest(manifest, base, here, 3) | {"items": [whole]}


def _manifest(manifest: Manifest, base: str, here: str, version: int) -> dict[str, Any]:
    rights = manifest["rights"]
    found: dict[str, Any] = {
        "@context": CONTEXTS[version],
        "id": here,
        "type": "Manifest",
        "label": _texts(manifest["title"]),
        "rendering": [_file(row, base) for row in manifest["derivatives"] if row["mime"] != "model/gltf-binary"],
    }
    if (picture := poster(manifest)) is not None:
        sizes = {"width": picture["w"], "height": picture["h"]}
        found["thumbnail"] = [{"id": _address(base, picture["uri"]), "type": "Image", "format": "image/webp", **sizes}]
    if rights["licence"] in LICENCES:
        found["rights"] = LICENCES[rights["licence"]]
    if credit := rights["credit"] or rights["holder"]:
        found["requiredStatement"] = {"label": {"en": ["Attribution"], "ja": ["出典"]}, "value": {"none": [credit]}}
    return {name: value for name, value in found.items() if value}


def _model(manifest: Manifest, base: str) -> dict[str, Any]:
    """Return the body: the most detailed GLB made for the web, else the first GLB, else the first file."""
    rows = manifest["derivatives"]
    glbs = [row for row in rows if row["mime"] == "model/gltf-binary"] or rows
    best = max(glbs, key=lambda row: (row["usage"] == "Web3D", row["triangles"]))
    return {
        "id": _address(base, best["uri"]),
        "type": "Model",
        "format": best["mime"],
        "label": _texts(manifest["title"]),
    }


def _address(base: str, uri: str) -> str:
    return uri if "://" in uri or uri.startswith("@") else base + uri


def _file(row: dict[str, Any], base: str) -> dict[str, Any]:
    label = {"en": [f"{row['profile']} ({row['bytes'] / 1e6:.1f} MB)"]}
    return {"id": _address(base, row["uri"]), "type": "Model", "format": row["mime"], "label": label}


def _painting(address: str, body: dict[str, Any], target: Any) -> dict[str, Any]:
    return {"id": address, "type": "Annotation", "motivation": ["painting"], "body": body, "target": target}


def _comment(here: str, row: Annotation, space: dict[str, Any]) -> dict[str, Any]:
    """A comment has one text; the other languages stand as a choice, which viewers offer."""
    address = f"{here}#comment-{row.id}"
    texts = {code: f"{title}\n{row.text.get(code, '')}".strip() for code, title in row.title.items()}
    bodies = [
        {"type": "TextualBody", "value": text, "format": "text/plain", "language": [code]}
        for code, text in texts.items()
    ]
    body = bodies[0] if len(bodies) == 1 else {"type": "Choice", "items": bodies}
    return {
        "id": address,
        "type": "Annotation",
        "motivation": ["commenting"],
        "body": body,
        "target": _at(space, f"{address}-at", row.position),
    }


def _at(space: dict[str, Any], address: str, position: Point | list[float]) -> dict[str, Any]:
    return {"id": address, "type": "SpecificResource", "source": space, "selector": [_point(position)]}


def _point(position: Point | list[float]) -> dict[str, Any]:
    return {"type": "PointSelector", **dict(zip("xyz", (float(v) for v in position), strict=True))}


def _page(address: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": address, "type": "AnnotationPage", "items": items}


def _texts(texts: dict[str, str]) -> dict[str, list[str]]:
    """BCP 47 tags, one list of texts each."""
    return {code: [text] for code, text in texts.items()}
