"""Fins: small flaps that stand on an edge that two other triangles already share."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry.edges import EdgeTable, patches
from media_pipeline.mesh import Ints, Mask


def fins(table: EdgeTable, *, most: int) -> Mask:
    """Return which triangles are fins: patches of at most `most` triangles with a rim of their own, all of whose crowded
    edges belong to two or more triangles even without them. A wall that meets another one is no fin.
    """
    found = np.zeros(len(table.faces), bool)
    crowded = np.flatnonzero(table.having(table.uses > 2))
    if not len(crowded) or most < 1:
        return found
    near = _around(crowded, table.faces, most)
    _, patch = patches(table.around(near).opposite())
    size = np.bincount(patch)
    uses = table.uses_of()[near]
    rim = np.bincount(patch, (uses == 1).any(1), minlength=len(size)) > 0
    candidate = (size <= most) & rim
    small = candidate[patch]
    stays = np.bincount(table.edge[near[small]].reshape(-1), minlength=len(table.uses))
    alone = (uses > 2) & ((table.uses - stays)[table.edge[near]] < 2)
    candidate &= np.bincount(patch, alone.any(1), minlength=len(size)) == 0
    candidate &= np.bincount(patch, (uses > 2).any(1), minlength=len(size)) > 0
    found[near[candidate[patch]]] = True
    return found


def _around(chosen: npt.NDArray[np.int64], faces: Ints, steps: int) -> npt.NDArray[np.int64]:
    """Return the triangles within `steps` neighbours of the `chosen` ones, by common vertices, sorted."""
    reached = np.zeros(int(faces.max()) + 1, bool)
    for _ in range(steps):
        reached[faces[chosen]] = True
        chosen = np.flatnonzero(reached[faces[:, 0]] | reached[faces[:, 1]] | reached[faces[:, 2]])
    return chosen
