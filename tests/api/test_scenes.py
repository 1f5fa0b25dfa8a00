"""A 3D asset in the forms of other programs."""

from __future__ import annotations

from typing import Any

import pytest

from cms.languages.values import LocalizedValue
from cms.media.models import Annotation
from media_pipeline.models import Asset, Job
from tests import factories
from tests.api.conftest import Ask

pytestmark = pytest.mark.django_db

FORMS = {"svx": "scene.svx.json", "iiif-3": "iiif-manifest.json", "iiif-4": "iiif-scene.json"}
CAMERA = {"eye": [20.0, 12.0, 30.0], "target": [0.0, 11.0, 0.0], "fov": 30.0}
MANIFEST: dict[str, Any] = {
    "title": {"ja": "津山城天守", "en": "Keep of Tsuyama castle"},
    "rights": {"licence": "CC-BY-4.0", "holder": "津山市", "credit": "", "restrictions": ""},
    "source": {"capture": {"operator": "津山 太郎"}},
    "derivatives": [
        {
            "name": "assets/ab/ab12.glb",
            "uri": "keep.glb",
            "format": "glb-meshopt",
            "usage": "Web3D",
            "quality": "Medium",
            "profile": "ar-phone",
            "triangles": 52000,
            "bytes": 1_800_000,
            "mime": "model/gltf-binary",
            "bbox": [[-10, 0, -11], [10, 22, 11]],
            "maps": [{"type": "colour", "size": 2048}],
        }
    ],
    "previews": [
        {"kind": "poster", "name": "assets/cd/cd.webp", "uri": "p.webp", "w": 800, "h": 600, "camera": CAMERA}
    ],
}


@pytest.fixture
def keep() -> Asset:
    """A keep with an annotation that a public place shows."""
    asset = Asset.objects.create(title="津山城天守")
    asset.primary = Job.objects.create(asset=asset, state="done", manifest=MANIFEST)
    asset.save()
    title = LocalizedValue.of({"ja": "鯱", "en": "Roof fish"})
    Annotation.objects.create(asset=asset, title=title, order=1, x=0.5, y=21.0, z=-1.5)
    factories.place(asset=asset.pk)
    return asset


def test_media_document_lists_the_forms_and_each_is_there(ask: Ask, keep: Asset) -> None:
    rows = ask(f"/media/{keep.pk}").json()["exports"]
    assert {row["kind"] for row in rows} == set(FORMS)
    for row in rows:
        assert row["uri"] == f"http://testserver/api/v1/media/{keep.pk}/{FORMS[row['kind']]}"
        answer = ask(f"/media/{keep.pk}/{FORMS[row['kind']]}")
        assert answer.status_code == 200
        assert "http://testserver/media/assets/ab/ab12.glb" in answer.content.decode()
        assert "@ORIGIN@" not in answer.content.decode()
        assert "太郎" not in answer.content.decode()
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_annotation_stands_at_the_same_point_in_voyager_and_iiif(ask: Ask, keep: Asset) -> None:
    voyager = ask(f"/media/{keep.pk}/scene.svx.json").json()["models"][0]["annotations"][0]
    comment = ask(f"/media/{keep.pk}/iiif-scene.json").json()["items"][0]["annotations"][0]["items"][0]
    point = comment["target"]["selector"][0]
    assert voyager["position"] == [point[axis] for axis in "xyz"] == [0.5, 21.0, -1.5]
    assert voyager["titles"] == {"JA": "鯱", "EN": "Roof fish"}


def test_iiif_documents_are_named_by_their_own_address(ask: Ask, keep: Asset) -> None:
    for name in ("iiif-manifest.json", "iiif-scene.json"):
        address = f"http://testserver/api/v1/media/{keep.pk}/{name}"
        found = ask(f"/media/{keep.pk}/{name}").json()
        assert found["id"] == address
        assert found["thumbnail"][0]["id"] == "http://testserver/media/assets/cd/cd.webp"


@pytest.mark.parametrize("name", ["scene.usd", "x", "iiif-scene.json%2F.."])
def test_form_that_there_is_not_is_not_found(ask: Ask, keep: Asset, name: str) -> None:
    assert ask(f"/media/{keep.pk}/{name}").status_code == 404


@pytest.mark.parametrize("name", FORMS.values())
def test_asset_that_nothing_public_shows_is_not_found(ask: Ask, name: str) -> None:
    hidden = Asset.objects.create(title="隠")
    hidden.primary = Job.objects.create(asset=hidden, state="done", manifest=MANIFEST)
    hidden.save()
    assert ask(f"/media/{hidden.pk}/{name}").status_code == 404


def test_voyager_is_given_no_cloud_of_points(ask: Ask, keep: Asset) -> None:
    assert keep.primary is not None
    keep.primary.manifest = MANIFEST | {"kind": "cloud"}
    keep.primary.save()
    assert {row["kind"] for row in ask(f"/media/{keep.pk}").json()["exports"]} == {"iiif-3", "iiif-4"}
    assert ask(f"/media/{keep.pk}/scene.svx.json").status_code == 404
