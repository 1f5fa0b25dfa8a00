"""3D Tiles of a site: every triangle of the master in one leaf, parents coarser, the texture at its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline import mesh as meshes
from media_pipeline.encode import glb
from media_pipeline.mesh import Material, Mesh
from media_pipeline.readers import read
from media_pipeline.readers.files import Upload
from media_pipeline.stages import Desk, tiles
from media_pipeline.tiles import patch, split, tileset

pytest.importorskip("wasmtime")

SIDE = 60


def ground() -> Mesh:
    """A bumpy field of 60 x 60 squares of half a metre, its left half in one picture and its right half in another."""
    x, z = np.meshgrid(np.arange(SIDE + 1), np.arange(SIDE + 1), indexing="xy")
    height = np.sin(x * 0.7) * np.cos(z * 0.5) * 0.4
    positions = np.stack([x * 0.5, height, z * 0.5], -1).reshape(-1, 3).astype(np.float32)
    row = SIDE + 1
    start = (np.arange(SIDE)[:, None] * row + np.arange(SIDE)).reshape(-1)
    faces = np.concatenate(
        [np.stack([start, start + row, start + 1], 1), np.stack([start + 1, start + row, start + row + 1], 1)]
    ).astype(np.int32)
    material = (positions[faces].mean(1)[:, 0] > SIDE * 0.25).astype(np.int32)
    uvs = np.stack([x / SIDE, z / SIDE], -1).reshape(-1, 2).astype(np.float32)
    return Mesh(positions, faces, uvs, faces, None, material, (Material("a", texture="a.png"), Material("b", texture="b.png")))  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    folder = tmp_path_factory.mktemp("tiles")
    for name in ("read/textures", "repair", "out", "tmp"):
        (folder / name).mkdir(parents=True)
    meshes.save(ground(), folder / "repair")
    across = np.linspace(0, 255, 256).astype(np.uint8)
    for name, red in (("a.png", 250), ("b.png", 20)):
        pixels = np.stack([np.full((256, 256), red), *np.meshgrid(across, across)], -1).astype(np.uint8)
        Image.fromarray(pixels).save(folder / "read" / "textures" / name)
    wanted = {"triangles": 1000, "texture": 512, "quality": 92, "compressed": False}
    inputs = {"read": folder / "read", "repair": folder / "repair"}
    return Desk(inputs, folder / "out", folder / "tmp", {"tiles": wanted}, lambda share, note: None)


@pytest.fixture(scope="module")
def made(desk):
    row = tiles.run(desk)["tiles"]
    return row, json.loads((desk.out / row["uri"]).read_text("utf-8"))


def tree(tile):
    yield tile
    for part in tile.get("children", []):
        yield from tree(part)


def triangles(desk, tile) -> int:
    return glb.triangles_in((desk.out / "tiles" / tile["content"]["uri"]).read_bytes())


def test_leaves_hold_every_triangle_of_the_master_once(desk, made):
    leaves = [tile for tile in tree(made[1]["root"]) if not tile.get("children")]
    assert sum(triangles(desk, tile) for tile in leaves) == 2 * SIDE * SIDE
    assert all(0 < triangles(desk, tile) <= 1000 for tile in leaves)
    assert all(tile["geometricError"] == 0 for tile in leaves)


def test_parents_are_coarser_and_errors_grow_towards_the_root(desk, made):
    row, document = made
    for tile in tree(document["root"]):
        for part in tile.get("children", []):
            assert part["geometricError"] < tile["geometricError"]
    assert (
        document["geometricError"]
        > document["root"]["geometricError"]
        == pytest.approx(row["root_geometric_error"], abs=1e-6)
    )
    assert triangles(desk, document["root"]) < 2000
    assert document["root"]["refine"] == "REPLACE"
    assert row["count"] == len(list(tree(document["root"])))


def test_boxes_of_parts_lie_in_their_parents(made):
    for tile in tree(made[1]["root"]):
        low, high = corners(tile)
        for part in tile.get("children", []):
            assert (corners(part)[0] >= low - 0.05).all()
            assert (corners(part)[1] <= high + 0.05).all()


def corners(tile):
    box = np.array(tile["boundingVolume"]["box"])
    half = np.abs(box[3:].reshape(3, 3)).sum(0)
    return box[:3] - half, box[:3] + half


def test_rims_of_neighbours_meet(desk, made):
    """What the root's parts have on their rims stands in the master: nothing was moved there, so no cracks open."""
    master = {tuple(p) for p in np.round(ground().positions.astype(np.float64), 4).tolist()}
    for part in made[1]["root"]["children"]:
        mesh = _read(desk, part["content"]["uri"])
        edges = np.sort(mesh.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
        welded = np.round(mesh.positions.astype(np.float64), 4)
        rows, counts = np.unique(np.sort(_places(welded)[edges], axis=1), axis=0, return_counts=True)
        places = np.unique(welded, axis=0)
        rim = places[np.unique(rows[counts == 1])]
        assert len(rim) > 20
        assert all(tuple(point) in master for point in rim.tolist())


def _places(positions):
    return np.unique(positions, axis=0, return_inverse=True)[1].reshape(-1)


def _read(desk, uri: str) -> Mesh:
    textures = desk.temporary / f"textures-{uri}"
    textures.mkdir(exist_ok=True)
    return read(uri, Upload(desk.out / "tiles", textures))


def test_pictures_show_at_each_point_what_the_master_shows_there(desk, made):
    for tile in tree(made[1]["root"]):
        uri = tile["content"]["uri"]
        mesh = _read(desk, uri)
        with Image.open(desk.temporary / f"textures-{uri}" / str(mesh.materials[0].texture)) as picture:
            pixels = np.asarray(picture.convert("RGB")).astype(int)
        centres = mesh.positions[mesh.faces].mean(1)
        flat = mesh.uvs[mesh.uv_faces].mean(1) * len(pixels)
        found = pixels[flat[:, 1].astype(int).clip(0, len(pixels) - 1), flat[:, 0].astype(int).clip(0, len(pixels) - 1)]
        wanted = np.stack(
            [np.where(centres[:, 0] > SIDE * 0.25, 20, 250), *(centres[:, [0, 2]].T / (SIDE * 0.5) * 255)], 1
        )
        off = np.abs(found - wanted).max(1)
        assert np.median(off) < 12, uri
        assert (off > 60).mean() < 0.005, uri


def test_packed_tiles_are_smaller_and_hold_the_same(desk, made, tmp_path):
    (tmp_path / "out").mkdir()
    params = {"tiles": desk.params["tiles"] | {"compressed": True}}
    row = tiles.run(Desk(desk.inputs, tmp_path / "out", tmp_path, params, lambda share, note: None))["tiles"]
    assert row["triangles"] == made[0]["triangles"]
    assert row["bytes"] < made[0]["bytes"]


def test_no_tiles_are_made_where_none_are_asked_for(desk, tmp_path):
    params = {"tiles": {"triangles": 0}}
    assert tiles.run(Desk(desk.inputs, tmp_path, tmp_path, params, lambda share, note: None)) == {"tiles": None}


def test_simplifying_never_takes_a_triangle_into_another_picture():
    found, error = patch.simplified(patch.whole(ground()), 900)
    assert len(found.faces) <= 1300
    assert 0 < error < 0.5
    assert (found.material[found.faces] == found.material[found.faces[:, :1]]).all()


def test_split_gives_each_triangle_to_one_leaf():
    centres = np.random.default_rng(1).random((5000, 3)).astype(np.float32) * [10, 1, 4]
    leaves = [box for box in _boxes(split.tree(centres, 700)) if not box.parts]
    assert np.array_equal(np.sort(np.concatenate([box.faces for box in leaves])), np.arange(5000))
    assert max(len(box.faces) for box in leaves) <= 700


def _boxes(box):
    yield box
    for part in box.parts:
        yield from _boxes(part)


class TestColoursAtVertices:
    """Red grows from left to right over the left half of the field, whose picture is taken away."""

    @pytest.fixture(scope="class")
    def coloured(self, desk, tmp_path_factory):
        folder = tmp_path_factory.mktemp("coloured")
        for name in ("repair", "out", "tmp"):
            (folder / name).mkdir()
        mesh = ground()
        red = (mesh.positions[:, 0] / (SIDE * 0.25) * 255).clip(0, 255)
        colours = np.stack([red, np.full(len(red), 60), np.full(len(red), 120)], 1).astype(np.uint8)
        mesh = replace(mesh, colours=colours, materials=(Material("a"), Material("b", texture="b.png")))
        meshes.save(mesh, folder / "repair")
        inputs = {"read": desk.inputs["read"], "repair": folder / "repair"}
        made = Desk(inputs, folder / "out", folder / "tmp", desk.params, lambda share, note: None)
        return made, json.loads((made.out / tiles.run(made)["tiles"]["uri"]).read_text("utf-8"))

    def test_each_tile_shows_them_times_white_and_leaves_pictures_alone(self, coloured):
        desk, document = coloured
        for tile in tree(document["root"]):
            position, colour = _coloured(desk.out / "tiles" / tile["content"]["uri"])
            bare = position[:, 0] < SIDE * 0.25 - 0.5
            wanted = (position[bare, 0] / (SIDE * 0.25) * 255).astype(np.uint8)
            off = np.abs(colour[bare, 0] - patch.linear(wanted))
            assert len(off) == 0 or np.median(off) < 0.02
            assert (colour[position[:, 0] > SIDE * 0.25 + 0.5] == 1).all()

    def test_tiles_without_them_carry_none(self, desk, made):
        document = glb.document_of((desk.out / "tiles" / "0.glb").read_bytes())
        assert "COLOR_0" not in document["meshes"][0]["primitives"][0]["attributes"]


def _coloured(path: Path):
    """Return positions (n, 3) and linear colours (n, 3) of a tile that is not packed."""
    data = path.read_bytes()
    document = glb.document_of(data)
    binary = data[len(data) - document["buffers"][0]["byteLength"] :]
    used = document["meshes"][0]["primitives"][0]["attributes"]
    found = []
    for name, kind, width in (("POSITION", np.float32, 3), ("COLOR_0", np.uint16, 4)):
        row = document["accessors"][used[name]]
        start = document["bufferViews"][row["bufferView"]]["byteOffset"]
        found.append(np.frombuffer(binary, kind, row["count"] * width, start).reshape(-1, width)[:, :3])
    return found[0], found[1] / 65_535


class TestEarth:
    def test_columns_are_east_north_up_and_the_point_itself(self):
        found = np.array(tileset.east_north_up(134.00495, 35.06277, 120.0)).reshape(4, 4)
        assert found[:3, :3] @ found[:3, :3].T == pytest.approx(np.eye(3), abs=1e-12)
        assert np.linalg.det(found[:3, :3]) == pytest.approx(1)
        assert np.linalg.norm(found[3, :3]) == pytest.approx(6_371_218, abs=2000)
        assert found[2, :3] @ found[3, :3] > 0.99 * np.linalg.norm(found[3, :3])
        assert found[0, 2] == pytest.approx(0)

    def test_known_point_of_the_ellipsoid(self):
        assert tileset.east_north_up(0, 0, 0)[12:15] == pytest.approx([6378137.0, 0, 0])
        assert tileset.east_north_up(0, 90, 10)[12:15] == pytest.approx([0, 0, 6356752.314245 + 10], abs=1e-5)

    def test_heading_turns_the_models_back_to_the_east(self):
        straight, turned = (np.array(tileset.east_north_up(134, 35, 0, heading=h)).reshape(4, 4) for h in (0, 90))
        assert turned[1, :3] == pytest.approx(straight[0, :3])

    @pytest.mark.parametrize("point", [(190, 35, 0), (134, 95, 0), (134, 35, float("nan"))])
    def test_point_that_is_none_is_refused(self, point):
        with pytest.raises(ValueError, match="not a point on Earth"):
            tileset.east_north_up(*point)


def test_document_holds_what_the_specification_asks_for(made):
    document = made[1]
    assert document["asset"]["version"] == "1.1"
    for tile in tree(document["root"]):
        assert len(tile["boundingVolume"]["box"]) == 12
        assert tile["geometricError"] >= 0
        assert not Path(tile["content"]["uri"]).is_absolute()
