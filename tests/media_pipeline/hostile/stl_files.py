"""Broken and hostile STL files, and files of kinds that are not read."""

from __future__ import annotations

import struct

from tests.media_pipeline.hostile.case import alone, floats
from tests.media_pipeline.hostile.obj_files import noise


def binary(count: int, *facets: bytes) -> bytes:
    return bytes(80) + struct.pack("<I", count) + b"".join(facet + b"\0\0" for facet in facets)


def text(body: str, end: str = "endsolid 石垣\n") -> str:
    return f"solid 石垣\n{body}{end}"


GOOD = floats(0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0)
FACET = "facet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\n"
ENTITIES = "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9))

CASES = (
    alone("empty.stl", "", "shorter than the header"),
    alone("short.stl", b"\0" * 83, "shorter than the header"),
    alone("count-4e9.stl", binary(0xFFFFFFFF) + bytes(500), "byte 80: 4294967295 facets are announced"),
    alone("cut-off.stl", binary(2, GOOD), "byte 80: 2 facets are announced, the file holds 1"),
    alone("none.stl", binary(0), "no triangle"),
    alone("nan.stl", binary(2, GOOD, floats(*[float("nan")] * 12)), "facet 1: a corner is not finite"),
    alone("infinite.stl", binary(1, floats(0, 0, 1, 0, 0, 0, float("inf"), 0, 0, 0, 1, 0)), "facet 0"),
    alone("enormous.stl", binary(1, floats(0, 0, 1, 0, 0, 0, 3e38, 0, 0, 0, 1, 0)), "wide"),
    alone("point.stl", binary(1, bytes(48)), "0 m wide"),
    alone("noise.stl", lambda: noise(5000), "byte 80"),
    alone("ascii-none.stl", text(""), "no triangle"),
    alone("ascii-cut-off.stl", "solid x\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0", "line 5: .*endsolid"),
    alone("ascii-two.stl", text(FACET.replace("vertex 1 0 0\n", "")), "a facet has not three corners"),
    alone("ascii-word.stl", text(FACET.replace("vertex 1 0 0", "vertex one 0 0")), "line 5: a vertex is not three"),
    alone("ascii-four.stl", text(FACET.replace("vertex 1 0 0", "vertex 1 0 0 0")), "line 5: a vertex is not three"),
    alone("ascii-nan.stl", text(FACET.replace("vertex 1 0 0", "vertex 1 nan 0")), "line 5"),
    alone("ascii-long.stl", lambda: b"solid " + b"x" * 5_000_000 + b"\nendsolid\n", "no triangle"),
    alone("html.stl", "<!DOCTYPE html><title>404 Not Found</title>", "shorter than the header"),
    alone("bomb.dae", f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol">{ENTITIES}]><COLLADA>&j;</COLLADA>', "document types and entities are refused"),
    alone("secret.dae", '<!DOCTYPE x [<!ENTITY e SYSTEM "../outside/secret.txt">]><COLLADA>&e;</COLLADA>', "document types and entities are refused"),
    alone("huge.off", "OFF\n2000000000 2000000000 0\n0 0 0\n", "not an accepted format"),
    alone("keep.fbx", b"Kaydara FBX Binary  \x00\x1a\x00", "this is a FBX file, which is not read"),
    alone("keep", b"\x7fELF", "not an accepted format"),
)  # fmt: skip
