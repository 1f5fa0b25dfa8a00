"""What curators hold the levels against: the master as a browser shows it, and where a level lies apart from it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline import mesh as meshes
from media_pipeline import recipes
from media_pipeline.comparison import heat
from media_pipeline.comparison.master import stand_in
from media_pipeline.encode import glb
from media_pipeline.geometry.rays import Scene
from media_pipeline.geometry.render_mesh import build
from media_pipeline.mesh import NEUTRAL, Material
from media_pipeline.readers import read
from media_pipeline.readers.files import Upload
from media_pipeline.recipes import RecipeError
from media_pipeline.stages import Desk, compare, levels
from tests.media_pipeline.repairing import made
from tests.media_pipeline.shapes import sphere

pytestmark = pytest.mark.pipeline


def ledge(depth: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a wall of 2 x 2 m in 16 x 16 squares, the four in its middle standing `depth` metres out."""
    x, y = np.meshgrid(np.linspace(-1, 1, 17), np.linspace(0, 2, 17))
    z = np.where((np.abs(x) < 0.2) & (np.abs(y - 1) < 0.2), depth, 0.0)
    positions = np.stack([x.ravel(), y.ravel(), z.ravel()], 1).astype(np.float32)
    a = (np.arange(16)[:, None] * 17 + np.arange(16)).ravel()
    faces = np.concatenate([np.stack([a, a + 1, a + 17], 1), np.stack([a + 1, a + 18, a + 17], 1)])
    return positions, faces.astype(np.int32)


def test_a_lost_ledge_is_found_although_the_levels_vertices_lie_on_the_master() -> None:
    positions, faces = ledge(0.05)
    master = Scene(positions, faces)
    level = positions * np.float32([1, 1, 0])
    flat = np.abs(level[:, :2] - [0, 1]).max(1) > 0.3  # the vertices round it, which did not move
    assert master.distance(level[flat]).max() == 0
    found = heat.apart(level, faces, master, heat.points_on(positions, faces, 5000))
    assert found.max() == pytest.approx(0.05, abs=1e-3)
    assert found[:17].max() == pytest.approx(0, abs=1e-6)


def test_scale_of_a_heat_map_ends_at_a_round_number() -> None:
    assert [heat.nice(value) for value in (0.0, 0.0011, 0.02, 0.3, 7.0)] == pytest.approx([1e-6, 0.002, 0.02, 0.5, 10])


def test_palette_only_gets_darker() -> None:
    line = np.asarray(Image.open(io.BytesIO(heat.palette())).convert("L"), int)[0]
    assert len(line) == heat.PALETTE_WIDTH
    assert (np.diff(line) <= 1).all(), "a channel is rounded up where grey is rounded down"
    assert (np.diff(line[::16]) < 0).all() and line[0] - line[-1] > 150


def test_heat_map_holds_the_levels_triangles_and_its_palette() -> None:
    positions, faces = ledge(0.05)
    distance = np.linspace(0, 0.004, len(positions), dtype=np.float32)
    found = heat.heat(positions, faces, distance, name="phone")
    document = glb.document_of(found.glb)
    assert glb.triangles_in(found.glb) == len(faces)
    assert document["images"][0]["mimeType"] == "image/png"
    assert (found.limit, found.largest) == (pytest.approx(0.005), pytest.approx(0.004))


def test_stand_in_is_thinned_and_says_so(tmp_path: Path) -> None:
    positions, faces, _ = sphere(60, 120)
    mesh = made(positions, faces, materials=(Material("", NEUTRAL),))
    shown = stand_in(mesh, tmp_path, Scene(mesh.positions, mesh.faces), triangles=3000)
    assert glb.triangles_in(shown.glb) == shown.triangles
    assert 2500 < shown.triangles <= 3000 < len(faces)
    assert not shown.coloured


