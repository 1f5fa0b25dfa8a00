"""What visitors may know of 3D assets."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from uuid import UUID


def manifest(asset: UUID) -> dict[str, Any] | None:
    """Return the public manifest of a ready asset, root-relative addresses behind `@ORIGIN@`; None where there is none."""
    if find_spec("media_pipeline.selectors") is None:
        return None
    from media_pipeline.selectors import public_manifest

    found: dict[str, Any] | None = public_manifest(asset)
    return found
