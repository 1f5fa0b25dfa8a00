"""Tangents that files carry: square to the normal, along growing u, and of the side that the picture lies on."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.geometry.render_mesh import RenderMesh
from media_pipeline.geometry.tangent_space import with_tangents

UPWARD = np.array([[0, 0, 1]] * 4, np.float32)
SQUARE = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32)
FACES = np.array([[0, 1, 2], [0, 2, 3]], np.int32)


def square(uvs: list[list[float]]) -> RenderMesh:
    return RenderMesh(SQUARE, UPWARD, np.array(uvs, np.float32), FACES)


@pytest.mark.parametrize(
    ("uvs", "along", "side"),
    [
        ([[0, 1], [1, 1], [1, 0], [0, 0]], [1, 0, 0], 1),
        ([[1, 1], [0, 1], [0, 0], [1, 0]], [-1, 0, 0], -1),
        ([[0, 0], [0, 1], [1, 1], [1, 0]], [0, 1, 0], 1),
    ],
)
def test_picture_upright_mirrored_or_turned(uvs, along, side):
    mesh, tangents = with_tangents(square(uvs))
    assert len(mesh.positions) == 4
    assert tangents[:, :3] == pytest.approx(np.tile(along, (4, 1)))
    assert (tangents[:, 3] == side).all()


def test_vertex_between_mirrored_charts_becomes_two():
    """The two triangles share an edge, but on one the picture is mirrored at it."""
    mesh, tangents = with_tangents(square([[0, 1], [0.5, 0.5], [1, 1], [0.5, 0.5]]))
    assert len(mesh.positions) == 6
    assert len(np.unique(mesh.faces)) == 6
    assert set(tangents[mesh.faces[0], 3]) != set(tangents[mesh.faces[1], 3])
    assert np.array_equal(mesh.positions[mesh.faces], SQUARE[FACES])


def test_triangle_without_a_picture_gets_some_direction():
    mesh, tangents = with_tangents(square([[0.5, 0.5]] * 4))
    assert np.isfinite(tangents).all()
    assert np.linalg.norm(tangents[:, :3], axis=1) == pytest.approx(1)
    assert np.einsum("ij,ij->i", tangents[:, :3], mesh.normals) == pytest.approx(0, abs=1e-6)
