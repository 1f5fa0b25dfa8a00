"""Whatever channels a picture has, in eight bits and sRGB, block by block."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np
from PIL import Image, ImageCms

DEEP: Final = ("I;16", "I;16B", "I;16L", "I", "F")
PROFILED: Final = ("RGB", "CMYK", "LAB", "L")


class Colours:
    """Turns blocks of one picture into `mode` (L or RGB). background: RRGGBB under what is transparent. warnings: what could
    not be done.
    """

    def __init__(self, found: Image.Image, background: str) -> None:
        self.background = f"#{background}"
        self.transparent = found.mode in ("P", "PA", "LA", "RGBA", "RGBa") or "transparency" in found.info
        before = "RGB" if self.transparent else found.mode
        self.mode = "L" if before in ("1", "L", *DEEP) else "RGB"
        self.range = (0.0, 65535.0)
        self.warnings: list[str] = []
        profile = found.info.get("icc_profile")
        self.transform = self._transform(profile, before) if profile and before in PROFILED else None
        if before == "CMYK" and not profile:
            self.warnings.append("{name}: CMYK without a profile; colours are approximate")

    def _transform(self, profile: bytes, mode: str) -> Any:
        """Return the way from `profile` into sRGB; None, and a warning, where it cannot be used."""
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            return ImageCms.buildTransform(source, target, mode, "RGB")  # grey has no way of its own into sRGB
        except (ImageCms.PyCMSError, OSError, ValueError):
            self.warnings.append("{name}: its colour profile cannot be used; colours are taken as they are")
            return None

    def look(self, whole: Image.Image) -> None:
        """Take the range of a picture that is there as a whole; that of numbers without a fixed one is its own."""
        if whole.mode == "F":
            pixels = np.asarray(whole)
            self.range = float(np.nanmin(pixels)), float(np.nanmax(pixels))
        elif whole.mode == "I" and np.asarray(whole).max() <= 255:
            self.range = 0.0, 255.0

    def plain(self, block: Image.Image) -> Image.Image:
        """Return a block in `mode`."""
        if block.mode in DEEP:
            low, high = self.range
            rows = np.nan_to_num((np.asarray(block).astype(np.float64) - low) / ((high - low) or 1.0))
            return Image.fromarray(np.clip(rows * 255 + 0.5, 0, 255).astype(np.uint8))
        if self.transparent:
            over = block.convert("RGBA")
            block = Image.new("RGB", over.size, self.background)
            block.paste(over, mask=over.getchannel("A"))
        if self.transform is not None:
            done = ImageCms.applyTransform(block, self.transform)
            assert done is not None
            block = done
        return block if block.mode == self.mode else block.convert(self.mode)
