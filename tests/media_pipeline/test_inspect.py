"""Inspection says what is wrong, how often, where, in two languages, and shows it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from string import Formatter
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media_pipeline.camera import framing
from media_pipeline.geometry.frame import framed
from media_pipeline.inspection import atlas, report
from media_pipeline.inspection.report import Finding
from media_pipeline.mesh import Material
from media_pipeline.recipes import Source
from tests.media_pipeline import wall_files
from tests.media_pipeline.repairing import desk, made
from tests.media_pipeline.shapes import checkered, sphere
from tests.media_pipeline.walls import wall

FRAME = {"scale_confidence": "declared", "up": "y", "origin_source": [0.0, 0.0, 0.0]}


def inspected(folder: Path, mesh: Any, *, projected: Any = None, **frame: Any) -> dict[str, Any]:
    """Return what the stage says of `mesh`."""
    from media_pipeline.stages import inspect

    params = {"frame": FRAME | frame, "projected": projected, "title": "wall.obj"}
    work = desk(folder, mesh, params)
    for material in mesh.materials:
        path = folder / "read" / "textures" / str(material.texture)
        if material.texture and not path.exists():
            checkered(path, side=256)
    return inspect.run(work)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory):
    """Return (wall, folder of the stage's files, values) of a wall of 60,000 triangles."""
    folder = tmp_path_factory.mktemp("wall")
    source = wall(60_000)
    (folder / "read" / "textures").mkdir(parents=True)
    Image.fromarray(wall_files.paint(source, 512)).save(folder / "read" / "textures" / "wall.jpg")
    return source, folder / "out", inspected(folder, made(source.positions, source.faces, source.uvs))


@pytest.mark.pipeline
class TestWall:
    def test_faults_are_counted(self, dirty):
        source, _, values = dirty
        rows = {row["code"]: row["figures"] for row in values["stats"]["report"]}
        assert rows["holes"]["count"] == source.dirt["holes"]
        assert rows["floating_pieces"] == {
            "count": source.dirt["floating_pieces"],
            "triangles": source.dirt["floating"],
        }
        assert rows["flipped_patches"] == {"count": source.dirt["flipped_patches"], "triangles": source.dirt["flipped"]}
        assert rows["duplicate_triangles"]["count"] == source.dirt["duplicate"] + source.dirt["degenerate"]
        assert values["stats"]["components"] == 1 + source.dirt["floating_pieces"]
        assert not values["stats"]["watertight"]

    def test_each_spot_has_pictures_that_ring_it(self, dirty):
        _, out, values = dirty
        kinds = {row["finding"] for row in values["pictures"]}
        assert {"holes", "floating_pieces", "flipped_patches"} <= kinds
        for row in values["pictures"]:
            with Image.open(out / row["uri"]) as picture:
                assert picture.size == (row["w"], row["h"])
                red = np.asarray(picture.convert("RGB")).astype(int)
            ring = (red[..., 0] > 180) & (red[..., 1] < 90) & (red[..., 2] < 110)
            assert ring.sum() > 50
            assert row["visible"] > 0

    def test_report_is_written_in_both_languages(self, dirty):
        _, out, values = dirty
        japanese, english = ((out / "findings" / f"report.{lang}.md").read_text("utf-8") for lang in ("ja", "en"))
        assert f"穴が{dirty[0].dirt['holes']}か所" in japanese
        assert f"{dirty[0].dirt['holes']} holes" in english
        for row in values["stats"]["report"]:
            assert row["ja"] in japanese
            assert row["en"] in english
            assert "{" not in row["ja"] + row["en"]
        assert json.loads((out / "inspection.json").read_text("utf-8"))["report"] == values["stats"]["report"]

    def test_atlas_and_texels_are_measured(self, dirty):
        source, _, values = dirty
        stats = values["stats"]
        used = len(np.unique(source.faces))
        assert stats["verts_per_face"] == pytest.approx(used / len(source.faces), abs=0.02)
        across, up = source.atlas.slots
        cells = (across * source.atlas.cell[0], up * source.atlas.cell[1])
        wanted = 512 * ((24 / source.atlas.grid[0]) * (10 / source.atlas.grid[1]) * cells[0] * cells[1]) ** -0.5
        assert stats["texels_per_metre"]["median"] == pytest.approx(wanted, rel=0.25)
        assert stats["texels_per_metre"]["p5"] < stats["texels_per_metre"]["median"]
        assert stats["textures"][0]["texels_per_metre"] == stats["texels_per_metre"]


def test_every_sentence_says_the_same_figures_in_both_languages():
    for code, row in report.sentences().items():
        names = [{name for _, name, _, _ in Formatter().parse(row[language]) if name} for language in report.LANGUAGES]
        assert names[0] == names[1], code
        assert row["severity"] in report.SEVERITIES
        assert re.search("[ぁ-ん]", row["ja"])


def test_every_code_in_use_has_a_sentence():
    folder = Path(report.__file__).parent
    stages = [folder.parent / "stages" / f"{name}.py" for name in ("inspect", "thin")]
    text = "".join(path.read_text("utf-8") for path in [*folder.glob("*.py"), *stages])
    codes = set(re.findall(r'Finding\(\s*"(\w+)"', text)) | set(
        re.findall(r'"(\w*nonmanifold_edges)"(?: if| else|\n)', text)
    )
    assert len(codes) > 15
    assert codes <= report.sentences().keys() | {"nonmanifold_edges"}
    assert report.sentences().keys() <= codes | {"nonmanifold_edges", "many_nonmanifold_edges"}


def test_problems_come_first_and_nothing_is_said_of_a_good_mesh():
    rows = [report.row(Finding(code), []) for code in ("flat", "scale_unknown")]
    assert report.text(rows, "en", title="x").index("Problem") < report.text(rows, "en", title="x").index("Notice")
    assert "ありません" in report.text([], "ja", title="x")


@pytest.mark.parametrize(
    ("length", "said"), [(4321.0, "4.32 km"), (24.04, "24 m"), (1.5, "1.5 m"), (0.25, "25 cm"), (0.0042, "4.2 mm")]
)
def test_lengths_as_people_say_them(length, said):
    assert report.metres(length) == said


def test_each_material_has_its_own_density(tmp_path):
    positions = np.array(
        [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (2, 0, 0), (3, 0, 0), (3, 1, 0), (2, 1, 0)], np.float32
    )
    uvs = np.tile([(0, 0), (1, 0), (1, 1), (0, 1)], (2, 1))
    faces = [(0, 1, 2), (0, 2, 3), (4, 5, 6), (4, 6, 7)]
    mesh = made(
        positions, faces, uvs, face_material=np.array([0, 0, 1, 1], np.int32),
        materials=(Material("a", texture="a.png"), Material("b", texture="b.png")),
    )  # fmt: skip
    checkered(tmp_path / "a.png", side=64)
    checkered(tmp_path / "b.png", side=256)
    found = atlas.layout(mesh, tmp_path)
    assert [row["texels_per_metre"]["median"] for row in found["textures"]] == [64, 256]
    assert (found["uv_islands"], found["verts_per_face"], found["unmapped"]) == (1, 1.0, 0)


@pytest.mark.pipeline
class TestDoubts:
    def test_clean_closed_thing_has_no_findings(self, tmp_path):
        positions, faces, uvs = sphere(20, 40)
        values = inspected(tmp_path, made(positions.round(6), faces, uvs))
        assert values["findings"] == ["duplicate_triangles"]
        assert values["stats"]["degenerate"] == 80
        assert values["stats"]["watertight"]
        assert (values["stats"]["flipped"], values["stats"]["inward_share"]) == (0, 0)

    @pytest.mark.parametrize(
        ("factor", "code"), [(5000, "larger_than_2_km"), (0.001, "smaller_than_5_mm"), (5000, "texels_suggest_smaller"), (1e-4, "texels_suggest_larger")]
    )  # fmt: skip
    def test_wrong_scale_is_suspected(self, tmp_path, factor, code):
        positions, faces, uvs = sphere(10, 20)
        assert code in inspected(tmp_path, made(positions * factor, faces, uvs))["findings"]

    def test_scale_that_nobody_said_or_knows_is_said(self, tmp_path):
        positions, faces, uvs = sphere(10, 20)
        for confidence in ("assumed", "unknown"):
            values = inspected(tmp_path / confidence, made(positions, faces, uvs), scale_confidence=confidence)
            assert f"scale_{confidence}" in values["findings"]

    def test_map_read_with_the_wrong_axis_up(self, tmp_path):
        positions, faces, uvs = sphere(10, 20)
        survey = framed(
            positions + np.array([-31_000.0, -104_000.0, 90.0]), np.arange(len(positions)), asdict(Source()), metres_by_format=False
        ).frame  # fmt: skip
        mesh = made(positions, faces, uvs)
        assert "map_on_its_side" in inspected(tmp_path / "y", mesh, origin_source=survey["origin_source"])["findings"]
        placed = inspected(tmp_path / "z", mesh, origin_source=survey["origin_source"], up="z", projected={"crs": ""})
        assert "map_on_its_side" not in placed["findings"]
        assert "far_from_origin" in placed["findings"]

    def test_inside_of_a_thing_and_of_a_room_are_told(self, tmp_path):
        positions, faces, uvs = sphere(20, 40)
        assert "faces_inward" in inspected(tmp_path, made(positions, faces[:, ::-1], uvs))["findings"]

    def test_grey_mesh_and_unmapped_triangles(self, tmp_path):
        positions, faces, uvs = sphere(10, 20)
        assert "no_colour" in inspected(tmp_path / "a", made(positions, faces))["findings"]
        mesh = made(positions, faces, uvs)
        mesh.uv_faces[:7] = -1
        row = next(
            r for r in inspected(tmp_path / "b", mesh)["stats"]["report"] if r["code"] == "no_texture_coordinates"
        )
        assert row["figures"] == {"count": 7}


def test_ring_lies_where_the_camera_sees_the_spot():
    from media_pipeline.inspection.pictures import projected

    points, _, _ = sphere(8, 12)
    view = framing(points.astype(np.float32), azimuth=30, elevation=20, width=400, height=300)
    places, depth = projected(view, np.array([view.target], np.float32))
    assert places[0] == pytest.approx([200, 150], abs=0.01)
    assert depth[0] == pytest.approx(np.linalg.norm(np.array(view.eye) - np.array(view.target)), rel=1e-5)
    _, directions = view.rays(1, 40, 1)
    along = np.array(view.eye, np.float32) + 3 * directions[77]
    assert projected(view, along[None])[0][0] == pytest.approx([77.5, 40.5], abs=0.01)
