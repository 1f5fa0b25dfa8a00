"""Repair finds what is wrong with a wall, as many as there are, and leaves alone what is right."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.errors import BadInput
from media_pipeline.geometry import topology
from media_pipeline.geometry.normals import areas, face_vectors
from media_pipeline.mesh import FILLED
from tests.media_pipeline.repairing import made, repaired
from tests.media_pipeline.shapes import sphere
from tests.media_pipeline.walls import wall

SQUARES = 12


def sheet(columns: int = SQUARES, rows: int = SQUARES):
    """Return positions, faces and uvs of a level floor of unit squares facing up."""
    z, x = np.mgrid[0 : rows + 1, 0 : columns + 1]
    positions = np.stack([x, np.zeros_like(x), -z], -1).reshape(-1, 3).astype(np.float32)
    number = np.arange(x.size).reshape(x.shape)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    quads = np.stack([a, b, c, d], -1).reshape(-1, 4)
    faces = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], 1).reshape(-1, 3).astype(np.int32)
    return positions, faces, positions[:, [0, 2]] * [1 / columns, -1 / rows]


def without(faces, squares):
    """Return the faces of a sheet without the squares (column, row)."""
    gone = [2 * (row * SQUARES + column) + k for column, row in squares for k in (0, 1)]
    return np.delete(faces, gone, 0)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory):
    """Return (wall, repaired mesh, rows, values) of a wall of 100,000 triangles."""
    source = wall(100_000)
    found = repaired(
        tmp_path_factory.mktemp("wall"), made(source.positions, source.faces, source.uvs), hole_area_share=0.01
    )
    return source, *found


@pytest.mark.pipeline
class TestWall:
    @pytest.mark.parametrize("op", ["loose_vertices", "weld", "degenerate", "duplicate", "floating", "fins", "flipped"])
    def test_fault_is_found_as_often_as_it_was_made(self, dirty, op):
        source, _, rows, _ = dirty
        assert rows[op]["count"] == source.dirt[op] > 0

    def test_pieces_patches_and_holes_are_counted(self, dirty):
        source, _, rows, _ = dirty
        assert rows["floating"]["pieces"] == source.dirt["floating_pieces"]
        assert rows["flipped"]["patches"] == source.dirt["flipped_patches"]
        assert rows["flipped"]["undecided_edges"] == 0
        assert rows["fill_holes"]["count"] == source.dirt["holes"]
        assert len(rows["fill_holes"]["centres"]) == source.dirt["holes"]

    def test_nothing_but_the_outer_rim_is_open(self, dirty):
        _, mesh, _, values = dirty
        edges = topology.edges(mesh.faces)
        assert (values["boundary_edges"], values["nonmanifold_edges"]) == (edges.boundary, 0)
        outer = 2 * (wall(100_000, dirty=False).atlas.grid[0] + wall(100_000, dirty=False).atlas.grid[1])
        assert edges.boundary == outer

    def test_all_triangles_face_outward(self, dirty):
        clean = wall(100_000, dirty=False)
        found, wanted = (face_vectors(mesh.positions, mesh.faces).sum(0) for mesh in (dirty[1], clean))
        assert found == pytest.approx(wanted, rel=0.01)

    def test_covers_are_marked_and_take_their_colour_from_the_rim(self, dirty):
        _, mesh, rows, _ = dirty
        assert mesh.filled.sum() == rows["fill_holes"]["triangles"]
        assert areas(mesh.positions, mesh.faces[mesh.filled]).sum() == pytest.approx(
            rows["fill_holes"]["area_m2"], 1e-3
        )
        theirs = mesh.uv_faces[mesh.filled]
        assert (theirs == theirs[:, :1]).all()
        assert np.isin(theirs[:, 0], mesh.uv_faces[~mesh.filled]).all()


@pytest.mark.pipeline
def test_clean_wall_loses_and_gains_nothing(tmp_path):
    source = wall(4_000, dirty=False)
    mesh, rows, _ = repaired(tmp_path, made(source.positions, source.faces, source.uvs))
    assert {op: row["count"] for op, row in rows.items() if row["count"]} == {"weld": source.dirt["weld"]}
    assert len(mesh.faces) == len(source.faces)
    assert mesh.filled is None


@pytest.mark.pipeline
def test_repairing_twice_changes_nothing_more(tmp_path):
    source = wall(10_000)
    once, _, _ = repaired(tmp_path / "a", made(source.positions, source.faces, source.uvs))
    twice, rows, _ = repaired(tmp_path / "b", once)
    assert not any(row["count"] for row in rows.values())
    assert np.array_equal(once.faces, twice.faces)
    assert np.array_equal(once.filled, twice.filled)


def test_hole_larger_than_the_rule_stays_open(tmp_path):
    positions, faces, _ = sheet()
    holed = without(faces, [(2, 2), (6, 6), (6, 7), (7, 6), (7, 7)])
    mesh, rows, _ = repaired(tmp_path, made(positions, holed), hole_area_share=1.5 / 139)
    assert rows["fill_holes"] == {
        "op": "fill_holes", "count": 1, "edges": 4, "triangles": 2, "area_m2": 1.0, "centres": [[2.5, 0.0, -2.5]]
    }  # fmt: skip
    assert (face_vectors(mesh.positions, mesh.faces)[:, 1] > 0).all()


def test_hole_with_more_edges_than_the_rule_stays_open(tmp_path):
    positions, faces, _ = sheet()
    holed = without(faces, [(2, 2), (3, 2)])
    assert repaired(tmp_path, made(positions, holed), hole_area_share=0.1, hole_edges=5)[1]["fill_holes"]["count"] == 0
    assert repaired(tmp_path, made(positions, holed), hole_area_share=0.1, hole_edges=6)[1]["fill_holes"]["count"] == 1


def test_two_holes_that_touch_in_a_corner_are_two(tmp_path):
    positions, faces, _ = sheet()
    holed = without(faces, [(4, 4), (5, 5)])
    mesh, rows, values = repaired(tmp_path, made(positions, holed), hole_area_share=0.1)
    assert (rows["fill_holes"]["count"], rows["fill_holes"]["area_m2"]) == (2, 2.0)
    assert values["boundary_edges"] == 4 * SQUARES
    assert topology.edges(mesh.faces).nonmanifold == 0


def test_concave_hole_is_covered_by_as_much_as_was_taken(tmp_path):
    positions, faces, _ = sheet()
    ell = [(3, 3), (4, 3), (5, 3), (3, 4), (3, 5)]
    _, rows, _ = repaired(tmp_path, made(positions, without(faces, ell)), hole_area_share=0.1)
    assert rows["fill_holes"]["area_m2"] == pytest.approx(len(ell))


def test_border_of_a_scrap_is_no_hole(tmp_path):
    positions, faces, _ = sheet()
    corners = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (3, 0, 0), (4, 0, 0), (4, 1, 0), (3, 1, 0)]) + np.array(
        [2, 1, -4]
    )
    scraps = np.array([(0, 1, 2), (3, 4, 5), (3, 5, 6)]) + len(positions)
    both = made(np.concatenate([positions, corners]), np.concatenate([faces, scraps]))
    mesh, rows, _ = repaired(tmp_path, both, hole_area_share=0.1, floating_triangles=0, stray_share=0.0)
    assert rows["fill_holes"]["count"] == 0
    assert len(mesh.faces) == len(faces) + 3


def test_covers_can_be_tinted(tmp_path):
    positions, faces, uvs = sheet()
    mesh, _, _ = repaired(
        tmp_path, made(positions, without(faces, [(4, 4)]), uvs), hole_area_share=0.1, tint_filled="c81e5a"
    )
    tint = mesh.materials[mesh.face_material[mesh.filled][0]]
    assert (tint.name, tint.colour, tint.texture) == (FILLED, (200, 30, 90), None)
    assert (mesh.uv_faces[mesh.filled] == -1).all()


def test_piece_close_by_stays_and_one_far_off_goes(tmp_path):
    positions, faces, _ = sheet()
    lump, lump_faces, _ = sphere(6, 8, radius=0.1)
    for height, gone in ((0.2, 0), (3.0, 1)):
        both = (
            np.concatenate([positions, lump + np.array([6, height, -6])]),
            np.concatenate([faces, lump_faces + len(positions)]),
        )
        _, rows, _ = repaired(tmp_path / str(gone), made(*both), stray_distance=0.1, stray_share=0.1)
        assert rows["floating"]["pieces"] == gone


def test_row_of_triangles_on_a_wall_is_no_fin(tmp_path):
    positions, faces, _ = sheet()
    row = np.arange(5) + 6 * (SQUARES + 1) + 3
    upper = len(positions) + np.arange(5)
    cross = [(a, b, c) for a, b, c in zip(row[:-1], row[1:], upper[1:], strict=True)]
    cross += [(a, c, d) for a, c, d in zip(row[:-1], upper[1:], upper[:-1], strict=True)]
    raised = np.concatenate([positions, positions[row] + np.array([0, 1, 0], np.float32)])
    both = made(raised, np.concatenate([faces, np.array(cross, np.int32)]))
    assert repaired(tmp_path, both, fin_triangles=4)[1]["fins"]["count"] == 0
    assert repaired(tmp_path, both, fin_triangles=8)[1]["fins"]["count"] == 8


def test_mesh_whose_every_edge_is_crowded_loses_no_triangle_as_a_fin(tmp_path):
    positions = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)], np.float32)
    faces = [(a, b, c) for a in range(5) for b in range(a + 1, 5) for c in range(b + 1, 5)]
    assert repaired(tmp_path, made(positions, faces), orient="keep")[1]["fins"]["count"] == 0


@pytest.mark.pipeline
def test_piece_turned_inside_out_is_turned_back(tmp_path):
    stone, faces, _ = sphere(12, 24)
    small = stone * 0.5 + [3, 0, 0]
    both = np.concatenate([stone, small]), np.concatenate([faces, faces[:, ::-1] + len(stone)])
    mesh, rows, _ = repaired(tmp_path, made(*both), floating_triangles=0, stray_share=0.0)
    assert rows["inside_out"]["pieces"] == 1
    outward = mesh.positions[mesh.faces].mean(1) - np.where(
        mesh.positions[mesh.faces].mean(1)[:, :1] > 1.5, [[3, 0, 0]], 0
    )
    assert (np.einsum("ij,ij->i", outward, face_vectors(mesh.positions, mesh.faces)) > 0).all()


@pytest.mark.pipeline
def test_room_faces_inward_and_stays_so(tmp_path):
    room, faces, _ = sphere(12, 24)
    lamp, lamp_faces, _ = sphere(12, 24, radius=0.3)
    both = np.concatenate([room, lamp]), np.concatenate([faces[:, ::-1], lamp_faces + len(room)])
    _, rows, _ = repaired(tmp_path, made(*both), floating_triangles=0, stray_share=0.0)
    assert (rows["inside_out"]["count"], rows["flipped"]["count"]) == (0, 0)


@pytest.mark.pipeline
def test_rays_decide_where_half_of_a_thing_is_turned(tmp_path):
    stone, faces, _ = sphere(12, 24)
    half = stone[faces].mean(1)[:, 0] > -0.35
    faces[half] = faces[half][:, ::-1]
    mesh, rows, _ = repaired(tmp_path, made(stone.round(6), faces))
    assert rows["flipped"]["patches"] >= 1
    outward = np.einsum("ij,ij->i", mesh.positions[mesh.faces].mean(1), face_vectors(mesh.positions, mesh.faces))
    assert (outward > 0).all()


def test_curator_may_keep_or_reverse_the_sides(tmp_path):
    positions, faces, _ = sheet()
    turned = faces.copy()
    turned[:20] = turned[:20, ::-1]
    kept, rows, _ = repaired(tmp_path / "keep", made(positions, turned), orient="keep")
    assert "flipped" not in rows
    assert (face_vectors(kept.positions, kept.faces)[:, 1] < 0).sum() == 20
    mesh, rows, _ = repaired(tmp_path / "reverse", made(positions, turned), orient="reverse")
    assert (rows["reversed"]["count"], rows["flipped"]["count"]) == (288, 20)
    assert (face_vectors(mesh.positions, mesh.faces)[:, 1] < 0).all()


def test_box_and_planes_cut_whole_triangles(tmp_path):
    positions, faces, _ = sheet()
    mesh, rows, _ = repaired(tmp_path, made(positions, faces), cut_box=(0, -1, -12, 6, 1, 0), hole_edges=0)
    assert (rows["cut"]["count"], len(mesh.faces)) == (144, 144)
    mesh, rows, _ = repaired(tmp_path, made(positions, faces), cut_planes=((0, 0, 1, 3), (1, 0, 0, -4)), hole_edges=0)
    assert len(mesh.faces) == 2 * 3 * 8
    assert mesh.positions.min(0).tolist() == [4, 0, -3]


def test_cutting_everything_away_is_said(tmp_path):
    positions, faces, _ = sheet()
    with pytest.raises(BadInput, match="no triangle is left after cut"):
        repaired(tmp_path, made(positions, faces), cut_box=(50, 50, 50, 60, 60, 60))
