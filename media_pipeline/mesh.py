"""The one in-memory form of a triangle mesh, and its file.

Positions and texture coordinates are indexed apart (as in OBJ): `faces` is the topology that is simplified and
measured, `uv_faces` says where a triangle's colours lie. Readers produce it, every later stage takes it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

MEMBERS = ("positions", "faces", "uvs", "uv_faces", "colours", "face_material", "filled")
NEUTRAL = (200, 196, 188)
FILLED = "filled"
"""Name of the material of covered holes that are tinted."""


@dataclass(frozen=True, slots=True)
class Material:
    """How a surface is coloured: sRGB bytes, multiplied by the texture (a file beside the mesh) if there is one."""

    name: str
    colour: tuple[int, int, int] = (255, 255, 255)
    texture: str | None = None


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles with optional texture coordinates and vertex colours.

    positions (n, 3) float64 from the readers, float32 once recentred. faces (m, 3) int32 into positions. uvs (k, 2)
    float32, v down as in glTF, and uv_faces (m, 3) int32 into them, -1 where a triangle has none. colours (n, 3) uint8
    sRGB. face_material (m,) int32 into materials. filled (m,): triangles that repair put over holes.
    """

    positions: Floats | Doubles
    faces: Ints
    uvs: Floats | None = None
    uv_faces: Ints | None = None
    colours: Bytes | None = None
    face_material: Ints | None = None
    materials: tuple[Material, ...] = ()
    filled: Mask | None = None

    def select(self, keep: Mask) -> Mesh:
        """Return the mesh of the triangles where `keep` (m,) is true; vertices stay."""
        return replace(
            self,
            faces=self.faces[keep],
            uv_faces=None if self.uv_faces is None else self.uv_faces[keep],
            face_material=None if self.face_material is None else self.face_material[keep],
            filled=None if self.filled is None else self.filled[keep],
        )


def save(mesh: Mesh, folder: Path) -> None:
    """Write `mesh` to `folder` as mesh/MEMBER.npy (no pickles, and no archive, whose sums would be reckoned by every reader)
    and materials.json.
    """
    (folder / "mesh").mkdir(exist_ok=True)
    for name in MEMBERS:
        if (array := getattr(mesh, name)) is not None:
            np.save(folder / "mesh" / f"{name}.npy", array, allow_pickle=False)
    (folder / "materials.json").write_text(json.dumps([asdict(m) for m in mesh.materials], ensure_ascii=False), "utf-8")


def load(folder: Path) -> Mesh:
    """Read what `save` wrote."""
    files = {name: folder / "mesh" / f"{name}.npy" for name in MEMBERS}
    members = {name: np.load(path, allow_pickle=False) for name, path in files.items() if path.exists()}
    rows = json.loads((folder / "materials.json").read_text("utf-8"))
    materials = tuple(Material(row["name"], tuple(row["colour"]), row["texture"]) for row in rows)
    return Mesh(materials=materials, **members)


def merge(parts: list[Mesh]) -> Mesh:
    """Return all `parts` as one mesh, in their order; members that only some have are filled (no coordinates, white,
    first material).
    """
    if len(parts) == 1:
        return parts[0]
    vertex = np.cumsum([0, *(len(p.positions) for p in parts)])
    coordinate = np.cumsum([0, *(0 if p.uvs is None else len(p.uvs) for p in parts)])
    material = np.cumsum([0, *(len(p.materials) for p in parts)])
    has_uvs, has_colours = any(p.uvs is not None for p in parts), any(p.colours is not None for p in parts)
    return Mesh(
        positions=np.concatenate([p.positions.astype(np.float64) for p in parts]),
        faces=np.concatenate([p.faces + np.int32(vertex[i]) for i, p in enumerate(parts)]),
        uvs=np.concatenate([np.zeros((0, 2), np.float32) if p.uvs is None else p.uvs for p in parts])
        if has_uvs
        else None,
        uv_faces=np.concatenate([_moved_uv_faces(p, int(coordinate[i])) for i, p in enumerate(parts)])
        if has_uvs
        else None,
        colours=np.concatenate([_colours(p) for p in parts]) if has_colours else None,
        face_material=np.concatenate([_face_material(p) + np.int32(material[i]) for i, p in enumerate(parts)]),
        materials=tuple(m for p in parts for m in p.materials),
    )


def without_unused_materials(mesh: Mesh) -> Mesh:
    """Return `mesh` without the materials that no triangle has, as formats' defaults and large libraries leave them."""
    if mesh.face_material is None or not mesh.materials:
        return mesh
    used = np.bincount(mesh.face_material, minlength=len(mesh.materials)) > 0
    if used.all():
        return mesh
    number = (np.cumsum(used) - 1).astype(np.int32)
    kept = tuple(material for material, keep in zip(mesh.materials, used.tolist(), strict=True) if keep)
    return replace(mesh, materials=kept, face_material=number[mesh.face_material])


def _moved_uv_faces(part: Mesh, offset: int) -> Ints:
    if part.uv_faces is None:
        return np.full(part.faces.shape, -1, np.int32)
    return np.where(part.uv_faces < 0, np.int32(-1), part.uv_faces + np.int32(offset))


def _colours(part: Mesh) -> Bytes:
    return np.full((len(part.positions), 3), 255, np.uint8) if part.colours is None else part.colours


def _face_material(part: Mesh) -> Ints:
    return np.zeros(len(part.faces), np.int32) if part.face_material is None else part.face_material


def diagonal(positions: Floats | Doubles) -> float:
    """Length of the bounding box's diagonal, in the units of `positions`."""
    return float(np.linalg.norm(positions.max(0).astype(np.float64) - positions.min(0)))
