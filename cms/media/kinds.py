"""What an uploaded asset is: a 3D model or a flat picture, by the recipe of its jobs."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from media_pipeline.models import Asset, Job

PICTURES: Final = frozenset({"image"})
"""Recipes that take a flat picture and no mesh."""


def models() -> QuerySet[Asset]:
    """Return the assets that are meshes or clouds of points."""
    return Asset.objects.exclude(pk__in=_pictured())


def pictures() -> QuerySet[Asset]:
    """Return the assets that are flat pictures with deep zoom."""
    return Asset.objects.filter(pk__in=_pictured())


def _pictured() -> QuerySet[Job, Any]:
    return Job.objects.filter(recipe__in=PICTURES).values("asset")
