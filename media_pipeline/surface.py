"""What a mesh looks like at given points: colour and normal by triangle and corner weights. The master and the levels
answer alike.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from media_pipeline import texture
from media_pipeline.geometry.normals import areas, creased, smooth, unit
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.mesh import FILLED, NEUTRAL, Bytes, Floats, Ints, Mesh
from media_pipeline.texture import Texture

CREASE_LIMIT = 1_500_000
KEPT_BYTES = 600 << 20


@dataclass(frozen=True, slots=True)
class Look:
    """colour (n, 3) sRGB 0..255, normal (n, 3) unit, occlusion (n,) 0..1 or None."""

    colour: Floats
    normal: Floats
    occlusion: Floats | None


class Surface(Protocol):
    """A mesh that can be looked at."""

    positions: Floats
    faces: Ints

    def look(self, face: Ints, weights: Floats, footprint: Floats) -> Look:
        """Return how the points look: triangle, corner weights (n, 3) and width of the area a pixel covers, in metres
        (n,).
        """
        ...


def interpolated(corners: Floats, weights: Floats) -> Floats:
    """Return (n, k): the values at three corners (n, 3, k), weighted."""
    return np.asarray(np.einsum("nck,nc->nk", corners, weights), np.float32)


def density(positions: Floats, faces: Ints, uvs: Floats, uv_faces: Ints) -> Floats:
    """Return how many units of texture coordinate one metre is on each triangle (m,)."""
    flat = np.concatenate([uvs, np.zeros((len(uvs), 1), np.float32)], 1)
    ratio = areas(flat, np.maximum(uv_faces, 0)) / np.maximum(areas(positions, faces), 1e-20)
    return np.sqrt(ratio).astype(np.float32)


class MasterSurface:
    """The repaired master with its own textures. Textures are unpacked one at a time, so that forty of 8192 pixels do
    not add up.
    """

    def __init__(self, mesh: Mesh, textures: Path) -> None:
        self.mesh, self.folder = mesh, textures
        self.positions, self.faces = mesh.positions.astype(np.float32), mesh.faces
        dense = len(self.faces) > CREASE_LIMIT
        self._smooth = smooth(self.positions, self.faces) if dense else None
        self._creased = None if dense else creased(self.positions, self.faces)
        self._density = None
        if mesh.uvs is not None and mesh.uv_faces is not None:
            self._density = density(self.positions, self.faces, mesh.uvs, mesh.uv_faces)
        self._kept: dict[str, Texture] = {}
        self._lock = threading.Lock()

    @property
    def textured(self) -> bool:
        """Whether any material has a picture or any vertex a colour."""
        return self.mesh.colours is not None or any(material.texture for material in self.mesh.materials)

    def look(self, face: Ints, weights: Floats, footprint: Floats) -> Look:
        """See Surface.look; the master has no occlusion of its own."""
        return Look(self.colours(face, weights, footprint), self.normals(face, weights), None)

    def normals(self, face: Ints, weights: Floats) -> Floats:
        """Return unit normals (n, 3)."""
        if self._creased is not None:
            return unit(interpolated(self._creased.normals[self._creased.group[face]], weights))
        assert self._smooth is not None
        return unit(interpolated(self._smooth[self.faces[face]], weights))

    def colours(self, face: Ints, weights: Floats, footprint: Floats) -> Floats:
        """Return sRGB colours 0..255 (n, 3): texture times material, or vertex colours, or neutral."""
        mesh = self.mesh
        colours = np.full((len(face), 3), NEUTRAL, np.float32)
        if mesh.colours is not None:
            colours = interpolated(mesh.colours[self.faces[face]].astype(np.float32), weights)
        material = np.zeros(len(face), np.int32) if mesh.face_material is None else mesh.face_material[face]
        for index in np.unique(material):
            mine = np.flatnonzero(material == index)
            row = mesh.materials[index]
            if row.texture and mesh.uvs is not None and mesh.uv_faces is not None and self._density is not None:
                mapped = mine[(mesh.uv_faces[face[mine]] >= 0).all(1)]
                uvs = interpolated(mesh.uvs[mesh.uv_faces[face[mapped]]], weights[mapped])
                found = self._texture(row.texture).sample(uvs, footprint[mapped] * self._density[face[mapped]])
                colours[mapped] = found * (np.array(row.colour, np.float32) / 255)
            elif row.colour != (255, 255, 255) and (mesh.colours is None or row.name == FILLED):
                colours[mine] = row.colour
        return colours

    def _texture(self, name: str) -> Texture:
        """Return the picture unpacked; threads that ask together wait for one unpacking."""
        with self._lock:
            if name not in self._kept:
                if sum(t.levels[0].size for t in self._kept.values()) > KEPT_BYTES:
                    self._kept.clear()
                self._kept[name] = texture.read(self.folder / name)
            return self._kept[name]


class LevelSurface:
    """A level of detail with its baked maps: colour, tangent-space normal, occlusion (each optional but colour)."""

    def __init__(
        self, mesh: RenderMesh, colour: Bytes, normal: Bytes | None = None, occlusion: Bytes | None = None
    ) -> None:
        self.mesh, self.positions, self.faces = mesh, mesh.positions, mesh.faces
        self._bumps, self._shades = normal is not None, occlusion is not None
        layers = (
            [colour]
            + ([normal] if normal is not None else [])
            + ([_fitted(occlusion, len(colour))] if occlusion is not None else [])
        )
        self._maps = Texture(np.concatenate(layers, 2))
        self._density = density(mesh.positions, mesh.faces, mesh.uvs, mesh.faces)
        self._tangent, self._bitangent = tangents(mesh)

    def look(self, face: Ints, weights: Floats, footprint: Floats) -> Look:
        """See Surface.look."""
        corners = self.faces[face]
        uvs = interpolated(self.mesh.uvs[corners], weights)
        found = self._maps.sample(uvs, footprint * self._density[face])
        normal = unit(interpolated(self.mesh.normals[corners], weights))
        if self._bumps:
            bump = found[:, 3:6] / 127.5 - 1
            tangent, bitangent = frame(normal, self._tangent[face], self._bitangent[face])
            normal = unit(tangent * bump[:, :1] + bitangent * bump[:, 1:2] + normal * bump[:, 2:3])
        return Look(found[:, :3], normal, found[:, -1] / np.float32(255) if self._shades else None)


def _fitted(pixels: Bytes, side: int) -> Bytes:
    """Return a square map with `side` pixels and a channel axis, its pixels repeated or left out."""
    index = np.arange(side) * len(pixels) // side
    return pixels[index[:, None], index[None]][..., None]


def tangents(mesh: RenderMesh) -> tuple[Floats, Floats]:
    """Return each triangle's directions of growing u and of shrinking v (glTF's green, up in the picture), not
    normalised.
    """
    p, q = mesh.positions[mesh.faces], mesh.uvs[mesh.faces]
    e1, e2, d1, d2 = p[:, 1] - p[:, 0], p[:, 2] - p[:, 0], q[:, 1] - q[:, 0], q[:, 2] - q[:, 0]
    area = d1[:, 0] * d2[:, 1] - d2[:, 0] * d1[:, 1]
    area = np.where(np.abs(area) < 1e-20, np.float32(1e-20), area)[:, None]
    return ((e1 * d2[:, 1:2] - e2 * d1[:, 1:2]) / area).astype(np.float32), (
        -(e2 * d1[:, :1] - e1 * d2[:, :1]) / area
    ).astype(np.float32)


def frame(normal: Floats, tangent: Floats, bitangent: Floats) -> tuple[Floats, Floats]:
    """Return unit tangent and bitangent square to `normal`, as renderers without stored tangents derive them."""
    tangent = unit(tangent - normal * np.einsum("ij,ij->i", tangent, normal)[:, None])
    square = np.cross(normal, tangent)
    sign = np.where(np.einsum("ij,ij->i", square, bitangent) < 0, -1, 1).astype(np.float32)
    return tangent, (square * sign[:, None]).astype(np.float32)
