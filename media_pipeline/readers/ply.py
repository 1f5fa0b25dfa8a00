"""Stanford PLY: ascii and both binary byte orders, vertex colours, texture coordinates per vertex or per corner; clouds of
points with colours and normals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.clouds.cloud import Cloud
from media_pipeline.errors import BadInput
from media_pipeline.mesh import Bytes, Doubles, Material, Mesh
from media_pipeline.readers.files import Upload, decode
from media_pipeline.readers.numbers import floats
from media_pipeline.readers.polygons import triangulate

TYPES = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1", "short": "i2", "int16": "i2", "ushort": "u2", "uint16": "u2",
    "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4", "float": "f4", "float32": "f4", "double": "f8", "float64": "f8",
}  # fmt: skip
MAX_HEADER = 64 << 10
MAX_COUNT = 1 << 30
SURFACES = ("face", "tristrips", "multi_patch")
NORMALS = (("nx", "ny", "nz"), ("normal_x", "normal_y", "normal_z"))


@dataclass(slots=True)
class _Property:
    name: str
    kind: str
    count_kind: str | None = None


@dataclass(slots=True)
class _Element:
    name: str
    count: int
    properties: list[_Property] = field(default_factory=list)

    def add(self, prop: _Property) -> None:
        """Note the next property. Raises ValueError for a name that is there already."""
        if prop.name in {row.name for row in self.properties}:
            raise ValueError(prop.name)
        self.properties.append(prop)


@dataclass(slots=True)
class _Header:
    order: str  # "<", ">" or "" for ascii
    body: int
    elements: list[_Element]
    textures: list[str]


def read(name: str, upload: Upload) -> Mesh | Cloud:
    """Return the mesh in the PLY file `name`, or the cloud of points where it has vertices and no face. Raises BadInput
    with line, byte or element.
    """
    data = upload.path(name).read_bytes()
    header = _header(name, data)
    columns = _ascii(name, data, header) if not header.order else _binary(name, data, header)
    vertex = {n: c for n, c in columns.get("vertex", {}).items() if not isinstance(c, tuple)}
    face = {n: c for n, c in columns.get("face", {}).items() if isinstance(c, tuple)}
    if not {"x", "y", "z"} <= vertex.keys():
        raise BadInput(name, "header", "there is no element vertex with x, y and z")
    lists = [face[n] for n in ("vertex_indices", "vertex_index") if n in face]
    faces_held = sum(row.count for row in header.elements if row.name in SURFACES)
    if faces_held and not lists:
        raise BadInput(name, "header", "the surface is not in lists named vertex_indices; save it as plain triangles")
    positions = np.stack([vertex[axis] for axis in "xyz"], 1).astype(np.float64)
    if not faces_held:
        return _cloud(name, positions, vertex)
    if wrong := np.flatnonzero(~np.isfinite(positions).all(1))[:1].tolist():
        raise BadInput(name, f"vertex {wrong[0]}", "the position is not finite")
    counts, flat = lists[0]
    faces, corner = triangulate(name, counts, flat, len(positions))
    uvs, uv_faces = _coordinates(name, vertex, face, faces, counts, corner)
    texture = upload.texture(header.textures[0], referrer=name, place="header") if header.textures else None
    return Mesh(
        positions,
        faces,
        uvs,
        uv_faces,
        _colours(vertex),
        np.zeros(len(faces), np.int32),
        (Material("", (255, 255, 255), texture),),
    )


def _cloud(name: str, positions: Doubles, vertex: dict[str, Any]) -> Cloud:
    """Return the points that have a finite position; scanners write NaN where they saw nothing."""
    finite = np.isfinite(positions).all(1)
    if not finite.any():
        raise BadInput(name, "", "the cloud holds no point with a finite position")
    axes = next((n for n in NORMALS if set(n) <= vertex.keys()), None)
    normals = None if axes is None else np.stack([vertex[n] for n in axes], 1).astype(np.float32)[finite]
    if normals is not None:
        length = np.linalg.norm(normals, axis=1, keepdims=True)
        normals = np.where(np.isfinite(length) & (length > 0), normals / np.where(length > 0, length, 1), 0)
    colours = _colours(vertex)
    return Cloud(
        positions[finite],
        None if colours is None else colours[finite],
        None if normals is None else normals.astype(np.float32),
        int(np.count_nonzero(~finite)),
    )


def _header(name: str, data: bytes) -> _Header:
    end = data.find(b"end_header", 0, MAX_HEADER)
    newline = data.find(b"\n", end)
    if not data.startswith(b"ply") or end < 0 or newline < 0:
        raise BadInput(name, "header", "this is not a PLY file: 'ply' ... 'end_header' not found")
    header = _Header("?", newline + 1, [], [])
    for number, line in enumerate(decode(data[:end]).splitlines()[1:], 2):
        words = line.split()
        try:
            _statement(header, words, line)
        except (KeyError, ValueError, IndexError):
            rule = f"the header statement {line.strip()[:60]!r} is not understood or stands there twice"
            raise BadInput(name, f"line {number}", rule) from None
    if header.order == "?":
        raise BadInput(name, "header", "the format is missing")
    if empty := [row.name for row in header.elements if row.count and not row.properties]:
        raise BadInput(name, "header", f"the element {empty[0][:60]!r} has no properties")
    return header


def _statement(header: _Header, words: list[str], line: str) -> None:
    match words:
        case ["format", kind, "1.0"] if header.order == "?":
            header.order = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}[kind]
        case ["element", element, count]:
            if not 0 <= int(count) <= MAX_COUNT or element in {row.name for row in header.elements}:
                raise ValueError(count)
            header.elements.append(_Element(element, int(count)))
        case ["property", "list", count_kind, kind, prop]:
            if TYPES[count_kind][0] == "f":
                raise ValueError(count_kind)
            header.elements[-1].add(_Property(prop, TYPES[kind], TYPES[count_kind]))
        case ["property", kind, prop]:
            header.elements[-1].add(_Property(prop, TYPES[kind]))
        case ["comment", "TextureFile", *_]:
            header.textures.append(line.split("TextureFile", 1)[1].strip())
        case ["comment", *_] | ["obj_info", *_] | []:
            pass
        case _:
            raise ValueError(line)


Columns = dict[str, dict[str, Any]]


def _binary(name: str, data: bytes, header: _Header) -> Columns:
    columns: Columns = {}
    at = header.body
    for element in header.elements:
        columns[element.name], at = _binary_element(name, data, at, element, header.order)
    return columns


def _binary_element(name: str, data: bytes, at: int, element: _Element, order: str) -> tuple[dict[str, Any], int]:
    """Return the element's columns and where it ends. A list is a pair (counts, flat values)."""
    smallest = sum(np.dtype(p.count_kind or p.kind).itemsize for p in element.properties)
    if element.count * smallest > len(data) - at:
        need, left = element.count * smallest, len(data) - at
        raise BadInput(
            name,
            f"byte {at}",
            f"{element.count} elements {element.name!r} need at least {need} bytes, the file has {left} left",
        )
    if not element.count:
        return {
            p.name: (np.zeros(0, np.int64), np.zeros(0)) if p.count_kind else np.zeros(0) for p in element.properties
        }, at
    lengths = _first_lengths(data, at, element, order)
    row = np.dtype([item for p, n in zip(element.properties, lengths, strict=True) for item in _fields(p, n, order)])
    if at + element.count * row.itemsize <= len(data):
        table = np.frombuffer(data, row, element.count, at)
        if all(
            (table[f"{p.name} n"] == n).all() for p, n in zip(element.properties, lengths, strict=True) if p.count_kind
        ):
            return {p.name: _column(table, p) for p in element.properties}, at + table.nbytes
    return _walk(name, data, at, element, order)


