"""How many rays each pixel of a picture gets: one to begin with, four where one is not enough."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from media_pipeline.camera import View
from media_pipeline.mesh import Floats, Mask
from media_pipeline.parallel import in_order

Pixels = npt.NDArray[np.int64]
Shade = Callable[[Floats, Pixels], Floats]
"""From rays (n, 6) and the pixels they belong to, what they bring back (n, channels)."""

Places = tuple[tuple[float, float], ...]

BATCH = 1 << 18
QUARTERS = ((0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75))
ROUND = tuple((0.5 + 0.42 * np.cos(turn), 0.5 + 0.42 * np.sin(turn)) for turn in np.radians((15.0, 135.0, 255.0)))
"""Round a pixel's middle, no two in a row or column: with the middle's as good as four of their own."""
CONTRAST = 0.12
"""Neighbours that differ more than this, of the whole range, are looked at more closely."""


def once(view: View, shade: Shade, *, place: tuple[float, float] = (0.5, 0.5)) -> Floats:
    """Return (h, w, channels) from one ray through `place` of each pixel."""
    rows = max(1, BATCH // view.width)
    across = (np.arange(view.width, dtype=np.float64) + place[0])[None]

    def band(top: int) -> Floats:
        line = np.arange(top, min(top + rows, view.height), dtype=np.float64)
        pixels = np.arange(top * view.width, (top + len(line)) * view.width)
        return shade(view.bundle(across, (line + place[1])[:, None]), pixels)

    parts = in_order(band, range(0, view.height, rows))
    return np.concatenate(parts).reshape(view.height, view.width, -1)


def evenly(view: View, shade: Shade, covered: Callable[[Floats], Mask]) -> Floats:
    """Return the mean of four rays through the quarters of each pixel, but for those that have nothing near: where the
    first ray and those of all eight neighbours bring back what is not `covered`, it stands for all four.
    """
    picture = once(view, shade, place=QUARTERS[0])
    pixels = np.flatnonzero(_grown(covered(picture)))
    if len(pixels):
        flat = picture.reshape(-1, picture.shape[2])
        flat[pixels] = (flat[pixels] + 3 * _means(view, shade, pixels, QUARTERS[1:])) / 4
    return picture


def where_needed(view: View, first: Shade, fine: Shade, *, contrast: float = CONTRAST) -> Floats:
    """Return one ray a pixel, by `first`, and where a pixel differs from one beside it the mean of that and three more, by
    `fine`. Channels must lie within 0..1.
    """
    picture = once(view, first)
    pixels = np.flatnonzero(_rough(picture, contrast))
    if len(pixels):
        flat = picture.reshape(-1, picture.shape[2])
        flat[pixels] = (flat[pixels] + len(ROUND) * _means(view, fine, pixels, ROUND)) / (1 + len(ROUND))
    return picture


def _means(view: View, shade: Shade, pixels: Pixels, places: Places) -> Floats:
    """Return (n, channels): the means over rays through these places of each of `pixels`."""
    step = max(1, BATCH // len(places))
    offset = np.array(places)

    def part(start: int) -> Floats:
        mine = pixels[start : start + step]
        across = ((mine % view.width)[:, None] + offset[:, 0]).ravel()
        down = ((mine // view.width)[:, None] + offset[:, 1]).ravel()
        found = shade(view.bundle(across, down), np.repeat(mine, len(places)))
        each = found.reshape(len(mine), len(places), -1)
        return np.asarray(sum(each[:, number] for number in range(len(places))) / np.float32(len(places)), np.float32)

    return np.concatenate(in_order(part, range(0, len(pixels), step)))


def _rough(picture: Floats, contrast: float) -> Mask:
    """Return (h, w): which pixels differ from one beside, above or below them."""
    rough = np.zeros(picture.shape[:2], bool)
    for channel in np.moveaxis(picture, 2, 0):
        plane = np.ascontiguousarray(channel)
        across = np.abs(plane[:, 1:] - plane[:, :-1]) > contrast
        down = np.abs(plane[1:] - plane[:-1]) > contrast
        rough[:, 1:] |= across
        rough[:, :-1] |= across
        rough[1:] |= down
        rough[:-1] |= down
    return rough


def _grown(mask: Mask) -> Mask:
    """Return the mask with the eight neighbours of all that is in it."""
    wide = np.pad(mask, 1)
    rows = wide[:-2] | wide[1:-1] | wide[2:]
    return np.asarray(rows[:, :-2] | rows[:, 1:-1] | rows[:, 2:])
