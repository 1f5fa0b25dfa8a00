"""Files that hold a version against its master, for curators alone: which versions keep them, and removing the others'."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from media_pipeline.jobs import folders
from media_pipeline.jobs.keeping import PRIVATE, compared
from media_pipeline.models import Job

COMPARABLE: Final = 4
"""How many finished versions of an asset, the newest, are held against its master and beside each other."""

GRACE_SECONDS: Final = 7 * 24 * 3600
"""An older version keeps its files so long after it was made, and so does what a deleted or failed job left behind."""


def collect(*, grace: float = GRACE_SECONDS, dry_run: bool = False) -> tuple[int, int]:
    """Remove the comparisons of versions that are neither shown nor among the newest, and return (versions, bytes).

    The manifest first stops naming the files, so that no page offers what is no longer there.
    """
    removed = freed = 0
    for folder in _folders():
        if time.time() - folder.stat().st_mtime < grace or _wanted(folder):
            continue
        size = folders.size(folder)
        if dry_run or _remove(folder):
            removed, freed = removed + 1, freed + size
    return removed, freed


def _folders() -> Iterator[Path]:
    """Yield the folder of each version, comparisons/UUID/JOB in the private storage."""
    root = Path(default_storage.path(PRIVATE))
    yield from sorted(path for path in root.glob("*/*") if path.is_dir())


def _wanted(folder: Path) -> bool:
    """Tell whether a folder's version may still be held against its master."""
    try:
        asset, key = UUID(folder.parent.name), int(folder.name)
    except ValueError:
        return False
    job = Job.objects.filter(pk=key, asset=asset).select_related("asset").first()
    if job is None:
        return False
    if job.state in {"queued", "running"} or job.asset.primary_id == job.pk:
        return True
    done = Job.objects.filter(asset=asset, state="done").order_by("-pk")
    return key in done.values_list("pk", flat=True)[:COMPARABLE]


def _remove(folder: Path) -> bool:
    """Remove a version's files and their names, unless it came to be shown meanwhile."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=folder.name).first() if folder.name.isdecimal() else None
        if _wanted(folder):
            return False
        if job is not None and job.manifest:
            for row in compared(job.manifest):
                row.pop("name", None)
            job.save(update_fields=["manifest"])
    shutil.rmtree(folder, ignore_errors=True)
    return True
