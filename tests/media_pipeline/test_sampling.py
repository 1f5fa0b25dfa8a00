"""How many rays a picture takes, and that leaving some out leaves nothing out."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from media_pipeline import sampling
from media_pipeline.camera import Camera, Sparse

VIEW = Camera((0, 0, 5), (0, 0, 0), 40, 96, 64)


def disc(counted: list[int]):
    """Return a shade that is 1 where a ray passes within 0.8 of the middle, and counts its rays."""

    def shade(rays, pixels):
        counted.append(len(rays))
        assert len(rays) == len(pixels)
        middle = rays[:, :2] - rays[:, 3:5] / rays[:, 5:] * rays[:, 2:3]
        return (np.hypot(*middle.T) < 0.8).astype(np.float32)[:, None]

    return shade


def everywhere(view):
    """Return the mean of four rays through every pixel."""
    return np.mean([sampling.once(view, disc([]), place=place) for place in sampling.QUARTERS], 0)


def test_four_rays_near_what_is_there_are_four_rays_everywhere():
    counted: list[int] = []
    found = sampling.evenly(VIEW, disc(counted), lambda picture: picture[..., 0] > 0)
    assert np.allclose(found, everywhere(VIEW))
    assert sum(counted) < 0.6 * 4 * VIEW.width * VIEW.height


def test_a_second_look_is_taken_at_edges_alone():
    counted: list[int] = []
    shade = disc(counted)
    found = sampling.where_needed(VIEW, shade, shade)
    finely = Camera(VIEW.eye, VIEW.target, VIEW.fov, 8 * VIEW.width, 8 * VIEW.height)
    true = sampling.once(finely, disc([])).reshape(VIEW.height, 8, VIEW.width, 8).mean((1, 3))[..., None]
    misses = [np.sqrt(((one - true) ** 2).mean()) for one in (found, everywhere(VIEW), sampling.once(VIEW, disc([])))]
    assert misses[0] < 1.2 * misses[1] < 0.5 * misses[2]
    assert sum(counted) < 1.27 * VIEW.width * VIEW.height


def test_sparse_view_shows_every_second_pixel_as_it_was():
    full = sampling.evenly(VIEW, disc([]), lambda picture: picture[..., 0] > 0)
    sparse = sampling.evenly(Sparse(VIEW, 2), disc([]), lambda picture: picture[..., 0] > 0)
    assert sparse.shape == (32, 48, 1)
    assert np.allclose(sparse, full[::2, ::2])


@pytest.mark.pipeline
def test_casting_rays_loads_no_web_server():
    code = (
        "import sys, media_pipeline.geometry.rays; print([n for n in ('dash', 'plotly', 'flask') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.pipeline
def test_level_stands_for_the_master_only_where_no_pixel_shows_it():
    from media_pipeline.geometry.render_mesh import build
    from media_pipeline.render import Renderer
    from media_pipeline.stages.previews import _stands_for
    from media_pipeline.surface import LevelSurface
    from tests.media_pipeline.shapes import sphere

    positions, faces, _ = sphere(80, 160)
    coarse, few, uvs = sphere(20, 40)
    level = build(coarse.astype(np.float32), few, uvs.astype(np.float32), few)
    level_renderer = Renderer(LevelSurface(level, np.full((1024, 1024, 3), 128, np.uint8)))
    master = positions.astype(np.float32), faces
    assert _stands_for(level_renderer, master, 0.05)
    assert not _stands_for(level_renderer, master, 0.01)
    blurred = Renderer(LevelSurface(level, np.full((32, 32, 3), 128, np.uint8)))
    assert not _stands_for(blurred, master, 0.05)
