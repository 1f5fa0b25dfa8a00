"""Baking: what the master looks like, written into a level's maps by casting rays from each texel of the level onto the
master.

Maps are made in bands of rows, so that memory grows with the finished maps alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry.counterpart import Cage, Found, Master, cage
from media_pipeline.geometry.normals import areas, unit
from media_pipeline.geometry.occlusion import openness
from media_pipeline.geometry.rays import Scene, weights
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.mesh import Bytes, Floats, Ints
from media_pipeline.padding import fill
from media_pipeline.parallel import as_ready
from media_pipeline.surface import MasterSurface, blended, density, frame, tangents

BAND_TEXELS = 1 << 19
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
        rows = min(side, max(1, BAND_TEXELS // side))
        texels = guessed = 0
        stragglers = []
        for index, band in enumerate(as_ready(lambda top: easel.paint(top, rows), range(0, side, rows))):
            texels, guessed = texels + band.texels, guessed + band.guessed
            stragglers.append(band.lost)
            tell(0.8 * min(1.0, (index + 1) * rows / side))
        easel.paint_stragglers(stragglers)
        fill(easel.colour, easel.covered)
        fill(easel.normal, easel.covered)
        tell(0.9)
        return Maps(
            colour=easel.colour,
            normal=easel.normal,
            occlusion=self._occlusion(level, occlusion) if occlusion else None,
            covered=round(texels / side**2, 4),
            missed=round(guessed / max(texels, 1), 5),
        )

    def _occlusion(self, level: RenderMesh, size: int) -> Bytes:
        easel = _Easel(level, self.master, self.ground, size)
        pixels = np.zeros((size, size, 1), np.uint8)
        reach = OCCLUSION_REACH * self.ground.diagonal
        rows = min(size, max(1, BAND_TEXELS // size))
        for top in range(0, size, rows):
            texels = easel.texels(top, rows)
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
    lost: Texels


class _Easel:
    """One level's maps while they are painted; bands may be painted side by side."""

    def __init__(self, level: RenderMesh, master: MasterSurface, ground: Master, side: int) -> None:
        self.level, self.master, self.ground, self.side = level, master, ground, side
        self.colour = np.zeros((side, side, 3), np.uint8)
        self.normal = np.zeros((side, side, 3), np.uint8)
        self.covered = np.zeros((side, side), bool)
        self._atlas = Scene(np.concatenate([level.uvs, np.zeros((len(level.uvs), 1), np.float32)], 1), level.faces)
        self._cage = cage(level.positions, level.faces, ground.diagonal)
        self._tangent, self._bitangent = tangents(level)
        self._width = texel_widths(level, side)

    def texels(self, top: int, rows: int) -> Texels:
        """Return the texels of rows top..top+rows-1 whose centres lie on a chart, found by looking down at the atlas."""
        level, side = self.level, self.side
        rows = min(rows, side - top)
        origins = np.empty((rows, side, 3), np.float32)
        origins[..., 0] = (np.arange(side, dtype=np.float32) + np.float32(0.5)) / side
        origins[..., 1] = ((np.arange(top, top + rows, dtype=np.float32) + np.float32(0.5)) / side)[:, None]
        origins[..., 2] = 1
        flat = origins.reshape(-1, 3)
        hits = self._atlas.cast(flat, np.broadcast_to(np.array([0, 0, -1], np.float32), flat.shape))
        on = np.flatnonzero(hits.struck)
        face, weight = hits.face[on], weights(hits.uv[on])
        corners = level.faces.take(face, 0)
        point, normal = blended(level.positions, corners, weight), unit(blended(level.normals, corners, weight))
        return Texels(on + top * side, face, point, normal)

    def find(self, texels: Texels) -> Found:
        """Return the master's points that `texels` stand for."""
        reach = Cage(self._cage.outward.take(texels.face), self._cage.inward.take(texels.face))
        return self.ground.find(texels.point, texels.normal, reach)

    def paint(self, top: int, rows: int) -> _Band:
        """Paint the band of rows top..top+rows-1 but for the texels that stand for no point of the master."""
        texels = self.texels(top, rows)
        found = self.find(texels)
        if not len(found.lost):
            self._set(texels, found.face, found.uv)
            return _Band(len(texels.index), found.guessed, _some(texels, found.lost))
        good = np.ones(len(texels.index), bool)
        good[found.lost] = False
        self._set(_some(texels, np.flatnonzero(good)), found.face[good], found.uv[good])
        return _Band(len(texels.index), found.guessed, _some(texels, found.lost))

    def paint_stragglers(self, parts: list[Texels]) -> None:
        """Paint what bands left: by the closest point that faces the same way."""
        texels = Texels(*(np.concatenate([getattr(p, n) for p in parts]) for n in ("index", "face", "point", "normal")))
        if len(texels.index):
            self._set(texels, *self.ground.facing(texels.point, texels.normal))

    def _set(self, texels: Texels, face: Ints, uv: Floats) -> None:
        weight = weights(uv)
        found = self.master.normals(face, weight)
        self.normal.reshape(-1, 3)[texels.index] = self._encoded(found, texels)
        colours = self.master.colours(face, weight, self._width.take(texels.face))
        colours += np.float32(0.5)
        self.colour.reshape(-1, 3)[texels.index] = np.clip(colours, 0, 255, out=colours)
        self.covered.reshape(-1)[texels.index] = True

    def _encoded(self, found: Floats, texels: Texels) -> Bytes:
        """Return the master's normals in the level's tangent space as bytes."""
        across, up = frame(texels.normal, self._tangent.take(texels.face, 0), self._bitangent.take(texels.face, 0))
        local = np.stack([np.einsum("ij,ij->i", found, axis) for axis in (across, up, texels.normal)], 1)
        np.maximum(local[:, 2], np.float32(0.05), out=local[:, 2])
        return ((unit(local) + 1) * np.float32(127.5) + np.float32(0.5)).astype(np.uint8)


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
