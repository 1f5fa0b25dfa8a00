"""PLY in its three encodings and STL in its two."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from media_pipeline.errors import BadInput
from tests.media_pipeline.shapes import ply_header

POINTS = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.0), (0.0, 1.0, 0.0)]


def packed(order: str, faces: list[list[int]], points=POINTS) -> bytes:
    body = b"".join(struct.pack(f"{order}3f", *p) for p in points)
    return body + b"".join(struct.pack(f"{order}B{len(f)}i", len(f), *f) for f in faces)


@pytest.mark.parametrize(("form", "order"), [("binary_little_endian", "<"), ("binary_big_endian", ">")])
def test_binary_in_both_byte_orders(reading, form, order):
    mesh, _ = reading({"a.ply": ply_header(4, 2, form=form) + packed(order, [[0, 1, 2], [0, 2, 3]])})
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert mesh.positions[2].tolist() == [1, 1, 0]


def test_ascii_with_polygons_of_differing_size(reading):
    text = ply_header(4, 2, form="ascii").decode() + "0 0 0\n1 0 0\n1 1 0\n0 1 0\n4 0 1 2 3\n3 0 1 2\n"
    mesh, _ = reading({"a.ply": text})
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 1, 2]]


def test_binary_with_polygons_of_differing_size(reading):
    mesh, _ = reading({"a.ply": ply_header(4, 2) + packed("<", [[0, 1, 2, 3], [0, 1, 2]])})
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3], [0, 1, 2]]


def test_vertex_colours_and_other_elements(reading):
    header = (
        "ply\nformat ascii 1.0\ncomment made by hand\nelement camera 1\nproperty float view\nelement vertex 3\nproperty double x\nproperty double y\n"
        "property double z\nproperty uchar red\nproperty uchar green\nproperty uchar blue\nelement face 1\nproperty list uchar int vertex_index\nend_header\n"
    )
    mesh, _ = reading({"a.ply": header + "7\n0 0 0 255 0 0\n1 0 0 0 255 0\n0 1 0 0 0 255\n3 0 1 2\n"})
    assert mesh.colours.tolist() == [[255, 0, 0], [0, 255, 0], [0, 0, 255]]


def test_texture_coordinates_per_corner(reading):
    header = (
        "ply\nformat binary_little_endian 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n"
        "element face 1\nproperty list uchar int vertex_indices\nproperty list uchar float texcoord\nend_header\n"
    )
    body = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0) + struct.pack("<B3iB6f", 3, 0, 1, 2, 6, 0, 0, 1, 0, 0, 1)
    mesh, _ = reading({"a.ply": header.encode() + body})
    assert mesh.uvs.tolist() == [[0, 1], [1, 1], [0, 0]]
    assert mesh.uv_faces.tolist() == [[0, 1, 2]]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (ply_header(1 << 29, 1 << 29) + bytes(1000), "bytes"),
        (ply_header(4_000_000_000, 1) + bytes(1000), "not understood"),
        (ply_header(-5, -5) + bytes(100), "not understood"),
        (ply_header(3, 1) + struct.pack("<9fB3i", *range(9), 3, 0, 1, 999_999_999), "vertex 999999999"),
        (ply_header(3, 1) + struct.pack("<9fB3i", *range(9), 3, 0, 1, -1), "vertex -1"),
        (
            ply_header(3, 1).replace(b"uchar int", b"uint int")
            + struct.pack("<9fI", *range(9), 0xFFFFFFF0)
            + bytes(100),
            "do not fit",
        ),
        (ply_header(100_000, 100_000) + b"\1" * 5000, "bytes"),
        (ply_header(3, 1) + struct.pack("<9fB2i", *range(9), 2, 0, 1), "2 corners"),
        (ply_header(3, 1, form="ascii") + b"0 0 zero\n1 0 0\n0 1 0\n3 0 1 2\n", "not a number"),
        (ply_header(3, 1, form="ascii") + b"0 0 nan\n1 0 0\n0 1 0\n3 0 1 2\n", "not finite"),
        (ply_header(3, 1, form="ascii") + b"0 0 0\n1 0 0\n0 1 0\n3 0 1 77\n", "vertex 77"),
        (ply_header(3, 1, form="ascii") + b"0 0 0\n1 0 0\n0 1 0\n9 0 1 2\n", "longer than the rest"),
        (ply_header(3, 1, form="ascii") + b"0 0 0\n", "announced"),
        (ply_header(3, 0) + struct.pack("<9f", *range(9)), "a cloud of points"),
        (ply_header(3, 1) + struct.pack("<9fB3i", *[float("nan")] * 9, 3, 0, 1, 2), "not finite"),
        (b"ply\nformat binary_middle_endian 1.0\nend_header\n", "not understood"),
        (b"ply\nformat ascii 1.0\nelement vertex 1\nproperty list float int x\nend_header\n", "not understood"),
        (b"ply\nproperty float x\nend_header\n", "not understood"),
        (b"ply\nformat ascii 1.0\n", "not a PLY"),
        (b"", "not a PLY"),
    ],
)
def test_broken_ply_is_refused(reading, data, rule):
    with pytest.raises(BadInput, match=rule):
        reading({"a.ply": data})


def facet(corners, attribute: int = 0) -> bytes:
    return struct.pack("<12fH", 0, 0, 1, *np.ravel(corners), attribute)


def test_binary_stl(reading):
    data = bytes(80) + struct.pack("<I", 2) + facet(POINTS[:3]) + facet([POINTS[0], POINTS[2], POINTS[3]])
    mesh, _ = reading({"a.stl": data})
    assert len(mesh.faces) == 2
    assert mesh.positions[4].tolist() == [1, 1, 0]


def test_binary_stl_that_begins_with_solid(reading):
    data = b"solid by a careless program".ljust(80) + struct.pack("<I", 1) + facet(POINTS[:3])
    mesh, _ = reading({"a.stl": data})
    assert len(mesh.faces) == 1


def test_ascii_stl(reading):
    text = "solid keep\n facet normal 0 0 1\n  outer loop\n   vertex 0 0 0\n   vertex 1 0 0\n   vertex 0 1e0 0\n  endloop\n endfacet\nendsolid keep\n"
    mesh, _ = reading({"a.stl": text})
    assert mesh.positions.tolist() == [[0, 0, 0], [1, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (bytes(80) + struct.pack("<I", 0xFFFFFFFF) + bytes(500), "announced"),
        (bytes(80) + struct.pack("<I", 2) + facet(POINTS[:3]), "announced"),
        (bytes(80) + struct.pack("<I", 1) + struct.pack("<12fH", *[float("nan")] * 12, 0), "not finite"),
        (b"solid x\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0", "endsolid"),
        (b"solid x\nvertex 0 0 0\nvertex 1 0 0\nendsolid\n", "three corners"),
        (b"solid x\nvertex 0 0 0\nvertex 1 0 0\nvertex 1 0 inf\nendsolid\n", "finite"),
        (bytes(80) + struct.pack("<I", 0), "no triangle"),
        (b"short", "shorter than the header"),
        (b"", "shorter than the header"),
    ],
)
def test_broken_stl_is_refused(reading, data, rule):
    with pytest.raises(BadInput, match=rule):
        reading({"a.stl": data})
