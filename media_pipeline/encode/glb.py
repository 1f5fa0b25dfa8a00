"""GLB: one mesh, one material, its maps inside. Plain, or packed by gltfpack with meshopt compression."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from media_pipeline.encode.maps import Picture
from media_pipeline.errors import StageFault
from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.geometry.tangent_space import with_tangents
from media_pipeline.mesh import Floats
from media_pipeline.wasm.gltfpack import pack

FLOAT, UINT16, UINT32 = 5126, 5123, 5125
ARRAY_BUFFER, ELEMENT_BUFFER = 34962, 34963
ROUGHNESS = 0.9
FINE = 0.001
COMPONENTS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}
COMPONENT_BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
EXTENSIONS = {"image/webp": "EXT_texture_webp", "image/ktx2": "KHR_texture_basisu"}


class Writer:
    """Collects buffer views and accessors."""

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.length = 0
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def view(self, data: bytes, target: int | None = None) -> int:
        """Add `data` and return the number of its view."""
        padded = data + b"\0" * (-len(data) % 4)
        self.views.append(
            {"buffer": 0, "byteOffset": self.length, "byteLength": len(data)} | ({"target": target} if target else {})
        )
        self.chunks.append(padded)
        self.length += len(padded)
        return len(self.views) - 1

    def accessor(self, array: np.ndarray[Any, Any], component: int, kind: str, target: int, **members: Any) -> int:
        """Add the rows of `array` and return the number of their accessor."""
        view = self.view(np.ascontiguousarray(array).tobytes(), target)
        self.accessors.append(
            {"bufferView": view, "componentType": component, "count": len(array), "type": kind, **members}
        )
        return len(self.accessors) - 1


def plain(mesh: RenderMesh, pictures: list[Picture], *, name: str, colours: Floats | None = None) -> bytes:
    """Return the GLB of `mesh` without geometry compression; tangents are stored where there is a map of normals.

    colours (n, 3): linear light from 0 to 1 at the vertices, which the picture is multiplied by.
    """
    mesh, tangents = with_tangents(mesh) if any(p.kind == "normal" for p in pictures) else (mesh, None)
    writer = Writer()
    attributes = {
        "POSITION": writer.accessor(
            mesh.positions,
            FLOAT,
            "VEC3",
            ARRAY_BUFFER,
            min=mesh.positions.min(0).tolist(),
            max=mesh.positions.max(0).tolist(),
        ),
        "NORMAL": writer.accessor(mesh.normals, FLOAT, "VEC3", ARRAY_BUFFER),
        "TEXCOORD_0": writer.accessor(mesh.uvs, FLOAT, "VEC2", ARRAY_BUFFER),
    }
    if tangents is not None:
        attributes["TANGENT"] = writer.accessor(tangents, FLOAT, "VEC4", ARRAY_BUFFER)
    if colours is not None:
        steps = np.full((len(colours), 4), 65_535, np.uint16)
        steps[:, :3] = np.round(colours * 65_535)
        attributes["COLOR_0"] = writer.accessor(steps, UINT16, "VEC4", ARRAY_BUFFER, normalized=True)
    small = len(mesh.positions) < 65_535
    corners = mesh.faces.reshape(-1).astype(np.uint16 if small else np.uint32)
    indices = writer.accessor(corners, UINT16 if small else UINT32, "SCALAR", ELEMENT_BUFFER)
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "kakuzan media_pipeline"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": name, "mesh": 0}],
        "meshes": [{"name": name, "primitives": [{"attributes": attributes, "indices": indices, "material": 0}]}],
        **_material(writer, pictures, name),
    }
    document |= {"accessors": writer.accessors, "bufferViews": writer.views, "buffers": [{"byteLength": writer.length}]}
    return container(document, b"".join(writer.chunks))


def _material(writer: Writer, pictures: list[Picture], name: str) -> dict[str, Any]:
    """Return the members for the material and its maps."""
    surface: dict[str, Any] = {"metallicFactor": 0.0, "roughnessFactor": ROUGHNESS}
    material: dict[str, Any] = {"name": name, "pbrMetallicRoughness": surface}
    textures: list[dict[str, Any]] = []
    for index, picture in enumerate(pictures):
        extension = EXTENSIONS.get(picture.mime)
        where = {"extensions": {extension: {"source": index}}} if extension else {"source": index}
        textures.append({"sampler": 0, **where})
        if picture.kind == "colour":
            surface["baseColorTexture"] = {"index": index}
        else:
            material[f"{picture.kind}Texture"] = {"index": index}
    members: dict[str, Any] = {
        "materials": [material],
        "images": [{"name": p.kind, "bufferView": writer.view(p.data), "mimeType": p.mime} for p in pictures],
        "textures": textures,
        "samplers": [{"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}],
    }
    if used := sorted({EXTENSIONS[p.mime] for p in pictures if p.mime in EXTENSIONS}):
        members |= {"extensionsUsed": used, "extensionsRequired": used}
    return members


def container(document: dict[str, Any], binary: bytes) -> bytes:
    """Return `document` and `binary` as one GLB."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(binary))
    return head + struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(binary), b"BIN\0") + binary


