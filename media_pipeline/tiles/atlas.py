"""A tile's own picture: the islands of the master's pictures that it uses, cut out, made smaller and packed on shelves."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline import texture
from media_pipeline.geometry import topology
from media_pipeline.mesh import NEUTRAL, Bytes, Floats, Material
from media_pipeline.texture import Texture, halved
from media_pipeline.tiles.patch import Patch

PADDING = 2
SMALLEST = 16
SLIP = 0.05
"""How far simplifying may move a coordinate over a picture's rim; who goes further means its next copy."""

KEPT_BYTES = 400_000_000
UNTEXTURED = 8

Longs = npt.NDArray[np.int64]


class Pictures:
    """The master's pictures with their halved copies; those used last are kept, as memory allows.

    coloured: the mesh has colours at its vertices, and what has no picture is white, to be multiplied by these.
    """

    def __init__(self, folder: Path, materials: tuple[Material, ...], *, coloured: bool = False) -> None:
        self._folder, self._materials, self._coloured = folder, materials, coloured
        self._kept: OrderedDict[int, Texture] = OrderedDict()

    def pixels(self, material: int, halvings: int) -> Bytes:
        """Return the picture of `material` (a small plain one if it has none), halved so many times."""
        levels = self._texture(material).levels
        found = levels[min(halvings, len(levels) - 1)]
        for _ in range(halvings - len(levels) + 1):
            found = halved(found) if min(found.shape[:2]) > 1 else found
        return found

    def size(self, material: int) -> tuple[int, int]:
        """Return (width, height) of the picture as it came."""
        height, width = self._texture(material).levels[0].shape[:2]
        return width, height

    def _texture(self, material: int) -> Texture:
        if material in self._kept:
            self._kept.move_to_end(material)
            return self._kept[material]
        row = self._materials[material] if material < len(self._materials) else Material("")
        if row.texture:
            found = texture.read(self._folder / row.texture)
            if row.colour != (255, 255, 255):
                tint = np.array(row.colour, np.float32) / 255
                found = Texture((found.levels[0] * tint + 0.5).astype(np.uint8))
        else:
            colour = NEUTRAL if row.colour == (255, 255, 255) and not self._coloured else row.colour
            found = Texture(np.full((UNTEXTURED, UNTEXTURED, 3), colour, np.uint8))
        self._kept[material] = found
        while len(self._kept) > 1 and sum(t.levels[0].size for t in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
        return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tile's picture (side, side, 3), the coordinates of the patch's vertices in it, and how often its islands were
    halved.
    """

    pixels: Bytes
    uvs: Floats
    halvings: int


@dataclass(frozen=True, slots=True)
class _Islands:
    """Each vertex's island, and each island's material and box in texture coordinates."""

    of_vertex: Longs
    material: Longs
    low: Floats
    high: Floats


def sheet(patch: Patch, pictures: Pictures, *, halvings: int, largest: int) -> Sheet:
    """Return the picture of `patch` at the size that `halvings` asks for, halved further where it would exceed
    `largest`.
    """
    islands = _islands(patch)
    scale = np.array([pictures.size(int(m)) for m in islands.material], np.float64)
    while True:
        low, size = _boxes(islands, scale / 2**halvings)
        side = _side(size)
        if side <= largest and (places := _shelves(size, side)) is not None:
            break
        if side < largest and side <= largest // 2 and (places := _shelves(size, 2 * side)) is not None:
            side *= 2
            break
        halvings += 1
    pixels = np.full((side, side, 3), 128, np.uint8)
    for index, (x, y) in enumerate(places):
        source = pictures.pixels(int(islands.material[index]), halvings)
        width, height = size[index]
        repeats = islands.low[index].min() < -SLIP or islands.high[index].max() > 1 + SLIP
        rows = _within(np.arange(low[index, 1], low[index, 1] + height), source.shape[0], repeats=repeats)
        columns = _within(np.arange(low[index, 0], low[index, 0] + width), source.shape[1], repeats=repeats)
        pixels[y : y + height, x : x + width] = source[rows[:, None], columns]
    moved = patch.uvs * (scale / 2**halvings)[islands.of_vertex] - low[islands.of_vertex] + places[islands.of_vertex]
    return Sheet(pixels, (moved / side).astype(np.float32), halvings)


def _within(places: Longs, size: int, *, repeats: bool) -> Longs:
    """Return the pixels of a picture that has `size` of them at `places`: beyond its rim the next copy of a picture that
    repeats, else its last.
    """
    return places % size if repeats else places.clip(0, size - 1)


def _islands(patch: Patch) -> _Islands:
    number, of_face = topology.pieces(patch.faces, len(patch.positions))
    of_vertex = np.zeros(len(patch.positions), np.int64)
    of_vertex[patch.faces] = of_face[:, None]
    low, high = np.full((number, 2), np.inf, np.float32), np.full((number, 2), -np.inf, np.float32)
    np.minimum.at(low, of_vertex, patch.uvs)
    np.maximum.at(high, of_vertex, patch.uvs)
    material = np.zeros(number, np.int64)
    material[of_vertex] = patch.material
    return _Islands(of_vertex, material, low, high)


def _boxes(islands: _Islands, scale: npt.NDArray[np.float64]) -> tuple[Longs, Longs]:
    """Return each island's first pixel and its width and height, with a border so that filtering stays inside; both are
    even, so that JPEG's halved chroma never mixes two islands.
    """
    low = np.floor(islands.low * scale).astype(np.int64) - PADDING
    high = np.ceil(islands.high * scale).astype(np.int64) + PADDING
    return low, np.maximum(high - low + (high - low) % 2, 2)


def _side(size: Longs) -> int:
    """Return the power of two whose square has room for boxes of `size` (n, 2) and some to spare."""
    need = max(float(np.sqrt(1.1 * size.prod(1).sum())), float(size.max()), SMALLEST)
    return 1 << int(np.ceil(np.log2(need)))


def _shelves(size: Longs, side: int) -> Longs | None:
    """Return where each box lies, the highest first on shelves from top to bottom; None if they do not fit."""
    places = np.zeros_like(size)
    x = y = shelf = 0
    for index in np.lexsort((size[:, 0], -size[:, 1])).tolist():
        width, height = size[index].tolist()
        if x + width > side:
            x, y, shelf = 0, y + shelf, 0
        if width > side or y + height > side:
            return None
        places[index] = x, y
        x, shelf = x + width, max(shelf, height)
    return places
