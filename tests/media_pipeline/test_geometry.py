"""Welding, normals, connectivity and distances on shapes whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_pipeline.geometry import normals, topology, weld
from tests.media_pipeline.shapes import sphere

CUBE = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float32)
CUBE_FACES = np.array([
    (0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1), (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)
], np.int32)  # fmt: skip


@given(st.lists(st.tuples(*[st.sampled_from([-1.0, -0.0, 0.0, 1.0, 2.5])] * 3), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_unique_rows_is_what_a_dictionary_finds(rows):
    first, inverse = weld.unique_rows(np.array(rows, np.float32))
    numbers: dict[tuple[float, ...], int] = {}
    expected = [numbers.setdefault(tuple(v + 0.0 for v in row), len(numbers)) for row in rows]
    assert inverse.tolist() == expected
    assert [rows.index(rows[i]) for i in first] == [expected.index(k) for k in range(len(numbers))]


def test_rows_whose_hashes_collide_are_still_told_apart(monkeypatch):
    monkeypatch.setattr(weld, "_MULTIPLIERS", np.zeros(8, np.uint64))
    first, inverse = weld.unique_rows(np.array([[1, 2, 0], [3, 4, 0], [1, 2, 0], [5, 6, 0]], np.int32))
    assert first.tolist() == [0, 1, 3]
    assert inverse.tolist() == [0, 1, 0, 2]


@given(st.lists(st.tuples(*[st.sampled_from([-1, 0, 1, 7, 2**31 - 1])] * 2), min_size=1, max_size=80))
@settings(max_examples=60, deadline=None)
def test_first_of_equal_pairs_stands_for_all(pairs):
    found = weld.representatives(np.array(pairs, np.int32))
    assert found.tolist() == [pairs.index(pair) for pair in pairs]


@pytest.mark.parametrize("word", [64, 24, 20, 8])
def test_pairs_are_told_apart_whether_or_not_they_leave_room_for_their_index(word, monkeypatch):
    monkeypatch.setattr(weld, "_WORD", word)
    first, second = np.random.default_rng(1).integers(0, 700, (2, 3000)).astype(np.int32) // 20
    first[:40] += 600
    known: dict[tuple[int, int], int] = {}
    expected = [known.setdefault(pair, i) for i, pair in enumerate(zip(first.tolist(), second.tolist(), strict=True))]
    assert weld.of_pairs(first, second).tolist() == expected


def test_welding_joins_the_seam_and_the_poles_of_a_sphere():
    positions, faces, _ = sphere(10, 20)
    joined, joined_faces = weld.weld(positions.round(6).astype(np.float32), faces)
    assert len(joined) == 9 * 20 + 2
    assert topology.edges(joined_faces[~topology.degenerate(joined, joined_faces)]) == topology.Edges(0, 0)


def test_compact_drops_unused_vertices_and_keeps_order():
    faces, (kept,) = weld.compact(np.array([[4, 2, 5]], np.int32), np.arange(6))
    assert faces.tolist() == [[1, 0, 2]]
    assert kept.tolist() == [2, 4, 5]


def test_edges_of_an_open_and_of_a_bad_mesh():
    assert topology.edges(np.array([[0, 1, 2]], np.int32)) == topology.Edges(3, 0)
    fin = np.array([[0, 1, 2], [0, 1, 3], [0, 1, 4]], np.int32)
    assert topology.edges(fin).nonmanifold == 1


def test_pieces_and_their_sizes():
    positions = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (9, 0, 0), (9, 3, 0), (9, 0, 4)], np.float32)
    faces = np.array([[0, 1, 2], [3, 4, 5]], np.int32)
    number, piece = topology.pieces(faces, 6)
    count, size = topology.piece_sizes(positions, faces, piece, number)
    assert (number, count.tolist()) == (2, [1, 1])
    assert size.tolist() == pytest.approx([2**0.5, 5.0])


def test_pieces_are_numbered_by_their_first_vertices():
    faces = np.array([[7, 8, 9], [2, 1, 3], [4, 6, 5], [3, 2, 1]], np.int32)
    number, piece = topology.pieces(faces, 12)
    assert (number, piece.tolist()) == (3, [2, 0, 1, 0])


def test_degenerate_and_repeated_triangles():
    positions = np.array([(0, 0, 0), (1, 0, 0), (2, 0, 0), (0, 1, 0)], np.float32)
    faces = np.array([[0, 1, 2], [0, 0, 3], [0, 1, 3], [3, 0, 1], [1, 0, 3]], np.int32)
    assert topology.degenerate(positions, faces).tolist() == [True, True, False, False, False]
    assert topology.repeated(faces).tolist() == [False, False, False, True, True]


def test_areas_of_a_cube():
    assert normals.areas(CUBE, CUBE_FACES).sum() == pytest.approx(6)


def test_cube_keeps_its_edges():
    found = normals.creased(CUBE, CUBE_FACES)
    by_corner = found.normals[found.group]
    faces = normals.unit(normals.face_vectors(CUBE, CUBE_FACES))
    assert len(found.normals) == 24
    assert np.allclose(by_corner, faces[:, None], atol=1e-6)


def test_sphere_is_smooth():
    positions, faces = weld.weld(
        *[a.astype(t) for a, t in zip(sphere(30, 60)[:2], (np.float32, np.int32), strict=True)]
    )
    faces = faces[~topology.degenerate(positions, faces)]
    found = normals.creased(positions, faces)
    assert len(found.normals) == len(np.unique(faces))
    assert (
        np.abs(np.einsum("ij,ij->i", found.normals[found.group].reshape(-1, 3), positions[faces.reshape(-1)]) - 1).max()
        < 0.02
    )


def test_normal_of_nothing_points_up():
    assert normals.unit(np.zeros((2, 3), np.float32)).tolist() == [[0, 1, 0], [0, 1, 0]]


def test_splitting_makes_one_vertex_for_each_normal_and_coordinate():
    found = normals.creased(CUBE, CUBE_FACES)
    vertex, coordinate, faces, split = normals.split_by_corner(CUBE_FACES, found, np.zeros_like(CUBE_FACES))
    assert len(vertex) == len(split) == 24
    assert np.array_equal(vertex[faces], CUBE_FACES)
    assert not coordinate.any()


@pytest.mark.pipeline
class TestDistances:
    def test_two_spheres_lie_as_far_apart_as_their_radii(self):
        from media_pipeline.geometry import distance

        inner, faces, _ = sphere(60, 120)
        pair = [(inner.astype(np.float32) * r, faces) for r in (1.0, 1.1)]
        found = distance.between(*pair, samples=4000)
        assert found.rms == pytest.approx(0.1, abs=0.002)
        assert found.maximum == pytest.approx(0.1, abs=0.003)
        assert found.samples == 8000

    def test_mesh_and_itself_do_not_differ(self):
        from media_pipeline.geometry import distance

        mesh = (CUBE, CUBE_FACES)
        assert distance.between(mesh, mesh, samples=1000).maximum < 1e-6

    def test_something_missing_is_found_from_the_other_side(self):
        from media_pipeline.geometry import distance

        found = distance.between((CUBE, CUBE_FACES), (CUBE, CUBE_FACES[:-2]), samples=20_000)
        assert 0.4 < found.maximum <= 0.5

    def test_rays_meet_the_nearest_triangle(self):
        from media_pipeline.geometry.rays import Scene

        hits = Scene(CUBE, CUBE_FACES).cast(
            np.array([[0.5, 0.5, 5], [5, 5, 5]], np.float32), np.array([[0, 0, -1]] * 2, np.float32)
        )
        assert hits.distance[0] == pytest.approx(4)
        assert hits.struck.tolist() == [True, False]
        point = (CUBE[CUBE_FACES[hits.face[0]]] * hits.weights()[0][:, None]).sum(0)
        assert point.tolist() == pytest.approx([0.5, 0.5, 1])

    def test_openness_of_an_open_point_and_of_one_in_a_box(self):
        from media_pipeline.geometry.occlusion import openness
        from media_pipeline.geometry.rays import Scene

        points = np.array([[0.5, 3, 0.5], [0.5, 0.5, 0.5]], np.float32)
        share = openness(Scene(CUBE, CUBE_FACES), points, np.array([[0, 1, 0]] * 2, np.float32), rays=16, reach=10)
        assert share.tolist() == [1, 0]


@pytest.mark.pipeline
@pytest.mark.parametrize("target", [5000, 800, 60])
def test_asked_for_count_is_met_within_a_hundredth(target):
    from media_pipeline.geometry.simplify import to_count

    positions, faces, _ = sphere(80, 160, ripple=0.05)
    positions, faces = weld.weld(positions.astype(np.float32), faces)
    faces = faces[~topology.degenerate(positions, faces)]
    _, found = to_count(positions, faces, target)
    assert abs(len(found) - target) <= max(1, 0.01 * target)


@pytest.mark.pipeline
@pytest.mark.parametrize("head_start", [2.5, 4.0])
def test_quadrics_start_from_as_many_triangles_as_the_recipe_says(monkeypatch, head_start):
    from media_pipeline.geometry import simplify

    positions, faces, _ = sphere(80, 160, ripple=0.05)
    positions, faces = weld.weld(positions.round(6).astype(np.float32), faces)
    faces = faces[~topology.degenerate(positions, faces)]
    started = []
    whole = simplify._quadric
    monkeypatch.setattr(simplify, "_quadric", lambda p, f, target: started.append(len(f)) or whole(p, f, target))
    simplify.to_count(positions, faces, 2000, head_start=head_start)
    assert started[0] == pytest.approx(head_start * 2000, rel=0.02)


@pytest.mark.pipeline
def test_count_is_met_on_triangles_that_do_not_hang_together():
    from media_pipeline.geometry.simplify import to_count

    positions, faces, _ = sphere(40, 80)
    loose = positions[faces].reshape(-1, 3).astype(np.float32)
    jitter = np.random.default_rng(1).normal(0, 1e-3, loose.shape).astype(np.float32)
    _, found = to_count(loose + jitter, np.arange(len(loose), dtype=np.int32).reshape(-1, 3), 1000)
    assert abs(len(found) - 1000) <= 10


@pytest.mark.pipeline
def test_mesh_too_large_for_the_simplifier_is_collapsed_in_groups_without_a_gap(monkeypatch):
    from media_pipeline.geometry import distance, simplify

    positions, faces, _ = sphere(80, 160, ripple=0.05)
    positions, faces = weld.weld(positions.round(6).astype(np.float32), faces)
    faces = faces[~topology.degenerate(positions, faces)]
    whole = simplify.to_count(positions, faces, 1500)
    monkeypatch.setattr(simplify, "has_room", lambda vertices, triangles: triangles <= 20_000)
    monkeypatch.setattr(simplify, "GROUP", 8_000)
    found = simplify.to_count(positions, faces, 1500)
    assert abs(len(found[1]) - 1500) <= 15
    assert topology.edges(found[1]).boundary == 0
    errors = [distance.between((positions, faces), mesh, samples=20_000).rms for mesh in (whole, found)]
    assert errors[1] < 1.15 * errors[0]


def test_groups_hold_each_triangle_once_and_neighbours_together():
    from media_pipeline.geometry.neighbours import groups

    positions, faces, _ = sphere(40, 80)
    found = groups(positions.astype(np.float32), faces, 1000)
    assert sorted(np.concatenate(found).tolist()) == list(range(len(faces)))
    assert max(map(len, found)) <= 1000
    sizes = [np.ptp(positions[faces[group]].reshape(-1, 3), axis=0).max() for group in found]
    assert np.median(sizes) < 1.2


@pytest.mark.pipeline
def test_atlas_that_does_not_fit_the_simplifier_is_made_anew(monkeypatch):
    from media_pipeline.geometry import kept_uv
    from media_pipeline.mesh import Mesh

    positions, uv_faces, uvs = sphere(20, 40)
    joined, faces = weld.weld(positions.round(6).astype(np.float32), uv_faces)
    solid = ~topology.degenerate(joined, faces)
    mesh = Mesh(positions=joined, faces=faces[solid], uvs=uvs.astype(np.float32), uv_faces=uv_faces[solid])
    assert kept_uv.simplified(mesh, 800) is not None
    monkeypatch.setattr(kept_uv, "has_room", lambda vertices, triangles, attributes: False)
    assert kept_uv.simplified(mesh, 800) is None
