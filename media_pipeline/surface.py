"""What a mesh looks like at given points: colour and normal by triangle and corner weights. The master and the levels
answer alike.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from media_pipeline import texture
from media_pipeline.geometry.normals import Creased, areas, creased, face_vectors, smooth, unit
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.mesh import FILLED, NEUTRAL, Bytes, Floats, Ints, Material, Mesh
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


def blended(values: Floats | Bytes, corners: Ints, weights: Floats) -> Floats:
    """Return (n, k): the rows of `values` (m, k) at three corners (n, 3), weighted (n, 3)."""
    total = values.take(corners[:, 0], 0) * weights[:, :1]
    for corner in (1, 2):
        total += values.take(corners[:, corner], 0) * weights[:, corner : corner + 1]
    return np.asarray(total, np.float32)


def density(positions: Floats, faces: Ints, uvs: Floats, uv_faces: Ints) -> Floats:
    """Return how many units of texture coordinate one metre is on each triangle (m,)."""
    flat = np.concatenate([uvs, np.zeros((len(uvs), 1), np.float32)], 1)
    ratio = areas(flat, np.maximum(uv_faces, 0)) / np.maximum(areas(positions, faces), 1e-20)
    return np.sqrt(ratio).astype(np.float32)


class MasterSurface:
    """The repaired master with its own textures.

    finest: width in metres of the smallest area that will be asked for. No texture is unpacked finer than that needs, nor
    are all together finer than KEPT_BYTES allow, so that forty of 8192 pixels fit into memory and are unpacked once.
    kept: what another surface of the same mesh left with `keep`.
    """

    def __init__(self, mesh: Mesh, textures: Path, *, finest: float = 0.0, kept: Path | None = None) -> None:
        self.mesh, self.folder, self.finest = mesh, textures, finest
        self.positions, self.faces = mesh.positions.astype(np.float32), mesh.faces
        self._shading: Creased | None = None
        if kept is not None:
            self._take_up(kept)
        self._mapped = mesh.uvs is not None and mesh.uv_faces is not None and bool((mesh.uv_faces >= 0).all())
        self._kept: dict[str, Texture] = {}
        self._halvings: dict[str, int] | None = None
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
        return unit(blended(self.shading.normals, self.shading.group.take(face, 0), weights))

    def keep(self, path: Path) -> None:
        """Leave in the npz `path` what was reckoned of the mesh so far, for surfaces of other stages."""
        arrays: dict[str, Any] = {"density": self._density} if "_density" in vars(self) else {}
        if self._shading is not None:
            arrays["normals"] = self._shading.normals
            if self._shading.group is not self.faces:
                arrays["group"] = self._shading.group
        np.savez(path, **arrays)

    def _take_up(self, path: Path) -> None:
        with np.load(path) as arrays:
            if "density" in arrays:
                vars(self)["_density"] = arrays["density"]
            if "normals" in arrays:
                self._shading = Creased(arrays["normals"], arrays.get("group", self.faces))

    @property
    def shading(self) -> Creased:
        """The normals: broken at creases, or smooth everywhere where triangles are too many for that."""
        with self._lock:
            if self._shading is None:
                dense = len(self.faces) > CREASE_LIMIT
                pair = self.positions, self.faces
                self._shading = Creased(smooth(*pair), self.faces) if dense else creased(*pair)
            return self._shading

    @cached_property
    def _density(self) -> Floats:
        assert self.mesh.uvs is not None and self.mesh.uv_faces is not None
        return density(self.positions, self.faces, self.mesh.uvs, self.mesh.uv_faces)

    def colours(self, face: Ints, weights: Floats, footprint: Floats) -> Floats:
        """Return sRGB colours 0..255 (n, 3): texture times material, or vertex colours, or neutral."""
        if self.mesh.face_material is None:
            return self._painted(0, face, weights, footprint)
        material = self.mesh.face_material.take(face)
        present = np.flatnonzero(np.bincount(material))
        if len(present) == 1:
            return self._painted(int(present[0]), face, weights, footprint)
        colours = np.empty((len(face), 3), np.float32)
        for index in present:
            mine = np.flatnonzero(material == index)
            colours[mine] = self._painted(int(index), face[mine], weights[mine], footprint[mine])
        return colours

    def _painted(self, index: int, face: Ints, weights: Floats, footprint: Floats) -> Floats:
        """Return the colours of points that are all of the material `index`."""
        mesh, row = self.mesh, self.mesh.materials[index]
        if row.texture and mesh.uv_faces is not None and self._mapped:
            return self._textured(row, mesh.uv_faces.take(face, 0), face, weights, footprint)
        textured = row.texture is not None and mesh.uv_faces is not None
        plain = not textured and row.colour != (255, 255, 255) and (mesh.colours is None or row.name == FILLED)
        if mesh.colours is not None and not plain:
            colours = blended(mesh.colours, self.faces.take(face, 0), weights)
        else:
            colours = np.full((len(face), 3), row.colour if plain else NEUTRAL, np.float32)
        if textured:
            assert mesh.uv_faces is not None
            corners = mesh.uv_faces.take(face, 0)
            mine = np.flatnonzero((corners >= 0).all(1))
            colours[mine] = self._textured(row, corners[mine], face[mine], weights[mine], footprint[mine])
        return colours

    def _textured(self, row: Material, corners: Ints, face: Ints, weights: Floats, footprint: Floats) -> Floats:
        assert row.texture and self.mesh.uvs is not None
        uvs = blended(self.mesh.uvs, corners, weights)
        found = self._texture(row.texture).sample(uvs, footprint * self._density.take(face))
        if row.colour != (255, 255, 255):
            found *= np.array(row.colour, np.float32) / 255
        return found

    def _texture(self, name: str) -> Texture:
        """Return the picture unpacked; threads that ask together wait for one unpacking."""
        with self._lock:
            if self._halvings is None:
                self._halvings = self._planned()
            if name not in self._kept:
                self._kept[name] = texture.read(self.folder / name, halvings=self._halvings[name])
            return self._kept[name]

    def _planned(self) -> dict[str, int]:
        """Return how often each texture is halved before it is kept."""
        names = sorted({row.texture for row in self.mesh.materials if row.texture})
        sizes = {name: texture.size(self.folder / name) for name in names}
        halvings = {name: self._spare(name, (sizes[name][0] * sizes[name][1]) ** 0.5) for name in names}

        def weight(name: str) -> int:
            return sizes[name][0] * sizes[name][1] * 3 >> 2 * halvings[name]

        while sum(map(weight, names)) > KEPT_BYTES:
            halvings[max(names, key=weight)] += 1
        return halvings

    def _spare(self, name: str, side: float) -> int:
        """Return how often a texture of `side` pixels can be halved and still be as fine as `finest` everywhere but on the
        twentieth of its triangles where it is coarsest.
        """
        here = [index for index, row in enumerate(self.mesh.materials) if row.texture == name]
        mine = (
            self._density if self.mesh.face_material is None else self._density[np.isin(self.mesh.face_material, here)]
        )
        some = mine[:: 1 + len(mine) // 100_000]
        some = some[some > 0]
        if not self.finest or not len(some):
            return 0
        texels = self.finest * float(np.percentile(some, 5)) * side
        return max(0, int(np.floor(np.log2(max(texels, 1.0)))))


class LevelSurface:
    """A level of detail with its baked maps: colour, tangent-space normal, occlusion (each optional but colour)."""

    def __init__(
        self, mesh: RenderMesh, colour: Bytes, normal: Bytes | None = None, occlusion: Bytes | None = None
    ) -> None:
        self.mesh, self.positions, self.faces = mesh, mesh.positions, mesh.faces
        self._bumps, self._shades = normal is not None, occlusion is not None
        shades = [_fitted(occlusion, len(colour))] if occlusion is not None else []
        self._maps = Texture(colour, *([normal] if normal is not None else []), *shades)
        self._density = density(mesh.positions, mesh.faces, mesh.uvs, mesh.faces)
        self._tangents = Tangents(mesh)
        self._corners = np.concatenate([mesh.uvs, mesh.normals], 1)
        """What is told at vertices, in one row of memory each: u, v, normal, and openness where it is known."""

    @property
    def side(self) -> int:
        """The colour map's side in pixels."""
        return round(self._maps.side)

    @property
    def needs_sky(self) -> bool:
        """Whether nothing says yet how much of the sky it sees."""
        return not self._shades and self._corners.shape[1] == 5

    def open_to_sky(self, openness: Floats) -> None:
        """Let each vertex see this share (n,) of the sky, where there is no occlusion map: once for all views."""
        self._corners = np.concatenate([self._corners[:, :5], openness[:, None]], 1)

    def look(self, face: Ints, weights: Floats, footprint: Floats) -> Look:
        """See Surface.look."""
        told = blended(self._corners, self.faces.take(face, 0), weights)
        found = self._maps.sample(np.ascontiguousarray(told[:, :2]), footprint * self._density.take(face))
        normal = unit(np.ascontiguousarray(told[:, 2:5]))
        if self._bumps:
            bump = found[:, 3:6] / np.float32(127.5)
            bump -= 1
            normal = self._tangents.bent(normal, face, bump)
        shade = found[:, -1] / np.float32(255) if self._shades else None
        if shade is None and told.shape[1] > 5:
            shade = told[:, 5]
        return Look(found[:, :3], normal, shade)


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


