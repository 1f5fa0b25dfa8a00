"""From numbers in a file to metres on a map: units, scale bars, axes, hands, surveys far from zero, reports beside the mesh."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_pipeline import mesh as meshes
from media_pipeline.errors import BadInput
from media_pipeline.geometry.normals import face_vectors
from media_pipeline.readers.capture import _date, capture
from media_pipeline.readers.files import Upload
from media_pipeline.recipes import ScaleBar, Source
from media_pipeline.stages import Desk, read

BLOCK = np.array([(x, y, z) for x in (0, 4) for y in (0, 2) for z in (0, 1)], float)
FACES = np.array([
    (0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1), (2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)
])  # fmt: skip


def obj(positions: Any = BLOCK, faces: Any = FACES, *, loose: tuple[float, ...] = ()) -> str:
    """Return a stone block of 4 x 2 x 1 as an OBJ, with a vertex that no face names if `loose` is given."""
    rows = [*np.asarray(positions).tolist(), *([list(loose)] if loose else [])]
    lines = ["v " + " ".join(f"{v:.4f}" for v in row) for row in rows]
    return "\n".join(lines + ["f " + " ".join(map(str, face)) for face in (faces + 1).tolist()]) + "\n"


@pytest.fixture
def stage(tmp_path: Path):
    """Return a function that runs the stage `read` over files and returns (values, mesh)."""

    def run(files: dict[str, str | bytes], **source: Any) -> tuple[dict[str, Any], meshes.Mesh]:
        shutil.rmtree(tmp_path)
        for name in ("intake", "out", "tmp"):
            (tmp_path / name).mkdir(parents=True)
        for name, content in files.items():
            (tmp_path / "intake" / name).write_bytes(content.encode() if isinstance(content, str) else content)
        names = [name for name in files if name.endswith((".obj", ".gltf"))]
        params = {"meshes": names, "max_texture": 512, "source": asdict(Source(**source))}
        desk = Desk({"intake": tmp_path / "intake"}, tmp_path / "out", tmp_path / "tmp", params, lambda *_: None)
        return read.run(desk), meshes.load(tmp_path / "out")

    return run


def extent(mesh: meshes.Mesh) -> list[float]:
    return np.ptp(mesh.positions, axis=0).round(6).tolist()


@pytest.mark.parametrize(
    ("source", "size", "confidence"),
    [
        ({}, 4, "assumed"),
        ({"unit": "m"}, 4, "declared"),
        ({"unit": "cm"}, 0.04, "declared"),
        ({"unit": "mm"}, 0.004, "declared"),
        ({"unit": "unknown"}, 4, "unknown"),
        ({"unit": "unknown", "scale_bar": ScaleBar(0.5, 4)}, 0.5, "measured"),
        ({"scale_bar": ScaleBar(1, 2)}, 2, "measured"),
    ],
)
def test_scale_and_how_sure_it_is(stage, source, size, confidence):
    values, mesh = stage({"block.obj": obj()}, **source)
    assert extent(mesh)[0] == pytest.approx(size)
    assert values["frame"]["scale_confidence"] == confidence


def test_unknown_unit_and_contradicting_scale_bar_are_said(stage):
    assert "no scale bar" in stage({"block.obj": obj()}, unit="unknown")[0]["warnings"][0]
    assert (
        "+5.0 % against the unit cm"
        in stage({"block.obj": obj()}, unit="cm", scale_bar=ScaleBar(1.05, 100))[0]["warnings"][0]
    )
    assert stage({"block.obj": obj()}, unit="cm", scale_bar=ScaleBar(1.01, 100))[0]["warnings"] == []


@pytest.mark.parametrize(
    ("up", "size"),
    [("y", [4, 2, 1]), ("-y", [4, 2, 1]), ("z", [4, 1, 2]), ("-z", [4, 1, 2]), ("x", [2, 4, 1]), ("-x", [2, 4, 1])],
)
def test_every_axis_can_be_up_and_outside_stays_outside(stage, up, size):
    values, mesh = stage({"block.obj": obj()}, up=up)
    assert extent(mesh) == size
    assert (mesh.positions.min(0) + mesh.positions.max(0))[[0, 2]].tolist() == [0, 0]
    assert mesh.positions.min(0)[1] == 0
    outward = mesh.positions[mesh.faces].mean(1) - np.array([0, size[1] / 2, 0])
    assert (np.einsum("ij,ij->i", outward, face_vectors(mesh.positions, mesh.faces)) > 0).all()
    assert values["frame"]["up"] == up


def test_what_points_up_in_the_source_points_up(stage):
    tower = BLOCK * [1, 1, 5]
    tower[:4, :2] = (2, 1)
    for up, sign in (("z", 1), ("-z", -1)):
        _, mesh = stage({"tower.obj": obj(tower * [1, 1, sign])}, up=up)
        assert extent(mesh)[1] == 5


def test_left_handed_source_is_mirrored_and_its_triangles_turned(stage):
    _, right = stage({"block.obj": obj()})
    values, left = stage({"block.obj": obj(BLOCK * [1, 1, -1], FACES[:, ::-1])}, handedness="left")
    assert np.allclose(np.sort(left.positions, 0), np.sort(right.positions, 0))
    volume = [
        np.einsum("ij,ij->i", m.positions[m.faces[:, 0]], face_vectors(m.positions, m.faces)).sum() / 6
        for m in (right, left)
    ]
    assert volume == pytest.approx([8, 8])
    assert values["frame"]["handedness"] == "left"


def test_vertex_that_no_face_names_does_not_move_the_origin(stage):
    values, mesh = stage({"block.obj": obj(loose=(0, -900, 0))})
    assert values["frame"]["origin_m"] == [2, 0, 0.5]
    assert mesh.positions[mesh.faces].min() == -2


def test_survey_far_from_zero_keeps_its_millimetres_and_its_place_on_the_map(stage):
    away = np.array([-31_250.125, -104_310.5, 98.25])
    values, mesh = stage({"wall.obj": obj(BLOCK * 0.001 + away)}, up="z", crs="EPSG:6673")
    assert extent(mesh) == pytest.approx([0.004, 0.001, 0.002], abs=1e-6)
    assert values["projected"] == {
        "crs": "EPSG:6673", "easting_m": -31_250.123, "northing_m": -104_310.499, "height_m": 98.25
    }  # fmt: skip
    assert values["frame"]["origin_source"] == pytest.approx([-31_250.123, -104_310.499, 98.25])


def test_offset_that_was_taken_off_before_is_added_on_the_map(stage):
    values, _ = stage({"wall.obj": obj()}, up="z", crs="EPSG:6673", offset=(-31_000, -104_000, 90))
    assert [values["projected"][k] for k in ("easting_m", "northing_m", "height_m")] == [-30_998, -103_999, 90]


def test_numbers_of_a_map_are_noticed_and_those_of_a_workshop_are_not(stage):
    assert stage({"wall.obj": obj(BLOCK + np.array([50_000, 0, 0]))})[0]["projected"]["crs"] == ""
    assert stage({"wall.obj": obj()})[0]["projected"] is None


def test_georeference_beside_the_mesh_is_read(stage):
    xml = '<?xml version="1.0"?><ModelMetadata version="1"><SRS>EPSG:6673</SRS><SRSOrigin>-31000,-104000,90.5</SRSOrigin></ModelMetadata>'
    values, _ = stage({"wall.obj": obj(), "metadata.xml": xml}, up="z")
    assert values["projected"] == {"crs": "EPSG:6673", "easting_m": -30_998, "northing_m": -103_999, "height_m": 90.5}


def test_mesh_wider_than_the_world_is_refused(stage):
    with pytest.raises(BadInput, match="is the unit right"):
        stage({"wall.obj": obj(BLOCK * 1e7)})


def reported(tmp_path: Path, files: dict[str, str | bytes]):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    upload = Upload(tmp_path, tmp_path)
    return capture(upload), upload.warnings


def test_japanese_report_of_two_columns_is_understood(tmp_path):
    text = '項目,内容\n撮影日,令和6年5月3日\n使用機材,一眼レフカメラ\n撮影枚数,"1,280枚"\n撮影者,津山市教育委員会\nスケールバー誤差(mm),0.8\n'
    found, warnings = reported(tmp_path, {"記録.csv": text.encode("cp932")})
    assert found.fields == {
        "date": "2024-05-03", "device": "一眼レフカメラ", "photo_count": 1280, "operator": "津山市教育委員会", "scale_error_m": 0.0008
    }  # fmt: skip
    assert (found.reports, warnings) == (["記録.csv"], [])


def test_report_with_headings_above_one_row_and_one_in_json(tmp_path):
    rows = "Capture Date;Number of Photos;Scale error\n2024-05-03;412;1.5 mm\n"
    data = json.dumps({"project": "x", "capture": {"camera": "A", "operator": "B"}, "photos": 7, "extra": [1]})
    found, _ = reported(tmp_path, {"a.csv": rows, "b.json": data, "c.pdf": b"%PDF-1.7"})
    assert found.fields == {
        "date": "2024-05-03",
        "photo_count": 412,
        "scale_error_m": 0.0015,
        "device": "A",
        "operator": "B",
    }
    assert found.reports == ["a.csv", "b.json", "c.pdf"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "[" * 100_000),
        ("a.json", "{"),
        ("a.csv", b"\xff\xfe\x00\x01"),
        ("a.csv", '"' + "x" * 200_000),
        ("a.json", "[1, 2]"),
    ],
)
def test_file_that_is_no_report_stops_nothing(tmp_path, name, content):
    assert reported(tmp_path, {name: content})[0].fields == {}


def test_value_that_is_not_understood_is_said(tmp_path):
    found, warnings = reported(tmp_path, {"a.csv": "date,some day\nscale error,3\nphotos,12\n"})
    assert found.fields == {"photo_count": 12}
    assert len(warnings) == 2
    assert "'some day' is not understood" in warnings[0]


def test_large_file_is_not_read(tmp_path):
    found, warnings = reported(tmp_path, {"points.csv": "date,2024-05-03\n" + "1,2,3\n" * 200_000})
    assert found.fields == {}
    assert "larger than 1 MB" in warnings[0]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-05-03", "2024-05-03"), ("2024/5/3 10:00", "2024-05-03"), ("20240503", "2024-05-03"), ("2024年5月3日", "2024-05-03"),
        ("R6.5.3", "2024-05-03"), ("平成30年1月9日", "2018-01-09"), ("令和元年5月1日", "2019-05-01"), ("2024年5月", "2024-05"),
        ("2024-13-01", None), ("spring", None),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text, iso):
    assert _date(text) == iso
