"""Pictures of problem spots: the source as clay from where most of them are seen, each ringed, and the worst close up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from media_pipeline.camera import Camera, framing
from media_pipeline.geometry.normals import face_vectors, smooth, unit
from media_pipeline.geometry.rays import Scene
from media_pipeline.inspection.report import Finding
from media_pipeline.mesh import NEUTRAL, Bytes, Doubles, Floats, Ints, Mask, diagonal
from media_pipeline.render import Renderer
from media_pipeline.surface import Look, blended

WIDTH, HEIGHT = 800, 600
DIRECTIONS = [(azimuth, elevation) for elevation in (12.0, 50.0) for azimuth in range(0, 360, 45)]
MARK = (214, 40, 57)
RING = (226, 30, 50)
FRAMED = 20_000
"""Points that views are framed by; more would change nothing and take long."""
CLOSE = 4.0
"""How many times its own size a close-up shows round a spot."""


class Clay:
    """A surface in one colour with some triangles marked."""

    def __init__(self, positions: Floats, faces: Ints) -> None:
        self.positions, self.faces = positions, faces
        self._normals = smooth(positions, faces)
        self._colour: Bytes = np.array([NEUTRAL, MARK], np.uint8)
        self._marked: Mask = np.zeros(len(faces), bool)

    def mark(self, triangles: Ints) -> None:
        """Colour `triangles` and no others."""
        self._marked = np.zeros(len(self.faces), bool)
        self._marked[triangles] = True

    def look(self, face: Ints, weights: Floats, footprint: Floats) -> Look:
        """See Surface.look."""
        colour = self._colour[self._marked[face].astype(np.int8)].astype(np.float32)
        return Look(colour, unit(blended(self._normals, self.faces.take(face, 0), weights)), None)


class Studio:
    """A welded source ready to be photographed."""

    def __init__(self, positions: Floats, faces: Ints, scene: Scene) -> None:
        self.clay, self.scene = Clay(positions, faces), scene
        self.renderer = Renderer(self.clay, scene)
        used = np.zeros(len(positions), bool)
        used[faces] = True
        points = positions[used]
        self._length = diagonal(points)
        points = points[:: 1 + len(points) // FRAMED]
        some = faces[np.random.default_rng(0).integers(0, len(faces), 4000)]
        self._views = [
            framing(points, azimuth=azimuth, elevation=elevation, width=WIDTH, height=HEIGHT)
            for azimuth, elevation in DIRECTIONS
        ]
        vectors = face_vectors(positions, some)
        front = np.array([np.maximum(vectors @ back(view), 0).sum() for view in self._views])
        self._worth = 0.2 + front / max(front.max(), 1e-20)

    def photograph(self, finding: Finding, folder: Path) -> list[dict[str, Any]]:
        """Write CODE.webp and CODE-close.webp to `folder` and return their rows for the manifest."""
        self.clay.mark(finding.triangles)
        far, seen = self._best(finding)
        rows = [self._shot(far, finding, folder / f"{finding.code}.webp", seen)]
        worst = int(np.flatnonzero(seen)[0]) if seen.any() else 0
        near = self._close(far, finding.spots[worst].astype(np.float64), float(finding.sizes[worst]))
        rows.append(self._shot(near, finding, folder / f"{finding.code}-close.webp", self._visible(near, finding)))
        return rows

    def _best(self, finding: Finding) -> tuple[Camera, Mask]:
        """Return the view that shows most spots, rather from the front of the surface than from behind, and which it
        shows.
        """
        seen = [self._visible(view, finding) for view in self._views]
        best = int(np.argmax(np.array([mask.sum() for mask in seen]) * self._worth))
        return self._views[best], seen[best]

    def _visible(self, view: Camera, finding: Finding) -> Mask:
        """Return which spots nothing hides from the eye; they may lie in the surface or within a loose piece, hence the
        distance kept.
        """
        towards = (np.array(view.eye, np.float32) - finding.spots).astype(np.float32)
        length = np.linalg.norm(towards, axis=1)
        keep = np.minimum(np.maximum(2e-3 * self._length, finding.sizes), 0.5 * length)
        start = finding.spots + towards * (keep / np.maximum(length, 1e-9))[:, None]
        return ~self.scene.blocked(start.astype(np.float32), towards)

    def _close(self, far: Camera, spot: Doubles, size: float) -> Camera:
        """Return a view from the same direction in which the spot takes a good part of the picture."""
        wide = max(CLOSE * size, 0.03 * self._length)
        eye = spot + back(far) * wide / 2 / np.tan(np.radians(far.fov) / 2)
        return Camera(tuple(eye.tolist()), tuple(spot.tolist()), far.fov, far.width, far.height)

    def _shot(self, view: Camera, finding: Finding, path: Path, seen: Mask) -> dict[str, Any]:
        lamp = unit((back(view) + np.array([0.3, 0.7, 0.0]))[None].astype(np.float32))[0]
        picture = self.renderer.plain(view, scale=1, lamp=lamp)
        image = Image.fromarray(np.clip(picture.lit + 0.5, 0, 255).astype(np.uint8))
        _ring(ImageDraw.Draw(image), view, finding, seen)
        image.save(path, "WEBP", quality=80, method=2)
        camera = {"eye": [round(v, 4) for v in view.eye], "target": [round(v, 4) for v in view.target], "fov": view.fov}
        return {
            "kind": "finding", "uri": f"findings/{path.name}", "w": view.width, "h": view.height,
            "bytes": path.stat().st_size, "camera": camera, "finding": finding.code, "spots": len(seen), "visible": int(seen.sum()),
        }  # fmt: skip


def back(view: Camera) -> Floats:
    """Return the unit vector from what is looked at to the eye."""
    return -view.axes()[2].astype(np.float32)


def projected(view: Camera, points: Floats) -> tuple[Doubles, Doubles]:
    """Return pixel positions (n, 2) of `points` in the picture and their distances along the view (negative: behind)."""
    right, up, forward = view.axes()
    local = points.astype(np.float64) - np.array(view.eye)
    depth = local @ forward
    scale = view.height / 2 / np.tan(np.radians(view.fov) / 2) / np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    return np.stack([view.width / 2 + local @ right * scale, view.height / 2 - local @ up * scale], 1), depth


def _ring(draw: ImageDraw.ImageDraw, view: Camera, finding: Finding, seen: Mask) -> None:
    """Draw a ring round each spot that is seen, on white, so that it shows on any ground."""
    places, depth = projected(view, finding.spots)
    for index in np.flatnonzero(seen & (depth > 0))[::-1]:
        radius = finding.sizes[index] / depth[index] * view.height / 2 / np.tan(np.radians(view.fov) / 2) * 0.7
        radius = float(np.clip(radius, 9, view.height / 3))
        x, y = places[index]
        for wide, colour in ((5, (255, 255, 255)), (3, RING)):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=colour, width=wide)
