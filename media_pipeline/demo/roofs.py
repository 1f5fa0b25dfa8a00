"""Tiled roofs: concave slopes of round and flat tiles in courses, lifted corners, plastered eaves with rafters, hip
ridges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from media_pipeline.demo.keep_facts import Keep
from media_pipeline.demo.parts import SIDES, UP, Array, Model, Side

PICTURE_TILES = 8
ROUND = (-0.5, -0.29, -0.23, -0.09, 0.09, 0.23, 0.29)
RIDGE = (
    (-0.21, -0.10),
    (-0.21, 0.22),
    (-0.15, 0.23),
    (-0.15, 0.29),
    (-0.10, 0.37),
    (0.0, 0.41),
    (0.10, 0.37),
    (0.15, 0.29),
    (0.15, 0.23),
    (0.21, 0.22),
    (0.21, -0.10),
)
DEMON = (
    (0.26, -0.12),
    (0.33, 0.10),
    (0.31, 0.34),
    (0.20, 0.50),
    (0.09, 0.55),
    (0.0, 0.66),
    (-0.09, 0.55),
    (-0.20, 0.50),
    (-0.31, 0.34),
    (-0.33, 0.10),
    (-0.26, -0.12),
)


@dataclass(frozen=True, slots=True)
class Slope:
    """A roof's shape: plan of eave and of its upper end (half sizes by face), heights, lift of the corners, how hollow
    it is.
    """

    outer: tuple[float, float]
    inner: tuple[float, float]
    eave: float
    rise: float
    lift: float
    hollow: float = 0.10

    def climb(self, t: Array) -> Array:
        """Return the share of the rise at t (0 eave, 1 upper end)."""
        return t - self.hollow * np.sin(np.pi * t)

    def lifted(self, x: Array, half: float, t: Array) -> Array:
        """Return how far the eave curves up at `x` along a face of half length `half`, dying out up the slope."""
        return self.lift * np.minimum(np.abs(x / half), 1.0) ** 3.2 * np.clip(1 - t, 0, 1) ** 1.5


def tile_columns(half: float, row: float) -> tuple[Array, Array, Array]:
    """Return x and height of the tiles' cross-section over -half..half, and the middles of the round tiles."""
    count = max(4, round(2 * half / row))
    width = 2 * half / count
    middles = -half + (np.arange(count) + 0.5) * width
    u = np.array(ROUND)
    height = np.where(
        np.abs(u) < 0.28, 0.082 * np.sqrt(np.clip(1 - (u / 0.30) ** 2, 0, 1)), np.where(np.abs(u) > 0.4, -0.018, 0.0)
    )
    x = np.append((middles[:, None] + u * width).ravel(), half)
    return np.asarray(x), np.append(np.tile(height, count), -0.018), np.asarray(middles, np.float64)


def courses(length: float, course: float, *, step: float = 0.016) -> tuple[Array, Array]:
    """Return t of the lower and upper edge of each course over 0..1, and how far each edge stands above the slope."""
    count = max(2, round(length / course))
    edges = np.linspace(0, 1, count + 1)
    return np.stack([edges[:-1], edges[1:]], 1).ravel(), np.tile([step, 0.0], count)


def tiled(model: Model, keep: Keep, side: Side, slope: Slope, *, limit: float = 1.0) -> None:
    """Add the tiles of one face of a hipped roof up to `limit` of the slope."""
    half, out = side.half(slope.outer)
    inner_half, inner_out = side.half(slope.inner)
    x, height, _ = tile_columns(half, keep.tile_row)
    run = max(half - inner_half, 1e-6)
    top = np.minimum(np.clip((half - np.abs(x)) / run, 0, 1), limit)
    surface(
        model,
        keep,
        side,
        slope,
        x=x,
        height=height,
        top=top,
        half=half,
        out=(out, inner_out),
        length=float(np.hypot(out - inner_out, slope.rise)),
    )


