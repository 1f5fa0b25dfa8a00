"""Manifests of 3D assets."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from media_pipeline.models import Asset, Job
from tests import factories
from tests.api.conftest import Ask

GLB = {
    "name": "ab12.glb",
    "uri": "keep.glb",
    "format": "glb-meshopt",
    "triangles": 52000,
    "bytes": 1_800_000,
    "mime": "model/gltf-binary",
}

pytestmark = pytest.mark.django_db


def asset(**manifest: Any) -> Asset:
    made = Asset.objects.create(title="津山城天守")
    if manifest:
        made.primary = Job.objects.create(asset=made, state="done", manifest=manifest)
        made.save()
    return made


def keep() -> Asset:
    return asset(derivatives=[GLB], previews=[])


@pytest.mark.parametrize("key", ["x", str(uuid4())])
def test_unknown_asset_is_not_found(ask: Ask, key: str) -> None:
    assert ask(f"/media/{key}").status_code == 404


def test_asset_of_a_public_place_has_public_addresses(ask: Ask) -> None:
    made = keep()
    factories.place(asset=made.uuid)
    body = ask(f"/media/{made.uuid}").json()
    assert body["derivatives"] == [
        {key: value for key, value in GLB.items() if key != "name"} | {"uri": "http://testserver/media/ab12.glb"}
    ]


def test_asset_that_nothing_public_shows_is_not_found(ask: Ask) -> None:
    made = keep()
    place = factories.place(asset=made.uuid)
    place.unpublish()
    assert ask(f"/media/{made.uuid}").status_code == 404


def test_asset_that_is_not_ready_is_not_found(ask: Ask) -> None:
    made = asset()
    factories.place(asset=made.uuid)
    assert ask(f"/media/{made.uuid}").status_code == 404
