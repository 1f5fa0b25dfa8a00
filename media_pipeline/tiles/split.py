"""Dividing a mesh into a tree of boxes with few triangles each."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from media_pipeline.mesh import Floats

Longs = npt.NDArray[np.int64]


@dataclass(slots=True)
class Box:
    """A node of the tree: which triangles of the master lie in it (leaves only) and its parts."""

    faces: Longs
    parts: list[Box] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many levels lie below: 0 for a leaf."""
        return 1 + max(part.height for part in self.parts) if self.parts else 0


def tree(centres: Floats, limit: int) -> Box:
    """Return the tree over triangles with `centres` (m, 3): leaves hold at most `limit`, other boxes two or four parts.

    A box is cut at the median of its longest side, then each half along the second, so that no part is empty.
    """
    return _box(centres, np.arange(len(centres)), limit)


def _box(centres: Floats, faces: Longs, limit: int) -> Box:
    if len(faces) <= limit:
        return Box(faces)
    first, second = np.argsort(-np.ptp(centres[faces], axis=0), kind="stable")[:2]
    halves = _halves(centres, faces, int(first))
    if len(faces) > 2 * limit:
        halves = [quarter for half in halves for quarter in _halves(centres, half, int(second))]
    return Box(np.zeros(0, np.int64), [_box(centres, part, limit) for part in halves])


def _halves(centres: Floats, faces: Longs, axis: int) -> list[Longs]:
    middle = len(faces) // 2
    order = np.argpartition(centres[faces, axis], middle)
    return [faces[np.sort(order[:middle])], faces[np.sort(order[middle:])]]
