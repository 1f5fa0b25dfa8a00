"""One job that makes what all recipes make, only smaller, and the folder it left."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import media_pipeline
from media_pipeline import recipes
from media_pipeline.checks_open3d import availability
from media_pipeline.recipes import Derivative, Level, Recipe
from media_pipeline.tools import tool_version
from tests import node
from tests.media_pipeline.shapes import checkered, sphere, write_obj

SMALLER = 40
ENCODER = node.MODULES / "@gpu-tex-enc" / "basis" / "bin" / "linux-x64" / "basisu"
"""Of KTX2; where it is not installed or another system's, the job goes on with WebP and says so."""

PLACE = {"lon": 134.00495, "lat": 35.06277, "height": 120.0}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A finished job's folder and manifest, and the master it was given."""

    folder: Path
    manifest: dict[str, Any]
    master: Path

    def files(self, suffix: str) -> list[Path]:
        """Return the delivered files with this suffix, tiles among them."""
        return sorted(self.folder.rglob(f"*{suffix}"))


@pytest.fixture(scope="session")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    """Return what `everything` makes of a rippled sphere with a texture."""
    node.node()
    if not availability().usable:
        pytest.skip(availability().reason)
    folder = tmp_path_factory.mktemp("judged")
    positions, faces, uvs = sphere(40, 80, radius=2, ripple=0.05)
    (folder / "master").mkdir()
    master = write_obj(folder / "master" / "keep.obj", positions, faces, uvs, texture="stone.png")
    checkered(folder / "sign.png", side=480)
    board = {"picture": str(folder / "sign.png"), "width_m": 0.84, "position_m": [4.0, 1.5, 6.0], "facing": 30.0}
    about = {"geo": PLACE, "board": board}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{ENCODER.parent}{os.pathsep}{os.environ['PATH']}")
        tool_version.cache_clear()
        path = media_pipeline.run(master, recipe=everything(), out=folder / "out", about=about)
    tool_version.cache_clear()
    return Delivered(folder / "out", json.loads(path.read_text("utf-8")), master)


def everything() -> Recipe:
    """Return a recipe with the levels and derivatives of all recipes, made small."""
    levels: dict[Level, str] = {}
    rows: list[Derivative] = []
    tiles = recipes.Tiles()
    for name in recipes.names():
        recipe = recipes.load(name)
        named = {level.name: levels.setdefault(_small(level), f"{name}-{level.name}") for level in recipe.levels}
        rows += [replace(row, file=f"{name}-{row.file}", level=named[row.level]) for row in recipe.derivatives]
        tiles = recipe.tiles if recipe.tiles.triangles else tiles
    return replace(
        recipes.load("web"),
        name="everything",
        levels=tuple(replace(level, name=name) for level, name in levels.items()),
        derivatives=tuple(rows),
        exports=tuple(recipes.EXPORTS),
        previews=recipes.Previews((96, 48), turntable_frames=2, turntable_size=32, drawing_width=64),
        tiles=replace(tiles, triangles=1000, texture=128),
        measure=recipes.Measure(2000, 2, 64),
    )


def _small(level: Level) -> Level:
    maps = {"texture": level.texture // 32, "occlusion": level.occlusion // 32}
    return replace(level, name="", triangles=level.triangles // SMALLER, rms_pct=0.0, psnr=0.0, **maps)
