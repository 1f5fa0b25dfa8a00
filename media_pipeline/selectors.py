"""Reading assets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from media_pipeline.models import Asset, Job

PUBLIC = "@ORIGIN@/media/"
PRIVATE_MEMBERS = ("name",)
PRIVATE_DOCUMENT = ("comparison",)
PRIVATE_CAPTURE = ("operator",)


def public_manifest(asset: UUID) -> dict[str, Any] | None:
    """Return the manifest of an asset's primary version with public addresses; None while there is none.

    Names of source files stay in it; the master itself has no address. Who took the pictures and which spots of the scan
    are faulty is for curators only.
    """
    found = Asset.objects.filter(pk=asset, primary__isnull=False).select_related("primary").first()
    if found is None or found.primary is None or found.primary.manifest is None:
        return None
    document = {key: value for key, value in found.primary.manifest.items() if key not in PRIVATE_DOCUMENT}
    document["id"] = str(found.uuid)
    for member in ("derivatives", "previews"):
        document[member] = [
            {key: value for key, value in row.items() if key not in PRIVATE_MEMBERS} | {"uri": PUBLIC + row["name"]}
            for row in document[member]
            if row.get("kind") != "finding"
        ]
    tiles = document.pop("tiles", None) or {}
    if "name" in tiles:
        members = {key: value for key, value in tiles.items() if key not in PRIVATE_MEMBERS}
        document["tiles"] = members | {"uri": PUBLIC + tiles["name"]}
    source = document.get("source", {})
    capture = {name: value for name, value in source.get("capture", {}).items() if name not in PRIVATE_CAPTURE}
    document["source"] = source | {"capture": capture}
    return document


def queue_position(job: Job) -> int:
    """Return the place of a waiting job in the queue, 1 for the one that comes next; 0 for one that does not wait."""
    if job.state != "queued":
        return 0
    before = Q(created__lt=job.created) | Q(created=job.created, pk__lt=job.pk)
    return 1 + Job.objects.filter(before, state="queued").count()
