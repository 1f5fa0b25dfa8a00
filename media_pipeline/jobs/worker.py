"""The media worker's work: take the next job, run the library, keep what came out. One job at a time per machine."""

from __future__ import annotations

import json
import logging
import mimetypes
import shutil
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import media_pipeline
from media_pipeline.engine.progress import Progress
from media_pipeline.errors import BadInput, Cancelled
from media_pipeline.models import Asset, Derivative, Job
from media_pipeline.signals import asset_ready

LEASE = timedelta(seconds=20)
"""Renewed every five seconds; a job cut off by a kill is taken up again when it runs out (contract.md 4: 30 s)."""

RENEW_SECONDS = 5.0
ATTEMPTS = 3
"""How often a fault of ours is tried again; bad input never is."""

GENERATORS = {"keep": "media_pipeline.demo.keep"}
STOPPING = threading.Event()
"""Set when the worker is told to end: the job goes back into the queue where it was, and is not counted as cancelled."""

logger = logging.getLogger("kakuzan.media")


def work_once() -> bool:
    """Take up and finish the next job, if one is due; return whether there was one."""
    job = _take()
    if job is None:
        return False
    try:
        _run(job)
    except Cancelled:
        if STOPPING.is_set():
            Job.objects.filter(pk=job.pk).update(state="queued", lease_until=None)
        else:
            _end(job, state="cancelled", error="")
    except BadInput as error:
        _end(job, state="failed", error=str(error))
    except Exception as error:
        logger.exception("pipeline job failed", extra={"job": job.pk})
        _retry(job, f"{type(error).__name__}: {error}")
    return True


def _take() -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        due = Q(state="queued") | Q(state="running", lease_until__lt=now)
        job = Job.objects.filter(due).exclude(not_before__gt=now).order_by("created").first()
        if job is None:
            return None
        job.state, job.lease_until = "running", now + LEASE
        job.started = job.started or now
        job.save(update_fields=["state", "lease_until", "started"])
    return job


def _run(job: Job) -> None:
    work = Path(settings.DATA_DIR) / "work" / f"job-{job.pk}"
    out = work / "out"
    work.mkdir(parents=True, exist_ok=True)
    beat = _Beat(job)
    source = _source(job, work)
    manifest = media_pipeline.run(
        source,
        recipe=job.recipe,
        out=out,
        work=work / "stages",
        about=job.asset.about or None,
        unit=job.unit or None,
        up=job.up or None,
        progress=beat.tell,
        cancel=beat.cancelled,
    )
    _keep(job, manifest)
    shutil.rmtree(work, ignore_errors=True)


def _source(job: Job, work: Path) -> Path:
    """Return the master on disk; a generated one is made once and kept with the work."""
    if not job.generator:
        return Path(default_storage.path(job.source))
    folder = work / "master"
    if not (work / "generated").exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", GENERATORS[job.generator], str(folder)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            beat = _Beat(job)
            while process.poll() is None:
                beat.tell(Progress("generate", 0.0, "", 0.0))
                if beat.cancelled():
                    process.kill()
                    raise Cancelled("cancelled while generating")
                time.sleep(0.5)
        if process.returncode != 0:
            raise media_pipeline.StageFault(f"generator {job.generator} ended with {process.returncode}")
        (work / "generated").touch()
    return folder


class _Beat:
    """Writes progress into the job row and renews the lease, at most every second, and asks whether to stop."""

    def __init__(self, job: Job) -> None:
        self._job, self._told, self._asked, self._stop = job, 0.0, 0.0, False
        self._stage = ""

    def tell(self, progress: Progress) -> None:
        """Note where the job is."""
        now = time.monotonic()
        if progress.stage == self._stage and now - self._told < RENEW_SECONDS / 5:
            return
        self._told, self._stage = now, progress.stage
        Job.objects.filter(pk=self._job.pk).update(
            stage=progress.stage, share=progress.share, note=progress.note[:255], lease_until=timezone.now() + LEASE
        )

    def cancelled(self) -> bool:
        """Tell whether somebody asked the job to stop; renews the lease of a stage that says nothing for long."""
        if STOPPING.is_set():
            return True
        now = time.monotonic()
        if now - self._asked >= 1.0:
            self._asked = now
            rows = Job.objects.filter(pk=self._job.pk)
            self._stop = bool(rows.values_list("cancel_asked", flat=True).first())
            if now - self._told >= RENEW_SECONDS:
                self._told = now
                rows.update(lease_until=timezone.now() + LEASE)
        return self._stop


def _keep(job: Job, manifest: Path) -> None:
    """Put derivatives into the public storage and make them the asset's, in one short transaction at the end."""
    document = json.loads(manifest.read_text("utf-8"))
    document.pop("exports", None)  # they name files by their place in the folder, and an archive is not public
    public = storages["public"]
    held: list[Derivative] = []
    for row in [*document["derivatives"], *document["previews"]]:
        path = manifest.parent / row["uri"]
        with path.open("rb") as handle:
            name = public.save(f"assets/{path.name}", File(handle, path.name))
        row["name"] = name
        row.setdefault("mime", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        held.append(
            Derivative(job=job, uri=row["uri"], name=name, sha256=row.get("sha256", ""), bytes=path.stat().st_size)
        )
    with transaction.atomic():
        Derivative.objects.filter(job=job).delete()
        Derivative.objects.bulk_create(held)
        _end(job, state="done", error="", manifest=document, checksum=_checksum(document), share=1.0)
        Asset.objects.filter(pk=job.asset_id).update(primary=job)
        asset_ready.send(sender=Asset, asset=job.asset_id)


def _checksum(document: dict[str, Any]) -> str:
    files = document["source"]["files"]
    return str(files[0]["sha256"]) if len(files) == 1 else ""


def _end(job: Job, **members: Any) -> None:
    Job.objects.filter(pk=job.pk).update(finished=timezone.now(), lease_until=None, **members)


def _retry(job: Job, error: str) -> None:
    attempts = job.attempts + 1
    if attempts >= ATTEMPTS:
        _end(job, state="failed", error=error, attempts=attempts)
        return
    Job.objects.filter(pk=job.pk).update(
        state="queued",
        attempts=attempts,
        error=error,
        lease_until=None,
        not_before=timezone.now() + timedelta(seconds=10 * 2**attempts),
    )