def surface(  # noqa: PLR0913 - the parts of one sheet of tiles
    model: Model,
    keep: Keep,
    side: Side,
    slope: Slope,
    *,
    x: Array,
    height: Array,
    top: Array,
    half: float,
    out: tuple[float, float],
    length: float,
) -> None:
    """Add a sheet of tiles: columns at `x` with cross-section `height`, each going up to its `top`."""
    t, raised = courses(length, keep.tile_course)
    raised = raised[:, None] * (t[:, None] < top[None])
    t = np.minimum(t[:, None], top[None])
    y = slope.eave + slope.rise * slope.climb(t) + slope.lifted(x[None], half, t) + height + raised
    d = out[0] + (out[1] - out[0]) * t
    columns = np.broadcast_to(x[None], t.shape)
    uvs = np.stack([columns / keep.tile_row / PICTURE_TILES, t * length / keep.tile_course / PICTURE_TILES], -1)
    model.grid("tile", side.at(columns, d, y), uvs)


def eave(
    model: Model,
    keep: Keep,
    side: Side,
    slope: Slope,
    wall: tuple[float, float],
    *,
    ends: bool = True,
    thick: float = 0.24,
) -> None:
    """Add what one sees of a roof from below: tile ends, plastered edge, soffit and rafters, down to the wall of plan
    `wall`.
    """
    half, out = side.half(slope.outer)
    wall_half, wall_out = side.half(wall)
    x, height, middles = tile_columns(half, keep.tile_row)
    zero = np.zeros_like(x)
    line = slope.eave + slope.lifted(x, half, zero)
    if ends:
        front = np.stack([side.at(x, out, line - 0.06), side.at(x, out, line + height + 0.016)])
        model.grid("tile", front, _strip(x / keep.tile_row / PICTURE_TILES, 0.02))
        _tile_ends(model, side, middles, out, slope.eave + slope.lifted(middles, half, 0 * middles))
    s = np.linspace(-1, 1, 2 * max(8, int(half / 0.45)) + 1)
    rim = slope.eave + slope.lifted(s * half, half, 0 * s)
    inset = ((0.05, -thick), (0.05, -0.05), (0.0, -0.05)) if ends else ((0.02, -thick), (0.0, 0.0))
    edge = np.stack([side.at(s * (half - i), out - i, rim + drop) for i, drop in inset])
    model.grid(
        "plaster" if ends else "wood",
        edge,
        np.stack([np.stack([s * half / 2, 0 * s + k * 0.1], 1) for k in range(len(inset))]),
    )
    seat = slope.eave - thick + 0.42 * min(1.0, (out - wall_out) / 1.5)
    outer_edge = side.at(s * (half - 0.05), out - 0.05, rim - thick)
    under = np.stack([side.at(s * wall_half, wall_out, seat), outer_edge])
    model.grid(
        "plaster" if ends else "wood",
        under,
        np.stack([np.stack([s * half / 2, 0 * s], 1), np.stack([s * half / 2, 0 * s + 0.5], 1)]),
    )
    _rafters(model, side, slope, (half, out), (wall_half, wall_out), seat, thick, "plaster" if ends else "wood")


def _strip(u: Array, v: float) -> Array:
    return np.stack([np.stack([u, 0 * u], 1), np.stack([u, 0 * u + v], 1)])


def _tile_ends(model: Model, side: Side, middles: Array, out: float, line: Array) -> None:
    """Add the round end of every row of round tiles: a disc with a raised rim."""
    angle = np.linspace(0, 2 * np.pi, 9)
    radius, depth = np.array([0.0, 0.052, 0.056, 0.088, 0.088]), np.array([0.046, 0.046, 0.060, 0.060, -0.02])
    for x, y in zip(middles.tolist(), line.tolist(), strict=True):
        ring = side.at(
            x + radius[::-1, None] * np.cos(angle),
            (out + depth[::-1, None]) * np.ones_like(angle),
            y + 0.012 + radius[::-1, None] * np.sin(angle),
        )
        model.grid("ridge", ring, np.stack(np.meshgrid(angle / 6.3, radius), -1))


def _rafters(
    model: Model,
    side: Side,
    slope: Slope,
    outer: tuple[float, float],
    wall: tuple[float, float],
    seat: float,
    thick: float,
    material: str,
) -> None:
    """Add parallel rafters under the soffit, cut off at the hips."""
    half, out = outer[0] - 0.12, outer[1] - 0.12
    for x in np.arange(-half + 0.2, half - 0.1, 0.38).tolist():
        inner = wall[1] + max(0.0, abs(x) - wall[0])
        if out - inner < 0.2:
            continue
        share = (inner - wall[1]) / (out - wall[1])
        high = slope.eave + float(slope.lifted(np.array(x), outer[0], np.zeros(()))) - thick
        start = side.at(x, inner, seat + (high - seat) * share - 0.055)
        end = side.at(x, out, high - 0.055)
        along = (end - start) / 2
        square = np.cross(along, side.along)
        square *= 0.07 / np.linalg.norm(square)
        model.box(material, (start + end) / 2, (side.along * 0.055, square, along), repeat=0.5)


