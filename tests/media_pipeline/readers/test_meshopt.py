"""GLB files packed by meshoptimizer, which is how most models on the web arrive."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from media_pipeline.encode import glb
from media_pipeline.encode.glb import document_of
from media_pipeline.errors import BadInput
from media_pipeline.geometry.render_mesh import build
from media_pipeline.wasm import gltfpack
from media_pipeline.wasm.decoder import Packed, decode
from tests.media_pipeline.shapes import glb as raw_glb
from tests.media_pipeline.shapes import sphere

pytest.importorskip("wasmtime")


def packed_sphere(*options: str) -> bytes:
    positions, faces, uvs = sphere(40, 60)
    mesh = build(positions.astype(np.float32), faces, uvs.astype(np.float32), faces)
    plain = glb.plain(mesh, [], name="sphere")
    return gltfpack.pack({"in.glb": plain}, ["-i", "in.glb", "-o", "out.glb", *options])["out.glb"]


def area(positions, faces) -> float:
    a, b, c = positions[faces].transpose(1, 0, 2)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@pytest.mark.parametrize("options", [("-c",), ("-cc",), ("-c", "-vpf", "-vtf"), ("-c", "-noq")], ids=" ".join)
def test_packed_mesh_is_the_mesh(reading, options):
    found, _ = reading({"a.glb": packed_sphere(*options)})
    positions, faces, _ = sphere(40, 60)
    assert area(found.positions, found.faces) == pytest.approx(area(positions, faces), rel=2e-3)
    assert np.allclose(np.linalg.norm(found.positions[np.unique(found.faces)], axis=1), 1, atol=2e-3)
    assert found.positions.min(0) == pytest.approx(positions.min(0), abs=2e-3)


def changed(data: bytes, **members: object) -> bytes:
    """The GLB with the first compressed view's members replaced."""
    document = document_of(data)
    view = next(v for v in document["bufferViews"] if "EXT_meshopt_compression" in v.get("extensions", {}))
    view["extensions"]["EXT_meshopt_compression"] |= members
    length = struct.unpack_from("<I", data, 12)[0]
    return raw_glb(document, data[20 + length + 8 :])


@pytest.mark.parametrize(
    ("members", "rule"),
    [
        ({"mode": "ZIP"}, "unknown mode"),
        ({"filter": "SHARPEN"}, "unknown mode or filter"),
        ({"count": 1 << 40}, "unpack to more"),
        ({"byteStride": 3}, "does not allow"),
        ({"count": 7_000_003}, "damaged"),
        ({"byteLength": 5}, "damaged"),
        ({"byteOffset": 1 << 30}, "the buffer has"),
        ({"buffer": 99}, "buffer that does not exist"),
        ({"count": -1}, "non-negative"),
    ],
)
def test_view_that_lies_is_refused(reading, members, rule):
    with pytest.raises(BadInput, match=rule):
        reading({"a.glb": changed(packed_sphere("-c"), **members)})


def test_damaged_bytes_end_in_an_error_or_in_checked_numbers(reading):
    good = packed_sphere("-c")
    start = len(good) - 2000
    for at in range(start, len(good), 97):
        broken = good[:at] + bytes([good[at] ^ 0x5A]) + good[at + 1 :]
        try:
            mesh, _ = reading({"a.glb": broken})
        except BadInput:
            continue
        assert mesh.faces.max() < len(mesh.positions)


def test_triangles_that_do_not_come_in_threes_are_refused():
    with pytest.raises(ValueError, match="TRIANGLES"):
        decode(Packed(memoryview(bytes(16)), 4, 2, "TRIANGLES"))
