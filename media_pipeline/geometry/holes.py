"""Holes: rims that close on themselves, and what could cover them. The cover of least area, by dynamic programming.

Source: G. Barequet and M. Sharir, Filling gaps in the boundary of a polyhedron, 1995, section 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from media_pipeline.geometry.edges import EdgeTable, after
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.topology import degenerate
from media_pipeline.mesh import Doubles, Floats, Ints

BATCH_CELLS = 1 << 21
VALENCE = 64
ROUND = 0.02
"""Weight of the squared sides beside the area: among equal covers, as those of a flat hole, the one without slivers wins."""
DEAR = 1e30


@dataclass(frozen=True, slots=True)
class Cover:
    """One hole closed: rim (n,) the half-edges round it in the order of the hole, faces (n - 2, 3) vertices, corner
    (n - 2,) the half-edge of the rim that each triangle takes its looks from, area in square units, centre of its rim.
    """

    rim: Ints
    faces: Ints
    corner: Ints
    area: float
    centre: Doubles


def rims(table: EdgeTable) -> list[Ints]:
    """Return the closed rims as half-edges in the order they follow each other; the outer rim of an open surface is one
    of them.
    """
    touching = np.zeros(int(table.faces.max()) + 1, bool)
    touching[table.faces[table.having(table.uses == 1)]] = True
    near = np.flatnonzero(touching[table.faces[:, 0]] | touching[table.faces[:, 1]] | touching[table.faces[:, 2]])
    local = table.around(near)
    open_halves = np.flatnonzero(local.uses_of().reshape(-1) == 1).astype(np.int32)
    following = _following(local, open_halves)
    number = np.full(local.faces.size, -1, np.int32)
    number[open_halves] = np.arange(len(open_halves), dtype=np.int32)
    known = following >= 0
    after_each = np.where(known, number[np.maximum(following, 0)], -1)
    here = np.flatnonzero(known)
    graph = coo_matrix((np.ones(len(here), np.int8), (here, after_each[here])), shape=(len(open_halves),) * 2)
    count, label = connected_components(graph, directed=False)
    broken = np.bincount(label, ~known, minlength=count) > 0
    whole = (3 * near[open_halves // 3] + open_halves % 3).astype(np.int32)
    begins = local.starts(open_halves).tolist()
    walks = [_walk(after_each, start) for start in _starts(label, broken)]
    return [whole[rim] for walk in walks for rim in _simple(walk, begins)]


def _following(table: EdgeTable, open_halves: Ints) -> Ints:
    """Return the open half-edge that each of `open_halves` leads to, turning round its end through the triangles there;
    -1 where a crowded edge or a turned triangle lies between.
    """
    opposite = table.opposite()
    uses = table.uses_of().reshape(-1)
    current = after(open_halves)
    for _ in range(VALENCE):
        turning = np.flatnonzero((current >= 0) & (uses[np.maximum(current, 0)] != 1))
        if not len(turning):
            return current
        here = current[turning]
        other = opposite[here]
        joined = (other >= 0) & (table.starts(np.maximum(other, 0)) != table.starts(here))
        current[turning] = np.where(joined, after(np.maximum(other, 0)), -1)
    current[uses[np.maximum(current, 0)] != 1] = -1
    return current


def _starts(label: npt.NDArray[np.int32], broken: npt.NDArray[np.bool_]) -> Ints:
    first = np.unique(label, return_index=True)[1]
    return first[~broken].astype(np.int32)


def _walk(following: Ints, start: int) -> list[int]:
    way, here = [int(start)], int(following[start])
    while here != start:
        way.append(here)
        here = int(following[here])
    return way


def _simple(walk: list[int], begins: list[int]) -> Iterator[list[int]]:
    """Yield the parts of a closed walk that pass each vertex once: holes that touch in a corner are walked as one."""
    way: list[int] = []
    place: dict[int, int] = {}
    for half in walk:
        known = place.get(begins[half])
        if known is not None:
            yield way[known:]
            for passed in way[known:]:
                del place[begins[passed]]
            del way[known:]
        place[begins[half]] = len(way)
        way.append(half)
    yield way


def covers(table: EdgeTable, positions: Floats, *, most_edges: int, most_area: float) -> list[Cover]:
    """Return a cover for every hole of at most `most_edges` edges and `most_area`, where it adds no crowded edge.

    A rim longer than a circle of four times `most_area` has is not looked at. Cracks without area are no holes.
    """
    by_length: dict[int, list[Ints]] = {}
    for rim in rims(table):
        if 3 <= len(rim) <= most_edges:
            points = positions[table.starts(rim)].astype(np.float64)
            length = float(np.linalg.norm(points - np.roll(points, 1, 0), axis=1).sum())
            if length**2 / (4 * np.pi) <= 4 * most_area:
                by_length.setdefault(len(rim), []).append(rim)
    known = _edges_among(table, [rim for group in by_length.values() for rim in group])
    found = []
    for edges, group in sorted(by_length.items()):
        step = max(1, BATCH_CELLS // edges**2)
        for start in range(0, len(group), step):
            found += _covered(table, positions, np.stack(group[start : start + step]), known)
    return _without_crowding(table, [cover for cover in found if 0 < cover.area <= most_area])


def _edges_among(table: EdgeTable, chosen: list[Ints]) -> npt.NDArray[np.int64]:
    """Return the keys, sorted, of the mesh's edges that join two vertices of these rims."""
    rim = np.zeros(int(table.faces.max()) + 1, bool)
    for halves in chosen:
        rim[table.starts(halves)] = True
    on = [rim[table.faces[:, k]] for k in range(3)]
    half = np.concatenate([3 * np.flatnonzero(on[k] & on[(k + 1) % 3]) + k for k in range(3)]).astype(np.int32)
    return np.unique(_keys(table.starts(half), table.ends(half)))


