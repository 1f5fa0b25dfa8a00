"""The curator's way of a picture for deep zoom: send it, watch it, see its tiles, make them finer; meshes stay apart."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cms.media.kinds import models, pictures
from cms.media.meshes.widgets import AssetSelect
from cms.users.models import User
from media_pipeline.jobs import worker
from media_pipeline.jobs.services import order_of
from media_pipeline.models import Asset, Job
from tests.media_pipeline.jobs_library import mesh

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


def tiff(width: int = 700, height: int = 520) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(buffer, "TIFF")
    return buffer.getvalue()


def sent(curator: Client, name: str = "ezu.tif", **members: Any) -> Any:
    file = SimpleUploadedFile(name, tiff())
    return curator.post("/admin/pictures/add/", {"title": "正保絵図", "files": file, "quality": "88", **members})


def test_sent_picture_becomes_tiles_that_the_page_shows(curator: Client) -> None:
    answer = sent(curator)
    asset = Asset.objects.get()
    assert answer["Location"] == f"/admin/pictures/{asset.pk}/"
    assert order_of(asset.jobs.get()).recipe == "image"
    assert "<deep-zoom" not in curator.get(answer["Location"]).content.decode()
    assert worker.work_once()
    page = curator.get(answer["Location"])
    text = page.content.decode()
    assert f'<deep-zoom src="{page.context["zoom"]}"' in text
    assert "700 × 520 画素" in text and "TIFF, RGB" in text
    assert hashlib.sha256(tiff()).hexdigest() in text
    info = json.loads(b"".join(curator.get(page.context["zoom"]).streaming_content))  # type: ignore[attr-defined]
    assert (info["width"], info["height"]) == (700, 520)


def test_picture_that_came_in_pieces_becomes_tiles(curator: Client) -> None:
    data = tiff()
    begun = json.dumps({"name": "ezu.tif", "bytes": len(data)})
    key = curator.post("/admin/models/uploads/", begun, content_type="application/json").json()["id"]
    curator.put(f"/admin/models/uploads/{key}/", data, headers={"Upload-Offset": "0"})
    answer = curator.post("/admin/pictures/add/", {"title": "正保絵図", "uploads": key, "quality": "95"})
    job = Job.objects.get()
    assert answer["Location"] == f"/admin/pictures/{job.asset_id}/"
    assert job.changes == {"picture": {"quality": 95}}


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"files": SimpleUploadedFile("keep.obj", b"v 0 0 0\n")}, "TIFF、JPEG、PNGではありません"),
        ({"files": ""}, "ファイルを一つ選んでください"),
        ({"uploads": "no-key"}, "ご自分のアップロードではありません。"),
    ],
)
def test_what_is_no_picture_is_refused_in_japanese(curator: Client, members: dict[str, Any], words: str) -> None:
    assert words in sent(curator, **members).content.decode()
    assert not Asset.objects.exists()


def test_damaged_picture_says_so_on_its_page(curator: Client) -> None:
    sent(curator, files=SimpleUploadedFile("ezu.tif", tiff()[:400]))
    assert worker.work_once()
    page = curator.get(f"/admin/pictures/{Asset.objects.get().pk}/").content.decode()
    assert "ファイルが規則に合いません: ezu.tif" in page


def test_tiles_are_made_again_in_another_quality_and_the_old_ones_shown_again(curator: Client) -> None:
    sent(curator)
    worker.work_once()
    first = Job.objects.get()
    curator.post(f"/admin/pictures/{first.asset_id}/again/", {"quality": "95"})
    worker.work_once()
    second = Job.objects.exclude(pk=first.pk).get()
    assert second.manifest is not None and first.asset.master
    sizes = [row["megabytes"] for row in curator.get(f"/admin/pictures/{first.asset_id}/").context["versions"]]
    assert sizes[0] > sizes[1]
    answer = curator.post(f"/admin/models/jobs/{first.pk}/primary/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/admin/pictures/{first.asset_id}/"
    assert Asset.objects.get().primary_id == first.pk


def test_pictures_and_models_stand_in_lists_of_their_own(curator: Client) -> None:
    sent(curator)
    wall = mesh("天守台")
    picture = Asset.objects.exclude(pk=wall.pk).get()
    assert (list(models()), list(pictures())) == ([wall], [picture])
    assert [title for _, title in AssetSelect().choices] == ["---------", "天守台"]
    assert "正保絵図" not in curator.get("/admin/models/").content.decode()
    listed = curator.get("/admin/pictures/").content.decode()
    assert "正保絵図" in listed and "天守台" not in listed
    assert curator.get(f"/admin/models/{picture.pk}/")["Location"] == f"/admin/pictures/{picture.pk}/"
    assert curator.get(f"/admin/pictures/{wall.pk}/").status_code == 404


def test_pictures_are_not_for_everybody(curator: Client) -> None:
    sent(curator)
    clerk = Client()
    clerk.force_login(User.objects.create_user("clerk", "clerk@example.org", "a-long-password"))
    uuid = Asset.objects.get().pk
    for path in ("", "add/", f"{uuid}/"):
        assert clerk.get(f"/admin/pictures/{path}").status_code == 302
    assert clerk.post(f"/admin/pictures/{uuid}/again/", {"quality": "95"}).status_code == 302
    assert Job.objects.count() == 1
