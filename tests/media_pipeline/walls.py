"""A castle wall as photogrammetry would give it, with the dirt of a real scan, at any size; what is wrong is counted.

A battered wall round a corner, 24 m long and 10 m high: Voronoi stones with recessed joints, three bands of noise, an atlas of jagged charts whose
vertices are split at the seams. Numpy only; the same seed gives the same wall. `wall_files` writes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.media_pipeline import wall_dirt

LENGTH, HEIGHT, CORNER, BEND, BATTER = 24.0, 10.0, 14.0, 7.0, 3.4
CHART, JAG = (35, 30), 4
ASPECT = np.array([1.0, 1.45], np.float32)
PITCH, NEAREST = 0.2, 8


@dataclass(frozen=True)
class Wall:
    """positions (n, 3) float32 metres, Y up; faces (m, 3); uvs (n, 2) v up, of the same index; what was made dirty, by
    kind; and what the texture is painted from.
    """

    positions: np.ndarray
    faces: np.ndarray
    uvs: np.ndarray
    dirt: dict[str, int]
    stones: Stones
    atlas: Atlas


class Stones:
    """Stones in courses that get lower towards the top; which one a point of the unrolled wall lies on, and how far from
    its joint.
    """

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        centres, y = [], 0.0
        while y < HEIGHT + 1:
            high, x = random.uniform(0.35, 0.75) * (1.15 - 0.4 * y / HEIGHT), -1.0
            while x < LENGTH + 1:
                wide = random.uniform(0.5, 1.3) * (1.1 - 0.35 * y / HEIGHT)
                centres.append((x + wide / 2 + random.normal(0, 0.08), y + high / 2 + random.normal(0, 0.07)))
                x += wide
            y += high
        self.centres = np.array(centres, np.float32)
        self.tilt = random.normal(0, 0.10, (len(centres), 2)).astype(np.float32)
        self.offset = random.normal(0, 0.035, len(centres)).astype(np.float32)
        grey = random.normal(0.47, 0.09, (len(centres), 1)) + random.normal(0, 0.02, (len(centres), 3))
        self.albedo = np.clip(grey, 0.15, 0.85).astype(np.float32)
        x, y = np.meshgrid(np.arange(0, LENGTH, PITCH) + PITCH / 2, np.arange(0, HEIGHT, PITCH) + PITCH / 2)
        cells = np.stack([x, y], -1).astype(np.float32)[..., None, :]
        self._near = np.argsort((((cells - self.centres) * ASPECT) ** 2).sum(-1), axis=-1)[..., :NEAREST]

    def at(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (distance from the joint in metres, number of the stone) at points (n,) of the unrolled wall."""
        row = np.clip((y / PITCH).astype(np.int32), 0, self._near.shape[0] - 1)
        near = self._near[row, np.clip((x / PITCH).astype(np.int32), 0, self._near.shape[1] - 1)]
        first, second = np.full(len(x), np.inf, np.float32), np.full(len(x), np.inf, np.float32)
        stone = np.zeros(len(x), np.int32)
        for k in range(NEAREST):
            candidate = near[:, k]
            away = np.hypot(x - self.centres[candidate, 0], (y - self.centres[candidate, 1]) * ASPECT[1])
            closer = away < first
            second = np.where(closer, first, np.minimum(second, away))
            stone = np.where(closer, candidate, stone)
            first = np.where(closer, away, first)
        return second - first, stone


@dataclass(frozen=True)
class Atlas:
    """Where the charts lie: cells of the grid (nx, ny), charts in each direction, slots in each, place of each chart."""

    grid: tuple[int, int]
    charts: tuple[int, int]
    slots: tuple[int, int]
    slot_of: np.ndarray

    @property
    def cell(self) -> tuple[int, int]:
        """Cells of the grid across and up a slot."""
        return CHART[0] + 2 * JAG + 2, CHART[1] + 2 * JAG + 2


def noise(rows: int, columns: int, step: float, seed: int) -> np.ndarray:
    """Return (rows, columns) smooth noise of about unit size that changes over `step` cells."""
    random = np.random.default_rng(seed)
    high, wide = int(rows / step) + 3, int(columns / step) + 3
    coarse = random.standard_normal((high, wide)).astype(np.float32)
    y, x = np.arange(rows, dtype=np.float32) / step, np.arange(columns, dtype=np.float32) / step
    i, j = y.astype(int), x.astype(int)
    v, u = ((t * t * (3 - 2 * t)).astype(np.float32) for t in (y - i, x - j))
    upright = coarse[i] + (coarse[i + 1] - coarse[i]) * v[:, None]
    return upright[:, j] + (upright[:, j + 1] - upright[:, j]) * u


