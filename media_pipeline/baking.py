"""Baking: what the master looks like, written into a level's maps by casting rays from each texel of the level onto the
master.

Maps are made a run of triangles at a time, so that memory grows with the finished maps alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry.counterpart import Found, Master, cage
from media_pipeline.geometry.normals import areas, unit
from media_pipeline.geometry.occlusion import openness
from media_pipeline.geometry.raster import Raster
from media_pipeline.geometry.rays import weights
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.mesh import Bytes, Floats, Ints
from media_pipeline.padding import fill, whole_pixels
from media_pipeline.parallel import as_ready
from media_pipeline.surface import MasterSurface, Tangents, blended, density

BAND_TEXELS = 1 << 18
OCCLUSION_RAYS = 32
OCCLUSION_REACH = 0.08


@dataclass(frozen=True, slots=True)
class Maps:
    """colour and normal (side, side, 3), occlusion (size, size) or None, all bytes; covered: share of texels in use;
    missed: of those, the share that met the master only by looking for its closest point.
    """

    colour: Bytes
    normal: Bytes
    occlusion: Bytes | None
    covered: float
    missed: float


@dataclass(frozen=True, slots=True)
class Texels:
    """Texels of a map that lie on the level: flat index, triangle, point, normal."""

    index: npt.NDArray[np.int64]
    face: Ints
    point: Floats
    normal: Floats


class Baker:
    """The master made ready for baking; one for all levels."""

    def __init__(self, master: MasterSurface) -> None:
        self.master = master
        self.ground = Master(master.positions, master.faces)

    def bake(
        self, level: RenderMesh, side: int, *, occlusion: int = 0, tell: Callable[[float], None] = lambda share: None
    ) -> Maps:
        """Return the maps of `level`: colour and normal of `side` pixels, occlusion of `occlusion` pixels (0: none).
        Sides are powers of two.
        """
        easel = _Easel(level, self.master, self.ground, side)
        parts = easel.raster.parts(BAND_TEXELS)
        texels = guessed = 0
        stragglers = []
        for index, band in enumerate(as_ready(easel.paint, parts)):
            texels, guessed = texels + band.texels, guessed + band.guessed
            stragglers += band.lost
            tell(0.8 * (index + 1) / len(parts))
        easel.paint_stragglers(stragglers)
        fill(easel.colour, easel.covered)
        fill(easel.normal, easel.covered)
        tell(0.9)
        return Maps(
            colour=easel.colour,
            normal=easel.normal,
            occlusion=self._occlusion(level, occlusion) if occlusion else None,
            covered=round(float(np.count_nonzero(easel.covered)) / side**2, 4),
            missed=round(guessed / max(texels, 1), 5),
        )

    def _occlusion(self, level: RenderMesh, size: int) -> Bytes:
        easel = _Easel(level, self.master, self.ground, size)
        pixels = np.zeros((size, size, 1), np.uint8)
        reach = OCCLUSION_REACH * self.ground.diagonal
        for part in easel.raster.parts(BAND_TEXELS):
            for texels in easel.texels(part):
                found = easel.find(texels)
                # From the master's own surface: points of the level may lie beneath it, where everything is dark.
                points = blended(self.master.positions, self.master.faces[found.face], weights(found.uv))
                normals = self.master.normals(found.face, weights(found.uv))
                inwards = np.einsum("ij,ij->i", normals, texels.normal) < 0
                normals[inwards] *= -1
                share = openness(self.ground.scene, points, normals, rays=OCCLUSION_RAYS, reach=reach)
                share[found.lost] = 1
                pixels.reshape(-1)[texels.index] = np.clip(share * 255 + 0.5, 0, 255)
                easel.covered.reshape(-1)[texels.index] = True
        fill(pixels, easel.covered)
        return pixels[..., 0]


@dataclass(frozen=True, slots=True)
class _Band:
    """What became of a band: how many texels it had, how many took their closest point, and those without any."""

    texels: int
    guessed: int
    lost: list[Texels]


class _Easel:
    """One level's maps while they are painted; bands may be painted side by side."""

    def __init__(self, level: RenderMesh, master: MasterSurface, ground: Master, side: int) -> None:
        self.level, self.master, self.ground, self.side = level, master, ground, side
        self.colour = np.zeros((side, side, 3), np.uint8)
        self.normal = np.zeros((side, side, 3), np.uint8)
        self.covered = np.zeros((side, side), bool)
        self.raster = Raster(level.uvs, level.faces, side)
        self._cage = cage(level.positions, level.faces, ground.diagonal)
        self._usual = ground.usual(level.positions, level.faces)
        self._tangents = Tangents(level)
        self._width = texel_widths(level, side)

    def texels(self, part: tuple[int, int]) -> Iterator[Texels]:
        """Yield the texels whose centres lie on triangles part[0]..part[1]-1."""
        level = self.level
        for spot in self.raster.spots(*part, most=BAND_TEXELS):
            corners = level.faces.take(spot.face, 0)
            normal = unit(blended(level.normals, corners, spot.weights))
            yield Texels(spot.index, spot.face, blended(level.positions, corners, spot.weights), normal)

    def find(self, texels: Texels) -> Found:
        """Return the master's points that `texels` stand for."""
        return self.ground.find(texels.point, texels.normal, texels.face, self._cage, usual=self._usual)

    def paint(self, part: tuple[int, int]) -> _Band:
        """Paint triangles part[0]..part[1]-1; texels that stand for no point of the master wait for another brush."""
        texels = guessed = 0
        lost = []
        for spot in self.texels(part):
            found = self.find(spot)
            self._set(spot, found.face, found.uv)
            texels, guessed = texels + len(spot.index), guessed + found.guessed
            if len(found.lost):
                lost.append(_some(spot, found.lost))
        return _Band(texels, guessed, lost)

    def paint_stragglers(self, parts: list[Texels]) -> None:
        """Paint what bands left: by the closest point that faces the same way."""
        if parts:
            texels = Texels(
                *(np.concatenate([getattr(p, n) for p in parts]) for n in ("index", "face", "point", "normal"))
            )
            self._set(texels, *self.ground.facing(texels.point, texels.normal))

    def _set(self, texels: Texels, face: Ints, uv: Floats) -> None:
        weight = weights(uv)
        normals = self._encoded(self.master.normals(face, weight), texels)
        whole_pixels(self.normal.reshape(-1, 3))[texels.index] = whole_pixels(normals)
        colours = self.master.colours(face, weight, self._width.take(texels.face))
        colours += np.float32(0.5)
        found = np.clip(colours, 0, 255, out=colours).astype(np.uint8)
        whole_pixels(self.colour.reshape(-1, 3))[texels.index] = whole_pixels(found)
        self.covered.reshape(-1)[texels.index] = True

    def _encoded(self, found: Floats, texels: Texels) -> Bytes:
        """Return the master's normals in the level's tangent space as bytes."""
        local = self._tangents.local(texels.normal, texels.face, found)
        np.maximum(local[:, 2], np.float32(0.05), out=local[:, 2])
        local *= (np.float32(127.5) / np.sqrt(np.einsum("ij,ij->i", local, local)))[:, None]
        local += np.float32(128)
        return local.astype(np.uint8)


def texel_widths(level: RenderMesh, side: int) -> Floats:
    """Return how wide in metres a texel of a map of `side` pixels is on each triangle (m,), at most four times the
    average: what is stretched further shows no more for being blurred.
    """
    return np.minimum(
        1 / np.maximum(density(level.positions, level.faces, level.uvs, level.faces) * side, np.float32(1e-12)),
        np.float32(4 * texel_width(level, side)),
    )


def texel_width(level: RenderMesh, side: int) -> float:
    """Return the side in metres of a texel of a map of `side` pixels, on average."""
    flat = np.concatenate([level.uvs, np.zeros((len(level.uvs), 1), np.float32)], 1)
    solid, used = float(areas(level.positions, level.faces).sum()), float(areas(flat, level.faces).sum())
    return float(np.sqrt(solid / max(used, 1e-12))) / side


def _some(texels: Texels, index: npt.NDArray[np.int64]) -> Texels:
    return Texels(texels.index[index], texels.face[index], texels.point[index], texels.normal[index])
