"""A level of detail as graphics hardware wants it: one index per vertex for position, normal and texture coordinate."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from media_pipeline.geometry.normals import creased, split_by_corner
from media_pipeline.mesh import Floats, Ints


@dataclass(frozen=True, slots=True)
class RenderMesh:
    """positions, normals (n, 3) and uvs (n, 2) float32, v down; faces (m, 3) int32."""

    positions: Floats
    normals: Floats
    uvs: Floats
    faces: Ints

    def save(self, path: Path) -> None:
        """Write the arrays to `path` (npz, no pickles)."""
        np.savez(path, positions=self.positions, normals=self.normals, uvs=self.uvs, faces=self.faces)


def load(path: Path) -> RenderMesh:
    """Read what `RenderMesh.save` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return RenderMesh(arrays["positions"], arrays["normals"], arrays["uvs"], arrays["faces"])


def build(positions: Floats, faces: Ints, uvs: Floats, uv_faces: Ints) -> RenderMesh:
    """Return the render mesh with normals that keep edges sharper than 50 degrees."""
    vertex, coordinate, new_faces, normals = split_by_corner(faces, creased(positions, faces), uv_faces)
    return RenderMesh(positions[vertex], normals, uvs[coordinate], new_faces)
