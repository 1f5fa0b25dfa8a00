"""Textures, baking, cameras and likeness, on shapes whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from media_pipeline import baking, camera, padding, texture
from media_pipeline.errors import BadInput
from media_pipeline.geometry.render_mesh import build
from media_pipeline.mesh import Material, Mesh
from media_pipeline.padding import fill
from media_pipeline.texture import Texture
from tests.media_pipeline.shapes import checkered, sphere


def test_texture_repeats_and_is_read_between_pixels():
    found = Texture(np.array([[[0], [200]], [[0], [200]]], np.uint8))
    uvs = np.array([[0.25, 0.5], [0.75, 0.5], [0.5, 0.5], [1.25, -0.5], [0.0, 0.5]], np.float32)
    assert found.sample(uvs, np.zeros(5, np.float32))[:, 0].tolist() == pytest.approx([0, 200, 100, 0, 100], abs=1e-3)


def test_wide_footprint_sees_the_mean():
    y, x = np.mgrid[0:64, 0:64]
    found = Texture((((x + y) % 2) * 255).astype(np.uint8)[..., None])
    assert found.sample(np.array([[0.3, 0.3]], np.float32), np.array([0.2], np.float32))[0, 0] == pytest.approx(
        128, abs=2
    )


def test_transparency_lies_over_white(tmp_path):
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert texture.read(tmp_path / "a.png").levels[0].tolist()[0][0] == [255, 255, 255]


@pytest.mark.parametrize("mode", ["L", "P", "RGB", "CMYK", "I;16"])
def test_pictures_of_all_kinds_become_three_channels(tmp_path, mode):
    path = tmp_path / ("a.tif" if mode in ("CMYK", "I;16") else "a.png")
    Image.new(mode, (9, 5)).save(path)
    assert texture.read(path).levels[0].shape == (5, 9, 3)


def test_picture_that_ends_early_is_refused(tmp_path):
    path = checkered(tmp_path / "a.png", side=256)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(BadInput, match="cannot be unpacked"):
        texture.read(path)


def test_filling_takes_the_nearest_colour():
    pixels, mask = np.zeros((16, 16, 3), np.uint8), np.zeros((16, 16), bool)
    pixels[2, 2], mask[2, 2] = (200, 0, 0), True
    pixels[13, 13], mask[13, 13] = (0, 0, 200), True
    found = pixels.copy()
    fill(found, mask)
    assert found[2, 2].tolist() == [200, 0, 0]
    assert found[1, 3, 0] > found[1, 3, 2]
    assert found[14, 12, 2] > found[14, 12, 0]
    assert (found.sum(2) > 0).all()


def test_filling_in_bands_fills_all_and_changes_no_covered_pixel(monkeypatch):
    random = np.random.default_rng(1)
    pixels, mask = random.integers(1, 255, (64, 64, 2), np.uint8), random.random((64, 64)) < 0.02
    pixels[~mask] = 0
    whole, banded = pixels.copy(), pixels.copy()
    fill(whole, mask)
    monkeypatch.setattr(padding, "ROWS", 4)
    fill(banded, mask)
    assert np.array_equal(whole, banded)
    assert np.array_equal(whole[mask], pixels[mask])
    assert whole.min() > 0


def test_camera_frames_the_whole_mesh_tightly():
    positions, _, _ = sphere(20, 40, radius=3)
    view = camera.framing(positions.astype(np.float32), azimuth=30, elevation=20, width=800, height=600, margin=1.0)
    right, up, forward = view.axes()
    local = positions - np.array(view.eye)
    tan = np.tan(np.radians(view.fov) / 2)
    y = (local @ up) / (local @ forward) / tan
    x = (local @ right) / (local @ forward) / tan * 600 / 800
    assert max(np.abs(x).max(), np.abs(y).max()) == pytest.approx(1, abs=0.01)


def test_turntable_keeps_its_distance_and_shows_everything():
    positions, _, _ = sphere(20, 40)
    views = camera.around((positions * [1, 3, 1]).astype(np.float32), count=6, elevation=10, size=100)
    distances = [np.linalg.norm(np.array(v.eye) - np.array(v.target)) for v in views]
    assert np.ptp(distances) < 1e-9
    for view in views:
        right, up, forward = view.axes()
        local = positions * [1, 3, 1] - np.array(view.eye)
        tan = np.tan(np.radians(view.fov) / 2)
        assert np.abs(np.stack([local @ right, local @ up]) / (local @ forward) / tan).max() <= 1


def test_first_ray_goes_to_the_upper_left():
    view = camera.Camera((0, 0, 5), (0, 0, 0), 40, 4, 2)
    _, directions = view.rays(1, 0, 2)
    assert directions[0, 0] < 0 < directions[0, 1]
    assert directions[-1, 0] > 0 > directions[-1, 1]
    assert np.allclose(np.linalg.norm(directions, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("name", ["t.jpg", "t.png"])
def test_texture_read_halved_is_the_halved_texture(tmp_path, name):
    y, x = np.mgrid[0:96, 0:128]
    Image.fromarray(np.stack([x * 2, y * 2, x + y], -1).astype(np.uint8)).save(tmp_path / name, quality=95)
    assert texture.size(tmp_path / name) == (128, 96)
    whole, small = texture.read(tmp_path / name), texture.read(tmp_path / name, halvings=2)
    assert small.levels[0].shape == (24, 32, 3)
    assert np.abs(small.levels[0].astype(int) - whole.levels[2]).max() <= 4


def ball_with(picture: str | None, folder, *, colours=None):
    from media_pipeline.surface import MasterSurface

    positions, faces, uvs = sphere(40, 80)
    uvs[:, 1] = 1 - uvs[:, 1]
    material = (Material("", (255, 255, 255), picture),)
    mesh = Mesh(
        positions.astype(np.float32),
        faces,
        uvs.astype(np.float32),
        faces,
        colours,
        np.zeros(len(faces), np.int32),
        material,
    )
    return MasterSurface(mesh, folder), mesh


@pytest.mark.pipeline
class TestBaking:
    def test_colours_arrive_where_they_were(self, tmp_path):
        checkered(tmp_path / "t.png", side=64)
        master, mesh = ball_with("t.png", tmp_path)
        level = build(mesh.positions, mesh.faces, mesh.uvs, mesh.uv_faces)
        maps = baking.Baker(master).bake(level, 64)
        source = np.asarray(Image.open(tmp_path / "t.png"))
        inner = np.abs(maps.colour[8:56].astype(int) - source[8:56]).max(2)
        assert (inner < 30).mean() > 0.85
        assert maps.covered > 0.9
        assert maps.missed < 0.05

    def test_normal_map_of_the_same_shape_is_flat(self, tmp_path):
        master, mesh = ball_with(None, tmp_path)
        level = build(mesh.positions, mesh.faces, mesh.uvs, mesh.uv_faces)
        maps = baking.Baker(master).bake(level, 64)
        middle = maps.normal[16:48].astype(int)
        assert np.abs(middle - [128, 128, 255]).max(2).mean() < 4

    def test_vertex_colours_are_baked(self, tmp_path):
        positions, _, _ = sphere(40, 80)
        colours = np.where(positions[:, 1:2] > 0, [[250, 10, 10]], [[10, 10, 250]]).astype(np.uint8)
        master, mesh = ball_with(None, tmp_path, colours=colours)
        level = build(mesh.positions, mesh.faces, mesh.uvs, mesh.uv_faces)
        maps = baking.Baker(master).bake(level, 64)
        assert maps.colour[10, 30].tolist() == pytest.approx([250, 10, 10], abs=4)
        assert maps.colour[54, 30].tolist() == pytest.approx([10, 10, 250], abs=4)

    def test_level_beneath_the_master_is_not_dark(self, tmp_path):
        master, mesh = ball_with(None, tmp_path)
        level = build(mesh.positions * np.float32(0.99), mesh.faces, mesh.uvs, mesh.uv_faces)
        maps = baking.Baker(master).bake(level, 32, occlusion=32)
        assert maps.occlusion is not None
        assert maps.occlusion[4:28].min() > 230

    def test_memory_grows_with_the_finished_maps_alone(self, tmp_path, monkeypatch):
        import tracemalloc

        monkeypatch.setattr(baking, "BAND_TEXELS", 1 << 14)
        monkeypatch.setattr(padding, "ROWS", 16)
        checkered(tmp_path / "t.png")
        master, mesh = ball_with("t.png", tmp_path)
        level = build(mesh.positions, mesh.faces, mesh.uvs, mesh.uv_faces)
        baker, peaks = baking.Baker(master), []
        for side in (512, 1024):
            tracemalloc.start()
            maps = baker.bake(level, side)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert maps.covered > 0.9
        finished = 2 * 3 + 1  # bytes a texel: colour, normal, whether it is covered
        assert (peaks[1] - peaks[0]) / (1024**2 - 512**2) < 1.35 * finished

    def test_equal_meshes_look_equal_and_others_do_not(self, tmp_path):
        from media_pipeline.render import Renderer
        from media_pipeline.stages.measure import psnr

        checkered(tmp_path / "t.png")
        textured, mesh = ball_with("t.png", tmp_path)
        grey, _ = ball_with(None, tmp_path)
        view = camera.framing(mesh.positions, azimuth=0, elevation=10, width=64, height=64)
        first, second, other = (Renderer(s).plain(view) for s in (textured, textured, grey))
        assert psnr(first.lit, second.lit, first.coverage, second.coverage) == 99
        assert psnr(first.lit, other.lit, first.coverage, other.coverage) < 20
        assert 0.6 < first.coverage.mean() < 0.75
