"""Valid files with bytes changed, dropped or doubled: every reader answers with a sound mesh or with BadInput, never with anything else."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_pipeline.errors import BadInput
from media_pipeline.readers import read
from media_pipeline.readers.files import Upload
from tests.media_pipeline.shapes import glb, gltf_document, ply_header

SQUARE = struct.pack("<12f", 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0)
INDEXED = gltf_document(
    buffers=[{"byteLength": 60}],
    bufferViews=[{"buffer": 0, "byteLength": 48}, {"buffer": 0, "byteOffset": 48, "byteLength": 12}],
    accessors=[
        {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3"},
        {"bufferView": 1, "componentType": 5123, "count": 6, "type": "SCALAR"},
    ],
    meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
)
VALID = {
    "a.obj": b"mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nusemtl s\nf 1/1 2/2 3/3\nf 1//1 3//1 4//1\nf -1 -2 -3\n",
    "b.ply": ply_header(4, 2) + SQUARE + struct.pack("<B3iB3i", 3, 0, 1, 2, 3, 0, 2, 3),
    "c.ply": ply_header(4, 2, form="ascii") + b"0 0 0\n1 0 0\n1 1 0\n0 1 0\n4 0 1 2 3\n3 0 1 2\n",
    "d.stl": bytes(80) + struct.pack("<I", 1) + struct.pack("<12fH", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0),
    "e.stl": b"solid k\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid k\n",
    "f.glb": glb(INDEXED, SQUARE + struct.pack("<6H", 0, 1, 2, 0, 2, 3)),
}


def mutated(data: bytes, changes: list[tuple[str, int, int, int]]) -> bytes:
    for kind, where, length, value in changes:
        at = where % (len(data) + 1)
        match kind:
            case "set":
                data = data[:at] + bytes([value]) + data[at + 1 :]
            case "drop":
                data = data[:at] + data[at + length :]
            case "double":
                data = data[:at] + data[at : at + length] + data[at:]
            case "cut":
                data = data[:at]
            case "huge":
                data = data[:at] + struct.pack("<I", 0xFFFFFFF0 + value % 16) + data[at + 4 :]
    return data


@pytest.mark.parametrize("name", VALID)
@given(
    changes=st.lists(
        st.tuples(
            st.sampled_from(["set", "drop", "double", "cut", "huge"]),
            st.integers(0, 2000),
            st.integers(1, 12),
            st.integers(0, 255),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_file_is_read_or_refused(name: str, changes, tmp_path: Path):
    root, textures = tmp_path / "upload", tmp_path / "textures"
    root.mkdir(exist_ok=True)
    textures.mkdir(exist_ok=True)
    (root / name).write_bytes(mutated(VALID[name], changes))
    try:
        mesh = read(name, Upload(root, textures))
    except BadInput as refused:
        assert refused.rule
        assert "\n" not in str(refused)
        return
    assert np.isfinite(mesh.positions).all()
    assert mesh.faces.min() >= 0
    assert mesh.faces.max() < len(mesh.positions)
    assert len(mesh.materials) > mesh.face_material.max()
    if mesh.uv_faces is not None:
        assert mesh.uv_faces.max() < len(mesh.uvs)
