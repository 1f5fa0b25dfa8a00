"""STL, binary and ascii: triangles only, no colour, no units."""

from __future__ import annotations

import numpy as np

from media_pipeline.errors import BadInput
from media_pipeline.mesh import NEUTRAL, Doubles, Material, Mesh
from media_pipeline.readers.files import Upload
from media_pipeline.readers.numbers import floats

RECORD = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
HEADER = 84


def read(name: str, upload: Upload) -> Mesh:
    """Return the mesh in the STL file `name`, every triangle with corners of its own. Raises BadInput with byte, facet
    or line.
    """
    data = upload.path(name).read_bytes()
    count = int.from_bytes(data[80:84], "little")
    is_text = data[:5].lower() == b"solid" and len(data) != HEADER + count * RECORD.itemsize
    corners = _ascii(name, data) if is_text else _binary(name, data, count)
    if wrong := np.flatnonzero(~np.isfinite(corners).all((1, 2)))[:1].tolist():
        raise BadInput(name, f"facet {wrong[0]}", "a corner is not finite")
    faces = np.arange(3 * len(corners), dtype=np.int32).reshape(-1, 3)
    return Mesh(
        corners.reshape(-1, 3), faces, face_material=np.zeros(len(faces), np.int32), materials=(Material("", NEUTRAL),)
    )


def _binary(name: str, data: bytes, count: int) -> Doubles:
    if len(data) < HEADER:
        raise BadInput(name, "", "this is not an STL file: it is shorter than the header")
    if HEADER + count * RECORD.itemsize > len(data):
        raise BadInput(
            name, "byte 80", f"{count} facets are announced, the file holds {(len(data) - HEADER) // RECORD.itemsize}"
        )
    return np.frombuffer(data, RECORD, count, HEADER)["corners"].astype(np.float64)


def _ascii(name: str, data: bytes) -> Doubles:
    lines = data.split(b"\n")
    numbers = [i for i, line in enumerate(lines) if line.lstrip()[:6].lower() == b"vertex"]
    text = b"\n".join(lines[i].split(None, 1)[-1] for i in numbers)
    if b"endsolid" not in data[-200:].lower():
        raise BadInput(name, f"line {len(lines)}", "the file ends without 'endsolid'")
    values = floats(np.frombuffer(text, np.uint8), 3 * len(numbers))
    if values is None:
        for i in numbers:
            words = lines[i].split()[1:]
            if len(words) != 3 or floats(np.frombuffer(b" ".join(words), np.uint8), 3) is None:
                raise BadInput(name, f"line {i + 1}", "a vertex is not three finite numbers")
    if values is None or len(numbers) % 3:
        raise BadInput(name, f"line {len(lines)}", "a facet has not three corners")
    return values.reshape(-1, 3, 3)
