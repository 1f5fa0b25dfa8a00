"""Comparisons of old versions are cleared away; those that are shown, new or at work stay, whatever else goes."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from cms.media.meshes.bench import bench
from cms.users.models import User
from media_pipeline.jobs import comparisons, garbage, worker
from media_pipeline.jobs.keeping import compared
from media_pipeline.jobs.services import make_primary, rerun
from media_pipeline.models import Asset, Job
from tests.media_pipeline.jobs_library import Library, mesh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "private")}},
    }


def versions(count: int) -> list[Job]:
    """Return the finished versions of one model, the oldest first, the newest of them shown."""
    asset = mesh()
    assert worker.work_once()
    for _ in range(count - 1):
        rerun(asset.jobs.all()[0])
        assert worker.work_once()
    return list(asset.jobs.order_by("pk"))


def files(job: Job) -> list[Path]:
    job.refresh_from_db()
    assert job.manifest is not None
    return [Path(default_storage.path(row["name"])) for row in compared(job.manifest) if "name" in row]


def age(*jobs: Job, days: float) -> None:
    """Make the comparisons of versions look as old as this."""
    then = time.time() - days * 86400
    for job in jobs:
        os.utime(files(job)[0].parent, (then, then))


def test_newest_and_shown_versions_keep_their_comparison(library: Library) -> None:
    jobs = versions(6)
    make_primary(jobs[0])
    age(*jobs, days=30)
    collected = comparisons.collect()
    assert collected[0] == 1 and collected[1] > 0
    assert [len(files(job)) for job in jobs] == [2, 0, 2, 2, 2, 2]
    assert all(path.exists() for job in jobs for path in files(job))
    assert comparisons.collect() == (0, 0)


def test_old_version_keeps_its_comparison_for_a_week(library: Library) -> None:
    jobs = versions(comparisons.COMPARABLE + 1)
    age(*jobs, days=6)
    assert comparisons.collect() == (0, 0)
    age(*jobs, days=8)
    garbage.collect_all()
    assert [len(files(job)) for job in jobs] == [0, 2, 2, 2, 2]


def test_dry_run_counts_and_leaves_all(library: Library) -> None:
    jobs = versions(comparisons.COMPARABLE + 1)
    age(*jobs, days=8)
    assert comparisons.collect(dry_run=True)[0] == 1
    assert all(path.exists() for path in files(jobs[0]))


def test_what_a_deleted_version_and_a_killed_removal_left_goes(library: Library) -> None:
    jobs = versions(comparisons.COMPARABLE + 1)
    (left, *_) = files(jobs[-1])
    age(*jobs, days=8)
    Asset.objects.update(primary=jobs[1])
    jobs[-1].delete()
    comparisons.collect()
    assert not left.parent.exists()
    assert all(files(job) for job in jobs[:-1])  # four are left, and all of them are the newest


def test_version_that_is_being_kept_again_stays(library: Library) -> None:
    jobs = versions(comparisons.COMPARABLE + 1)
    age(*jobs, days=8)
    Job.objects.filter(pk=jobs[0].pk).update(state="running")
    assert comparisons.collect() == (0, 0)


def test_page_of_a_version_without_comparison_says_how_to_get_it_back(library: Library, client: Client) -> None:
    jobs = versions(comparisons.COMPARABLE + 1)
    age(*jobs, days=8)
    comparisons.collect()
    jobs[0].refresh_from_db()
    view = bench(jobs[0])
    assert (view["master"], view["heats"], view["collected"]) == (None, 0, True)
    assert not bench(jobs[1])["collected"]
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    page = client.get(f"/admin/models/{jobs[0].asset_id}/?version={jobs[0].pk}").content.decode()
    assert "作り直すと元に戻ります" in page
