"""A scan that comes as tiles, each with a picture of its own: in OBJ, in GLB, or in both."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

from tests.media_pipeline.shapes import glb, gltf_document

ACROSS, DOWN = 8, 5
SIDE = 16


def colour(number: int) -> tuple[int, int, int]:
    """Return the colour of tile `number`; no two are alike."""
    return 40 + 25 * (number % ACROSS), 40 + 45 * (number // ACROSS), 90 if number % 2 else 190


def picture(number: int, kind: str = "PNG") -> bytes:
    """Return the picture of tile `number`: its colour, quartered by a darker one."""
    pixels = np.empty((SIDE, SIDE, 3), np.uint8)
    pixels[:] = colour(number)
    pixels[: SIDE // 2, : SIDE // 2] //= 2
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, quality=95)
    return buffer.getvalue()


def corners(number: int):
    """Return positions (25, 3), uvs (25, 2; v up) and faces (32, 3) of tile `number`: a bumpy square of a metre on the ground."""
    u, v = (axis.ravel() for axis in np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 5)))
    x, z = number % ACROSS + u, number // ACROSS + 1 - v
    y = 0.1 * np.sin(3 * x) * np.cos(2 * z)
    cell = np.arange(25).reshape(5, 5)
    a, b, c, d = cell[:-1, :-1], cell[:-1, 1:], cell[1:, 1:], cell[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return np.stack([x, y, z], 1), np.stack([u, v], 1), faces


def as_obj(number: int, stem: str, texture: str, *, material: str = "材質") -> dict[str, bytes]:
    """Return OBJ and MTL of a tile in CP932, as Windows programs write them; the MTL names `texture` as it stands there."""
    positions, uvs, faces = corners(number)
    lines = [f"mtllib {stem}.mtl", f"usemtl {material}"]
    lines += ["v {:.6f} {:.6f} {:.6f}".format(*row) for row in positions] + [
        "vt {:.6f} {:.6f}".format(*row) for row in uvs
    ]
    lines += ["f " + " ".join(f"{corner}/{corner}" for corner in face) for face in (faces + 1).tolist()]
    library = f"newmtl {material}\r\nKd 1 1 1\r\nmap_Kd {texture}\r\n"
    return {f"{stem}.obj": "\r\n".join(lines).encode("cp932"), f"{stem}.mtl": library.encode("cp932")}


def as_glb(number: int, data: bytes, mime: str = "image/png") -> bytes:
    """Return a tile as GLB with the picture `data` inside."""
    positions, uvs, faces = corners(number)
    blocks = [
        positions.astype(np.float32).tobytes(),
        np.stack([uvs[:, 0], 1 - uvs[:, 1]], 1).astype(np.float32).tobytes(),
        faces.astype(np.uint16).tobytes(),
        data,
    ]
    starts = np.cumsum([0, *(len(block) + -len(block) % 4 for block in blocks)]).tolist()
    document = gltf_document(
        meshes=[{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "indices": 2, "material": 0}]}],
        accessors=[
            {"bufferView": 0, "componentType": 5126, "count": 25, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5126, "count": 25, "type": "VEC2"},
            {"bufferView": 2, "componentType": 5123, "count": faces.size, "type": "SCALAR"},
        ],
        bufferViews=[
            {"buffer": 0, "byteOffset": start, "byteLength": len(block)}
            for start, block in zip(starts, blocks, strict=False)
        ],
        buffers=[{"byteLength": starts[-1]}],
        materials=[{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        textures=[{"source": 0}],
        images=[{"bufferView": 3, "mimeType": mime}],
    )
    return glb(document, b"".join(block + b"\0" * (-len(block) % 4) for block in blocks))


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """Write `files` as a zip whose names are in CP932 without a mark that says so, as Japanese Windows writes them."""
    stand_ins = {f"{index:04d}".ljust(len(name.encode("cp932")), "_"): name for index, name in enumerate(files)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for stand_in, name in stand_ins.items():
            archive.writestr(stand_in, files[name])
    data = path.read_bytes()
    for stand_in, name in stand_ins.items():
        data = data.replace(stand_in.encode(), name.encode("cp932"))
    path.write_bytes(data)
    return path
