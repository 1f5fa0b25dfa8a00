"""The media worker's work: take the next job, run the library, keep what came out. One job at a time per worker."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

import media_pipeline
from media_pipeline.engine.progress import Progress
from media_pipeline.errors import BadInput, Cancelled
from media_pipeline.jobs import budget, folders, garbage
from media_pipeline.jobs.beat import LEASE, STOPPING, Beat
from media_pipeline.jobs.keeping import end, keep
from media_pipeline.models import Job
from media_pipeline.recipes import RecipeError

ATTEMPTS = 3
"""How often a fault of ours may happen at one stage; bad input is never tried again."""

CUT_OFFS = 5
"""How often in a row a worker may be ended while at one stage: a mesh that kills its worker is not tried for ever."""

GENERATORS = {"keep": "media_pipeline.demo.keep"}
GENERATED_BYTES = 100_000_000
"""What a generator of ours writes at most."""

logger = logging.getLogger("kakuzan.media")


class Waits(Exception):
    """The job cannot start now; it is tried again after `seconds`, as often as it takes."""

    def __init__(self, fault: str, reason: str, *, seconds: int) -> None:
        self.fault, self.seconds = fault, seconds
        super().__init__(reason)


def work_once() -> bool:
    """Take up and finish the next job, if one is due; return whether there was one."""
    job = _take(Job.objects.all())
    return job is not None and _work(job)


def work_on(pk: int) -> bool:
    """Do one job now, whatever waits before it; return whether it could be taken (it waits, or its worker died)."""
    job = _take(Job.objects.filter(pk=pk))
    return job is not None and _work(job)


def _work(job: Job) -> bool:
    try:
        _run(job)
    except Cancelled:
        if STOPPING.is_set():
            Job.objects.filter(pk=job.pk, state="running").update(state="queued", lease_until=None)
        else:
            end(job, state="cancelled", error="", fault="")
    except Waits as wait:
        _wait(job, wait)
    except (BadInput, RecipeError) as error:
        end(job, state="failed", error=str(error), fault="input")
    except Exception as error:
        logger.exception("pipeline job failed", extra={"job": job.pk})
        _retry(job, f"{type(error).__name__}: {error}")
    return True


def _take(jobs: QuerySet[Job]) -> Job | None:
    """Lease the oldest job that is due. One whose worker was ended too often at the same stage is given up instead."""
    now = timezone.now()
    due = Q(state="queued") | Q(state="running", lease_until__lt=now)
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        rows = jobs.filter(due).exclude(not_before__gt=now).order_by("created", "pk")
        for job in rows.select_for_update(skip_locked=skip)[:20]:
            if job.state == "running" and not _may_go_on(job):
                continue
            job.state, job.lease_until = "running", now + LEASE
            job.started = job.started or now
            job.save(update_fields=["state", "lease_until", "started", "attempts", "cut_offs", "cut_off_at"])
            return job
    return None


def _may_go_on(job: Job) -> bool:
    """Count a job that was cut off, and end it if that has happened too often while it was at one stage."""
    if job.stage != job.cut_off_at:
        job.cut_offs, job.attempts, job.cut_off_at = 0, 0, job.stage
    job.cut_offs += 1
    if job.cut_offs < CUT_OFFS:
        return True
    reason = f"the worker was ended five times while at {job.stage or 'the start'}"
    end(job, state="failed", error=reason, fault="cut_off", cut_offs=job.cut_offs, cut_off_at=job.cut_off_at)
    return False


def _run(job: Job) -> None:
    with ExitStack() as locks:
        try:
            work = locks.enter_context(folders.held(job.asset_id))
        except folders.Occupied:
            raise Waits("turn", "another job is at work on the same model", seconds=5) from None
        master = GENERATED_BYTES if job.generator else budget.master_bytes(Path(default_storage.path(job.source)))
        _afford(master)
        if master >= budget.LARGE_BYTES:
            try:
                locks.enter_context(folders.locked(folders.root() / folders.LARGE))
            except folders.Occupied:
                raise Waits("turn", "another large job is running on this machine", seconds=10) from None
        beat = Beat(job)
        out = work / f"out-{job.pk}"
        manifest = media_pipeline.run(
            _source(job, work, beat),
            recipe=job.recipe,
            out=out,
            work=work / "stages",
            about=job.asset.about or None,
            unit=job.unit or None,
            up=job.up or None,
            changes=job.changes or None,
            progress=beat.tell,
            cancel=beat.cancelled,
        )
        keep(job, manifest)
        shutil.rmtree(out, ignore_errors=True)


def _afford(master: int) -> None:
    """Raise Waits when the disk cannot take the job, after removing what nobody has needed for long."""
    missing = budget.missing_bytes(master)
    if missing:
        garbage.collect_work(wanted=missing)
        missing = budget.missing_bytes(master)
    if missing:
        reason = f"{missing / 1e9:.1f} GB of free space are missing for a master of {master / 1e9:.2f} GB"
        raise Waits("disk", reason, seconds=300)


def _source(job: Job, work: Path, beat: Beat) -> Path:
    """Return the master on disk; a generated one is made once and kept with the work."""
    if not job.generator:
        return Path(default_storage.path(job.source))
    folder, mark = work / "master", work / f"generated-{job.generator}"
    if not mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", GENERATORS[job.generator], str(folder)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                beat.tell(Progress("generate", 0.0, "", 0.0))
                if beat.cancelled():
                    process.kill()
                    raise Cancelled("cancelled while generating")
                time.sleep(0.5)
        if process.returncode != 0:
            raise media_pipeline.StageFault(f"generator {job.generator} ended with {process.returncode}")
        mark.touch()
    return folder


def _wait(job: Job, wait: Waits) -> None:
    Job.objects.filter(pk=job.pk, state="running").update(
        state="queued",
        fault=wait.fault,
        error=str(wait),
        lease_until=None,
        not_before=timezone.now() + timedelta(seconds=wait.seconds),
    )


def _retry(job: Job, error: str) -> None:
    job.refresh_from_db(fields=["stage"])
    attempts = job.attempts + 1 if job.stage == job.cut_off_at else 1
    if attempts >= ATTEMPTS:
        end(job, state="failed", error=error, fault="fault", attempts=attempts)
        return
    Job.objects.filter(pk=job.pk).update(
        state="queued",
        attempts=attempts,
        cut_off_at=job.stage,
        error=error,
        fault="fault",
        lease_until=None,
        not_before=timezone.now() + timedelta(seconds=10 * 2**attempts),
    )
