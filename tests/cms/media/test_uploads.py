"""Large meshes come in pieces, go on after a broken connection, and are the same bytes in the end."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from cms.users.models import User
from media_pipeline.jobs import uploads
from media_pipeline.models import Asset, Upload

pytestmark = pytest.mark.django_db
SCAN = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


def begin(curator: Client, *, name: str = "本丸.ply", size: int = len(SCAN)) -> Any:
    return curator.post(
        "/admin/models/uploads/", json.dumps({"name": name, "bytes": size}), content_type="application/json"
    )


def put(curator: Client, key: str, offset: int, piece: bytes) -> Any:
    return curator.put(
        f"/admin/models/uploads/{key}/",
        piece,
        content_type="application/octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def send_form(curator: Client, uploaded: str, **more: str) -> Any:
    said = {"title": "本丸", "uploads": uploaded, "recipe": "web", "unit": "", "up": "", **more}
    return curator.post("/admin/models/add/", said)


def test_pieces_become_the_master_with_its_checksum(curator: Client) -> None:
    key = begin(curator).json()["id"]
    assert put(curator, key, 0, SCAN[:7000]).json()["offset"] == 7000
    state = put(curator, key, 7000, SCAN[7000:]).json()
    assert state["sha256"] == hashlib.sha256(SCAN).hexdigest()
    assert send_form(curator, key).status_code == 302
    (row,) = Asset.objects.get().master
    assert (row["bytes"], row["sha256"]) == (len(SCAN), state["sha256"])
    assert default_storage.open(row["name"]).read() == SCAN
    assert not Upload.objects.exists()
    assert not list(uploads.path_of(uuid4()).parent.iterdir())


def test_same_file_chosen_again_goes_on_where_it_was(curator: Client) -> None:
    key = begin(curator).json()["id"]
    put(curator, key, 0, SCAN[:5000])
    again = begin(curator).json()
    assert (again["id"], again["offset"]) == (key, 5000)
    assert begin(curator, name="天守台.ply").json()["id"] != key


def test_piece_that_does_not_fit_is_told_where_to_go_on(curator: Client) -> None:
    key = begin(curator).json()["id"]
    put(curator, key, 0, SCAN[:5000])
    answer = put(curator, key, 4000, SCAN[4000:])
    assert (answer.status_code, answer.json()["offset"]) == (409, 5000)
    assert put(curator, key, 5000, SCAN[5000:]).json()["sha256"] == hashlib.sha256(SCAN).hexdigest()


def test_bytes_that_the_database_has_not_heard_of_are_cut_away(curator: Client) -> None:
    key = begin(curator).json()["id"]
    put(curator, key, 0, SCAN[:5000])
    with uploads.path_of(Upload.objects.get().pk).open("ab") as file:
        file.write(b"half a piece of a process that was killed")
    assert put(curator, key, 5000, SCAN[5000:]).json()["sha256"] == hashlib.sha256(SCAN).hexdigest()


def test_piece_that_breaks_off_counts_as_far_as_it_came(curator: Client) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if found := super().read(size):
                return found
            raise OSError("the connection was reset")

    begin(curator)
    upload = uploads.receive(Upload.objects.get(), Broken(SCAN[:3000]), offset=0)
    assert (upload.offset, upload.sha256) == (3000, "")


def test_more_bytes_than_announced_are_not_kept(curator: Client) -> None:
    key = begin(curator).json()["id"]
    assert put(curator, key, 0, SCAN + b"more").json()["offset"] == len(SCAN)
    assert put(curator, key, len(SCAN), b"more").status_code == 409


@pytest.mark.parametrize(("name", "size"), [("scan.exe", 10), ("scan.ply", 0), ("scan.ply", 2 * 1024**3 + 1)])
def test_file_that_cannot_become_a_model_is_refused_before_it_is_sent(curator: Client, name: str, size: int) -> None:
    answer = begin(curator, name=name, size=size)
    assert (answer.status_code, name in answer.json()["error"]) == (400, True)


def test_unfinished_upload_makes_no_model(curator: Client) -> None:
    key = begin(curator).json()["id"]
    put(curator, key, 0, SCAN[:5000])
    assert send_form(curator, key).status_code == 200
    assert send_form(curator, "").status_code == 200
    assert send_form(curator, "not-a-key").status_code == 200
    assert not Asset.objects.exists()


def test_upload_belongs_to_who_began_it(curator: Client) -> None:
    key = begin(curator).json()["id"]
    put(curator, key, 0, SCAN)
    other = Client()
    other.force_login(User.objects.create_superuser("other", "other@example.org", "a-long-password"))
    assert other.get(f"/admin/models/uploads/{key}/").status_code == 404
    assert send_form(other, key).status_code == 200
    assert not Asset.objects.exists()
    assert Client().post("/admin/models/uploads/").status_code == 302


def test_uploads_that_nobody_continues_are_forgotten_after_two_days(curator: Client) -> None:
    key = begin(curator).json()["id"]
    put(curator, key, 0, SCAN[:5000])
    assert uploads.collect() == (0, 0)
    Upload.objects.update(touched=timezone.now() - timedelta(days=3))
    assert uploads.collect(dry_run=True) == (1, 5000)
    assert uploads.collect() == (1, 5000)
    assert not uploads.path_of(uuid4()).parent.joinpath(f"{key}.part").exists()
