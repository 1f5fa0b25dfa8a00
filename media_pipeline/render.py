"""Pictures by casting rays: exact, the same everywhere, without a graphics card. For previews (`beauty`) and for
comparison (`plain`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.camera import Camera, View
from media_pipeline.geometry.occlusion import openness
from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import Floats, Mask, diagonal
from media_pipeline.parallel import in_order
from media_pipeline.surface import Surface
from media_pipeline.texture import bilinear

BAND_RAYS = 1 << 19
SKY_RAYS = 10
"""From each pixel; they are averaged with those of up to 24 neighbours in the same plane."""
SKY_REACH = 0.10
GROUND_REACH, GROUND_CELLS = 1.5, 256
LAMP = np.array([0.4, 0.8, 0.45], np.float32) / np.float32(np.linalg.norm([0.4, 0.8, 0.45]))
SUN = np.array([0.66, 0.50, 0.56], np.float32) / np.float32(np.linalg.norm([0.66, 0.50, 0.56]))
SUN_LIGHT = np.array([1.72, 1.60, 1.40], np.float32)
SKY_LIGHT = np.array([1.12, 1.20, 1.30], np.float32)
GROUND_LIGHT = np.array([0.84, 0.79, 0.70], np.float32)


@dataclass(frozen=True, slots=True)
class Picture:
    """lit and albedo (h, w, 3) 0..255, coverage (h, w) 0..1."""

    lit: Floats
    albedo: Floats
    coverage: Floats


class Renderer:
    """A surface ready to be looked at."""

    def __init__(self, surface: Surface, scene: Scene | None = None) -> None:
        self.surface = surface
        self.scene = scene or Scene(surface.positions, surface.faces)
        self.diagonal = diagonal(surface.positions)
        self._ground: npt.NDArray[np.uint8] | None = None

    def plain(
        self, camera: View, *, scale: int = 2, cut: tuple[int, int, int] | None = None, lamp: Floats = LAMP
    ) -> Picture:
        """Return the view under one lamp and ambient light, without shadows: what two meshes are compared by.

        cut: the colour of what is seen from behind, as where a drawing's plane cuts a body open. lamp: unit vector towards
        it.
        """

        def strip(top: int) -> Picture:
            count = min(rows, camera.height - top)
            found = self._seen(camera, scale, top, count)
            shade = 0.35 + 0.75 * np.clip(found.normal @ lamp, 0, 1)
            size = (count, camera.width, scale)
            lit = np.clip(found.colour * shade[:, None], 0, 255).astype(np.float32)
            if cut is not None:
                lit[found.away] = cut
            coverage = np.ones((len(found.index), 1), np.float32)
            return Picture(
                _averaged(_scattered(found.index, lit, size, 255), size),
                _averaged(_scattered(found.index, found.colour, size, 255), size),
                _averaged(_scattered(found.index, coverage, size), size)[..., 0],
            )

        rows = max(1, BAND_RAYS // (camera.width * scale * scale))
        strips = in_order(strip, range(0, camera.height, rows))
        return Picture(*(np.concatenate([getattr(s, name) for s in strips]) for name in ("lit", "albedo", "coverage")))

    def beauty(
        self, camera: Camera, *, scale: int = 2, sky_rays: int = SKY_RAYS, ground: bool = True
    ) -> npt.NDArray[np.uint8]:
        """Return the view in sunlight and skylight as (h, w, 4) bytes; the ground is transparent but for the shadow on
        it.
        """
        if ground:
            self.ground()
        rows = max(1, BAND_RAYS // (camera.width * scale * scale))

        def band(top: int) -> npt.NDArray[np.uint8]:
            return self._band(camera, scale, top, min(rows, camera.height - top), sky_rays, ground)

        return np.concatenate(in_order(band, range(0, camera.height, rows)))

    def _seen(self, camera: View, scale: int, top: int, rows: int) -> _Seen:
        origins, directions = camera.rays(scale, top, rows)
        hits = self.scene.cast(origins, directions)
        index = np.flatnonzero(hits.struck)
        face, weights, distance = hits.face[index], hits.weights()[index], hits.distance[index]
        look = self.surface.look(face, weights, camera.footprint(distance))
        away = np.einsum("ij,ij->i", look.normal, directions[index]) > 0
        normal = np.where(away[:, None], -look.normal, look.normal)
        point = origins[index] + directions[index] * distance[:, None]
        behind = np.einsum("ij,ij->i", hits.normal[index], directions[index])
        return _Seen(
            index, look.colour, normal.astype(np.float32), look.occlusion, point.astype(np.float32),
            origins, directions, behind > 0,
        )  # fmt: skip

    def _band(
        self, camera: Camera, scale: int, top: int, rows: int, sky_rays: int, ground: bool
    ) -> npt.NDArray[np.uint8]:
        seen = self._seen(camera, scale, top, rows)
        size = (rows, camera.width, scale)
        lift = np.float32(3e-4 * self.diagonal)
        sun = np.clip(seen.normal @ SUN, 0, 1) * ~self.scene.blocked(
            seen.point + seen.normal * lift, np.broadcast_to(SUN, seen.point.shape)
        )
        sky = seen.occlusion if seen.occlusion is not None else self._sky(seen, size, sky_rays)
        upward = (0.5 + 0.5 * seen.normal[:, 1:2]).astype(np.float32)
        ambient = (SKY_LIGHT * upward + GROUND_LIGHT * (1 - upward)) * (0.12 + 0.88 * sky[:, None])
        linear = (seen.colour / 255) ** 2.2 * (sun[:, None] * SUN_LIGHT + ambient)
        layer = np.zeros((rows * camera.width * scale * scale, 4), np.float32)
        layer[seen.index, :3], layer[seen.index, 3] = _toned(linear), 1
        if ground:
            self._shadow(layer, seen)
        return _flattened(layer, size)

    def _sky(self, seen: _Seen, size: tuple[int, int, int], rays: int) -> Floats:
        """Return the openness of the seen points: cast for one sample in four and spread over its pixel."""
        rows, width, _ = size
        pixel = _pixel_of(seen.index, size)
        _, first, inverse = np.unique(pixel, return_index=True, return_inverse=True)
        share = openness(self.scene, seen.point[first], seen.normal[first], rays=rays, reach=SKY_REACH * self.diagonal)
        smooth = _smoothed(
            share, pixel[first], seen.normal[first], seen.point[first], rows, width, 0.004 * self.diagonal
        )
        return smooth[inverse]

    def _shadow(self, layer: Floats, seen: _Seen) -> None:
        """Darken `layer` where a ray that met nothing meets the ground beside the mesh, fading with distance."""
        index = np.flatnonzero((layer[:, 3] == 0) & (seen.directions[:, 1] < -1e-3))
        distance = -seen.origins[index, 1] / seen.directions[index, 1]
        point = seen.origins[index] + seen.directions[index] * distance[:, None]
        size = 0.5 * self.diagonal
        near = np.flatnonzero(np.hypot(point[:, 0], point[:, 2]) < GROUND_REACH * size)
        if len(near):
            plan = (point[near][:, [0, 2]] / (GROUND_REACH * size) + 1) / 2
            layer[index[near], :3] = 0.16
            layer[index[near], 3] = bilinear(self.ground(), plan.astype(np.float32))[:, 0] / 255

    def ground(self) -> npt.NDArray[np.uint8]:
        """Return how dark the ground is round the mesh, (n, n, 1) bytes over a square of GROUND_REACH half diagonals;
        made once.
        """
        if self._ground is None:
            size = GROUND_REACH * 0.5 * self.diagonal
            line = ((np.arange(GROUND_CELLS) + 0.5) / GROUND_CELLS * 2 - 1).astype(np.float32) * np.float32(size)
            x, z = np.meshgrid(line, line)
            point = np.stack([x.ravel(), np.zeros(x.size, np.float32), z.ravel()], 1)
            up = np.broadcast_to(np.array([0, 1, 0], np.float32), point.shape)
            dark = 0.60 * (1 - openness(self.scene, point, up, rays=48, reach=0.25 * self.diagonal)).reshape(x.shape)
            sun = self.scene.blocked(
                point + up * np.float32(1e-3 * self.diagonal), np.broadcast_to(SUN, point.shape)
            ).reshape(x.shape)
            dark = dark + 0.16 * _blurred(_blurred(sun.astype(np.float32)))
            fade = np.clip((1 - np.hypot(x, z) / size) * 1.8, 0, 1)
            self._ground = np.clip(_blurred(dark.astype(np.float32)) * fade * 255 + 0.5, 0, 255).astype(np.uint8)[
                ..., None
            ]
        return self._ground


@dataclass(frozen=True, slots=True)
class _Seen:
    """The rays that met the surface: their place in the band, how it looks there, whether they met its back; and all
    rays.
    """

    index: npt.NDArray[np.int64]
    colour: Floats
    normal: Floats
    occlusion: Floats | None
    point: Floats
    origins: Floats
    directions: Floats
    away: Mask


def _toned(linear: Floats) -> Floats:
    """Return display values 0..1 of linear light, highlights rolled off (Narkowicz's fit of the ACES curve)."""
    x = linear * np.float32(0.57)
    curve = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)
    return (np.clip(curve, 0, 1) ** (1 / 2.2)).astype(np.float32)


