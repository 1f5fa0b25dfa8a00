"""What a curator says of a scan reaches the job: size, axes, cuts, capture, recipe; and what cannot be meant is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.media.meshes import recipes
from cms.media.meshes.settings import SettingsForm, said_before
from cms.users.models import User
from media_pipeline import recipes as library
from media_pipeline.geometry import cut
from media_pipeline.jobs import worker
from media_pipeline.jobs.services import order_of
from media_pipeline.models import Asset, Job
from tests.media_pipeline.jobs_library import Library

pytestmark = pytest.mark.django_db

SAID = {
    "recipe": "web", "unit": "unknown", "measured_m": "1.0", "model_units": "437.2", "up": "z", "handedness": "left",
    "box_left": "-12", "box_bottom": "0.2", "box_back": "-3", "box_right": "12", "box_top": "10", "box_front": "3",
    "plane_side": "below", "plane_at": "9.5", "date": "2026-04-03", "device": "Canon EOS R5", "photo_count": "412",
    "operator": "津山 太郎", "scale_error_mm": "2.5",
}  # fmt: skip


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


def posted(curator: Client, **members: Any) -> Any:
    file = SimpleUploadedFile("wall.obj", b"v 0 0 0\n")
    return curator.post("/admin/models/add/", {"title": "本丸の石垣", "files": [file], **SAID, **members})


def test_all_that_is_said_reaches_the_job_and_keeps_the_recipes_rules(curator: Client) -> None:
    assert posted(curator).status_code == 302
    job = Job.objects.get()
    assert (job.recipe, job.unit, job.up) == ("web", "unknown", "z")
    changed = library.changed(library.load(job.recipe), job.changes)
    assert changed.source.scale_bar == library.ScaleBar(measured_m=1.0, model_units=437.2)
    assert changed.source.handedness == "left"
    assert changed.repair.cut_box == (-12, 0.2, -3, 12, 10, 3)
    assert changed.repair.cut_planes == ([0, -1, 0, 9.5],)
    capture = job.asset.about["capture"]
    assert capture == {
        "date": "2026-04-03", "device": "Canon EOS R5", "photo_count": 412, "operator": "津山 太郎", "scale_error_m": 0.0025,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("side", "inside", "outside"),
    [
        ("above", (0, 3, 0), (0, 1, 0)), ("below", (0, 1, 0), (0, 3, 0)), ("right", (3, 0, 0), (1, 0, 0)),
        ("left", (1, 0, 0), (3, 0, 0)), ("front", (0, 0, 3), (0, 0, 1)), ("behind", (0, 0, 1), (0, 0, 3)),
    ],
)  # fmt: skip
def test_plane_keeps_the_side_that_is_named(side: str, inside: tuple[int, ...], outside: tuple[int, ...]) -> None:
    form = SettingsForm({"recipe": "web", "plane_side": side, "plane_at": "2"})
    assert form.is_valid(), form.errors
    ((a, b, c, d),) = form.order().changes["repair"]["cut_planes"]
    x, y, z = inside
    assert a * x + b * y + c * z + d > 0
    x, y, z = outside
    assert a * x + b * y + c * z + d < 0


def test_free_plane_keeps_the_side_its_direction_points_to() -> None:
    form = SettingsForm({"recipe": "web", "plane_side": "free", "plane_point": "0, 2, 0", "plane_normal": "3、0、4"})
    assert form.is_valid(), form.errors
    ((a, b, c, d),) = form.order().changes["repair"]["cut_planes"]
    assert (a, b, c) == pytest.approx((0.6, 0, 0.8)) and d == pytest.approx(0)
    tilted = {"recipe": "web", "plane_side": "free", "plane_point": "1 2 3", "plane_normal": "0.1 -0.2 0.7"}
    form = SettingsForm(tilted)
    assert form.is_valid(), form.errors
    order = form.order()
    ((a, b, c, d),) = order.changes["repair"]["cut_planes"]
    assert a * 1 + b * 2 + c * 3 + d == pytest.approx(0, abs=1e-8)
    again = SettingsForm(said_before(order, {}))
    assert again.is_valid(), again.errors
    assert again.order().changes["repair"]["cut_planes"][0] == pytest.approx([a, b, c, d], abs=1e-8)


def test_triangles_behind_a_free_plane_are_cut() -> None:
    form = SettingsForm({"recipe": "web", "plane_side": "free", "plane_point": "0 1 0", "plane_normal": "1 1 0"})
    assert form.is_valid(), form.errors
    corners = np.array([[0.1, 0.2, 0.1], [-0.1, 0.2, 0], [0, 0.2, 0.1]], np.float32)
    positions = np.concatenate([corners + np.float32(place) for place in ((0, 0, 0), (2, 0, 0), (0, 2, 0), (-2, 2, 0))])
    kept = cut.kept(
        positions.astype(np.float32), np.arange(12, dtype=np.int32).reshape(4, 3), box=(),
        planes=form.order().changes["repair"]["cut_planes"],
    )  # fmt: skip
    assert kept.tolist() == [False, True, True, False]


@pytest.mark.parametrize(("said", "kept"), [("6673", "EPSG:6673"), ("epsg: 6673", "EPSG:6673"), ("", "")])
def test_coordinate_system_of_a_map_is_written_as_recipes_do(said: str, kept: str) -> None:
    form = SettingsForm({"recipe": "web", "crs": said, "offset": "-36000, -104000.5, 0"})
    assert form.is_valid(), form.errors
    source = form.order().changes["source"]
    assert (source.get("crs", ""), source["offset"]) == (kept, [-36000, -104000.5, 0])
    library.changed(library.load("web"), form.order().changes)
    again = SettingsForm(said_before(form.order(), {}))
    assert again.is_valid(), again.errors
    assert again.order() == form.order()


def test_page_says_where_the_origin_lies_on_the_map(curator: Client, library: Library) -> None:
    posted(curator)
    worker.work_once()
    job = Job.objects.get()
    assert job.manifest is not None
    place = {"crs": "EPSG:6673", "easting_m": -35999.125, "northing_m": -104003.5, "height_m": 142.25}
    job.manifest["geo"] = {"projected": place}
    job.save()
    page = curator.get(f"/admin/models/{job.asset_id}/").content.decode()
    assert "EPSG:6673" in page and "-104,003.500 m" in page and "142.250 m" in page


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"plane_side": "free", "plane_point": "1 2 3"}, "数値が3つ必要"),
        ({"plane_side": "free", "plane_point": "1 2", "plane_normal": "0 1 0"}, "数値が3つ必要"),
        ({"plane_side": "free", "plane_point": "1 2 3", "plane_normal": "0 0 0"}, "方向がゼロです"),
        ({"offset": "1 2"}, "数値が3つ必要"),
        ({"crs": "平面直角"}, "4～6桁の数字が必要"),
        ({"model_units": ""}, "両方の長さ"),
        ({"box_top": ""}, "六つの数値すべて"),
        ({"box_top": "0.1"}, "箱の終わりが始まりより手前"),
        ({"plane_at": ""}, "残す側と位置の両方"),
        ({"scale_error_mm": "-1"}, "0 以上"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_japanese(curator: Client, members: dict[str, str], words: str) -> None:
    answer = posted(curator, **members)
    assert words in answer.content.decode()
    assert not Asset.objects.exists()


def test_making_again_begins_with_what_was_said_and_keeps_the_master(curator: Client, library: Library) -> None:
    posted(curator)
    worker.work_once()
    asset, first = Asset.objects.get(), Job.objects.get()
    page = curator.get(f"/admin/models/{asset.pk}/again/").content.decode()
    assert 'value="437.2"' in page and 'value="9.5"' in page and 'value="津山 太郎"' in page
    curator.post(f"/admin/models/{asset.pk}/again/", {"recipe": "ar", "unit": "m", "device": "Leica RTC360"})
    again = Job.objects.exclude(pk=first.pk).get()
    asset.refresh_from_db()
    assert (again.recipe, again.unit, again.changes, again.source) == ("ar", "m", {}, first.source)
    assert asset.about["capture"] == {"device": "Leica RTC360"}


def test_form_of_what_was_said_says_the_same_again(curator: Client) -> None:
    posted(curator)
    job = Job.objects.get()
    order = order_of(job)
    form = SettingsForm(said_before(order, job.asset.about["capture"]))
    assert form.is_valid(), form.errors
    assert form.order() == order
    assert form.capture() == job.asset.about["capture"]


def test_worker_hands_the_order_to_the_library(curator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[dict[str, Any]] = []

    def run(source: Any, **members: Any) -> None:
        heard.append(members)
        raise library.RecipeError("enough")

    monkeypatch.setattr("media_pipeline.run", run)
    posted(curator)
    worker.work_once()
    assert heard[0]["changes"] == Job.objects.get().changes
    assert heard[0]["about"]["capture"]["photo_count"] == 412


def test_recipes_of_the_demo_are_offered_only_to_their_own_model() -> None:
    names = [name for name, _title in recipes.choices()]
    assert names[:2] == ["web", "ar"] and "site" in names
    assert not any(name.startswith("demo") for name in names)
    assert "demo-keep" in dict(recipes.choices("demo-keep"))


def test_settings_are_not_for_everybody(client: Client) -> None:
    assert client.get("/admin/models/add/").status_code == 302
    asset = Asset.objects.create(title="石垣")
    assert client.get(f"/admin/models/{asset.pk}/again/").status_code == 302
