"""Broken and hostile glTF and GLB files."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from typing import Any

from tests.media_pipeline.hostile.case import Case, alone
from tests.media_pipeline.shapes import TRIANGLE, glb, gltf_document

DATA = "data:application/octet-stream;base64," + base64.b64encode(TRIANGLE).decode()
Document = dict[str, Any]


def case(name: str, says: str, change: Callable[[Document], object], *, binary: bytes = TRIANGLE, **rest: bool) -> Case:
    """Return a GLB of one triangle whose document `change` spoilt."""

    def write() -> bytes:
        document = gltf_document()
        change(document)
        return glb(document, binary)

    return alone(f"{name}.glb", write, says, **rest)


def text(name: str, says: str, change: Callable[[Document], object], **rest: bool) -> Case:
    """Return a glTF with its buffer inside, spoilt by `change`."""

    def write() -> bytes:
        document = gltf_document(buffers=[{"byteLength": 36, "uri": DATA}])
        change(document)
        return json.dumps(document).encode()

    return alone(f"{name}.gltf", write, says, **rest)


def accessor(name: str, says: str, **members: Any) -> Case:
    return case(name, says, lambda d: d["accessors"][0].update(members))


def view(name: str, says: str, **members: Any) -> Case:
    return case(name, says, lambda d: d["bufferViews"][0].update(members))


def node(name: str, says: str, **members: Any) -> Case:
    return case(name, says, lambda d: d["nodes"][0].update(members))


def primitive(name: str, says: str, **members: Any) -> Case:
    return case(name, says, lambda d: d["meshes"][0]["primitives"][0].update(members))


def indexed(name: str, says: str, indices: bytes, *, kind: int = 5123) -> Case:
    """Return a triangle with these indices."""

    def change(d: Document) -> None:
        d["buffers"][0]["byteLength"] = 36 + len(indices)
        d["bufferViews"].append({"buffer": 0, "byteOffset": 36, "byteLength": len(indices)})
        d["accessors"].append({"bufferView": 1, "componentType": kind, "count": 3, "type": "SCALAR"})
        d["meshes"][0]["primitives"][0]["indices"] = 1

    return case(name, says, change, binary=TRIANGLE + indices)


def textured(d: Document, image: dict[str, Any], **texture: Any) -> None:
    """Give the triangle a texture of `image`."""
    d["images"] = [image]
    d["textures"] = [{"source": 0} | texture]
    d["materials"] = [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]
    d["meshes"][0]["primitives"][0] |= {"material": 0}


def only_basis(d: Document) -> None:
    textured(d, {"bufferView": 0, "mimeType": "image/ktx2"})
    d["textures"] = [{"extensions": {"KHR_texture_basisu": {"source": 0}}}]


def turned_to_infinity(d: Document) -> None:
    textured(d, {"uri": "missing.png"})
    d["materials"][0]["pbrMetallicRoughness"]["baseColorTexture"]["extensions"] = {
        "KHR_texture_transform": {"scale": [1e308, 1e308], "offset": [1e308, 1e308]}
    }
    d["accessors"].append({"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC2"})
    d["meshes"][0]["primitives"][0]["attributes"]["TEXCOORD_0"] = 1


def sparse(count: int, **members: Any) -> dict[str, Any]:
    return {"count": count, "indices": {"bufferView": 0, "componentType": 5125}, "values": {"bufferView": 0}} | members


def doubling(levels: int) -> list[dict[str, Any]]:
    """Return nodes of which each has the next one twice: 2 ** levels meshes."""
    return [{"children": [i + 1, i + 1]} for i in range(levels)] + [{"mesh": 0}]


def crowd(d: Document) -> None:
    """100,000 nodes that each place 100,000 triangles."""
    d["nodes"] = [{"mesh": 0}] * 100_000
    d["scenes"] = [{"nodes": list(range(100_000))}]
    d["meshes"][0]["primitives"] *= 1000
    d["bufferViews"][0]["byteLength"] = d["buffers"][0]["byteLength"] = 3600
    d["accessors"][0]["count"] = 300


def lying_container(**changes: Any) -> bytes:
    length, size, kind = changes.get("length", 22), changes.get("size", 2), changes.get("kind", b"JSON")
    return struct.pack("<4sIII4s", b"glTF", changes.get("version", 2), length, size, kind) + b"{}"


BAD_VERSION: Document = {"asset": {"version": "1.0"}}

CASES = (
    alone("empty.glb", "", "not a GLB"),
    alone("empty.gltf", "", "JSON"),
    alone("length-4e9.glb", lying_container(length=0xFFFFFFFF, size=0xFFFFFFF0), "byte 4"),
    alone("chunk-4e9.glb", lying_container(size=0xFFFFFFF0), "byte 12: a chunk"),
    alone("version-1.glb", lying_container(version=1), "byte 4: version 1"),
    alone("no-json.glb", lying_container(kind=b"BIN\0"), "JSON chunk is missing"),
    alone("deep-json.glb", lambda: glb(b"[" * 200_000 + b"]" * 200_000), "nested deeper than 64"),
    alone("deep-text.gltf", lambda: b'{"asset":' + b"[" * 900_000, "nested deeper than 64"),
    alone("no-object.gltf", "[]", "not a glTF 2"),
    alone("no-asset.gltf", "{}", "not a glTF 2"),
    alone("version-1.gltf", json.dumps(BAD_VERSION), "not a glTF 2"),
    alone("html.gltf", "<html>", "JSON"),
    alone("cut-off.glb", lambda: glb(gltf_document())[:100], "byte 4"),
    alone("number-long.gltf", '{"asset":{"version":"2.0"},"scene":' + "9" * 5000 + "}", "JSON"),
    case("required", "extensionsRequired: EXT_unheard_of", lambda d: d.update(extensionsRequired=["EXT_unheard_of"])),
    case("no-scene", "scene", lambda d: d.update(scene=5)),
    case("scene-empty", "no triangle mesh", lambda d: d.update(scenes=[{"nodes": []}])),
    case("scene-text", r"scene-text\.glb", lambda d: d.update(scenes="everything")),
    case("meshes-number", r"meshes-number\.glb", lambda d: d.update(meshes=7)),
    case("cycle", r"nodes\[0\]: is reached twice", lambda d: d.update(nodes=[{"mesh": 0, "children": [0]}])),
    case("cycle-of-two", "is reached twice", lambda d: d.update(nodes=[{"mesh": 0, "children": [1]}, {"children": [0]}])),
    case("doubling", "is reached twice", lambda d: d.update(nodes=doubling(24)), limited=True),
    case("root-twice", "is reached twice", lambda d: d.update(scenes=[{"nodes": [0, 0]}])),
    case("nodes-many", "more than 100000 nodes", lambda d: d.update(nodes=[{"mesh": 0}] * 100_001)),
    case("crowd", r"crowd\.glb: .*(million|memory)", crowd, binary=TRIANGLE * 100, limited=True),
    node("child-missing", "node that does not exist", children=[9]),
    node("child-negative", "node that does not exist", children=[-1]),
    node("child-half", "node that does not exist", children=[0.5]),
    node("mesh-missing", "mesh that does not exist", mesh=3),
    node("mesh-negative", "mesh that does not exist", mesh=-1),
    node("matrix-short", r"nodes\[0\]: .*well-formed", matrix=[1, 0, 0]),
    node("matrix-words", r"nodes\[0\]: .*well-formed", matrix=["a"] * 16),
    node("scale-infinite", r"nodes\[0\]: .*not finite", scale=[float("inf"), 1, 1]),
    node("scale-1e300", r"scale-1e300\.glb", scale=[1e300, 1, 1]),
    node("scale-zero", "0 m wide", scale=[0, 0, 0]),
    node("translation-nan", r"nodes\[0\]: .*not finite", translation=[float("nan"), 0, 0]),
    primitive("points-only", "no triangle mesh", mode=0),
    primitive("mode-odd", "no triangle mesh", mode=99),
    primitive("no-position", r"primitives\[0\]: has no POSITION", attributes={"NORMAL": 0}),
    primitive("position-missing", r"accessors\[7\]: names a accessor|accessor that does not exist", attributes={"POSITION": 7}),
    primitive("material-missing", "material that does not exist", material=4),
    primitive("indices-missing", "accessor that does not exist", indices=12),
    primitive("indices-float", "not unsigned integers", indices=0),
    indexed("index-past", r"primitives\[0\]: names vertex 3, there are 3", struct.pack("<3H", 0, 1, 3)),
    indexed("index-restart", "names vertex 4294967295", struct.pack("<3I", 0, 1, 0xFFFFFFFF), kind=5125),
    indexed("indices-same", "0 m wide", struct.pack("<3H", 1, 1, 1)),
    indexed("indices-short", r"accessors\[1\]: 3 elements", struct.pack("<H", 0)),
    accessor("count-2e9", r"accessors\[0\]: 2000000000 elements", count=2_000_000_000),
    accessor("count-negative", r"accessors\[0\]: .*non-negative", count=-3),
    accessor("count-half", r"accessors\[0\]: .*non-negative", count=2.5),
    accessor("count-zero", "no triangle", count=0),
    accessor("component", r"accessors\[0\]: has an unknown componentType", componentType=9999),
    accessor("matrix", r"accessors\[0\]: has an unknown componentType or type", type="MAT4"),
    accessor("pairs", "POSITION of three numbers", type="VEC2"),
    accessor("offset-past", r"accessors\[0\]: 3 elements", byteOffset=4_000_000_000),
    accessor("view-missing", "bufferView that does not exist", bufferView=5),
    case("no-view", "has no bufferView", lambda d: d["accessors"][0].pop("bufferView")),
    case("sparse-bomb", r"accessors\[0\]: ", lambda d: d.update(
        accessors=[{"componentType": 5126, "count": 800_000_000, "type": "VEC3", "sparse": sparse(1)}]), limited=True),
    accessor("sparse-past", "names an element that does not exist", sparse=sparse(1, indices={"bufferView": 0, "componentType": 5125, "byteOffset": 12})),
    accessor("sparse-long", "sparse part has more elements", sparse=sparse(4)),
    accessor("sparse-kind", "indices of a wrong type", sparse=sparse(1, indices={"bufferView": 0, "componentType": 5126})),
    accessor("sparse-short", "does not fit", sparse=sparse(3, values={"bufferView": 0, "byteOffset": 30})),
    view("view-past", r"bufferViews\[0\]: ends at byte 4000000036", byteOffset=4_000_000_000),
    view("view-long", r"bufferViews\[0\]: ends at byte", byteLength=1 << 40),
    view("view-negative", r"bufferViews\[0\]: .*non-negative", byteOffset=-8),
    view("stride-short", r"accessors\[0\]", byteStride=4),
    view("stride-long", r"accessors\[0\]", byteStride=1 << 40),
    view("buffer-missing", "buffer that does not exist", buffer=2),
    case("buffer-long", r"buffers\[0\]: byteLength is 99", lambda d: d["buffers"][0].update(byteLength=99)),
    case("buffer-second", r"buffers\[1\]: has neither", lambda d: d["buffers"].append({"byteLength": 4})),
    case("position-nan", "position 0 is not finite", lambda d: None, binary=struct.pack("<f", float("nan")) + TRIANGLE[4:]),
    text("buffer-outside", r"buffers\[0\]: .*outside the upload", lambda d: d["buffers"][0].update(uri="../outside/secret.txt")),
    text("buffer-coded", r"buffers\[0\]: .*outside the upload", lambda d: d["buffers"][0].update(uri="%2e%2e/outside/secret.txt")),
    text("buffer-absolute", r"buffers\[0\]: .*absolute path", lambda d: d["buffers"][0].update(uri="/etc/passwd")),
    text("buffer-file", r"buffers\[0\]: .*remote address", lambda d: d["buffers"][0].update(uri="file:///etc/passwd")),
    text("buffer-remote", r"buffers\[0\]: .*remote address", lambda d: d["buffers"][0].update(uri="http://192.0.2.1/a.bin")),
    text("buffer-absent", r"buffers\[0\]: .*not in the upload", lambda d: d["buffers"][0].update(uri="scan.bin")),
    text("buffer-base64", r"buffers\[0\]: .*not base64", lambda d: d["buffers"][0].update(uri="data:;base64,@@@@")),
    text("buffer-nul", r"buffers\[0\]: .*NUL", lambda d: d["buffers"][0].update(uri="a%00.bin")),
    text("image-outside", r"images\[0\]: .*outside the upload", lambda d: textured(d, {"uri": "../outside/secret.png"})),
    text("image-backslash", r"images\[0\]: .*outside the upload", lambda d: textured(d, {"uri": "..\\outside\\secret.png"})),
    text("image-remote", r"images\[0\]: .*remote address", lambda d: textured(d, {"uri": "https://192.0.2.1/a.png"})),
    text("image-missing", "image that does not exist", lambda d: textured(d, {}, source=4)),
    text("image-empty", r"image-empty\.gltf", lambda d: textured(d, {})),
    text("image-text", "not a readable picture", lambda d: textured(d, {"uri": "data:image/png;base64,AAAA"})),
    text("image-ktx2", r"textures\[0\]: its only picture is KTX2", only_basis),
    text("texture-missing", r"materials\[0\]: names a texture", lambda d: textured(d, {}) or d.update(textures=[])),
    text("texture-infinite", "texture coordinate", turned_to_infinity),
    text("colour-words", r"colour-words\.gltf", lambda d: d.update(materials=[{"pbrMetallicRoughness": {"baseColorFactor": "red"}}])),
)  # fmt: skip