def _fields(prop: _Property, length: int, order: str) -> list[tuple[Any, ...]]:
    if not prop.count_kind:
        return [(prop.name, order + prop.kind)]
    return [(f"{prop.name} n", order + prop.count_kind), (prop.name, order + prop.kind, (length,))]


def _column(table: npt.NDArray[Any], prop: _Property) -> Any:
    if not prop.count_kind:
        return table[prop.name]
    return table[f"{prop.name} n"].astype(np.int64), table[prop.name].reshape(-1)


def _first_lengths(data: bytes, at: int, element: _Element, order: str) -> list[int]:
    """Return the lengths of the first row's lists, 0 for plain properties; lists longer than a polygon may be count as
    0 and fail later.
    """
    lengths = []
    for prop in element.properties:
        if not prop.count_kind:
            lengths.append(0)
            at += np.dtype(prop.kind).itemsize
            continue
        kind = np.dtype(order + prop.count_kind)
        length = int(np.frombuffer(data, kind, 1, at)[0]) if at + kind.itemsize <= len(data) else 0
        lengths.append(length if 0 <= length <= 64 else 0)
        at += kind.itemsize + lengths[-1] * np.dtype(prop.kind).itemsize
    return lengths


def _walk(name: str, data: bytes, at: int, element: _Element, order: str) -> tuple[dict[str, Any], int]:
    """Read an element whose lists differ in length, row by row."""
    values: list[list[Any]] = [[] for _ in element.properties]
    counts: list[list[int]] = [[] for _ in element.properties]
    kinds = [
        (np.dtype(order + p.count_kind) if p.count_kind else None, np.dtype(order + p.kind)) for p in element.properties
    ]
    for index in range(element.count):
        for column, (count_kind, kind) in enumerate(kinds):
            length = 1
            if count_kind is not None:
                if at + count_kind.itemsize > len(data):
                    raise BadInput(
                        name, f"byte {at}", f"the file ends within {element.name} {index} of {element.count}"
                    )
                length = int(np.frombuffer(data, count_kind, 1, at)[0])
                at += count_kind.itemsize
                counts[column].append(length)
            if length < 0 or at + length * kind.itemsize > len(data):
                raise BadInput(
                    name, f"byte {at}", f"{element.name} {index}: {length} values do not fit into the rest of the file"
                )
            values[column].append(np.frombuffer(data, kind, length, at))
            at += length * kind.itemsize
    joined = [np.concatenate(v) for v in values]
    return {
        p.name: (np.array(counts[i], np.int64), joined[i]) if p.count_kind else joined[i]
        for i, p in enumerate(element.properties)
    }, at


