"""Texts at points of a model: written by a curator, read on pages, in the API and in exports."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from cms.frontend.reconstruction import model_of
from cms.languages.values import LocalizedValue
from cms.media.annotations import annotations_in_all_languages, annotations_of, keep, remove
from cms.media.models import Annotation
from cms.publishing.services import drain
from cms.users.models import User
from media_pipeline.jobs import worker
from media_pipeline.models import Asset
from tests import factories
from tests.media_pipeline.jobs_library import Library, mesh

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenshu(library: Library) -> Asset:
    asset = mesh("天守")
    worker.work_once()
    return asset


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", "curator@example.org", "a-long-password"))
    return client


def form(title: str, **members: Any) -> dict[str, Any]:
    """Return what the editor's page posts."""
    said = {"order": 1, "x": 3.8, "y": 19.5, "z": 6.9, "normal": "[0, 0, 1]", "eye": "[37.8, 35.7, 68.8]", **members}
    return {"title-ja": title, "title-ja-status": "reviewed", **said}


def annotation(asset: Asset, **members: Any) -> Annotation:
    """Keep an annotation in Japanese and English."""
    said: dict[str, Any] = {
        "title": LocalizedValue.of({"ja": "最上階の窓", "en": "Window of the top floor"}),
        "text": LocalizedValue.of("城下を見渡しました。"),
        "x": 1.0,
        "y": 2.0,
        "z": 3.0,
        "normal": [0.0, 0.0, 1.0],
        "eye": [1.0, 2.0, 13.0],
    }
    return keep(Annotation(asset=asset, **{**said, **members}))


def media(client: Client, place: Any, language: str) -> dict[str, Any]:
    """Return the model among a place's media in the API."""
    rows = client.get(f"/api/v1/places/{place.uuid}?lang={language}").json()["media"]
    return next(row for row in rows if row["role"] == "model")


def test_annotation_reaches_the_document_in_the_readers_language(tenshu: Asset, client: Client) -> None:
    place = factories.place(asset=tenshu.pk)
    drain()
    assert "annotations" not in media(client, place, "ja")
    row = annotation(tenshu)
    drain()
    (found,) = media(client, place, "en")["annotations"]
    assert (found["title"], found["text"], found["lang"]) == (
        "Window of the top floor",
        "城下を見渡しました。",
        "en",
    )
    assert (found["position"], found["normal"], found["eye"]) == ([1.0, 2.0, 3.0], [0.0, 0.0, 1.0], [1.0, 2.0, 13.0])
    remove(row)
    drain()
    assert "annotations" not in media(client, place, "ja")


def test_draft_of_an_annotation_stays_with_the_editors(tenshu: Asset) -> None:
    annotation(tenshu, title=LocalizedValue.of("下書き", status="draft"))
    assert annotations_of(tenshu.pk, "ja") == []
    assert annotations_in_all_languages(tenshu.pk) == []


def test_manifest_of_the_api_has_all_languages(tenshu: Asset, client: Client) -> None:
    factories.place(asset=tenshu.pk)
    annotation(tenshu)
    drain()
    (found,) = client.get(f"/api/v1/media/{tenshu.pk}").json()["annotations"]
    assert found["title"] == {"ja": "最上階の窓", "en": "Window of the top floor"}


def test_viewer_gets_the_orbit_of_the_eye() -> None:
    stop = {"title": "窓", "text": "", "lang": "ja", "position": [1, 2, 3], "normal": [0, 0, 1], "eye": [1, 2, 13]}
    row = {"role": "model", "url": "@ORIGIN@/media/assets/a.glb", "annotations": [stop]}
    model = model_of({"name": "天守", "media": [row]}, origin="", page="")
    assert model is not None
    assert model.stops[0]["position"] == "1m 2m 3m"
    assert model.stops[0]["orbit"] == "0.000rad 1.571rad 10m"


def test_curator_places_changes_and_deletes_one(tenshu: Asset, curator: Client) -> None:
    address = f"/admin/models/{tenshu.pk}/annotations/"
    assert curator.get(address).status_code == 200
    assert curator.post(address, form("最上階の窓")).status_code == 302
    row = Annotation.objects.get()
    assert (str(row), row.y, row.eye) == ("最上階の窓", 19.5, [37.8, 35.7, 68.8])
    assert "最上階の窓" in curator.get(f"{address}{row.pk}/").content.decode()
    answer = curator.post(f"{address}{row.pk}/", form("窓", x=9.5, eye="null"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.x, row.eye, row.normal) == (9.5, None, [0.0, 0.0, 1.0])
    curator.post(f"{address}{row.pk}/delete/")
    assert not Annotation.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("normal", "[1, 2]"), ("eye", "nowhere"), ("x", "left"), ("eye", '{"a": 1}')]
)
def test_numbers_that_are_none_are_refused(tenshu: Asset, curator: Client, field: str, value: str) -> None:
    row = annotation(tenshu)
    answer = curator.post(f"/admin/models/{tenshu.pk}/annotations/{row.pk}/", form("窓", **{field: value}))
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.x == 1.0


def test_scene_for_voyager_holds_the_annotations(tenshu: Asset, curator: Client) -> None:
    annotation(tenshu)
    scene = json.loads(curator.get(f"/admin/models/{tenshu.pk}/scene.svx.json").content)
    (found,) = scene["models"][0]["annotations"]
    assert found["titles"] == {"JA": "最上階の窓", "EN": "Window of the top floor"}
    assert scene["models"][0]["derivatives"][0]["assets"][0]["uri"].startswith("http://testserver/media/assets/")


def test_stops_of_the_walk_change_their_places(curator: Client, tenshu: Asset) -> None:
    address = f"/admin/models/{tenshu.pk}/annotations/"
    for number, title in enumerate(("石垣", "狭間", "鯱"), 1):
        curator.post(address, form(title, order=number))
    last = Annotation.objects.filter(asset=tenshu).last()
    assert last is not None
    curator.post(f"{address}{last.pk}/earlier/")
    assert [str(row) for row in Annotation.objects.filter(asset=tenshu)] == ["石垣", "鯱", "狭間"]
    curator.post(f"{address}{last.pk}/earlier/")
    curator.post(f"{address}{last.pk}/earlier/")  # the first one stays the first
    assert [(str(row), row.order) for row in Annotation.objects.filter(asset=tenshu)] == [
        ("鯱", 1), ("石垣", 2), ("狭間", 3),
    ]  # fmt: skip
    curator.post(f"{address}{last.pk}/later/")
    assert [str(row) for row in Annotation.objects.filter(asset=tenshu)] == ["石垣", "鯱", "狭間"]
    assert curator.get(f"{address}{last.pk}/earlier/").status_code == 405
    assert Client().post(f"{address}{last.pk}/earlier/").status_code == 302
    assert [str(row) for row in Annotation.objects.filter(asset=tenshu)] == ["石垣", "鯱", "狭間"]
