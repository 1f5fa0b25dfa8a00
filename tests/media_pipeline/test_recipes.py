"""Recipes as data: those that come along are good, others are told what is wrong."""

from __future__ import annotations

import pytest

from media_pipeline import recipes
from media_pipeline.recipes import RecipeError

LEVEL = {"name": "phone", "triangles": 60_000, "texture": 2048}
FILE = {
    "file": "a.glb",
    "level": "phone",
    "format": "glb-plain",
    "profile": "web",
    "usage": "Web3D",
    "quality": "Medium",
}
GOOD = {"name": "x", "version": 1, "title": {"en": "X"}, "levels": [LEVEL], "derivatives": [FILE]}


@pytest.mark.parametrize("name", recipes.names())
def test_every_recipe_that_comes_along_is_good(name):
    recipe = recipes.load(name)
    assert recipe.name == name
    assert recipe.title["ja"]
    assert recipe.picture or recipe.levels[0].triangles == max(level.triangles for level in recipe.levels)


def test_web_ar_and_the_keep_come_along():
    assert {"ar", "demo-keep", "web"} <= set(recipes.names())


def test_keep_for_phones_asks_for_enough_triangles():
    keep = recipes.load("demo-keep")
    assert next(level for level in keep.levels if level.name == "phone").triangles >= 50_000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"levles": []}, "unknown member 'levles'"),
        ({"levels": []}, "at least one level"),
        ({"levels": [LEVEL, LEVEL]}, "its own name"),
        ({"levels": [LEVEL | {"texture": 1000}]}, "power of two"),
        ({"levels": [LEVEL | {"triangles": 0}]}, "triangles"),
        ({"levels": [LEVEL | {"head_start": 0.5}]}, "head_start of 1 to 100"),
        ({"levels": [{"name": "phone"}]}, "'texture' is missing"),
        ({"derivatives": [FILE | {"level": "desktop"}]}, "unknown level 'desktop'"),
        ({"derivatives": [FILE | {"format": "fbx"}]}, "unknown format 'fbx'"),
        ({"source": {"unit": "shaku"}}, "mm, cm, m or unknown"),
        ({"source": {"up": "w"}}, "x, y or z"),
        ({"source": {"handedness": "both"}}, "right or left"),
        ({"source": {"scale_bar": {"measured_m": 1}}}, "'model_units' is missing"),
        ({"source": {"scale_bar": {"measured_m": 0, "model_units": 2}}}, "above zero"),
        ({"source": {"crs": "JGD2011"}}, "EPSG:6673"),
        ({"source": {"offset": [1, 2]}}, "three numbers"),
        ({"limits": 5}, "expected a table"),
        ({"repair": {"orient": "up"}}, "auto, keep or reverse"),
        ({"repair": {"tint_filled": "red"}}, "RRGGBB"),
        ({"repair": {"cut_box": [0, 0, 0]}}, "six numbers"),
        ({"repair": {"cut_planes": [[0, 1, 0]]}}, "four numbers"),
    ],
)
def test_mistake_in_a_recipe_is_named(change, message):
    recipes.parse(GOOD)
    with pytest.raises(RecipeError, match=message):
        recipes.parse(GOOD | change)


def test_unknown_recipe_lists_the_known_ones():
    with pytest.raises(RecipeError, match="ar, archive, demo-keep, image, site, vr, web"):
        recipes.load("poster")


def test_digest_changes_with_any_parameter():
    assert recipes.parse(GOOD).digest() == recipes.parse(GOOD).digest()
    assert recipes.parse(GOOD).digest() != recipes.parse(GOOD | {"version": 2}).digest()
