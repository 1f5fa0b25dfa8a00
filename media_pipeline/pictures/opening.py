"""A picture as strangers send it: looked at before it is unpacked, then upright, in sRGB, eight bits, without what cameras
write beside it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

from media_pipeline.errors import BadInput

FORMATS = ("TIFF", "JPEG", "PNG")
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""What sets a picture upright, by its Exif orientation (Exif 2.32, table 6)."""

STRIP_ROWS = 256
DEEP = ("I;16", "I;16B", "I;16L", "I", "F")


@dataclass(frozen=True, slots=True)
class Opened:
    """image: L or RGB, sRGB. facts: what the file was (format, mode, profile, orientation, pages). warnings for the curator."""

    image: Image.Image
    facts: dict[str, Any]
    warnings: list[str]


def opened(path: Path, name: str, *, most_pixels: int, most_side: int, background: str) -> Opened:
    """Return the picture at `path`. Raises BadInput with `name` for what is no picture, too large or damaged."""
    Image.MAX_IMAGE_PIXELS = None  # the limits are ours, and looked at before anything is unpacked
    try:
        with Image.open(path, formats=FORMATS) as found:
            _check(found.size, name, most_pixels=most_pixels, most_side=most_side)
            pages = int(getattr(found, "n_frames", 1))
            turn = int(found.getexif().get(ORIENTATION, 1) or 1)
            profile = found.info.get("icc_profile")
            facts = {"format": found.format, "mode": found.mode, "orientation": turn, "pages": pages}
            found.load()
            image, warnings = _plain(found, profile, background)
    except (BadInput, MemoryError):
        raise
    except UnidentifiedImageError:
        raise BadInput(name, "", f"this is not a readable picture ({', '.join(FORMATS)})") from None
    except Exception as error:  # noqa: BLE001 - Pillow raises a dozen kinds for broken pictures
        raise BadInput(name, "", f"the picture is damaged ({str(error)[:80] or type(error).__name__})") from None
    if pages > 1:
        warnings.append(f"{name}: the file has {pages} pages; the first is used")
    if turn in UPRIGHT:
        image = image.transpose(UPRIGHT[turn])
    return Opened(image, facts | {"profile": _profile_name(profile)}, [text.format(name=name) for text in warnings])


def _check(size: tuple[int, int], name: str, *, most_pixels: int, most_side: int) -> None:
    width, height = size
    if width * height > most_pixels or max(width, height) > most_side:
        rule = f"the picture is {width} x {height} pixels; at most {most_pixels // 10**6} million and {most_side} a side are accepted"
        raise BadInput(name, "", rule)


def _plain(found: Image.Image, profile: bytes | None, background: str) -> tuple[Image.Image, list[str]]:
    """Return `found` in eight bits and sRGB, on `background` (RRGGBB) where it is transparent, and what could not be done."""
    warnings: list[str] = []
    if found.mode in DEEP:
        return _eight_bits(found), warnings
    if found.mode in ("P", "PA", "LA", "RGBA", "RGBa") or "transparency" in found.info:
        whole = found.convert("RGBA")
        found = Image.new("RGB", whole.size, f"#{background}")
        found.paste(whole, mask=whole.getchannel("A"))
    if profile and found.mode in ("RGB", "CMYK", "LAB", "L"):
        try:
            return _to_srgb(found, profile), warnings
        except (ImageCms.PyCMSError, OSError, ValueError):
            warnings.append("{name}: its colour profile cannot be used; colours are taken as they are")
    if found.mode in ("L", "RGB"):
        return found.copy() if found.readonly else found, warnings
    if found.mode == "CMYK":
        warnings.append("{name}: CMYK without a profile; colours are approximate")
    return found.convert("L" if found.mode == "1" else "RGB"), warnings


def _to_srgb(found: Image.Image, profile: bytes) -> Image.Image:
    """Return `found` in sRGB, strip by strip, so that no third copy is made. Raises PyCMSError."""
    mode = "L" if found.mode == "L" else "RGB"
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    target = ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(source, target, found.mode, "RGB")  # grey has no way of its own into sRGB
    out = Image.new(mode, found.size)
    for top in range(0, found.height, STRIP_ROWS):
        strip = found.crop((0, top, found.width, min(top + STRIP_ROWS, found.height)))
        done = ImageCms.applyTransform(strip, transform)
        assert done is not None
        out.paste(done.convert(mode), (0, top))
    return out


def _eight_bits(found: Image.Image) -> Image.Image:
    """Return a grey picture of 16 bits, or of numbers of any range, in eight bits."""
    whole = np.asarray(found)
    low, high = (0.0, 65535.0) if found.mode.startswith("I;16") or whole.max() > 255 else (0.0, 255.0)
    if found.mode == "F":
        low, high = float(np.nanmin(whole)), float(np.nanmax(whole))
    out = Image.new("L", found.size)
    for top in range(0, found.height, STRIP_ROWS):
        rows = np.nan_to_num((whole[top : top + STRIP_ROWS].astype(np.float64) - low) / ((high - low) or 1.0))
        out.paste(Image.fromarray(np.clip(rows * 255 + 0.5, 0, 255).astype(np.uint8)), (0, top))
    return out


def _profile_name(profile: bytes | None) -> str:
    if not profile:
        return ""
    try:
        return str(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))).strip()[:100]
    except (ImageCms.PyCMSError, OSError, ValueError):
        return "unreadable"
