"""One flat picture as tiles for deep zoom: whatever its channels, upright, in sRGB, at the addresses viewers ask for."""

from __future__ import annotations

import io
import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

import media_pipeline
from media_pipeline import recipes
from media_pipeline.errors import BadInput
from media_pipeline.pictures import opening, scale, tiles
from media_pipeline.pictures.manifest import SCHEMA
from media_pipeline.recipes import RecipeError

LIMITS = opening.Limits(pixels=10**6, side=2000, whole_mb=100)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def scroll(width: int = 300, height: int = 200) -> Image.Image:
    """Return a picture whose red grows to the right and whose green grows downwards."""
    y, x = np.mgrid[0:height, 0:width]
    return Image.fromarray(np.stack([x * 255 // width, y * 255 // height, np.full_like(x, 90)], -1).astype(np.uint8))


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@dataclass(frozen=True, slots=True)
class Found:
    """What opening tells of a picture, and all of its bands put together."""

    image: Image.Image
    facts: dict[str, Any]
    warnings: list[str]


def read(path: Path, limits: opening.Limits = LIMITS) -> Found:
    with opening.opened(path, path.name, limits=limits, background="ffffff") as found:
        whole, top = Image.new(found.mode, found.size), 0
        for band in found.bands:
            whole.paste(band, (0, top))
            top += band.height
    assert top == found.size[1]
    return Found(whole, found.facts, found.warnings)


def opened(tmp_path: Path, image: Image.Image, name: str, **members: Any) -> Found:
    image.save(tmp_path / name, **members)
    return read(tmp_path / name)


def cut(image: Image.Image, out: Path, **members: Any) -> tuple[int, Image.Image]:
    """Cut a picture that comes in bands of 7 rows."""
    bands = (image.crop((0, top, image.width, min(top + 7, image.height))) for top in range(0, image.height, 7))
    return tiles.cut(bands, image.size, out, tell=lambda share: None, **members)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.integers(1, 700), st.sampled_from([64, 96, 128]))
def test_tiles_of_every_scale_cover_the_picture_once(width: int, height: int, tile: int) -> None:
    for factor in tiles.scale_factors(width, height, tile):
        across, down = -(-width // factor), -(-height // factor)
        covered = np.zeros((height, width), np.uint8)
        for y in range(0, down, tile):
            for x in range(0, across, tile):
                size = min(tile, across - x), min(tile, down - y)
                region, _, said = scale.address(x, y, size, factor, (width, height)).partition("/")
                left, top, w, h = (0, 0, width, height) if region == "full" else map(int, region.split(","))
                assert said == f"{-(-w // factor)},{-(-h // factor)}"
                covered[top : top + h, left : left + w] += 1
        assert (covered == 1).all()


def test_tiles_at_full_size_put_together_are_the_picture(tmp_path: Path) -> None:
    image = scroll()
    cut(image, tmp_path, tile=64, quality=95, base="https://example.org/iiif/scroll")
    whole = Image.new("RGB", image.size)
    for path in tmp_path.glob("*,*/*/0/default.jpg"):
        left, top, width, height = map(int, path.parts[-4].split(","))
        if path.parts[-3] == f"{width},{height}" and max(width, height) <= 64:
            whole.paste(Image.open(path), (left, top))
    assert np.abs(np.asarray(whole).astype(int) - np.asarray(image)).max() <= 6


def test_info_says_what_is_there_and_all_of_it_is(tmp_path: Path) -> None:
    count, _kept = cut(scroll(), tmp_path, tile=64, quality=80, base="https://example.org/x")
    info = json.loads((tmp_path / "info.json").read_text("utf-8"))
    assert (info["width"], info["height"], info["profile"], info["id"]) == (300, 200, "level0", "https://example.org/x")
    assert info["tiles"] == [{"width": 64, "scaleFactors": [1, 2, 4, 8]}]
    for size in info["sizes"]:
        with Image.open(tmp_path / "full" / f"{size['width']},{size['height']}" / "0" / "default.jpg") as image:
            assert image.size == (size["width"], size["height"])
    with Image.open(tmp_path / "full" / "max" / "0" / "default.jpg") as image:
        assert image.size == (info["maxWidth"], info["maxHeight"])
    assert count == len(list(tmp_path.rglob("*.jpg")))


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_orientation_is_set_upright(turn: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[opening.ORIENTATION] = turn
    back = {None: None, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    method = opening.UPRIGHT.get(turn)
    lying = scroll() if method is None else scroll().transpose(back.get(turn, method))
    found = opened(tmp_path, lying, "scroll.png", exif=exif)
    assert found.facts["orientation"] == turn
    assert (np.asarray(found.image) == np.asarray(scroll())).all()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16", "RGB"])
def test_every_kind_of_channels_becomes_grey_or_red_green_and_blue(mode: str, tmp_path: Path) -> None:
    grey = scroll().convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    image = deep if mode == "I;16" else scroll().convert(mode)
    found = opened(tmp_path, image, "scroll.tif").image
    assert found.mode in ("L", "RGB")
    if mode not in ("1", "P"):
        assert np.abs(np.asarray(found.convert("L")).astype(int) - np.asarray(grey)).max() <= 4


def test_sixteen_bits_a_channel_in_colour_are_read(tmp_path: Path) -> None:
    pixels = np.asarray(scroll()).astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 300, 200, 16, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    (tmp_path / "deep.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks))
    found = read(tmp_path / "deep.png").image
    assert np.abs(np.asarray(found).astype(int) - np.asarray(scroll())).max() <= 1


def test_a_profile_is_applied_and_named(tmp_path: Path) -> None:
    lab = ImageCms.profileToProfile(
        scroll(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lab is not None
    found = opened(tmp_path, lab, "scroll.tif", icc_profile=LAB)
    assert np.abs(np.asarray(found.image).astype(int) - np.asarray(scroll())).mean() < 3
    assert found.facts["profile"] != ""
    assert opened(tmp_path, scroll(), "s.png", icc_profile=SRGB).facts["profile"].startswith("sRGB")


def test_a_broken_profile_and_cmyk_without_one_are_said(tmp_path: Path) -> None:
    found = opened(tmp_path, scroll(), "a.png", icc_profile=b"no profile at all")
    assert found.warnings == ["a.png: its colour profile cannot be used; colours are taken as they are"]
    assert opened(tmp_path, scroll().convert("CMYK"), "b.jpg").warnings == [
        "b.jpg: CMYK without a profile; colours are approximate"
    ]


def test_transparency_lies_on_the_background(tmp_path: Path) -> None:
    found = opened(tmp_path, Image.new("RGBA", (8, 8), (10, 20, 30, 0)), "a.png")
    assert found.image.getpixel((4, 4)) == (255, 255, 255)


def bomb() -> bytes:
    """Return the header of a PNG of 60,000 pixels a side."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(bytes(999)))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (bomb(), "60000 x 60000 pixels; at most 1 million"),
        (b"", "not a readable picture"),
        (b"GIF89a" + bytes(99), "not a readable picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a readable picture"),
        (lambda data: data[: len(data) // 2], "damaged"),
        (lambda data: data[:60] + bytes(40) + data[100:], "damaged|not a readable"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_name(data: Any, rule: str, tmp_path: Path) -> None:
    buffer = io.BytesIO()
    scroll().save(buffer, "PNG")
    (tmp_path / "絵図.png").write_bytes(data(buffer.getvalue()) if callable(data) else data)
    with pytest.raises(BadInput, match=rf"^絵図\.png: .*({rule})"):
        read(tmp_path / "絵図.png")


def test_recipe_for_pictures_has_no_levels() -> None:
    assert recipes.load("image").picture == recipes.Picture()
    with pytest.raises(RecipeError, match="no levels, derivatives or exports"):
        recipes.parse({"name": "x", "version": 1, "title": {}, "picture": {}, "exports": ["svx"]})
    with pytest.raises(RecipeError, match="tile of 64"):
        recipes.changed(recipes.load("image"), {"picture": {"tile": 8}})


class TestJob:
    """A scroll of 300 x 200 pixels, taken through intake and the pyramid."""

    def run(self, source: Path, out: Path) -> dict[str, Any]:
        changes = {
            "picture": {"tile": 64, "base": "https://example.org/scroll"},
            "previews": {"poster_widths": [96, 48]},
        }
        path = media_pipeline.run(source, recipe="image", out=out, changes=changes)
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return found

    def test_manifest_keeps_its_schema_and_names_all_files(self, tmp_path: Path) -> None:
        scroll().save(tmp_path / "正保絵図.tif", icc_profile=SRGB)
        document = self.run(tmp_path / "正保絵図.tif", tmp_path / "out")
        jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
        (row,) = document["derivatives"]
        assert row["files"] == len(list((tmp_path / "out" / "iiif").rglob("*.jpg")))
        assert (document["kind"], row["width"], document["input_stats"]["format"]) == ("picture", 300, "TIFF")
        assert [(one["kind"], one["w"], one["h"]) for one in document["previews"][:2]] == [
            ("poster", 96, 64),
            ("poster", 48, 32),
        ]
        assert document["title"] == {"en": "正保絵図"}
        again = self.run(tmp_path / "正保絵図.tif", tmp_path / "again")
        assert again["derivatives"] == document["derivatives"]

    def test_one_picture_is_asked_for(self, tmp_path: Path) -> None:
        folder = tmp_path / "upload"
        folder.mkdir()
        for name in ("a.png", "b.png"):
            scroll(8, 8).save(folder / name)
        with pytest.raises(BadInput, match=r"^upload: this recipe makes one picture; 2 were found"):
            self.run(folder, tmp_path / "out")
        (tmp_path / "keep.obj").write_text("v 0 0 0\n")
        with pytest.raises(BadInput, match=r"^keep\.obj: this recipe makes one picture; 0 were found"):
            self.run(tmp_path / "keep.obj", tmp_path / "out")

    def test_a_damaged_picture_ends_the_job_with_its_name(self, tmp_path: Path) -> None:
        scroll().save(tmp_path / "a.png")
        (tmp_path / "a.png").write_bytes((tmp_path / "a.png").read_bytes()[:-60])
        with pytest.raises(BadInput, match=r"^a\.png: the picture is damaged"):
            self.run(tmp_path / "a.png", tmp_path / "out")
