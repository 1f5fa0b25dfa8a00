"""The stone base: fan curve, field stones, dressed corners laid alternately long and short. Relief and picture come
from one field.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.demo.keep_facts import Keep
from media_pipeline.demo.noise import Field, layered, smooth
from media_pipeline.demo.parts import SIDES, Array, Model, Side

CORNER_ROW = 0.74
TILE = 1.0


@dataclass(frozen=True, slots=True)
class Stones:
    """The field stones of one face: centres (n, 2) in metres along and down, tilt (n, 2), proudness and tone (n,)."""

    centre: Array
    tilt: Array
    proud: Array
    tone: Array


@dataclass(frozen=True, slots=True)
class Wall:
    """The field at points of a face: depth of relief in metres, 0..1 how far from a joint, tone 0..1, and whether it is
    a corner stone.
    """

    relief: Field
    face: Field
    tone: Field
    corner: npt.NDArray[np.bool_]


def offset(keep: Keep, depth: npt.ArrayLike) -> Array:
    """Return how far the base stands out at `depth` below its top: steep above, flat at the foot (ogi-no-kobai)."""
    t = np.asarray(depth, float)
    top, foot = (1 / np.tan(np.radians(a)) for a in (keep.base_top_degrees, keep.base_foot_degrees))
    return np.asarray(top * t + (foot - top) / (2 * keep.base_height) * t * t, np.float64)


def crown(keep: Keep) -> tuple[float, float]:
    """Return the plan of the base's top: the first floor and a rim."""
    east, south = keep.storeys[0].plan_m()
    return east + 0.5, south + 0.5


def build(model: Model, keep: Keep, *, step: float, seed: int, picture: tuple[int, int]) -> Field:
    """Add the base with a grid of `step` metres and return its picture (4 x rows, columns, 3) 0..1, one band a face."""
    bands = []
    for side in SIDES:
        random = np.random.default_rng(seed * 4 + side.index)
        half_along, half_out = side.half(crown(keep))
        reach = half_along + float(offset(keep, keep.base_height))
        stones = _laid(reach, keep.base_height, random)
        _relief(model, keep, side, stones, step)
        bands.append(_painted(keep, side, stones, picture, random))
        del half_out
    _deck(model, keep)
    return np.concatenate(bands)


def _laid(reach: float, height: float, random: np.random.Generator) -> Stones:
    """Lay stones in rough courses, large ones below."""
    centres = []
    depth = -0.4
    while depth < height + 0.8:
        low = depth / height
        course = random.uniform(0.48, 0.78) * (0.85 + 0.35 * low)
        x = -reach - 1 + random.uniform(0, 0.6)
        while x < reach + 1:
            width = random.uniform(0.55, 1.35) * (0.85 + 0.3 * low)
            centres.append((x + width / 2, depth + course / 2 + random.normal(0, 0.09)))
            x += width
        depth += course
    count = len(centres)
    return Stones(
        np.array(centres),
        random.normal(0, 0.085, (count, 2)),
        random.normal(0, 0.03, count),
        random.normal(0, 1, count),
    )


def _wall(stones: Stones, side: Side, keep: Keep, x: Array, depth: Array) -> Wall:
    """Evaluate the field at (x, depth), arrays of one shape."""
    nearest, second, number = _two_nearest(stones.centre, x, depth)
    face = np.clip((second - nearest) / 0.15, 0, 1)
    face = face * face * (3 - 2 * face)
    centre = stones.centre[number]
    rel = (
        stones.proud[number]
        + stones.tilt[number, 0] * (x - centre[..., 0])
        + stones.tilt[number, 1] * (depth - centre[..., 1])
    )
    relief = -0.13 * (1 - face) + face * rel
    half_along = side.half(crown(keep))[0] + offset(keep, depth)
    inward = half_along - np.abs(x)
    row = np.floor((keep.base_height - depth) / CORNER_ROW)
    long = np.where((row + side.index) % 2 == 0, 2.0, 0.95) + 0.12 * np.sin(row * 12.9 + side.index)
    corner = inward < long
    lying = np.abs((keep.base_height - depth) / CORNER_ROW - row - 0.5)
    joint = np.minimum((0.5 - lying) * CORNER_ROW, np.abs(inward - long))
    smooth_face = np.clip(joint / 0.05, 0, 1)
    face = np.where(corner, smooth_face, face)
    relief = np.where(corner, 0.035 - 0.06 * (1 - smooth_face), relief) * np.clip(inward / 0.10, 0, 1)
    tone = np.where(corner, 0.56 + 0.02 * np.sin(row * 7.1), 0.47 + 0.06 * stones.tone[number])
    return Wall(relief.astype(np.float32), face.astype(np.float32), tone.astype(np.float32), corner)


