"""The hip-and-gable roof of the top storey: slopes, gables with bargeboards and pendants, main ridge, the pair of
shachi.
"""

from __future__ import annotations

import numpy as np

from media_pipeline.demo.keep_facts import Keep
from media_pipeline.demo.parts import SIDES, UP, Array, Model, Side
from media_pipeline.demo.roofs import RIDGE, Slope, eave, finial, hips, surface, tile_columns

GABLE = 0.66
VERGE = 0.48
BOARD = 0.40
GREAT_RIDGE = tuple((a * 1.5, b * 2.0) for a, b in RIDGE)
PENDANT = (
    (0.10, -0.55), (0.20, -0.40), (0.16, -0.26), (0.30, -0.20), (0.36, -0.04), (0.26, 0.08), (0.17, 0.04), (0.15, 0.22), (0.0, 0.30),
    (-0.15, 0.22), (-0.17, 0.04), (-0.26, 0.08), (-0.36, -0.04), (-0.30, -0.20), (-0.16, -0.26), (-0.20, -0.40), (-0.10, -0.55), (0.0, -0.62),
)  # fmt: skip


def build(model: Model, keep: Keep) -> None:
    """Add the whole roof. Its ridge runs north to south, along the longer sides."""
    storey = keep.storeys[4]
    plan = storey.plan_m()
    top = keep.levels()[4][1]
    outer = plan[0] + 2 * storey.overhang_m, plan[1] + 2 * storey.overhang_m
    run = outer[0] / 2
    gable = outer[1] / 2 * GABLE
    slope = Slope(outer, (0.0, outer[1] - outer[0]), top - 0.10, storey.roof_rise_m, keep.eave_lift + 0.10, 0.12)
    limit = (outer[1] / 2 - gable) / run
    for side in SIDES:
        if side.index % 2:
            _long_face(model, keep, side, slope, gable, run)
        else:
            _end_face(model, keep, side, slope, limit, run)
            _gable(model, side, slope, gable, limit, run)
        eave(model, keep, side, slope, plan)
    hips(model, Slope(outer, (0.0, outer[1] - outer[0]), slope.eave, slope.rise, slope.lift, slope.hollow), limit=limit)
    _ridge(model, slope, gable + VERGE)


def _long_face(model: Model, keep: Keep, side: Side, slope: Slope, gable: float, run: float) -> None:
    """Add a slope that reaches the ridge between the gables and the hips beyond them."""
    half, out = side.half(slope.outer)
    x, height, _ = tile_columns(half, keep.tile_row)
    length = float(np.hypot(run, slope.rise))
    verge = gable + VERGE
    for mine, whole in ((np.abs(x) <= verge, True), (x < -verge + 0.3, False), (x > verge - 0.3, False)):
        column = np.clip(x[mine], -verge, verge) if whole else x[mine]
        top = np.ones(len(column)) if whole else np.clip((half - np.abs(column)) / run, 0, 1)
        surface(
            model, keep, side, slope, x=column, height=height[mine], top=top, half=half, out=(out, 0.0), length=length
        )


def _end_face(model: Model, keep: Keep, side: Side, slope: Slope, limit: float, run: float) -> None:
    half, out = side.half(slope.outer)
    x, height, _ = tile_columns(half, keep.tile_row)
    top = np.minimum(np.clip((half - np.abs(x)) / run, 0, 1), limit + 0.02)
    surface(
        model,
        keep,
        side,
        slope,
        x=x,
        height=height,
        top=top,
        half=half,
        out=(out, out - run),
        length=float(np.hypot(run, slope.rise)),
    )


def _gable(model: Model, side: Side, slope: Slope, gable: float, limit: float, run: float) -> None:
    """Add what stands under the verge: latticed wall, bargeboards, verge ridges, pendant."""
    t = np.linspace(limit - 0.03, 1, 24)
    x = run * (1 - t)
    y = slope.eave + slope.rise * slope.climb(t)
    foot = slope.eave + slope.rise * float(slope.climb(np.array(limit)))
    share = np.linspace(-1, 1, 21)[None]
    face = side.at(share * x[:, None], gable - 0.05, (y - 0.08)[:, None] + 0 * share)
    model.grid("plaster", face, np.stack([share * x[:, None], y[:, None] + 0 * share], -1) * 0.25)
    _lattice(model, side, slope, gable, foot, run)
    for sign in (-1, 1):
        order = slice(None) if sign < 0 else slice(None, None, -1)
        deep = np.stack([y - 0.10 - BOARD * (0.85 + 0.35 * (1 - t)), y - 0.03])
        along = sign * x[order]
        front = np.stack([side.at(along, gable + VERGE - 0.06, row[order]) for row in deep])
        model.grid("plaster", front, np.stack([np.stack([along, row[order]], 1) for row in deep]) * 0.5)
        back = np.stack([side.at(along, gable + VERGE - 0.18, deep[0][order]), front[0]])
        model.grid("plaster", back, np.stack([np.stack([along, 0 * along + v], 1) for v in (0, 0.1)]))
        behind = np.stack([side.at(along, gable + VERGE - 0.18, row[order]) for row in deep])[:, ::-1]
        model.grid("plaster", behind, np.stack([np.stack([along, row[order]], 1) for row in deep]) * 0.5)
        soffit = np.stack(
            [side.at(along, gable - 0.05, (y - 0.10)[order]), side.at(along, gable + VERGE - 0.05, (y - 0.10)[order])]
        )
        model.grid("plaster", soffit, np.stack([np.stack([along, 0 * along + v], 1) for v in (0, 0.2)]))
        edge = np.stack(
            [side.at(along, gable + VERGE, (y - 0.12)[order]), side.at(along, gable + VERGE, (y + 0.08)[order])]
        )
        model.grid("ridge", edge, np.stack([np.stack([along, 0 * along + v], 1) for v in (0, 0.1)]))
        path = side.at(sign * x, gable + VERGE - 0.30, y + 0.02)[:-1]
        model.sweep("ridge", path, RIDGE, repeat=0.5)
        finial(model, path[0], path[0] - path[1])
    apex = side.at(0, gable + VERGE - 0.02, slope.eave + slope.rise - 0.55)
    model.plate("wood", apex - UP * 0.12, side.along, PENDANT, 0.10, repeat=0.5)
    boss = [(0.11 * np.cos(a), 0.05 + 0.11 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 7)[:-1]]
    model.plate("bronze", apex + side.normal * 0.06 - UP * 0.12, side.along, boss, 0.05)


