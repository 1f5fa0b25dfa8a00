"""Previews: a poster of the master in several sizes and a turntable of its first level, as WebP with a transparent
ground.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from media_pipeline import camera as cameras
from media_pipeline import mesh as meshes
from media_pipeline.camera import Camera
from media_pipeline.encode import maps
from media_pipeline.geometry import render_mesh
from media_pipeline.render import Renderer
from media_pipeline.stages import Desk
from media_pipeline.surface import LevelSurface, MasterSurface

FRAME_MS = 125
POSTER_BYTES = 150_000


def run(desk: Desk) -> dict[str, Any]:
    """Write poster-WIDTH.webp, turntable/NN.webp and turntable.webp; return a row for each."""
    wanted = desk.params["previews"]
    return {"previews": _posters(desk, wanted) + _turntable(desk, wanted)}


def _posters(desk: Desk, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Render the widest and shrink it to the others."""
    master = MasterSurface(meshes.load(desk.inputs["repair"]), desk.inputs["read"] / "textures")
    desk.tell(0.1, "poster")
    width = wanted["poster_widths"][0]
    view = cameras.framing(
        master.positions, azimuth=wanted["azimuth"], elevation=wanted["elevation"],
        width=width, height=round(width / wanted["poster_aspect"]), margin=wanted["margin"],
    )  # fmt: skip
    whole = Image.fromarray(Renderer(master).beauty(view), "RGBA")
    rows = []
    for size in wanted["poster_widths"]:
        image = (
            whole
            if size == width
            else whole.resize((size, round(whole.height * size / width)), Image.Resampling.LANCZOS)
        )
        path = desk.out / f"poster-{size}.webp"
        path.write_bytes(_within(image, POSTER_BYTES))
        rows.append(
            {
                "kind": "poster",
                "uri": path.name,
                "w": image.width,
                "h": image.height,
                "bytes": path.stat().st_size,
                "camera": _row(view),
            }
        )
    return rows


def _within(image: Image.Image, limit: int) -> bytes:
    """Return `image` as WebP of at most `limit` bytes, at the best quality that allows."""
    for quality in (88, 82, 76, 70, 62, 54, 46):
        data = _webp(image, quality)
        if len(data) <= limit:
            break
    return data


def _webp(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, alpha_quality=80, method=5)
    return buffer.getvalue()


def _turntable(desk: Desk, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    level, count, size = desk.params["level"], wanted["turntable_frames"], wanted["turntable_size"]
    if not count:
        return []
    mesh = render_mesh.load(desk.inputs["unwrap"] / f"{level}.npz")
    renderer = Renderer(LevelSurface(mesh, **maps.load(desk.inputs["bake"], level)))
    views = cameras.around(mesh.positions, count=count, elevation=wanted["elevation"], size=size)
    folder = desk.out / "turntable"
    folder.mkdir()
    frames = []
    for index, view in enumerate(views):
        desk.tell(0.5 + 0.5 * index / count, f"frame {index + 1} of {count}")
        frames.append(Image.fromarray(renderer.beauty(view, sky_rays=8), "RGBA"))
        (folder / f"{index:02d}.webp").write_bytes(_webp(frames[-1], 78))
    whole = desk.out / "turntable.webp"
    frames[0].save(
        whole, "WEBP", save_all=True, append_images=frames[1:], duration=FRAME_MS, loop=0, quality=70, method=3
    )
    rows = [_frame(path, view) for path, view in zip(sorted(folder.iterdir()), views, strict=True)]
    return [
        *rows,
        {
            "kind": "turntable",
            "uri": whole.name,
            "w": size,
            "h": size,
            "bytes": whole.stat().st_size,
            "camera": _row(views[0]),
        },
    ]


def _frame(path: Path, view: Camera) -> dict[str, Any]:
    return {
        "kind": "turntable-frame", "uri": f"turntable/{path.name}", "w": view.width, "h": view.height,
        "bytes": path.stat().st_size, "camera": _row(view),
    }  # fmt: skip


def _row(view: Camera) -> dict[str, Any]:
    return {"eye": [round(v, 4) for v in view.eye], "target": [round(v, 4) for v in view.target], "fov": view.fov}


def opaque(picture: npt.NDArray[np.uint8], background: str) -> npt.NDArray[np.uint8]:
    """Return an (h, w, 4) picture laid on the colour `background` (RRGGBB), as (h, w, 3)."""
    ground = np.array([int(background[i : i + 2], 16) for i in (0, 2, 4)], np.float32)
    alpha = picture[..., 3:].astype(np.float32) / 255
    return np.clip(picture[..., :3] * alpha + ground * (1 - alpha) + 0.5, 0, 255).astype(np.uint8)
