"""What stages that photograph have in common: posters in their sizes, a turntable's files, WebP within a size."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image

from media_pipeline.camera import Camera
from media_pipeline.encode import film
from media_pipeline.stages import Desk

FRAME_MS = 125
POSTER_BYTES = 150_000
QUALITIES = (88, 82, 76, 70, 62, 54, 46)


def posters(desk: Desk, whole: Image.Image, view: Camera, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Write `whole`, the widest, and shrink it to the others; each on no ground and on the recipe's. Return their rows."""
    rows, flat_rows = [], []
    for size in wanted["poster_widths"]:
        height = round(whole.height * size / whole.width)
        image = whole if size == whole.width else whole.resize((size, height), Image.Resampling.LANCZOS)
        path = desk.out / f"poster-{size}.webp"
        path.write_bytes(within(image, POSTER_BYTES))
        rows.append(written("poster", path, desk, image.size, camera=row_of(view)))
        flat = path.with_suffix(".jpg")
        opaque(image, wanted["background"]).save(flat, "JPEG", quality=84, optimize=True)
        flat_rows.append(written("poster-opaque", flat, desk, image.size, camera=row_of(view)))
    return rows + flat_rows


def turntable(
    desk: Desk, made: Iterable[tuple[Image.Image, bytes]], views: list[Camera], wanted: dict[str, Any]
) -> list[dict[str, Any]]:
    """Write the frames of `made` (each with its WebP), all of them as one WebP, and films. Return their rows."""
    folder = desk.out / "turntable"
    folder.mkdir()
    size = wanted["turntable_size"]
    flat, packed = [], []
    for index, (frame, data) in enumerate(made):
        desk.tell(0.5 + 0.5 * index / len(views), f"frame {index + 1} of {len(views)}")
        flat.append(opaque(frame, wanted["background"]))
        packed.append(data)
        (folder / f"{index:02d}.webp").write_bytes(data)
    whole = desk.out / "turntable.webp"
    whole.write_bytes(film.animated(packed, (size, size), milliseconds=FRAME_MS))
    first = {"camera": row_of(views[0])}
    rows = [
        written("turntable-frame", path, desk, (size, size), camera=row_of(view))
        for path, view in zip(sorted(folder.iterdir()), views, strict=True)
    ]
    films = film.films(flat, desk.temporary / "film", desk.out, milliseconds=FRAME_MS)
    rows.append(written("turntable", whole, desk, (size, size), **first))
    return rows + [written("turntable-film", path, desk, (size, size), **first) for path in films]


def written(kind: str, path: Path, desk: Desk, size: tuple[int, int], **members: Any) -> dict[str, Any]:
    """Return the manifest's row of the picture at `path`."""
    uri = path.relative_to(desk.out).as_posix()
    return {"kind": kind, "uri": uri, "w": size[0], "h": size[1], "bytes": path.stat().st_size, **members}


def within(image: Image.Image, limit: int) -> bytes:
    """Return `image` as WebP of at most `limit` bytes, at the best of QUALITIES that allows. Quick tries say where to
    begin.
    """
    first = bisect_left(QUALITIES, True, key=lambda quality: 0.85 * len(webp(image, quality, method=2)) <= limit)
    for quality in QUALITIES[min(first, len(QUALITIES) - 1) :]:
        data = webp(image, quality, method=4)
        if len(data) <= limit:
            break
    return data


def webp(image: Image.Image, quality: int, *, method: int) -> bytes:
    """Return `image` as WebP; a higher method takes longer and makes it smaller."""
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, alpha_quality=80, method=method)
    return buffer.getvalue()


def row_of(view: Camera) -> dict[str, Any]:
    """Return the camera as the manifest has it."""
    return {"eye": [round(v, 4) for v in view.eye], "target": [round(v, 4) for v in view.target], "fov": view.fov}


def opaque(picture: Image.Image, background: str) -> Image.Image:
    """Return `picture` laid on the colour `background` (RRGGBB)."""
    ground = Image.new("RGBA", picture.size, f"#{background}")
    return Image.alpha_composite(ground, picture).convert("RGB")
