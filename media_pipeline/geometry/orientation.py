"""Which way triangles face: patches turned against their neighbours, and pieces turned inside out.

Neighbours decide first: within what hangs together, the side with more area is right. Where both sides are large, and for pieces of their own, rays
decide: the outside of a thing sees more of the sky than its inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from media_pipeline.geometry.edges import EdgeTable, pairs, patches
from media_pipeline.mesh import Floats, Ints, Mask

CLEAR = 0.2
"""Share of a piece's area up to which the smaller side is wrong without asking rays."""
LEAD = 0.15
"""How much more of the sky one side must see than the other for rays to decide between two large sides."""

Votes = Callable[[Ints], Floats]
"""For numbers of triangles, how much more of the sky each sees in front than behind, -1..1."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Which triangles (m,) face the wrong way; how many patches they make; and edges whose two sides cannot agree
    because the surface is one-sided or rays did not tell.
    """

    faces: Mask
    patches: int
    undecided: int


def against_neighbours(table: EdgeTable, areas: Floats, votes: Votes | None = None) -> Turned:
    """Return the triangles that face against their neighbours. areas (m,). Without `votes` large sides stay undecided."""
    opposite = table.opposite()
    first, second = pairs(opposite)
    against = np.flatnonzero(~table.consistent(first, second))
    if not len(against):
        return Turned(np.zeros(len(table.faces), bool), 0, 0)
    first, second = first[against], second[against]
    opposite[first] = opposite[second] = -1
    number, patch = patches(opposite)
    a, b = patch[first // 3], patch[second // 3]
    _, piece = _components(number, a, b)
    side, orientable = _sides(number, a, b, piece)
    area = np.bincount(patch, areas, minlength=number).astype(np.float64)
    wrong = _wrong_sides(patch, piece, side, area, votes) & orientable
    involved = np.zeros(number, bool)
    involved[a] = involved[b] = True
    undecided = int((wrong[a] == wrong[b]).sum())
    wrong &= involved
    return Turned(wrong[patch], int(wrong.sum()), undecided)


def _components(number: int, a: Ints, b: Ints) -> tuple[int, npt.NDArray[np.int32]]:
    graph = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(number, number))
    count, label = connected_components(graph, directed=False)
    return int(count), label


def _sides(number: int, a: Ints, b: Ints, piece: Ints) -> tuple[Mask, Mask]:
    """Return each patch's side (as the first patch of its piece, or against it), and whether its piece has two sides.

    Each patch appears twice, as it is and turned; a pair that disagrees joins the one's first with the other's second
    appearance. A piece whose two appearances come together is one-sided.
    """
    _, label = _components(2 * number, np.r_[a, a + number], np.r_[b + number, b])
    _, root = np.unique(piece, return_index=True)
    return label[:number] != label[root[piece]], label[:number] != label[number:]


def _wrong_sides(patch: Ints, piece: Ints, side: Mask, area: npt.NDArray[np.float64], votes: Votes | None) -> Mask:
    """Return which patches lie on the wrong side of their piece."""
    with_root, against = np.bincount(piece, area * ~side), np.bincount(piece, area * side, minlength=piece.max() + 1)
    smaller = with_root < against
    share = np.minimum(with_root, against) / np.maximum(with_root + against, 1e-30)
    decided = share <= CLEAR
    wrong = decided[piece] & (side != smaller[piece])
    if votes is None:
        return wrong
    for index in np.flatnonzero(~decided):
        mine = (piece == index)[patch]
        lead = _lead(np.flatnonzero(mine & ~side[patch]), np.flatnonzero(mine & side[patch]), votes)
        if abs(lead) > LEAD:
            wrong |= (piece == index) & (side if lead > 0 else ~side)
    return wrong


def _lead(first: npt.NDArray[np.int64], second: npt.NDArray[np.int64], votes: Votes, *, most: int = 400) -> float:
    """Return by how much triangles `first` face outward more than `second`."""
    random = np.random.default_rng(0)
    means = [
        float(votes(random.choice(side, min(most, len(side)), replace=False).astype(np.int32)).mean())
        for side in (first, second)
    ]
    return means[0] - means[1]


def inside_out(
    piece: npt.NDArray[np.int32], areas: Floats, votes: Votes, *, triangles: int = 50, most: int = 500
) -> Mask:
    """Return which pieces are turned inside out: closed in front and open behind, in a mesh that on the whole faces outward.

    piece (m,) as of topology.pieces, areas (m,). Pieces under `triangles` and all but the `most` largest are left alone,
    and a mesh that on the whole faces inward, as the scan of a room does.
    """
    random = np.random.default_rng(0)
    count = np.bincount(piece)
    wrong = np.zeros(len(count), bool)
    asked = np.flatnonzero(count >= triangles)
    asked = asked[np.argsort(-count[asked], kind="stable")][:most]
    if len(asked) < 2:
        return wrong
    cumulative = np.cumsum(areas, dtype=np.float64)
    spread = np.searchsorted(cumulative, random.random(2000) * cumulative[-1])
    if votes(np.minimum(spread, len(piece) - 1).astype(np.int32)).mean() < 0:
        return wrong
    order = np.argsort(piece, kind="stable")
    start = np.cumsum(np.r_[0, count])
    chosen = [order[start[p] + random.integers(0, count[p], 24)] for p in asked]
    seen = votes(np.concatenate(chosen).astype(np.int32)).reshape(-1, 24)
    wrong[asked] = np.median(seen, 1) < -0.6
    return wrong
