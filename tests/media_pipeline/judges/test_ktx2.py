"""Maps for headsets: what Basis Universal's own encoder writes is what glTF takes, and without one WebP stands in."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline.encode import glb, ktx2, maps
from media_pipeline.errors import StageFault
from media_pipeline.stages import Desk, encode
from tests import node
from tests.media_pipeline.judges.conftest import ENCODER, Delivered

pytestmark = pytest.mark.pipeline


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    node.node()
    if not os.access(ENCODER, os.X_OK):
        pytest.skip("npm brings the encoder for Linux on x86-64 here")
    monkeypatch.setenv("PATH", str(ENCODER.parent))


def stones(side: int) -> Image.Image:
    random = np.random.default_rng(5)
    blocks = random.integers(60, 200, (side // 8, side // 8, 3), np.uint8)
    return Image.fromarray(np.kron(blocks, np.ones((8, 8, 1), np.uint8)))


@pytest.mark.parametrize("kind", ["colour", "normal", "occlusion"])
def test_encoder_writes_what_gltf_takes(encoder: None, tmp_path: Path, kind: str) -> None:
    image = stones(64) if kind != "occlusion" else stones(64).convert("L")
    data = ktx2.encode(image, kind, tmp_path, quality=80)
    width, levels = struct.unpack_from("<I", data, 20)[0], struct.unpack_from("<I", data, 40)[0]
    assert (width, levels) == (64, 7)
    with pytest.raises(StageFault, match=r"sRGB|linear"):
        ktx2.check(data, side=64, linear=kind == "colour")
    with pytest.raises(StageFault, match="64 x 64"):
        ktx2.check(data, side=128, linear=kind != "colour")
    with pytest.raises(StageFault, match="no KTX2"):
        ktx2.check(b"RIFF" + data[4:], side=64, linear=True)


def test_headset_files_hold_ktx2_and_say_what_it_takes(encoder: None, delivered: Delivered) -> None:
    rows = [row for row in delivered.manifest["derivatives"] if row["profile"] == "vr-headset"]
    assert [row["format"] for row in rows] == ["glb-ktx2", "glb-ktx2"]
    for row in rows:
        assert "KHR_texture_basisu" in row["extensions_required"]
        for picture in row["maps"]:
            assert picture["format"] == "image/ktx2"
            assert picture["gpu_bytes"] <= picture["size"] ** 2 * 4 / 3
        assert row["gpu_bytes_estimate"] == row["gpu_bytes_geometry"] + sum(p["gpu_bytes"] for p in row["maps"])
        assert row["headset"]["triangles"] == pytest.approx(row["triangles"] / 300_000, abs=1e-3)
        assert row["headset"]["draw_calls"] == 0.01
    assert delivered.manifest["provenance"]["tools"]["ktx2"] == "basisu"


def test_without_an_encoder_the_maps_are_webp_and_the_manifest_says_so(
    delivered: Delivered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    data, notes = _encoded(tmp_path)
    assert "EXT_texture_webp" in glb.document_of(data)["extensionsRequired"]
    assert len(notes) == 1
    assert "its maps are WebP" in notes[0]


def test_encoder_that_fails_ends_the_stage_with_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "basisu"
    program.write_text("#!/bin/sh\necho out of memory >&2\nexit 3\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StageFault, match="basisu ended with 3: out of memory"):
        ktx2.encode(stones(64), "colour", tmp_path, quality=80)


def _encoded(folder: Path) -> tuple[bytes, list[str]]:
    """Encode a square with one small map as the recipe `vr` asks."""
    from media_pipeline import recipes
    from media_pipeline.geometry.render_mesh import RenderMesh

    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)
    for name in ("unwrap", "bake", "out", "tmp"):
        (folder / name).mkdir()
    mesh = RenderMesh(square, np.tile(np.float32([0, 0, 1]), (4, 1)), square[:, :2], np.int32([[0, 1, 2], [0, 2, 3]]))
    mesh.save(folder / "unwrap" / "near.npz")
    np.save(folder / "bake" / "near-colour.npy", np.asarray(stones(64)))
    assert maps.load(folder / "bake", "near").keys() == {"colour"}
    row = {name: getattr(recipes.load("vr").derivatives[0], name) for name in recipes.Derivative.__slots__}
    inputs = {name: folder / name for name in ("unwrap", "bake")}
    desk = Desk(inputs, folder / "out", folder / "tmp", {"derivatives": [row], "board": None}, lambda share, note: None)
    found = json.loads(json.dumps(encode.run(desk)))
    return (folder / "out" / "near.glb").read_bytes(), found["notes"]
