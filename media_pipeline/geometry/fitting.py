"""Moving the vertices of a level to where they lie closest to the surface it was made from.

Quadrics put a vertex near the planes of the triangles that were collapsed into it, not in the middle of what a rough surface does between the level's
own vertices. Given its triangles, the best places are a problem of least squares: each point of the surface, seen along its normal, asks the three
corners of the triangle it meets to come nearer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import cg

from media_pipeline.geometry.normals import areas, face_vectors, smooth, unit
from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import Doubles, Floats, Ints

DENSITY = 10
"""Points of the surface for each triangle of a level."""
MOST = 1_500_000
REACH = 8.0
"""How far a point may lie from the level, in medians of all, and never farther than a triangle is wide: what is farther
has no counterpart there.
"""
ALIKE = 0.5
"""Least cosine between the normals of a point and of the triangle it meets."""
STIFF = 0.06
"""Weight of staying, of a vertex that the usual number of points asks to move."""
STEPS, PRECISION = 30, 1e-3


@dataclass(frozen=True, slots=True)
class _Pulls:
    """What points ask of a level: the triangles they meet (n,), weights of its corners (n, 3), metres (n,) along its normal,
    and the farthest that counts.
    """

    face: Ints
    weights: Floats
    metres: Floats
    reach: float


class Surface:
    """Points spread evenly over a surface, with its normals there, that levels are fitted to."""

    def __init__(self, positions: Floats, faces: Ints, *, level: int) -> None:
        """level: triangles of the largest level."""
        random = np.random.default_rng(0)
        vectors = face_vectors(positions, faces)
        cumulative = np.cumsum(np.sqrt(np.einsum("ij,ij->i", vectors, vectors)), dtype=np.float64)
        count = min(MOST, DENSITY * level)
        drawn = (np.arange(count) + random.random(count)) * (cumulative[-1] / count)
        face = np.minimum(np.searchsorted(cumulative, drawn), len(faces) - 1)
        second, third = random.random((2, count, 1), np.float32)
        over = second + third > 1
        second, third = np.where(over, 1 - second, second), np.where(over, 1 - third, third)
        a, b, c = (positions[faces[face, corner]] for corner in range(3))
        self._points: Floats = a + (b - a) * second + (c - a) * third
        self._normals = unit(vectors[face])

    def fitted(self, positions: Floats, faces: Ints) -> Floats:
        """Return `positions` moved along their normals to where the triangles lie closest to the surface. No triangle turns
        over; what the surface does not reach stays.
        """
        along, normals = smooth(positions, faces), unit(face_vectors(positions, faces))
        pulls = self._pulls(positions, faces, normals)
        if not len(pulls.face):
            return positions
        metres = np.clip(_solved(pulls, faces, along, normals), -pulls.reach, pulls.reach)
        moved = (positions + along * metres[:, None]).astype(np.float32)
        turned = np.einsum("ij,ij->i", face_vectors(moved, faces), normals) <= 0
        moved[faces[turned]] = positions[faces[turned]]
        return moved

    def _pulls(self, positions: Floats, faces: Ints, normals: Floats) -> _Pulls:
        step = max(1, len(self._points) // (DENSITY * len(faces)))
        points, directions = self._points[::step], self._normals[::step]
        scene = Scene(positions, faces)
        ahead, behind = scene.cast(points, directions), scene.cast(points, -directions)
        nearer = ahead.distance <= behind.distance
        away = np.where(nearer, ahead.distance, -behind.distance)
        face = np.where(nearer, ahead.face, behind.face)
        struck = np.flatnonzero(np.isfinite(away))
        usual = float(np.median(np.abs(away[struck]))) if len(struck) else 0.0
        reach = min(REACH * usual, float(np.sqrt(areas(positions, faces).mean())))
        near = struck[np.abs(away[struck]) <= reach]
        cosine = np.einsum("ij,ij->i", directions[near], normals[face[near]])
        near, cosine = near[cosine > ALIKE], cosine[cosine > ALIKE]
        weights = np.where(nearer[near, None], ahead.weights()[near], behind.weights()[near])
        return _Pulls(face[near], weights, -away[near] * cosine, reach)


def _solved(pulls: _Pulls, faces: Ints, along: Floats, normals: Floats) -> Doubles:
    """Return how far each vertex is to go along its normal, in metres."""
    count, corners = len(pulls.face), faces[pulls.face]
    share = pulls.weights * np.einsum("mkj,mj->mk", along[corners], normals[pulls.face])
    rows = csr_matrix(
        (share.ravel().astype(np.float64), corners.ravel(), np.arange(0, 3 * count + 1, 3)), shape=(count, len(along))
    )
    stay = diags(np.full(len(along), STIFF * count / len(along)))
    found: Doubles = cg(rows.T @ rows + stay, rows.T @ pulls.metres, rtol=PRECISION, maxiter=STEPS)[0]
    return found
