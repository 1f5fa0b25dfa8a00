"""A picture as strangers send it: looked at before it is unpacked, then upright, in sRGB, eight bits, without what cameras
write beside it, in bands from the top to the bottom.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from PIL import Image, ImageCms, UnidentifiedImageError

from media_pipeline.errors import BadInput
from media_pipeline.pictures.blocks import blocks, late
from media_pipeline.pictures.colours import DEEP, Colours

FORMATS: Final = ("TIFF", "JPEG", "PNG")
ORIENTATION: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""What sets a picture upright, by its Exif orientation (Exif 2.32, table 6)."""

BAND_ROWS: Final = 256
ONE_BYTE: Final = frozenset({"1", "L", "P"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a picture may be: pixels, pixels a side, and MB in memory where its format leaves no choice but the whole."""

    pixels: int
    side: int
    whole_mb: int


@dataclass(frozen=True, slots=True)
class Opened:
    """size: upright. mode: L or RGB, sRGB. bands: of the full width, from the top, to be read once; raises BadInput.
    facts: what the file was (format, mode, profile, orientation, pages). warnings for the curator.
    """

    size: tuple[int, int]
    mode: str
    bands: Iterator[Image.Image]
    facts: dict[str, Any]
    warnings: list[str]


@contextmanager
def opened(path: Path, name: str, *, limits: Limits, background: str) -> Iterator[Opened]:
    """Yield the picture at `path`. Raises BadInput with `name` for what is no picture, too large or damaged."""
    Image.MAX_IMAGE_PIXELS = None  # the limits are ours, and looked at before anything is unpacked
    with ExitStack() as stack:
        with _told(name):
            file = stack.enter_context(path.open("rb"))
            found = stack.enter_context(Image.open(file, formats=FORMATS))
            made = _opened(found, file, name, limits, background)
        yield made


def _opened(found: Image.Image, file: IO[bytes], name: str, limits: Limits, background: str) -> Opened:
    _check(found.size, name, limits)
    pages = int(getattr(found, "n_frames", 1))
    turn = _turn(found, file)
    profile = found.info.get("icc_profile")
    facts = {"format": found.format, "mode": found.mode, "orientation": turn, "pages": pages}
    colours, size = Colours(found, background), found.size
    pieces = blocks(found, file, BAND_ROWS) if turn not in UPRIGHT and found.mode not in ("I", "F") else None
    if pieces is None:
        _afford(found, name, limits)
        found.load()
        size, pieces = _turned(found)
        colours.look(found)
    warnings = [text.format(name=name) for text in colours.warnings]
    if pages > 1:
        warnings.append(f"{name}: the file has {pages} pages; the first is used")
    facts |= {"profile": _profile_name(profile)}
    return Opened(size, colours.mode, _bands(pieces, colours, name), facts, warnings)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what Pillow raises for broken pictures into BadInput."""
    try:
        yield
    except (BadInput, MemoryError):
        raise
    except UnidentifiedImageError:
        raise BadInput(name, "", f"this is not a readable picture ({', '.join(FORMATS)})") from None
    except Exception as error:  # noqa: BLE001 - Pillow raises a dozen kinds for broken pictures
        raise BadInput(name, "", f"the picture is damaged ({str(error)[:80] or type(error).__name__})") from None


def _bands(pieces: Iterator[Image.Image], colours: Colours, name: str) -> Iterator[Image.Image]:
    while True:
        with _told(name):
            piece = next(pieces, None)
            if piece is None:
                return
            band = colours.plain(piece)
        yield band


def _turn(found: Image.Image, file: IO[bytes]) -> int:
    """Return the orientation that a picture says of itself. Pillow would unpack a PNG to look behind its pixels."""
    exif = Image.Image.getexif(found) if found.format == "PNG" and not late(file) else found.getexif()
    return int(exif.get(ORIENTATION, 1) or 1)


def _turned(found: Image.Image) -> tuple[tuple[int, int], Iterator[Image.Image]]:
    """Return the upright size of a loaded picture and its bands, each turned by itself so that no second copy is made."""
    turn = int(found.getexif().get(ORIENTATION, 1) or 1)  # Pillow has turned a TIFF while loading it, and says so
    width, height = found.size if turn < 5 else found.size[::-1]

    def cut() -> Iterator[Image.Image]:
        for top in range(0, height, BAND_ROWS):
            rows = min(BAND_ROWS, height - top)
            start = height - top - rows if turn in (3, 4, 7, 8) else top
            box = (0, start, width, start + rows) if turn < 5 else (start, 0, start + rows, width)
            part = found.crop(box)
            yield part.transpose(UPRIGHT[turn]) if turn in UPRIGHT else part

    return (width, height), cut()


def _check(size: tuple[int, int], name: str, limits: Limits) -> None:
    width, height = size
    if width * height > limits.pixels or max(width, height) > limits.side:
        rule = f"the picture is {width} x {height} pixels; at most {limits.pixels // 10**6} million and {limits.side} a side are accepted"
        raise BadInput(name, "", rule)


def _afford(found: Image.Image, name: str, limits: Limits) -> None:
    """Refuse what would take too much memory, before any of it is taken."""
    each = 1 if found.mode in ONE_BYTE else 2 if found.mode in DEEP[:3] else 4
    need = each * found.width * found.height // 10**6
    if need > limits.whole_mb:
        rule = f"unpacked, the picture takes {need} MB; at most {limits.whole_mb} are accepted for this kind of file"
        raise BadInput(name, "", rule)


def _profile_name(profile: bytes | None) -> str:
    if not profile:
        return ""
    try:
        return str(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))).strip()[:100]
    except (ImageCms.PyCMSError, OSError, ValueError):
        return "unreadable"
