"""Pictures by casting rays: exact, the same everywhere, without a graphics card. For previews (`beauty`, `drawn`) and for
comparison (`plain`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline import sampling
from media_pipeline.camera import Camera, View
from media_pipeline.geometry.occlusion import openness
from media_pipeline.geometry.rays import Scene, weights
from media_pipeline.mesh import Floats, Mask, diagonal
from media_pipeline.sampling import Pixels
from media_pipeline.surface import Surface
from media_pipeline.texture import bilinear

SKY_RAYS = 10
"""From each pixel; they are averaged with those of up to 24 neighbours in the same plane."""
SKY_REACH = 0.10
GROUND_REACH, GROUND_CELLS, GROUND_RAYS = 1.5, 192, 32
LAMP = np.array([0.4, 0.8, 0.45], np.float32) / np.float32(np.linalg.norm([0.4, 0.8, 0.45]))
SUN = np.array([0.66, 0.50, 0.56], np.float32) / np.float32(np.linalg.norm([0.66, 0.50, 0.56]))
SUN_LIGHT = np.array([1.72, 1.60, 1.40], np.float32)
SKY_LIGHT = np.array([1.12, 1.20, 1.30], np.float32)
GROUND_LIGHT = np.array([0.84, 0.79, 0.70], np.float32)
LINEAR = ((np.arange(256) / 255) ** 2.2).astype(np.float32)


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

    def plain(self, view: View, *, scale: int = 2, lamp: Floats = LAMP) -> Picture:
        """Return the view under one lamp and ambient light, without shadows: what two meshes are compared by.

        scale: 2 for the mean of four rays a pixel, 1 for one. lamp: unit vector towards it.
        """

        def shade(rays: Floats, pixels: Pixels) -> Floats:
            return self._plainly(rays, view, lamp, None)

        if scale == 1:
            return _picture(sampling.once(view, shade))
        return _picture(sampling.evenly(view, shade, lambda found: found[..., 6] > 0))

    def drawn(self, view: View, *, cut: tuple[int, int, int] | None = None, lamp: Floats = LAMP) -> Picture:
        """Return the view as `plain` does but with four rays only where neighbours differ.

        cut: the colour of what is seen from behind, as where a drawing's plane cuts a body open.
        """

        def shade(rays: Floats, pixels: Pixels) -> Floats:
            found = self._plainly(rays, view, lamp, cut)
            found[:, :6] /= 255
            return found

        found = sampling.where_needed(view, shade, shade)
        found[..., :6] *= 255
        return _picture(found)

    def beauty(self, camera: Camera, *, sky_rays: int = SKY_RAYS, ground: bool = True) -> npt.NDArray[np.uint8]:
        """Return the view in sunlight and skylight as (h, w, 4) bytes; the ground is transparent but for the shadow on
        it.
        """
        if ground:
            self.ground()
        easel = _Beauty(self, camera, sky_rays, ground)
        found = sampling.where_needed(camera, easel.first, easel.fine)
        found[..., :3] /= np.maximum(found[..., 3:], np.float32(1e-6))
        found *= 255
        found += np.float32(0.5)
        return np.clip(found, 0, 255, out=found).astype(np.uint8)

    def seen(self, rays: Floats, view: View) -> Seen:
        """Return what `rays` (n, 6) of `view` meet."""
        hits = self.scene.along(rays)
        index = np.flatnonzero(hits.struck)
        face, weight, distance = hits.face.take(index), weights(hits.uv.take(index, 0)), hits.distance.take(index)
        some = rays.take(index, 0)
        directions = np.ascontiguousarray(some[:, 3:])
        look = self.surface.look(face, weight, view.footprint(distance))
        normal = look.normal
        turned = np.where(np.einsum("ij,ij->i", normal, directions) > 0, np.float32(-1), np.float32(1))
        normal *= turned[:, None]
        point = directions * distance[:, None]
        point += some[:, :3]
        behind = np.einsum("ij,ij->i", hits.normal.take(index, 0), directions) > 0
        return Seen(index, look.colour, normal, look.occlusion, point, behind)

    def _plainly(self, rays: Floats, view: View, lamp: Floats, cut: tuple[int, int, int] | None) -> Floats:
        """Return (n, 7): lit and unlit colour 0..255, on white, and whether anything was met."""
        seen = self.seen(rays, view)
        shade = np.float32(0.35) + np.float32(0.75) * np.clip(seen.normal @ lamp, 0, 1)
        lit = np.minimum(seen.colour * shade[:, None], 255)
        if cut is not None:
            lit[seen.away] = cut
        found = np.full((len(rays), 7), 255, np.float32)
        found[:, 6] = 0
        found[seen.index, :3], found[seen.index, 3:6], found[seen.index, 6] = lit, seen.colour, 1
        return found

    def sunlit(self, seen: Seen) -> Floats:
        """Return how much sun falls on each of the seen points (n,)."""
        slope = np.maximum(seen.normal @ SUN, 0)
        facing = np.flatnonzero(slope)
        lift = np.float32(3e-4 * self.diagonal)
        rays = np.empty((len(facing), 6), np.float32)
        rays[:, :3] = seen.point.take(facing, 0) + seen.normal.take(facing, 0) * lift
        rays[:, 3:] = SUN
        slope[facing[self.scene.blocked_along(rays)]] = 0
        return np.asarray(slope, np.float32)

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
            dark = 0.60 * (1 - openness(self.scene, point, up, rays=GROUND_RAYS, reach=0.25 * self.diagonal)).reshape(
                x.shape
            )
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
class Seen:
    """The rays that met the surface: their place among all, how it looks there, whether they met its back."""

    index: Pixels
    colour: Floats
    normal: Floats
    occlusion: Floats | None
    point: Floats
    away: Mask


class _Beauty:
    """One picture in sunlight while it is made: samples (n, 4) of display colour times alpha, and alpha."""

    def __init__(self, renderer: Renderer, camera: Camera, sky_rays: int, ground: bool) -> None:
        self.renderer, self.camera, self.sky_rays, self.ground = renderer, camera, sky_rays, ground
        self._sky: Floats = np.full(camera.width * camera.height, np.nan, np.float32)
        self._spread = False

    def first(self, rays: Floats, pixels: Pixels) -> Floats:
        """Return the samples of whole rows, one a pixel."""
        seen = self.renderer.seen(rays, self.camera)
        sky = seen.occlusion
        if sky is None:
            sky = self._openness(seen, len(pixels) // self.camera.width)
            self._sky[pixels[seen.index]] = sky
        return self._lit(seen, sky, rays)

    def fine(self, rays: Floats, pixels: Pixels) -> Floats:
        """Return further samples of some pixels, under the sky of the first or of its neighbours."""
        seen = self.renderer.seen(rays, self.camera)
        sky = seen.occlusion
        if sky is None:
            if not self._spread:
                self._sky, self._spread = _spread(self._sky.reshape(-1, self.camera.width)).ravel(), True
            sky = self._sky[pixels[seen.index]]
        return self._lit(seen, sky, rays)

    def _lit(self, seen: Seen, sky: Floats, rays: Floats) -> Floats:
        sun = self.renderer.sunlit(seen)
        upward = np.float32(0.5) + np.float32(0.5) * seen.normal[:, 1:2]
        ambient = GROUND_LIGHT + (SKY_LIGHT - GROUND_LIGHT) * upward
        ambient *= np.float32(0.12) + np.float32(0.88) * sky[:, None]
        ambient += sun[:, None] * SUN_LIGHT
        ambient *= LINEAR.take((seen.colour + np.float32(0.5)).astype(np.uint8))
        found = np.zeros((len(rays), 4), np.float32)
        found[seen.index, :3], found[seen.index, 3] = _toned(ambient), 1
        if self.ground:
            self._shadow(found, rays)
        return found

    def _shadow(self, found: Floats, rays: Floats) -> None:
        """Darken `found` where a ray that met nothing meets the ground beside the mesh, fading with distance."""
        index = np.flatnonzero((found[:, 3] == 0) & (rays[:, 4] < -1e-3))
        some = rays[index]
        distance = some[:, 1] / some[:, 4]
        size = np.float32(GROUND_REACH * 0.5 * self.renderer.diagonal)
        plan = (some[:, ::2][:, :2] - some[:, 3::2] * distance[:, None]) / size
        near = np.flatnonzero(np.einsum("ij,ij->i", plan, plan) < 1)
        if len(near):
            dark = bilinear(self.renderer.ground(), ((plan[near] + 1) / 2).astype(np.float32))[:, 0] / np.float32(255)
            found[index[near], :3], found[index[near], 3] = np.float32(0.16) * dark[:, None], dark

    def _openness(self, seen: Seen, rows: int) -> Floats:
        """Return how much of the sky each of the seen points of `rows` whole rows sees."""
        length = self.renderer.diagonal
        share = openness(self.renderer.scene, seen.point, seen.normal, rays=self.sky_rays, reach=SKY_REACH * length)
        return _smoothed(share, seen.index, seen.normal, seen.point, rows, self.camera.width, 0.004 * length)


def _picture(found: Floats) -> Picture:
    return Picture(found[..., :3], found[..., 3:6], found[..., 6])


def _spread(field: Floats) -> Floats:
    """Return `field` (h, w) with what is not a number filled by the mean of its eight neighbours, or 1."""
    wide = np.pad(field, 1, constant_values=np.nan)
    there = ~np.isnan(wide)
    height, width = field.shape
    total, count = np.zeros(field.shape, np.float32), np.zeros(field.shape, np.float32)
    for down in range(3):
        for across in range(3):
            part = np.s_[down : down + height, across : across + width]
            total += np.where(there[part], wide[part], 0)
            count += there[part]
    return np.where(np.isnan(field), np.where(count > 0, total / np.maximum(count, 1), 1), field).astype(np.float32)


def _curve() -> Floats:
    """Return display values 0..1 for square roots of linear light 0..2, highlights rolled off (Narkowicz's fit of the
    ACES curve).
    """
    x = np.linspace(0, 2, 4097) ** 2 * 0.57
    rolled = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)
    return (np.clip(rolled, 0, 1) ** (1 / 2.2)).astype(np.float32)


CURVE = _curve()


def _toned(linear: Floats) -> Floats:
    """Return display values 0..1 of linear light."""
    return CURVE.take((np.sqrt(np.clip(linear, 0, 4)) * np.float32(2048) + np.float32(0.5)).astype(np.int16))


def _blurred(field: Floats) -> Floats:
    """Return the mean of each cell and its eight neighbours; the rim repeats."""
    wide = np.pad(field, 1, mode="edge")
    rows = wide[:-2] + wide[1:-1] + wide[2:]
    return np.asarray(((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9), np.float32)


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
