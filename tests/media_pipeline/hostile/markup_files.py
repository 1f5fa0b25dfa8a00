"""3MF and DAE files, and clouds of points, that no reader should believe."""

from __future__ import annotations

import numpy as np

from tests.media_pipeline.clouds import wall
from tests.media_pipeline.hostile.case import PLACES, Case, alone
from tests.media_pipeline.xml_files import LOOKS, collada, model, package

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
DEEP = "<node>" * 5000 + "</node>" * 5000
DAG = "".join(
    f'<node id="n{i}"><instance_node url="#n{i + 1}"/><instance_node url="#n{i + 1}"/></node>' for i in range(40)
)
COMPONENTS = "".join(
    f'<object id="{i}"><components><component objectid="{i + 1}"/><component objectid="{i + 1}"/></components></object>'
    for i in range(2, 30)
)


def three_mf(name: str, text: str | bytes, says: str, **members: bool) -> Case:
    return alone(name, package(text), says, **members)


def triangles(primitive: str) -> str:
    return collada(
        primitive=f'<triangles count="1"><input semantic="VERTEX" source="#v" offset="0"/>{primitive}</triangles>'
    )


def resources(extra: str, build: str = '<item objectid="1"/>') -> str:
    return model(build=build).replace("</resources>", f"{extra}</resources>")


def cloud(head: str, body: bytes = b"") -> bytes:
    return f"ply\nformat binary_little_endian 1.0\n{head}end_header\n".encode() + body


def nowhere() -> bytes:
    rows = wall(9)
    rows["x"] = np.nan
    return rows.tobytes()


XYZ = "".join(f"property double {n}\n" for n in "xyz") + "".join(f"property float n{n}\n" for n in "xyz")
XYZ += "".join(f"property uchar {n}\n" for n in ("red", "green", "blue"))

