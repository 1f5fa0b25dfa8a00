"""Pictures to be looked up at any size: a chain of halved copies, read bilinearly, repeating outside 0..1."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Bytes, Floats

SMALLEST = 4


class Texture:
    """Pictures (h, w, channels) of bytes that lie upon each other, with their halved copies."""

    def __init__(self, *layers: Bytes) -> None:
        self._layers = [_chain(layer) for layer in layers]
        self._joined: dict[int, Bytes] = {}
        self._asked = [0] * len(self._layers[0])

    @property
    def levels(self) -> list[Bytes]:
        """The pictures with all channels, from the finest on."""
        return [self.level(index) for index in range(len(self._layers[0]))]

    def level(self, index: int) -> Bytes:
        """Return the picture halved `index` times; layers are joined when first asked for, since few sizes ever are."""
        if len(self._layers) == 1:
            return self._layers[0][index]
        if index not in self._joined:
            self._joined[index] = np.concatenate([layer[index] for layer in self._layers], 2)
        return self._joined[index]

    @property
    def side(self) -> float:
        """The geometric mean of width and height in pixels."""
        height, width = self._layers[0][0].shape[:2]
        return float(np.sqrt(height * width))

    def sample(self, uvs: Floats, footprint: Floats) -> Floats:
        """Return (n, channels) values 0..255 at `uvs`, averaged over about `footprint` (n,), a width in the units of
        uvs.
        """
        last = len(self._layers[0]) - 1
        level = np.clip(np.rint(np.log2(np.maximum(footprint * self.side, 1e-6))), 0, last).astype(np.int8)
        uvs = uvs.astype(np.float32, copy=False)
        low, high = (int(level.min()), int(level.max())) if len(level) else (0, 0)
        if low == high:
            return self._read(low, uvs)
        colours = np.empty((len(uvs), sum(layer[0].shape[2] for layer in self._layers)), np.float32)
        for index in range(low, high + 1):
            mine = np.flatnonzero(level == index)
            if len(mine):
                colours[mine] = self._read(index, uvs[mine])
        return colours

    def _read(self, index: int, uvs: Floats) -> Floats:
        """Return what stands at `uvs` on the pictures halved `index` times. Large ones that few points ask for are not
        joined.
        """
        self._asked[index] += len(uvs)
        few = 8 * self._asked[index] < self._layers[0][index].size
        if few and len(self._layers) > 1 and index not in self._joined:
            return np.concatenate([bilinear(layer[index], uvs) for layer in self._layers], 1)
        return bilinear(self.level(index), uvs)


def _chain(pixels: Bytes) -> list[Bytes]:
    """Return `pixels` and its halved copies."""
    found = [pixels]
    while min(found[-1].shape[:2]) >= 2 * SMALLEST:
        found.append(halved(found[-1]))
    return found


def halved(pixels: Bytes) -> Bytes:
    """Return the picture at half the size, each pixel the mean of four; an odd last row or column is dropped. Pillow does
    it without wide copies.
    """
    height, width, channels = pixels.shape
    if channels not in (1, 3):
        return np.concatenate([halved(pixels[..., k : k + 1]) for k in range(channels)], 2)
    even = pixels[: height // 2 * 2, : width // 2 * 2]
    small = np.asarray(Image.fromarray(even[..., 0] if channels == 1 else even).reduce(2))
    return small if channels == 3 else small[..., None]


def bilinear(pixels: Bytes, uvs: Floats) -> Floats:
    """Return (n, channels) values at `uvs`; the picture repeats."""
    height, width, channels = pixels.shape
    x, y = uvs[:, 0] % 1, uvs[:, 1] % 1
    x *= width
    y *= height
    x -= np.float32(0.5)
    y -= np.float32(0.5)
    left, top = np.floor(x), np.floor(y)
    across, down = (x - left)[:, None], (y - top)[:, None]
    x0, y0 = left.astype(np.int32), top.astype(np.int32)
    x1, y1 = x0 + 1, y0 + 1
    x0[x0 < 0] += width
    y0[y0 < 0] += height
    x1[x1 >= width] -= width
    y1[y1 >= height] -= height
    y0 *= width
    y1 *= width
    flat = pixels.reshape(-1, channels)
    upper, lower = flat.take(y0 + x0, 0).astype(np.float32), flat.take(y1 + x0, 0).astype(np.float32)
    upper += (flat.take(y0 + x1, 0) - upper) * across
    lower += (flat.take(y1 + x1, 0) - lower) * across
    lower -= upper
    lower *= down
    upper += lower
    return upper


def size(path: Path) -> tuple[int, int]:
    """Return width and height of the picture at `path` in pixels, from its header. Raises BadInput."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError):
        raise _broken(path) from None


def read(path: Path, *, halvings: int = 0) -> Texture:
    """Return the picture at `path` (checked by intake) unpacked, halved so many times; transparency lies over white.
    Raises BadInput when it is broken inside.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as picture:
            wide, high = picture.size
            if halvings:  # a JPEG unpacks to an eighth at least by leaving waves out
                picture.draft("RGB", (max(1, wide >> halvings), max(1, high >> halvings)))
            if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
                layer = picture.convert("RGBA")
                white = Image.new("RGBA", layer.size, (255, 255, 255, 255))
                whole = Image.alpha_composite(white, layer).convert("RGB")
            else:
                whole = _eight_bits(picture).convert("RGB")
            factor = round(2**halvings * max(whole.size) / max(wide, high))
            return Texture(np.asarray(whole.reduce(factor) if factor > 1 else whole))
    except (OSError, ValueError, SyntaxError):
        raise _broken(path) from None


def _broken(path: Path) -> BadInput:
    return BadInput(path.name, "", "the texture is broken: it cannot be unpacked to its end")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring 16-bit greys down by range; Pillow would clip them."""
    if picture.mode in ("I", "I;16", "I;16B", "I;16L"):
        return Image.fromarray((np.asarray(picture).astype(np.uint32) >> 8).clip(0, 255).astype(np.uint8))
    return picture
