"""Pyramid: one picture as tiles for deep zoom (IIIF Image API 3, level 0), and posters of it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from PIL import Image

from media_pipeline.pictures import opening, tiles
from media_pipeline.stages import Desk
from media_pipeline.stages.pictures import POSTER_BYTES, opaque, within, written


def run(desk: Desk) -> dict[str, Any]:
    """Write iiif/ (info.json and tiles) and poster-WIDTH.webp and .jpg; return the picture's facts, the row of the tiles,
    and those of the posters. Raises BadInput.
    """
    name, wanted = desk.params["picture"], desk.params["tiles"]
    desk.tell(0.0, name)
    limits = opening.Limits(wanted["max_mpixels"] * 10**6, wanted["max_side"], wanted["whole_mb"])
    path, background = desk.inputs["intake"] / name, desk.params["background"]
    with opening.opened(path, name, limits=limits, background=background) as found:
        folder = desk.out / "iiif"
        folder.mkdir()
        count, small = tiles.cut(
            found.bands, found.size, folder, tile=wanted["tile"], quality=wanted["quality"], base=wanted["base"] or "iiif",
            tell=lambda share: desk.tell(0.9 * share, "tiles"),
        )  # fmt: skip
    width, height = found.size
    return {
        "stats": {"width": width, "height": height, **found.facts},
        "derivative": _row(folder, found.size, count),
        "previews": _posters(small, found.size, desk),
        "warnings": found.warnings,
    }


def _row(folder: Path, size: tuple[int, int], count: int) -> dict[str, Any]:
    data = (folder / "info.json").read_bytes()
    return {
        "uri": "iiif/info.json",
        "profile": "deep-zoom",
        "usage": "Image2D",
        "quality": "Highest",
        "format": "iiif-image-3",
        "mime": "application/json",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "width": size[0],
        "height": size[1],
        "files": count,
        "files_bytes": sum(path.stat().st_size for path in folder.rglob("*.jpg")),
        "files_sha256": _sum_of(folder),
    }


def _sum_of(folder: Path) -> str:
    """Return the SHA-256 over the lines "sha256  path" of all pictures, in the order of their paths."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.jpg")):
        line = f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def _posters(image: Image.Image, full: tuple[int, int], desk: Desk) -> list[dict[str, Any]]:
    """Write the posters of a picture of `full` pixels from `image`, one of its scales; none is wider than the picture."""
    rows, flat_rows = [], []
    for width in desk.params["poster_widths"]:
        scale = min(1.0, width / full[0], 4 * width / full[1])
        size = (max(1, round(full[0] * scale)), max(1, round(full[1] * scale)))
        small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        path = desk.out / f"poster-{width}.webp"
        path.write_bytes(within(small, POSTER_BYTES))
        rows.append(written("poster", path, desk, small.size))
        flat = path.with_suffix(".jpg")
        opaque(small.convert("RGBA"), desk.params["background"]).save(flat, "JPEG", quality=84, optimize=True)
        flat_rows.append(written("poster-opaque", flat, desk, small.size))
    return rows + flat_rows