def hips(model: Model, slope: Slope, *, limit: float = 1.0) -> None:
    """Add the four ridges over the hips with their end tiles."""
    t = np.linspace(-0.01, limit, 14)
    inner, outer = np.array(slope.inner) / 2, np.array(slope.outer) / 2
    share = np.clip(1 - (1 - inner[1] / outer[1]) * t, 0, 1)
    y = slope.eave + slope.rise * slope.climb(np.clip(t, 0, 1)) + slope.lift * share**3.2 * np.clip(1 - t, 0, 1) ** 1.5
    for sx in (-1, 1):
        for sz in (-1, 1):
            plan = outer + (inner - outer) * t[:, None]
            path = np.stack([sx * plan[:, 0], y, sz * plan[:, 1]], 1)
            path[:3, 1] += np.array([0.10, 0.05, 0.015])
            model.sweep("ridge", path, RIDGE, repeat=0.5)
            finial(model, path[0], path[0] - path[1])


def finial(model: Model, foot: Array, forward: Array, *, size: float = 1.0) -> None:
    """Add a demon-face end tile (onigawara) at `foot`, facing `forward`."""
    front = np.array([forward[0], 0, forward[2]])
    front /= np.linalg.norm(front)
    right = np.cross(UP, front)
    outline = [(a * size, b * size) for a, b in DEMON]
    model.plate("ridge", foot + UP * 0.02, right, outline, 0.12 * size, repeat=0.5)
    boss = [(0.15 * size * np.cos(a), 0.22 * size + 0.15 * size * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 9)[:-1]]
    model.plate("ridge", foot + UP * 0.02 + front * 0.08 * size, right, boss, 0.08 * size, repeat=0.5)


def skirt(model: Model, keep: Keep, slope: Slope, wall: tuple[float, float]) -> None:
    """Add a tiled roof round the foot of a storey."""
    for side in SIDES:
        tiled(model, keep, side, slope)
        eave(model, keep, side, slope, wall)
        half, out = side.half(slope.inner)
        y = slope.eave + slope.rise
        flashing = np.array(
            [
                side.at([-half - 0.16, half + 0.16], out + 0.16, y - 0.02),
                side.at([-half - 0.13, half + 0.13], out + 0.13, y + 0.16),
                side.at([-half, half], out, y + 0.24),
            ]
        )
        model.grid(
            "ridge", flashing, np.stack([_strip(np.array([-half, half]), 0)[0] + [0, 0.1 * k] for k in range(3)])
        )
    hips(model, slope)


def boarded(model: Model, keep: Keep, slope: Slope, wall: tuple[float, float]) -> None:
    """Add the narrow eave of boards under the top storey."""
    for side in SIDES:
        half, out = side.half(slope.outer)
        inner_half, inner_out = side.half(slope.inner)
        t, raised = courses(out - inner_out, 0.17, step=0.022)
        s = np.linspace(-1, 1, 41)[None]
        at = half + (inner_half - half) * t[:, None]
        y = slope.eave + slope.rise * t[:, None] + slope.lifted(s * at, half, t[:, None]) + raised[:, None]
        d = out + (inner_out - out) * t[:, None] + 0 * s
        model.grid("shingle", side.at(s * at, d, y), np.stack([s * at * 0.5, (t[:, None] + 0 * s) * 0.7], -1))
        eave(model, keep, side, slope, wall, ends=False, thick=0.12)
    t = np.linspace(0, 1, 5)
    inner, outer = np.array(slope.inner) / 2, np.array(slope.outer) / 2
    for sx in (-1, 1):
        for sz in (-1, 1):
            plan = outer + (inner - outer) * t[:, None]
            path = np.stack(
                [sx * plan[:, 0], slope.eave + slope.rise * t + slope.lift * (1 - t) ** 1.5 + 0.02, sz * plan[:, 1]], 1
            )
            model.sweep("wood", path, ((-0.10, -0.03), (-0.10, 0.05), (0.10, 0.05), (0.10, -0.03)), repeat=0.5)
