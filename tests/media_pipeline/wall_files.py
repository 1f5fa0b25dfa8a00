"""Writing a wall as OBJ, MTL and texture, fast enough for five million triangles: digits are computed for whole columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from tests.media_pipeline.walls import CHART, HEIGHT, JAG, LENGTH, Wall, noise

ROWS = 1 << 18


def write(wall: Wall, folder: Path, *, name: str = "wall", texture: int = 512, scale: float = 1.0) -> Path:
    """Write NAME.obj, NAME.mtl and NAME.jpg (`texture` pixels square) to `folder` and return the OBJ. scale: numbers of
    the file a metre.
    """
    Image.fromarray(paint(wall, texture)).save(folder / f"{name}.jpg", quality=92)
    (folder / f"{name}.mtl").write_text(f"newmtl stone\nKd 1 1 1\nmap_Kd {name}.jpg\n", "utf-8")
    path = folder / f"{name}.obj"
    with path.open("wb") as file:
        file.write(f"mtllib {name}.mtl\nusemtl stone\n".encode())
        for start in range(0, len(wall.positions), ROWS):
            rows = wall.positions[start : start + ROWS].astype(np.float64) * scale
            file.write(_lines(b"v", [_decimals(rows[:, k]) for k in range(3)]))
        for start in range(0, len(wall.uvs), ROWS):
            file.write(_lines(b"vt", [_decimals(wall.uvs[start : start + ROWS, k]) for k in range(2)]))
        for start in range(0, len(wall.faces), ROWS):
            numbers = [_digits(wall.faces[start : start + ROWS, k] + 1) for k in range(3)]
            file.write(_lines(b"f", [np.concatenate([n, _column(b"/", len(n)), n], 1) for n in numbers]))
    return path


def _digits(values: np.ndarray, least: int = 1) -> np.ndarray:
    """Return (n, width) ASCII digits of non-negative integers, right-aligned; leading zeros beyond `least` digits are NUL."""
    width = max(least, len(str(int(values.max(initial=0)))))
    rest, out = values.astype(np.int64), np.empty((len(values), width), np.uint8)
    for k in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        out[:, k] = digit + 48
    for k in range(width - least):
        out[(out[:, : k + 1] <= 48).all(1), k] = 0
    return out


def _decimals(values: np.ndarray) -> np.ndarray:
    """Return (n, width) ASCII of `values` with six decimals."""
    micro = np.rint(np.asarray(values, np.float64) * 1e6).astype(np.int64)
    sign = np.where(micro < 0, 45, 0).astype(np.uint8)[:, None]
    whole, part = np.divmod(np.abs(micro), 1_000_000)
    return np.concatenate([sign, _digits(whole), _column(b".", len(micro)), _digits(part, 6)], 1)


def _column(text: bytes, rows: int) -> np.ndarray:
    return np.broadcast_to(np.frombuffer(text, np.uint8), (rows, len(text)))


def _lines(word: bytes, columns: list[np.ndarray]) -> bytes:
    rows = len(columns[0])
    parts = [_column(word, rows)]
    for column in columns:
        parts += [_column(b" ", rows), column]
    flat = np.concatenate([*parts, _column(b"\n", rows)], 1).ravel()
    return flat[flat != 0].tobytes()


def paint(wall: Wall, side: int) -> np.ndarray:
    """Return the atlas's picture (side, side, 3): stones of their own grey, dark joints, lichen; black between the charts."""
    atlas, (nx, ny) = wall.atlas, wall.atlas.grid
    block_of = np.full(atlas.slots[0] * atlas.slots[1], -1)
    block_of[atlas.slot_of] = np.arange(len(atlas.slot_of))
    speckle, lichen = noise(side, side, 4, 23) * 0.05, np.clip(noise(side, side, 40, 24) - 1.1, 0, 1)
    x = (np.arange(side) + 0.5) / side * atlas.slots[0]
    picture = np.zeros((side, side, 3), np.uint8)
    for top in range(0, side, 64):
        y = (np.arange(top, min(top + 64, side)) + 0.5) / side * atlas.slots[1]
        block = block_of[y.astype(int)[:, None] * atlas.slots[0] + x.astype(int)[None]]
        i = block % atlas.charts[0] * CHART[0] + (x % 1)[None] * atlas.cell[0] - JAG - 1
        j = block // atlas.charts[0] * CHART[1] + (y % 1)[:, None] * atlas.cell[1] - JAG - 1
        used = (block >= 0) & (i > -2) & (i < nx + 2) & (j > -2) & (j < ny + 2)
        u, v = (a[used].astype(np.float32) for a in (i * (LENGTH / nx), j * (HEIGHT / ny)))
        joint, stone = wall.stones.at(u, v)
        light = (0.28 + 0.72 * np.clip(joint / 0.10, 0, 1)) * (1 + speckle[top : top + 64][used])
        green = 0.6 * lichen[top : top + 64][used][:, None]
        colour = (
            wall.stones.albedo[stone] * light[:, None] * [1.0, 0.965, 0.90] * (1 - green)
            + np.array([0.42, 0.47, 0.30]) * green
        )
        picture[top : top + 64][used] = (np.clip(colour, 0, 1) ** (1 / 1.1) * 255).astype(np.uint8)
    return picture
