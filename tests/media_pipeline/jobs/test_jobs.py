"""Jobs over the database, with the library replaced by a fast stand-in where only the bookkeeping is looked at."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from cms.publishing.services import drain
from media_pipeline.errors import BadInput, Cancelled
from media_pipeline.jobs import worker
from media_pipeline.jobs.beat import STOPPING
from media_pipeline.jobs.keeping import compared
from media_pipeline.jobs.services import UploadError, cancel, generated, make_primary, rerun
from media_pipeline.models import Asset, Job
from tests import factories
from tests.media_pipeline.jobs_library import Library, mesh

pytestmark = pytest.mark.django_db


def test_upload_runs_and_reaches_document_and_api(library: Library, client: Client) -> None:
    asset = mesh()
    place = factories.place(asset=asset.pk)
    assert client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()["media"] == []
    assert client.get(f"/api/v1/media/{asset.pk}").status_code == 404
    assert worker.work_once()
    drain()
    media = {row["role"]: row for row in client.get(f"/api/v1/places/{place.uuid}?lang=ja").json()["media"]}
    assert set(media) == {"model", "poster", "manifest"}
    file = client.get(media["model"]["url"].replace("http://testserver", ""))
    assert (file.status_code, file["Content-Type"]) == (200, "model/gltf-binary")
    assert client.get(f"/api/v1/media/{asset.pk}").json()["derivatives"][0]["triangles"] == 60000


def test_operator_and_faulty_spots_are_for_curators_only(library: Library, client: Client) -> None:
    asset = mesh()
    factories.place(asset=asset.pk)
    assert worker.work_once()
    drain()
    job = Asset.objects.get(pk=asset.pk).primary
    assert job is not None
    job.manifest["source"]["capture"] = {"operator": "津山 太郎", "photo_count": 412}
    job.manifest["previews"].append({"kind": "finding", "uri": "findings/holes.webp", "name": "assets/x.webp"})
    job.save()
    told = client.get(f"/api/v1/media/{asset.pk}").json()
    assert told["source"]["capture"] == {"photo_count": 412}
    assert {row["kind"] for row in told["previews"]} == {"poster"}


def test_master_and_heat_maps_are_kept_in_private_and_told_to_nobody(library: Library, client: Client) -> None:
    asset = mesh()
    factories.place(asset=asset.pk)
    worker.work_once()
    drain()
    job = Asset.objects.get(pk=asset.pk).primary
    assert job is not None and job.manifest is not None
    names = [row["name"] for row in compared(job.manifest)]
    assert names == [f"comparisons/{asset.pk}/{job.pk}/{name}.glb" for name in ("master", "phone-error")]
    assert all(default_storage.exists(name) for name in names)
    assert not job.derivatives.filter(uri__startswith="comparison").exists()
    assert "comparison" not in client.get(f"/api/v1/media/{asset.pk}").json()
    assert client.get(default_storage.url(names[0])).status_code == 302


def test_bad_input_fails_with_its_reason_and_is_not_tried_again(library: Library) -> None:
    asset = mesh()
    library.error = BadInput("wall.obj", "line 1", "no faces")
    worker.work_once()
    job = asset.jobs.get()
    assert (job.state, job.error) == ("failed", "wall.obj: line 1: no faces")
    assert not worker.work_once()


def test_fault_of_ours_is_tried_three_times(library: Library) -> None:
    asset = mesh()
    library.error = OSError("disk")
    for _ in range(3):
        worker.work_once()
        Job.objects.update(not_before=None)
    assert (asset.jobs.get().state, library.calls) == ("failed", 3)


def test_job_of_a_killed_worker_is_taken_up_when_its_lease_ends(library: Library) -> None:
    asset = mesh()
    asset.jobs.update(state="running", lease_until=timezone.now() + timedelta(seconds=20))
    assert not worker.work_once()
    asset.jobs.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert worker.work_once()
    assert asset.jobs.get().state == "done"


def test_cancelled_job_says_so(library: Library) -> None:
    asset = mesh()
    cancel(asset.jobs.get())
    assert not worker.work_once()
    again = rerun(asset.jobs.get())
    library.error = Cancelled("asked")
    worker.work_once()
    again.refresh_from_db()
    assert again.state == "cancelled"


def test_job_of_a_stopping_worker_goes_back_into_the_queue(library: Library) -> None:
    asset = mesh()
    library.error = Cancelled("stopping")
    STOPPING.set()
    try:
        worker.work_once()
    finally:
        STOPPING.clear()
    assert asset.jobs.get().state == "queued"


def test_earlier_version_can_be_shown_again(library: Library) -> None:
    asset = mesh()
    worker.work_once()
    first = asset.jobs.get()
    rerun(first)
    worker.work_once()
    asset.refresh_from_db()
    assert asset.primary_id != first.pk
    make_primary(first)
    asset.refresh_from_db()
    assert asset.primary_id == first.pk


def test_unknown_kind_of_file_is_refused_with_what_is_accepted() -> None:
    with pytest.raises(UploadError, match=r"virus\.exe.*\.obj"):
        mesh(name="virus.exe")
    assert not Asset.objects.exists()


def test_demo_asset_is_queued_once() -> None:
    key = uuid4()
    for _ in range(2):
        generated(key, title="天守", generator="keep", recipe="demo-keep")
    assert Job.objects.count() == 1
