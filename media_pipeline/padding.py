"""Filling what no chart covers, so that filtering and compression find no foreign colour at the rims of charts."""

from __future__ import annotations

import numpy as np

from media_pipeline.mesh import Bytes, Mask

ROWS = 256


def fill(pixels: Bytes, covered: Mask) -> None:
    """Fill every pixel of `pixels` (side, side, channels) outside `covered` (side, side) from the nearest inside, coarser
    the farther (pull-push), in place. The side must be a power of two.

    Means of bytes are kept as bytes: beside the picture a third of its size is needed, and bands of rows.
    """
    side = len(pixels)
    if side == 1 or covered.all():
        return
    coarse, there = np.empty((side // 2, side // 2, pixels.shape[2]), np.uint8), np.empty((side // 2, side // 2), bool)
    for top in range(0, side, ROWS):
        band = slice(top, min(top + ROWS, side))
        half = slice(band.start // 2, band.stop // 2)
        coarse[half], there[half] = _pulled(pixels[band], covered[band])
    fill(coarse, there)
    for top in range(0, side, ROWS):
        band = slice(top, min(top + ROWS, side))
        wide = coarse[band.start // 2 : band.stop // 2].repeat(2, 0).repeat(2, 1)
        np.copyto(pixels[band], wide, where=~covered[band, :, None])


def _pulled(pixels: Bytes, covered: Mask) -> tuple[Bytes, Mask]:
    """Return the means of the covered pixels of each two by two, and where there are any."""
    count = covered.view(np.uint8)
    number = count[0::2, 0::2] + count[1::2, 0::2] + count[0::2, 1::2] + count[1::2, 1::2]
    total = np.zeros((*number.shape, pixels.shape[2]), np.uint16)
    for down in (0, 1):
        for across in (0, 1):
            total += pixels[down::2, across::2] * count[down::2, across::2, None]
    divisor = np.maximum(number, 1).astype(np.uint16)[..., None]
    return ((total + divisor // 2) // divisor).astype(np.uint8), number > 0
