"""Previews: posters, measured drawings and a turntable. Posters and turntable frames are WebP with a transparent ground;
for programs that know no transparency each poster stands on the recipe's background too, and the turntable is a film
where ffmpeg is there.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from media_pipeline import camera as cameras
from media_pipeline import mesh as meshes
from media_pipeline import sheets
from media_pipeline.camera import Camera
from media_pipeline.encode import maps
from media_pipeline.geometry import render_mesh
from media_pipeline.geometry.occlusion import openness
from media_pipeline.parallel import as_ready
from media_pipeline.render import SKY_REACH, Renderer
from media_pipeline.stages import Desk
from media_pipeline.surface import LevelSurface, MasterSurface

FRAME_MS = 125
POSTER_BYTES = 150_000
SKY_RAYS_A_VERTEX = 32
FILMS = {
    "turntable.mp4": ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "23", "-movflags", "+faststart", "-bitexact"),
    "turntable.webm": ("-c:v", "libvpx-vp9", "-pix_fmt", "yuv420p", "-crf", "34", "-b:v", "0", "-bitexact"),
}


def run(desk: Desk) -> dict[str, Any]:
    """Write poster-WIDTH.webp and .jpg, drawing-NAME.webp, turntable/NN.webp, turntable.webp and films; return a row for
    each.
    """
    wanted = desk.params["previews"]
    mesh = meshes.load(desk.inputs["repair"])
    pixels = 2 * max(wanted["poster_widths"][0], wanted["drawing_width"])
    finest = float(np.ptp(mesh.positions, axis=0).max()) / pixels
    master = MasterSurface(mesh, desk.inputs["read"] / "textures", finest=finest)
    renderer = Renderer(master)
    return {"previews": _posters(desk, renderer, wanted) + _drawings(desk, renderer, wanted) + _turntable(desk, wanted)}


def _posters(desk: Desk, renderer: Renderer, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Render the widest and shrink it to the others; each on no ground and on the recipe's."""
    desk.tell(0.1, "poster")
    width = wanted["poster_widths"][0]
    view = cameras.framing(
        renderer.surface.positions, azimuth=wanted["azimuth"], elevation=wanted["elevation"],
        width=width, height=round(width / wanted["poster_aspect"]), margin=wanted["margin"],
    )  # fmt: skip
    whole = Image.fromarray(renderer.beauty(view), "RGBA")
    rows, flat_rows = [], []
    for size in wanted["poster_widths"]:
        height = round(whole.height * size / width)
        image = whole if size == width else whole.resize((size, height), Image.Resampling.LANCZOS)
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


def _written(kind: str, path: Path, desk: Desk, size: tuple[int, int], **members: Any) -> dict[str, Any]:
    uri = path.relative_to(desk.out).as_posix()
    return {"kind": kind, "uri": uri, "w": size[0], "h": size[1], "bytes": path.stat().st_size, **members}


def _within(image: Image.Image, limit: int) -> bytes:
    """Return `image` as WebP of at most `limit` bytes, at the best quality that allows."""
    for quality in (88, 82, 76, 70, 62, 54, 46):
        data = _webp(image, quality)
        if len(data) <= limit:
            break
    return data


def _webp(image: Image.Image, quality: int, *, method: int = 5) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, alpha_quality=80, method=method)
    return buffer.getvalue()


def _turntable(desk: Desk, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    level, count, size = desk.params["level"], wanted["turntable_frames"], wanted["turntable_size"]
    if not count:
        return []
    mesh = render_mesh.load(desk.inputs["unwrap"] / f"{level}.npz")
    surface = LevelSurface(mesh, **maps.load(desk.inputs["bake"], level))
    renderer = Renderer(surface)
    reach = SKY_REACH * renderer.diagonal
    surface.open_to_sky(openness(renderer.scene, mesh.positions, mesh.normals, rays=SKY_RAYS_A_VERTEX, reach=reach))
    renderer.ground()
    views = cameras.around(mesh.positions, count=count, elevation=wanted["elevation"], size=size)
    folder = desk.out / "turntable"
    folder.mkdir()
    frames = []
    for index, (frame, data) in enumerate(as_ready(lambda view: _frame(renderer, view), views)):
        desk.tell(0.5 + 0.5 * index / count, f"frame {index + 1} of {count}")
        frames.append(frame)
        (folder / f"{index:02d}.webp").write_bytes(data)
    whole = desk.out / "turntable.webp"
    frames[0].save(
        whole, "WEBP", save_all=True, append_images=frames[1:], duration=FRAME_MS, loop=0, quality=70, method=3
    )
    first = {"camera": _row(views[0])}
    rows = [
        _written("turntable-frame", path, desk, (size, size), camera=_row(view))
        for path, view in zip(sorted(folder.iterdir()), views, strict=True)
    ]
    films = [_written("turntable-film", path, desk, (size, size), **first) for path in _films(desk, frames, wanted)]
    return [*rows, _written("turntable", whole, desk, (size, size), **first), *films]


def _frame(renderer: Renderer, view: Camera) -> tuple[Image.Image, bytes]:
    frame = Image.fromarray(renderer.beauty(view), "RGBA")
    return frame, _webp(frame, 78, method=3)


def _films(desk: Desk, frames: list[Image.Image], wanted: dict[str, Any]) -> list[Path]:
    """Write the turntable as H.264 and VP9 films on the recipe's background, for signs that loop films more smoothly than
    pictures; none without ffmpeg, and none in a form that this ffmpeg cannot write.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        return []
    folder = desk.temporary / "film"
    folder.mkdir()
    for index, frame in enumerate(frames):
        opaque(frame, wanted["background"]).save(folder / f"{index:02d}.png", compress_level=1)
    made = []
    for name, codec in FILMS.items():
        path = desk.out / name
        command = [program, "-loglevel", "error", "-y", "-framerate", f"{1000 / FRAME_MS:g}", "-i", "%02d.png"]
        done = subprocess.run(
            [*command, *codec, "-threads", "2", str(path)], cwd=folder, capture_output=True, check=False
        )
        if done.returncode == 0 and path.exists():
            made.append(path)
        else:
            path.unlink(missing_ok=True)
    return made


def _row(view: Camera) -> dict[str, Any]:
    return {"eye": [round(v, 4) for v in view.eye], "target": [round(v, 4) for v in view.target], "fov": view.fov}


def opaque(picture: Image.Image, background: str) -> Image.Image:
    """Return `picture` laid on the colour `background` (RRGGBB)."""
    ground = Image.new("RGBA", picture.size, f"#{background}")
    return Image.alpha_composite(ground, picture).convert("RGB")