def _two_nearest(centres: Array, x: Array, y: Array) -> tuple[Array, Array, npt.NDArray[np.int64]]:
    """Return distances to the nearest and second nearest centre and the nearest one's number, looking only near each
    patch of the wall.
    """
    flat_x, flat_y = x.ravel(), y.ravel()
    patch = np.floor(flat_x / TILE).astype(np.int64) * 1000 + np.floor(flat_y / TILE).astype(np.int64)
    order = np.argsort(patch, kind="stable")
    edges = np.flatnonzero(np.r_[True, np.diff(patch[order]) != 0, True])
    near, far, number = np.empty(len(flat_x)), np.empty(len(flat_x)), np.empty(len(flat_x), np.int64)
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        mine = order[start:end]
        px, py = flat_x[mine], flat_y[mine]
        close = np.flatnonzero(
            (np.abs(centres[:, 0] - px.mean()) < TILE / 2 + 1.9) & (np.abs(centres[:, 1] - py.mean()) < TILE / 2 + 1.6)
        )
        squared = (px[:, None] - centres[close, 0]) ** 2 + (1.25 * (py[:, None] - centres[close, 1])) ** 2
        rows = np.arange(len(mine))
        first = squared.argmin(1)
        near[mine], number[mine] = np.sqrt(squared[rows, first]), close[first]
        squared[rows, first] = np.inf
        far[mine] = np.sqrt(squared.min(1))
    return near.reshape(x.shape), far.reshape(x.shape), number.reshape(x.shape)


def _relief(model: Model, keep: Keep, side: Side, stones: Stones, step: float) -> None:
    half_along, half_out = side.half(crown(keep))
    rows = int(keep.base_height / step)
    columns = int(2 * (half_along + float(offset(keep, keep.base_height))) / step)
    depth = np.linspace(keep.base_height, 0, rows + 1)[:, None]
    across = np.linspace(-1, 1, columns + 1)[None]
    x = across * (half_along + offset(keep, depth))
    depth = np.broadcast_to(depth, x.shape)
    wall = _wall(stones, side, keep, x, depth)
    points = side.at(x, half_out + offset(keep, depth) + wall.relief, keep.base_height - depth)
    u = np.broadcast_to((across + 1) / 2, x.shape)
    v = 1 - (side.index + 0.01 + 0.98 * depth / keep.base_height) / 4
    model.grid("stone", points, np.stack([u, v], -1))


def _painted(keep: Keep, side: Side, stones: Stones, picture: tuple[int, int], random: np.random.Generator) -> Field:
    """Return the face's band of the picture: stones of many greys, dark joints, moss low down, streaks of rain from
    above.
    """
    rows, columns = picture
    depth = ((np.arange(rows) + 0.5) / rows - 0.01) / 0.98 * keep.base_height
    depth = np.clip(depth, 0, keep.base_height)[:, None]
    across = ((np.arange(columns) + 0.5) / columns * 2 - 1)[None]
    x = across * (side.half(crown(keep))[0] + offset(keep, depth))
    wall = _wall(stones, side, keep, x, np.broadcast_to(depth, x.shape))
    shape = (rows, columns)
    grain = (
        smooth(shape, (rows / 2, columns / 2), random) * 0.05
        + layered(shape, (rows / 40, columns / 40), 3, random) * 0.06
    )
    patches = layered(shape, (rows / 160, columns / 160), 2, random)
    streak = np.clip(smooth(shape, (2, columns / 24), random) - 0.3, 0, 1) * np.clip(1 - depth / 3.2, 0, 1).astype(
        np.float32
    )
    tone = wall.tone * (1 + grain + 0.06 * patches) * (0.34 + 0.66 * wall.face) * (1 - 0.22 * streak)
    warm = (0.5 + 0.5 * np.tanh(patches)).astype(np.float32)[..., None]
    colour = tone[..., None] * (np.array([1.02, 0.98, 0.90]) * warm + np.array([0.96, 0.98, 0.99]) * (1 - warm))
    low = (depth / keep.base_height).astype(np.float32)
    moss = np.clip(layered(shape, (rows / 90, columns / 90), 3, random) * 0.5 + 0.45 * low - 0.75, 0, 0.45) * (
        1 - 0.55 * wall.face
    )
    lichen = np.clip(layered(shape, (rows / 50, columns / 50), 3, random) - 1.25, 0, 0.5) * wall.face
    colour = colour * (1 - moss[..., None]) + moss[..., None] * np.array([0.30, 0.31, 0.20])
    colour = colour * (1 - lichen[..., None]) + lichen[..., None] * np.array([0.66, 0.67, 0.60])
    return np.asarray(colour, np.float32)


def _deck(model: Model, keep: Keep) -> None:
    """Close the top, so that no light falls through from below."""
    east, south = (v / 2 for v in crown(keep))
    y = keep.base_height - 0.02
    corners = np.array([[(-east, y, south), (east, y, south)], [(-east, y, -south), (east, y, -south)]])
    model.grid("ground", corners, np.array([[(0, 0), (8, 0)], [(0, 8), (8, 8)]], float))
