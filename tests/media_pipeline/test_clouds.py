"""Clouds of points: read with colours and normals, thinned by cubes, shown as points, described as what they are."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import media_pipeline
from media_pipeline import manifest, recipes
from media_pipeline.camera import Camera
from media_pipeline.clouds.cloud import Cloud, merge
from media_pipeline.clouds.splats import picture
from media_pipeline.clouds.thinning import spacing, thin
from media_pipeline.encode import glb, points
from media_pipeline.errors import BadInput
from media_pipeline.readers import read, read_either
from media_pipeline.readers.files import Upload
from media_pipeline.recipes import CloudLevel
from tests.media_pipeline.clouds import wall, write_ply
from tests.media_pipeline.shapes import sphere, write_obj

RECIPE = Path(__file__).parent / "small.toml"
LEVELS = (
    CloudLevel("near", "near.glb", 2000, "web", "Web3D", "High"),
    CloudLevel("far", "far.glb", 500, "ar-phone", "Web3D", "Medium"),
)


def small(**members: Any) -> recipes.Recipe:
    return replace(recipes.load(RECIPE), clouds=LEVELS, **members)


def read_cloud(path: Path, tmp_path: Path) -> Cloud:
    (tmp_path / "textures").mkdir(exist_ok=True)
    found = read_either(path.name, Upload(path.parent, tmp_path / "textures"))
    assert isinstance(found, Cloud)
    return found


@pytest.mark.parametrize("form", ["ascii", "binary_little_endian", "binary_big_endian"])
@pytest.mark.parametrize("faces", ["", "element face 0\nproperty list uchar int vertex_indices\n"])
def test_points_keep_colours_and_normals_in_every_form(form: str, faces: str, tmp_path: Path) -> None:
    rows = wall(200)
    found = read_cloud(write_ply(tmp_path / "石垣.ply", rows, form=form, faces=faces), tmp_path)
    assert found.positions == pytest.approx(np.stack([rows["x"], rows["y"], rows["z"]], 1), abs=1e-6)
    assert (found.colours == np.stack([rows["red"], rows["green"], rows["blue"]], 1)).all()
    assert (found.normals == [0, -1, 0]).all()


def test_what_the_scanner_did_not_see_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = wall(50)
    rows["x"][:7] = np.nan
    found = read_cloud(write_ply(tmp_path / "wall.ply", rows), tmp_path)
    assert (len(found.positions), found.dropped) == (43, 7)
    assert len(found.colours) == len(found.normals) == 43


def test_faces_that_are_no_lists_of_corners_are_not_taken_for_a_cloud(tmp_path: Path) -> None:
    faces = "element face 1\nproperty list uchar float texcoord\n"
    path = write_ply(tmp_path / "wall.ply", wall(50), faces=faces)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(BadInput, match="vertex_indices"):
        read_cloud(path, tmp_path)


def test_who_asks_for_a_mesh_is_told_that_it_is_a_cloud(tmp_path: Path) -> None:
    write_ply(tmp_path / "wall.ply", wall(50))
    with pytest.raises(BadInput, match="a cloud of points without faces, not a mesh"):
        read("wall.ply", Upload(tmp_path, tmp_path))


def test_colours_that_only_one_part_has_are_dropped() -> None:
    part = Cloud(np.zeros((2, 3)), np.full((2, 3), 9, np.uint8), None, 1)
    found = merge([part, Cloud(np.ones((3, 3)), None, None, 2)])
    assert (len(found.positions), found.colours, found.dropped) == (5, None, 3)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(200, 3000),
    st.integers(100, 1500),
    st.sampled_from([(12, 5, 0), (1, 1, 1), (100, 0.001, 0)]),
    st.integers(0, 99),
)
def test_thinning_keeps_measured_points_and_no_more_than_asked(
    count: int, most: int, box: tuple[float, ...], seed: int
) -> None:
    positions = (np.random.default_rng(seed).random((count, 3)) * box).astype(np.float32)
    found = thin(Cloud(positions), most)
    kept = {row.tobytes() for row in found.cloud.positions}
    assert kept <= {row.tobytes() for row in positions}
    assert len(found.cloud.positions) == min(count, most) if count <= most else 0.5 * most < len(kept) <= most
    assert (found.voxel == 0) == (count <= most)


def test_points_that_all_lie_in_few_places_are_thinned_to_those() -> None:
    positions = np.repeat(np.eye(3, dtype=np.float32), 400, axis=0)
    assert len(thin(Cloud(positions), 100).cloud.positions) == 3


def test_a_cube_has_the_mean_colour_of_what_it_stands_for() -> None:
    positions = np.concatenate([np.zeros((100, 3)), np.ones((100, 3))]).astype(np.float32)
    colours = np.zeros((200, 3), np.uint8)
    colours[:50] = 200
    found = thin(Cloud(positions, colours), 150)
    assert sorted(found.cloud.colours[:, 0].tolist()) == [0, 100]


def test_spacing_is_that_of_neighbours() -> None:
    grid = np.stack(np.meshgrid(np.arange(20), np.arange(20), [0]), -1).reshape(-1, 3) * 0.05
    assert spacing(grid) == pytest.approx(0.05)


def test_glb_draws_points_with_colours_in_linear_light() -> None:
    cloud = Cloud(np.eye(3, dtype=np.float32), np.array([[255, 188, 0]] * 3, np.uint8), np.eye(3, dtype=np.float32))
    for data in (points.plain(cloud, name="far"), points.meshopt(points.plain(cloud, name="far"))):
        document = glb.document_of(data)
        (primitive,) = document["meshes"][0]["primitives"]
        assert primitive["mode"] == 0
        assert set(primitive["attributes"]) == {"POSITION", "COLOR_0", "NORMAL"}
        assert points.points_in(data) == 3
    plain = points.plain(cloud, name="far")
    view = glb.document_of(plain)["bufferViews"][1]
    start = len(plain) - glb.document_of(plain)["buffers"][0]["byteLength"] + view["byteOffset"]
    colour = np.frombuffer(plain, np.uint16, 4, start) / 65535
    assert colour == pytest.approx([1, 0.5029, 0, 1], abs=1e-3)


def test_a_nearer_point_hides_a_farther_one() -> None:
    positions = np.array([[0, 0, 0], [0, 0, 1], [0.3, 0.3, 0]], np.float32)
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255]], np.uint8)
    view = Camera((0.0, 0.0, 5.0), (0.0, 0.0, 0.0), 26.0, 64, 64)
    found = picture(Cloud(positions, colours), view, spacing=0.15)
    seen = {tuple((pixel[:3] > 100).tolist()) for pixel in found.reshape(-1, 4) if pixel[3] > 200}
    assert seen == {(False, True, False), (False, False, True)}


@pytest.mark.pipeline
class TestJob:
    """A wall of 5,000 points in centimetres with Z up, taken through the whole line."""

    @pytest.fixture(scope="class")
    def job(self, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
        folder = tmp_path_factory.mktemp("cloud")
        rows = wall(5000)
        for axis in "xyz":
            rows[axis] *= 100
        source = write_ply(folder / "石垣.ply", rows)
        path = media_pipeline.run(source, recipe=small(), out=folder / "out", unit="cm", up="z")
        return folder / "out", json.loads(path.read_text("utf-8"))

    def test_manifest_keeps_its_schema_and_says_what_it_is(self, job: tuple[Path, dict[str, Any]]) -> None:
        jsonschema.validate(job[1], json.loads(manifest.SCHEMA.read_text("utf-8")))
        assert (job[1]["kind"], job[1]["input_stats"]["points"], job[1]["repairs"]) == ("cloud", 5000, [])
        assert job[1]["input_stats"]["size_m"] == pytest.approx([12, 5, 0.4], abs=0.05)
        assert [row["kind"] for row in job[1]["exports"]] == ["archive"]

    def test_each_file_holds_the_points_the_manifest_says(self, job: tuple[Path, dict[str, Any]]) -> None:
        for row, most in zip(job[1]["derivatives"], (2000, 500), strict=True):
            data = (job[0] / row["uri"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == row["sha256"]
            assert 0.8 * most < row["points"] == points.points_in(data) <= most
            assert row["bbox"][0][1] == pytest.approx(0, abs=0.2)
            assert 0 < row["thinning"]["rms"] < row["thinning"]["max"] < 2 * row["voxel_m"]

    def test_report_says_in_both_languages_that_no_surface_was_made(self, job: tuple[Path, dict[str, Any]]) -> None:
        assert "面は作っておらず" in (job[0] / "findings" / "report.ja.md").read_text("utf-8")
        assert "No surface was made" in (job[0] / "findings" / "report.en.md").read_text("utf-8")

    def test_poster_shows_red_on_the_left_and_blue_on_the_right(self, job: tuple[Path, dict[str, Any]]) -> None:
        with Image.open(job[0] / "poster-96.webp") as image:
            pixels = np.asarray(image.convert("RGBA")).astype(int)
        covered = pixels[..., 3] > 128
        columns = np.flatnonzero(covered.any(0))
        left, right = (
            pixels[:, columns[:10]][covered[:, columns[:10]]],
            pixels[:, columns[-10:]][covered[:, columns[-10:]]],
        )
        assert left[:, 0].mean() > left[:, 2].mean() + 50
        assert right[:, 2].mean() > right[:, 0].mean() + 50
        assert {row["kind"] for row in job[1]["previews"]} >= {
            "poster",
            "poster-opaque",
            "drawing",
            "turntable",
            "turntable-frame",
        }

    def test_a_cloud_beside_a_mesh_is_kept_and_said_not_to_be_shown(self, tmp_path: Path) -> None:
        folder = tmp_path / "upload"
        folder.mkdir()
        positions, faces, _ = sphere(8, 12)
        write_obj(folder / "天守.obj", positions, faces)
        write_ply(folder / "sparse.ply", wall(100))
        recipe = small(exports=())
        recipe = replace(recipe, levels=recipe.levels[1:], derivatives=recipe.derivatives[1:2])
        recipe = replace(recipe, previews=replace(recipe.previews, turntable_frames=0, drawing_width=0))
        path = media_pipeline.run(folder, recipe=recipe, out=tmp_path / "out")
        document = json.loads(path.read_text("utf-8"))
        assert "kind" not in document
        assert "sparse.ply: a cloud of points beside a mesh; it is kept and not shown" in document["warnings"]

    @pytest.mark.parametrize(("name", "word"), [("scan.las", "LAS"), ("scan.e57", "E57"), ("scan.xyz", "XYZ")])
    def test_other_formats_of_clouds_are_refused_by_name_with_what_would_be_right(
        self, name: str, word: str, tmp_path: Path
    ) -> None:
        (tmp_path / name).write_bytes(b"LASF")
        with pytest.raises(BadInput, match=rf"^{name}: this is a cloud of points \({word}\).*save it as PLY"):
            media_pipeline.run(tmp_path / name, recipe=small(), out=tmp_path / "out")
        folder = tmp_path / "upload"
        folder.mkdir()
        (folder / name).write_bytes(b"LASF")
        with pytest.raises(BadInput, match=rf"^upload: {name}: this is a cloud of points"):
            media_pipeline.run(folder, recipe=small(), out=tmp_path / "out")
