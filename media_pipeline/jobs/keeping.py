"""Putting what a job made into the public storage, and making it the asset's."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from media_pipeline.jobs.copies import picture_copies, public_copy, tileset_copies
from media_pipeline.models import Asset, Derivative, Job
from media_pipeline.signals import asset_ready

PRIVATE = "comparisons"
"""Folder in the private storage of what only curators see; beside the masters, since a job reads all of a master's folder."""


def keep(job: Job, manifest: Path) -> None:
    """Put derivatives into the public storage and make them the asset's, in one short transaction at the end."""
    document = json.loads(manifest.read_text("utf-8"))
    document.pop("exports", None)  # they name files by their place in the folder, and an archive is not public
    held: list[Derivative] = []
    for row in [*document["derivatives"], *document["previews"]]:
        path = manifest.parent / row["uri"]
        if row.get("format") == "iiif-image-3":
            held += picture_copies(job, manifest.parent, row)
            continue
        kept = public_copy(job, path, row["uri"], sha256=row.get("sha256", ""))
        row["name"] = kept.name
        row.setdefault("mime", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        held.append(kept)
    if tiles := document.get("tiles"):
        held += tileset_copies(job, manifest.parent, tiles)
    for row in compared(document):
        row["name"] = _privately(manifest.parent / row["uri"], f"{PRIVATE}/{job.asset_id}/{job.pk}")
    with transaction.atomic():
        Derivative.objects.filter(job=job).delete()
        Derivative.objects.bulk_create(held)
        end(job, state="done", error="", fault="", manifest=document, checksum=_checksum(document), share=1.0)
        Asset.objects.filter(pk=job.asset_id).update(primary=job)
        asset_ready.send(sender=Asset, asset=job.asset_id)


def compared(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a manifest that are for curators alone: the master as a browser shows it, then the heat maps."""
    found = manifest.get("comparison")
    return [found["master"], *found["levels"]] if found else []


def _privately(path: Path, folder: str) -> str:
    """Put a file into the private storage under its own name, in place of what an earlier attempt left."""
    name = f"{folder}/{path.name}"
    default_storage.delete(name)
    with path.open("rb") as handle:
        return default_storage.save(name, File(handle, path.name))


def end(job: Job, **members: Any) -> None:
    """Note that a job has ended, and how."""
    Job.objects.filter(pk=job.pk).update(finished=timezone.now(), lease_until=None, seconds_left=None, **members)


def _checksum(document: dict[str, Any]) -> str:
    files = document["source"]["files"]
    return str(files[0]["sha256"]) if len(files) == 1 else ""
