"""Previews: posters, measured drawings and a turntable. Posters and turntable frames are WebP with a transparent ground;
for programs that know no transparency each poster stands on the recipe's background too, and the turntable is a film
where ffmpeg is there.

The first level stands for the master wherever a pixel is too coarse to tell them apart: it has a tenth of the triangles,
and its maps are smoothed for any size.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from media_pipeline import camera as cameras
from media_pipeline import mesh as meshes
from media_pipeline import sheets
from media_pipeline.baking import texel_width
from media_pipeline.camera import Camera
from media_pipeline.encode import film, maps
from media_pipeline.geometry import distance, render_mesh
from media_pipeline.geometry.normals import areas
from media_pipeline.geometry.occlusion import openness
from media_pipeline.mesh import Floats, Ints
from media_pipeline.parallel import as_ready
from media_pipeline.render import SKY_REACH, Renderer
from media_pipeline.stages import Desk
from media_pipeline.surface import LevelSurface, MasterSurface

FRAME_MS = 125
POSTER_BYTES = 150_000
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
    pixel = _pixel(master[0], poster, wanted)
    if _stands_for(level, master, pixel):
        renderer = level
        if _dense(level, pixel):
            _open(level)
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


def _open(level: Renderer) -> None:
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
    whole = Image.fromarray(renderer.beauty(view), "RGBA")
    rows, flat_rows = [], []
    for size in wanted["poster_widths"]:
        height = round(whole.height * size / whole.width)
        image = whole if size == whole.width else whole.resize((size, height), Image.Resampling.LANCZOS)
        path = desk.out / f"poster-{size}.webp"
        path.write_bytes(_within(image, POSTER_BYTES))
        rows.append(_written("poster", path, desk, image.size, camera=_row(view)))
        flat = path.with_suffix(".jpg")
        opaque(image, wanted["background"]).save(flat, "JPEG", quality=84, optimize=True)
        flat_rows.append(_written("poster-opaque", flat, desk, image.size, camera=_row(view)))
    return rows + flat_rows


def _drawings(desk: Desk, renderer: Renderer, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for index, name in enumerate(sheets.SHEETS if wanted["drawing_width"] else ()):
        desk.tell(0.3 + 0.04 * index, f"drawing {name}")
        image, metres = sheets.sheet(renderer, name, width=wanted["drawing_width"])
        path = desk.out / f"drawing-{name}.webp"
        image.save(path, "WEBP", quality=88, method=4)
        scale = {"drawing": name, "metres_per_pixel": round(metres, 9)}
        rows.append(_written("drawing", path, desk, image.size, **scale))
    return rows


def _turntable(desk: Desk, level: Renderer, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    count, size = wanted["turntable_frames"], wanted["turntable_size"]
    if not count:
        return []
    _open(level)
    level.ground()
    views = cameras.around(level.surface.positions, count=count, elevation=wanted["elevation"], size=size)
    folder = desk.out / "turntable"
    folder.mkdir()
    flat, packed = [], []
    for index, (frame, data) in enumerate(as_ready(lambda view: _frame(level, view), views)):
        desk.tell(0.5 + 0.5 * index / count, f"frame {index + 1} of {count}")
        flat.append(opaque(frame, wanted["background"]))
        packed.append(data)
        (folder / f"{index:02d}.webp").write_bytes(data)
    whole = desk.out / "turntable.webp"
    whole.write_bytes(film.animated(packed, (size, size), milliseconds=FRAME_MS))
    first = {"camera": _row(views[0])}
    rows = [
        _written("turntable-frame", path, desk, (size, size), camera=_row(view))
        for path, view in zip(sorted(folder.iterdir()), views, strict=True)
    ]
    films = film.films(flat, desk.temporary / "film", desk.out, milliseconds=FRAME_MS)
    rows.append(_written("turntable", whole, desk, (size, size), **first))
    return rows + [_written("turntable-film", path, desk, (size, size), **first) for path in films]


def _frame(renderer: Renderer, view: Camera) -> tuple[Image.Image, bytes]:
    frame = Image.fromarray(renderer.beauty(view), "RGBA")
    return frame, _webp(frame, 78, method=2)


def _written(kind: str, path: Path, desk: Desk, size: tuple[int, int], **members: Any) -> dict[str, Any]:
    uri = path.relative_to(desk.out).as_posix()
    return {"kind": kind, "uri": uri, "w": size[0], "h": size[1], "bytes": path.stat().st_size, **members}


def _within(image: Image.Image, limit: int) -> bytes:
    """Return `image` as WebP of at most `limit` bytes, at the best quality that allows; a quick try says which cannot."""
    for quality in (88, 82, 76, 70, 62, 54, 46):
        if quality > 46 and 0.8 * len(_webp(image, quality, method=2)) > limit:
            continue
        data = _webp(image, quality, method=4)
        if len(data) <= limit:
            break
    return data


def _webp(image: Image.Image, quality: int, *, method: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, alpha_quality=80, method=method)
    return buffer.getvalue()


def _row(view: Camera) -> dict[str, Any]:
    return {"eye": [round(v, 4) for v in view.eye], "target": [round(v, 4) for v in view.target], "fov": view.fov}


def opaque(picture: Image.Image, background: str) -> Image.Image:
    """Return `picture` laid on the colour `background` (RRGGBB)."""
    ground = Image.new("RGBA", picture.size, f"#{background}")
    return Image.alpha_composite(ground, picture).convert("RGB")
