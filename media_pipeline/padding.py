"""Filling what no chart covers, so that filtering and compression find no foreign colour at the rims of charts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from media_pipeline.mesh import Bytes, Mask
from media_pipeline.texture import halved

ROWS = 256


def fill(pixels: Bytes, covered: Mask) -> None:
    """Fill every pixel of `pixels` (side, side, channels) outside `covered` (side, side) from the nearest inside, coarser
    the farther (pull-push), in place. The side must be a power of two.

    Means of bytes are kept as bytes: beside the picture a third of its size is needed, and bands of rows.
    """
    side = len(covered)
    if side == 1 or covered.all():
        return
    coarse, there = np.empty((side // 2, side // 2, pixels.shape[2]), np.uint8), np.empty((side // 2, side // 2), bool)
    for top in range(0, side, ROWS):
        band = slice(top, min(top + ROWS, side))
        half = slice(band.start // 2, band.stop // 2)
        count = _counted(covered[band])
        coarse[half], there[half] = _pulled(pixels[band], covered[band], count), count > 0
    fill(coarse, there)
    for top in range(0, side, ROWS):
        band = slice(top, min(top + ROWS, side))
        wide = whole_pixels(coarse[band.start // 2 : band.stop // 2]).repeat(2, 1).repeat(2, 0)
        np.copyto(whole_pixels(pixels[band]), wide, where=~covered[band])


def whole_pixels(pixels: Bytes) -> npt.NDArray[np.void]:
    """Return a view of contiguous `pixels` (..., channels) in which each is one thing (...), moved as such: some times as
    fast as byte by byte.
    """
    return pixels.view(f"V{pixels.shape[-1]}")[..., 0]


def _counted(covered: Mask) -> Bytes:
    """Return how many of each two by two are covered."""
    one = covered.view(np.uint8)
    return np.asarray(one[0::2, 0::2] + one[1::2, 0::2] + one[0::2, 1::2] + one[1::2, 1::2])


def _pulled(pixels: Bytes, covered: Mask, count: Bytes) -> Bytes:
    """Return the means of the covered pixels of each two by two; of all four where none is."""
    found = np.array(halved(pixels)) if len(pixels) > 1 else np.zeros((0, 0, pixels.shape[2]), np.uint8)
    y, x = np.nonzero((count > 0) & (count < 4))
    total = np.zeros((len(y), pixels.shape[2]), np.uint16)
    for down in (0, 1):
        for across in (0, 1):
            there = covered[2 * y + down, 2 * x + across]
            total[there] += pixels[2 * y[there] + down, 2 * x[there] + across]
    divisor = count[y, x].astype(np.uint16)[:, None]
    found[y, x] = (total + divisor // 2) // divisor
    return found
