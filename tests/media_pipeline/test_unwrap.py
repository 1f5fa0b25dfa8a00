"""Atlases: kept where the source's is whole, otherwise new, never with two triangles on one spot."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.geometry import charts, kept_uv, topology, weld
from media_pipeline.mesh import Material, Mesh
from media_pipeline.stages import Desk, unwrap
from tests.media_pipeline.shapes import sphere

pytestmark = pytest.mark.pipeline


def ball(rows: int = 30, columns: int = 60):
    positions, faces, _ = sphere(rows, columns, ripple=0.1)
    positions, faces = weld.weld(positions.round(6).astype(np.float32), faces)
    return positions, faces[~topology.degenerate(positions, faces)]


def mapped_sphere(**changes) -> Mesh:
    positions, faces, uvs = sphere(40, 80, ripple=0.05)
    joined, joined_faces = weld.weld(positions.round(6).astype(np.float32), faces)
    good = ~topology.degenerate(joined, joined_faces)
    members = {
        "uvs": uvs.astype(np.float32),
        "uv_faces": faces[good],
        "face_material": np.zeros(good.sum(), np.int32),
        "materials": (Material("", texture="000.png"),),
    }
    return Mesh(joined, joined_faces[good], **members | changes)


def coverage(uvs, uv_faces) -> float:
    a, b, c = (uvs[uv_faces[:, k]] for k in range(3))
    e, f = b - a, c - a
    return float(np.abs(e[:, 0] * f[:, 1] - e[:, 1] * f[:, 0]).sum() / 2)


def test_own_charts_do_not_overlap_and_fill_a_good_part():
    positions, faces = ball()
    uvs, uv_faces = charts.unwrap(positions, faces, side=512)
    assert uv_faces.shape == faces.shape
    assert uvs.min() >= 0
    assert uvs.max() <= 1
    assert not kept_uv.overlaps(kept_uv.Mapped(positions, faces, uvs, uv_faces), share=0.002)
    assert 0.25 < coverage(uvs, uv_faces) < 1


def test_two_layers_facing_the_same_way_come_apart():
    positions, faces = ball()
    bowl = faces[positions[faces][:, :, 1].mean(1) < 0]
    both = np.concatenate([positions, positions * 0.7])
    layers = np.concatenate(
        [bowl, bowl + len(positions), [[bowl[0, 0], bowl[0, 0] + len(positions), bowl[0, 1]]]]
    ).astype(np.int32)
    uvs, uv_faces = charts.unwrap(both, layers, side=512)
    assert not kept_uv.overlaps(kept_uv.Mapped(both, layers, uvs, uv_faces), share=0.005)


def test_whole_atlas_is_worth_keeping_and_a_shredded_one_is_not():
    mesh = mapped_sphere()
    assert kept_uv.worth_trying(mesh)
    shredded = mapped_sphere(
        uvs=mesh.uvs[mesh.uv_faces].reshape(-1, 2), uv_faces=np.arange(mesh.faces.size, dtype=np.int32).reshape(-1, 3)
    )
    assert not kept_uv.worth_trying(shredded)
    assert not kept_uv.worth_trying(mapped_sphere(uvs=mesh.uvs * 3))
    assert not kept_uv.worth_trying(mapped_sphere(materials=(Material(""),)))


def test_kept_coordinates_still_say_where_a_point_was():
    mesh = mapped_sphere()
    found = kept_uv.simplified(mesh, 1500)
    assert found is not None
    assert abs(len(found.faces) - 1500) <= 15
    polar = np.arccos(np.clip(found.positions[:, 1] / np.linalg.norm(found.positions, axis=1), -1, 1))
    by_uv = (1 - found.uvs[found.uv_faces.reshape(-1), 1]) * np.pi
    assert np.percentile(np.abs(polar[found.faces.reshape(-1)] - by_uv), 95) < 0.08


def test_atlas_that_overlaps_is_not_kept():
    mesh = mapped_sphere()
    folded = mesh.uvs.copy()
    folded[:, 0] = np.minimum(folded[:, 0], 1 - folded[:, 0])
    assert kept_uv.simplified(mapped_sphere(uvs=folded), 1500) is None


def test_xatlas_out_of_time_gives_way_to_own_charts(tmp_path):
    positions, faces = ball()
    desk = Desk({}, tmp_path, tmp_path, {"atlas_seconds": 0.01}, lambda share, note: None)
    mesh, mode = unwrap.unwrapped(positions, faces, 256, desk)
    assert mode == "charts"
    assert len(mesh.faces) == len(faces)
    assert len(mesh.positions) < 2 * len(faces)


def test_xatlas_in_time_is_used(tmp_path):
    positions, faces = ball(12, 24)
    desk = Desk({}, tmp_path, tmp_path, {"atlas_seconds": 120}, lambda share, note: None)
    mesh, mode = unwrap.unwrapped(positions, faces, 256, desk)
    assert mode == "xatlas"
    assert np.allclose(mesh.positions[mesh.faces], positions[faces])
