"""Work is kept per asset, shared by its jobs, and removed when nobody needs it; nothing that is shown ever goes."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from cms.publishing.services import drain
from media_pipeline.jobs import folders, garbage, worker
from media_pipeline.jobs.services import rerun
from media_pipeline.models import Asset, Derivative
from tests import factories
from tests.media_pipeline.jobs_library import Library, mesh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def age(path: Path, *, days: float) -> None:
    """Make a file or folder look as if it had last been touched so many days ago."""
    then = time.time() - days * 86400
    os.utime(path, (then, then))


def finished() -> Asset:
    """Return an asset whose first job is done."""
    asset = mesh()
    assert worker.work_once()
    return asset


def test_jobs_over_one_model_share_their_stages(library: Library) -> None:
    asset = finished()
    rerun(asset.jobs.get(), recipe="ar")
    worker.work_once()
    assert library.works == [folders.of(asset.pk) / "stages"] * 2
    assert {path.name for path in (library.works[0] / "results").iterdir()} == {"stage-1", "stage-2"}


def test_half_built_stages_of_a_killed_attempt_are_cleared_away(library: Library) -> None:
    asset = mesh()
    left = folders.of(asset.pk) / "stages" / "building" / "intake-0123"
    left.mkdir(parents=True)
    worker.work_once()
    assert not left.exists()
    assert not list(folders.of(asset.pk).glob("out-*"))


def test_stages_are_kept_for_a_week_after_their_last_use(library: Library) -> None:
    folder = folders.of(finished().pk)
    age(folder / "used", days=6)
    assert garbage.collect_work().removed == 0
    age(folder / "used", days=8)
    assert garbage.collect_work(dry_run=True).removed == 1
    collected = garbage.collect_work()
    assert (collected.removed, folder.exists()) == (1, False)
    assert collected.bytes >= 1000


def test_stages_of_a_waiting_job_and_of_a_running_worker_stay(library: Library) -> None:
    asset = finished()
    waiting = rerun(asset.jobs.get(), recipe="ar")
    age(folders.of(asset.pk) / "used", days=30)
    assert garbage.collect_work().removed == 0
    waiting.delete()
    with folders.held(asset.pk):
        age(folders.of(asset.pk) / "used", days=30)
        assert garbage.collect_work().removed == 0


def test_folders_of_no_model_go_after_a_day() -> None:
    for name, days in (("job-7", 2), (str(uuid4()), 2), ("job-8", 0.5)):
        (folders.root() / name).mkdir()
        age(folders.root() / name, days=days)
    assert garbage.collect_work().removed == 2
    assert (folders.root() / "job-8").exists()


def test_space_that_is_wanted_takes_the_longest_unused_first(library: Library) -> None:
    old, young = finished(), finished()
    age(folders.of(old.pk) / "used", days=3)
    assert garbage.collect_work(wanted=500).removed == 1
    assert (folders.of(old.pk).exists(), folders.of(young.pk).exists()) == (False, True)


def test_derivatives_go_when_no_version_and_no_document_names_them(library: Library) -> None:
    public = storages["public"]
    asset = finished()
    factories.place(asset=asset.pk)
    drain()
    kept = [Path(public.path(name)) for name in Derivative.objects.values_list("name", flat=True)]
    assert len(kept) == 2
    orphan = Path(public.path(public.save("assets/old.glb", ContentFile(b"an older version of the wall"))))
    for path in [*kept, orphan]:
        age(path, days=3)
    Derivative.objects.all().delete()  # only the document names them now
    garbage.collect_derivatives()
    assert not orphan.exists()
    assert all(path.exists() for path in kept)


def test_master_is_never_removed(library: Library) -> None:
    asset = finished()
    garbage.collect_work(idle=0)
    garbage.collect_derivatives()
    assert [default_storage.exists(row["name"]) for row in asset.master] == [True]
