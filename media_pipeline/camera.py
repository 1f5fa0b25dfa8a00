"""Cameras that frame a mesh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from media_pipeline.mesh import Doubles, Floats


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole: eye and target in metres, vertical field of view in degrees, picture size in pixels. Y is up."""

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    fov: float
    width: int
    height: int

    def axes(self) -> tuple[Doubles, Doubles, Doubles]:
        """Return unit vectors to the right, up and forward."""
        forward = np.array(self.target, np.float64) - np.array(self.eye, np.float64)
        forward /= np.linalg.norm(forward)
        right = np.cross(forward, [0.0, 1.0, 0.0])
        right /= max(float(np.linalg.norm(right)), 1e-12)
        return right, np.cross(right, forward), forward

    def bundle(self, across: Doubles, down: Doubles) -> Floats:
        """Return the rays through points of the picture as rows (n, 6) of origin and unit direction. `across` and `down`
        count pixels from its upper left corner and are of shapes that fit each other, (1, w) and (h, 1) for a grid.
        """
        right, up, forward = self.axes()
        tan = np.tan(np.radians(self.fov) / 2)
        x = (across / self.width * 2 - 1) * tan * self.width / self.height
        y = (1 - down / self.height * 2) * tan
        x, y, length = (part.astype(np.float32) for part in (x, y, np.sqrt(1 + x**2 + y**2)))
        rays = np.empty((*length.shape, 6), np.float32)
        for axis in range(3):
            rays[..., axis] = self.eye[axis]
            along = x * np.float32(right[axis]) + (y * np.float32(up[axis]) + np.float32(forward[axis]))
            np.divide(along, length, out=rays[..., 3 + axis])
        return rays.reshape(-1, 6)

    def rays(self, scale: int, top: int, rows: int) -> tuple[Floats, Floats]:
        """Return origins and unit directions of the rays of pixel rows top..top+rows-1, `scale` x `scale` a pixel, row
        by row.
        """
        return _grid(self, scale, top, rows)

    def footprint(self, distance: Floats) -> Floats:
        """Return the width of a pixel on what lies at `distance`."""
        return distance * np.float32(2 * np.tan(np.radians(self.fov) / 2) / self.height)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A view without perspective, as surveyors draw: parallel rays from a plane.

    centre: the point of the plane in the middle of the picture; right, up, forward: unit vectors; metres: the picture's
    width on the plane; width, height in pixels.
    """

    centre: tuple[float, float, float]
    right: tuple[float, float, float]
    up: tuple[float, float, float]
    forward: tuple[float, float, float]
    metres: float
    width: int
    height: int

    def bundle(self, across: Doubles, down: Doubles) -> Floats:
        """See Camera.bundle."""
        step = self.metres / self.width
        x, y = (across - self.width / 2) * step, (self.height / 2 - down) * step
        sideways = x[..., None] * np.array(self.right) + np.array(self.centre)
        origins = sideways + y[..., None] * np.array(self.up)
        rays = np.empty((*origins.shape[:-1], 6), np.float32)
        rays[..., :3] = origins
        rays[..., 3:] = self.forward
        return rays.reshape(-1, 6)

    def rays(self, scale: int, top: int, rows: int) -> tuple[Floats, Floats]:
        """See Camera.rays."""
        return _grid(self, scale, top, rows)

    def footprint(self, distance: Floats) -> Floats:
        """See Camera.footprint."""
        return np.full(distance.shape, self.metres / self.width, np.float32)


@dataclass(frozen=True, slots=True)
class Sparse:
    """Every `step`th pixel of every `step`th row of a camera's picture, each as wide as it was: enough where a picture is
    only compared.
    """

    camera: Camera
    step: int

    @property
    def width(self) -> int:
        """How many pixels of a row are left."""
        return self.camera.width // self.step

    @property
    def height(self) -> int:
        """How many rows are left."""
        return self.camera.height // self.step

    def bundle(self, across: Doubles, down: Doubles) -> Floats:
        """See Camera.bundle."""
        return self.camera.bundle(*(part + np.floor(part) * (self.step - 1) for part in (across, down)))

    def footprint(self, distance: Floats) -> Floats:
        """See Camera.footprint."""
        return self.camera.footprint(distance)


View = Camera | Drawing | Sparse


def _grid(view: Camera | Drawing, scale: int, top: int, rows: int) -> tuple[Floats, Floats]:
    across = (np.arange(view.width * scale) + 0.5) / scale
    down = (np.arange(top * scale, (top + rows) * scale) + 0.5) / scale
    rays = view.bundle(across[None], down[:, None])
    return rays[:, :3], rays[:, 3:]


def framing(
    positions: Floats,
    *,
    azimuth: float,
    elevation: float,
    width: int,
    height: int,
    fov: float = 26.0,
    margin: float = 1.06,
) -> Camera:
    """Return the camera that sees all of `positions` as large as possible from this direction.

    azimuth: degrees from +Z towards +X; elevation: degrees above the horizon; margin: 1 touches the border.
    """
    a, e = np.radians(azimuth), np.radians(elevation)
    back = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    right = np.array([np.cos(a), 0.0, -np.sin(a)])
    up = np.cross(back, right)
    step = max(1, len(positions) // 200_000)
    local = np.stack([right, up, back]) @ positions[::step].astype(np.float64).T
    tan_y = np.tan(np.radians(fov) / 2) / margin
    tan_x = tan_y * width / height
    centre = (local.max(1) + local.min(1)) / 2
    distance = 0.0
    for _ in range(12):
        x, y, z = local - centre[:, None]
        distance = float(max((z + np.abs(x) / tan_x).max(), (z + np.abs(y) / tan_y).max()))
        x /= distance - z
        y /= distance - z
        centre[0] += (x.max() + x.min()) / 2 * distance
        centre[1] += (y.max() + y.min()) / 2 * distance
    target = centre @ np.stack([right, up, back])
    eye = target + back * distance
    return Camera(tuple(eye.tolist()), tuple(target.tolist()), fov, width, height)


def around(positions: Floats, *, count: int, elevation: float, size: int, fov: float = 26.0) -> list[Camera]:
    """Return `count` square views evenly round the vertical axis, all at one distance, as for a turntable."""
    low, high = positions.min(0).astype(np.float64), positions.max(0).astype(np.float64)
    centre = (low + high) / 2
    radius = float(np.hypot(*(positions[:, [0, 2]] - centre[[0, 2]]).T).max())
    e, half, tan = np.radians(elevation), (high[1] - low[1]) / 2, np.tan(np.radians(fov) / 2) / 1.06
    tall = half * np.cos(e) + radius * np.sin(e)
    distance = max(radius / tan / np.cos(np.arctan(tan)), tall / tan + radius * np.cos(e))
    cameras = []
    for index in range(count):
        a = 2 * np.pi * index / count
        eye = centre + distance * np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
        cameras.append(Camera(tuple(eye.tolist()), tuple(centre.tolist()), fov, size, size))
    return cameras


SIDES = {
    "front": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
    "side": ((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0)),
    "top": ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, -1.0, 0.0)),
}
"""Right, up and forward of the drawings: from +Z, from +X, from above with -Z at the top of the sheet."""


def drawing(positions: Floats, side: str, *, width: int, depth: float = 0.0, margin: float = 1.08) -> Drawing:
    """Return the view without perspective from one of SIDES that shows all of `positions`.

    depth: how far into the box the plane of the drawing lies, as a share of its depth; 0 stands before it, 0.5 cuts it
    in half.
    """
    right, up, forward = (np.array(axis) for axis in SIDES[side])
    local = positions.astype(np.float64) @ np.stack([right, up, forward], 1)
    low, high = local.min(0), local.max(0)
    size = np.maximum((high - low) * margin, 1e-6)
    middle = (low + high) / 2
    middle[2] = low[2] + depth * (high[2] - low[2]) - (0.01 * size.max() if depth == 0 else 0)
    height = max(1, min(4 * width, round(width * size[1] / size[0])))
    centre = tuple((middle @ np.stack([right, up, forward])).tolist())
    metres = float(max(size[0], size[1] * width / height))
    return Drawing(centre, SIDES[side][0], SIDES[side][1], SIDES[side][2], metres, width, height)
