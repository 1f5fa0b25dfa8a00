"""The site's media worker with a short lease: `python -m tests.media_pipeline.kills.site POINT`, on the data folder of the
environment, until no job is open.

POINT is keep:begin, keep:N (the N-th file is in the public storage), keep:done, or anything else for no mine.
`upload FILE` instead of a point makes an asset of a file.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django


def hurry() -> None:
    """Give up a killed worker's job after a second, and try faults again at once."""
    from media_pipeline.jobs import beat, worker

    beat.LEASE = worker.LEASE = timedelta(seconds=1.0)  # type: ignore[misc]
    beat.RENEW_SECONDS = 0.2  # type: ignore[misc]


def lay(point: str) -> None:
    """Put the mine at `point`."""
    from cms.media.storage import PublicStorage
    from media_pipeline.jobs import worker
    from tests.media_pipeline.kills.boundary import die

    save, keep = PublicStorage.save, worker.keep
    saved = 0

    def mined_save(storage: PublicStorage, *members: Any, **rest: Any) -> str:
        nonlocal saved
        name = save(storage, *members, **rest)
        saved += 1
        die(point, f"keep:{saved}")
        return name

    def mined_keep(job: Any, manifest: Path) -> None:
        die(point, "keep:begin")
        keep(job, manifest)
        die(point, "keep:done")

    PublicStorage.save = mined_save  # type: ignore[method-assign]
    worker.keep = mined_keep


def main(point: str, source: str = "") -> None:
    """Upload `source`, or do all jobs that are open."""
    django.setup()
    from django.core.files.base import File
    from django.core.management import call_command

    from media_pipeline import recipes
    from media_pipeline.jobs.services import upload
    from media_pipeline.models import Job

    recipes.FOLDER = Path(__file__).parent
    if point == "upload":
        with Path(source).open("rb") as file:
            upload("津山城天守", [File(file, Path(source).name)], recipe="tiny")
        return
    hurry()
    lay(point)
    while Job.objects.filter(state__in=("queued", "running")).exists():
        call_command("worker", "media", "--once")
        Job.objects.update(not_before=None)
        time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
