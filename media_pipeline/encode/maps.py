"""A level's baked maps, as pixels and as compressed pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline.encode import ktx2
from media_pipeline.mesh import Bytes

KINDS = ("colour", "normal", "occlusion")


@dataclass(frozen=True, slots=True)
class Picture:
    """One compressed map: its kind (colour, normal, occlusion), content, MIME type and side in pixels."""

    kind: str
    data: bytes
    mime: str
    side: int


def load(folder: Path, level: str) -> dict[str, Bytes]:
    """Return the maps of `level` in the bake's result `folder` by kind."""
    paths = {kind: folder / f"{level}-{kind}.npy" for kind in KINDS}
    return {kind: np.load(path, allow_pickle=False) for kind, path in paths.items() if path.exists()}


def compressed(
    maps: dict[str, Bytes],
    *,
    mime: str,
    colour_quality: int,
    normal_quality: int,
    normal_size: int = 0,
    work: Path | None = None,
) -> list[Picture]:
    """Return the maps as pictures of type `mime` (image/jpeg or image/webp), or as KTX2 where `work` names an empty
    folder for its encoder. `normal_size` (0: as baked) is the side of the normal map.
    """
    pictures = []
    for kind, pixels in maps.items():
        image = Image.fromarray(pixels)
        if kind == "normal" and normal_size and normal_size < image.width:
            image = image.resize((normal_size, normal_size), Image.Resampling.BOX)
        quality = normal_quality if kind == "normal" else colour_quality
        data = _encode(image, mime, quality, kind) if work is None else ktx2.encode(image, kind, work, quality=quality)
        pictures.append(Picture(kind, data, mime, image.width))
    return pictures


def _encode(image: Image.Image, mime: str, quality: int, kind: str) -> bytes:
    buffer = io.BytesIO()
    if mime == "image/webp":
        image.convert("RGB").save(buffer, "WEBP", quality=quality, method=2)
    else:
        # Halved chroma would mix a normal's axes.
        image.save(buffer, "JPEG", quality=quality, optimize=True, subsampling=0 if kind == "normal" else 2)
    return buffer.getvalue()
