"""When a job may start, how it is taken up again and when it is given up."""

from __future__ import annotations

from collections import namedtuple
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from media_pipeline.engine.progress import Progress
from media_pipeline.jobs import budget, folders, worker
from media_pipeline.jobs.beat import Estimate
from media_pipeline.jobs.services import rerun
from media_pipeline.models import Job
from media_pipeline.recipes import RecipeError
from media_pipeline.selectors import queue_position
from tests.media_pipeline.jobs_library import Library, mesh

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def cut_off(job: Job, stage: str) -> None:
    """Leave a job as a killed worker leaves it."""
    Job.objects.filter(pk=job.pk).update(
        state="running", stage=stage, lease_until=timezone.now() - timedelta(seconds=1), not_before=None
    )


def test_mesh_that_ends_its_worker_five_times_at_one_stage_is_given_up(library: Library) -> None:
    job = mesh().jobs.get()
    for _ in range(4):
        cut_off(job, "read")
        library.error = KeyboardInterrupt()
        with pytest.raises(KeyboardInterrupt):
            worker.work_once()
    cut_off(job, "read")
    assert not worker.work_once()
    job.refresh_from_db()
    assert (job.state, job.fault, job.cut_offs) == ("failed", "cut_off", 5)
    assert job.error == "the worker was ended five times while at read"
    assert library.calls == 4


def test_job_that_gets_further_between_kills_is_not_given_up(library: Library) -> None:
    job = mesh().jobs.get()
    library.error = KeyboardInterrupt()
    for stage in ("intake", "read", "inspect", "repair", "levels", "unwrap", "bake") * 2:
        cut_off(job, stage)
        with pytest.raises(KeyboardInterrupt):
            worker.work_once()
    cut_off(job, "previews")
    library.error = None
    worker.work_once()
    job.refresh_from_db()
    assert (job.state, job.cut_offs) == ("done", 1)


def test_given_up_job_lets_the_next_one_through(library: Library) -> None:
    bad, good = mesh("壊れた石垣").jobs.get(), mesh("天守台").jobs.get()
    Job.objects.filter(pk=bad.pk).update(cut_offs=4, cut_off_at="bake")
    cut_off(bad, "bake")
    assert worker.work_once()
    good.refresh_from_db()
    assert good.state == "done"


def test_full_disk_keeps_a_job_waiting_and_says_how_much_is_missing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = mesh().jobs.get()
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**12, 10**12, 4 * 10**8))
    worker.work_once()
    job.refresh_from_db()
    assert (job.state, job.fault, job.attempts, library.calls) == ("queued", "disk", 0, 0)
    assert job.error.startswith("0.6 GB of free space are missing")
    assert job.not_before is not None
    monkeypatch.undo()
    Job.objects.update(not_before=None)
    monkeypatch.setattr("media_pipeline.run", library.run)
    worker.work_once()
    job.refresh_from_db()
    assert (job.state, job.error, job.fault) == ("done", "", "")


def test_second_large_job_waits_while_one_runs(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "LARGE_BYTES", 1)
    job = mesh().jobs.get()
    with folders.locked(folders.root() / folders.LARGE):
        worker.work_once()
    job.refresh_from_db()
    assert (job.state, job.fault, library.calls) == ("queued", "turn", 0)


def test_small_job_runs_beside_a_large_one(library: Library) -> None:
    job = mesh().jobs.get()
    with folders.locked(folders.root() / folders.LARGE):
        worker.work_once()
    job.refresh_from_db()
    assert job.state == "done"


def test_job_waits_while_another_worker_is_at_the_same_model(library: Library) -> None:
    job = mesh().jobs.get()
    with folders.held(job.asset_id):
        worker.work_once()
    job.refresh_from_db()
    assert (job.state, job.cut_offs, library.calls) == ("queued", 0, 0)


def test_recipe_that_is_gone_is_not_tried_again(library: Library) -> None:
    job = mesh().jobs.get()
    library.error = RecipeError("no recipe 'old'; there are ar, web")
    worker.work_once()
    job.refresh_from_db()
    assert (job.state, job.fault, job.attempts) == ("failed", "input", 0)


def test_pressing_run_again_twice_queues_one_job(library: Library) -> None:
    asset = mesh()
    worker.work_once()
    first = asset.jobs.get()
    assert rerun(first, recipe="ar").pk == rerun(first, recipe="ar").pk
    assert rerun(first, recipe="web").pk not in (first.pk, rerun(first, recipe="ar").pk)


def test_places_in_the_queue_count_from_one() -> None:
    jobs = [mesh(title).jobs.get() for title in ("石垣", "天守台", "備中櫓")]
    assert [queue_position(job) for job in jobs] == [1, 2, 3]
    Job.objects.filter(pk=jobs[0].pk).update(state="running")
    assert [queue_position(Job.objects.get(pk=job.pk)) for job in jobs] == [0, 1, 2]


def test_running_job_says_how_long_it_will_take(library: Library) -> None:
    job = mesh().jobs.get()
    seen: list[Any] = []

    def during(progress: Any) -> None:
        for stage, share, seconds in (("read", 0.1, 0.0), ("read", 0.15, 4.0), ("bake", 0.35, 10.0)):
            progress(Progress(stage, share, "", seconds))
        seen.append(Job.objects.get(pk=job.pk).seconds_left)

    library.during = during
    worker.work_once()
    assert seen == [26]
    job.refresh_from_db()
    assert job.seconds_left is None


def test_stages_taken_from_an_earlier_attempt_do_not_promise_too_much() -> None:
    estimate = Estimate()
    told = [("intake", 0.01, 0.1), ("read", 0.05, 0.2), ("levels", 0.3, 0.3), ("bake", 0.5, 0.4)]
    assert [estimate.left(Progress(stage, share, "", seconds)) for stage, share, seconds in told] == [None] * 4
    assert estimate.left(Progress("bake", 0.6, "", 10.4)) == 40