def wall(triangles: int, *, seed: int = 7, dirty: bool = True) -> Wall:
    """Return a wall of about `triangles` (2,000 to 5,000,000 and more)."""
    ny = max(20, round((triangles / 2 / (LENGTH / HEIGHT)) ** 0.5))
    nx = round(triangles / 2 / ny)
    stones = Stones(seed)
    surface = _surface(nx, ny, stones, seed)
    atlas, chart = _atlas(nx, ny, seed)
    vertex, uvs, quads = _mapped(atlas, chart)
    positions = surface.reshape(-1, 3)[vertex]
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], 1).reshape(-1, 3)
    dirt: dict[str, int] = {}
    if dirty:
        positions, faces, uvs, dirt = wall_dirt.spread(positions, faces, uvs, grid=(nx, ny), seed=seed)
    used = np.zeros(len(positions), bool)
    used[faces] = True
    splits = used[: len(vertex)].sum() - np.count_nonzero(np.bincount(vertex[used[: len(vertex)]]))
    dirt |= {"weld": int(splits), "loose_vertices": int((~used).sum())}
    return Wall(positions, faces, uvs, dirt, stones, atlas)


def _surface(nx: int, ny: int, stones: Stones, seed: int) -> np.ndarray:
    """Return ((ny + 1), (nx + 1), 3) points: stones in relief, leaning back, bent round the corner."""
    u, v = np.meshgrid(np.linspace(0, LENGTH, nx + 1), np.linspace(0, HEIGHT, ny + 1))
    joint, stone = (a.reshape(u.shape) for a in stones.at(u.ravel().astype(np.float32), v.ravel().astype(np.float32)))
    face = np.clip(joint / 0.22, 0, 1)
    face = face * face * (3 - 2 * face)
    lean = stones.tilt[stone, 0] * (u - stones.centres[stone, 0]) + stones.tilt[stone, 1] * (
        v - stones.centres[stone, 1]
    )
    rough = noise(*u.shape, nx / 220 + 1, seed + 1) * 0.012 + noise(*u.shape, nx / 600 + 1, seed + 2) * 0.006
    rough += noise(*u.shape, 4, seed + 3) * 0.0018 + np.random.default_rng(seed).normal(0, 0.0008, u.shape)
    relief = -0.16 * (1 - face) + face * (stones.offset[stone] + lean) + rough
    out = relief - BATTER * (1 - (1 - v / HEIGHT) ** 1.75)
    begin, end, radius = CORNER - BEND / 2, CORNER + BEND / 2, BEND * 2 / np.pi
    angle = np.clip((u - begin) / BEND, 0, 1) * np.pi / 2
    x = np.where(u < begin, u - begin, radius * np.sin(angle))
    z = np.where(u > end, -radius - (u - end), -radius * (1 - np.cos(angle)))
    return np.stack([x + np.sin(angle) * out, v + 0.22 * relief, z + np.cos(angle) * out], -1).astype(np.float32)


def _atlas(nx: int, ny: int, seed: int) -> tuple[Atlas, tuple[np.ndarray, np.ndarray]]:
    """Return the atlas and the chart (column, row) of each cell of the grid; borders wander by up to JAG cells."""
    across, up = (nx - 1) // CHART[0] + 1, (ny - 1) // CHART[1] + 1
    j, i = np.mgrid[0:ny, 0:nx]
    wander = [JAG * np.clip(noise(ny, nx, 9, seed + k), -1, 1) for k in (11, 12)]
    column = np.clip(np.floor((i + wander[0]) / CHART[0]), 0, across - 1).astype(np.int32)
    row = np.clip(np.floor((j + wander[1]) / CHART[1]), 0, up - 1).astype(np.int32)
    number = across * up
    wide = int(np.ceil((number * (CHART[1] + 2 * JAG + 2) / (CHART[0] + 2 * JAG + 2)) ** 0.5))
    places = np.random.default_rng(seed).permutation(number)
    return Atlas((nx, ny), (across, up), (wide, -(-number // wide)), places), (column, row)


def _mapped(atlas: Atlas, chart: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the point of the grid of each vertex, its coordinates, and the quads; vertices are split where charts meet."""
    nx, ny = atlas.grid
    number = atlas.charts[0] * atlas.charts[1]
    column, row = chart
    block = (column + row * atlas.charts[0]).astype(np.int64)
    j, i = np.mgrid[0:ny, 0:nx]
    keys = [((j + b) * (nx + 1) + i + a) * number + block for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
    distinct, quads = np.unique(np.stack([k.ravel() for k in keys], 1), return_inverse=True)
    vertex, block = np.divmod(distinct, number)
    y, x = np.divmod(vertex, nx + 1)
    down, right = np.divmod(atlas.slot_of[block], atlas.slots[0])
    cell = atlas.cell
    u = (right + (x - block % atlas.charts[0] * CHART[0] + JAG + 1) / cell[0]) / atlas.slots[0]
    v = (down + (y - block // atlas.charts[0] * CHART[1] + JAG + 1) / cell[1]) / atlas.slots[1]
    return vertex, np.stack([u, 1 - v], 1).astype(np.float32), quads.reshape(-1, 4).astype(np.int32)
