"""Pictures to be looked up at any size: a chain of halved copies, read bilinearly, repeating outside 0..1."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Bytes, Floats

SMALLEST = 4


class Texture:
    """A picture (h, w, channels) of bytes with its halved copies."""

    def __init__(self, pixels: Bytes) -> None:
        self.levels = [pixels]
        while min(self.levels[-1].shape[:2]) >= 2 * SMALLEST:
            self.levels.append(halved(self.levels[-1]))

    @property
    def side(self) -> float:
        """The geometric mean of width and height in pixels."""
        height, width = self.levels[0].shape[:2]
        return float(np.sqrt(height * width))

    def sample(self, uvs: Floats, footprint: Floats) -> Floats:
        """Return (n, channels) values 0..255 at `uvs`, averaged over about `footprint` (n,), a width in the units of
        uvs.
        """
        level = np.clip(np.rint(np.log2(np.maximum(footprint * self.side, 1e-6))), 0, len(self.levels) - 1).astype(
            np.int8
        )
        colours = np.empty((len(uvs), self.levels[0].shape[2]), np.float32)
        for index in np.unique(level):
            mine = level == index
            colours[mine] = bilinear(self.levels[index], uvs[mine].astype(np.float32, copy=False))
        return colours


def halved(pixels: Bytes) -> Bytes:
    """Return the picture at half the size, each pixel the mean of four; an odd last row or column is dropped."""
    height, width = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2
    even = pixels[:height, :width].astype(np.uint16)
    return ((even[0::2, 0::2] + even[1::2, 0::2] + even[0::2, 1::2] + even[1::2, 1::2] + 2) // 4).astype(np.uint8)


def bilinear(pixels: Bytes, uvs: Floats) -> Floats:
    """Return (n, channels) values at `uvs`; the picture repeats."""
    height, width, channels = pixels.shape
    x, y = (uvs[:, 0] % 1) * width - np.float32(0.5), (uvs[:, 1] % 1) * height - np.float32(0.5)
    left, top = np.floor(x), np.floor(y)
    across, down = (x - left)[:, None], (y - top)[:, None]
    x0, y0 = left.astype(np.int32) % width, top.astype(np.int32) % height * width
    x1, y1 = (x0 + 1) % width, (y0 + width) % (height * width)
    flat = pixels.reshape(-1, channels)
    upper, lower = flat[y0 + x0].astype(np.float32), flat[y1 + x0].astype(np.float32)
    upper += (flat[y0 + x1] - upper) * across
    lower += (flat[y1 + x1] - lower) * across
    upper += (lower - upper) * down
    return np.asarray(upper, np.float32)


def read(path: Path) -> Texture:
    """Return the picture at `path` (checked by intake) unpacked; transparency lies over white. Raises BadInput when it
    is broken inside.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as picture:
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                layer = picture.convert("RGBA")
                white = Image.new("RGBA", layer.size, (255, 255, 255, 255))
                return Texture(np.asarray(Image.alpha_composite(white, layer).convert("RGB")))
            return Texture(np.asarray(_eight_bits(picture).convert("RGB")))
    except (OSError, ValueError, SyntaxError):
        raise BadInput(path.name, "", "the texture is broken: it cannot be unpacked to its end") from None


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring 16-bit greys down by range; Pillow would clip them."""
    if picture.mode in ("I", "I;16", "I;16B", "I;16L"):
        return Image.fromarray((np.asarray(picture).astype(np.uint32) >> 8).clip(0, 255).astype(np.uint8))
    return picture
