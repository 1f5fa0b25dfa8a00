"""Strict readers: bytes from strangers in, `Mesh` out, or BadInput with file, place and rule. Numpy only; counts are
believed after they were checked.

Positions come as float64; every corner index is in range; every coordinate is finite.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Mesh
from media_pipeline.readers.files import Upload

FORMATS = (".obj", ".ply", ".stl", ".glb", ".gltf")


def read(name: str, upload: Upload) -> Mesh:
    """Return the mesh in the uploaded file `name`; textures it names are noted in `upload`. Raises BadInput."""
    from media_pipeline.readers import gltf, obj, ply, stl

    readers: dict[str, Callable[[str, Upload], Mesh]] = {
        ".obj": obj.read, ".ply": ply.read, ".stl": stl.read, ".glb": gltf.read, ".gltf": gltf.read
    }  # fmt: skip
    suffix = Path(name).suffix.lower()
    if suffix not in readers:
        raise BadInput(name, "", f"this is not one of the accepted formats: {', '.join(FORMATS)}, or a zip of them")
    mesh = readers[suffix](name, upload)
    if not len(mesh.faces):
        raise BadInput(name, "", "the file holds no triangle")
    return mesh
