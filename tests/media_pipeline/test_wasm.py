"""The two vendored modules: verified, and doing what their hosts promise."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline import wasm
from media_pipeline.encode import glb
from media_pipeline.errors import StageFault
from media_pipeline.geometry import weld
from media_pipeline.geometry.render_mesh import build
from media_pipeline.wasm import gltfpack, simplifier
from tests.media_pipeline.shapes import glb as raw_glb
from tests.media_pipeline.shapes import gltf_document, sphere


def welded_sphere():
    positions, faces, _ = sphere(40, 80, ripple=0.03)
    return weld.weld(positions.astype(np.float32), faces)


def test_module_that_was_changed_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "simplifier.wasm").write_bytes((wasm.FOLDER / "simplifier.wasm").read_bytes() + b"\0")
    monkeypatch.setattr(wasm, "FOLDER", tmp_path)
    wasm.versions()
    with pytest.raises((StageFault, FileNotFoundError), match=r"SHA-256|modules"):
        wasm.module_bytes("simplifier.wasm")


def test_each_module_has_origin_version_and_licence():
    assert wasm.versions() == {"decoder.wasm": "1.3.0", "gltfpack.wasm": "1.3.0", "simplifier.wasm": "1.3.0"}
    assert "MIT License" in (wasm.FOLDER / "LICENSE.txt").read_text()


def test_simplifying_keeps_the_shape():
    positions, faces = welded_sphere()
    result = simplifier.simplify_with_update(positions, faces, 1000)
    assert 900 <= len(result.faces) <= 1000
    assert result.faces.max() < len(positions)
    used = result.positions[np.unique(result.faces)]
    assert abs(np.linalg.norm(used, axis=1) - 1).max() < 0.06


def test_simplifying_twice_gives_the_same():
    positions, faces = welded_sphere()
    first, second = (simplifier.simplify_with_update(positions, faces, 500) for _ in range(2))
    assert np.array_equal(first.faces, second.faces)
    assert np.array_equal(first.positions, second.positions)


def test_sloppy_meets_counts_that_topology_forbids():
    positions, faces = welded_sphere()
    loose = positions[faces].reshape(-1, 3)
    found = simplifier.simplify_sloppy(loose, np.arange(len(loose), dtype=np.int32).reshape(-1, 3), 300)
    assert 0 < len(found) <= 300


def test_corner_out_of_range_never_reaches_the_module():
    positions, faces = welded_sphere()
    faces = faces.copy()
    faces[7, 1] = len(positions)
    with pytest.raises(StageFault, match="outside"):
        simplifier.simplify_with_update(positions, faces, 100)


def test_mesh_too_large_for_the_module_is_refused_before():
    big = np.broadcast_to(np.zeros((1, 3), np.float32), (40_000_000, 3))
    with pytest.raises(StageFault, match="MiB"):
        simplifier.simplify_with_update(big, np.zeros((1, 3), np.int32), 1)


def packed(data: bytes) -> bytes:
    return gltfpack.pack({"in.glb": data}, ["-i", "in.glb", "-o", "out.glb", "-c"])["out.glb"]


def test_packing_shrinks_a_mesh_and_keeps_its_triangles():
    positions, faces, uvs = sphere(60, 90)
    mesh = build(positions.astype(np.float32), faces, uvs.astype(np.float32), faces)
    plain = glb.plain(mesh, [], name="sphere")
    small = packed(plain)
    assert len(small) < 0.4 * len(plain)
    assert "EXT_meshopt_compression" in glb.document_of(small)["extensionsRequired"]


def test_packing_twice_gives_the_same_bytes():
    data = raw_glb(gltf_document())
    assert packed(data) == packed(data)


@pytest.mark.parametrize("uri", ["../secret.bin", "a/b.bin", "/etc/passwd", "..\\secret.bin", "%2e%2e/secret.bin"])
def test_packer_reaches_no_file_outside(uri):
    import json

    document = json.dumps(gltf_document(buffers=[{"byteLength": 36, "uri": uri}])).encode()
    with pytest.raises(StageFault, match="refused"):
        gltfpack.pack({"in.gltf": document, "secret.bin": bytes(36)}, ["-i", "in.gltf", "-o", "out.glb"])


def test_missing_picture_is_a_fault_although_the_packer_shrugs():
    import json

    document = gltf_document(buffers=[{"byteLength": 36, "uri": "b.bin"}], images=[{"uri": "wall.png"}], textures=[{"source": 0}],
                             materials=[{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}])  # fmt: skip
    document["meshes"][0]["primitives"][0]["material"] = 0
    with pytest.raises(StageFault, match=r"wall\.png"):
        gltfpack.pack(
            {"in.gltf": json.dumps(document).encode(), "b.bin": bytes(36)}, ["-i", "in.gltf", "-o", "out.glb"]
        )


def test_packer_out_of_memory_is_a_fault():
    positions, faces, uvs = sphere(60, 90)
    data = glb.plain(build(positions.astype(np.float32), faces, uvs.astype(np.float32), faces), [], name="sphere")
    with pytest.raises(StageFault):
        gltfpack.pack({"in.glb": data}, ["-i", "in.glb", "-o", "out.glb", "-c"], memory_bytes=1 << 18)
