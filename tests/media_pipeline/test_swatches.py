"""Some places of a large mesh stand for the whole: they lie all over it, and say beforehand what its atlas bears."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.geometry import kept_uv, swatches, topology, weld
from media_pipeline.mesh import Material, Mesh
from tests.media_pipeline.shapes import sphere

pytestmark = pytest.mark.pipeline


def body(strip: int) -> Mesh:
    """A rough body of 38,000 triangles whose atlas is cut after every `strip` rows."""
    rows, columns = 96, 200
    positions, faces, uvs = sphere(rows, columns, ripple=0.05)
    joined, joined_faces = weld.weld(positions.round(6).astype(np.float32), faces)
    joined = joined * (1 + 0.003 * np.random.default_rng(7).standard_normal((len(joined), 1))).astype(np.float32)
    band = np.tile(np.repeat(np.arange(rows) // strip, columns), 2)
    corners = np.stack([faces.reshape(-1), np.repeat(band, 3)], 1).astype(np.int32)
    first, inverse = weld.unique_rows(corners)
    placed = uvs[corners[first, 0]] * [1, 0.9]
    placed[:, 1] += 0.1 * corners[first, 1] / (rows // strip)
    good = ~topology.degenerate(joined, joined_faces)
    return Mesh(
        joined,
        joined_faces[good],
        uvs=placed.astype(np.float32),
        uv_faces=inverse.reshape(-1, 3)[good],
        face_material=np.zeros(good.sum(), np.int32),
        materials=(Material("", texture="000.png"),),
    )


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(swatches, "WHOLE", 10_000)
    monkeypatch.setattr(kept_uv, "LEAST", 300)


def test_a_mesh_of_usual_size_stands_for_itself():
    mesh = body(96)
    found = swatches.swatches(mesh.positions, mesh.faces)
    assert found.whole
    assert found.triangles.all()
    assert found.inside(mesh.positions).all()


@pytest.mark.usefixtures("large")
def test_places_hold_about_a_tenth_and_what_lies_well_within_them_is_seen():
    mesh = body(96)
    found = swatches.swatches(mesh.positions, mesh.faces)
    assert 0.05 < found.triangles.mean() <= 0.13
    seen = found.inside(mesh.positions)
    assert 0 < seen.sum() < len(np.unique(mesh.faces[found.triangles]))
    assert np.isin(mesh.faces[found.triangles], np.flatnonzero(seen)).any()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(("strip", "bears"), [(96, True), (2, False)])
def test_places_say_of_an_atlas_what_the_whole_then_shows(strip, bears, monkeypatch):
    mesh, target = body(strip), 4000
    places = kept_uv.Yardstick(mesh)
    assert places.promises(target) is bears
    monkeypatch.undo()
    found, plain = kept_uv.simplified(mesh, target), kept_uv.to_count(mesh.positions, mesh.faces, target)
    assert found is not None
    assert kept_uv.Yardstick(mesh).true_enough(found, plain) is bears
    assert places.true_enough(found, plain) is bears
