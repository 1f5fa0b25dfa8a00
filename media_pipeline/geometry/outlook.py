"""How much of the sky triangles see in front and behind, by rays; the mesh is made ready for them when first asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from media_pipeline.geometry.normals import face_vectors, unit
from media_pipeline.mesh import Floats, Ints, diagonal

if TYPE_CHECKING:
    from media_pipeline.geometry.rays import Scene

RAYS = 12
REACH = 0.5


class Outlook:
    """A mesh whose triangles can be asked what they see. positions (n, 3), faces (m, 3)."""

    def __init__(self, positions: Floats, faces: Ints) -> None:
        self.positions, self.faces = positions, faces
        self._scene: Scene | None = None

    def turned(self, faces: Ints) -> Outlook:
        """Return the outlook of the same triangles after some were reversed: rays do not ask which way they face."""
        other = Outlook(self.positions, faces)
        other._scene = self._scene
        return other

    @property
    def scene(self) -> Scene:
        """The mesh ready for rays."""
        from media_pipeline.geometry import rays

        if self._scene is None:
            self._scene = rays.Scene(self.positions, self.faces)
        return self._scene

    def votes(self, triangles: Ints) -> Floats:
        """Return (n,) -1..1: how much more each of `triangles` sees in front than behind, within half the diagonal."""
        front, back = self.openness(triangles)
        return front - back

    def openness(self, triangles: Ints) -> tuple[Floats, Floats]:
        """Return the open share 0..1 in front of and behind each of `triangles`."""
        from media_pipeline.geometry.occlusion import openness

        chosen = self.faces[triangles]
        middle = self.positions[chosen].mean(1).astype(np.float32)
        normal = unit(face_vectors(self.positions, chosen))
        reach = REACH * diagonal(self.positions)
        sides = [
            openness(self.scene, middle, sign * normal, rays=RAYS, reach=reach)
            for sign in (np.float32(1), np.float32(-1))
        ]
        return sides[0], sides[1]