def _blurred(field: Floats) -> Floats:
    """Return the mean of each cell and its eight neighbours; the rim repeats."""
    wide = np.pad(field, 1, mode="edge")
    rows = wide[:-2] + wide[1:-1] + wide[2:]
    return np.asarray(((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9), np.float32)


def _scattered(index: npt.NDArray[np.int64], values: Floats, size: tuple[int, int, int], empty: float = 0) -> Floats:
    rows, width, scale = size
    out = np.full((rows * width * scale * scale, values.shape[1]), empty, np.float32)
    out[index] = values
    return out


def _averaged(samples: Floats, size: tuple[int, int, int]) -> Floats:
    rows, width, scale = size
    grid = samples.reshape(rows, scale, width, scale, -1)
    total = grid[:, 0, :, 0].copy()
    for k in range(1, scale * scale):
        total += grid[:, k // scale, :, k % scale]
    return np.asarray(total / np.float32(scale * scale), np.float32)


def _flattened(layer: Floats, size: tuple[int, int, int]) -> npt.NDArray[np.uint8]:
    """Return the samples averaged to pixels with straight (not premultiplied) alpha."""
    alpha = _averaged(layer[:, 3:], size)
    colour = _averaged(layer[:, :3] * layer[:, 3:], size) / np.maximum(alpha, 1e-6)
    return np.clip(np.concatenate([colour, alpha], 2) * 255 + 0.5, 0, 255).astype(np.uint8)


def _pixel_of(index: npt.NDArray[np.int64], size: tuple[int, int, int]) -> npt.NDArray[np.int64]:
    _, width, scale = size
    row, column = index // (width * scale), index % (width * scale)
    return row // scale * width + column // scale


def _smoothed(
    share: Floats, pixel: npt.NDArray[np.int64], normal: Floats, point: Floats, rows: int, width: int, near: float
) -> Floats:
    """Return `share` averaged over 5 x 5 pixels whose points lie nearly in the same plane: few rays then look like
    many.
    """
    value, guide, place = (
        np.zeros(rows * width, np.float32),
        np.zeros((rows * width, 3), np.float32),
        np.full((rows * width, 3), 1e9, np.float32),
    )
    value[pixel], guide[pixel], place[pixel] = share, normal, point
    total, weight = np.zeros(len(pixel), np.float32), np.zeros(len(pixel), np.float32)
    row, column = pixel // width, pixel % width
    for down in range(-2, 3):
        for across in range(-2, 3):
            r, c = row + down, column + across
            inside: Mask = (r >= 0) & (r < rows) & (c >= 0) & (c < width)
            other = np.where(inside, r * width + c, pixel)
            flat = np.abs(np.einsum("ij,ij->i", place[other] - point, normal)) < near
            w = (inside & flat & (np.einsum("ij,ij->i", guide[other], normal) > 0.9)).astype(np.float32)
            total += w * value[other]
            weight += w
    return np.asarray(total / np.maximum(weight, 1), np.float32)
