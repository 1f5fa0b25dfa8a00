"""COLLADA 1.4 and 1.5 (DAE): polygons with one set of texture coordinates, the scene's transforms, diffuse colours and
textures, the unit and the upward axis. Skins, morphs and lines are left out, with a word.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import unquote

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.mesh import NEUTRAL, Doubles, Material, Mesh
from media_pipeline.readers.dae_looks import Looks
from media_pipeline.readers.files import Upload
from media_pipeline.readers.numbers import floats, integers
from media_pipeline.readers.polygons import triangulate
from media_pipeline.readers.xml import tree

MAX_BYTES, MAX_ELEMENTS = 1 << 30, 2_000_000
MAX_PIECES, MAX_TRIANGLES, MAX_DEPTH, MAX_NODES = 20_000, 60_000_000, 64, 200_000
UPS = {"X_UP": "x", "Y_UP": "y", "Z_UP": "z"}
FANS = frozenset({"tristrips", "trifans"})


def read(name: str, upload: Upload) -> Mesh:
    """Return the scene of the DAE file `name` in its own numbers; its unit and upward axis are noted in `upload.declared`.
    Raises BadInput with line or geometry.
    """
    path = upload.path(name)
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(name, "", f"a DAE file has at most {MAX_BYTES >> 20} MB")
    root = tree(name, path.read_bytes(), most_elements=MAX_ELEMENTS)
    if root.tag != "COLLADA":
        raise BadInput(name, "line 1", "this is not a COLLADA file")
    upload.declared[name] = _frame(name, root)
    return _Scene(name, root, upload).whole()


def _frame(name: str, root: ET.Element) -> tuple[float, str]:
    unit = root.find("asset/unit")
    up = (root.findtext("asset/up_axis") or "Y_UP").strip().upper()
    try:
        metres = float((unit.get("meter") if unit is not None else None) or 1.0)
    except ValueError:
        metres = 0.0
    if up not in UPS or not 0 < metres < math.inf:
        raise BadInput(name, "asset", "unit's meter is a number above zero, up_axis X_UP, Y_UP or Z_UP")
    return metres, UPS[up]


class _Scene:
    """The document's geometries, put where its scene puts them."""

    def __init__(self, name: str, root: ET.Element, upload: Upload) -> None:
        self.name, self.root, self.upload = name, root, upload
        self.by_id = {key: element for element in root.iter() if (key := element.get("id"))}
        self.looks = Looks(name, root, self.by_id, upload)
        self.parts: list[Mesh] = []
        self.triangles = self.visits = 0

    def whole(self) -> Mesh:
        """Return everything the scene shows; all geometries once where there is no scene."""
        scene = self._named(self.root.find("scene/instance_visual_scene"))
        if scene is not None:
            for node in scene.findall("node"):
                self._node(node, np.eye(4), 0)
        else:
            for geometry in self.root.findall("library_geometries/geometry"):
                self._geometry(geometry, np.eye(4), {})
        if self.root.find("library_controllers/controller") is not None:
            self.upload.warnings.append(f"{self.name}: skins and morphs are not read")
        if not self.parts:
            raise BadInput(self.name, "", "the file holds no triangle")
        return meshes.without_unused_materials(meshes.merge(self.parts))

    def _named(self, instance: ET.Element | None) -> ET.Element | None:
        if instance is None:
            return None
        url = instance.get("url", "")
        if not url.startswith("#"):
            raise BadInput(self.name, instance.tag, "refers to another document; only this file is read")
        if (found := self.by_id.get(unquote(url[1:]))) is None:
            raise BadInput(self.name, instance.tag, f"names {url[:40]!r}, which does not exist")
        return found

    def _node(self, node: ET.Element, matrix: Doubles, depth: int) -> None:
        self.visits += 1
        if depth > MAX_DEPTH or self.visits > MAX_NODES:
            rule = f"nodes within each other more than {MAX_DEPTH} times, or more than {MAX_NODES} of them placed"
            raise BadInput(self.name, f"node {node.get('id', '')[:40]}", rule)
        here = matrix @ self._transform(node)
        for child in node:
            if child.tag == "instance_geometry" and (found := self._named(child)) is not None:
                self._geometry(found, here, self.looks.bound(child))
            elif child.tag == "node":
                self._node(child, here, depth + 1)
            elif child.tag == "instance_node" and (found := self._named(child)) is not None:
                self._node(found, here, depth + 1)

    def _transform(self, node: ET.Element) -> Doubles:
        """Return the product of the node's transforms, in their order."""
        whole = np.eye(4)
        for child in node:
            size = {"matrix": 16, "translate": 3, "rotate": 4, "scale": 3}.get(child.tag)
            if size is None:
                continue
            values = self._numbers(child.text, size, f"node {node.get('id', '')[:40]} {child.tag}")
            step = np.eye(4)
            if child.tag == "matrix":
                step = values.reshape(4, 4)
            elif child.tag == "translate":
                step[:3, 3] = values
            elif child.tag == "scale":
                step[:3, :3] = np.diag(values)
            else:
                step[:3, :3] = _rotation(values[:3], float(values[3]))
            whole = whole @ step
        return whole

    def _numbers(self, text: str | None, count: int, place: str) -> Doubles:
        data = np.frombuffer((text or "").encode(), np.uint8)
        found = floats(data, count)
        if found is None:
            raise BadInput(self.name, place, f"needs {count} finite numbers")
        return found

    def _geometry(self, geometry: ET.Element, matrix: Doubles, bound: dict[str, Material]) -> None:
        place = f"geometry {geometry.get('id', '')[:40]}"
        held = geometry.find("mesh")
        for element in held if held is not None else ():
            if element.tag in ("triangles", "polylist", "polygons", *FANS):
                if len(self.parts) >= MAX_PIECES or self.triangles > MAX_TRIANGLES:
                    raise BadInput(
                        self.name, place, f"more than {MAX_PIECES} pieces or {MAX_TRIANGLES} triangles are placed"
                    )
                part = self._polygons(element, place, matrix, bound)
                if part is not None:
                    self.triangles += len(part.faces)
                    self.parts.append(part)
            elif element.tag in ("lines", "linestrips"):
                self.upload.warnings.append(f"{self.name}: {place}: lines are left out")

    def _polygons(self, element: ET.Element, place: str, matrix: Doubles, bound: dict[str, Material]) -> Mesh | None:
        inputs = element.findall("input")
        try:
            offsets = {row.get("semantic", ""): int(row.get("offset", "0")) for row in reversed(inputs)}
            sources = {row.get("semantic", ""): row.get("source", "") for row in reversed(inputs)}
        except ValueError:
            raise BadInput(self.name, place, "an input's offset is no number") from None
        if "VERTEX" not in offsets or not all(0 <= offset < 64 for offset in offsets.values()):
            raise BadInput(self.name, place, f"<{element.tag}> has no input VERTEX, or an offset outside 0 to 63")
        counts, rows = self._corners(element, place, max(int(row.get("offset", "0")) for row in inputs) + 1)
        if not len(counts):
            return None
        positions = self._positions(sources["VERTEX"], place)
        faces, corner = triangulate(self.name, counts, rows[:, offsets["VERTEX"]], len(positions))
        moved = positions @ matrix[:3, :3].T + matrix[:3, 3]
        uvs = uv_faces = None
        if "TEXCOORD" in sources:
            uvs = self._source(sources["TEXCOORD"], place)[:, :2].astype(np.float32)
            index = rows[:, offsets["TEXCOORD"]]
            if ((index < 0) | (index >= len(uvs))).any():
                raise BadInput(self.name, place, f"names a texture coordinate outside the {len(uvs)} there are")
            uvs = np.stack([uvs[:, 0], 1 - uvs[:, 1]], 1)
            uv_faces = index[corner].astype(np.int32)
        if np.linalg.det(matrix[:3, :3]) < 0:
            faces, uv_faces = faces[:, [0, 2, 1]], None if uv_faces is None else uv_faces[:, [0, 2, 1]]
        material = bound.get(element.get("material", "")) or self.looks.material(element.get("material", ""))
        return Mesh(
            moved, np.ascontiguousarray(faces), uvs, uv_faces, None, np.zeros(len(faces), np.int32),
            (material or Material("", NEUTRAL),),
        )  # fmt: skip

    def _corners(self, element: ET.Element, place: str, stride: int) -> tuple[Any, Any]:
        """Return corners of each polygon, and for each corner its row of indices (n, stride)."""
        lists = [self._integers(p.text, place) for p in element.findall("p")]
        if element.find("ph") is not None:
            self.upload.warnings.append(f"{self.name}: {place}: polygons with holes are left out")
        if any(len(row) % stride for row in lists):
            raise BadInput(self.name, place, f"the indices in <p> are no multiple of {stride}")
        rows = [row.reshape(-1, stride) for row in lists]
        if element.tag in FANS:
            rows = [np.concatenate(_fan(row, element.tag)) if len(row) > 2 else row[:0] for row in rows]
        flat = np.concatenate(rows) if rows else np.zeros((0, stride), np.int64)
        if element.tag == "polygons":
            return np.array([len(row) for row in rows], np.int64), flat
        if element.tag == "polylist":
            counts = self._integers(element.findtext("vcount"), place)
            if (counts < 0).any() or int(counts.sum()) != len(flat):
                raise BadInput(self.name, place, f"<vcount> asks for {int(counts.sum())} corners, <p> has {len(flat)}")
            return counts, flat
        if len(flat) % 3:
            raise BadInput(self.name, place, "the corners of triangles are no multiple of three")
        return np.full(len(flat) // 3, 3, np.int64), flat

    def _integers(self, text: str | None, place: str) -> Any:
        words = (text or "").split()
        found = integers(np.frombuffer(" ".join(words).encode(), np.uint8), len(words))
        if found is None:
            raise BadInput(self.name, place, "an index is no integer")
        return found

    def _positions(self, source: str, place: str) -> Doubles:
        vertices = self.by_id.get(source[1:])
        inputs = vertices.findall("input") if vertices is not None else []
        named = next((row.get("source", "") for row in inputs if row.get("semantic") == "POSITION"), source)
        found = self._source(named, place)
        if found.shape[1] < 3:
            raise BadInput(self.name, f"{place} {named[:40]}", "positions need three numbers each")
        return found[:, :3]

    def _source(self, reference: str, place: str) -> Doubles:
        """Return a source's rows (n, stride), at least two or three numbers wide."""
        source = self.by_id.get(reference[1:]) if reference.startswith("#") else None
        values = source.find("float_array") if source is not None else None
        accessor = source.find("technique_common/accessor") if source is not None else None
        if values is None:
            raise BadInput(self.name, place, f"names the source {reference[:40]!r}, which holds no numbers here")
        try:
            stride = int(accessor.get("stride", "1")) if accessor is not None else 3
            count = int(accessor.get("count", "0")) if accessor is not None else int(values.get("count", "0")) // 3
            offset = int(accessor.get("offset", "0")) if accessor is not None else 0
        except ValueError:
            raise BadInput(self.name, place, "an accessor's count, stride or offset is no number") from None
        words = (values.text or "").split()
        found = self._numbers(" ".join(words), len(words), f"{place} {reference[:40]}")
        if not 2 <= stride <= 16 or count < 0 or offset < 0 or offset + count * stride > len(found):
            rule = f"{count} rows of {stride} are announced, {len(found)} numbers are there"
            raise BadInput(self.name, f"{place} {reference[:40]}", rule)
        return found[offset : offset + count * stride].reshape(count, stride)


def _rotation(axis: Doubles, degrees: float) -> Doubles:
    """Return the rotation about `axis` (Rodrigues)."""
    length = float(np.linalg.norm(axis))
    if length == 0:
        return np.eye(3)
    x, y, z = axis / length
    turn = math.radians(degrees)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + math.sin(turn) * cross + (1 - math.cos(turn)) * cross @ cross)


def _fan(rows: Any, kind: str) -> Any:
    """Return the triangles of a strip or fan, (triangles, 3, stride)."""
    first = np.arange(len(rows) - 2)
    if kind == "trifans":
        return rows[np.stack([np.zeros_like(first), first + 1, first + 2], 1)]
    odd = first % 2
    return rows[np.stack([first, first + 1 + odd, first + 2 - odd], 1)]
