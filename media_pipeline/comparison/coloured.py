"""GLB of a mesh that is coloured at its vertices, packed."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np

from media_pipeline.encode.glb import meshopt
from media_pipeline.mesh import Floats, Ints

FLOAT, UINT16, UINT32 = 5126, 5123, 5125
ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963


def packed(positions: Floats, normals: Floats, faces: Ints, colours: Floats, *, name: str) -> bytes:
    """Return the GLB with meshopt compression. colours: (n, 3) sRGB 0..255; glTF keeps vertex colours linear."""
    linear = np.ones((len(colours), 4), np.float32)
    linear[:, :3] = _linear(colours / np.float32(255))
    arrays = (
        ("POSITION", positions.astype(np.float32), FLOAT, "VEC3"),
        ("NORMAL", normals.astype(np.float32), FLOAT, "VEC3"),
        ("COLOR_0", np.round(linear * 65535).astype(np.uint16), UINT16, "VEC4"),
    )
    chunks, views, accessors, attributes = [], [], [], {}
    at = 0
    for key, array, component, kind in arrays:
        data = array.tobytes()
        views.append({"buffer": 0, "byteOffset": at, "byteLength": len(data), "target": ARRAY_BUFFER})
        accessors.append({"bufferView": len(views) - 1, "componentType": component, "count": len(array), "type": kind})
        attributes[key] = len(views) - 1
        chunks.append(data)
        at += len(data)
    accessors[0] |= {"min": positions.min(0).tolist(), "max": positions.max(0).tolist()}
    accessors[2] |= {"normalized": True}
    corners = faces.reshape(-1).astype(np.uint32).tobytes()
    views.append({"buffer": 0, "byteOffset": at, "byteLength": len(corners), "target": ELEMENT_BUFFER})
    accessors.append({"bufferView": 3, "componentType": UINT32, "count": faces.size, "type": "SCALAR"})
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "kakuzan media_pipeline"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": name, "mesh": 0}],
        "meshes": [{"name": name, "primitives": [{"attributes": attributes, "indices": 3, "material": 0}]}],
        "materials": [{"name": name, "pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 0.9}}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": at + len(corners)}],
    }
    return meshopt(_container(document, b"".join([*chunks, corners])))


def _linear(srgb: Floats) -> Floats:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _container(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(binary))
    return head + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary
