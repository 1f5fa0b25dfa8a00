"""The storeys: plastered walls with real openings, latticed windows, loops, stone-drops; the top storey with posts,
doors and gallery.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from media_pipeline.demo.keep_facts import Keep
from media_pipeline.demo.parts import SIDES, UP, Array, Model, Side

PLASTER = 0.25
RECESS, REVEAL = 0.34, 0.11
CELL = 0.55
DROP_LENGTH, DROP_HEIGHT, DROP_OUT = 2.5, 1.75, 0.62


@dataclass(frozen=True, slots=True)
class Opening:
    """A hole in a wall: middle along the wall and above the storey's foot, width and height in metres, and what fills
    it.
    """

    x: float
    y: float
    width: float
    height: float
    kind: Literal["window", "loop", "door"]


def openings(half: float, height: float, *, corner_free: float) -> list[Opening]:
    """Return windows at an even spacing with gun and arrow loops between them; nothing within `corner_free` of a
    corner.
    """
    room = half - corner_free
    count = max(2, round(2 * room / 3.1))
    middles = (np.arange(count) + 0.5) / count * 2 * room - room
    window = min(1.05, height * 0.48)
    sill = height * 0.50
    found = [Opening(x, sill, 1.10, window, "window") for x in middles.tolist()]
    for number, x in enumerate(((middles[:-1] + middles[1:]) / 2).tolist()):
        gun, arrow = (
            Opening(x - 0.32, sill - 0.24, 0.26, 0.26, "loop"),
            Opening(x + 0.32, sill - 0.10, 0.15, 0.54, "loop"),
        )
        found += [gun, arrow] if height > 2 or number % 2 == 0 else []
    return found


def wall(
    model: Model, side: Side, half: float, out: float, foot: float, top: float, holes: list[Opening], *, start: float
) -> None:
    """Add a plastered wall from `foot` to `top` with `holes`, whose heights count from `start`, and what is in them."""
    x = _lines(-half, half, [edge for h in holes for edge in (h.x - h.width / 2, h.x + h.width / 2)])
    y = _lines(foot, top, [edge for h in holes for edge in (start + h.y - h.height / 2, start + h.y + h.height / 2)])
    middle_x, middle_y = (x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2
    skip = np.zeros((len(y) - 1, len(x) - 1), bool)
    for h in holes:
        skip |= (np.abs(middle_y[:, None] - start - h.y) < h.height / 2) & (np.abs(middle_x[None] - h.x) < h.width / 2)
        _filled(model, side, out, h, start)
    xx, yy = np.meshgrid(x, y)
    model.grid("plaster", side.at(xx, out, yy), np.stack([xx, yy], -1) * PLASTER, skip=skip)


def _lines(low: float, high: float, edges: list[float]) -> Array:
    """Return grid lines from `low` to `high` through all `edges`, none farther apart than a cell."""
    fixed = np.unique(np.round([low, high, *edges], 5))
    parts = [np.linspace(a, b, max(1, int(np.ceil((b - a) / CELL))) + 1)[:-1] for a, b in pairwise(fixed.tolist())]
    return np.append(np.concatenate(parts), fixed[-1])


def _filled(model: Model, side: Side, out: float, hole: Opening, start: float) -> None:
    """Add reveal, back, and the lattice of a window."""
    left, right = hole.x - hole.width / 2, hole.x + hole.width / 2
    low, high = start + hole.y - hole.height / 2, start + hole.y + hole.height / 2
    deep = out - RECESS
    back = side.at([[left, right], [left, right]], deep, [[low, low], [high, high]])
    model.grid("dark", back, np.zeros((2, 2, 2)))
    ring = [(left, low), (left, high), (right, high), (right, low), (left, low)]
    for material, near, far in (("plaster", out, out - REVEAL), ("dark", out - REVEAL, deep)):
        reveal = np.stack([side.at([p[0] for p in ring], d, [p[1] for p in ring]) for d in (near, far)])
        model.grid(
            material, reveal, np.stack([np.stack([np.arange(5.0), np.full(5, v)], 1) for v in (0.0, REVEAL)]) * PLASTER
        )
    if hole.kind != "window":
        return
    for x in np.linspace(left, right, 6)[1:-1].tolist():
        model.box(
            "plaster",
            side.at(x, out - 0.07, (low + high) / 2),
            (side.along * 0.045, UP * (high - low) / 2, side.normal * 0.035),
            repeat=PLASTER,
        )
    for y, deep_by, wide in ((low - 0.05, 0.10, 0.14), (high + 0.05, 0.07, 0.14)):
        model.box(
            "plaster",
            side.at(hole.x, out + deep_by / 2, y),
            (side.along * (hole.width / 2 + wide), UP * 0.055, side.normal * deep_by / 2 * 1.2),
            repeat=PLASTER,
        )


def band(
    model: Model, side: Side, half: float, out: float, y: float, height: float, proud: float, material: str = "plaster"
) -> None:
    """Add a band (nageshi) round a wall, mitred at the corners."""
    x = np.array([-half - proud, half + proud])
    inner = np.array([-half, half])
    rows = [
        side.at(inner, out, y - height / 2),
        side.at(x, out + proud, y - height / 2),
        side.at(x, out + proud, y + height / 2),
        side.at(inner, out, y + height / 2),
    ]
    uvs = np.stack([np.stack([x, np.full(2, v)], 1) for v in (0, 0.1, 0.3, 0.4)]) * PLASTER
    model.grid(material, np.stack(rows), uvs)


def plastered(model: Model, keep: Keep, number: int) -> None:
    """Add storey `number` (0 to 3): four walls with openings and bands."""
    foot, top = keep.levels()[number]
    plan = keep.storeys[number].plan_m()
    for side in SIDES:
        half, out = side.half(plan)
        holes = openings(half, top - foot, corner_free=DROP_LENGTH * 0.55 if number == 0 else 0.5)
        if number == 3:
            holes = [h for h in holes if h.kind == "window" or abs(h.x) > 1]
        wall(model, side, half, out, foot - (0.0 if number == 0 else 0.45), top + 0.12, holes, start=foot)
        band(model, side, half, out, top - 0.30, 0.17, 0.05)
        if number == 0:
            band(model, side, half, out, foot + 0.12, 0.24, 0.06)
    if number == 0:
        _stone_drops(model, plan, foot)


def _stone_drops(model: Model, plan: tuple[float, float], foot: float) -> None:
    """Add the skirts (hakama) at the four corners that hide the slots for dropping stones."""
    t = np.linspace(0, 1, 8)
    out_by = DROP_OUT * (1 - t) ** 1.35
    y = foot - 0.04 + t * DROP_HEIGHT
    for side in SIDES:
        half, out = side.half(plan)
        for sign in (-1, 1):
            corner = sign * (half + 0.02 + out_by)
            end = np.full_like(t, sign * (half - DROP_LENGTH))
            share = np.linspace(0, 1, 6)[None]
            first, second = (end, corner) if sign > 0 else (corner, end)
            x = first[:, None] * (1 - share) + second[:, None] * share
            yy = np.broadcast_to(y[:, None], x.shape)
            model.grid("plaster", side.at(x, out + 0.02 + out_by[:, None], yy), np.stack([x, yy], -1) * PLASTER)
            cheek = [side.at(end, out, y), side.at(end, out + 0.02 + out_by, y)]
            columns = np.stack(cheek, 1)
            model.grid("plaster", columns[:, ::-1] if sign < 0 else columns, np.zeros((len(t), 2, 2)))
            lip = side.at(np.array([end[0], corner[0]])[:: 1 if sign > 0 else -1], out + DROP_OUT + 0.02, foot - 0.04)
            inner = side.at(np.array([end[0], sign * half])[:: 1 if sign > 0 else -1], out, foot - 0.04)
            model.grid("dark", np.stack([inner, lip]), np.zeros((2, 2, 2)))


def top_storey(model: Model, keep: Keep) -> None:
    """Add the fifth storey: a wooden room of posts, battened doors and small plastered walls, with gallery and rail."""
    foot, top = keep.levels()[4]
    plan = keep.storeys[4].plan_m()
    for side in SIDES:
        half, out = side.half(plan)
        bays = 5 if side.index % 2 == 0 else 6
        edges = np.linspace(-half, half, bays + 1)
        lintel = foot + 1.92
        above = np.array([side.at([-half, half], out - 0.04, y) for y in (lintel, top + 0.55)])
        model.grid("plaster", above, np.array([[(0, 0), (2 * half, 0)], [(0, 1), (2 * half, 1)]]) * PLASTER)
        below = np.array([side.at([-half, half], out - 0.30, y) for y in (foot - 0.4, lintel)])
        model.grid("dark", below, np.zeros((2, 2, 2)))
        for x in edges.tolist():
            model.box(
                "wood",
                side.at(x, out, (foot + top) / 2 + 0.15),
                (side.along * 0.115, UP * (top - foot) / 2 + UP * 0.2, side.normal * 0.115),
                repeat=0.5,
            )
        for y, tall, proud in ((lintel + 0.08, 0.10, 0.09), (foot + 0.08, 0.09, 0.09), (top - 0.18, 0.08, 0.07)):
            model.box(
                "wood",
                side.at(0, out, y),
                (side.along * (half + 0.12), UP * tall, side.normal * (proud + 0.06)),
                repeat=0.5,
            )
        for number in range(bays):
            _bay(
                model,
                side,
                out,
                (float(edges[number]) + 0.115, float(edges[number + 1]) - 0.115),
                (foot + 0.17, lintel - 0.02),
                open_=number == bays // 2,
            )
    _gallery(model, keep, plan, foot)


def _bay(model: Model, side: Side, out: float, x: tuple[float, float], y: tuple[float, float], *, open_: bool) -> None:
    """Add a pair of battened doors (mairado); an open bay shows the dark room between doors pushed aside."""
    middle, width = sum(x) / 2, x[1] - x[0]
    leaves = (
        ((x[0] + width * 0.13, width * 0.13), (x[1] - width * 0.13, width * 0.13))
        if open_
        else ((middle - width / 4, width / 4), (middle + width / 4, width / 4))
    )
    for number, (centre, half) in enumerate(leaves):
        deep = out - 0.09 - 0.05 * (number % 2)
        tall = (y[1] - y[0]) / 2
        model.box(
            "wood", side.at(centre, deep, sum(y) / 2), (side.along * half, UP * tall, side.normal * 0.018), repeat=0.5
        )
        for rail in np.linspace(y[0] + 0.08, y[1] - 0.08, 11).tolist():
            model.box(
                "wood",
                side.at(centre, deep + 0.028, rail),
                (side.along * half, UP * 0.02, side.normal * 0.014),
                repeat=0.5,
            )
        for stile in (centre - half + 0.035, centre + half - 0.035):
            model.box(
                "wood",
                side.at(stile, deep + 0.03, sum(y) / 2),
                (side.along * 0.035, UP * tall, side.normal * 0.022),
                repeat=0.5,
            )


def _gallery(model: Model, keep: Keep, plan: tuple[float, float], foot: float) -> None:
    """Add floor, brackets and a rail with crossing ends (koran) round the top storey."""
    deck = foot + 0.16
    for side in SIDES:
        half, out = side.half(plan)
        far, reach = out + keep.gallery, half + keep.gallery
        model.box(
            "wood",
            side.at(0, (out + far) / 2, deck - 0.04),
            (side.along * reach, UP * 0.04, side.normal * keep.gallery / 2),
            repeat=0.5,
        )
        model.box(
            "wood",
            side.at(0, far - 0.02, deck - 0.10),
            (side.along * (reach + 0.05), UP * 0.09, side.normal * 0.07),
            repeat=0.5,
        )
        for x in np.linspace(-half, half, 6).tolist():
            model.box(
                "wood",
                side.at(x, (out + far) / 2, deck - 0.17),
                (side.along * 0.08, UP * 0.09, side.normal * keep.gallery / 2),
                repeat=0.5,
            )
        line = far - 0.09
        for y, thick, over in ((0.14, 0.04, 0.0), (0.44, 0.03, 0.12), (0.80, 0.05, 0.30)):
            model.box(
                "wood",
                side.at(0, line, deck + y),
                (side.along * (reach - 0.09 + over), UP * thick, side.normal * thick),
                repeat=0.5,
            )
        for x in np.linspace(-reach + 0.09, reach - 0.09, round(2 * reach / 1.0) + 1).tolist():
            model.box(
                "wood", side.at(x, line, deck + 0.40), (side.along * 0.045, UP * 0.40, side.normal * 0.045), repeat=0.5
            )
        if side.index % 2 == 0:
            for sign in (-1, 1):
                _post(model, side.at(sign * (reach - 0.09), line, deck))


def _post(model: Model, foot: Array) -> None:
    """Add a corner post with its onion-shaped cap (giboshi)."""
    angle = np.linspace(0, 2 * np.pi, 13)
    radius = np.array([0.07, 0.07, 0.085, 0.085, 0.055, 0.055, 0.085, 0.075, 0.035, 0.0])
    height = np.array([0.0, 0.88, 0.89, 0.93, 0.95, 0.98, 1.04, 1.10, 1.16, 1.20])
    points = foot + np.stack(
        [radius[:, None] * np.sin(angle), height[:, None] + 0 * angle, radius[:, None] * np.cos(angle)], -1
    )
    model.grid("bronze", points, np.stack(np.meshgrid(angle / 6.3, height), -1))
