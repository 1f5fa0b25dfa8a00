"""The pixels of a picture as the file has them, from the top to the bottom, so that nobody need hold all of them.

A block is a Pillow image of the whole width. TIFF strips and tiles and the rows of a PNG are unpacked one after another, each as a
small picture of its own that the same decoders read; what cannot be (JPEG, interlaced PNG, rare TIFF) is unpacked whole.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final

from PIL import Image, TiffImagePlugin

BLOCK_BYTES: Final = 64 << 20
"""A strip or row of tiles that takes more than this is no help; the picture is then unpacked whole."""

KEPT_TAGS: Final = (258, 259, 262, 266, 277, 284, 292, 293, 317, 320, 338, 339, 347, 529, 530, 531, 532)
"""What a strip needs to be unpacked (TIFF 6.0): bits, compression, colours, fill order, samples, predictor, JPEG tables."""

WIDTH, LENGTH, STRIPS, ROWS, STRIP_BYTES = 256, 257, 273, 278, 279
TILE_WIDTH, TILE_LENGTH, TILES, TILE_BYTES = 322, 323, 324, 325
COMPRESSION, PLANAR, PLAIN, OLD_JPEG = 259, 284, 1, 6
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
PNG_SAMPLES: Final = {0: ("L", 1), 2: ("RGB", 3), 3: ("P", 1), 4: ("LA", 2), 6: ("RGBA", 4)}
READ_BYTES: Final = 1 << 20


def blocks(found: Image.Image, file: IO[bytes], rows: int) -> Iterator[Image.Image] | None:
    """Return the blocks of `found`, which was opened from `file` and not loaded, at least `rows` high where the file lets
    one choose; None when it can only be unpacked whole.
    """
    if isinstance(found, TiffImagePlugin.TiffImageFile):
        return _tiff(found, file, rows)
    return _png(found, file, rows) if found.format == "PNG" else None


def _tiff(found: TiffImagePlugin.TiffImageFile, file: IO[bytes], rows: int) -> Iterator[Image.Image] | None:
    tags = found.tag_v2
    width, height = found.size
    tiled = TILES in tags
    across, down = (tags[TILE_WIDTH], tags[TILE_LENGTH]) if tiled else (width, min(tags.get(ROWS, height), height))
    offsets, sizes = (tags.get(TILES), tags.get(TILE_BYTES)) if tiled else (tags.get(STRIPS), tags.get(STRIP_BYTES))
    count = -(-width // across) * -(-height // down) if across and down else 0
    kind = tags.get(COMPRESSION, 1)
    if found.mode == "P" or tags.get(PLANAR, 1) != 1 or kind == OLD_JPEG or not offsets or not sizes:
        return None
    places = list(zip(offsets, sizes, strict=False))
    if len(places) != count:
        return None
    if kind == PLAIN and not tiled and count == 1 and not sizes[0] % height:  # rows lie one after another
        line, down = sizes[0] // height, min(rows, height)
        places = [(offsets[0] + y * line, min(down, height - y) * line) for y in range(0, height, down)]
    if 4 * width * down > BLOCK_BYTES:
        return None
    return _tiles(found, file, (across, down), places) if tiled else _strips(found, file, (down, rows), places)


def _tiles(
    found: TiffImagePlugin.TiffImageFile, file: IO[bytes], side: tuple[int, int], places: list[tuple[int, int]]
) -> Iterator[Image.Image]:
    """Yield a row of tiles at a time."""
    width, height = found.size
    a_row = -(-width // side[0])
    for number in range(0, len(places), a_row):
        whole = Image.new(found.mode, (width, min(side[1], height - side[1] * (number // a_row))))
        for index, place in enumerate(places[number : number + a_row]):
            part = _alone(found, _read(file, [place]), side, [place[1]], side[1])
            whole.paste(part.crop((0, 0, min(side[0], width - index * side[0]), whole.height)), (index * side[0], 0))
        yield whole


def _strips(
    found: TiffImagePlugin.TiffImageFile, file: IO[bytes], rows: tuple[int, int], places: list[tuple[int, int]]
) -> Iterator[Image.Image]:
    """Yield as many strips of rows[0] rows at a time as make rows[1]."""
    width, height = found.size
    together = max(1, rows[1] // rows[0])
    for number in range(0, len(places), together):
        some = places[number : number + together]
        size = width, min(len(some) * rows[0], height - number * rows[0])
        yield _alone(found, _read(file, some), size, [length for _, length in some], rows[0])


def _read(file: IO[bytes], places: list[tuple[int, int]]) -> bytes:
    parts = []
    for offset, size in places:
        file.seek(offset)
        parts.append(file.read(size))
        if len(parts[-1]) != size:
            raise OSError("the file ends early")
    return b"".join(parts)


def _alone(
    found: TiffImagePlugin.TiffImageFile, data: bytes, size: tuple[int, int], lengths: list[int], rows: int
) -> Image.Image:
    """Return strips of `rows` rows, or one tile, read as a TIFF of their own."""
    tags = found.tag_v2
    alone = TiffImagePlugin.ImageFileDirectory_v2(prefix=tags.prefix)
    for tag in KEPT_TAGS:
        if tag in tags:
            alone.tagtype[tag] = tags.tagtype[tag]
            alone[tag] = tags[tag]
    starts = tuple(sum(lengths[:index]) for index in range(len(lengths)))
    numbers: dict[int, Any] = {WIDTH: size[0], LENGTH: size[1], ROWS: min(rows, size[1]), STRIP_BYTES: tuple(lengths)}
    for tag, value in (numbers | {STRIPS: starts}).items():
        alone.tagtype[tag] = 4
        alone[tag] = value
    buffer = io.BytesIO()
    alone.save(buffer)  # adds its own end to the offsets of strips
    buffer.write(data)
    with Image.open(buffer, formats=["TIFF"]) as image:
        image.load()
        if image.mode != found.mode or image.size != size:
            raise OSError("its strips differ from what it says of itself")
        return image.copy()


def _png(found: Image.Image, file: IO[bytes], rows: int) -> Iterator[Image.Image] | None:
    file.seek(0)
    head = file.read(33)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head[16:29])
    mode, samples = PNG_SAMPLES.get(colour, ("", 0))
    if depth != 8 or interlaced or found.mode != mode or (width, height) != found.size:
        return None
    return _png_blocks(file, head, (width, height, samples), rows)


def _png_blocks(file: IO[bytes], head: bytes, shape: tuple[int, int, int], rows: int) -> Iterator[Image.Image]:
    """Yield `rows` rows at a time. A row is stored as its difference from the one above, so each block is given the last of
    the one before in plain.
    """
    width, height, samples = shape
    extra: list[bytes] = []
    filtered = _inflated(file, extra)
    line = width * samples + 1
    held, above, done = bytearray(), b"", 0
    while done < height:
        count = min(rows, height - done)
        while len(held) < count * line:
            more = next(filtered, b"")
            if not more:
                raise OSError("the file ends early")
            held += more
        start = b"\0" + above if above else b""
        data = zlib.compress(start + bytes(held[: count * line]), 0)
        del held[: count * line]
        size = struct.pack(">II", width, count + bool(above))
        chunks = [_chunk(b"IHDR", size + head[24:29]), *extra, _chunk(b"IDAT", data), _chunk(b"IEND", b"")]
        with Image.open(io.BytesIO(SIGNATURE + b"".join(chunks)), formats=["PNG"]) as image:
            image.load()
            block = image.crop((0, int(bool(above)), width, image.height))
        above = block.crop((0, count - 1, width, count)).tobytes()
        done += count
        yield block


def _inflated(file: IO[bytes], extra: list[bytes]) -> Iterator[bytes]:
    """Yield what the IDAT chunks hold, unpacked by pieces, and note palette and transparency in `extra`."""
    stream = zlib.decompressobj()
    file.seek(len(SIGNATURE))
    while len(header := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", header)
        if kind in (b"PLTE", b"tRNS"):
            extra.append(_chunk(kind, file.read(length)))
        elif kind == b"IDAT":
            while length:
                data = file.read(min(length, READ_BYTES))
                if not data:
                    raise OSError("the file ends early")
                length -= len(data)
                while data:
                    if plain := stream.decompress(data, READ_BYTES):
                        yield plain
                    data = stream.unconsumed_tail
        elif kind == b"IEND":
            return
        else:
            file.seek(length, io.SEEK_CUR)
        file.seek(4, io.SEEK_CUR)


def late(file: IO[bytes]) -> bool:
    """Tell whether a PNG says anything behind its pixels, where Pillow finds it only by unpacking all of them."""
    file.seek(len(SIGNATURE))
    pixels = False
    while len(header := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", header)
        if pixels and kind not in (b"IDAT", b"IEND"):
            return True
        pixels = pixels or kind == b"IDAT"
        file.seek(length + 4, io.SEEK_CUR)
    return False


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
