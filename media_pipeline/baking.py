"""Baking: what the master looks like, written into a level's maps by casting rays from each texel of the level onto the
master.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.geometry.normals import areas, unit
from media_pipeline.geometry.occlusion import openness
from media_pipeline.geometry.rays import Hits, Scene
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.mesh import Bytes, Floats, Ints, Mask, diagonal
from media_pipeline.surface import MasterSurface, frame, interpolated, tangents

CAGE = 0.01
BAND_TEXELS = 1 << 21
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
        self.scene = Scene(master.positions, master.faces)
        self.diagonal = diagonal(master.positions)

    def bake(
        self, level: RenderMesh, side: int, *, occlusion: int = 0, tell: Callable[[float], None] = lambda share: None
    ) -> Maps:
        """Return the maps of `level`: colour and normal of `side` pixels, occlusion of `occlusion` pixels (0: none)."""
        atlas = _atlas_scene(level)
        tangent, bitangent = tangents(level)
        normal = np.zeros((side * side, 3), np.uint8)
        face, weights, index = [], [], []
        missed = 0
        rows = min(side, max(1, BAND_TEXELS // side))
        for top in range(0, side, rows):
            texels = _texels(level, atlas, side, top, min(rows, side - top))
            hits, lost = self._onto_master(texels)
            missed += lost
            found = self.master.normals(hits.face, hits.weights())
            normal[texels.index] = _encoded(found, texels, tangent, bitangent)
            face.append(hits.face)
            weights.append(hits.uv)
            index.append(texels.index)
            tell(0.6 * min(1.0, (top + rows) / side))
        where = np.concatenate(index)
        hits = Hits(np.zeros(0, np.float32), np.concatenate(face), np.concatenate(weights))
        colour = self._colours(hits, where, side, self._texel_width(level, side))
        mask = np.zeros(side * side, bool)
        mask[where] = True
        tell(0.8)
        return Maps(
            colour=filled(colour.reshape(side, side, 3), mask.reshape(side, side)),
            normal=filled(normal.reshape(side, side, 3), mask.reshape(side, side)),
            occlusion=self._occlusion(level, atlas, occlusion) if occlusion else None,
            covered=round(float(mask.mean()), 4),
            missed=round(missed / max(len(where), 1), 5),
        )

    def _onto_master(self, texels: Texels) -> tuple[Hits, int]:
        """Return the master's nearest point along the texel's normal, outwards or inwards, within the cage and facing
        the same way.

        Texels that meet none so take the closest point; their number is returned beside.
        """
        cage = self.diagonal * CAGE
        lift = np.float32(1e-5 * self.diagonal)
        best: Hits | None = None
        reach: Floats | None = None
        for sign in (np.float32(1), np.float32(-1)):
            direction = texels.normal * sign
            hits = self.scene.cast(texels.point - direction * lift, direction)
            facing = self.master.normals(np.where(hits.struck, hits.face, 0).astype(np.int32), hits.weights())
            good = (hits.distance < cage) & (np.einsum("ij,ij->i", facing, texels.normal) > 0.0)
            distance = np.where(good, hits.distance, np.float32(np.inf))
            if best is None or reach is None:
                best, reach = hits, distance
            else:
                nearer = distance < reach
                best = Hits(
                    best.distance, np.where(nearer, hits.face, best.face), np.where(nearer[:, None], hits.uv, best.uv)
                )
                reach = np.minimum(reach, distance)
        assert best is not None and reach is not None
        lost = np.flatnonzero(~np.isfinite(reach))
        if len(lost):
            closest = self.scene.closest(texels.point[lost])
            best.face[lost], best.uv[lost] = closest.face, closest.uv
        return best, len(lost)

    def _texel_width(self, level: RenderMesh, side: int) -> float:
        """Return the side of a texel on the surface, in metres, on average."""
        flat = np.concatenate([level.uvs, np.zeros((len(level.uvs), 1), np.float32)], 1)
        solid, used = float(areas(level.positions, level.faces).sum()), float(areas(flat, level.faces).sum())
        return float(np.sqrt(solid / max(used, 1e-12))) / side

    def _colours(self, hits: Hits, where: npt.NDArray[np.int64], side: int, width: float) -> Bytes:
        colour = np.zeros((side * side, 3), np.uint8)
        for start in range(0, len(where), BAND_TEXELS):
            part = slice(start, start + BAND_TEXELS)
            some = Hits(hits.distance, hits.face[part], hits.uv[part])
            found = self.master.colours(some.face, some.weights(), np.full(len(some.face), width, np.float32))
            colour[where[part]] = np.clip(found + 0.5, 0, 255)
        return colour

    def _occlusion(self, level: RenderMesh, atlas: Scene, size: int) -> Bytes:
        texels = _texels(level, atlas, size, 0, size)
        hits, _ = self._onto_master(texels)
        # From the master's own surface: points of the level may lie beneath it, where everything is dark.
        points = interpolated(self.master.positions[self.master.faces[hits.face]], hits.weights())
        normals = self.master.normals(hits.face, hits.weights())
        inwards = np.einsum("ij,ij->i", normals, texels.normal) < 0
        normals[inwards] *= -1
        reach = OCCLUSION_REACH * self.diagonal
        share = openness(self.scene, points, normals, rays=OCCLUSION_RAYS, reach=reach)
        pixels = np.zeros((size * size, 1), np.uint8)
        pixels[texels.index, 0] = np.clip(share * 255 + 0.5, 0, 255)
        mask = np.zeros(size * size, bool)
        mask[texels.index] = True
        return filled(pixels.reshape(size, size, 1), mask.reshape(size, size))[..., 0]


def _atlas_scene(level: RenderMesh) -> Scene:
    return Scene(np.concatenate([level.uvs, np.zeros((len(level.uvs), 1), np.float32)], 1), level.faces)


def _texels(level: RenderMesh, atlas: Scene, side: int, top: int, rows: int) -> Texels:
    """Return the texels of rows top..top+rows-1 whose centres lie on a chart, found by looking down at the atlas."""
    x = (np.arange(side, dtype=np.float32) + 0.5) / side
    y = (np.arange(top, top + rows, dtype=np.float32) + 0.5) / side
    origins = np.stack([np.tile(x, rows), np.repeat(y, side), np.ones(rows * side, np.float32)], 1)
    hits = atlas.cast(origins, np.broadcast_to(np.array([0, 0, -1], np.float32), origins.shape))
    on = np.flatnonzero(hits.struck)
    face, weights = hits.face[on], hits.weights()[on]
    corners = level.faces[face]
    return Texels(
        on + top * side,
        face,
        interpolated(level.positions[corners], weights),
        unit(interpolated(level.normals[corners], weights)),
    )


def _encoded(found: Floats, texels: Texels, tangent: Floats, bitangent: Floats) -> Bytes:
    """Return the master's normals in the level's tangent space as bytes."""
    across, up = frame(texels.normal, tangent[texels.face], bitangent[texels.face])
    local = np.stack([np.einsum("ij,ij->i", found, axis) for axis in (across, up, texels.normal)], 1)
    local[:, 2] = np.maximum(local[:, 2], 0.05)
    return np.asarray(np.clip((unit(local.astype(np.float32)) + 1) * 127.5 + 0.5, 0, 255), np.uint8)


def filled(pixels: Bytes, mask: Mask) -> Bytes:
    """Return the picture with every pixel outside `mask` filled from the nearest inside, coarser the farther (pull-
    push).

    Filtering and compression then find no foreign colour at the rims of charts. The side must be a power of two.
    """
    values, weights = [pixels.astype(np.float32) * mask[..., None]], [mask.astype(np.float32)]
    while weights[-1].shape[0] > 1:
        v, w = values[-1], weights[-1]
        v4 = v[0::2, 0::2] + v[1::2, 0::2] + v[0::2, 1::2] + v[1::2, 1::2]
        w4 = w[0::2, 0::2] + w[1::2, 0::2] + w[0::2, 1::2] + w[1::2, 1::2]
        share = np.minimum(w4, 1)
        values.append(v4 * (share / np.maximum(w4, 1e-6))[..., None])
        weights.append(share)
    whole = values[-1]
    for v, w in zip(values[-2::-1], weights[-2::-1], strict=True):
        whole = v + whole.repeat(2, 0).repeat(2, 1) * (1 - w)[..., None]
    return np.asarray(np.clip(whole + 0.5, 0, 255), np.uint8)
