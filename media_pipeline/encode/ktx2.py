"""KTX2 with Basis Universal: maps that stay compressed in a headset's memory, where a program that writes them is there.

No Python package and no module for WebAssembly offers the encoder under a free licence, so it is looked for on PATH:
basisu (Binomial), toktx or ktx (Khronos). Colour and openness become ETC1S, small; normals UASTC, which keeps directions.
"""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

from media_pipeline.errors import StageFault
from media_pipeline.tools import KTX2_ENCODERS, ktx2_encoder

MIME = "image/ktx2"
IDENTIFIER = b"\xabKTX 20\xbb\r\n\x1a\n"
SECONDS = 600
BITS = {"colour": 4, "occlusion": 4, "normal": 8}
"""A texel's bits once a headset has unpacked ETC1S to ETC2 and UASTC to ASTC of 4 by 4."""

BASISU = "-ktx2 {how} -mipmap -mip_clamp -file {input} -output_file {output}"
TOKTX = "--t2 --encode {how} --genmipmap --wmode clamp {output} {input}"
KTX = "create --format {how} --generate-mipmap {input} {output}"
COMMANDS: dict[str, tuple[str, dict[str, str]]] = {
    "basisu": (
        BASISU,
        {"colour": "-q {quality}", "occlusion": "-linear -q {quality}", "normal": "-uastc -uastc_level 1 -normal_map"},
    ),
    "toktx": (
        TOKTX,
        {
            "colour": "etc1s --qlevel {quality} --assign_oetf srgb",
            "occlusion": "etc1s --qlevel {quality} --assign_oetf linear",
            "normal": "uastc --uastc_quality 1 --zcmp 6 --assign_oetf linear",
        },
    ),
    "ktx": (
        KTX,
        {
            "colour": "R8G8B8_SRGB --encode basis-lz --qlevel {quality}",
            "occlusion": "R8G8B8_UNORM --assign-oetf linear --encode basis-lz --qlevel {quality}",
            "normal": "R8G8B8_UNORM --assign-oetf linear --encode uastc --uastc-quality 1 --zstd 6",
        },
    ),
}
"""How each encoder is asked, and what for each kind of map."""


def encode(image: Image.Image, kind: str, work: Path, *, quality: int) -> bytes:
    """Return the square map `image` of `kind` (colour, normal, occlusion) as KTX2 with all its smaller copies.

    work: an empty folder's path, for the program's files. quality: 1 to 100, of ETC1S. Raises StageFault when there is no
    encoder or what it wrote is not what was asked for.
    """
    found = ktx2_encoder()
    if not found:
        raise StageFault(f"no encoder of KTX2 on PATH: {', '.join(KTX2_ENCODERS)}")
    source, target = work / f"{kind}.png", work / f"{kind}.ktx2"
    image.convert("RGB").save(source, compress_level=1)
    form, how = COMMANDS[Path(found).name]
    said = {"quality": str(max(1, min(255, round(quality * 2.55)))), "input": source.name, "output": target.name}
    words = form.replace("{how}", how[kind]).format(**said).split()
    done = subprocess.run([found, *words], cwd=work, check=False, capture_output=True, timeout=SECONDS)
    if done.returncode != 0 or not target.is_file():
        detail = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-300:]
        raise StageFault(f"{Path(found).name} ended with {done.returncode}: {detail}")
    data = target.read_bytes()
    check(data, side=image.width, linear=kind != "colour")
    return data


def check(data: bytes, *, side: int, linear: bool) -> None:
    """Raise StageFault unless `data` is what KHR_texture_basisu takes: square, `side` wide, all smaller copies, Basis
    Universal, and as linear as it should be (KTX File Format Specification 2.0, 3 and 5).
    """
    if len(data) < 104 or data[:12] != IDENTIFIER:
        raise StageFault("the encoder wrote no KTX2")
    form, _, width, height, depth, layers, faces, levels, _, place, _ = struct.unpack_from("<11I", data, 12)
    if (width, height, depth, layers, faces) != (side, side, 0, 0, 1) or levels != int(np.log2(side)) + 1:
        raise StageFault(
            f"the KTX2 has {width} x {height} pixels and {levels} levels, not {side} pixels and all levels"
        )
    model, _, transfer = struct.unpack_from("<3B", data, place + 12)
    if form != 0 or model not in (163, 166):
        raise StageFault("the KTX2 is not of Basis Universal")
    if (transfer == 1) != linear:
        raise StageFault(f"the KTX2 is {'linear' if transfer == 1 else 'sRGB'}, which this map is not")


def memory(kind: str, side: int) -> int:
    """Return the bytes that a map of `kind` takes in a headset's memory, its smaller copies with it."""
    return side * side * BITS[kind] // 8 * 4 // 3
