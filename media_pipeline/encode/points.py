"""GLB of points: primitive mode 0, colours as the format has them (linear light), packed with meshopt."""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline.clouds.cloud import Cloud
from media_pipeline.encode import glb
from media_pipeline.errors import StageFault
from media_pipeline.mesh import NEUTRAL
from media_pipeline.wasm.gltfpack import pack

UINT16 = 5123
POINTS = 0


def plain(cloud: Cloud, *, name: str) -> bytes:
    """Return the GLB of `cloud` without compression. Without colours the points are neutral grey."""
    writer = glb.Writer()
    positions = np.ascontiguousarray(cloud.positions, np.float32)
    attributes = {
        "POSITION": writer.accessor(
            positions, glb.FLOAT, "VEC3", glb.ARRAY_BUFFER, min=positions.min(0).tolist(), max=positions.max(0).tolist()
        )
    }
    base = [1.0, 1.0, 1.0, 1.0]
    if cloud.colours is not None:
        attributes["COLOR_0"] = writer.accessor(
            _linear(cloud.colours), UINT16, "VEC4", glb.ARRAY_BUFFER, normalized=True
        )
    else:
        base = [*(float(v) for v in _curve(np.array(NEUTRAL, np.float64))), 1.0]
    if cloud.normals is not None:
        attributes["NORMAL"] = writer.accessor(_unit(cloud.normals), glb.FLOAT, "VEC3", glb.ARRAY_BUFFER)
    surface = {"baseColorFactor": base, "metallicFactor": 0.0, "roughnessFactor": 1.0}
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "kakuzan media_pipeline"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": name, "mesh": 0}],
        "meshes": [{"name": name, "primitives": [{"mode": POINTS, "attributes": attributes, "material": 0}]}],
        "materials": [{"name": name, "pbrMetallicRoughness": surface}],
        "accessors": writer.accessors,
        "bufferViews": writer.views,
        "buffers": [{"byteLength": writer.length}],
    }
    return glb.container(document, b"".join(writer.chunks))


def meshopt(data: bytes) -> bytes:
    """Return the GLB `data` quantised (16 bits a coordinate, 10 a colour) and compressed. Raises StageFault."""
    args = ["-i", "in.glb", "-o", "out.glb", "-c", "-kn", "-km", "-kv", "-vp", "16", "-vc", "10", "-vn", "8"]
    return pack({"in.glb": data}, args)["out.glb"]


def points_in(data: bytes) -> int:
    """Return how many points a GLB that we wrote draws; StageFault for none."""
    document = glb.document_of(data)
    found = 0
    for mesh in document["meshes"]:
        for primitive in mesh["primitives"]:
            if primitive.get("mode", 4) != POINTS:
                raise StageFault("the encoded file holds something other than points")
            found += int(document["accessors"][primitive["attributes"]["POSITION"]]["count"])
    if not found:
        raise StageFault("the encoded file holds no point")
    return found


def _linear(colours: Any) -> Any:
    table = np.round(_curve(np.arange(256, dtype=np.float64)) * 65535).astype(np.uint16)
    alpha = np.full((len(colours), 1), 65535, np.uint16)
    return np.concatenate([table[colours], alpha], 1)


def _curve(values: Any) -> Any:
    """Return linear light 0..1 of sRGB bytes (IEC 61966-2-1)."""
    share = values / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def _unit(normals: Any) -> Any:
    """Return unit vectors, upward where there is none: the format knows no zero."""
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.where(length > 1e-6, normals / np.maximum(length, 1e-6), [0.0, 1.0, 0.0]).astype(np.float32)
