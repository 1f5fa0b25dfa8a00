"""Views: posters and measured drawings of a cloud's finest level and a turntable of its coarsest, as discs that face the camera."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

from media_pipeline import camera as cameras
from media_pipeline.camera import Camera
from media_pipeline.clouds.cloud import Cloud, load
from media_pipeline.clouds.drawings import sheet
from media_pipeline.clouds.splats import picture
from media_pipeline.clouds.thinning import spacing
from media_pipeline.mesh import Floats
from media_pipeline.sheets import SHEETS
from media_pipeline.stages import Desk
from media_pipeline.stages.pictures import posters, turntable, webp, written

STRAYS = 0.02
"""Per cent of points at either end of an axis that a picture need not show: a single stray one would shrink all others."""


def run(desk: Desk) -> dict[str, Any]:
    """Write poster-WIDTH.webp and .jpg, drawing-NAME.webp, turntable/NN.webp, turntable.webp and films; return a row for each."""
    wanted, names = desk.params["previews"], [row["name"] for row in desk.params["clouds"]]
    desk.tell(0.1, "poster")
    fine = load(desk.inputs["thin"] / f"{names[0]}.npz")
    width = wanted["poster_widths"][0]
    view = cameras.framing(
        _framed(fine), azimuth=wanted["azimuth"], elevation=wanted["elevation"],
        width=width, height=round(width / wanted["poster_aspect"]), margin=wanted["margin"],
    )  # fmt: skip
    whole = Image.fromarray(picture(fine, view, spacing=spacing(fine.positions)), "RGBA")
    rows = posters(desk, whole, view, wanted)
    rows += _drawings(fine, desk, wanted)
    if wanted["turntable_frames"]:
        rows += _turntable(load(desk.inputs["thin"] / f"{names[-1]}.npz"), desk, wanted)
    return {"previews": rows}


def _drawings(cloud: Cloud, desk: Desk, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    framed, apart, rows = _framed(cloud), spacing(cloud.positions), []
    for index, name in enumerate(SHEETS if wanted["drawing_width"] else ()):
        desk.tell(0.3 + 0.04 * index, f"drawing {name}")
        image, metres = sheet(cloud, name, framed=framed, width=wanted["drawing_width"], spacing=apart)
        path = desk.out / f"drawing-{name}.webp"
        path.write_bytes(webp(image, 84, method=4))
        rows.append(written("drawing", path, desk, image.size, drawing=name, metres_per_pixel=round(metres, 9)))
    return rows


def _turntable(cloud: Cloud, desk: Desk, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    apart = spacing(cloud.positions)
    views = cameras.around(
        _framed(cloud), count=wanted["turntable_frames"], elevation=wanted["elevation"], size=wanted["turntable_size"]
    )

    def frame(view: Camera) -> tuple[Image.Image, bytes]:
        image = Image.fromarray(picture(cloud, view, spacing=apart), "RGBA")
        return image, webp(image, 78, method=2)

    return turntable(desk, map(frame, views), views, wanted)


def _framed(cloud: Cloud) -> Floats:
    """Return the points that a picture is framed by."""
    low, high = np.percentile(cloud.positions, (STRAYS, 100 - STRAYS), axis=0)
    inside = ((cloud.positions >= low) & (cloud.positions <= high)).all(1)
    return cloud.positions[inside].astype(np.float32) if inside.sum() > 1 else cloud.positions.astype(np.float32)