def test_stand_in_has_the_colours_of_the_master(tmp_path: Path) -> None:
    positions, faces, _ = sphere(20, 40)
    colours = np.where(positions[:, 1:2] > positions[:, 1].mean(), [200, 40, 40], [40, 40, 200]).astype(np.uint8)
    mesh = made(positions, faces, colours=colours, materials=(Material("", NEUTRAL),))
    shown = stand_in(mesh, tmp_path, Scene(mesh.positions, mesh.faces), triangles=100_000)
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "master.glb").write_bytes(shown.glb)
    back = read("master.glb", Upload(tmp_path / "back", tmp_path))
    assert shown.coloured and shown.triangles > 0.9 * len(faces)
    assert back.colours is not None
    top = back.colours[back.positions[:, 1] > 0.9 * back.positions[:, 1].max()]
    assert np.abs(top.astype(int) - [200, 40, 40]).max() <= 3


def test_levels_leave_the_thinned_master_that_the_comparison_shows(tmp_path: Path) -> None:
    positions, faces, _ = sphere(60, 120)
    meshes.save(made(positions, faces, materials=(Material("", NEUTRAL),)), tmp_path)
    level = {"name": "thumb", "triangles": 1000, "uv": "new", "head_start": 2.5}
    desk = Desk(
        {"repair": tmp_path}, tmp_path, tmp_path, {"levels": [level], "thinned": 4000}, lambda share, note: None
    )
    levels.run(desk)
    with np.load(tmp_path / levels.THINNED) as arrays:
        thinned = arrays["positions"], arrays["faces"]
    assert 3000 < len(thinned[1]) <= 4000
    mesh = made(positions, faces, materials=(Material("", NEUTRAL),))
    shown = stand_in(mesh, tmp_path, Scene(mesh.positions, mesh.faces), triangles=4000, thinned=thinned)
    assert shown.triangles == len(thinned[1])


def test_level_finer_than_the_comparison_starts_from_the_master_itself(tmp_path: Path) -> None:
    positions, faces, _ = sphere(60, 120)
    meshes.save(made(positions, faces, materials=(Material("", NEUTRAL),)), tmp_path)
    level = {"name": "desktop", "triangles": 2000, "uv": "new", "head_start": 2.5}
    desk = Desk(
        {"repair": tmp_path}, tmp_path, tmp_path, {"levels": [level], "thinned": 4000}, lambda share, note: None
    )
    levels.run(desk)
    assert not (tmp_path / levels.THINNED).exists()


def test_stage_writes_a_heat_map_for_each_level(tmp_path: Path) -> None:
    positions, faces, _ = sphere(30, 60)
    folders = {name: tmp_path / name for name in ("read", "repair", "levels", "unwrap", "out")}
    for folder in folders.values():
        folder.mkdir()
    (folders["read"] / "textures").mkdir()
    meshes.save(made(positions, faces, materials=(Material("", NEUTRAL),)), folders["repair"])
    few, triangles, uvs = sphere(8, 16)
    build(few.astype(np.float32), triangles, uvs.astype(np.float32), triangles).save(folders["unwrap"] / "thumb.npz")
    desk = Desk(
        {name: folders[name] for name in ("read", "repair", "levels", "unwrap")}, folders["out"], tmp_path,
        {"levels": ["thumb"], "comparison": {"triangles": 1000, "samples": 2000}}, lambda share, note: None,
    )  # fmt: skip
    row = compare.run(desk)["comparison"]
    assert row["master"]["of_triangles"] == len(faces) >= row["master"]["triangles"]
    (level,) = row["levels"]
    assert (folders["out"] / level["uri"]).stat().st_size == level["bytes"]
    assert 0 < level["median_m"] <= level["p95_m"] <= level["max_m"] < 0.2


def test_recipe_without_comparison_makes_none() -> None:
    web = recipes.load("web")
    assert web.comparison.triangles == 500_000
    assert recipes.changed(web, {"comparison": {"triangles": 0}}).comparison.triangles == 0
    with pytest.raises(RecipeError, match="comparison"):
        recipes.changed(web, {"comparison": {"triangles": 5}})
