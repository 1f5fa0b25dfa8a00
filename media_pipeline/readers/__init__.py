"""Strict readers: bytes from strangers in, `Mesh` out, or BadInput with file, place and rule. Numpy only; counts are
believed after they were checked.

Positions come as float64; every corner index is in range; every coordinate is finite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from media_pipeline.clouds.cloud import Cloud
from media_pipeline.errors import BadInput
from media_pipeline.mesh import Mesh
from media_pipeline.readers.files import Upload

FORMATS = (".obj", ".ply", ".stl", ".glb", ".gltf", ".3mf", ".dae")
MAX_COORDINATE = 1_000_000


def read(name: str, upload: Upload) -> Mesh:
    """Return the mesh in the uploaded file `name`; textures it names are noted in `upload`. Raises BadInput."""
    found = read_either(name, upload)
    if isinstance(found, Cloud):
        raise BadInput(name, "", "this is a cloud of points without faces, not a mesh")
    return found


def read_either(name: str, upload: Upload) -> Mesh | Cloud:
    """Return the mesh or the cloud of points in the uploaded file `name`. Raises BadInput."""
    from media_pipeline.readers import dae, gltf, obj, ply, stl, three_mf

    readers: dict[str, Callable[[str, Upload], Mesh | Cloud]] = {
        ".obj": obj.read, ".ply": ply.read, ".stl": stl.read, ".glb": gltf.read, ".gltf": gltf.read,
        ".3mf": three_mf.read, ".dae": dae.read,
    }  # fmt: skip
    suffix = Path(name).suffix.lower()
    if suffix not in readers:
        raise BadInput(name, "", f"this is not one of the accepted formats: {', '.join(FORMATS)}, or a zip of them")
    try:
        with np.errstate(all="ignore"):  # what overflows is found by the checks
            mesh = readers[suffix](name, upload)
    except MemoryError:
        raise BadInput(name, "", "the mesh needs more memory than reading may use; send it in parts") from None
    if isinstance(mesh, Cloud):
        return mesh
    if not len(mesh.faces):
        raise BadInput(name, "", "the file holds no triangle")
    if mesh.uvs is not None and not bool((np.abs(mesh.uvs) <= MAX_COORDINATE).all()):
        raise BadInput(name, "", f"a texture coordinate is not finite or beyond {MAX_COORDINATE:,} repetitions")
    return replace(mesh, materials=tuple(replace(row, name=_plain(row.name)) for row in mesh.materials))


def _plain(text: str) -> str:
    """Return `text` as it can be written down: JSON may hold halves of characters."""
    return text.encode("utf-8", "replace").decode()[:200]
