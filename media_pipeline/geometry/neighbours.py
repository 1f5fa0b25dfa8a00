"""Cutting a mesh into groups of neighbouring triangles, for work that costs more than linearly or has little room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from media_pipeline.mesh import Floats, Ints


def groups(positions: Floats, faces: Ints, most: int) -> list[npt.NDArray[np.int64]]:
    """Return the triangles in groups of at most `most`, halved along the longest axis of each group."""
    middle = positions[faces[:, 0]] + positions[faces[:, 1]]
    middle += positions[faces[:, 2]]
    found, todo = [], [np.arange(len(faces))]
    while todo:
        group = todo.pop()
        if len(group) <= most:
            found.append(np.sort(group))
            continue
        along = middle[group][:, np.ptp(middle[group], axis=0).argmax()]
        order = np.argpartition(along, len(group) // 2)
        todo += [group[order[: len(group) // 2]], group[order[len(group) // 2 :]]]
    return found
