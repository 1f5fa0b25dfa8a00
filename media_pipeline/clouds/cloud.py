"""The one in-memory form of a cloud of points, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from media_pipeline.mesh import Bytes, Doubles, Floats

NAMES = ("positions", "colours", "normals")


@dataclass(frozen=True, slots=True)
class Cloud:
    """positions (n, 3) float64 from the readers, float32 once recentred; colours (n, 3) uint8 sRGB; normals (n, 3) float32,
    unit vectors or zero. `dropped`: points of the file that had no finite position.
    """

    positions: Floats | Doubles
    colours: Bytes | None = None
    normals: Floats | None = None
    dropped: int = 0


def merge(parts: list[Cloud]) -> Cloud:
    """Return all `parts` as one; colours and normals that only some have are dropped, since they cannot be made up."""
    if len(parts) == 1:
        return parts[0]
    colours = [part.colours for part in parts if part.colours is not None]
    normals = [part.normals for part in parts if part.normals is not None]
    return Cloud(
        np.concatenate([part.positions for part in parts]),
        np.concatenate(colours) if len(colours) == len(parts) else None,
        np.concatenate(normals) if len(normals) == len(parts) else None,
        sum(part.dropped for part in parts),
    )


def save(cloud: Cloud, path: Path) -> None:
    """Write `cloud` to `path` (uncompressed, no pickles)."""
    members = {name: array for name in NAMES if (array := getattr(cloud, name)) is not None}
    np.savez(path, **members)


def load(path: Path) -> Cloud:
    """Read what `save` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return Cloud(**{name: arrays[name] for name in arrays.files})
