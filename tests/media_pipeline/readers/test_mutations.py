"""Valid files with bytes changed, dropped or doubled: every reader answers with a sound mesh or with BadInput, never with anything else."""

from __future__ import annotations

import base64
import io
import json
import shutil
import struct
import zipfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from media_pipeline.clouds.cloud import Cloud
from media_pipeline.errors import BadInput
from media_pipeline.mesh import Mesh
from media_pipeline.pictures import opening
from media_pipeline.readers import read, read_either
from media_pipeline.readers.files import Upload
from media_pipeline.recipes import IntakeLimits
from media_pipeline.stages import Desk, intake
from tests.media_pipeline.clouds import wall, write_ply
from tests.media_pipeline.hostile import packed_files
from tests.media_pipeline.shapes import glb, gltf_document, ply_header
from tests.media_pipeline.xml_files import collada, model, package

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
WHOLE = SQUARE + struct.pack("<6H", 0, 1, 2, 0, 2, 3)
INLINE = INDEXED | {"buffers": [{"byteLength": 60, "uri": "data:;base64," + base64.b64encode(WHOLE).decode()}]}
TWISTED = np.frombuffer(SQUARE, "<f4").astype(">f4").tobytes()
VALID = {
    "a.obj": b"mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 1 1\nusemtl s\nf 1/1 2/2 3/3\nf 1//1 3//1 4//1\nf -1 -2 -3\n",
    "b.ply": ply_header(4, 2) + SQUARE + struct.pack("<B3iB3i", 3, 0, 1, 2, 3, 0, 2, 3),
    "c.ply": ply_header(4, 2, form="ascii") + b"0 0 0\n1 0 0\n1 1 0\n0 1 0\n4 0 1 2 3\n3 0 1 2\n",
    "d.stl": bytes(80) + struct.pack("<I", 1) + struct.pack("<12fH", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0),
    "e.stl": b"solid k\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\nendsolid k\n",
    "f.glb": glb(INDEXED, WHOLE),
    "g.gltf": json.dumps(INLINE).encode(),
    "h.ply": ply_header(4, 2, form="binary_big_endian") + TWISTED + struct.pack(">B3iB3i", 3, 0, 1, 2, 3, 0, 2, 3),
    "j.3mf": package(model()),
    "k.dae": collada().encode(),
    "i.ply": ply_header(4, 2) + SQUARE + struct.pack("<B3iB4i", 3, 0, 1, 2, 4, 0, 1, 2, 3),
}
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["set", "drop", "double", "cut", "huge"]),
        st.integers(0, 60_000),
        st.integers(1, 12),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=4,
)
BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def zipped() -> bytes:
    """A zip of a stored and a deflated mesh."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("石垣/a.obj", VALID["a.obj"])
        archive.writestr("d.stl", VALID["d.stl"], zipfile.ZIP_STORED)
    return file.getvalue()


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
@given(changes=CHANGES)
@BOUNDED
def test_changed_file_is_read_or_refused(name: str, changes, tmp_path: Path):
    found = outcome(name, mutated(VALID[name], changes), tmp_path)
    assert is_refusal(found) or is_sound(found)


@pytest.mark.parametrize("part", ["whole", "body"])
@given(changes=CHANGES)
@BOUNDED
def test_changed_compressed_geometry_is_read_or_refused(part: str, changes, tmp_path: Path):
    whole = packed_files.packed_by_gltfpack()
    start = 20 + struct.unpack_from("<I", whole, 12)[0] + 8
    if part == "whole":
        data = mutated(whole, changes)
    else:  # only the compressed bytes, so that the container never hides them
        data = whole[:start] + mutated(whole[start:], changes)[: len(whole) - start].ljust(len(whole) - start, b"\0")
    found = outcome("a.glb", data, tmp_path)
    assert is_refusal(found) or is_sound(found)


@given(changes=CHANGES)
@BOUNDED
def test_changed_zip_is_unpacked_or_refused(changes, tmp_path: Path):
    out = tmp_path / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    source = tmp_path / "scan.zip"
    source.write_bytes(mutated(zipped(), changes))
    desk = Desk({}, out, tmp_path, {"input": str(source), "limits": asdict(IntakeLimits())}, lambda *_: None)
    try:
        found = intake.run(desk)
    except BadInput as refused:
        assert refused.rule
        return
    assert found["meshes"]
    assert {p.name for p in tmp_path.iterdir()} == {"out", "scan.zip"}


@given(changes=CHANGES)
@BOUNDED
def test_changed_cloud_is_read_or_refused(changes, tmp_path: Path):
    write_ply(tmp_path / "wall.ply", wall(40))
    (tmp_path / "wall.ply").write_bytes(mutated((tmp_path / "wall.ply").read_bytes(), changes))
    try:
        found = read_either("wall.ply", Upload(tmp_path, tmp_path))
    except BadInput as refused:
        assert is_refusal(refused)
        return
    if isinstance(found, Cloud):
        assert len(found.positions) and np.isfinite(found.positions).all()
        assert found.normals is None or np.isfinite(found.normals).all()
        assert found.colours is None or found.colours.shape == found.positions.shape


LIMITS = opening.Limits(pixels=10**6, side=2000, whole_mb=100)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG"])
@given(changes=CHANGES)
@BOUNDED
def test_changed_picture_is_opened_or_refused(kind: str, changes, tmp_path: Path):
    whole = io.BytesIO()
    Image.linear_gradient("L").resize((40, 30)).convert("RGB").save(whole, kind)
    (tmp_path / "ezu").write_bytes(mutated(whole.getvalue(), changes))
    try:
        with opening.opened(tmp_path / "ezu", "ezu", limits=LIMITS, background="ffffff") as found:
            bands = list(found.bands)
    except BadInput as refused:
        assert is_refusal(refused)
        return
    assert found.mode in ("L", "RGB") and {band.mode for band in bands} == {found.mode}
    assert {band.width for band in bands} == {found.size[0]} and sum(band.height for band in bands) == found.size[1]


def test_changed_draco_is_read_or_refused(tmp_path: Path):
    pytest.importorskip("DracoPy")
    whole = packed_files.with_draco_data(packed_files.draco())
    start = 20 + struct.unpack_from("<I", whole, 12)[0] + 8
    found = []
    for number, at in enumerate(range(start, len(whole), max(1, (len(whole) - start) // 60))):
        data = whole[:at] + bytes([whole[at] ^ (1 << number % 8)]) + whole[at + 1 :]
        found.append(outcome(f"{number:03d}.glb", data, tmp_path))
    assert all(is_refusal(one) or is_sound(one) for one in found)
    assert {isinstance(one, Mesh) for one in found} == {True, False}, "some changes must be noticed, some harm nothing"


@pytest.mark.parametrize("name", VALID)
def test_file_that_nobody_changed_is_read(name: str, tmp_path: Path):
    found = outcome(name, VALID[name], tmp_path)
    assert isinstance(found, Mesh) and is_sound(found) and len(found.faces) > 0


def outcome(name: str, data: bytes, folder: Path) -> Mesh | BadInput:
    """Return what reading `data` ends in; anything but these two is raised."""
    root, textures = folder / "upload", folder / "textures"
    root.mkdir(exist_ok=True)
    textures.mkdir(exist_ok=True)
    (root / name).write_bytes(data)
    try:
        return read(name, Upload(root, textures))
    except BadInput as refused:
        return refused


def is_refusal(found: Mesh | BadInput) -> bool:
    """Whether it is a refusal with a rule, on one line."""
    return isinstance(found, BadInput) and bool(found.rule) and "\n" not in str(found)


def is_sound(found: Mesh | BadInput) -> bool:
    """Whether it is a mesh whose numbers are all finite and whose indices are all in range."""
    if not isinstance(found, Mesh) or not np.isfinite(found.positions).all():
        return False
    uvs = found.uv_faces is None or (found.uv_faces.max() < len(found.uvs) and np.isfinite(found.uvs).all())
    inside = found.faces.min() >= 0 and found.faces.max() < len(found.positions)
    return bool(inside and uvs and found.face_material.max() < len(found.materials))
