"""Levels that lost too much are made again, one rung higher, or refused with their figures."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import media_pipeline
from media_pipeline import recipes
from media_pipeline.engine import gate
from media_pipeline.errors import StageFault
from media_pipeline.recipes import Level
from tests.media_pipeline.shapes import sphere, write_obj
from tests.media_pipeline.test_job import RECIPE

LEVELS = {"levels": [{"name": "near", "triangles": 1500}, {"name": "far", "triangles": 200}]}


def measured(**figures: tuple[float, float]) -> dict:
    rows = [
        {"name": name, "error": {"rms_pct": rms}, "image": {"psnr_lit_mean": lit}}
        for name, (rms, lit) in figures.items()
    ]
    return {"levels": rows}


@pytest.fixture
def recipe() -> recipes.Recipe:
    found = recipes.load(RECIPE)
    levels = (replace(found.levels[0], rms_pct=0.1), replace(found.levels[1], rms_pct=0.5, psnr=25.0))
    return replace(found, levels=levels)


def test_levels_within_their_limits_pass(recipe):
    assert gate.misses(recipe, measured(near=(0.1, 10), far=(0.5, 25.0)), LEVELS) == []


def test_each_figure_that_is_missed_is_named_with_what_is_allowed(recipe):
    found = gate.misses(recipe, measured(near=(0.05, 30), far=(0.7, 22.5)), LEVELS)
    assert [str(miss) for miss in found] == [
        "level far at 200 triangles: RMS in % of the diagonal 0.7, allowed 0.5",
        "level far at 200 triangles: likeness in dB 22.5, allowed 25",
    ]


def test_missed_level_climbs_one_rung_and_the_others_stay(recipe):
    missed = gate.misses(recipe, measured(near=(0.05, 30), far=(0.7, 30)), LEVELS)
    higher = gate.raised(recipe, missed, 100_000)
    assert [level.triangles for level in higher.levels] == [1500, 320]


def test_rung_ends_at_the_level_above(recipe):
    levels = (recipe.levels[0], Level("far", 1200, 64, rms_pct=0.5))
    missed = gate.misses(replace(recipe, levels=levels), measured(near=(0.05, 30), far=(0.7, 30)), LEVELS)
    assert gate.raised(replace(recipe, levels=levels), missed, 100_000).levels[1].triangles == 1500


def test_nothing_is_higher_than_the_master(recipe):
    missed = gate.misses(recipe, measured(near=(0.3, 30), far=(0.1, 30)), LEVELS)
    assert gate.raised(recipe, missed, 1500) is None


def small(tmp_path, *, parallels: int, meridians: int, **limits: float):
    found = recipes.load(RECIPE)
    level = replace(found.levels[1], name="near", **limits)
    previews = replace(found.previews, turntable_frames=0, drawing_width=0)
    recipe = replace(found, levels=(level,), derivatives=found.derivatives[:1], previews=previews, exports=())
    positions, faces, uvs = sphere(parallels, meridians, ripple=0.05)
    source = write_obj(tmp_path / "stone.obj", positions, faces, uvs)
    return media_pipeline.run(source, recipe=recipe, out=tmp_path / "out")


def test_job_makes_a_level_again_until_it_is_true_enough(tmp_path):
    document = json.loads(small(tmp_path, parallels=30, meridians=40, rms_pct=0.2).read_text("utf-8"))
    row = document["derivatives"][0]
    assert row["recipe_triangles"] == 200 < row["asked_triangles"]
    assert row["error"]["rms_pct"] <= 0.2
    assert any("level near at 200 triangles: RMS" in warning for warning in document["warnings"])


def test_job_that_cannot_be_true_enough_ends_with_the_figures(tmp_path):
    with pytest.raises(
        StageFault, match=r"not true enough: level near at \d+ triangles: likeness in dB [\d.]+, allowed 90"
    ):
        small(tmp_path, parallels=10, meridians=16, psnr=90.0)
    assert not (tmp_path / "out" / "manifest.json").exists()
