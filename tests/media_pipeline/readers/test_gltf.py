"""glTF and GLB: what is read, and what a stranger's document may not do."""

from __future__ import annotations

import base64
import io
import json
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media_pipeline.errors import BadInput
from tests.media_pipeline.shapes import TRIANGLE, glb, gltf_document

DATA_URI = "data:application/octet-stream;base64," + base64.b64encode(TRIANGLE).decode()


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (10, 200, 30)).save(buffer, kind)
    return buffer.getvalue()


def textured(image: bytes, **texture: Any) -> tuple[dict[str, Any], bytes]:
    """Return a document whose triangle bears `image`, and its binary chunk."""
    uvs = struct.pack("<6f", 0, 0, 1, 0, 0, 1)
    binary = TRIANGLE + uvs + image
    views = [
        {"buffer": 0, "byteLength": 36},
        {"buffer": 0, "byteOffset": 36, "byteLength": 24},
        {"buffer": 0, "byteOffset": 60, "byteLength": len(image)},
    ]
    document = gltf_document(
        bufferViews=views,
        buffers=[{"byteLength": len(binary)}],
        images=[{"bufferView": 2, "mimeType": "image/png"}],
        textures=[texture or {"source": 0}],
        materials=[{"name": "wall", "pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        meshes=[{"primitives": [{"attributes": {"POSITION": 0, "TEXCOORD_0": 1}, "material": 0}]}],
    )
    document["accessors"].append({"bufferView": 1, "componentType": 5126, "count": 3, "type": "VEC2"})
    return document, binary


def test_triangle_without_indices(reading):
    mesh, _ = reading({"a.glb": glb(gltf_document())})
    assert mesh.faces.tolist() == [[0, 1, 2]]
    assert mesh.positions.tolist() == [[0, 0, 0], [1, 0, 0], [0, 1, 0]]


def test_nodes_place_their_meshes_and_mirrors_turn_triangles_round(reading):
    nodes = [
        {"children": [1, 2], "translation": [10, 0, 0]},
        {"mesh": 0, "scale": [2, 2, 2]},
        {"mesh": 0, "scale": [-1, 1, 1]},
    ]
    mesh, _ = reading({"a.glb": glb(gltf_document(nodes=nodes))})
    assert sorted(map(tuple, mesh.positions.tolist())) == [
        (9, 0, 0),
        (10, 0, 0),
        (10, 0, 0),
        (10, 1, 0),
        (10, 2, 0),
        (12, 0, 0),
    ]
    a, b, c = (mesh.positions[mesh.faces[:, k]] for k in range(3))
    assert (np.cross(b - a, c - a)[:, 2] > 0).all()


@pytest.mark.parametrize(("mode", "faces"), [(5, [[0, 1, 2], [3, 2, 1]]), (6, [[0, 1, 2], [0, 2, 3]])])
def test_strips_and_fans(reading, mode, faces):
    data = struct.pack("<12f", 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0)
    document = gltf_document(bufferViews=[{"buffer": 0, "byteLength": 48}], buffers=[{"byteLength": 48}])
    document["accessors"][0]["count"] = 4
    document["meshes"][0]["primitives"][0]["mode"] = mode
    mesh, _ = reading({"a.glb": glb(document, data)})
    assert mesh.faces.tolist() == faces


def test_embedded_texture_and_transform(reading):
    document, binary = textured(picture())
    info = document["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]
    info["extensions"] = {"KHR_texture_transform": {"scale": [0.5, 0.5], "offset": [0.25, 0]}}
    mesh, upload = reading({"a.glb": glb(document, binary)})
    assert mesh.uvs.tolist() == [[0.25, 0], [0.75, 0], [0.25, 0.5]]
    assert (upload.textures / mesh.materials[0].texture).read_bytes() == picture()


def test_webp_texture(reading):
    document, binary = textured(picture("WEBP"), extensions={"EXT_texture_webp": {"source": 0}})
    mesh, _ = reading({"a.glb": glb(document, binary)})
    assert mesh.materials[0].texture.endswith(".webp")


def test_quantised_positions(reading):
    data = np.array([[0, 0, 0, 0], [100, 0, 0, 0], [0, 50, 0, 0]], np.uint16).tobytes()
    document = gltf_document(
        extensionsRequired=["KHR_mesh_quantization"],
        bufferViews=[{"buffer": 0, "byteLength": 24, "byteStride": 8}],
        buffers=[{"byteLength": 24}],
        nodes=[{"mesh": 0, "scale": [0.01, 0.01, 0.01]}],
    )
    document["accessors"][0]["componentType"] = 5123
    mesh, _ = reading({"a.glb": glb(document, data)})
    assert np.allclose(mesh.positions, [[0, 0, 0], [1, 0, 0], [0, 0.5, 0]])


def test_draco(reading):
    import DracoPy

    data = DracoPy.encode(np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32), np.array([[0, 1, 2]], np.uint32))
    document = gltf_document(
        extensionsRequired=["KHR_draco_mesh_compression"],
        bufferViews=[{"buffer": 0, "byteLength": len(data)}],
        buffers=[{"byteLength": len(data)}],
    )
    document["meshes"][0]["primitives"][0]["extensions"] = {
        "KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}
    }
    mesh, _ = reading({"a.glb": glb(document, data)})
    assert len(mesh.faces) == 1
    assert np.allclose(sorted(map(tuple, mesh.positions.tolist())), [(0, 0, 0), (0, 1, 0), (1, 0, 0)], atol=1e-3)


def test_separate_buffer_and_data_uri(reading):
    separate, _ = reading(
        {
            "a.gltf": json.dumps(gltf_document(buffers=[{"byteLength": 36, "uri": "parts/a%20b.bin"}])),
            "parts/a b.bin": TRIANGLE,
        }
    )
    inline, _ = reading({"b.gltf": json.dumps(gltf_document(buffers=[{"byteLength": 36, "uri": DATA_URI}]))})
    assert separate.positions.tolist() == inline.positions.tolist()


def changed(**accessor: Any) -> dict[str, Any]:
    document = gltf_document()
    document["accessors"][0] |= accessor
    return document


def indexed(values: list[int], component: int = 5125) -> bytes:
    data = TRIANGLE + struct.pack(f"<{len(values)}I", *values)
    document = gltf_document(
        bufferViews=[{"buffer": 0, "byteLength": 36}, {"buffer": 0, "byteOffset": 36, "byteLength": len(data) - 36}],
        buffers=[{"byteLength": len(data)}],
    )
    document["accessors"].append({"bufferView": 1, "componentType": component, "count": len(values), "type": "SCALAR"})
    document["meshes"][0]["primitives"][0]["indices"] = 1
    return glb(document, data)


def with_uri(uri: str, *, image: bool = False) -> str:
    if image:
        return json.dumps(gltf_document(buffers=[{"byteLength": 36, "uri": DATA_URI}], images=[{"uri": uri}], textures=[{"source": 0}],
                                        materials=[{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]))  # fmt: skip
    return json.dumps(gltf_document(buffers=[{"byteLength": 36, "uri": uri}]))


def png_bomb(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


HOSTILE: dict[str, tuple[str, bytes | str, str]] = {
    "count beyond the view": ("a.glb", glb(changed(count=2_000_000_000)), "do not fit"),
    "negative count": ("a.glb", glb(changed(count=-3)), "non-negative"),
    "count that is a string": ("a.glb", glb(changed(count="3")), "non-negative"),
    "unknown component": ("a.glb", glb(changed(componentType=9999)), "unknown componentType"),
    "view beyond the buffer": ("a.glb", glb(gltf_document(bufferViews=[{"buffer": 0, "byteOffset": 4_000_000_000, "byteLength": 36}])), "the buffer has"),
    "buffer longer than its data": ("a.glb", glb(gltf_document(buffers=[{"byteLength": 4_000_000}])), "byteLength"),
    "accessor without a view": ("a.glb", glb(gltf_document(accessors=[{"componentType": 5126, "count": 800_000_000, "type": "VEC3"}])), "no bufferView"),
    "sparse bomb": ("a.glb", glb(gltf_document(accessors=[{"componentType": 5126, "count": 800_000_000, "type": "VEC3", "sparse": {"count": 0}}])), "no bufferView"),
    "index out of range": ("a.glb", indexed([0, 1, 99]), "names vertex 99"),
    "float indices": ("a.glb", indexed([0, 1, 2], 5126), "unsigned"),
    "cycle of nodes": ("a.glb", glb(gltf_document(nodes=[{"children": [1], "mesh": 0}, {"children": [0]}])), "reached twice"),
    "node with two parents, 24 deep": ("a.glb", glb(gltf_document(nodes=[{"children": [i + 1, i + 1]} for i in range(24)] + [{"mesh": 0}])), "reached twice"),
    "node that does not exist": ("a.glb", glb(gltf_document(nodes=[{"children": [7]}])), "does not exist"),
    "matrix of three numbers": ("a.glb", glb(gltf_document(nodes=[{"mesh": 0, "matrix": [1, 2, 3]}])), "not well-formed"),
    "infinite scale": ("a.glb", glb(json.dumps(gltf_document(nodes=[{"mesh": 0, "scale": [1e308, 1, 1], "translation": [1e400, 0, 0]}])).encode()), "not finite"),
    "deep JSON": ("a.glb", glb(b"[" * 200_000 + b"]" * 200_000), "nested deeper"),
    "JSON that is a list": ("a.glb", glb(b"[]"), "glTF 2"),
    "JSON cut short": ("a.glb", glb(b'{"asset":{"version":"2.0"'), "cannot be parsed"),
    "glTF 1": ("a.glb", glb({"asset": {"version": "1.0"}}), "glTF 2"),
    "length lie": ("a.glb", struct.pack("<4sII", b"glTF", 2, 0xFFFFFFFF) + struct.pack("<I4s", 0xFFFFFFF0, b"JSON") + b"{}", "at most the file"),
    "chunk lie": ("a.glb", struct.pack("<4sII", b"glTF", 2, 24) + struct.pack("<I4s", 0x7FFFFFF0, b"JSON") + b"{}  ", "does not fit"),
    "empty GLB": ("a.glb", b"", "not a GLB"),
    "GLB cut short": ("a.glb", glb(gltf_document())[:60], "at most the file"),
    "no scene content": ("a.glb", glb(gltf_document(nodes=[{}])), "no triangle mesh"),
    "NaN position": ("a.glb", glb(gltf_document(), struct.pack("<9f", *[float("nan")] * 9)), "not finite"),
    "members of the wrong kind": ("a.glb", glb(gltf_document(meshes=[{"primitives": 5}])), "not well-formed"),
    "meshes that are a string": ("a.glb", glb(gltf_document(meshes="abc")), "not well-formed"),
    "required extension unknown": ("a.glb", glb(gltf_document(extensionsRequired=["NV_texture_dds"])), "NV_texture_dds"),
    "buffer outside": ("a.gltf", with_uri("../secret.bin"), "outside the upload"),
    "buffer outside, percent-encoded": ("a.gltf", with_uri("%2e%2e/secret.bin"), "outside the upload"),
    "buffer absolute": ("a.gltf", with_uri("/etc/passwd"), "absolute"),
    "buffer as file URI": ("a.gltf", with_uri("file:///etc/passwd"), "absolute"),
    "buffer remote": ("a.gltf", with_uri("http://127.0.0.1:9/x.bin"), "remote"),
    "buffer missing": ("a.gltf", with_uri("lost.bin"), "not in the upload"),
    "buffer not base64": ("a.gltf", with_uri("data:;base64,!!!"), "base64"),
    "image outside": ("a.gltf", with_uri("../secret.png", image=True), "outside the upload"),
    "image remote": ("a.gltf", with_uri("https://example.org/x.png", image=True), "remote"),
    "picture of 60,000 pixels": ("a.glb", glb(*textured(png_bomb(60_000))), "60000"),
    "picture that is none": ("a.glb", glb(*textured(b"GIF89a but not really a picture")), "not a readable picture"),
    "only KTX2": ("a.glb", glb(*textured(picture(), extensions={"KHR_texture_basisu": {"source": 0}})), "KTX2"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_document_is_refused(reading, case):
    name, data, rule = HOSTILE[case]
    with pytest.raises(BadInput, match=rule):
        reading({name: data})


def test_deep_chain_of_nodes_is_read_without_recursion(reading):
    nodes = [{"children": [i + 1]} for i in range(20_000)] + [{"mesh": 0}]
    mesh, _ = reading({"a.glb": glb(gltf_document(nodes=nodes))})
    assert len(mesh.faces) == 1


def test_damaged_draco_is_refused(reading):
    document = gltf_document(extensionsRequired=["KHR_draco_mesh_compression"])
    document["meshes"][0]["primitives"][0]["extensions"] = {
        "KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}
    }
    with pytest.raises(BadInput, match="Draco"):
        reading({"a.glb": glb(document, b"DRACO" + bytes(31))})
