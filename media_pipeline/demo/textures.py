"""The materials' pictures: tile, ridge, plaster, wood, shingle, bronze. Each tiles without a seam; numpy only."""

from __future__ import annotations

import numpy as np

from media_pipeline.demo.noise import Field, layered, smooth

TILES = 8


def pictures(random: np.random.Generator, *, side: int) -> dict[str, Field]:
    """Return (side, side, 3) pictures 0..1 by material; the stone's comes from stone_base."""
    return {
        "tile": _tile(random, side),
        "ridge": _ridge(random, side),
        "plaster": _plaster(random, side),
        "wood": _wood(random, side),
        "shingle": _shingle(random, side),
        "bronze": _bronze(random, side // 4),
        "dark": np.full((16, 16, 3), (0.055, 0.050, 0.045), np.float32),
        "ground": np.full((16, 16, 3), (0.40, 0.37, 0.31), np.float32),
    }


def _coloured(tone: Field, colour: tuple[float, float, float]) -> Field:
    return (tone[..., None] * np.array(colour, np.float32)).astype(np.float32)


def _tile(random: np.random.Generator, side: int) -> Field:
    """Smoked tiles: silver greys that differ from tile to tile, darker where one overlaps the next and in the valleys."""
    y, x = (np.arange(side) + 0.5) / side * TILES, (np.arange(side) + 0.5) / side * TILES
    each = random.normal(0, 0.034, (TILES, TILES)).astype(np.float32)
    flat = random.normal(0, 0.024, (TILES, TILES)).astype(np.float32)
    row, column = y.astype(int)[:, None], x.astype(int)[None]
    middle = np.abs(x - np.floor(x) - 0.5)[None]
    tone = 0.385 + np.where(middle < 0.3, each[row, column], flat[row, column])
    lap = (1 - (y - np.floor(y)))[:, None]
    tone = tone * (1 - 0.30 * np.exp(-((lap / 0.10) ** 2))) * (1 - 0.28 * np.clip((middle - 0.26) / 0.10, 0, 1))
    tone = tone * (
        1
        + 0.06 * layered((side, side), (16, 16), 4, random)
        + 0.03 * smooth((side, side), (side // 2, side // 2), random)
    )
    pale = np.clip(layered((side, side), (10, 10), 3, random) - 1.3, 0, 0.25)[..., None]
    fired = _coloured(tone.astype(np.float32), (0.95, 0.99, 1.05))
    return np.asarray(fired * (1 - pale) + pale * np.array([0.50, 0.51, 0.46]), np.float32)


def _ridge(random: np.random.Generator, side: int) -> Field:
    """Stacked flat tiles, seen as fine lines."""
    y = (np.arange(side) + 0.5) / side * 14
    line = np.exp(-(((y - np.floor(y)) / 0.16) ** 2))[:, None]
    tone = (0.345 + 0.05 * layered((side, side), (12, 12), 4, random)) * (1 - 0.38 * line)
    return _coloured(tone.astype(np.float32), (0.96, 0.99, 1.04))


def _plaster(random: np.random.Generator, side: int) -> Field:
    """Lime plaster: nearly white, warm, with faint clouds and fainter streaks."""
    clouds = layered((side, side), (3, 3), 4, random)
    streak = smooth((side, side), (1, side // 12), random) * 0.006 + smooth((side, side), (2, 40), random) * 0.006
    tone = 0.90 + 0.014 * clouds + streak + 0.006 * smooth((side, side), (side // 3, side // 3), random)
    return _coloured(tone.astype(np.float32), (1.0, 0.985, 0.955))


def _wood(random: np.random.Generator, side: int) -> Field:
    """Weathered cypress: long grain, planks of slightly different tone."""
    grain = (
        smooth((side, side), (6, side // 4), random) * 0.022 + layered((side, side), (3, side // 24), 2, random) * 0.022
    )
    plank = np.repeat(random.normal(0, 0.03, 8), side // 8)[None]
    seam = (np.arange(side) % (side // 8)) < max(1, side // 300)
    tone = (0.30 + grain + plank) * np.where(seam, 0.55, 1.0)[None]
    return _coloured(tone.astype(np.float32), (1.08, 0.96, 0.83))


def _shingle(random: np.random.Generator, side: int) -> Field:
    """Boards gone grey, laid in narrow courses."""
    grain = smooth((side, side), (10, side // 5), random) * 0.05
    courses = 12
    row = np.arange(side) * courses // side
    boards = random.normal(0, 0.045, (courses, 24)).astype(np.float32)
    shift = (random.integers(0, 24, courses)[row])[:, None]
    column = (np.arange(side) * 24 // side)[None]
    y = np.arange(side) * courses / side
    lap = np.exp(-(((1 - (y - np.floor(y))) / 0.14) ** 2))[:, None]
    tone = (0.37 + boards[row[:, None], (column + shift) % 24] + grain) * (1 - 0.32 * lap)
    return _coloured(tone.astype(np.float32), (1.04, 0.98, 0.90))


def _bronze(random: np.random.Generator, side: int) -> Field:
    """Bronze with a green skin in the hollows."""
    mix = np.clip(0.5 + 0.35 * layered((side, side), (6, 6), 4, random), 0, 1)[..., None]
    return np.asarray((mix * np.array([0.24, 0.29, 0.26]) + (1 - mix) * np.array([0.20, 0.19, 0.16])), np.float32)
