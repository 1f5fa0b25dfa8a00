"""An atlas of our own, in a second for 100,000 triangles: charts by direction, flattened by projection, packed on
shelves.

The fallback for meshes on which xatlas does not end. Charts that fold over themselves are cut, so that no two triangles
share texels.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry import topology
from media_pipeline.geometry.normals import face_vectors, unit
from media_pipeline.geometry.rays import Scene
from media_pipeline.geometry.weld import unique_rows
from media_pipeline.mesh import Floats, Ints, Mask

DIRECTIONS = np.array(
    [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if x or y or z], np.float32
)
ROUNDS = 6
DIRECTIONS /= np.linalg.norm(DIRECTIONS, axis=1, keepdims=True)


def unwrap(positions: Floats, faces: Ints, *, side: int, padding: int = 4) -> tuple[Floats, Ints]:
    """Return (uvs, uv_faces) in 0..1 for a map of `side` pixels with `padding` pixels between charts."""
    direction = _smoothed(faces, unit(face_vectors(positions, faces)), len(positions))
    chart, number = _charts(faces, direction)
    corner, own_faces = _flattened(positions, faces, direction)
    uvs = _packed(corner, chart, number, side, padding)
    for _ in range(ROUNDS):
        under = _covered(uvs, own_faces)
        if not under.any():
            break
        chart, number = _lifted(faces, chart, number, under)
        uvs = _packed(corner, chart, number, side, padding)
    shared = np.stack([faces.reshape(-1), np.repeat(chart, 3)], 1).astype(np.int32)
    first, inverse = unique_rows(shared)
    return uvs[first], inverse.reshape(-1, 3)


def _covered(uvs: Floats, faces: Ints) -> Mask:
    """Return which triangles lie under another one, seen from above at their middle and near their corners."""
    flat = np.concatenate([uvs, np.zeros((len(uvs), 1), np.float32)], 1)
    scene = Scene(flat, faces)
    under = np.zeros(len(faces), bool)
    corners = flat[faces]
    for weights in ((1 / 3, 1 / 3, 1 / 3), (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)):
        points = np.einsum("mcj,c->mj", corners, np.array(weights, np.float32)) + np.array([0, 0, 1], np.float32)
        hits = scene.cast(points, np.broadcast_to(np.array([0, 0, -1], np.float32), points.shape))
        under |= hits.struck & (hits.face != np.arange(len(faces)))
    return under


def _lifted(faces: Ints, chart: Ints, number: int, under: Mask) -> tuple[Ints, int]:
    """Return charts with the triangles that lie under others taken out into charts of their own, connected ones together."""
    chart = chart.copy()
    mine = np.flatnonzero(under)
    _, local = np.unique(
        np.stack([faces[mine], np.broadcast_to(chart[mine, None], (len(mine), 3))], -1).reshape(-1, 2),
        axis=0,
        return_inverse=True,
    )
    local = local.reshape(-1, 3).astype(np.int32)
    more, piece = topology.pieces(np.asarray(local, np.int32), int(local.max()) + 1)
    chart[mine] = number + piece
    return chart, number + more


def _smoothed(faces: Ints, normals: Floats, vertices: int) -> npt.NDArray[np.int64]:
    """Return each triangle's direction (of 26): the best for its normal, where that is nearly a tie the one its
    neighbours have.
    """
    score = normals @ DIRECTIONS.T
    direction = score.argmax(1)
    for _ in range(3):
        votes = np.zeros((vertices, len(DIRECTIONS)), np.float32)
        for corner in range(3):
            np.add.at(votes, (faces[:, corner], direction), 1.0)
        near = votes[faces[:, 0]] + votes[faces[:, 1]] + votes[faces[:, 2]]
        direction = (score + 0.02 * near).argmax(1)
        poor = score[np.arange(len(faces)), direction] < 0.5
        direction[poor] = score[poor].argmax(1)
    return np.asarray(direction, np.int64)


def _charts(faces: Ints, direction: npt.NDArray[np.int64]) -> tuple[Ints, int]:
    """Return each triangle's chart: connected by a vertex among triangles of one direction."""
    chart = np.zeros(len(faces), np.int32)
    total = 0
    for value in np.unique(direction):
        mine = np.flatnonzero(direction == value)
        _, local = np.unique(faces[mine], return_inverse=True)
        number, piece = topology.pieces(local.reshape(-1, 3).astype(np.int32), int(local.max()) + 1)
        chart[mine] = piece + total
        total += number
    return chart, total


def _flattened(positions: Floats, faces: Ints, direction: npt.NDArray[np.int64]) -> tuple[Floats, Ints]:
    """Return (corner coordinates in metres (3m, 2), uv_faces). Every triangle has corners of its own."""
    n = DIRECTIONS[direction]
    axis = np.where(np.abs(n[:, 1:2]) < 0.9, np.array([[0, 1, 0]], np.float32), np.array([[1, 0, 0]], np.float32))
    across = unit(np.cross(axis, n).astype(np.float32))
    along = np.cross(n, across).astype(np.float32)
    p = positions[faces]
    flat = np.stack([np.einsum("mkj,mj->mk", p, across), -np.einsum("mkj,mj->mk", p, along)], -1)
    return flat.reshape(-1, 2).astype(np.float32), np.arange(faces.size, dtype=np.int32).reshape(-1, 3)


def _packed(corner: Floats, chart: Ints, number: int, side: int, padding: int) -> Floats:
    """Place the charts' boxes on shelves, highest first, at the largest scale that fits."""
    of_corner = np.repeat(chart, 3)
    low, high = np.full((number, 2), np.inf), np.full((number, 2), -np.inf)
    np.minimum.at(low, of_corner, corner)
    np.maximum.at(high, of_corner, corner)
    size = high - low
    order = np.argsort(-size[:, 1], kind="stable")
    small, large = 0.0, side / max(float(size.max()), 1e-9)
    place = np.zeros((number, 2))
    for _ in range(24):
        scale = (small + large) / 2
        found = _shelves(np.ceil(size[order] * scale) + padding, side)
        if found is None:
            large = scale
        else:
            small, place[order] = scale, found
    return np.asarray(
        ((corner - low[of_corner]) * small + place[of_corner] + padding / 2).astype(np.float32) / np.float32(side),
        np.float32,
    )


def _shelves(boxes: npt.NDArray[np.float64], side: int) -> npt.NDArray[np.float64] | None:
    """Return the boxes' places on shelves in a square of `side`, None if they do not fit. Boxes come highest first."""
    if (boxes[:, 0] > side).any():
        return None
    places = np.zeros((len(boxes), 2))
    x = y = height = 0.0
    for index, (width, tall) in enumerate(boxes.tolist()):
        if x + width > side:
            x, y, height = 0.0, y + height, 0.0
        if y + tall > side:
            return None
        places[index] = x, y
        x, height = x + width, max(height, tall)
    return places
