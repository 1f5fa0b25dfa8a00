"""Measured drawings: true to scale, cut where they say."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline import camera as cameras
from media_pipeline import sheets
from media_pipeline.mesh import Material, Mesh
from media_pipeline.render import Renderer
from media_pipeline.surface import MasterSurface

LOW, HIGH = np.array([-4.0, 0.0, -1.0]), np.array([4.0, 5.0, 1.0])


@pytest.fixture(scope="module")
def block(tmp_path_factory) -> Renderer:
    """A closed block of stone, 8 m wide, 5 m high and 2 m deep."""
    corner = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    positions = (LOW + corner * (HIGH - LOW)).astype(np.float32)
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))], np.int32)
    mesh = Mesh(positions, faces, materials=(Material("stone"),))
    return Renderer(MasterSurface(mesh, tmp_path_factory.mktemp("none")))


@pytest.mark.parametrize(("side", "width_m", "height_m"), [("front", 8, 5), ("side", 2, 5), ("top", 8, 2)])
def test_lengths_on_the_sheet_are_lengths_of_the_stone(block, side, width_m, height_m):
    view = cameras.drawing(block.surface.positions, side, width=400)
    covered = block.plain(view).coverage > 0.5
    metres = view.metres / view.width
    assert covered.any(0).sum() * metres == pytest.approx(width_m, abs=3 * metres)
    assert covered.any(1).sum() * metres == pytest.approx(height_m, abs=3 * metres)


def test_front_shows_what_lies_on_the_right_on_the_right():
    view = cameras.drawing(np.array([[0, 0, 0], [4, 1, 2]], np.float32), "front", width=100)
    origins, directions = view.rays(1, 0, view.height)
    assert origins[0, 0] < origins[99, 0]
    assert origins[0, 1] > origins[-1, 1]
    assert directions[0].tolist() == [0, 0, -1]
    assert origins[0, 2] > 2


def test_section_is_dark_where_the_stone_is_cut(block):
    image, _ = sheets.sheet(block, "section", width=200)
    pixels = np.asarray(image)
    assert pixels[60, 100].tolist() == list(sheets.CUT)
    assert pixels[1, 1].tolist() == [255, 255, 255]
    uncut, _ = sheets.sheet(block, "front", width=200)
    assert np.asarray(uncut)[60, 100].sum() > 2 * sum(sheets.CUT)


@pytest.mark.parametrize(
    ("width", "length", "text"), [(8.6, 2, "2 m"), (64, 20, "20 m"), (0.9, 0.2, "20 cm"), (0.004, 0.001, "1 mm")]
)
def test_scale_bar_is_a_round_number_of_at_most_a_third(width, length, text):
    assert sheets.bar_length(width) == pytest.approx(length)
    assert sheets.label(round(sheets.bar_length(width), 9)) == text


def test_bar_is_as_long_as_it_says(block):
    image, metres = sheets.sheet(block, "front", width=600)
    strip = np.asarray(image)[-26:-17, :, 0]
    dark = np.flatnonzero((strip < 128).any(0))
    ends = dark[dark < 600 // 40 + sheets.bar_length(600 * metres) / metres + 4]
    assert (ends.max() - ends.min()) * metres == pytest.approx(sheets.bar_length(600 * metres), abs=3 * metres)
