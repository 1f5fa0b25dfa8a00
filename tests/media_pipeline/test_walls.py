"""The wall that other tests and the benches measure by: of the asked-for size, the same each time, readable as written."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tests.media_pipeline import wall_files, walls


@pytest.mark.parametrize("triangles", [2_000, 40_000])
def test_wall_has_about_the_asked_for_triangles(triangles):
    wall = walls.wall(triangles, dirty=False)
    assert len(wall.faces) == pytest.approx(triangles, rel=0.05)
    assert np.ptp(wall.positions, axis=0)[1] == pytest.approx(walls.HEIGHT, rel=0.05)


def test_same_seed_gives_the_same_wall_and_another_one_another():
    first, again, other = (walls.wall(4_000, seed=seed) for seed in (7, 7, 8))
    assert np.array_equal(first.positions, again.positions)
    assert np.array_equal(first.faces, again.faces)
    assert not np.array_equal(first.positions[:100], other.positions[:100])


def test_atlas_is_shredded_as_scans_are():
    wall = walls.wall(40_000)
    assert wall.dirt["weld"] > 0.05 * len(wall.positions)
    assert wall.uvs.min() >= 0
    assert wall.uvs.max() <= 1


def test_reader_finds_what_was_written(reading, tmp_path):
    wall = walls.wall(3_000)
    path = wall_files.write(wall, tmp_path, texture=128)
    names = ("wall.obj", "wall.mtl", "wall.jpg")
    mesh, upload = reading({name: (tmp_path / name).read_bytes() for name in names})
    assert path.name == "wall.obj"
    assert np.array_equal(mesh.faces, wall.faces)
    assert np.abs(mesh.positions - wall.positions).max() < 1e-6
    assert np.abs(mesh.uvs[mesh.uv_faces] * [1, -1] + [0, 1] - wall.uvs[wall.faces]).max() < 2e-6
    assert upload.warnings == []


def test_numbers_are_written_as_others_write_them():
    column = np.array([0, -0.5, 1234.0000005, -1e-7, 12.345678])
    lines = wall_files._lines(b"v", [wall_files._decimals(column)]).decode().split("\n")
    assert lines == ["v 0.000000", "v -0.500000", "v 1234.000000", "v 0.000000", "v 12.345678", ""]


def test_every_corner_lies_on_paint(tmp_path):
    wall = walls.wall(3_000)
    wall_files.write(wall, tmp_path, texture=256)
    picture = np.asarray(Image.open(tmp_path / "wall.jpg"))
    corners = wall.uvs[np.unique(wall.faces)]
    x, y = (np.clip(c * 256, 0, 255).astype(int) for c in (corners[:, 0], 1 - corners[:, 1]))
    assert (picture[y, x].max(1) > 20).mean() > 0.99
