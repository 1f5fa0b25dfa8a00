"""Which texels lie on which triangle, beside what rays find."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.geometry.raster import Raster
from tests.media_pipeline.shapes import sphere


def painted(raster: Raster, texels: int = 500):
    """Return how often each texel was yielded, its last triangle and weights."""
    size = raster.side**2
    times, face, weights = np.zeros(size, int), np.full(size, -1), np.zeros((size, 3))
    for part in raster.parts(texels):
        for spot in raster.spots(*part, most=texels):
            assert len(spot.index) <= max(texels, raster.side)
            np.add.at(times, spot.index, 1)
            face[spot.index], weights[spot.index] = spot.face, spot.weights
    return times, face, weights


def test_every_texel_of_a_whole_map_belongs_to_one_triangle():
    random = np.random.default_rng(5)
    x, y = np.meshgrid(np.linspace(0, 1, 14), np.linspace(0, 1, 14))
    inside = (x > 0) & (x < 1) & (y > 0) & (y < 1)
    uvs = np.stack(
        [x + inside * random.uniform(-0.015, 0.015, x.shape), y + inside * random.uniform(-0.015, 0.015, x.shape)], -1
    )
    i = np.arange(196).reshape(14, 14)
    a, b, c, d = i[:-1, :-1].ravel(), i[:-1, 1:].ravel(), i[1:, 1:].ravel(), i[1:, :-1].ravel()
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)
    for side in (64, 256):
        raster = Raster(uvs.reshape(-1, 2).astype(np.float32), faces[random.permutation(len(faces))], side)
        times, _, weights = painted(raster)
        assert (times == 1).all()
        assert np.allclose(weights.sum(1), 1, atol=1e-5)


def test_weights_lead_back_to_the_centre_of_the_texel():
    uvs = np.array([[0.1, 0.2], [0.9, 0.3], [0.4, 0.95]], np.float32)
    for faces in ([[0, 1, 2]], [[2, 1, 0]]):
        raster = Raster(uvs, np.array(faces, np.int32), 128)
        _, face, weights = painted(raster)
        on = np.flatnonzero(face == 0)
        assert len(on) == pytest.approx(128**2 * 0.5 * abs(0.8 * 0.75 - 0.1 * 0.3), rel=0.01)
        centres = np.stack([on % 128 + 0.5, on // 128 + 0.5], 1) / 128
        assert np.abs(weights[on] @ uvs[np.array(faces[0])] - centres).max() < 1e-5


def test_what_lies_outside_or_has_no_area_is_left_out():
    uvs = np.array([[-3, 0.5], [4, 0.1], [4, 0.9], [0.5, 0.5], [0.7, 0.7], [0.9, 0.9]], np.float32)
    times, face, _ = painted(Raster(uvs, np.array([[0, 1, 2], [3, 4, 5]], np.int32), 32))
    assert set(face) == {-1, 0}
    assert times.max() == 1
    assert Raster(uvs, np.zeros((0, 3), np.int32), 32).parts(100) == []


@pytest.mark.pipeline
def test_rays_find_the_same_triangles():
    from media_pipeline.geometry.rays import Scene

    _, faces, uvs = sphere(12, 24)
    _, face, _ = painted(Raster(uvs.astype(np.float32), faces, 128))
    y, x = np.divmod(np.arange(128**2), 128)
    origins = np.stack([(x + 0.5) / 128, (y + 0.5) / 128, np.ones(len(x))], 1).astype(np.float32)
    flat = np.concatenate([uvs, np.zeros((len(uvs), 1))], 1).astype(np.float32)
    hits = Scene(flat, faces).cast(origins, np.broadcast_to(np.array([0, 0, -1], np.float32), origins.shape))
    assert (np.where(hits.struck, hits.face, -1) == face).mean() > 0.98