def _lattice(model: Model, side: Side, slope: Slope, gable: float, foot: float, run: float) -> None:
    """Add the lattice before the gable's wall: uprights a hand apart, three rails."""

    def under(x: float) -> float:
        return slope.eave + slope.rise * float(slope.climb(np.array(1 - abs(x) / run))) - 0.75

    wide = run * 0.62
    for x in np.arange(-wide, wide + 0.01, 0.17).tolist():
        tall = under(x) - foot - 0.25
        if tall > 0.12:
            model.box(
                "wood",
                side.at(x, gable, foot + 0.25 + tall / 2),
                (side.along * 0.028, UP * tall / 2, side.normal * 0.03),
                repeat=0.5,
            )
    for y in (0.28, 0.75, 1.25):
        reach = max((x for x in np.arange(0, wide, 0.05).tolist() if under(x) > foot + y), default=0.0)
        if reach:
            model.box(
                "wood",
                side.at(0, gable + 0.012, foot + y),
                (side.along * reach, UP * 0.035, side.normal * 0.035),
                repeat=0.5,
            )


def _ridge(model: Model, slope: Slope, reach: float) -> None:
    """Add the main ridge, a little higher at its ends, with end tiles and shachi."""
    y = slope.eave + slope.rise
    z = np.linspace(reach + 0.06, -reach - 0.06, 25)
    path = np.stack([0 * z, y - 0.02 + 0.16 * np.abs(z / reach) ** 3, z], 1)
    model.sweep("ridge", path, GREAT_RIDGE, repeat=0.5)
    for sign in (-1, 1):
        end = np.array([0.0, y + 0.14, sign * (reach + 0.06)])
        finial(model, end, np.array([0.0, 0.0, sign]), size=1.55)
        _shachi(model, np.array([0.0, y + 0.90, sign * (reach - 0.55)]), sign)


def _shachi(model: Model, foot: Array, sign: float) -> None:
    """Add a shachi: head on the ridge looking inwards, scaled body rising outwards, tail in the air."""
    t = np.linspace(0, 1, 40)
    out = np.array([0.0, 0.0, sign])
    curve = np.stack([-0.36 + 0.92 * np.sin(t * 2.35) * (1 - 0.25 * t), 0.20 + 1.75 * t**1.25], 1)
    path = foot + curve[:, :1] * out + curve[:, 1:] * UP
    forward = np.gradient(path, axis=0)
    forward /= np.linalg.norm(forward, axis=1, keepdims=True)
    right = np.cross(forward, [1.0, 0.0, 0.0])
    radius = np.interp(t, [0, 0.05, 0.14, 0.26, 0.50, 0.80, 0.95, 1], [0.02, 0.22, 0.34, 0.36, 0.29, 0.16, 0.10, 0.06])
    angle = np.linspace(0, 2 * np.pi, 25)
    scale = 1 + 0.07 * np.abs(np.sin(t[:, None] * 46 + (np.round(angle / (np.pi / 6)) % 2) * 1.57)) * (
        t[:, None] > 0.22
    ) * (t[:, None] < 0.92)
    size = radius[:, None] * scale
    ring = (
        path[:, None]
        + np.cos(angle)[None, :, None] * size[..., None] * 0.82 * np.array([1.0, 0, 0])
        + (np.sin(angle) * size)[..., None] * right[:, None]
    )
    model.grid("bronze", ring, np.stack(np.meshgrid(angle / 6.3, t * 2), -1))
    for side in (-1.0, 1.0):
        _fin(
            model,
            path[-2],
            np.array([side * 0.9, 0, 0]) + 0.1 * out,
            ((0.0, -0.10), (0.22, 0.12), (0.44, 0.52), (0.24, 0.40), (0.12, 0.62), (0.0, 0.30)),
        )
        _fin(
            model,
            path[9],
            np.array([side, 0, 0.0]) + 0.35 * out,
            ((0.12, -0.10), (0.42, 0.02), (0.60, 0.30), (0.36, 0.22), (0.22, 0.26)),
        )
        _fin(
            model,
            path[3],
            np.array([side * 0.6, 0, 0]) - 0.8 * out,
            ((0.08, 0.02), (0.30, 0.10), (0.34, 0.34), (0.16, 0.22)),
        )
    for index in range(8, 36, 3):
        spike = path[index] + right[index] * radius[index] * (-1 if np.dot(right[index], out) < 0 else 1)
        _fin(model, spike - 0.05 * out, out, ((0.0, -0.07), (0.16, 0.06), (0.02, 0.09)))


def _fin(model: Model, root: Array, right: Array, outline: tuple[tuple[float, float], ...]) -> None:
    model.plate("bronze", root, right / np.linalg.norm(right), outline, 0.035)
