"""Simplifying a mesh together with the texture coordinates it came with, where its atlas allows that.

Seams hold edges in place, so a shredded atlas stops short of its count or bends the shape. Cheap tests come first, and the result must be nearly as
true as the mesh that was simplified without coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from media_pipeline.errors import StageFault
from media_pipeline.geometry import distance, topology
from media_pipeline.geometry.normals import areas, smooth
from media_pipeline.geometry.rays import Scene
from media_pipeline.geometry.simplify import to_count
from media_pipeline.geometry.swatches import swatches
from media_pipeline.geometry.weld import compact, unique_rows
from media_pipeline.mesh import Floats, Ints, Mask, Mesh
from media_pipeline.wasm.simplifier import has_room, simplify_with_update

SHREDDED = 0.75
"""Coordinates per triangle above which an atlas is not worth trying (a whole one has half as many, real scans up to 1.3)."""

WEIGHTS = (0.2, 0.2, 0.02, 0.02, 0.02)
"""Of u, v and the normal. Low, since colour and normals are baked anew: what counts is that the atlas stays whole."""
SAMPLES = 8000
ALLOWED = 1.5
LEAST = 5000
"""Triangles below which places of a mesh are not simplified: their rims would tell more than their insides."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """positions and uvs with a triangle list for each, like Mesh."""

    positions: Floats
    faces: Ints
    uvs: Floats
    uv_faces: Ints


def worth_trying(mesh: Mesh) -> bool:
    """Return whether the mesh has one atlas in 0..1 that is not shredded, for all of its triangles."""
    if mesh.uvs is None or mesh.uv_faces is None or (mesh.uv_faces < 0).any():
        return False
    if not has_room(len(mesh.positions), len(mesh.faces), 5):
        return False
    number = np.zeros(1, np.int64) if mesh.face_material is None else np.bincount(mesh.face_material)
    used = {mesh.materials[i].texture for i in np.flatnonzero(number)} if number.any() else {""}
    named = np.zeros(len(mesh.uvs), bool)
    named[mesh.uv_faces] = True
    corners = mesh.uvs[named]
    inside = bool((corners >= -1e-4).all() and (corners <= 1 + 1e-4).all())
    return len(used) == 1 and None not in used and inside and len(corners) <= SHREDDED * len(mesh.faces)


def simplified(mesh: Mesh, target: int) -> Mapped | None:
    """Return the mesh with `target` triangles, 1 % more or less, and its coordinates; None where the seams do not let it or
    it is too large for the simplifier.
    """
    assert mesh.uvs is not None and mesh.uv_faces is not None
    rows = np.stack([mesh.faces.reshape(-1), mesh.uv_faces.reshape(-1)], 1).astype(np.int32)
    first, inverse = unique_rows(rows)
    vertex, coordinate = rows[first].T
    if not has_room(len(first), len(mesh.faces), 5):
        return None
    positions = mesh.positions.astype(np.float32)
    attributes = np.concatenate([mesh.uvs[coordinate], smooth(positions, mesh.faces)[vertex]], 1).astype(np.float32)
    result = simplify_with_update(
        positions[vertex], inverse.reshape(-1, 3), target, attributes=attributes, weights=WEIGHTS
    )
    split, (points, found) = compact(result.faces, result.positions, result.attributes)
    first, inverse = unique_rows(points)
    faces = inverse[split]
    good = ~(topology.degenerate(points[first], faces) | topology.repeated(faces))
    if abs(int(good.sum()) - target) > max(1, 0.01 * target):
        return None
    mapped = Mapped(points[first], faces[good], np.clip(found[:, :2], 0, 1).astype(np.float32), split[good])
    return None if overlaps(mapped) else mapped


def overlaps(mapped: Mapped, *, share: float = 0.01) -> bool:
    """Return whether more than `share` of the atlas is used twice, from points on triangles that lie under another."""
    flat = np.concatenate([mapped.uvs, np.zeros((len(mapped.uvs), 1), np.float32)], 1)
    sized = areas(flat, mapped.uv_faces)
    if not float(sized.sum()) > 0:
        return True
    random = np.random.default_rng(0)
    face = random.choice(len(sized), SAMPLES, p=sized.astype(np.float64) / sized.sum(dtype=np.float64))
    points = flat[mapped.uv_faces[face]].mean(1) + np.array([0, 0, 1], np.float32)
    hits = Scene(flat, mapped.uv_faces).cast(points, np.broadcast_to(np.array([0, 0, -1], np.float32), points.shape))
    return float((hits.face != face).mean()) > share


class Yardstick:
    """The master, or some places of it where it is large, ready for levels to be held against."""

    def __init__(self, master: Mesh) -> None:
        positions = master.positions.astype(np.float32, copy=False)
        self._places = swatches(positions, master.faces)
        self._part = master if self._places.whole else _part(master, self._places.triangles)
        self._share = len(self._part.faces) / len(master.faces)
        own = (self._part.positions.astype(np.float32, copy=False), self._part.faces)
        self._scene = Scene(*own)
        self._points = self._seen(distance.sample(*own, SAMPLES))

    def promises(self, target: int) -> bool:
        """Return whether the places of a large master, simplified by themselves as far as the whole to `target`, can keep
        their coordinates: a tenth of the work, and where they cannot, the whole need not be tried.
        """
        if self._places.whole:
            return True
        part, aim = self._part, max(LEAST, round(target * self._share))
        try:
            plain = to_count(part.positions.astype(np.float32, copy=False), part.faces, aim)
        except StageFault:
            return True
        found = simplified(part, aim)
        return found is not None and self.true_enough(found, plain)

    def true_enough(self, mapped: Mapped, plain: tuple[Floats, Ints]) -> bool:
        """Return whether the mesh with coordinates is at most half as far again from the master as the one without."""
        return self._rms(mapped.positions, mapped.faces) <= ALLOWED * self._rms(*plain) + 1e-9

    def _rms(self, positions: Floats, faces: Ints) -> float:
        there = Scene(positions, faces).distance(self._points)
        back = self._scene.distance(self._seen(distance.sample(positions, faces, round(SAMPLES / self._share), seed=1)))
        return float(np.sqrt((np.concatenate([there, back]) ** 2).mean()))

    def _seen(self, points: Floats) -> Floats:
        return points[self._places.inside(points)]


def _part(mesh: Mesh, triangles: Mask) -> Mesh:
    """Return the chosen triangles with only the vertices and coordinates they name."""
    part = mesh.select(triangles)
    assert part.uvs is not None and part.uv_faces is not None
    faces, (positions,) = compact(part.faces, part.positions)
    uv_faces, (uvs,) = compact(part.uv_faces, part.uvs)
    return replace(part, faces=faces, positions=positions, uv_faces=uv_faces, uvs=uvs, colours=None)
