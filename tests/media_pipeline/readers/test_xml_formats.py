"""3MF and DAE: places, units, axes, colours and textures; what is refused is in tests/media_pipeline/hostile."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media_pipeline import mesh as meshes
from media_pipeline.stages import Desk, intake, read
from tests.media_pipeline.xml_files import LOOKS, collada, model, package

SOURCE: dict[str, Any] = {"unit": "", "up": "y", "handedness": "right", "scale_bar": None, "crs": "", "offset": ()}
LIMITS = {"max_files": 20, "max_total_mb": 4, "max_ratio": 50, "max_texture": 1024}


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (10, 200, 30)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"), [("keep.3mf", package(model())), ("keep.dae", collada(libraries="<a/>").encode())]
)
def test_unit_and_axis_of_the_file_are_believed_until_people_say_otherwise(
    name: str, data: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    for number, (said, size) in enumerate((({}, (0.1, 0.3, 0.1)), ({"unit": "m", "up": "z"}, (None, None, None)))):
        folder = tmp_path / str(number)
        for part in ("in", "out", "tmp"):
            (folder / part).mkdir(parents=True)
        desk = Desk(
            {}, folder / "in", folder / "tmp", {"input": str(tmp_path / name), "limits": LIMITS}, lambda s, n: None
        )
        params = {"meshes": intake.run(desk)["meshes"], "source": SOURCE | said, "max_texture": 64}
        found = read.run(Desk({"intake": folder / "in"}, folder / "out", folder / "tmp", params, lambda s, n: None))
        extent = np.ptp(meshes.load(folder / "out").positions, axis=0)
        if size[0]:
            assert extent == pytest.approx(size, rel=1e-5)
            assert found["frame"]["scale_confidence"] == "declared"
        else:
            assert extent[1] == pytest.approx(3 * extent[0], rel=1e-5)
            assert extent[1] == pytest.approx(300 if name.endswith("3mf") else 30)


def test_3mf_places_components_and_mirrors_without_turning_inside_out(reading: Any) -> None:
    resources = (
        '<object id="9"><components><component objectid="1" transform="1 0 0 0 1 0 0 0 1 5 0 0"/></components></object>'
    )
    build = '<item objectid="9" transform="-1 0 0 0 1 0 0 0 1 0 7 0"/><item objectid="1"/>'
    found, upload = reading(
        {"keep.3mf": package(model(build=build).replace("</resources>", f"{resources}</resources>"))}
    )
    assert upload.declared == {"keep.3mf": (0.001, "z")}
    assert found.positions[:4].tolist() == [[-5, 7, 0], [-105, 7, 0], [-5, 107, 0], [-5, 7, 300]]
    assert found.positions[4:].min() == 0
    corners = found.positions[found.faces]
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).reshape(2, 4).sum(1)
    assert (volume > 0).all()


def test_3mf_has_colours_of_triangles_and_of_its_object(reading: Any) -> None:
    resources = '<basematerials id="5"><base name="石" displaycolor="#FF0000"/><base name="漆喰" displaycolor="#00FF0080"/></basematerials>'
    triangles = '<triangle v1="0" v2="2" v3="1"/><triangle v1="0" v2="1" v3="3" pid="5" p1="0"/>'
    text = model(resources=resources, attributes='pid="5" pindex="1"', triangles=triangles)
    found, _ = reading({"keep.3mf": package(text)})
    assert [found.materials[i].colour for i in found.face_material] == [(0, 255, 0), (255, 0, 0)]


def test_3mf_texture_comes_out_of_the_package(reading: Any) -> None:
    resources = (
        '<m:texture2d id="3" path="/3D/Textures/stone.png" contenttype="image/png"/>'
        '<m:texture2dgroup id="4" texid="3"><m:tex2coord u="0" v="0"/><m:tex2coord u="1" v="0"/><m:tex2coord u="0" v="0.25"/></m:texture2dgroup>'
    )
    triangles = '<triangle v1="0" v2="1" v3="2" pid="4" p1="0" p2="1" p3="2"/><triangle v1="0" v2="1" v3="3"/>'
    text = model(resources=resources, triangles=triangles)
    found, upload = reading({"keep.3mf": package(text, **{"3D__Textures__stone.png": picture()})})
    assert found.uv_faces.tolist() == [[0, 1, 2], [-1, -1, -1]]
    assert found.uvs.tolist() == [[0, 1], [1, 1], [0, 0.75]]
    textured = found.materials[found.face_material[0]]
    assert Image.open(upload.textures / textured.texture).getpixel((0, 0)) == (10, 200, 30)


def test_dae_follows_material_effect_and_sampler_to_the_texture(reading: Any) -> None:
    found, upload = reading({"keep.dae": collada(), "stone.png": picture()})
    assert upload.declared == {"keep.dae": (0.01, "z")}
    assert [(row.name, row.texture) for row in found.materials] == [("石", "000.png")]
    assert found.uvs.tolist() == [[0, 1], [1, 1], [0, 0], [1, 0]]
    assert found.faces.tolist() == found.uv_faces.tolist() == [[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]]


def test_dae_takes_along_the_picture_beside_it(tmp_path: Path) -> None:
    (tmp_path / "up").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "up" / "keep.dae").write_text(collada())
    (tmp_path / "up" / "stone.png").write_bytes(picture())
    (tmp_path / "up" / "private.png").write_bytes(picture())
    desk = Desk(
        {},
        tmp_path / "out",
        tmp_path,
        {"input": str(tmp_path / "up" / "keep.dae"), "limits": LIMITS},
        lambda s, n: None,
    )
    assert [row["name"] for row in intake.run(desk)["files"]] == ["keep.dae", "stone.png"]


def test_dae_multiplies_the_transforms_of_nested_nodes(reading: Any) -> None:
    nodes = (
        "<node><translate>1 2 3</translate><rotate>0 0 1 90</rotate><node><scale>2 2 2</scale>"
        '<instance_geometry url="#g"/></node></node>'
    )
    found, _ = reading({"keep.dae": collada(nodes=nodes)})
    assert found.positions == pytest.approx(np.array([[1, 2, 3], [1, 22, 3], [-19, 2, 3], [1, 2, 63]]))


@pytest.mark.parametrize(
    ("primitive", "faces"),
    [
        ('<polylist count="1"><input semantic="VERTEX" source="#v" offset="0"/><vcount>4</vcount><p>0 1 2 3</p></polylist>', [[0, 1, 2], [0, 2, 3]]),
        ('<polygons count="2"><input semantic="VERTEX" source="#v" offset="0"/><p>0 1 2</p><p>1 2 3</p></polygons>', [[0, 1, 2], [1, 2, 3]]),
        ('<tristrips count="1"><input semantic="VERTEX" source="#v" offset="0"/><p>0 1 2 3</p></tristrips>', [[0, 1, 2], [1, 3, 2]]),
        ('<trifans count="1"><input semantic="VERTEX" source="#v" offset="0"/><p>0 1 2 3</p></trifans>', [[0, 1, 2], [0, 2, 3]]),
    ],
)  # fmt: skip
def test_dae_polygons_strips_and_fans_become_triangles(reading: Any, primitive: str, faces: list[list[int]]) -> None:
    assert reading({"keep.dae": collada(primitive=primitive)})[0].faces.tolist() == faces


def test_dae_diffuse_colour_stands_without_a_texture(reading: Any) -> None:
    looks = LOOKS.replace('<texture texture="sampler" texcoord="UV"/>', "<color>1 0.5 0 1</color>")
    found, _ = reading({"keep.dae": collada(libraries=looks)})
    assert [row.colour for row in found.materials] == [(255, 128, 0)]
