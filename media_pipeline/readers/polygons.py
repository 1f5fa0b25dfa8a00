"""Lists of polygons made triangles, with every index checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Ints

MAX_CORNERS = 10_000


def triangulate(
    name: str, counts: npt.NDArray[np.int64], flat: npt.NDArray[Any], vertices: int
) -> tuple[Ints, npt.NDArray[np.int64]]:
    """Return (faces, corner): triangles as fans, and for each of their corners its place in `flat`. Raises BadInput
    with the face.

    counts: corners of each polygon; flat: their vertex indices one after another.
    """
    if wrong := np.flatnonzero((counts < 3) | (counts > MAX_CORNERS))[:1].tolist():
        raise BadInput(name, f"face {wrong[0]}", f"has {counts[wrong[0]]} corners instead of 3 to {MAX_CORNERS}")
    index = flat.astype(np.int64)
    if wrong := np.flatnonzero((index < 0) | (index >= vertices) | (index != flat))[:1].tolist():
        face = int(np.searchsorted(np.cumsum(counts), wrong[0], side="right"))
        raise BadInput(name, f"face {face}", f"names vertex {index[wrong[0]]}, the file holds {vertices}")
    begin = np.cumsum(counts) - counts
    polygon = np.repeat(np.arange(len(counts)), counts - 2)
    step = np.arange(len(polygon)) - np.repeat(np.cumsum(counts - 2) - (counts - 2), counts - 2)
    corner = np.stack([begin[polygon], begin[polygon] + step + 1, begin[polygon] + step + 2], 1)
    return index[corner].astype(np.int32), corner
