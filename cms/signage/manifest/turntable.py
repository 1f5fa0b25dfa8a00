"""The frames of turning models, as far as the media pipeline has made them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from media_pipeline.models import Asset, Derivative

Frames = Mapping[str, tuple[str, ...]]
"""Asset → root-relative addresses of its turntable in order."""


def turntables(documents: Iterable[Mapping[str, Any]]) -> Frames:
    """Return the turntables of all models that these documents show, in two statements at most; a model without one is left out."""
    assets = {UUID(str(medium["asset"])) for document in documents for medium in document.get("media") or ()}
    if not assets:
        return {}
    owners = {
        job: str(asset)
        for asset, job in Asset.objects.filter(uuid__in=assets).exclude(primary=None).values_list("uuid", "primary")
    }
    rows = Derivative.objects.filter(job__in=owners, uri__startswith="turntable/").order_by("uri")
    found: dict[str, list[str]] = {}
    for job, name in rows.values_list("job", "name"):
        found.setdefault(owners[job], []).append(settings.MEDIA_URL + name)
    return {asset: tuple(urls) for asset, urls in found.items()}


def frames(document: Mapping[str, Any], made: Frames) -> tuple[str, ...]:
    """Return the frames of the first model of a document that has any."""
    return next(
        (made[asset] for asset in (str(row["asset"]) for row in document.get("media") or ()) if asset in made), ()
    )
