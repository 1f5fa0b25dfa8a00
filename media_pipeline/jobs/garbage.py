"""Removing what work left behind. Masters, and files that a version or a published document names, always stay."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from media_pipeline.jobs import comparisons, folders, uploads
from media_pipeline.jobs.copies import FOLDER
from media_pipeline.models import Asset, Job
from media_pipeline.signals import collect_public

IDLE_SECONDS: Final = 7 * 24 * 3600
"""Finished stages are kept a week after their last use: that is when a curator tries another recipe."""

STRAY_SECONDS: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Collected:
    """What went: folders of work or files, and the bytes that this freed."""

    removed: int
    bytes: int


def collect_work(*, idle: float = IDLE_SECONDS, wanted: int = 0, dry_run: bool = False) -> Collected:
    """Remove folders of work that no open job needs and nobody has used for `idle` seconds, the longest unused first.

    wanted: bytes of free space that are needed; until they are there, younger folders go too.
    """
    removed = freed = 0
    for folder in _idle_folders():
        if folders.idle_seconds(folder) < (idle if _known(folder) else min(idle, STRAY_SECONDS)) and freed >= wanted:
            continue
        size = folders.size(folder)
        if dry_run or _remove(folder):
            removed, freed = removed + 1, freed + size
    return Collected(removed, freed)


def collect_derivatives(*, dry_run: bool = False) -> Collected:
    """Have public files below assets/ removed that no version and no document names and that are older than a day.

    What is published is known to rooms above; without one that answers, nothing is removed.
    """
    answers: list[Any] = [answer for _, answer in collect_public.send(sender=Asset, folder=FOLDER, dry_run=dry_run)]
    return Collected(sum(row[0] for row in answers), sum(row[1] for row in answers))


def collect_all() -> None:
    """Do everything, as the media worker does from time to time."""
    collect_work()
    collect_derivatives()
    comparisons.collect()
    uploads.collect()


def _idle_folders() -> Iterator[Path]:
    """Yield the folders of work that no waiting or running job needs, the longest unused first."""
    needed = {str(uuid) for uuid in Job.objects.filter(state__in=("queued", "running")).values_list("asset", flat=True)}
    found = [path for path in folders.root().iterdir() if path.is_dir() and path.name not in needed]
    yield from sorted(found, key=folders.idle_seconds, reverse=True)


def _known(folder: Path) -> bool:
    """Tell whether a folder belongs to an asset that there is; others are from before or of deleted ones."""
    try:
        return Asset.objects.filter(pk=UUID(folder.name)).exists()
    except ValueError:
        return False


def _remove(folder: Path) -> bool:
    """Remove a folder of work unless a worker holds it."""
    try:
        with folders.locked(folder / "lock"):
            gone = folder.with_name(f".gone-{folder.name}-{time.time_ns()}")
            folder.rename(gone)
    except (folders.Occupied, FileNotFoundError):
        return False
    shutil.rmtree(gone, ignore_errors=True)
    return True
