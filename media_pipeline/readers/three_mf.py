"""3MF (core specification 1.3, materials extension for colours and textures): a zip with a model in XML, in units that it
names, Z up.
"""

from __future__ import annotations

import io
import zipfile
from array import array
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.mesh import NEUTRAL, Doubles, Material, Mesh
from media_pipeline.readers.files import Upload
from media_pipeline.readers.xml import scan
from media_pipeline.readers.zips import BROKEN

UNITS = {"micron": 1e-6, "millimeter": 1e-3, "centimeter": 1e-2, "inch": 0.0254, "foot": 0.3048, "meter": 1.0}
MAX_MODEL, MAX_RATIO, MAX_ELEMENTS = 1 << 30, 200, 60_000_000
MAX_PIECES, MAX_TRIANGLES, MAX_DEPTH = 20_000, 60_000_000, 32
GREY = Material("", NEUTRAL)


@dataclass(slots=True)
class _Object:
    pid: str = ""
    pindex: int = 0
    vertices: array[float] = field(default_factory=lambda: array("d"))
    triangles: array[int] = field(default_factory=lambda: array("q"))
    groups: list[str] = field(default_factory=list)
    components: list[tuple[str, Doubles]] = field(default_factory=list)


class _Model:
    """What a model file says, gathered element by element."""

    def __init__(self) -> None:
        self.unit = "millimeter"
        self.objects: dict[str, _Object] = {}
        self.colours: dict[str, list[tuple[int, int, int]]] = {}
        self.coordinates: dict[str, array[float]] = {}
        self.texture_of: dict[str, str] = {}
        self.paths: dict[str, str] = {}
        self.items: list[tuple[str, Doubles]] = []
        self._object, self._group = _Object(), ""

    def start(self, tag: str, row: dict[str, str]) -> None:
        """Take an element. Raises KeyError or ValueError for one that lacks something."""
        match tag:
            case "vertex":
                self._object.vertices.extend((float(row["x"]), float(row["y"]), float(row["z"])))
            case "triangle":
                own = self._object
                first = int(row.get("p1", own.pindex))
                corners = (int(row["v1"]), int(row["v2"]), int(row["v3"]))
                own.triangles.extend((*corners, first, int(row.get("p2", first)), int(row.get("p3", first))))
                own.groups.append(row.get("pid", own.pid))
            case "model":
                self.unit = row.get("unit", "millimeter")
            case "object":
                self._object = self.objects[row["id"]] = _Object(row.get("pid", ""), int(row.get("pindex", 0)))
            case "basematerials" | "colorgroup":
                self._group = row["id"]
                self.colours[self._group] = []
            case "base" | "color":
                self.colours[self._group].append(_colour(row["displaycolor" if tag == "base" else "color"]))
            case "texture2d":
                self.paths[row["id"]] = row["path"]
            case "texture2dgroup":
                self._group = row["id"]
                self.coordinates[self._group], self.texture_of[self._group] = array("d"), row["texid"]
            case "tex2coord":
                self.coordinates[self._group].extend((float(row["u"]), float(row["v"])))
            case "component":
                self._object.components.append((row["objectid"], _transform(row.get("transform", ""))))
            case "item":
                self.items.append((row["objectid"], _transform(row.get("transform", ""))))


