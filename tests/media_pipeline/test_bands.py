"""Pictures that are unpacked in bands are those that are unpacked whole; what cannot be is refused where it would take too much."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, PngImagePlugin, TiffImagePlugin

from media_pipeline.errors import BadInput
from media_pipeline.pictures import opening, tiles
from media_pipeline.pictures.blocks import blocks
from tests.media_pipeline.test_images import LIMITS, chunk, read, scroll

STRIPED = ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg")


def noise(mode: str, width: int = 301, height: int = 523) -> Image.Image:
    """Return a picture of `mode` no two rows of which are equal."""
    rows = np.random.default_rng(9).integers(0, 256, (height, width, 4), dtype=np.uint8)
    whole = Image.fromarray(rows, "RGBA")
    return whole if mode == "RGBA" else whole.convert(mode)


def in_blocks(data: bytes) -> list[Image.Image] | None:
    file = io.BytesIO(data)
    with Image.open(file) as found:
        pieces = blocks(found, file, 64)
        return None if pieces is None else list(pieces)


def packed(image: Image.Image, kind: str, **members: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **members)
    return buffer.getvalue()


def joined(pieces: list[Image.Image]) -> Any:
    return np.concatenate([np.asarray(piece) for piece in pieces])


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P"])
def test_rows_of_a_png_are_those_of_the_whole(mode: str) -> None:
    data = packed(noise(mode), "PNG")
    pieces = in_blocks(data)
    assert pieces is not None
    assert [piece.height for piece in pieces] == [64] * 8 + [11]
    with Image.open(io.BytesIO(data)) as whole:
        assert (joined(pieces) == np.asarray(whole)).all()
        assert [piece.convert("RGB").getpixel((7, 3)) for piece in pieces[:1]] == [
            whole.convert("RGB").getpixel((7, 3))
        ]


@pytest.mark.parametrize(
    ("mode", "compression"),
    [(mode, how) for mode in ("L", "RGB", "I;16") for how in STRIPED if (mode, how) != ("I;16", "jpeg")],
)
def test_strips_of_a_tiff_are_those_of_the_whole(mode: str, compression: str) -> None:
    image = Image.fromarray(np.asarray(noise("L")).astype(np.uint16) * 257) if mode == "I;16" else noise(mode)
    data = packed(image, "TIFF", compression=compression, strip_size=301 * 3 * 50)
    pieces = in_blocks(data)
    assert pieces is not None and len(pieces) > 1
    with Image.open(io.BytesIO(data)) as whole:
        assert (joined(pieces) == np.asarray(whole)).all()


def tiled(image: Image.Image, side: int = 128) -> bytes:
    """Return a TIFF of uncompressed tiles."""
    across, down = -(-image.width // side), -(-image.height // side)
    filled = Image.new("RGB", (across * side, down * side))
    filled.paste(image)
    parts = [
        filled.crop((x * side, y * side, (x + 1) * side, (y + 1) * side)).tobytes()
        for y in range(down)
        for x in range(across)
    ]
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    sizes = tuple(len(part) for part in parts)
    offsets = tuple(int(place) for place in 4096 + np.cumsum((0, *sizes[:-1])))
    numbers = {
        256: image.width,
        257: image.height,
        258: (8, 8, 8),
        259: 1,
        262: 2,
        277: 3,
        322: side,
        323: side,
        324: offsets,
        325: sizes,
    }
    for tag, value in numbers.items():
        tags[tag] = value
    buffer = io.BytesIO()
    tags.save(buffer)
    return buffer.getvalue().ljust(4096, b"\0") + b"".join(parts)


def test_tiles_of_a_tiff_are_those_of_the_whole() -> None:
    pieces = in_blocks(tiled(noise("RGB")))
    assert pieces is not None
    assert [piece.size for piece in pieces] == [(301, 128)] * 4 + [(301, 11)]
    assert (joined(pieces) == np.asarray(noise("RGB"))).all()


def test_what_cannot_be_unpacked_in_bands_is_unpacked_whole() -> None:
    assert in_blocks(packed(noise("RGB"), "JPEG")) is None
    assert in_blocks(packed(noise("1"), "PNG")) is None
    assert in_blocks(packed(noise("P"), "TIFF")) is None


def test_orientation_behind_the_pixels_of_a_png_is_found(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[opening.ORIENTATION] = 3
    data = packed(scroll(), "PNG")
    behind = data[:-12] + chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0")) + data[-12:]
    (tmp_path / "scroll.png").write_bytes(behind)
    found = read(tmp_path / "scroll.png")
    assert found.facts["orientation"] == 3
    assert (np.asarray(found.image) == np.asarray(scroll().transpose(Image.Transpose.ROTATE_180))).all()


def test_a_png_is_not_unpacked_to_look_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise("RGB", 900, 900).save(tmp_path / "ezu.png")
    sizes: list[int] = []
    load = PngImagePlugin.PngImageFile.load

    def noted(image: PngImagePlugin.PngImageFile) -> Any:
        sizes.append(image.height)
        return load(image)

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", noted)
    read(tmp_path / "ezu.png")
    assert max(sizes) <= opening.BAND_ROWS + 1


@pytest.mark.parametrize("turn", range(1, 9))
def test_oriented_tiff_is_set_upright_once(turn: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[opening.ORIENTATION] = turn
    method = opening.UPRIGHT.get(turn)
    back = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    lying = scroll() if method is None else scroll().transpose(back.get(turn, method))
    lying.save(tmp_path / "scroll.tif", exif=exif)
    assert (np.asarray(read(tmp_path / "scroll.tif").image) == np.asarray(scroll())).all()


def test_whole_that_takes_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    little = opening.Limits(pixels=10**8, side=20_000, whole_mb=3)
    noise("RGB", 1000, 1000).save(tmp_path / "ezu.jpg")
    with pytest.raises(BadInput, match=r"^ezu\.jpg: unpacked, the picture takes 4 MB; at most 3 are accepted"):
        read(tmp_path / "ezu.jpg", little)
    noise("RGB", 1000, 1000).save(tmp_path / "ezu.png")
    assert read(tmp_path / "ezu.png", little).image.size == (1000, 1000)


@pytest.mark.parametrize("end", [0.3, 0.7])
def test_file_that_ends_early_is_refused_wherever_it_ends(end: float, tmp_path: Path) -> None:
    for name, kind in (("ezu.png", "PNG"), ("ezu.tif", "TIFF")):
        data = packed(noise("RGB"), kind)
        (tmp_path / name).write_bytes(data[: int(len(data) * end)])
        with pytest.raises(BadInput, match=f"^{name}: .*(damaged|readable)"):
            read(tmp_path / name)


def test_fault_of_ours_while_bands_are_read_is_no_bad_input(tmp_path: Path) -> None:
    scroll().save(tmp_path / "ezu.png")
    with (
        pytest.raises(OSError, match="no space"),
        opening.opened(tmp_path / "ezu.png", "ezu.png", limits=LIMITS, background="ffffff") as found,
    ):
        next(found.bands)
        raise OSError("no space left")


def test_missing_rows_are_not_taken_for_a_picture(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0 of 200 rows came"):
        tiles.cut([scroll(300, 40)], (300, 200), tmp_path, tile=64, quality=80, base="x", tell=lambda share: None)