def position_bits(mesh: RenderMesh) -> int:
    """Return how many bits a packed position needs for steps of at most FINE metres, 14 to 16."""
    size = float(np.ptp(mesh.positions, axis=0).max())
    return int(np.clip(np.ceil(np.log2(max(size, 1e-9) / FINE)), 14, 16))


def position_step(mesh: RenderMesh) -> float:
    """Return the step in metres that packed positions are rounded to."""
    return float(np.ptp(mesh.positions, axis=0).max()) / ((1 << position_bits(mesh)) - 1)


def meshopt(data: bytes, *, position_bits: int = 14) -> bytes:
    """Return the GLB `data` quantised and compressed by gltfpack; its pictures stay as they are. Raises StageFault."""
    args = [
        "-i",
        "in.glb",
        "-o",
        "out.glb",
        "-c",
        "-kn",
        "-km",
        "-vp",
        str(position_bits),
        "-vt",
        "14",
        "-vn",
        "8",
        "-vc",
        "12",
    ]
    return pack({"in.glb": data}, args)["out.glb"]


def document_of(data: bytes) -> dict[str, Any]:
    """Return the JSON of a GLB that we wrote."""
    length = struct.unpack_from("<I", data, 12)[0]
    document: dict[str, Any] = json.loads(data[20 : 20 + length])
    return document


@dataclass(frozen=True, slots=True)
class Held:
    """What a device holds of a GLB's geometry, unpacked: vertices, bytes, and in how many calls it is drawn."""

    vertices: int
    bytes: int
    draw_calls: int


def held(data: bytes) -> Held:
    """Return what a GLB that we wrote takes in a device's memory."""
    document = document_of(data)
    rows = document["accessors"]
    primitives = [primitive for mesh in document["meshes"] for primitive in mesh["primitives"]]
    used = {index for row in primitives for index in (*row["attributes"].values(), row["indices"])}
    size = sum(rows[index]["count"] * _stride(document, rows[index]) for index in used)
    vertices = sum(rows[row["attributes"]["POSITION"]]["count"] for row in primitives)
    return Held(vertices, size, len(primitives))


def _stride(document: dict[str, Any], row: dict[str, Any]) -> int:
    """Return the bytes from one element of an accessor to the next; vertices lie at multiples of four."""
    view = document["bufferViews"][row["bufferView"]]
    tight = COMPONENT_BYTES[row["componentType"]] * COMPONENTS[row["type"]]
    return int(view.get("byteStride", tight if row["type"] == "SCALAR" else tight + -tight % 4))


def triangles_in(data: bytes) -> int:
    """Return how many triangles a GLB that we wrote draws; StageFault for none, since a packer that drops everything
    reports success.
    """
    document = document_of(data)
    corners = sum(document["accessors"][p["indices"]]["count"] for m in document["meshes"] for p in m["primitives"])
    if not corners:
        raise StageFault("the encoded file holds no triangle")
    return int(corners // 3)