def _ascii(name: str, data: bytes, header: _Header) -> Columns:
    """Read the body as one stream of numbers: lists make rows of differing length, so line ends are not relied on."""
    text = np.frombuffer(data, np.uint8, offset=header.body)
    values = floats(text, len(data[header.body :].split()))
    if values is None:
        first = data.count(b"\n", 0, header.body) + 1
        for number, line in enumerate(data[header.body :].splitlines(), first):
            if floats(np.frombuffer(line, np.uint8), len(line.split())) is None:
                raise BadInput(name, f"line {number}", "a number is not finite or not a number")
        raise BadInput(name, "", "the body is not numbers")
    columns: Columns = {}
    at = 0
    for element in header.elements:
        columns[element.name], at = _ascii_element(name, values, at, element)
    return columns


def _ascii_element(
    name: str, values: npt.NDArray[np.float64], at: int, element: _Element
) -> tuple[dict[str, Any], int]:
    if element.count * len(element.properties) > len(values) - at:
        raise BadInput(name, element.name, f"{element.count} are announced, the file has numbers for fewer")
    if not any(p.count_kind for p in element.properties):
        width = len(element.properties)
        table = values[at : at + element.count * width].reshape(element.count, width)
        return {p.name: table[:, i] for i, p in enumerate(element.properties)}, at + table.size
    counts: dict[str, list[int]] = {p.name: [] for p in element.properties}
    parts: dict[str, list[Any]] = {p.name: [] for p in element.properties}
    for index in range(element.count):
        for prop in element.properties:
            length = 1
            if prop.count_kind:
                length = int(values[at]) if at < len(values) else -1
                counts[prop.name].append(length)
                at += 1
            if length < 0 or at + length > len(values):
                raise BadInput(name, f"{element.name} {index}", "a list is longer than the rest of the file")
            parts[prop.name].append(values[at : at + length])
            at += length
    flat = {n: np.concatenate(v) if v else np.zeros(0) for n, v in parts.items()}
    return {
        p.name: (np.array(counts[p.name], np.int64), flat[p.name]) if p.count_kind else flat[p.name]
        for p in element.properties
    }, at


def _colours(vertex: dict[str, Any]) -> Bytes | None:
    names = next(
        (
            n
            for n in (("red", "green", "blue"), ("r", "g", "b"), ("diffuse_red", "diffuse_green", "diffuse_blue"))
            if set(n) <= vertex.keys()
        ),
        None,
    )
    if names is None:
        return None
    channels = np.stack([vertex[n] for n in names], 1)
    if channels.dtype.kind == "f" and channels.size and channels.max() <= 1:
        channels = channels * 255
    return np.clip(np.nan_to_num(channels.astype(np.float64)) + 0.5, 0, 255).astype(np.uint8)


def _coordinates(
    name: str, vertex: dict[str, Any], face: dict[str, Any], faces: Any, counts: Any, corner: Any
) -> tuple[Any, Any]:
    """Return (uvs, uv_faces) or (None, None). PLY's v points up, ours down."""
    pair = next((n for n in (("s", "t"), ("u", "v"), ("texture_u", "texture_v")) if set(n) <= vertex.keys()), None)
    if pair:
        uvs = np.stack([vertex[pair[0]], vertex[pair[1]]], 1).astype(np.float32)
        uv_faces = faces
    elif "texcoord" in face and (face["texcoord"][0] == 2 * counts).all():
        uvs = face["texcoord"][1].reshape(-1, 2).astype(np.float32)
        uv_faces = corner.astype(np.int32)
    else:
        return None, None
    if not np.isfinite(uvs).all():
        raise BadInput(name, "", "a texture coordinate is not finite")
    uvs = uvs.copy()
    uvs[:, 1] = 1 - uvs[:, 1]
    return uvs, uv_faces
