"""A flat picture as a job of the site: its tiles are public at the addresses that its info.json leads to."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from PIL import Image

from cms.media.assets import media_of
from media_pipeline.jobs import worker
from media_pipeline.jobs.services import names_in_use, upload
from media_pipeline.selectors import public_manifest

pytestmark = pytest.mark.django_db


def test_tiles_of_a_picture_are_public_and_held_against_garbage(client: Client) -> None:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((700, 520)).save(buffer, "PNG")
    asset = upload("正保絵図", [ContentFile(buffer.getvalue(), name="ezu.png")], recipe="image")
    assert worker.work_once()
    job = asset.jobs.get()
    assert (job.state, job.error) == ("done", "")
    (row,) = job.manifest["derivatives"]
    info = json.loads(storages["public"].open(row["name"]).read())
    assert client.get(f"{info['id']}/info.json").status_code == 200
    tile = client.get(f"{info['id']}/512,0,188,512/188,512/0/default.jpg")
    with Image.open(io.BytesIO(b"".join(tile.streaming_content))) as image:  # type: ignore[attr-defined]
        assert image.size == (188, 512)
    assert client.get(f"{info['id']}/full/max/0/default.jpg").status_code == 200
    assert sum(name.startswith("assets/iiif/") for name in names_in_use()) == row["files"] + 1
    public = public_manifest(asset.pk)
    assert public is not None
    assert public["derivatives"][0]["uri"] == f"@ORIGIN@{info['id']}/info.json"
    assert [row["role"] for row in media_of(asset.pk, "ja")] == ["poster", "manifest"]
