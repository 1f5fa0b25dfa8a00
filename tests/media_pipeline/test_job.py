"""A whole job: what comes out, that it is what it says, and that it can be cut off and begun again."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from PIL import Image

import media_pipeline
from media_pipeline import manifest, recipes
from media_pipeline.encode import glb, usdz
from media_pipeline.errors import BadInput, Cancelled
from media_pipeline.exports import archive
from media_pipeline.readers import read
from media_pipeline.readers.files import Upload
from tests.media_pipeline.shapes import sphere, write_obj
from tests.processes import none_left

pytestmark = pytest.mark.pipeline

RECIPE = Path(__file__).parent / "small.toml"
ABOUT = {
    "title": {"ja": "津山城天守", "en": "Keep"},
    "rights": {"licence": "CC0-1.0", "holder": "", "credit": "", "restrictions": ""},
}


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A rippled, textured sphere of two metres, given in centimetres with Z up."""
    folder = tmp_path_factory.mktemp("upload")
    positions, faces, uvs = sphere(30, 60, radius=100, ripple=0.05)
    return write_obj(
        folder / "keep.obj", positions[:, [0, 2, 1]] * [1, -1, 1] + [5000, 0, 0], faces, uvs, texture="stone.png"
    )


@pytest.fixture(scope="module")
def job(source: Path, tmp_path_factory):
    """Return (folder of the derivatives, work folder, manifest, progress) of a job that was run once."""
    folder = tmp_path_factory.mktemp("job")
    heard = []
    path = media_pipeline.run(
        source,
        recipe=RECIPE,
        out=folder / "out",
        work=folder / "work",
        about=ABOUT,
        unit="cm",
        up="z",
        progress=heard.append,
    )
    return folder / "out", folder / "work", json.loads(path.read_text("utf-8")), heard


