"""A 3D asset as other programs read it: a scene for Smithsonian Voyager, and IIIF Presentation 3 and 4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from cms.media.annotations import exported
from media_pipeline.exports import Annotation, Manifest, iiif, svx
from media_pipeline.selectors import public_manifest

Form = Callable[[Manifest, str, list[Annotation]], dict[str, Any]]

FORMS: Final[dict[str, tuple[str, Form]]] = {
    "scene.svx.json": ("svx", lambda manifest, base, texts: svx.document(manifest, texts)),
    "iiif-manifest.json": ("iiif-3", lambda manifest, base, texts: iiif.canvas(manifest, base)),
    "iiif-scene.json": ("iiif-4", iiif.scene),
}
"""By the last part of their address: what the form is called, and how it is made."""


def listed(asset: UUID, manifest: Manifest) -> list[dict[str, str]]:
    """Return [{kind, uri}] of the forms that there are of a manifest, addresses behind `@ORIGIN@`."""
    return [{"kind": FORMS[name][0], "uri": _base(asset) + name} for name in _possible(manifest)]


def scene(asset: UUID, name: str) -> dict[str, Any] | None:
    """Return a ready asset with its annotations in the form `name` of FORMS; None where there is none."""
    manifest = public_manifest(asset)
    if manifest is None or name not in _possible(manifest):
        return None
    return FORMS[name][1](manifest, _base(asset), exported(asset))


def _possible(manifest: Manifest) -> list[str]:
    """Voyager's document counts faces and knows no points."""
    return [name for name in FORMS if manifest.get("kind") != "cloud" or FORMS[name][0] != "svx"]


def _base(asset: UUID) -> str:
    return f"@ORIGIN@/api/v1/media/{asset}/"
