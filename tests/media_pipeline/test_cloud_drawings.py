"""Sheets of a cloud of points: true to scale, what lies before the plane left out, each with its bar."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from media_pipeline.clouds.cloud import Cloud
from media_pipeline.clouds.drawings import sheet
from media_pipeline.sheets import SHEETS

APART = 0.05


@pytest.fixture(scope="module")
def block() -> Cloud:
    """The faces of a block 8 m wide, 5 m high and 2 m deep; its front is red, its back blue, the others green."""
    across, up, deep = np.arange(-4, 4.01, APART), np.arange(0, 5.01, APART), np.arange(-1, 1.01, APART)
    parts: list[Any] = []
    for z, colour in ((1, (200, 30, 30)), (-1, (30, 30, 200))):
        parts.append((np.stack([*np.meshgrid(across, up), np.full((len(up), len(across)), z)], -1), colour))
    for x in (-4, 4):
        y, z = np.meshgrid(up, deep)
        parts.append((np.stack([np.full(y.shape, x), y, z], -1), (30, 160, 30)))
    positions = np.concatenate([part.reshape(-1, 3) for part, _ in parts]).astype(np.float32)
    colours = np.concatenate([np.tile(colour, (part[..., 0].size, 1)) for part, colour in parts]).astype(np.uint8)
    return Cloud(positions, colours, None)


def drawn(block: Cloud, name: str) -> tuple[Any, float]:
    """Return a sheet's pixels without its bar, and metres a pixel."""
    image, metres = sheet(block, name, framed=block.positions, width=400, spacing=APART)
    assert image.width == 400
    return np.asarray(image)[: image.height - 36].astype(int), metres


@pytest.mark.parametrize(("name", "wide", "high"), [("front", 8, 5), ("side", 2, 5), ("top", 8, 2)])
def test_lengths_on_the_sheet_are_lengths_of_the_cloud(block: Cloud, name: str, wide: float, high: float) -> None:
    pixels, metres = drawn(block, name)
    inked = (pixels < 250).any(2)
    rows, columns = np.flatnonzero(inked.any(1)), np.flatnonzero(inked.any(0))
    assert (columns[-1] - columns[0] + 1) * metres == pytest.approx(wide, abs=0.1 + 3 * metres)
    assert (rows[-1] - rows[0] + 1) * metres == pytest.approx(high, abs=0.1 + 3 * metres)


def test_front_shows_the_front_and_the_section_what_lies_behind_its_plane(block: Cloud) -> None:
    front, _ = drawn(block, "front")
    behind, _ = drawn(block, "section")
    middle = len(front) // 2, 200
    assert front[middle][0] > front[middle][2] + 100
    assert behind[middle][2] > behind[middle][0] + 100


def test_every_sheet_has_a_bar(block: Cloud) -> None:
    for name in SHEETS:
        image, metres = sheet(block, name, framed=block.positions, width=400, spacing=APART)
        assert (np.asarray(image)[-30:] < 80).all(2).any(), name
        assert metres > 0


def test_drawing_points_loads_no_rays() -> None:
    told = "import sys, media_pipeline.stages.views; print('open3d' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
