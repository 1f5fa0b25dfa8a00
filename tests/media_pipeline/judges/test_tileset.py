"""The tileset as the specification of 3D Tiles 1.1 asks, each tile read on its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from media_pipeline.encode import glb
from tests.media_pipeline.judges.conftest import PLACE, Delivered

pytestmark = pytest.mark.pipeline

QUANTUM = 2.0**-13
"""Share of a tile's size that packed positions may be off by."""


@pytest.fixture(scope="module")
def tileset(delivered: Delivered) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((delivered.folder / delivered.manifest["tiles"]["uri"]).read_text("utf-8"))
    return found


def tree(tile: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tile
    for part in tile.get("children", []):
        yield from tree(part)


def test_every_file_is_named_once_and_is_there(delivered: Delivered, tileset: dict[str, Any]) -> None:
    named = [tile["content"]["uri"] for tile in tree(tileset["root"])]
    there = {path.name for path in (delivered.folder / "tiles").iterdir()} - {"tileset.json"}
    assert len(named) == len(set(named)) == delivered.manifest["tiles"]["count"]
    assert set(named) == there


def test_contents_lie_in_the_boxes_of_their_tiles(delivered: Delivered, tileset: dict[str, Any]) -> None:
    for tile in tree(tileset["root"]):
        low, high = bounds((delivered.folder / "tiles" / tile["content"]["uri"]).read_bytes())
        x, y, z, a, _, _, _, b, _, _, _, c = tile["boundingVolume"]["box"]
        centre, half = np.array([x, z, -y]), np.array([a, c, b])  # glTF has Y up, tiles Z
        slack = QUANTUM * float(np.max(high - low)) + 1e-4
        assert (low >= centre - half - slack).all()
        assert (high <= centre + half + slack).all()


def bounds(data: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of a tile's positions in metres, its node's scale and move applied."""
    document = glb.document_of(data)
    node = next(node for node in document["nodes"] if "mesh" in node)
    row = document["accessors"][document["meshes"][0]["primitives"][0]["attributes"]["POSITION"]]
    scale, move = np.array(node.get("scale", [1, 1, 1])), np.array(node.get("translation", [0, 0, 0]))
    divisor = 65_535 if row.get("normalized") else 1
    return np.array(row["min"]) / divisor * scale + move, np.array(row["max"]) / divisor * scale + move


def test_errors_fall_from_the_root_to_nothing_at_the_leaves(tileset: dict[str, Any]) -> None:
    assert tileset["geometricError"] >= tileset["root"]["geometricError"]
    assert tileset["root"]["refine"] == "REPLACE"
    for tile in tree(tileset["root"]):
        parts = tile.get("children", [])
        assert (tile["geometricError"] == 0) == (not parts)
        assert all(part["geometricError"] < tile["geometricError"] for part in parts)


def test_root_stands_upright_at_its_place_on_earth(tileset: dict[str, Any]) -> None:
    matrix = np.array(tileset["root"]["transform"]).reshape(4, 4)
    assert matrix[:3, :3] @ matrix[:3, :3].T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(matrix[:3, :3]) == pytest.approx(1)
    assert matrix[:, 3].tolist() == [0, 0, 0, 1]
    longitude = np.degrees(np.arctan2(matrix[3, 1], matrix[3, 0]))
    assert longitude == pytest.approx(PLACE["lon"], abs=1e-6)
    assert all("transform" not in tile for tile in tree(tileset["root"]) if tile is not tileset["root"])
