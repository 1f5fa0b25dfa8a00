"""The curator's way: upload a mesh, watch it, see the reason why not."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.users.models import UserProfile

from cms.media.meshes.bench import bench
from cms.users.models import User
from media_pipeline.jobs import worker
from media_pipeline.models import Asset, Job
from tests.media_pipeline.jobs_library import Library

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


def test_page_says_whose_reason_a_failure_is(curator: Client) -> None:
    send(curator, "wall.obj")
    asset = Asset.objects.get()
    for members, words in (
        ({"fault": "input", "error": "wall.obj: line 1: no faces"}, "ファイルが規則に合いません: wall.obj"),
        ({"fault": "cut_off", "cut_off_at": "bake", "error": "the worker was ended"}, "「色を転写中」の間に"),
        ({"fault": "disk", "error": "0.6 GB of free space are missing", "state": "queued"}, "空き容量が足りません"),
    ):
        Job.objects.update(**{"state": "failed", **members})  # type: ignore[arg-type]
        assert words in curator.get(f"/admin/models/{asset.pk}/").content.decode()


def test_broken_rule_is_said_in_the_readers_language(curator: Client) -> None:
    send(curator, "wall.obj")
    asset = Asset.objects.get()
    Job.objects.update(state="failed", fault="input", error="wall.obj: line 12: the file holds no face")
    page = f"/admin/models/{asset.pk}/"
    assert "wall.obj：12行目：面が一つもありません" in curator.get(page).content.decode()
    assert "面が一つもありません" in curator.get("/admin/models/").content.decode()
    UserProfile.objects.update_or_create(user=User.objects.get(), defaults={"preferred_language": "en"})
    assert "wall.obj: line 12: the file holds no face" in curator.get(page).content.decode()


def test_stages_say_what_is_done_what_runs_and_how_long_each_will_take(curator: Client) -> None:
    send(curator, "wall.obj")
    stages = {"intake": 1.0, "bake": 0.5, "measure": None, "previews": None}
    Job.objects.update(state="running", stage="bake", share=0.4, seconds_left=600, stages=stages, note="phone")
    state = curator.get(f"/admin/models/jobs/{Job.objects.get().pk}/").json()
    rows = {row["name"]: (row["state"], row["time"]) for row in state["stages"]}
    assert list(rows) == ["intake", "bake", "measure", "previews"]
    assert rows["intake"] == ("done", "")
    assert rows["bake"][0] == "running" and rows["bake"][1].startswith("残り約")
    assert rows["measure"][0] == "waiting"
    assert state["note"] == "携帯電話用"


def test_cancelled_job_can_be_made_again(curator: Client) -> None:
    send(curator, "wall.obj")
    job = Job.objects.get()
    curator.post(f"/admin/models/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == "cancelled"
    page = curator.get(f"/admin/models/{job.asset_id}/").content.decode()
    assert f"/admin/models/{job.asset_id}/again/" in page


def test_only_finished_versions_are_shown_and_only_by_those_who_may(
    curator: Client, client: Client, library: Library
) -> None:
    send(curator, "wall.obj")
    worker.work_once()
    first = Job.objects.get()
    curator.post(f"/admin/models/jobs/{first.pk}/rerun/")
    second = Job.objects.exclude(pk=first.pk).get()
    page = curator.post(f"/admin/models/jobs/{second.pk}/primary/", follow=True).content.decode()
    assert "完成した版だけを表示できます" in page
    stranger = Client()
    stranger.force_login(User.objects.create_user("clerk", "clerk@example.org", "a-long-password"))
    for action in ("primary", "cancel", "rerun"):
        assert stranger.post(f"/admin/models/jobs/{first.pk}/{action}/").status_code == 302
        assert curator.get(f"/admin/models/jobs/{first.pk}/{action}/").status_code == 405
    assert Asset.objects.get().primary_id == first.pk
    assert Job.objects.count() == 2
    second.refresh_from_db()
    assert second.state == "queued"


def test_progress_tells_place_in_the_queue_and_time_left(curator: Client) -> None:
    send(curator, "wall.obj")
    send(curator, "keep.obj")
    first, second = Job.objects.order_by("pk")
    assert curator.get(f"/admin/models/jobs/{second.pk}/").json()["position"] == 2
    Job.objects.filter(pk=first.pk).update(state="running", stage="bake", share=0.4, seconds_left=130)
    state = curator.get(f"/admin/models/jobs/{first.pk}/").json()
    assert (state["position"], state["left_text"], state["stage_text"]) == (0, "残り約2分", "色を転写中")


def test_finished_model_shows_levels_figures_and_versions_side_by_side(curator: Client, library: Library) -> None:
    send(curator, "wall.obj")
    worker.work_once()
    first = Job.objects.get()
    curator.post(f"/admin/models/jobs/{first.pk}/rerun/", {"recipe": "ar"})
    worker.work_once()
    asset = Asset.objects.get()
    page = curator.get(f"/admin/models/{asset.pk}/?version={first.pk}").content.decode()
    assert f"第{first.pk}版" in page
    assert page.count("27.3") == 3  # the files of the version looked at, and both versions
    assert asset.master[0]["sha256"] in page
    curator.post(f"/admin/models/jobs/{first.pk}/primary/")
    asset.refresh_from_db()
    assert asset.primary_id == first.pk


def test_finished_model_is_held_against_its_master(curator: Client, library: Library) -> None:
    send(curator, "wall.obj")
    worker.work_once()
    asset = Asset.objects.get()
    view = bench(asset.primary)
    (level,) = view["levels"]
    heat = json.loads(level["heat"])
    assert (heat["limit"], heat["largest"]) == (0.05, 0.083)
    assert heat["url"].endswith(f"/comparisons/{asset.pk}/{asset.primary_id}/phone-error.glb")
    assert level["name"] == "携帯電話用" and "±10.0 mm" in level["figures"]
    assert "1,035,000面を498,000面に間引き" in view["master"]["told"]
    assert curator.get(view["master"]["url"]).status_code == 200


def test_version_from_before_comparisons_still_opens(curator: Client, library: Library) -> None:
    send(curator, "wall.obj")
    worker.work_once()
    job = Job.objects.get()
    assert job.manifest is not None
    job.manifest.pop("comparison")
    job.save()
    view = bench(job)
    assert (view["master"], view["heats"], view["levels"][0]["heat"]) == (None, 0, "")
    assert curator.get(f"/admin/models/{job.asset_id}/").status_code == 200


def test_other_versions_are_held_beside_the_one_that_is_shown(curator: Client, library: Library) -> None:
    send(curator, "wall.obj")
    worker.work_once()
    first = Job.objects.get()
    curator.post(f"/admin/models/jobs/{first.pk}/rerun/")
    worker.work_once()
    second = Job.objects.exclude(pk=first.pk).get()
    page = curator.get(f"/admin/models/{first.asset_id}/").content.decode()
    (other,) = bench(second, [first])["others"]
    assert other["name"] == f"第{first.pk}版：携帯電話用"
    assert f'data-name="{other["name"]}"' in page
