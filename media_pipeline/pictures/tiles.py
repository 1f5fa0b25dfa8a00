"""Static tiles by the IIIF Image API 3.0, level 0: files whose paths are the requests a viewer makes, in canonical form
(https://iiif.io/api/image/3.0/, sections 4.7 and 5.3).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PIL import Image

from media_pipeline.pictures.scale import Scale, write

LARGEST_WHOLE = 2048
"""Pixels of the longer side of the largest picture that is there as a whole; more comes in tiles."""


def scale_factors(width: int, height: int, tile: int) -> list[int]:
    """Return 1, 2, 4 … up to the scale at which the picture fits one tile."""
    factors = [1]
    while max(width, height) > tile * factors[-1]:
        factors.append(2 * factors[-1])
    return factors


def information(width: int, height: int, tile: int, *, base: str) -> dict[str, Any]:
    """Return info.json of a picture whose files lie below the address `base`."""
    factors = scale_factors(width, height, tile)
    sizes = [size for factor in reversed(factors) if max(size := _size(width, height, factor)) <= LARGEST_WHOLE]
    return {
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": base,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": width,
        "height": height,
        "maxWidth": sizes[-1][0],
        "maxHeight": sizes[-1][1],
        "sizes": [{"width": w, "height": h} for w, h in sizes],
        "tiles": [{"width": tile, "scaleFactors": factors}],
        "preferredFormats": ["jpg"],
    }


def cut(
    bands: Iterable[Image.Image],
    size: tuple[int, int],
    out: Path,
    *,
    tile: int,
    quality: int,
    base: str,
    tell: Callable[[float], None],
) -> tuple[int, Image.Image]:
    """Write info.json and all tiles of a picture (bands of its width, L or RGB, from the top) below `out`; return how many
    pictures those are, and the largest scale with at most LARGEST_KEPT pixels a side. tile: an even number.

    In memory are one row of tiles of each scale and what lies in it unfinished, never the whole.
    """
    width, height = size
    document = information(width, height, tile, base=base)
    scales: list[Scale] = []
    for factor in reversed(scale_factors(width, height, tile)):
        scales.insert(0, Scale(factor, size, tile, out, quality, scales[0] if scales else None))
    done = 0
    for band in bands:
        scales[0].take(band)
        done += band.height
        tell(done / height)
    scales[0].finish()
    count = sum(scale.count for scale in scales)
    largest = (document["maxWidth"], document["maxHeight"])
    for scale in scales:
        if scale.whole is not None and max(scale.size) <= LARGEST_WHOLE:
            names = [f"{scale.size[0]},{scale.size[1]}", *(["max"] if scale.size == largest else [])]
            count += sum(write(scale.whole, out / "full" / name, quality) for name in names)
    (out / "info.json").write_text(json.dumps(document, indent=1), "utf-8")
    kept = next(scale.whole for scale in scales if scale.whole is not None)
    return count, kept


def _size(width: int, height: int, factor: int) -> tuple[int, int]:
    return -(-width // factor), -(-height // factor)