CASES = [
    alone("no-zip.3mf", b"PK\x03\x04 and nothing", "not a 3MF file"),
    alone("empty.3mf", b"", "not a 3MF file"),
    three_mf("not-xml.3mf", "keep", "line 1: this is not well-formed XML"),
    three_mf("cut.3mf", model()[:-40], "line 1: this is not well-formed XML"),
    three_mf("entities.3mf", BOMB + "<model>&j;</model>", "line 1: document types and entities are refused"),
    three_mf("outside.3mf", OUTSIDE + "<model>&e;</model>", "document types and entities are refused"),
    three_mf("deep.3mf", "<a>" * 200_000, "elements within each other"),
    three_mf("unit.3mf", model(unit="shaku"), "model: the unit 'shaku'"),
    three_mf("no-number.3mf", model(vertices='<vertex x="a" y="0" z="0"/>'), "line 1: <vertex> lacks a member"),
    three_mf("no-z.3mf", model(vertices='<vertex x="1" y="0"/>'), "line 1: <vertex> lacks a member"),
    three_mf("nan.3mf", model(vertices='<vertex x="nan" y="0" z="0"/>' * 4), "object 1: a vertex is not finite"),
    three_mf("index.3mf", model(triangles='<triangle v1="0" v2="1" v3="4"/>'), "object 1 triangle 0: names a vertex outside"),
    three_mf("minus.3mf", model(triangles='<triangle v1="0" v2="1" v3="-1"/>'), "object 1 triangle 0: names a vertex outside"),
    three_mf("huge-index.3mf", model(triangles=f'<triangle v1="0" v2="1" v3="{10**30}"/>'), "lacks a member or has one"),
    three_mf("nothing-built.3mf", model(build='<item objectid="8"/>'), "build: names object '8'"),
    three_mf("cycle.3mf", resources('<object id="7"><components><component objectid="7"/></components></object>', '<item objectid="7"/>'), "components within each other"),
    three_mf("dag.3mf", resources(COMPONENTS + '<object id="30"/>', '<item objectid="2"/>'), "more than 20000 pieces"),
    three_mf("transform.3mf", model(build='<item objectid="1" transform="1 0 0"/>'), "a transform has twelve finite numbers"),
    three_mf("colour.3mf", resources('<basematerials id="5"><base displaycolor="red"/></basematerials>'), "<base> lacks a member"),
    three_mf("property.3mf", resources("").replace("<triangle ", '<triangle pid="5" p1="9" ').replace("<object", '<basematerials id="5"><base displaycolor="#000000"/></basematerials><object'), "names a property outside the 1 of group 5"),
    three_mf("no-texture.3mf", resources('<texture2d id="3" path="/3D/stone.png"/>'), "texture2d: names '/3D/stone.png'"),
    three_mf("texture-outside.3mf", resources('<texture2d id="3" path="../../secret.png"/>'), "texture2d: names"),
    alone("bomb.3mf", lambda: package(b"<model>" + b" " * (900 << 20)), "unpacks to more than", limited=True, full=True),
    alone("no-model.3mf", package("", root="3D/keep.txt"), "the package holds no 3D/3dmodel.model"),
    alone("entities.dae", BOMB + "<COLLADA>&j;</COLLADA>", "line 1: document types and entities are refused"),
    alone("outside.dae", OUTSIDE + "<COLLADA>&e;</COLLADA>", "document types and entities are refused"),
    alone("utf16.dae", (BOMB.replace('"1.0"', '"1.0" encoding="UTF-16"') + "<COLLADA>&j;</COLLADA>").encode("utf-16"), "document types and entities are refused"),
    alone("not-collada.dae", "<x3d/>", "line 1: this is not a COLLADA file"),
    alone("cut.dae", collada()[:-80], "not well-formed XML"),
    alone("empty.dae", "", "not well-formed XML"),
    alone("axis.dae", collada(asset="<up_axis>UP</up_axis>"), "asset: unit's meter"),
    alone("unit.dae", collada(asset='<unit meter="nan"/>'), "asset: unit's meter"),
    alone("zero.dae", collada(asset='<unit meter="0"/><up_axis>Z_UP</up_axis>'), "keep|wide|asset|no"),
    alone("index.dae", triangles("<p>0 1 4</p>"), "face 0: names vertex 4, the file holds 4"),
    alone("minus.dae", triangles("<p>0 1 -1</p>"), "face 0: names vertex -1"),
    alone("words.dae", triangles("<p>0 one 2</p>"), "geometry g: an index is no integer"),
    alone("uneven.dae", triangles("<p>0 1 2 3</p>"), "no multiple of three"),
    alone("offset.dae", triangles('<input semantic="TEXCOORD" source="#uv" offset="99999999"/><p>0 1 2</p>'), "offset outside 0 to 63"),
    alone("vcount.dae", collada(primitive='<polylist count="1"><input semantic="VERTEX" source="#v" offset="0"/><vcount>99999999999</vcount><p>0 1 2</p></polylist>'), "vcount|geometry g"),
    alone("few-numbers.dae", collada(positions="0 0 0"), "4 rows of 3 are announced, 3 numbers are there"),
    alone("inf.dae", collada(positions="0 0 0 inf 0 0 0 1 0 0 0 1"), "needs 12 finite numbers"),
    alone("no-source.dae", collada().replace('source="#p"', 'source="#nothing"'), "names the source '#nothing'"),
    alone("other-document.dae", collada(nodes='<node><instance_geometry url="http://example.org/a.dae#g"/></node>'), "refers to another document"),
    alone("deep.dae", collada(nodes=DEEP), "elements within each other"),
    alone("dag.dae", collada(nodes=f'{DAG}<node id="n40"/>'), "of them placed"),
    alone("cycle.dae", collada(nodes='<node id="n"><instance_node url="#n"/></node>'), "nodes within each other"),
    alone("picture-outside.dae", collada(libraries=LOOKS.replace("file:///C:/scans/%E7%9F%B3/stone.png", f"../{PLACES}/secret.png")), "refers to a file outside the upload"),
    alone("picture-remote.dae", collada(libraries=LOOKS.replace("file:///C:/scans/%E7%9F%B3/stone.png", "http://example.org/a.png")), "absolute path or a remote address"),
    alone("cloud-short.ply", cloud(f"element vertex 5\n{XYZ}", wall(4).tobytes()), "5 elements 'vertex' need at least"),
    alone("cloud-lying.ply", cloud(f"element vertex 1000000000\n{XYZ}", wall(4).tobytes()), "need at least"),
    alone("cloud-empty.ply", cloud(f"element vertex 0\n{XYZ}"), "no point with a finite position"),
    alone("cloud-nowhere.ply", cloud(f"element vertex 9\n{XYZ}", nowhere()), "no point with a finite position"),
    alone("cloud-one-place.ply", cloud(f"element vertex 3\n{XYZ}", bytes(3 * wall(1).itemsize)), "the mesh is 0 m wide"),
    alone("scan.las", b"LASF" + bytes(300), "this is a cloud of points .LAS."),
    alone("scan.e57", b"ASTM-E57" + bytes(300), "this is a cloud of points .E57."),
]  # fmt: skip
