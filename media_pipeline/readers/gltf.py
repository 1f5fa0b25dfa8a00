"""glTF 2.0 and GLB: every mesh of the scene, placed by its nodes. Draco, meshopt, quantisation and texture transforms
are read.
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.mesh import Doubles, Floats, Ints, Material, Mesh
from media_pipeline.readers.files import Upload
from media_pipeline.readers.gltf_accessors import MESHOPT, Accessors, whole_number
from media_pipeline.readers.gltf_nodes import placed_meshes
from media_pipeline.readers.gltf_size import check_size

MAX_DEPTH = 64
MAX_JSON = 64 << 20
READ_EXTENSIONS = {
    "KHR_draco_mesh_compression", "KHR_mesh_quantization", "KHR_texture_transform", "EXT_texture_webp", "KHR_materials_unlit",
    "KHR_materials_specular", "KHR_materials_ior", "KHR_materials_emissive_strength", "KHR_materials_transmission", "KHR_materials_volume",
    "EXT_meshopt_compression", "KHR_meshopt_compression",
    "KHR_materials_clearcoat", "KHR_materials_sheen", "KHR_lights_punctual", "KHR_materials_pbrSpecularGlossiness", "KHR_materials_variants",
}  # fmt: skip
MODES = {4: "triangles", 5: "strip", 6: "fan"}


def read(name: str, upload: Upload) -> Mesh:
    """Return the default scene of the glTF or GLB file `name` as one mesh. Raises BadInput with the member that breaks
    a rule.
    """
    data = upload.path(name).read_bytes()
    document, binary = _container(name, data) if name.lower().endswith(".glb") else (_json(name, data), None)
    try:
        return _Reader(name, upload, document, binary).mesh()
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, OverflowError) as error:
        raise BadInput(
            name, "", f"the document is not well-formed glTF ({type(error).__name__}: {str(error)[:80]})"
        ) from None


def _container(name: str, data: bytes) -> tuple[dict[str, Any], bytes | None]:
    if len(data) < 20 or data[:4] != b"glTF":
        raise BadInput(name, "byte 0", "this is not a GLB file")
    version, length = struct.unpack_from("<II", data, 4)
    if version != 2 or length > len(data):
        raise BadInput(
            name,
            "byte 4",
            f"version {version}, length {length}: expected version 2 and at most the file's {len(data)} bytes",
        )
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= length:
        size, kind = struct.unpack_from("<I4s", data, at)
        if at + 8 + size > length:
            raise BadInput(name, f"byte {at}", f"a chunk of {size} bytes does not fit into the rest of the file")
        chunks.setdefault(kind, data[at + 8 : at + 8 + size])
        at += 8 + size
    if b"JSON" not in chunks:
        raise BadInput(name, "byte 12", "the JSON chunk is missing")
    return _json(name, chunks[b"JSON"]), chunks.get(b"BIN\0")


def _json(name: str, text: bytes) -> dict[str, Any]:
    """Return the document; nesting is counted first, since parsers recurse."""
    if len(text) > MAX_JSON:
        raise BadInput(name, "", f"the JSON is larger than {MAX_JSON >> 20} MB")
    raw = np.frombuffer(text, np.uint8)
    steps = np.isin(raw, (ord("["), ord("{"))).astype(np.int64) - np.isin(raw, (ord("]"), ord("}")))
    if steps.size and int(np.cumsum(steps).max()) > MAX_DEPTH:
        raise BadInput(name, "", f"the JSON is nested deeper than {MAX_DEPTH}")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(name, "", "the JSON cannot be parsed") from None
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("asset"), dict)
        or not str(document["asset"].get("version")).startswith("2")
    ):
        raise BadInput(name, "asset", "this is not a glTF 2 document")
    return document


class _Reader:
    """One document with its buffers."""

    def __init__(self, name: str, upload: Upload, document: dict[str, Any], binary: bytes | None) -> None:
        self.name, self.upload, self.document = name, upload, document
        for extension in document.get("extensionsRequired", []):
            if extension not in READ_EXTENSIONS:
                raise BadInput(name, "extensionsRequired", f"{extension} is not read; save the file without it")
        buffers = [self._buffer(i, row, binary) for i, row in enumerate(document.get("buffers", []))]
        self.accessors = Accessors(name, document, buffers)

    def _buffer(self, index: int, row: dict[str, Any], binary: bytes | None) -> bytes:
        place = f"buffers[{index}]"
        length = whole_number(self.name, place, row.get("byteLength"))
        if "uri" not in row and any(row.get("extensions", {}).get(name, {}).get("fallback") for name in MESHOPT):
            return b""
        if "uri" not in row:
            if index or binary is None:
                raise BadInput(self.name, place, "has neither uri nor a binary chunk")
            data = binary
        else:
            data = self._uri(str(row["uri"]), place)
        if length > len(data):
            raise BadInput(self.name, place, f"byteLength is {length}, there are {len(data)}")
        return data[:length]

    def _uri(self, uri: str, place: str) -> bytes:
        if uri.startswith("data:"):
            try:
                return base64.b64decode(uri.partition(",")[2], validate=True)
            except (binascii.Error, ValueError):
                raise BadInput(self.name, place, "the data URI is not base64") from None
        from urllib.parse import unquote

        found = self.upload.find(unquote(uri), referrer=self.name, place=place)
        if found is None:
            raise BadInput(self.name, place, "names a file that is not in the upload")
        return self.upload.path(found).read_bytes()

    def mesh(self) -> Mesh:
        """Return all triangles of the scene; vertices are repeated for every node that places their mesh."""
        named = [self._material(i, row) for i, row in enumerate(self.document.get("materials", []))]
        materials = (*named, Material("", (255, 255, 255)))
        parts = []
        placed = list(placed_meshes(self.name, self.document))
        check_size(self.name, self.document, [index for index, _ in placed])
        for index, matrix in placed:
            for number, primitive in enumerate(self.document["meshes"][index]["primitives"]):
                place = f"meshes[{index}].primitives[{number}]"
                if primitive.get("mode", 4) not in MODES:
                    self.upload.warnings.append(f"{self.name}: {place} is points or lines and was left out")
                    continue
                parts.append(self._primitive(primitive, place, matrix, len(materials)))
        if not parts:
            raise BadInput(self.name, "scene", "the scene holds no triangle mesh")
        return _with_materials(meshes.merge(parts), materials)

    def _primitive(self, primitive: dict[str, Any], place: str, matrix: Doubles, materials: int) -> Mesh:
        attributes, indices = self._arrays(primitive, place)
        positions = attributes["POSITION"]
        if positions is None or positions.ndim != 2 or positions.shape[1] != 3:
            raise BadInput(self.name, place, "has no POSITION of three numbers")
        if wrong := np.flatnonzero(~np.isfinite(positions).all(1))[:1].tolist():
            raise BadInput(self.name, place, f"position {wrong[0]} is not finite")
        corners = np.arange(len(positions)) if indices is None else indices
        if len(corners) and int(corners.max()) >= len(positions):
            raise BadInput(self.name, place, f"names vertex {int(corners.max())}, there are {len(positions)}")
        if len(positions) > 3 * len(corners):  # a part of vertices that many pieces share
            used, corners = np.unique(corners, return_inverse=True)
            positions = positions[used]
            attributes = {
                n: a[used] if a is not None and len(a) > used.max(initial=0) else a for n, a in attributes.items()
            }
        faces = _triangles(corners, MODES[primitive.get("mode", 4)])
        material = primitive.get("material", materials - 1)
        if not isinstance(material, int) or not 0 <= material < materials:
            raise BadInput(self.name, place, "names a material that does not exist")
        moved = positions.astype(np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
        if np.linalg.det(matrix[:3, :3]) < 0:
            faces = faces[:, ::-1]
        uvs = self._coordinates(attributes.get("TEXCOORD_0"), len(positions), material, place)
        colours = attributes.get("COLOR_0")
        return Mesh(
            moved, np.ascontiguousarray(faces), uvs, None if uvs is None else faces,
            None if colours is None or len(colours) != len(positions) else _srgb(colours[:, :3]),
            np.full(len(faces), material, np.int32), (),
        )  # fmt: skip

    def _arrays(self, primitive: dict[str, Any], place: str) -> tuple[dict[str, Any], Ints | None]:
        """Return the attributes we use and the indices, from accessors or from Draco."""
        draco = primitive.get("extensions", {}).get("KHR_draco_mesh_compression")
        if draco:
            from media_pipeline.readers.draco import decode

            return decode(self.name, place, self.accessors.view(draco["bufferView"], place), draco["attributes"])
        wanted = {n: primitive["attributes"].get(n) for n in ("POSITION", "TEXCOORD_0", "COLOR_0")}
        arrays = {n: None if i is None else self.accessors.read(i) for n, i in wanted.items()}
        indices = primitive.get("indices")
        if indices is None:
            return arrays, None
        corners = self.accessors.read(indices, scale=False)
        if corners.dtype.kind != "u":
            raise BadInput(self.name, place, "indices are not unsigned integers")
        return arrays, corners.reshape(-1).astype(np.int64)

    def _coordinates(self, uvs: Floats | None, count: int, material: int, place: str) -> Floats | None:
        if uvs is None:
            return None
        if uvs.shape != (count, 2) or not np.isfinite(uvs).all():
            raise BadInput(self.name, place, "TEXCOORD_0 is not two finite numbers for each vertex")
        rows = self.document.get("materials", [])
        info = (
            rows[material].get("pbrMetallicRoughness", {}).get("baseColorTexture", {}) if material < len(rows) else {}
        )
        transform = info.get("extensions", {}).get("KHR_texture_transform")
        if not transform:
            return uvs.astype(np.float32)
        angle = float(transform.get("rotation", 0))
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        scaled = uvs * np.array(transform.get("scale", (1, 1)), float)
        return np.asarray((scaled @ turn.T + np.array(transform.get("offset", (0, 0)), float)), np.float32)

    def _material(self, index: int, row: dict[str, Any]) -> Material:
        surface = row.get("pbrMetallicRoughness", {})
        glossy = row.get("extensions", {}).get("KHR_materials_pbrSpecularGlossiness", {})
        factor = surface.get("baseColorFactor") or glossy.get("diffuseFactor") or (1, 1, 1, 1)
        red, green, blue = (int(v) for v in _srgb(np.array([factor[:3]], np.float64))[0])
        info = surface.get("baseColorTexture") or glossy.get("diffuseTexture")
        texture = None if info is None else self._texture(info["index"], f"materials[{index}]")
        return Material(str(row.get("name", "")), (red, green, blue), texture)

    def _texture(self, index: Any, place: str) -> str | None:
        textures, images = self.document.get("textures", []), self.document.get("images", [])
        if not isinstance(index, int) or not 0 <= index < len(textures):
            raise BadInput(self.name, place, "names a texture that does not exist")
        row = textures[index]
        source = row.get("source", row.get("extensions", {}).get("EXT_texture_webp", {}).get("source"))
        if source is None:
            kind = "KTX2" if "KHR_texture_basisu" in row.get("extensions", {}) else "unknown"
            raise BadInput(self.name, f"textures[{index}]", f"its only picture is {kind}; PNG, JPEG or WebP is needed")
        if not isinstance(source, int) or not 0 <= source < len(images):
            raise BadInput(self.name, f"textures[{index}]", "names an image that does not exist")
        image = images[source]
        label = f"{self.name} images[{source}]"
        if "bufferView" in image:
            return self.upload.picture(bytes(self.accessors.view(image["bufferView"], label)), label=label)
        uri = str(image["uri"])
        if uri.startswith("data:"):
            return self.upload.picture(self._uri(uri, label), label=label)
        from urllib.parse import unquote

        return self.upload.texture(unquote(uri), referrer=self.name, place=f"images[{source}]")


def _triangles(corners: Any, mode: str) -> Ints:
    """Return (m, 3) int32 from a list, a strip (every second triangle turned round) or a fan."""
    if mode == "triangles":
        return np.asarray(corners[: len(corners) // 3 * 3].reshape(-1, 3), np.int32)
    if len(corners) < 3:
        return np.zeros((0, 3), np.int32)
    if mode == "fan":
        return np.stack([np.full(len(corners) - 2, corners[0]), corners[1:-1], corners[2:]], 1).astype(np.int32)
    strip = np.stack([corners[:-2], corners[1:-1], corners[2:]], 1)
    strip[1::2] = strip[1::2, ::-1]
    return strip.astype(np.int32)


def _srgb(linear: Any) -> meshes.Bytes:
    """Return glTF's linear colours as sRGB bytes."""
    x = np.clip(np.nan_to_num(np.asarray(linear, np.float64)), 0, 1)
    curve = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.power(x, 1 / 2.4) - 0.055)
    return (curve * 255 + 0.5).astype(np.uint8)


def _with_materials(mesh: Mesh, materials: tuple[Material, ...]) -> Mesh:
    from dataclasses import replace

    return replace(mesh, materials=materials)