def test_manifest_keeps_its_schema(job):
    schema = json.loads(manifest.SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(job[2], schema)


def test_manifest_names_the_master_by_its_sum(job, source):
    rows = {row["name"]: row for row in job[2]["source"]["files"]}
    assert rows.keys() == {"keep.obj", "keep.mtl", "stone.png"}
    assert rows["keep.obj"]["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert job[2]["title"]["ja"] == "津山城天守"


def test_each_derivative_is_the_file_the_manifest_says(job):
    out, _, document, _ = job
    assert [row["uri"] for row in document["derivatives"]] == ["near.glb", "far.glb", "far.usdz"]
    for row in document["derivatives"]:
        data = (out / row["uri"]).read_bytes()
        assert len(data) == row["bytes"]
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
        assert abs(row["triangles"] - row["asked_triangles"]) <= max(1, 0.01 * row["asked_triangles"])
        assert row["triangles"] > 0


def test_whole_atlas_was_kept_and_a_new_one_made_where_asked(job):
    assert [row["uv_mode"] for row in job[2]["derivatives"]] == ["kept", "xatlas", "xatlas"]


def test_errors_are_measured_and_small(job):
    near, far, _ = job[2]["derivatives"]
    assert 0 < near["error"]["rms"] <= far["error"]["rms"] < 0.05
    assert near["error"]["rms_pct"] == pytest.approx(100 * near["error"]["rms"] / 3.55, rel=0.1)
    assert near["image"]["psnr_lit_mean"] > 18


def test_units_and_axis_become_metres_with_the_base_at_zero(job):
    low, high = np.array(job[2]["derivatives"][1]["bbox"])
    assert high - low == pytest.approx([2, 2, 2], abs=0.15)
    assert low[1] == pytest.approx(0, abs=0.05)
    assert (low + high)[0] == pytest.approx(0, abs=0.05)
    assert job[2]["geo"]["frame"]["origin_m"][0] == pytest.approx(50, abs=0.1)


def test_plain_glb_can_be_read_again_with_its_maps(job, tmp_path):
    out, _, document, _ = job
    (tmp_path / "textures").mkdir()
    upload = Upload(out, tmp_path / "textures")
    mesh = read("far.glb", upload)
    assert len(mesh.faces) == document["derivatives"][1]["triangles"]
    with Image.open(tmp_path / "textures" / mesh.materials[0].texture) as picture:
        assert picture.size == (64, 64)
        assert np.asarray(picture.convert("RGB")).std(axis=(0, 1)).min() > 10
    assert mesh.uvs.min() >= 0
    assert mesh.uvs.max() <= 1


def test_trimesh_reads_the_same_triangles(job):
    import trimesh

    out, _, document, _ = job
    found = trimesh.load(out / "far.glb", force="mesh")
    assert len(found.faces) == document["derivatives"][1]["triangles"]
    assert found.volume == pytest.approx(4 / 3 * np.pi, rel=0.06)


def test_packed_glb_holds_webp_and_meshopt(job):
    found = glb.document_of((job[0] / "near.glb").read_bytes())
    assert {"EXT_meshopt_compression", "EXT_texture_webp"} <= set(found["extensionsRequired"])
    assert {image["mimeType"] for image in found["images"]} == {"image/webp"}
    assert len(found["materials"]) == 1


def test_usdz_is_valid_and_true_to_scale(job):
    from pxr import Usd, UsdGeom

    path = job[0] / "far.usdz"
    assert usdz.errors_in(path) == []
    stage = Usd.Stage.Open(str(path))
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.y
    box = UsdGeom.BBoxCache(Usd.TimeCode.Default(), ["default"]).ComputeWorldBound(stage.GetDefaultPrim()).GetRange()
    assert box.GetSize()[1] == pytest.approx(2, abs=0.15)


def test_pictures_show_something_on_a_transparent_ground(job):
    out, _, document, _ = job
    films = 2 if shutil.which("ffmpeg") else 0
    assert [(row["kind"], row["w"]) for row in document["previews"]] == [
        ("poster", 96), ("poster", 48), ("poster-opaque", 96), ("poster-opaque", 48), *[("drawing", 120)] * 5,
        ("turntable-frame", 32), ("turntable-frame", 32), ("turntable", 32), *[("turntable-film", 32)] * films,
    ]  # fmt: skip
    with Image.open(out / "poster-96.jpg") as picture:
        assert picture.mode == "RGB"
    with Image.open(out / "poster-96.webp") as picture:
        alpha = np.asarray(picture.convert("RGBA"))[..., 3]
        assert alpha[0, 0] == 0
        assert alpha[alpha.shape[0] // 2, alpha.shape[1] // 2] == 255
    with Image.open(out / "turntable.webp") as picture:
        assert picture.n_frames == 2


def test_findings_are_in_the_manifest_and_delivered(job):
    out, _, document, _ = job
    rows = document["input_stats"]["report"]
    assert [row["code"] for row in rows] == document["input_stats"]["findings"]
    assert (out / "findings" / "report.ja.md").read_text("utf-8").startswith("# 確認結果: keep.obj")
    assert not (out / "inspection.json").exists()
    for picture in [row for row in document["previews"] if row["kind"] == "finding"]:
        assert (out / picture["uri"]).stat().st_size == picture["bytes"]


def test_progress_rises_to_one(job):
    shares = [row.share for row in job[3]]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    lines = (job[1] / "progress.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["stage"] == "manifest"


def test_running_again_changes_nothing_and_runs_no_stage_but_intake(job, source, monkeypatch):
    out, work, *_ = job
    before = {
        p: (p.stat().st_size, hashlib.sha256(p.read_bytes()).hexdigest()) for p in sorted(out.rglob("*")) if p.is_file()
    }
    from media_pipeline.engine import process

    ran = []
    original = process.run
    monkeypatch.setattr(process, "run", lambda task, **rest: ran.append(task.stage) or original(task, **rest))
    media_pipeline.run(source, recipe=RECIPE, out=out, work=work, about=ABOUT, unit="cm", up="z")
    after = {
        p: (p.stat().st_size, hashlib.sha256(p.read_bytes()).hexdigest()) for p in sorted(out.rglob("*")) if p.is_file()
    }
    assert ran == ["intake"]
    assert after == before


def test_cancel_stops_the_job(source, tmp_path):
    heard = []
    with pytest.raises(Cancelled):
        media_pipeline.run(
            source, recipe=RECIPE, out=tmp_path / "out", progress=heard.append, cancel=lambda: len(heard) > 2
        )
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_killed_job_goes_on_at_its_stage(source, tmp_path):
    work = tmp_path / "work"
    command = [
        sys.executable,
        "-m",
        "media_pipeline",
        str(source),
        "--recipe",
        str(RECIPE),
        "--out",
        str(tmp_path / "out"),
        "--work",
        str(work),
        "--quiet",
    ]
    process = subprocess.Popen(command, cwd=Path(media_pipeline.__file__).parents[1])
    end = time.monotonic() + 120
    while time.monotonic() < end and not list((work / "building").glob("levels-*/task.json")):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    task = next((work / "building").glob("levels-*"), None)
    assert task is not None
    assert none_left(str(task))
    done = {p.name for p in (work / "results").iterdir()}
    assert any(name.startswith("repair-") for name in done)
    stamps = {name: (work / "results" / name / "result.json").stat().st_mtime_ns for name in done}
    heard = []
    with pytest.raises(Cancelled):
        media_pipeline.run(
            source,
            recipe=RECIPE,
            out=tmp_path / "out",
            work=work,
            progress=heard.append,
            cancel=lambda: any(r.stage == "unwrap" for r in heard),
        )
    assert {name: (work / "results" / name / "result.json").stat().st_mtime_ns for name in done} == stamps
    assert any(p.name.startswith("levels-") for p in (work / "results").iterdir())
    assert not list((work / "building").glob("levels-*"))


def test_two_recipes_share_the_stages_that_do_not_differ(job, source, tmp_path, monkeypatch):
    from dataclasses import replace

    from media_pipeline.engine import process

    ran = []
    original = process.run
    monkeypatch.setattr(process, "run", lambda task, **rest: ran.append(task.stage) or original(task, **rest))
    recipe = recipes.load(RECIPE)
    other = replace(recipe, name="other", derivatives=recipe.derivatives[1:2])
    path = media_pipeline.run(source, recipe=other, out=tmp_path, work=job[1], unit="cm", up="z")
    assert ran == ["intake", "encode"]
    assert len(json.loads(path.read_text())["derivatives"]) == 1


def test_master_smaller_than_the_recipe_asks_is_kept_whole(tmp_path):
    positions, faces, _ = sphere(8, 12)
    source = write_obj(tmp_path / "small.obj", positions, faces)
    from dataclasses import replace

    recipe = recipes.load(RECIPE)
    recipe = replace(
        recipe,
        levels=recipe.levels[:1],
        derivatives=recipe.derivatives[:1],
        previews=replace(recipe.previews, turntable_frames=0, drawing_width=0),
    )
    document = json.loads(media_pipeline.run(source, recipe=recipe, out=tmp_path / "out").read_text())
    row = document["derivatives"][0]
    assert row["triangles"] == row["asked_triangles"] == 168
    assert row["recipe_triangles"] == 1500
    assert {m["type"] for m in row["maps"]} == {"colour", "normal", "occlusion"}
    assert any("the master has 168" in warning for warning in document["warnings"])
    assert not (tmp_path / "out" / ".work").exists()


def test_bad_input_names_file_place_and_rule(tmp_path):
    (tmp_path / "bad.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 9\n")
    with pytest.raises(BadInput, match=r"^bad\.obj: line 4: names vertex 9, the file holds 3$"):
        media_pipeline.run(tmp_path / "bad.obj", recipe=RECIPE, out=tmp_path / "out")


def test_triangles_without_area_are_no_mesh(tmp_path):
    (tmp_path / "flat.obj").write_text("v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n")
    with pytest.raises(BadInput, match="no triangle is left"):
        media_pipeline.run(tmp_path / "flat.obj", recipe=RECIPE, out=tmp_path / "out")


def test_other_forms_stand_beside_the_manifest_with_their_sums(job):
    out, _, document, _ = job
    assert {row["kind"] for row in document["exports"]} == {"svx", "archive"}
    for row in document["exports"]:
        assert hashlib.sha256((out / row["uri"]).read_bytes()).hexdigest() == row["sha256"]
    assert archive.verify(out / "archive.zip") == []
    found = json.loads((out / "scene.svx.json").read_text("utf-8"))["models"][0]["derivatives"]
    assert [row["assets"][0]["uri"] for row in found[:3]] == ["near.glb", "far.glb", "far.usdz"]


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is missing: apt install ffmpeg")
def test_films_hold_every_frame(job):
    for name in ("turntable.mp4", "turntable.webm"):
        command = [
            "ffprobe",
            "-v",
            "error",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
        ]
        done = subprocess.run([*command, str(job[0] / name)], capture_output=True, text=True, check=True)
        assert done.stdout.strip().strip(",") == "2"