class Tangents:
    """The tangent spaces of a level's triangles, as renderers without stored tangents derive them: t points where u grows,
    is made square to the normal n at each point, and the third axis lies where v shrinks (glTF's green, up in the picture).

    Neither axis is ever made: with t - n (n.t) as tangent, n.t and n x t are all that is needed.
    """

    def __init__(self, mesh: RenderMesh) -> None:
        tangent, bitangent = tangents(mesh)
        self._along = unit(tangent)
        square = crossed(face_vectors(mesh.positions, mesh.faces), self._along)
        self._turn = np.where(np.einsum("ij,ij->i", square, bitangent) < 0, np.float32(-1), np.float32(1))

    def local(self, normal: Floats, face: Ints, found: Floats) -> Floats:
        """Return unit vectors `found` (n, 3) in the spaces round `normal` on triangles `face`."""
        along, turn = self._along.take(face, 0), self._turn.take(face)
        slant, up = np.einsum("ij,ij->i", normal, along), np.einsum("ij,ij->i", found, normal)
        length = np.sqrt(np.maximum(1 - slant * slant, np.float32(1e-12)))
        axes = np.empty((len(face), 3), np.float32)
        axes[:, 0] = (np.einsum("ij,ij->i", found, along) - slant * up) / length
        axes[:, 1] = np.einsum("ij,ij->i", found, crossed(normal, along)) * turn / length
        axes[:, 2] = up
        return axes

    def bent(self, normal: Floats, face: Ints, axes: Floats) -> Floats:
        """Return the unit vectors that are `axes` (n, 3) in the spaces round `normal` on triangles `face`."""
        along, turn = self._along.take(face, 0), self._turn.take(face)
        slant = np.einsum("ij,ij->i", normal, along)
        length = np.sqrt(np.maximum(1 - slant * slant, np.float32(1e-12)))
        found = crossed(normal, along) * (axes[:, 1] * turn / length)[:, None]
        share = axes[:, 0] / length
        found += along * share[:, None]
        found += normal * (axes[:, 2] - share * slant)[:, None]
        return unit(found)


def crossed(first: Floats, second: Floats) -> Floats:
    """Return the cross products of rows; quicker than numpy's own."""
    found = np.empty_like(first)
    for axis in range(3):
        one, two = (axis + 1) % 3, (axis + 2) % 3
        np.multiply(first[:, one], second[:, two], out=found[:, axis])
        found[:, axis] -= first[:, two] * second[:, one]
    return found
