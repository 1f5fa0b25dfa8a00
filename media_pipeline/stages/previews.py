"""Previews: posters, measured drawings and a turntable. Posters and turntable frames are WebP with a transparent ground;
for programs that know no transparency each poster stands on the recipe's background too, and the turntable is a film
where ffmpeg is there.

The first level stands for the master wherever a pixel is too coarse to tell them apart: it has a tenth of the triangles,
and its maps are smoothed for any size.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from media_pipeline import camera as cameras
from media_pipeline import mesh as meshes
from media_pipeline import sheets
from media_pipeline.baking import texel_width
from media_pipeline.camera import Camera
from media_pipeline.encode import maps
from media_pipeline.geometry import distance, render_mesh
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.occlusion import openness
from media_pipeline.mesh import Floats, Ints
from media_pipeline.parallel import as_ready
from media_pipeline.render import SKY_REACH, Renderer
from media_pipeline.stages import Desk
from media_pipeline.stages.pictures import posters, turntable, webp, written
from media_pipeline.surface import LevelSurface, MasterSurface

SKY_RAYS_A_VERTEX = 24
SAMPLES = 10_000
RMS_PIXELS, P99_PIXELS, TEXEL_PIXELS = 0.3, 1.0, 1.0
"""How far a level may lie from the master and how wide its texels may be, in pixels, to stand for it."""
DENSE_PIXELS = 16
"""Where all but a tenth of a level is in triangles narrower than this, skylight is reckoned at its corners alone."""


def run(desk: Desk) -> dict[str, Any]:
    """Write poster-WIDTH.webp and .jpg, drawing-NAME.webp, turntable/NN.webp, turntable.webp and films; return a row for
    each.
    """
    wanted = desk.params["previews"]
    mesh = meshes.load(desk.inputs["repair"])
    level = _level(desk)
    master = mesh.positions.astype(np.float32), mesh.faces
    poster = _poster_view(master[0], wanted)
    pixel = _pixel(level.surface.positions, poster, wanted)
    if _stands_for(level, master, pixel):
        renderer = level
        if _dense(level, pixel):
            open_to_sky(level)
    else:
        renderer = Renderer(MasterSurface(mesh, desk.inputs["read"] / "textures", finest=pixel / 2))
    rows = _posters(desk, renderer, poster, wanted) + _drawings(desk, renderer, wanted)
    return {"previews": rows + _turntable(desk, level, wanted)}


def _level(desk: Desk) -> Renderer:
    name = desk.params["level"]
    mesh = render_mesh.load(desk.inputs["unwrap"] / f"{name}.npz")
    return Renderer(LevelSurface(mesh, **maps.load(desk.inputs["bake"], name)))


def _poster_view(positions: Floats, wanted: dict[str, Any]) -> Camera:
    width = wanted["poster_widths"][0]
    return cameras.framing(
        positions, azimuth=wanted["azimuth"], elevation=wanted["elevation"],
        width=width, height=round(width / wanted["poster_aspect"]), margin=wanted["margin"],
    )  # fmt: skip


def _pixel(positions: Floats, poster: Camera, wanted: dict[str, Any]) -> float:
    """Return the width in metres of the smallest pixel of posters and drawings on the mesh."""
    away = np.array([np.linalg.norm(np.array(poster.eye) - np.array(poster.target))], np.float32)
    width = wanted["drawing_width"]
    sizes = [cameras.drawing(positions, side, width=width).metres / width for side in cameras.SIDES if width]
    return float(min([*sizes, float(poster.footprint(away)[0])]))


def _stands_for(level: Renderer, master: tuple[Floats, Ints], pixel: float) -> bool:
    """Return whether no picture with such pixels would show that it is of `level` and not of `master`."""
    surface = level.surface
    assert isinstance(surface, LevelSurface)
    if texel_width(surface.mesh, surface.side) > TEXEL_PIXELS * pixel:
        return False
    away = level.scene.distance(distance.sample(*master, SAMPLES))
    return bool(np.sqrt((away**2).mean()) < RMS_PIXELS * pixel and np.percentile(away, 99) < P99_PIXELS * pixel)


def _dense(level: Renderer, pixel: float) -> bool:
    size = np.sort(areas(level.surface.positions, level.surface.faces).astype(np.float64))
    share = np.cumsum(size)
    return bool(np.sqrt(2 * size[np.searchsorted(share, 0.9 * share[-1])]) < DENSE_PIXELS * pixel)


def open_to_sky(level: Renderer) -> None:
    """Reckon how much of the sky the corners of `level` see."""
    surface = level.surface
    assert isinstance(surface, LevelSurface)
    if surface.needs_sky:
        reach = SKY_REACH * level.diagonal
        mesh = surface.mesh
        surface.open_to_sky(openness(level.scene, mesh.positions, mesh.normals, rays=SKY_RAYS_A_VERTEX, reach=reach))


def _posters(desk: Desk, renderer: Renderer, view: Camera, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Render the widest and shrink it to the others; each on no ground and on the recipe's."""
    desk.tell(0.1, "poster")
    return posters(desk, Image.fromarray(renderer.beauty(view), "RGBA"), view, wanted)


def _drawings(desk: Desk, renderer: Renderer, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for index, name in enumerate(sheets.SHEETS if wanted["drawing_width"] else ()):
        desk.tell(0.3 + 0.04 * index, f"drawing {name}")
        image, metres = sheets.sheet(renderer, name, width=wanted["drawing_width"])
        path = desk.out / f"drawing-{name}.webp"
        image.save(path, "WEBP", quality=88, method=3)
        scale = {"drawing": name, "metres_per_pixel": round(metres, 9)}
        rows.append(written("drawing", path, desk, image.size, **scale))
    return rows


def _turntable(desk: Desk, level: Renderer, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    count, size = wanted["turntable_frames"], wanted["turntable_size"]
    if not count:
        return []
    open_to_sky(level)
    level.ground()
    views = cameras.around(level.surface.positions, count=count, elevation=wanted["elevation"], size=size)
    return turntable(desk, as_ready(lambda view: frame(level, view), views), views, wanted)


def frame(renderer: Renderer, view: Camera) -> tuple[Image.Image, bytes]:
    """Return the view as a picture and as WebP."""
    picture = Image.fromarray(renderer.beauty(view), "RGBA")
    return picture, webp(picture, 78, method=2)
