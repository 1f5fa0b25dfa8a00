"""Seeded noise on pictures, numpy only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]


def smooth(
    shape: tuple[int, int], cells: tuple[float, float], random: np.random.Generator, *, tile: bool = True
) -> Field:
    """Return noise of zero mean and about unit range, with `cells` (down, across) lumps; it tiles where wanted."""
    down, across = max(1, round(cells[0])), max(1, round(cells[1]))
    grid = random.standard_normal((down, across)).astype(np.float32)
    if not tile:
        grid = random.standard_normal((down + 1, across + 1)).astype(np.float32)
    rows = _interpolated(grid, shape[0], down, tile)
    return np.ascontiguousarray(_interpolated(np.ascontiguousarray(rows.T), shape[1], across, tile).T)


def _interpolated(grid: Field, size: int, cells: int, tile: bool) -> Field:
    """Return `grid` with its first axis stretched to `size` by smooth steps."""
    x = (np.arange(size) + 0.5) / size * cells
    low = np.floor(x).astype(int)
    f = (x - low).astype(np.float32)
    f = f * f * (3 - 2 * f)
    high = (low + 1) % cells if tile else np.minimum(low + 1, len(grid) - 1)
    return np.asarray(grid[low] * (1 - f)[:, None] + grid[high] * f[:, None], np.float32)


def layered(
    shape: tuple[int, int], cells: tuple[float, float], octaves: int, random: np.random.Generator, *, tile: bool = True
) -> Field:
    """Return the sum of `octaves` of noise, each half as large and half as strong as the one before."""
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        scale = 2**octave
        total += smooth(shape, (cells[0] * scale, cells[1] * scale), random, tile=tile) / np.float32(scale)
    return total
