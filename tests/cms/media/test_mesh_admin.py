"""The curator's way: upload a mesh, watch it, see the reason why not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.users.models import User
from media_pipeline.models import Asset, Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


def send(curator: Client, *names: str) -> object:
    files = [SimpleUploadedFile(name, b"v 0 0 0\n") for name in names]
    return curator.post("/admin/models/add/", {"title": "石垣", "files": files, "recipe": "web", "unit": "", "up": ""})


def test_upload_of_several_files_is_one_asset(curator: Client) -> None:
    answer = send(curator, "wall.obj", "wall.mtl", "wall.jpg")
    asset = Asset.objects.get()
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert answer["Location"] == f"/admin/models/{asset.pk}/"  # type: ignore[index]
    assert curator.get(f"/admin/models/{asset.pk}/").status_code == 200
    assert curator.get(f"/admin/models/jobs/{asset.jobs.get().pk}/").json()["state"] == "queued"


def test_refused_file_says_what_is_accepted(curator: Client) -> None:
    answer = send(curator, "scan.exe")
    assert "scan.exe" in answer.content.decode()  # type: ignore[attr-defined]
    assert not Asset.objects.exists()


def test_failed_job_shows_its_reason(curator: Client) -> None:
    send(curator, "wall.obj")
    Job.objects.update(state="failed", error="wall.obj: line 1: no faces")
    assert "line 1: no faces" in curator.get(f"/admin/models/{Asset.objects.get().pk}/").content.decode()
    assert "line 1: no faces" in curator.get("/admin/models/").content.decode()


def test_models_are_not_for_everybody(client: Client) -> None:
    assert client.get("/admin/models/").status_code == 302
