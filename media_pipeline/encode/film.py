"""Frames as films: an animated WebP put together from the frames' own files, and H.264 and VP9 where ffmpeg is there."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

CODECS = {
    "turntable.mp4": (
        "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-crf", "23", "-movflags", "+faststart", "-bitexact",
    ),
    "turntable.webm": (
        "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-pix_fmt", "yuv420p", "-crf", "34", "-b:v", "0", "-bitexact",
    ),
}  # fmt: skip
"""Quick settings: of 36 small frames a slow search makes files a few per cent smaller and takes four times as long."""
ANIMATED, TRANSPARENT, REPLACING = 0x02, 0x10, 0x02
PIXELS = (b"ALPH", b"VP8 ", b"VP8L")


def animated(frames: list[bytes], size: tuple[int, int], *, milliseconds: int) -> bytes:
    """Return WebP files of one size as one WebP that shows them in turn for ever; nothing is packed anew (RFC 9649)."""
    width, height = (_three(side - 1) for side in size)
    head = bytes([ANIMATED | TRANSPARENT, 0, 0, 0]) + width + height
    body = _chunk(b"VP8X", head) + _chunk(b"ANIM", bytes(6))
    place = bytes(6) + width + height + _three(milliseconds) + bytes([REPLACING])
    for frame in frames:
        pixels = b"".join(_chunk(name, data) for name, data in _chunks(frame) if name in PIXELS)
        body += _chunk(b"ANMF", place + pixels)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def films(frames: list[Image.Image], folder: Path, out: Path, *, milliseconds: int) -> list[Path]:
    """Write opaque `frames` as films to `out` and return the files; `folder` is for what is left over. None without
    ffmpeg, and none in a form that this ffmpeg cannot write.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        return []
    folder.mkdir()
    with (folder / "frames.rgb").open("wb") as file:
        file.writelines(frame.convert("RGB").tobytes() for frame in frames)
    width, height = frames[0].size
    source = [
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{width}x{height}",
        "-framerate",
        f"{1000 / milliseconds:g}",
    ]
    made = []
    for name, codec in CODECS.items():
        path = out / name
        command = [program, "-loglevel", "error", "-y", *source, "-i", "frames.rgb", *codec, "-threads", "2", str(path)]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode == 0 and path.exists():
            made.append(path)
        else:
            path.unlink(missing_ok=True)
    return made


def _three(number: int) -> bytes:
    return struct.pack("<I", number)[:3]


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of the chunks of a WebP file."""
    at = 12
    while at + 8 <= len(data):
        size = struct.unpack_from("<I", data, at + 4)[0]
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
