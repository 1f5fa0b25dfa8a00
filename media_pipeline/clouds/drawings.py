"""Measured drawings of a cloud of points: the sheets of a mesh, of discs without perspective. A section or plan leaves out
what stands before its plane; it has no cut face, because a cloud has no inside.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from media_pipeline import camera as cameras
from media_pipeline.clouds.cloud import Cloud
from media_pipeline.clouds.splats import MOST_SAMPLES, SCALE, WIDEST, discs
from media_pipeline.mesh import Floats
from media_pipeline.sheets import PAPER, SHEETS, with_bar


def sheet(cloud: Cloud, name: str, *, framed: Floats, width: int, spacing: float) -> tuple[Image.Image, float]:
    """Return one of SHEETS, `width` pixels wide, and how many metres a pixel stands for.

    framed: the points that must be on it. spacing: distance of neighbours in metres.
    """
    side, depth = SHEETS[name]
    view = cameras.drawing(framed, side, width=width, depth=depth)
    axes = np.stack([view.right, view.up, view.forward], 1)
    local = (cloud.positions.astype(np.float64) - np.array(view.centre)) @ axes
    if depth:
        local[local[:, 2] < 0] = np.inf
    sample = view.metres / (view.width * SCALE)
    size = view.width * SCALE, view.height * SCALE
    widest = min(WIDEST, max(1.0, float(np.sqrt(MOST_SAMPLES / 4 / max(len(local), 1)))))
    places = size[0] / 2 + local[:, 0] / sample, size[1] / 2 - local[:, 1] / sample, local[:, 2] + 2 * view.metres
    column, row, away = (np.nan_to_num(part, posinf=-1e6, neginf=-1e6).astype(np.float32) for part in places)
    radius = float(np.clip(0.75 * spacing / sample, 0.5, widest))
    pixels = discs(cloud, (column, row, np.maximum(away, np.float32(1e-6))), size, radius=radius)
    ground = Image.new("RGB", (view.width, view.height), (PAPER,) * 3)
    picture = Image.fromarray(pixels, "RGBA")
    ground.paste(picture, mask=picture.getchannel("A"))
    return with_bar(ground, view.metres / view.width), view.metres / view.width
