"""What the manifest says of each derivative: every figure is there, keeps the schema, and is that of the file."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import numpy as np
import pytest

from media_pipeline import manifest
from media_pipeline.encode import glb
from media_pipeline.geometry.render_mesh import RenderMesh
from tests.media_pipeline.judges.conftest import Delivered

pytestmark = pytest.mark.pipeline

ERRORS = ("rms", "p99", "hausdorff")


def rows(delivered: Delivered) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = delivered.manifest["derivatives"]
    assert len(found) > 10
    return found


def test_manifest_keeps_its_schema(delivered: Delivered) -> None:
    jsonschema.validate(delivered.manifest, json.loads(manifest.SCHEMA.read_text("utf-8")))


def test_error_stands_in_metres_and_per_cent_of_the_diagonal(delivered: Delivered) -> None:
    for row in rows(delivered):
        error = row["error"]
        assert 0 <= error["rms"] <= error["p99"] <= error["hausdorff"]
        diagonal = float(np.linalg.norm(np.subtract(*row["bbox"])))
        for name in ERRORS:
            assert error[f"{name}_pct"] == pytest.approx(100 * error[name] / diagonal, rel=0.05, abs=1e-4)


def test_likeness_is_told_lit_and_unlit(delivered: Delivered) -> None:
    for row in rows(delivered):
        assert 5 < row["image"]["psnr_lit_min"] <= row["image"]["psnr_lit_mean"] <= 99
        assert 5 < row["image"]["psnr_albedo"] <= 99


def test_sizes_and_memory_are_those_of_the_file(delivered: Delivered) -> None:
    for row in rows(delivered):
        assert row["bytes"] == (delivered.folder / row["uri"]).stat().st_size
        assert row["texels_per_metre"] > 0
        maps = sum(picture["gpu_bytes"] for picture in row["maps"])
        assert row["gpu_bytes_estimate"] == row["gpu_bytes_geometry"] + maps
        assert maps >= max(picture["size"] for picture in row["maps"]) ** 2 // 2
        assert row["gpu_bytes_geometry"] >= 8 * row["vertices"] + 6 * row["triangles"]
        assert row["draw_calls"] == 1


def test_packed_positions_say_what_they_are_rounded_to(delivered: Delivered) -> None:
    for row in rows(delivered):
        packed = row["format"] in {"glb-meshopt", "glb-ktx2"}
        assert (0 < row["position_step_m"] <= 0.001) == packed
        assert ("KHR_mesh_quantization" in row["extensions_required"]) == packed


@pytest.mark.parametrize(("size", "bits"), [(4.0, 14), (24.0, 15), (60.0, 16), (400.0, 16)])
def test_large_things_are_rounded_no_coarser_as_long_as_there_are_bits(size: float, bits: int) -> None:
    flat = np.array([[0, 0, 0], [size, 0, 0], [0, 1, 0]], np.float32)
    mesh = RenderMesh(flat, flat, flat[:, :2], np.array([[0, 1, 2]], np.int32))
    assert glb.position_bits(mesh) == bits
    assert glb.position_step(mesh) == pytest.approx(size / (2**bits - 1))


def test_tiles_say_how_many_how_deep_and_how_heavy(delivered: Delivered) -> None:
    found = delivered.manifest["tiles"]
    files = list((delivered.folder / "tiles").glob("*.glb"))
    assert found["count"] == len(files)
    assert found["largest_bytes"] == max(path.stat().st_size for path in files)
    assert found["bytes"] > sum(path.stat().st_size for path in files)
    assert 1 < found["depth"] < 6
    assert 1 < found["finest"]["count"] < found["count"]
    assert found["finest"]["gpu_bytes_estimate"] > found["finest"]["count"] * 16**2 * 4
