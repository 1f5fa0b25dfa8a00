"""Pictures of points: each is a disc that faces the camera, as wide as the points are apart; edges are darkened by depth
(eye-dome lighting, Boucheny 2009), so that a cloud without normals has a shape too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.camera import Camera
from media_pipeline.clouds.cloud import Cloud
from media_pipeline.mesh import NEUTRAL, Floats

SCALE = 2
MOST_SAMPLES, WIDEST = 60_000_000, 12.0
"""Samples that discs may cover together, and a disc's radius in samples: a sparse cloud is drawn in larger dots."""

STRENGTH = 60.0
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


def picture(cloud: Cloud, camera: Camera, *, spacing: float) -> npt.NDArray[np.uint8]:
    """Return the view as (h, w, 4) bytes on a transparent ground. spacing: distance of neighbours in metres."""
    width, height = camera.width * SCALE, camera.height * SCALE
    column, row, depth = _projected(cloud.positions.astype(np.float32), camera, width, height)
    focal = height / 2 / np.tan(np.radians(camera.fov) / 2)
    widest = min(WIDEST, max(1.0, np.sqrt(MOST_SAMPLES / 4 / len(depth))))
    radius = float(np.clip(0.75 * spacing * focal / max(float(np.median(depth)), 1e-9), 0.5, widest))
    return discs(cloud, (column, row, depth), (width, height), radius=radius)


def discs(
    cloud: Cloud, places: tuple[Floats, Floats, Floats], size: tuple[int, int], *, radius: float
) -> npt.NDArray[np.uint8]:
    """Return the points as discs of `radius` samples at column, row and positive depth, on a picture of `size` samples,
    SCALE of them a pixel and side.
    """
    (column, row, depth), (width, height) = places, size
    # depth before number: positive floats have the order of their bits, so the least is the nearest point
    code = depth.view(np.uint32).astype(np.uint64) << np.uint64(32) | np.arange(len(depth), dtype=np.uint64)
    front = np.full(width * height, EMPTY, np.uint64)
    for across, down in _disc(radius):
        index, inside = _index(column + across, row + down, width, height)
        np.minimum.at(front, index, code[inside])
    known = front != EMPTY
    nearest = np.full(len(front), np.inf, np.float32)
    nearest[known] = (front[known] >> np.uint64(32)).astype(np.uint32).view(np.float32)
    colours = np.zeros((len(front), 3), np.float32)
    colours[known] = _colours(cloud)[(front[known] & np.uint64(0xFFFFFFFF)).astype(np.int64)]
    lit = colours.reshape(height, width, 3) * _shade(nearest.reshape(height, width))[..., None]
    return _reduced(lit, known.reshape(height, width))


def _projected(positions: Floats, camera: Camera, width: int, height: int) -> tuple[Floats, Floats, Floats]:
    """Return column, row and depth of each point; those behind the camera lie outside the picture."""
    right, up, forward = camera.axes()
    local = positions - np.array(camera.eye, np.float32)
    depth = local @ forward.astype(np.float32)
    safe = np.maximum(depth, np.float32(1e-6))
    focal = np.float32(height / 2 / np.tan(np.radians(camera.fov) / 2))
    column = local @ right.astype(np.float32) / safe * focal + np.float32(width / 2)
    row = np.float32(height / 2) - local @ up.astype(np.float32) / safe * focal
    return np.where(depth > 1e-6, column, np.float32(-1e6)).astype(np.float32), row.astype(np.float32), safe


def _colours(cloud: Cloud) -> Floats:
    """Return the colour of each point 0..255, shaded by its normal where it has one."""
    if cloud.colours is not None:  # those of a scan hold the light of the day already
        return cloud.colours.astype(np.float32)
    colours = np.tile(np.array(NEUTRAL, np.float32), (len(cloud.positions), 1))
    if cloud.normals is None:
        return colours
    lamp = np.array([0.4, 0.8, 0.45], np.float32)
    shade = 0.45 + 0.55 * np.abs(cloud.normals @ (lamp / np.linalg.norm(lamp)))
    return np.asarray(colours * shade[:, None], np.float32)


def _disc(radius: float) -> list[tuple[int, int]]:
    reach = int(radius)
    steps = range(-reach, reach + 1)
    return [(x, y) for y in steps for x in steps if x * x + y * y <= radius * radius] or [(0, 0)]


def _index(column: Floats, row: Floats, width: int, height: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the sample of each point that falls into the picture, and which points those are."""
    inside = np.flatnonzero((column >= 0) & (column < width) & (row >= 0) & (row < height))
    return row[inside].astype(np.int64) * width + column[inside].astype(np.int64), inside


def _shade(depth: Floats) -> Floats:
    """Return 0..1 for each sample: darker the farther it lies behind its eight neighbours."""
    known = np.isfinite(depth)
    log = np.where(known, np.log2(np.where(known, depth, 1)), 0)
    wide, seen = np.pad(log, 2, mode="edge"), np.pad(known, 2, mode="edge")
    total = np.zeros(depth.shape, np.float32)
    for down in (0, 2, 4):
        for across in (0, 2, 4):
            other = wide[down : down + depth.shape[0], across : across + depth.shape[1]]
            there = seen[down : down + depth.shape[0], across : across + depth.shape[1]]
            total += np.where(there & known, np.maximum(0, log - other), 0)
    return np.asarray(0.35 + 0.65 * np.exp(-STRENGTH * total / 8), np.float32)


def _reduced(lit: npt.NDArray[Any], known: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    """Return the samples averaged to pixels with straight alpha."""
    height, width = known.shape
    size = (height // SCALE, SCALE, width // SCALE, SCALE)
    share = known.reshape(size).mean((1, 3))
    colour = (lit * known[..., None]).reshape(*size, 3).mean((1, 3)) / np.maximum(share, 1e-6)[..., None]
    return np.clip(np.concatenate([colour, share[..., None] * 255], 2) + 0.5, 0, 255).astype(np.uint8)
