"""Broken and hostile PLY files."""

from __future__ import annotations

import struct

from tests.media_pipeline.hostile.case import Case, alone, floats
from tests.media_pipeline.shapes import TRIANGLE, ply_header

FORM = "ply\nformat binary_little_endian 1.0\n"
XYZ = "property float x\nproperty float y\nproperty float z\n"
VERTICES = f"element vertex 3\n{XYZ}"
LIST = "property list uchar int vertex_indices\n"
CORNERS = "0 0 0\n1 0 0\n0 1 0\n"
FACE = struct.pack("<B3i", 3, 0, 1, 2)


def headed(header: str, body: bytes = b"") -> bytes:
    return header.encode() + b"end_header\n" + body


def ascii_body(name: str, body: str, says: str, *, vertices: int = 3, faces: int = 1) -> Case:
    return alone(f"{name}.ply", ply_header(vertices, faces, form="ascii") + body.encode(), says)


def with_faces(name: str, faces: str, body: bytes, says: str) -> Case:
    """Return three good vertices and faces that are not."""
    return alone(f"{name}.ply", headed(FORM + VERTICES + faces, TRIANGLE + body), says)


ONE = f"element face 1\n{LIST}"

CASES = (
    alone("empty.ply", "", "header"),
    alone("word.ply", "ply\n", "header"),
    alone("no-end.ply", FORM + VERTICES, "header"),
    alone("long-header.ply", FORM + "comment x\n" * 10_000 + "end_header\n", "header"),
    alone("no-format.ply", headed("ply\n" + VERTICES + ONE, TRIANGLE + FACE), "header: the format is missing"),
    alone("format-2.ply", headed("ply\nformat ascii 2.0\n" + VERTICES + ONE), "line 2"),
    alone("format-odd.ply", headed("ply\nformat binary_middle_endian 1.0\n" + VERTICES + ONE), "line 2"),
    alone("two-formats.ply", headed(FORM + "format ascii 1.0\n" + VERTICES + ONE, TRIANGLE + FACE), "line 3"),
    alone("type.ply", headed(FORM + "element vertex 3\nproperty quad x\n" + ONE), "line 4"),
    alone("property-first.ply", headed(FORM + "property float x\n" + VERTICES + ONE), "line 3"),
    alone("statement.ply", headed(FORM + "include /etc/passwd\n" + VERTICES + ONE), "line 3"),
    alone("negative.ply", ply_header(-5, -5) + bytes(100), "line 3"),
    alone("fraction.ply", headed(FORM + "element vertex 3.5\n" + XYZ + ONE), "line 3"),
    alone("count-4e9.ply", ply_header(4_000_000_000, 4_000_000_000) + bytes(1000), "line 3"),
    alone("count-1e9.ply", ply_header(1_000_000_000, 1) + bytes(1000), "byte .*need at least 12000000000"),
    alone("count-1e30.ply", ply_header(10**30, 1) + bytes(1000), "line 3"),
    alone("faces-1e9.ply", ply_header(3, 1_000_000_000) + TRIANGLE, "byte .*need at least"),
    alone("cut-off.ply", ply_header(100_000, 100_000) + b"\1" * 5000, "byte .*need at least"),
    alone("big-endian-lie.ply", ply_header(3, 1, form="binary_big_endian") + TRIANGLE + FACE, "names vertex|wide"),
    alone("only-vertices.ply", ply_header(3, 0) + bytes(36), "the mesh is 0 m wide"),
    alone("no-x.ply", headed(FORM + "element vertex 3\nproperty float u\n" + ONE, bytes(12) + FACE), "header: .*x, y and z"),
    alone("no-vertex.ply", headed(FORM + ONE, FACE), "header: .*vertex"),
    alone("no-properties.ply", headed(FORM + "element vertex 999999999\n" + VERTICES + ONE, TRIANGLE + FACE), "vertex"),
    alone("nothing-1e9.ply", headed(FORM + "element user 999999999\n" + VERTICES + ONE, TRIANGLE + FACE), "user"),
    alone("nothing-ascii.ply", headed("ply\nformat ascii 1.0\nelement user 999999999\n" + VERTICES + ONE, b"0\n"), "user"),
    alone("x-twice.ply", headed(FORM + "element vertex 3\nproperty float x\n" + XYZ + ONE, TRIANGLE * 2 + FACE), "line 5"),
    alone("vertex-twice.ply", headed(FORM + VERTICES + VERTICES + ONE, TRIANGLE * 2 + FACE), "line 7"),
    alone("x-list.ply", headed(FORM + "element vertex 1\nproperty list uchar float x\nproperty float y\nproperty float z\n" + ONE,
                               b"\1" + floats(1, 2, 3) + FACE), "x, y and z"),
    alone("red-list.ply", headed(FORM + VERTICES.replace("float z", "float z\nproperty list uchar uchar red\nproperty uchar green\nproperty uchar blue")
                                 + ONE, (floats(0, 0, 1) + b"\1\1\1\1") * 3 + FACE), r"red-list\.ply"),
    alone("vertex-nan.ply", ply_header(3, 1) + floats(0, 0, 0, 1, float("nan"), 0, 0, 1, 0) + FACE, "vertex 1: .*not finite"),
    alone("vertex-inf.ply", ply_header(3, 1) + floats(0, 0, 0, 1, 0, float("-inf"), 0, 1, 0) + FACE, "vertex 1: .*not finite"),
    alone("vertex-far.ply", ply_header(3, 1) + floats(0, 0, 0, 1, 3e38, -3e38, 0, 1, 0) + FACE, "wide"),
    with_faces("past-the-end", ONE, struct.pack("<B3i", 3, 0, 1, 999_999_999), "face 0: names vertex 999999999"),
    with_faces("index-negative", ONE, struct.pack("<B3i", 3, 0, 1, -1), "face 0: names vertex -1"),
    with_faces("index-unsigned", "element face 1\nproperty list uchar uint vertex_indices\n",
               struct.pack("<B3I", 3, 0, 1, 0xFFFFFFFF), "face 0: names vertex"),
    with_faces("index-half", "element face 1\nproperty list uchar float vertex_indices\n", b"\3" + floats(0, 1, 1.5), "face 0"),
    with_faces("index-nan", "element face 1\nproperty list uchar float vertex_indices\n", b"\3" + floats(0, 1, float("nan")),
               "face 0"),
    with_faces("index-plain", "element face 1\nproperty int vertex_indices\n", struct.pack("<i", 1), "header: .*vertex_indices"),
    with_faces("two-corners", ONE, struct.pack("<B2i", 2, 0, 1), "face 0: has 2 corners"),
    with_faces("corners-lie", "element face 1\nproperty list uint int vertex_indices\n", struct.pack("<I", 0xFFFFFFF0) + bytes(100),
               "do not fit"),
    with_faces("corners-many", "element face 1\nproperty list int int vertex_indices\n", struct.pack("<i", 20_000) + bytes(80_000),
               "face 0: has 20000 corners"),
    with_faces("corners-negative", "element face 1\nproperty list int int vertex_indices\n", struct.pack("<i", -3) + bytes(100),
               "do not fit|corners"),
    with_faces("corners-float", "element face 1\nproperty list float int vertex_indices\n", bytes(100), "line 8"),
    with_faces("faces-cut-off", f"element face 3\n{LIST}", FACE + struct.pack("<B1i", 3, 0), "byte"),
    with_faces("texture-outside", f"comment TextureFile ../outside/secret.png\n{ONE}", FACE, "header: .*outside the upload"),
    with_faces("texture-absolute", f"comment TextureFile /etc/hostname\n{ONE}", FACE, "header: .*absolute"),
    alone("uv-nan.ply", headed(FORM + VERTICES + "property float s\nproperty float t\n" + ONE,
                               floats(0, 0, 0, 0, float("nan")) + floats(1, 0, 0, 1, 0) + floats(0, 1, 0, 0, 1) + FACE),
          "texture coordinate is not finite"),
    ascii_body("ascii-words", "0 0 zero\n1 0 0\n0 1 0\n3 0 1 2\n", "line 10: a number"),
    ascii_body("ascii-nan", CORNERS.replace("1 0 0", "nan 0 0") + "3 0 1 2\n", "line 11: a number"),
    ascii_body("ascii-short", "0 0 0\n", "vertex: 3 are announced"),
    ascii_body("ascii-past", CORNERS + "3 0 1 77\n", "face 0: names vertex 77"),
    ascii_body("ascii-list", CORNERS + "1e300 0 1 2\n", "face 0: a list is longer"),
    ascii_body("ascii-1e9", CORNERS + "3 0 1 2\n", "announced", vertices=1_000_000_000),
)  # fmt: skip
