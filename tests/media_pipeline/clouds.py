"""Clouds of points and their files, for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

ROW = np.dtype([
    ("x", "<f8"), ("y", "<f8"), ("z", "<f8"), ("nx", "<f4"), ("ny", "<f4"), ("nz", "<f4"),
    ("red", "u1"), ("green", "u1"), ("blue", "u1"),
])  # fmt: skip
WORDS = {"<f8": "double", "<f4": "float", "|u1": "uchar"}


def wall(count: int, *, seed: int = 1604) -> Any:
    """Return rows of a wall of 12 x 5 m with Z up, that looks towards -Y, red on its left and blue on its right."""
    dice = np.random.default_rng(seed)
    across, up = dice.random(count) * 12, dice.random(count) * 5
    rows = np.zeros(count, ROW)
    rows["x"], rows["z"], rows["y"] = across, up, 0.2 * np.sin(across * 3)
    rows["ny"] = -1
    rows["red"], rows["blue"], rows["green"] = 255 * (1 - across / 12), 255 * across / 12, 90
    return rows


def write_ply(path: Path, rows: Any, *, form: str = "binary_little_endian", faces: str = "") -> Path:
    """Write `rows` as PLY in the byte order of `form`, or as ascii."""
    names = "".join(f"property {WORDS[rows.dtype[name].str]} {name}\n" for name in rows.dtype.names)
    header = f"ply\nformat {form} 1.0\nelement vertex {len(rows)}\n{names}{faces}end_header\n".encode()
    if form == "ascii":
        body = "\n".join(" ".join(f"{value:.9g}" for value in row) for row in rows.tolist()).encode() + b"\n"
    else:
        body = rows.astype(rows.dtype.newbyteorder(">" if "big" in form else "<")).tobytes()
    path.write_bytes(header + body)
    return path
