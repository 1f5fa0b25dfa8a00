"""Small meshes and their files, for tests."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def sphere(rows: int = 24, columns: int = 48, *, radius: float = 1.0, ripple: float = 0.0):
    """Return positions, faces and uvs (v up) of a sphere, one vertex a pole and column."""
    polar, turn = np.meshgrid(np.linspace(0, np.pi, rows + 1), np.linspace(0, 2 * np.pi, columns + 1), indexing="ij")
    r = radius * (1 + ripple * np.sin(7 * polar) * np.sin(6 * turn))
    positions = np.stack([r * np.sin(polar) * np.sin(turn), r * np.cos(polar), r * np.sin(polar) * np.cos(turn)], -1)
    uvs = np.stack([turn / (2 * np.pi), 1 - polar / np.pi], -1)
    number = np.arange(positions[..., 0].size).reshape(rows + 1, columns + 1)
    a, b, c, d = number[1:, :-1], number[1:, 1:], number[:-1, 1:], number[:-1, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return positions.reshape(-1, 3), faces.astype(np.int32), uvs.reshape(-1, 2)


def write_obj(path: Path, positions, faces, uvs=None, *, texture: str = "") -> Path:
    """Write an OBJ, with an MTL and a checkered `texture` beside it if one is named."""
    lines = [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in positions.tolist()]
    if texture:
        lines = [f"mtllib {path.stem}.mtl", "usemtl stone", *lines]
        path.with_suffix(".mtl").write_text(f"newmtl stone\nKd 1 1 1\nmap_Kd {texture}\n", "utf-8")
        checkered(path.parent / texture)
    if uvs is not None:
        lines += [f"vt {u:.6f} {v:.6f}" for u, v in uvs.tolist()]
        lines += ["f " + " ".join(f"{i}/{i}" for i in face) for face in (faces + 1).tolist()]
    else:
        lines += ["f " + " ".join(map(str, face)) for face in (faces + 1).tolist()]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def checkered(path: Path, *, side: int = 64) -> Path:
    """Write a picture of coloured squares."""
    y, x = np.mgrid[0:side, 0:side]
    on = (x // 8 + y // 8) % 2
    Image.fromarray(np.stack([60 + 150 * on, 200 - 120 * on, x * 255 // side], -1).astype(np.uint8)).save(path)
    return path


TRIANGLE = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)


def gltf_document(**members: Any) -> dict[str, Any]:
    """Return a document of one triangle without indices; `members` replace its own."""
    return {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "buffers": [{"byteLength": 36}],
    } | members


def glb(document: dict[str, Any] | bytes, binary: bytes = TRIANGLE) -> bytes:
    """Return a GLB of `document` (or raw JSON bytes) and `binary`."""
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    chunks = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def ply_header(vertices: int, faces: int, *, form: str = "binary_little_endian", extra: str = "") -> bytes:
    """Return a header for float positions and lists of int corners."""
    return (
        f"ply\nformat {form} 1.0\nelement vertex {vertices}\nproperty float x\nproperty float y\nproperty float z\n{extra}"
        f"element face {faces}\nproperty list uchar int vertex_indices\nend_header\n"
    ).encode()
