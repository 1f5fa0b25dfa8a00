"""OBJ and MTL as programs write them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from media_pipeline.errors import BadInput
from media_pipeline.readers import obj

SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n"


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), (200, 30, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def test_quad_becomes_two_triangles(reading):
    mesh, _ = reading({"a.obj": SQUARE + "f 1 2 3 4\n"})
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert mesh.uvs is None


def test_negative_indices_count_back_from_where_they_stand(reading):
    mesh, _ = reading({"a.obj": "v 0 0 0\nv 1 0 0\nv 0 1 0\nf -3 -2 -1\nv 5 0 0\nv 6 0 0\nv 5 1 0\nf -3 -2 -1\n"})
    assert mesh.faces.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_all_four_kinds_of_corner_may_be_mixed(reading):
    text = SQUARE + "vt 0 0\nvt 1 0\nvt 1 1\nvn 0 0 1\nf 1 2 3\nf 1/1 2/2 3/3\nf 1//1 3//1 4//1\nf 1/1/1 2/2/1 3/3/1\n"
    mesh, _ = reading({"a.obj": text})
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 1, 2], [0, 2, 3], [0, 1, 2]]
    assert mesh.uv_faces.tolist() == [[-1, -1, -1], [0, 1, 2], [-1, -1, -1], [0, 1, 2]]


def test_texture_coordinates_are_turned_to_count_downwards(reading):
    mesh, _ = reading({"a.obj": SQUARE + "vt 0.25 0.25\nvt 1 0\nvt 1 1\nf 1/1 2/2 3/3\n"})
    assert mesh.uvs.tolist() == [[0.25, 0.75], [1, 1], [1, 0]]


def test_material_in_force_where_a_face_stands_is_its_material(reading):
    library = "newmtl wall\nKd 1 0 0\nnewmtl roof\nKd 0 0 1\n"
    text = (
        "mtllib m.mtl\n"
        + SQUARE
        + "f 1 2 3\nusemtl wall\nf 1 2 3\nf 1 3 4\nusemtl roof\nf 1 2 4\nusemtl wall\nf 2 3 4\n"
    )
    mesh, upload = reading({"a.obj": text, "m.mtl": library})
    names = [mesh.materials[i].name for i in mesh.face_material]
    assert names == ["", "wall", "wall", "roof", "wall"]
    assert mesh.materials[mesh.face_material[1]].colour == (255, 0, 0)
    assert upload.warnings == []


def test_vertex_colours_in_either_range_become_bytes(reading):
    one, _ = reading({"a.obj": "v 0 0 0 1 0.5 0\nv 1 0 0 1 1 1\nv 0 1 0 0 0 0\nf 1 2 3\n"})
    many, _ = reading({"b.obj": "v 0 0 0 255 128 0\nv 1 0 0 255 255 255\nv 0 1 0 0 0 0\nf 1 2 3\n"})
    assert one.colours.tolist() == [[255, 128, 0], [255, 255, 255], [0, 0, 0]]
    assert many.colours.tolist() == one.colours.tolist()


@pytest.mark.parametrize(
    "reference", ["TEX.PNG", r"C_scan\tex.png".replace("C_", ""), "textures/tex.png", "./tex.png", '"tex.png"']
)
def test_texture_is_found_in_spite_of_case_backslash_and_folder(reading, reference):
    mesh, upload = reading(
        {
            "a.obj": "mtllib m.mtl\nusemtl s\n" + SQUARE + "f 1 2 3\n",
            "m.mtl": f"newmtl s\nmap_Kd {reference}\n",
            "tex.png": png(),
        }
    )
    assert mesh.materials[1].texture == "000.png"
    assert (upload.textures / "000.png").read_bytes() == png()


def test_names_in_cp932_are_read(reading):
    files = {
        "a.obj": "mtllib 石垣.mtl\nusemtl 石\n".encode("cp932") + (SQUARE + "f 1 2 3\n").encode(),
        "石垣.mtl": "newmtl 石\nmap_Kd 石.png\n".encode("cp932"),
        "石.png": png(),
    }
    mesh, _ = reading(files)
    assert mesh.materials[1].name == "石"
    assert mesh.materials[1].texture


def test_options_before_a_texture_are_passed_over(reading):
    library = "newmtl s\nmap_Kd -s 1 1 1 -o 0 0 -bm 0.5 -clamp on my tex.png\n"
    mesh, _ = reading(
        {"a.obj": "mtllib m.mtl\nusemtl s\n" + SQUARE + "f 1 2 3\n", "m.mtl": library, "my tex.png": png()}
    )
    assert mesh.materials[1].texture


def test_missing_texture_is_a_warning_not_an_error(reading):
    mesh, upload = reading(
        {"a.obj": "mtllib m.mtl\nusemtl s\n" + SQUARE + "f 1 2 3\n", "m.mtl": "newmtl s\nmap_Kd lost.jpg\n"}
    )
    assert mesh.materials[1].texture is None
    assert "lost.jpg" in upload.warnings[0]


def test_black_diffuse_beside_a_texture_does_not_blacken_it(reading):
    mesh, _ = reading(
        {
            "a.obj": "mtllib m.mtl\nusemtl s\n" + SQUARE + "f 1 2 3\n",
            "m.mtl": "newmtl s\nKd 0 0 0\nmap_Kd t.png\n",
            "t.png": png(),
        }
    )
    assert mesh.materials[1].colour == (255, 255, 255)


def test_comments_indentation_windows_line_ends_and_joined_lines(reading):
    text = "# 津山城\r\nv 0 0 0 # corner\r\n  v 1 0 0\r\n\tv 0 1 0\r\no part\r\ng a b\r\ns 1\r\nf 1 \\\r\n 2 3\r\n"
    mesh, _ = reading({"a.obj": text})
    assert mesh.faces.tolist() == [[0, 1, 2]]


def test_reading_in_small_blocks_gives_the_same(reading, monkeypatch):
    text = "".join(f"v {i} {i * i % 7} {i % 3}\nvt 0.{i} 0.5\nvn 0 0 1\n" for i in range(60))
    text += "".join(f"usemtl m{i % 3}\nf {i + 1}/{i + 1} {i + 2}/{i + 2} {i + 3}/{i + 3}\n" for i in range(57))
    whole, _ = reading({"a.obj": text})
    monkeypatch.setattr(obj, "BLOCK", 53)
    parts, _ = reading({"a.obj": text})
    for name in ("positions", "faces", "uvs", "uv_faces", "face_material"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name)), name


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        (SQUARE + "f 1 2 9\n", "line 5", "vertex 9"),
        (SQUARE + "f 0 1 2\n", "line 5", "index 0"),
        (SQUARE + "f -1 -2 -9\n", "line 5", "counts back"),
        (SQUARE + "f 1 2\n", "line 5", "2 corners"),
        (SQUARE + "f 1 2 x\n", "line 5", "not an integer"),
        (SQUARE + "f 1/2/3/4 2 3\n", "line 5", "v/t/n"),
        (SQUARE + "f 1/ 2/ 3/\n", "line 5", "v/t/n"),
        (SQUARE + "vt 0 0\nf 1/7 2/1 3/1\n", "line 6", "texture coordinate 7"),
        ("v 0 0\n" + SQUARE + "f 1 2 3\n", "line 1", "2 numbers"),
        ("v 0 0 0\nv 0 nan 0\nv 1 1 1\nf 1 2 3\n", "line 2", "finite"),
        ("v 0 0 0\nv 0 1e400 0\nv 1 1 1\nf 1 2 3\n", "line 2", "finite"),
        ("v 0 0 0\nv 0 zero 0\nv 1 1 1\nf 1 2 3\n", "line 2", "number"),
        ("", "", "no vertex"),
        ("\x00\x01\x02 garbage\xff", "", "no vertex"),
        (SQUARE, "", "no face"),
        ("mtllib ../../../etc/passwd\n" + SQUARE + "f 1 2 3\n", "line 1", "outside the upload"),
        ("mtllib /etc/passwd\n" + SQUARE + "f 1 2 3\n", "line 1", "absolute"),
        ("mtllib http://example.org/m.mtl\n" + SQUARE + "f 1 2 3\n", "line 1", "absolute path or a remote"),
        (SQUARE + "f " + " ".join("1" for _ in range(20_000)) + "\n", "line 5", "20000 corners"),
    ],
)
def test_broken_rule_is_named_with_its_line(reading, text, place, rule):
    with pytest.raises(BadInput) as caught:
        reading({"a.obj": text})
    assert caught.value.file == "a.obj"
    assert caught.value.place == place
    assert rule in caught.value.rule
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "reference",
    ["../secret.png", "/etc/hostname", r"..\..\secret.png", "file:///etc/passwd", "C:/secret.png", r"C:\secret.png"],
)
def test_texture_outside_the_upload_is_refused(reading, reference):
    with pytest.raises(BadInput, match=r"m\.mtl: line 2"):
        reading({"a.obj": "mtllib m.mtl\n" + SQUARE + "f 1 2 3\n", "m.mtl": f"newmtl s\nmap_Kd {reference}\n"})


def test_endless_line_is_refused(reading, monkeypatch):
    monkeypatch.setattr(obj, "BLOCK", 1 << 16)
    monkeypatch.setattr(obj, "MAX_LINE", 1 << 17)
    with pytest.raises(BadInput, match="longer than"):
        reading({"a.obj": SQUARE + "# " + "A" * (1 << 19)})
