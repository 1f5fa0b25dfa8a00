"""Levels lie closer to their master after their vertices were moved, and nothing else about them changes."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.geometry import distance, simplify, topology, weld
from media_pipeline.geometry.fitting import Surface
from media_pipeline.geometry.normals import face_vectors, unit
from tests.media_pipeline.shapes import sphere

pytestmark = pytest.mark.pipeline


def stone(noise: float):
    positions, faces, _ = sphere(100, 200, ripple=0.05)
    joined, joined_faces = weld.weld(positions.round(6).astype(np.float32), faces)
    joined *= (1 + noise * np.random.default_rng(7).standard_normal((len(joined), 1))).astype(np.float32)
    return joined, joined_faces[~topology.degenerate(joined, joined_faces)]


def test_level_of_a_rough_body_comes_closer_to_it():
    master = stone(0.003)
    level = simplify.to_count(*master, 2000)
    fitted = Surface(*master, level=2000).fitted(*level)
    before = distance.between(master, level, samples=20_000)
    after = distance.between(master, (fitted, level[1]), samples=20_000)
    assert after.rms < 0.95 * before.rms
    assert after.maximum < 1.2 * before.maximum


def test_no_triangle_turns_over_and_the_same_comes_out_twice():
    master = stone(0.01)
    positions, faces = simplify.to_count(*master, 3000)
    fitted = Surface(*master, level=3000).fitted(positions, faces)
    assert not np.array_equal(fitted, positions)
    agree = np.einsum("ij,ij->i", unit(face_vectors(fitted, faces)), unit(face_vectors(positions, faces)))
    assert agree.min() > -1e-3
    assert np.array_equal(Surface(*master, level=3000).fitted(positions, faces), fitted)


def test_other_side_of_a_thin_wall_pulls_nothing():
    steps = np.linspace(0, 1, 41)
    x, y = (a.reshape(-1) for a in np.meshgrid(steps, steps))
    number = np.arange(41 * 41).reshape(41, 41)
    a, b, c, d = (n.reshape(-1) for n in (number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]))
    sheet = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)
    front = np.stack([x, y, np.random.default_rng(5).normal(0, 0.002, len(x))], 1).astype(np.float32)
    back = front - np.array([0, 0, 0.01], np.float32)
    both = np.concatenate([front, back])
    faces = np.concatenate([sheet, sheet[:, [0, 2, 1]] + len(front)]).astype(np.int32)
    corners = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)
    level = np.concatenate([corners, corners - np.array([0, 0, 0.01], np.float32)])
    flat = np.array([[0, 1, 2], [0, 2, 3], [4, 6, 5], [4, 7, 6]], np.int32)
    fitted = Surface(both, faces, level=len(flat) * 200).fitted(level, flat)
    assert np.abs(fitted - level).max() < 0.002


def test_what_the_surface_does_not_reach_stays_and_so_does_what_lies_in_it():
    master = stone(0.0)
    away = master[0] + np.array([9, 0, 0], np.float32)
    assert np.array_equal(Surface(*master, level=500).fitted(away, master[1]), away)
    assert np.abs(Surface(*master, level=500).fitted(*master) - master[0]).max() < 1e-5
