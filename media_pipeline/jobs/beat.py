"""What a running job says about itself: where it is, how long it will take, that its worker is alive."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Final

from django.utils import timezone

from media_pipeline.engine.progress import Progress
from media_pipeline.models import Job

LEASE: Final = timedelta(seconds=20)
"""Renewed every five seconds; a job cut off by a kill is taken up again when it runs out (contract.md 4: 30 s)."""

RENEW_SECONDS: Final = 5.0
STOPPING = threading.Event()
"""Set when the worker is told to end: the job goes back into the queue where it was, and is not counted as cancelled."""


class Estimate:
    """How long a job will still take, from the weights of its stages and the time it took so far.

    Stages whose results an earlier attempt left are passed within moments and say nothing about speed: counting begins
    with the first that takes longer.
    """

    SETTLED = 3.0
    SHARE = 0.02

    def __init__(self) -> None:
        self._stage, self._began, self._share = "", 0.0, 0.0
        self._counting = False

    def left(self, progress: Progress) -> int | None:
        """Return the seconds left, None while too little is done to tell."""
        if not self._counting:
            if progress.stage != self._stage:
                self._stage, self._began, self._share = progress.stage, progress.seconds, progress.share
            self._counting = progress.seconds - self._began >= self.SETTLED
        done, elapsed = progress.share - self._share, progress.seconds - self._began
        if not self._counting or done < self.SHARE:
            return None
        return round(elapsed * (1.0 - progress.share) / done)


class Beat:
    """Writes progress into the job row and renews the lease, at most every second, and asks whether to stop."""

    def __init__(self, job: Job) -> None:
        self._job, self._told, self._asked, self._stop = job, 0.0, 0.0, False
        self._stage = ""
        self._estimate = Estimate()

    def tell(self, progress: Progress) -> None:
        """Note where the job is."""
        left = self._estimate.left(progress)
        now = time.monotonic()
        if progress.stage == self._stage and now - self._told < RENEW_SECONDS / 5:
            return
        self._told, self._stage = now, progress.stage
        Job.objects.filter(pk=self._job.pk).update(
            stage=progress.stage,
            share=progress.share,
            note=progress.note[:255],
            seconds_left=left,
            stages=progress.stages,
            lease_until=timezone.now() + LEASE,
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