def _covered(table: EdgeTable, positions: Floats, group: Ints, known: npt.NDArray[np.int64]) -> list[Cover]:
    """Return the covers of rims (holes, n) of one length, none of whose inner edges is `known`."""
    group = group[:, ::-1]
    corners = table.ends(group)
    taken = np.isin(_keys(corners[:, :, None], corners[:, None, :]), known)
    split = _splits(positions[corners].astype(np.float64), taken)
    out = []
    for rim, ring, choice in zip(group, corners, split, strict=True):
        local = np.array(_triangles(choice, len(ring)), np.int32)
        faces = ring[local]
        distinct = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
        size = areas(positions, faces)
        if distinct.all() and not degenerate(positions, faces).any():
            centre = positions[ring].astype(np.float64).mean(0)
            out.append(Cover(rim, faces, rim[local[:, 0]], float(size.sum(dtype=np.float64)), centre))
    return out


def _splits(points: Doubles, taken: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
    """Return (holes, n, n): for corners i < j the corner between them that makes the triangle on i and j in the cover of
    least area. points (holes, n, 3); pairs where `taken` (holes, n, n) is true are joined already and, as triangles
    without area, cost everything.
    """
    holes, n, _ = points.shape
    cost = np.where(taken, DEAR, 0.0)
    cost[:, np.arange(n - 1), np.arange(1, n)] = 0.0
    split = np.zeros((holes, n, n), np.int16)
    for gap in range(2, n):
        i = np.arange(n - gap)[:, None]
        k, j = i + np.arange(1, gap)[None], i + gap
        u, v = points[:, k] - points[:, i], points[:, j] - points[:, i]
        size = np.linalg.norm(np.cross(u, v), axis=-1) / 2
        sides = (u**2).sum(-1) + (v**2).sum(-1) + ((v - u) ** 2).sum(-1)
        worth = np.where(size > 1e-6 * sides, size + ROUND * sides, DEAR)
        total = cost[:, i, k] + cost[:, k, j] + worth
        best = total.argmin(-1)
        cost[:, i[:, 0], j[:, 0]] += np.take_along_axis(total, best[..., None], -1)[..., 0]
        split[:, i[:, 0], j[:, 0]] = best + 1 + i[:, 0]
    return split


def _triangles(split: npt.NDArray[np.int16], n: int) -> list[tuple[int, int, int]]:
    found, todo = [], [(0, n - 1)]
    while todo:
        i, j = todo.pop()
        if j - i >= 2:
            k = int(split[i, j])
            found.append((i, k, j))
            todo += [(i, k), (k, j)]
    return found


def _without_crowding(table: EdgeTable, found: list[Cover]) -> list[Cover]:
    """Return the covers whose inner edges exist neither in the mesh nor in an earlier cover."""
    known = set(_edges_among(table, [cover.rim for cover in found]).tolist()) if found else set()
    good = []
    for cover in found:
        borders = set(_keys(table.starts(cover.rim), table.ends(cover.rim)).tolist())
        inner = set(_keys(cover.faces.reshape(-1), cover.faces[:, [1, 2, 0]].reshape(-1)).tolist()) - borders
        if not inner & known and len(cover.faces) * 3 == 2 * len(inner) + len(borders):
            known |= inner
            good.append(cover)
    return good


def _keys(a: Ints, b: Ints) -> npt.NDArray[np.int64]:
    return (np.minimum(a, b).astype(np.int64) << 32) | np.maximum(a, b)
