"""Thinning by a grid of cubes: of each cube one measured point stays, in the mean colour of those it stands for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from media_pipeline.clouds.cloud import Cloud
from media_pipeline.mesh import Doubles, Floats

ATTEMPTS = 16
ENOUGH = 0.95
"""Share of the count asked for from which no finer grid is looked for."""

MOST_CELLS = 1 << 20
"""Along an axis: three of them fit into 63 bits."""

SAMPLES = 50_000
SEED = 1604


@dataclass(frozen=True, slots=True)
class Thinned:
    """What stayed, and the edge of the cubes in metres: 0 where nothing had to go."""

    cloud: Cloud
    voxel: float


def thin(cloud: Cloud, most: int) -> Thinned:
    """Return at most `most` points of `cloud`, evenly in space: the edge is found that leaves nearly so many."""
    if len(cloud.positions) <= most:
        return Thinned(cloud, 0.0)
    positions = cloud.positions.astype(np.float32)
    low = positions.min(0)
    extent = float((positions.max(0) - low).max())
    finest, coarsest = extent / (MOST_CELLS - 2), extent * 1.01
    small, large = finest, coarsest  # too fine and coarse enough, until better is known
    edge = max(1.1 * small, extent / math.sqrt(most))
    for attempt in range(ATTEMPTS):
        count = _count(_cells(positions, low, edge))
        if count > most:
            small = edge
        else:
            large = edge
            if count >= ENOUGH * most:
                break
        guess = edge * math.sqrt(
            2 * count / (1 + ENOUGH) / most
        )  # of a surface: cells go with the square of their edge
        if attempt % 2 or not small < guess < large:
            least = max(small, large / 4) if small == finest else small
            guess = math.sqrt(least * (min(large, 4 * small) if large == coarsest else large))
        edge = guess
    return Thinned(_picked(cloud, positions, _cells(positions, low, large), low, large), large)


def _count(cells: npt.NDArray[np.int64]) -> int:
    cells.sort()
    return 1 + int(np.count_nonzero(np.diff(cells)))


def _cells(positions: Floats, low: Floats, edge: float) -> npt.NDArray[np.int64]:
    """Return the number of the cube of each point."""
    code = np.zeros(len(positions), np.int64)
    for axis in range(3):
        code = code << 20 | ((positions[:, axis] - low[axis]) / np.float32(edge)).astype(np.int64)
    return code


def _picked(cloud: Cloud, positions: Floats, cells: npt.NDArray[np.int64], low: Floats, edge: float) -> Cloud:
    """Return of each cube the point nearest to its middle, in the mean colour of the cube."""
    inside = ((positions - low) / np.float32(edge)) % 1 - np.float32(0.5)
    order = np.lexsort((np.einsum("ij,ij->i", inside, inside), cells))
    first = np.flatnonzero(np.concatenate([[True], np.diff(cells[order]) != 0]))
    kept = order[first]
    colours = None
    if cloud.colours is not None:
        sums = np.add.reduceat(cloud.colours[order].astype(np.uint32), first, axis=0)
        counts = np.diff(np.append(first, len(order)))[:, None]
        colours = ((sums + counts // 2) // counts).astype(np.uint8)
    return Cloud(positions[kept], colours, None if cloud.normals is None else cloud.normals[kept])


def spacing(positions: Floats | Doubles) -> float:
    """Return the median distance of a point to its nearest neighbour, in metres, over a sample of points."""
    if len(positions) < 2:
        return 0.0
    picked = np.random.default_rng(SEED).permutation(len(positions))[:SAMPLES]
    found, _ = _tree(positions).query(positions[picked], k=2)
    return float(np.median(found[:, 1]))


def loss(master: Floats | Doubles, kept: Floats | Doubles) -> dict[str, float | int]:
    """Return how far points of the master lie from the nearest that stayed: rms, p99, max in metres, samples."""
    picked = np.random.default_rng(SEED).permutation(len(master))[: 4 * SAMPLES]
    found, _ = _tree(kept).query(master[picked])
    return {
        "rms": round(float(np.sqrt(np.mean(found**2))), 9),
        "p99": round(float(np.percentile(found, 99)), 9),
        "max": round(float(found.max()), 9),
        "samples": len(picked),
    }


def _tree(positions: Floats | Doubles) -> cKDTree:
    return cKDTree(positions, leafsize=32, balanced_tree=False, compact_nodes=False)
