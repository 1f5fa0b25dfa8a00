"""Broken and hostile compressed geometry: Draco and meshopt."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from media_pipeline.encode import glb as writer
from media_pipeline.geometry.render_mesh import build
from media_pipeline.wasm import gltfpack
from tests.media_pipeline.hostile.case import Case, alone
from tests.media_pipeline.shapes import glb, gltf_document, sphere


@cache
def draco(*, faces: bool = True) -> bytes:
    """Return a small sphere as Draco data."""
    import DracoPy

    positions, triangles, _ = sphere(8, 12)
    return bytes(DracoPy.encode(positions.astype(np.float32), triangles.astype(np.uint32) if faces else None))


def with_draco_data(data: bytes, **members: Any) -> bytes:
    """Return a GLB of one primitive that `data` describes."""
    extension = {"bufferView": 0, "attributes": {"POSITION": 0}} | members
    primitive = {"attributes": {"POSITION": 0}, "extensions": {"KHR_draco_mesh_compression": extension}}
    views = [{"buffer": 0, "byteLength": len(data)}]
    document = gltf_document(
        meshes=[{"primitives": [primitive]}], bufferViews=views, buffers=[{"byteLength": len(data)}]
    )
    return glb(document | {"extensionsRequired": ["KHR_draco_mesh_compression"]}, data)


def with_draco(name: str, says: str, data: Callable[[], bytes], **members: Any) -> Case:
    return alone(f"draco-{name}.glb", lambda: with_draco_data(data(), **members), says, limited=True)


@cache
def packed_by_gltfpack() -> bytes:
    """Return a small sphere as a GLB of compressed views."""
    positions, faces, uvs = sphere(8, 12)
    mesh = build(positions.astype(np.float32), faces, uvs.astype(np.float32), faces)
    plain = writer.plain(mesh, [], name="sphere")
    return gltfpack.pack({"in.glb": plain}, ["-i", "in.glb", "-o", "out.glb", "-c"])["out.glb"]


def with_meshopt(name: str, says: str, **members: Any) -> Case:
    """Return the packed sphere with members of its first compressed view changed, or its bytes (`binary`)."""
    change: Callable[[bytes], bytes] = members.pop("binary", bytes)

    def write() -> bytes:
        whole = packed_by_gltfpack()
        document = writer.document_of(whole)
        view = next(v for v in document["bufferViews"] if "EXT_meshopt_compression" in v.get("extensions", {}))
        view["extensions"]["EXT_meshopt_compression"] |= members
        return glb(document, change(whole[20 + struct.unpack_from("<I", whole, 12)[0] + 8 :]))

    return alone(f"meshopt-{name}.glb", write, says)


CASES = (
    with_draco("empty", "Draco", lambda: b""),
    with_draco("word", "Draco", lambda: b"DRACO"),
    with_draco("noise", "Draco", lambda: bytes(range(256)) * 8),
    with_draco("cut-off", "Draco", lambda: draco()[: len(draco()) // 2]),
    with_draco("version", "Draco", lambda: draco()[:5] + b"\xff\xff" + draco()[7:]),
    with_draco("counts", "Draco|no triangle|names vertex|memory|wide", lambda: draco()[:11] + b"\xff\xff\xff\xff\x0f\xff\xff\xff\xff\x0f" + draco()[21:]),
    with_draco("points", "points, not triangles|no triangle", lambda: draco(faces=False)),
    with_draco("view", "bufferView that does not exist", draco, bufferView=9),
    with_draco("attribute", "POSITION of three numbers", draco, attributes={"POSITION": 77}),
    with_draco("no-attributes", r"draco-no-attributes\.glb", draco, attributes=[]),
    with_meshopt("mode", r"bufferViews\[\d\]: has an unknown mode", mode="ZIP"),
    with_meshopt("filter", "unknown mode or filter", filter="SHARPEN"),
    with_meshopt("count-1e12", "would unpack to more than", count=1 << 40),
    with_meshopt("count-of-a-bomb", "damaged", count=60_000_001),
    with_meshopt("count-negative", "non-negative", count=-1),
    with_meshopt("count-zero", "damaged", count=0),
    with_meshopt("stride", "does not allow", byteStride=3),
    with_meshopt("stride-zero", "does not allow", byteStride=0),
    with_meshopt("length", "damaged", byteLength=5),
    with_meshopt("offset", "the buffer has", byteOffset=1 << 30),
    with_meshopt("buffer", "buffer that does not exist", buffer=99),
    with_meshopt("zeros", "damaged", binary=lambda data: bytes(len(data))),
    with_meshopt("noise", "damaged", binary=lambda data: bytes(b ^ 0x5A for b in data)),
)  # fmt: skip
