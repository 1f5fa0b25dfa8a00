"""Which triangles share which edges: the one table that repair and inspection look things up in.

Half-edge h = 3 * triangle + k runs from the triangle's corner k to the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from media_pipeline.geometry.weld import of_pairs
from media_pipeline.mesh import Ints, Mask


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """faces (m, 3) welded. edge (m, 3): the number of the edge of each half-edge, equal for all that join the same two
    vertices. uses (n,): how many half-edges each number has.
    """

    faces: Ints
    edge: Ints
    uses: Ints

    @classmethod
    def of(cls, faces: Ints) -> EdgeTable:
        """Return the table of `faces`. Peaks at about 40 bytes a half-edge."""
        after = faces[:, [1, 2, 0]]
        edge = of_pairs(np.minimum(faces, after).reshape(-1), np.maximum(faces, after).reshape(-1))
        return cls(faces, edge.reshape(-1, 3), np.bincount(edge, minlength=len(edge)).astype(np.int32))

    def select(self, keep: Mask) -> EdgeTable:
        """Return the table of the triangles where `keep` (m,) is true."""
        uses = self.uses.copy()
        np.subtract.at(uses, self.edge[~keep].reshape(-1), 1)
        return EdgeTable(self.faces[keep], self.edge[keep], uses)

    def around(self, chosen: npt.NDArray[np.int64]) -> EdgeTable:
        """Return the rows of the `chosen` triangles alone; `uses` still counts all."""
        return EdgeTable(self.faces[chosen], self.edge[chosen], self.uses)

    def turned(self, turn: Mask) -> EdgeTable:
        """Return the table after the triangles where `turn` (m,) is true were reversed (corners 0, 2, 1)."""
        faces, edge = self.faces.copy(), self.edge.copy()
        faces[turn] = faces[turn][:, [0, 2, 1]]
        edge[turn] = edge[turn][:, [2, 1, 0]]
        return EdgeTable(faces, edge, self.uses)

    @property
    def boundary(self) -> int:
        """How many edges belong to one triangle: the rims of holes and of the whole."""
        return int(np.count_nonzero(self.uses == 1))

    @property
    def nonmanifold(self) -> int:
        """How many edges belong to more than two triangles."""
        return int(np.count_nonzero(self.uses > 2))

    def uses_of(self) -> Ints:
        """Return (m, 3): how many triangles share the edge of each half-edge."""
        return self.uses[self.edge]

    def having(self, edges: Mask) -> Mask:
        """Return (m,): which triangles have an edge whose number is true in `edges` (n,)."""
        return edges[self.edge[:, 0]] | edges[self.edge[:, 1]] | edges[self.edge[:, 2]]

    def starts(self, half: Ints) -> Ints:
        """Return the vertices that half-edges begin at."""
        return self.faces.reshape(-1)[half]

    def ends(self, half: Ints) -> Ints:
        """Return the vertices that half-edges end at."""
        return self.faces.reshape(-1)[after(half)]

    def opposite(self) -> Ints:
        """Return (3m,): the half-edge on the other side, -1 where not exactly two triangles share the edge (or the other
        one is not in the table).
        """
        half = np.flatnonzero(self.uses_of().reshape(-1) == 2).astype(np.int32)
        number = self.edge.reshape(-1)[half]
        least = np.empty(len(self.uses), np.int32)
        least[number[::-1]] = half[::-1]
        first = least[number]
        later = first != half
        found = np.full(self.edge.size, -1, np.int32)
        found[half[later]] = first[later]
        found[first[later]] = half[later]
        return found

    def consistent(self, first: Ints, second: Ints) -> Mask:
        """Return which pairs run against each other, as they do where two triangles face the same way."""
        return self.starts(first) != self.starts(second)


def pairs(opposite: Ints) -> tuple[Ints, Ints]:
    """Return the two half-edges of each edge that exactly two triangles share."""
    first = np.flatnonzero(opposite > np.arange(len(opposite), dtype=np.int32)).astype(np.int32)
    return first, opposite[first]


def patches(opposite: Ints) -> tuple[int, Ints]:
    """Return (number of patches, patch of each triangle): those joined across edges, `opposite` (3m,) the half-edge on the
    other side of each, -1 for none.
    """
    joined = opposite >= 0
    ends = np.cumsum(joined.reshape(-1, 3).sum(1, dtype=np.int32), dtype=np.int32)
    graph = csr_matrix(
        (np.ones(int(ends[-1])), opposite[joined] // 3, np.concatenate([[0], ends])), shape=(len(ends),) * 2
    )
    number, patch = connected_components(graph, connection="strong")  # each leads to the other, so strong says all
    return int(number), patch


def after(half: Ints) -> Ints:
    """Return the next half-edge round the same triangle."""
    return np.where(half % 3 == 2, half - 2, half + 1).astype(np.int32)
