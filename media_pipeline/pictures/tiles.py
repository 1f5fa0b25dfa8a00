"""Static tiles by the IIIF Image API 3.0, level 0: files whose paths are the requests a viewer makes, in canonical form
(https://iiif.io/api/image/3.0/, sections 4.7 and 5.3).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

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


def cut(image: Image.Image, out: Path, *, tile: int, quality: int, base: str, tell: Callable[[float], None]) -> int:
    """Write info.json and all tiles of `image` (L or RGB) below `out` and return how many pictures those are. `image` is
    halved again and again, so that the whole is in memory once and a quarter.
    """
    width, height = image.size
    factors = scale_factors(width, height, tile)
    document = information(width, height, tile, base=base)
    largest = (document["maxWidth"], document["maxHeight"])
    count = 0
    for index, factor in enumerate(factors):
        for y in range(0, image.height, tile):
            tell((index + y / image.height) / len(factors))
            for x in range(0, image.width, tile):
                part = image.crop((x, y, min(x + tile, image.width), min(y + tile, image.height)))
                count += _write(part, out / address(x, y, part.size, factor, (width, height)), quality)
        if max(image.size) <= LARGEST_WHOLE:
            count += _write(image, out / "full" / f"{image.width},{image.height}", quality)
            if image.size == largest:
                count += _write(image, out / "full" / "max", quality)
        if factor != factors[-1]:
            image = image.reduce(2)
    (out / "info.json").write_text(json.dumps(document, indent=1), "utf-8")
    return count


def _size(width: int, height: int, factor: int) -> tuple[int, int]:
    return -(-width // factor), -(-height // factor)


def address(x: int, y: int, size: tuple[int, int], factor: int, whole: tuple[int, int]) -> str:
    """Return REGION/SIZE of the tile at (x, y) of the picture scaled down by `factor`."""
    left, top = x * factor, y * factor
    width, height = min(size[0] * factor, whole[0] - left), min(size[1] * factor, whole[1] - top)
    region = "full" if (left, top, width, height) == (0, 0, *whole) else f"{left},{top},{width},{height}"
    return f"{region}/{size[0]},{size[1]}"


def _write(image: Image.Image, folder: Path, quality: int) -> int:
    """Write `image` as JPEG, unless it is there already; return how many files that made."""
    target = folder / "0" / "default.jpg"
    if target.exists():
        return 0
    target.parent.mkdir(parents=True)
    image.save(target, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2, optimize=False)
    return 1
