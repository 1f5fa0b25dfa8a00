"""A stand-in of the repaired master that a browser can show: thinned where it is large, coloured at its vertices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from media_pipeline.comparison import coloured
from media_pipeline.encode.glb import triangles_in
from media_pipeline.geometry.normals import areas, smooth
from media_pipeline.geometry.rays import Scene
from media_pipeline.geometry.simplify import Pair
from media_pipeline.geometry.weld import compact
from media_pipeline.mesh import Mesh
from media_pipeline.surface import MasterSurface
from media_pipeline.wasm.simplifier import simplify_with_update


@dataclass(frozen=True, slots=True)
class StandIn:
    """The GLB, how many triangles it has, and whether it has colours of the master's own."""

    glb: bytes
    triangles: int
    coloured: bool


def stand_in(mesh: Mesh, textures: Path, scene: Scene, *, triangles: int, thinned: Pair | None = None) -> StandIn:
    """Return a GLB of `mesh` with at most about `triangles` triangles. scene: of the master's own triangles. thinned: the
    mesh with so many, where somebody has it.
    """
    positions, faces = thinned or (mesh.positions.astype(np.float32), mesh.faces)
    if len(faces) > triangles:
        found = simplify_with_update(positions, faces, triangles)
        positions, faces = found.positions, found.faces
    faces, (positions,) = compact(faces, positions)
    width = float(np.sqrt(2 * areas(positions, faces).mean(dtype=np.float64)))
    surface = MasterSurface(mesh, textures, finest=width)
    near = scene.closest(positions)
    colours = surface.colours(near.face, near.weights(), np.full(len(positions), width, np.float32))
    normals = smooth(positions, faces)
    data = coloured.packed(positions, normals, faces, colours, name="master")
    return StandIn(data, triangles_in(data), surface.textured)
