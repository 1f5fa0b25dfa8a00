"""Meshes that are right with pictures that are not."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from tests.media_pipeline.hostile.case import Case, Content, alone
from tests.media_pipeline.hostile.obj_files import MAPPED, noise


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, *, rows: int | None = None, depth: int = 1, colour: int = 0, extra: bytes = b""
) -> bytes:
    """Return a black PNG whose header says width x height and whose body holds `rows` (else all) lines."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width * depth * (3 if colour == 2 else 1) + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def saved(kind: str, *, keep: float = 1.0) -> bytes:
    """Return a grey picture of this kind, cut off after `keep` of its bytes."""
    file = io.BytesIO()
    Image.effect_noise((256, 256), 60).convert("RGB").save(file, kind)
    return file.getvalue()[: int(keep * len(file.getvalue()))]


def text_bomb() -> bytes:
    """Return a small PNG with a text that unpacks to 200 MB."""
    return png(4, 4, extra=chunk(b"zTXt", b"c\0\0" + zlib.compress(bytes(200 << 20), 9)) * 4)


def tiff_of_strips() -> bytes:
    """Return a TIFF whose strips lie beyond the file."""
    entries = [(256, 4, 1, 4000), (257, 4, 1, 4000), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 1 << 30),
               (278, 4, 1, 4000), (279, 4, 1, 16_000_000)]  # fmt: skip
    return (
        b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(struct.pack("<HHII", *e) for e in entries) + bytes(4)
    )


def textured(name: str, content: Content, says: str, *, limited: bool = False, full: bool = False) -> Case:
    """Return a good OBJ with this picture."""
    beside: dict[str, Content] = {"a.mtl": f"newmtl m\nmap_Kd {name}\n", name: content}
    return alone(
        "a.obj", MAPPED, rf"{name}: .*{says}", title=f"picture {name}", beside=beside, limited=limited, full=full
    )


CASES = (
    textured("empty.png", b"", "not a readable picture"),
    textured("noise.jpg", lambda: noise(5000), "not a readable picture"),
    textured("script.png", "#!/bin/sh\nrm -rf /\n", "not a readable picture"),
    textured("vector.png", '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>', "not a readable picture"),
    textured("postscript.png", "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a readable picture"),
    textured("ktx.png", b"\xabKTX 20\xbb\r\n\x1a\n" + bytes(100), "the texture is KTX2"),
    textured("wide.png", lambda: png(60_000, 60_000, rows=1), "60000 x 60000 pixels"),
    textured("strip.png", lambda: png(20_000, 1), "20000 x 1 pixels"),
    textured("zero.png", lambda: png(0, 0), "not a readable picture"),
    textured("header-only.png", lambda: png(64, 64)[:33], "damaged|not a readable"),
    textured("cut-off.png", lambda: saved("PNG", keep=0.5), "damaged"),
    textured("no-lines.png", lambda: png(64, 64, rows=0), "damaged"),
    textured("checksum.png", lambda: png(64, 64).replace(b"IDAT", b"IDAT", 1)[:-20] + bytes(20), "damaged|not a readable"),
    textured("text-bomb.png", text_bomb, "not a readable picture|damaged", limited=True),
    textured("cut-off.jpg", lambda: saved("JPEG", keep=0.5), "damaged"),
    textured("cut-off.webp", lambda: saved("WEBP", keep=0.5), "damaged|not a readable"),
    textured("cut-off.bmp", lambda: saved("BMP", keep=0.5), "damaged"),
    textured("cut-off.tif", lambda: saved("TIFF", keep=0.5), "damaged|not a readable"),
    textured("beyond.tif", tiff_of_strips, "damaged|not a readable"),
    textured("cut-off.gif", lambda: saved("GIF", keep=0.5), "damaged"),
    textured("cut-off.tga", lambda: saved("TGA", keep=0.5), "damaged"),
)  # fmt: skip
