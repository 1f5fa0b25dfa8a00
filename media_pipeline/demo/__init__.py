"""A mesh to try everything with: the lost keep of Tsuyama castle, generated."""

from __future__ import annotations


def reserve() -> None:
    """Reserve nothing: the keep's id is fixed."""


def load() -> dict[str, int]:
    """Queue the keep for the media worker; a second time changes nothing."""
    from media_pipeline.demo.loading import queue_keep
    from media_pipeline.models import Asset

    before = Asset.objects.count()
    queue_keep()
    return {"3D models": Asset.objects.count() - before}
