"""3D Tiles of an asset: public under names of their content, named by the API, kept and removed with their version."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.core.files.storage import storages
from django.test import Client

from cms.publishing.garbage import collect
from cms.publishing.services import drain
from media_pipeline.jobs import worker
from media_pipeline.jobs.services import make_primary, rerun
from media_pipeline.jobs.verification import verify
from media_pipeline.models import Asset
from tests import factories
from tests.media_pipeline.jobs_library import Library, mesh

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(library: Library) -> Asset:
    """A wall with five tiles that a public place shows."""
    library.tiles = 5
    made = mesh()
    factories.place(asset=made.pk)
    assert worker.work_once()
    drain()
    return Asset.objects.get(pk=made.pk)


def tileset_of(client: Client, asset: Asset) -> str:
    uri: str = client.get(f"/api/v1/media/{asset.pk}").json()["tiles"]["uri"]
    return uri.removeprefix("http://testserver")


def contents(tile: dict) -> list[str]:
    return [tile["content"]["uri"], *(uri for part in tile.get("children", []) for uri in contents(part))]


def test_a_viewer_finds_every_tile_from_the_media_document(asset: Asset, client: Client) -> None:
    address = tileset_of(client, asset)
    answer = client.get(address)
    document = json.loads(b"".join(answer.streaming_content))
    assert answer["Content-Type"] == "application/json"
    tiles = [urljoin(address, uri) for uri in contents(document["root"])]
    assert len(set(tiles)) == 5
    for tile in tiles:
        answer = client.get(tile)
        assert (answer.status_code, answer["Content-Type"]) == (200, "model/gltf-binary")
        assert "immutable" in answer["Cache-Control"]
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert b"".join(answer.streaming_content).startswith(b"glTF tile")


def test_documents_name_the_tileset_by_its_role(asset: Asset, client: Client) -> None:
    place = client.get("/api/v1/places?lang=ja").json()["results"][0]
    media = {row["role"]: row for row in client.get(f"/api/v1/places/{place['id']}?lang=ja").json()["media"]}
    assert media["tiles"]["url"].endswith(tileset_of(client, asset))
    assert media["tiles"]["bytes"] == 60


def test_every_tile_is_verified(asset: Asset) -> None:
    assert [fault for fault in verify(asset) if fault] == []
    tile = asset.primary.derivatives.get(uri="tiles/3.glb")
    Path(storages["public"].path(tile.name)).write_bytes(b"glTF tile ?")
    assert [fault.name for fault in verify(asset) if fault] == [tile.name]


def test_tiles_stay_as_long_as_a_version_holds_them(asset: Asset, client: Client, library: Library) -> None:
    first = asset.primary
    library.tiles = 0
    again = rerun(first)
    assert worker.work_once()
    drain()
    names = set(first.derivatives.filter(uri__startswith="tiles/").values_list("name", flat=True))
    assert len(names) == 6
    age(names)
    collect()
    assert all(storages["public"].exists(name) for name in names)
    assert "tiles" not in client.get(f"/api/v1/media/{asset.pk}").json()
    make_primary(first)
    assert tileset_of(client, asset)
    again.refresh_from_db()
    make_primary(again)
    drain()
    first.delete()
    assert collect(dry_run=True).removed >= 6
    collect()
    assert not any(storages["public"].exists(name) for name in names)


def age(names: set[str]) -> None:
    for name in names:
        os.utime(storages["public"].path(name), (time.time() - 200_000,) * 2)


def test_tileset_that_no_copy_was_made_of_is_told_to_nobody(asset: Asset, client: Client) -> None:
    """Jobs from before tiles were published left theirs in the folder of work."""
    del asset.primary.manifest["tiles"]["name"]
    asset.primary.save()
    assert "tiles" not in client.get(f"/api/v1/media/{asset.pk}").json()