def read(name: str, upload: Upload) -> Mesh:
    """Return all built objects of the 3MF file `name` in its own numbers; its unit and upward axis are noted in
    `upload.declared`. Raises BadInput.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(upload.path(name).read_bytes())) as archive:
            model = _Model()
            scan(name, _entry(archive, name, _model_name(archive, name)), model.start, most_elements=MAX_ELEMENTS)
            if model.unit not in UNITS:
                raise BadInput(name, "model", f"the unit {model.unit[:20]!r} is none of {', '.join(UNITS)}")
            upload.declared[name] = (UNITS[model.unit], "z")
            textures = {key: _texture(archive, name, path, upload) for key, path in model.paths.items()}
    except BROKEN as error:
        raise BadInput(name, "", f"this is not a 3MF file: {str(error)[:80]}") from None
    return _Built(name, model, textures).whole()


def _model_name(archive: zipfile.ZipFile, name: str) -> str:
    """Return the entry of the model that the package starts with."""
    found = [entry for entry in archive.namelist() if entry.lower().endswith(".model")]
    first = next((entry for entry in found if entry.lower() == "3d/3dmodel.model"), next(iter(found), None))
    if first is None:
        raise BadInput(name, "", "the package holds no 3D/3dmodel.model")
    return first


def _entry(archive: zipfile.ZipFile, name: str, entry: str) -> bytes:
    row = archive.getinfo(entry)
    if row.file_size > min(MAX_MODEL, MAX_RATIO * max(row.compress_size, 1 << 20)):
        raise BadInput(name, entry, f"unpacks to more than {MAX_MODEL >> 20} MB or {MAX_RATIO} times its size")
    with archive.open(row) as file:
        return file.read(row.file_size)


def _texture(archive: zipfile.ZipFile, name: str, path: str, upload: Upload) -> str:
    entry = path.lstrip("/")
    if entry not in archive.namelist():
        raise BadInput(name, "texture2d", f"names {path[:60]!r}, which the package does not hold")
    return upload.picture(_entry(archive, name, entry), label=f"{name} {entry}")


def _colour(text: str) -> tuple[int, int, int]:
    if not text.startswith("#") or len(text) not in (7, 9):
        raise ValueError(text)
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _transform(text: str) -> Doubles:
    """Return the matrix (4, 3) that a row (x, y, z, 1) is multiplied by."""
    values = np.array([float(word) for word in text.split()] or [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], np.float64)
    if values.shape != (12,) or not np.isfinite(values).all():
        raise ValueError("a transform has twelve finite numbers")
    return values.reshape(4, 3)


class _Built:
    """The objects that are built, placed."""

    def __init__(self, name: str, model: _Model, textures: dict[str, str]) -> None:
        self.name, self.model, self.textures = name, model, textures
        self.parts: list[Mesh] = []
        self.triangles = self.visits = 0

    def whole(self) -> Mesh:
        """Return all items of the build, or all objects where there is no build."""
        items = self.model.items or [(key, _transform("")) for key in self.model.objects]
        for key, matrix in items:
            self._place(key, matrix, 0)
        if not self.parts:
            raise BadInput(self.name, "", "the file holds no triangle")
        return meshes.without_unused_materials(meshes.merge(self.parts))

    def _place(self, key: str, matrix: Doubles, depth: int) -> None:
        found = self.model.objects.get(key)
        if found is None:
            raise BadInput(self.name, "build", f"names object {key[:20]!r}, which does not exist")
        self.triangles, self.visits = self.triangles + len(found.groups), self.visits + 1
        if depth > MAX_DEPTH or self.visits > MAX_PIECES or self.triangles > MAX_TRIANGLES:
            rule = f"components within each other more than {MAX_DEPTH} times, or more than {MAX_PIECES} pieces"
            raise BadInput(self.name, f"object {key[:20]}", rule)
        if found.groups:
            self.parts.append(self._mesh(key, found, matrix))
        for inner, placed in found.components:
            whole = np.concatenate([placed[:3] @ matrix[:3], placed[3:] @ matrix[:3] + matrix[3:]])
            self._place(inner, whole, depth + 1)

    def _mesh(self, key: str, found: _Object, matrix: Doubles) -> Mesh:
        place = f"object {key[:20]}"
        vertices = np.array(found.vertices, np.float64).reshape(-1, 3)
        rows = np.array(found.triangles, np.int64).reshape(-1, 6)
        if not np.isfinite(vertices).all():
            raise BadInput(self.name, place, "a vertex is not finite")
        wrong = np.flatnonzero(((rows[:, :3] < 0) | (rows[:, :3] >= len(vertices))).any(1))[:1].tolist()
        if wrong:
            raise BadInput(
                self.name, f"{place} triangle {wrong[0]}", f"names a vertex outside the {len(vertices)} there are"
            )
        moved = vertices @ matrix[:3] + matrix[3]
        faces = rows[:, :3].astype(np.int32)
        if np.linalg.det(matrix[:3]) < 0:
            faces, rows = faces[:, [0, 2, 1]], rows[:, [0, 1, 2, 3, 5, 4]]
        materials, numbers, uvs, uv_faces = self._looks(place, found, rows)
        return Mesh(moved, np.ascontiguousarray(faces), uvs, uv_faces, None, numbers, materials)

    def _looks(self, place: str, found: _Object, rows: Any) -> tuple[tuple[Material, ...], Any, Any, Any]:
        """Return materials, the number of each triangle's, and texture coordinates; of a triangle with three colours the first."""
        materials, numbers = [GREY], np.zeros(len(rows), np.int32)
        coordinates: list[Any] = []
        uv_faces = np.full((len(rows), 3), -1, np.int32)
        groups = np.array(found.groups)
        for group in sorted(set(found.groups)):
            mine = np.flatnonzero(groups == group)
            index = rows[mine, 3:]
            held = self.model.colours.get(group) or self.model.coordinates.get(group)
            count = len(held) // (2 if group in self.model.coordinates else 1) if held else 0
            if group and held is not None and ((index < 0) | (index >= count)).any():
                raise BadInput(self.name, place, f"names a property outside the {count} of group {group[:20]}")
            if group in self.model.colours and count:
                numbers[mine] = len(materials) + index[:, 0]
                materials += [Material("", colour) for colour in self.model.colours[group]]
            elif group in self.model.coordinates and count:
                uv_faces[mine] = index + sum(map(len, coordinates))
                coordinates.append(np.array(held, np.float32).reshape(-1, 2))
                numbers[mine] = len(materials)
                materials.append(Material("", (255, 255, 255), self.textures.get(self.model.texture_of[group])))
        if not coordinates:
            return tuple(materials), numbers, None, None
        uvs = np.concatenate(coordinates)
        uvs[:, 1] = 1 - uvs[:, 1]
        return tuple(materials), numbers, uvs, uv_faces
