"""The generated keep: as large as the sources say, the same each time, outside out, and honest about what is assumed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline.demo import keep, keep_facts
from media_pipeline.demo.keep_facts import FACTS, KEEP
from media_pipeline.mesh import Mesh
from media_pipeline.readers import read
from media_pipeline.readers.files import Upload

POSTER = Path(keep.__file__).parent / "keep_poster.webp"


@pytest.fixture(scope="module")
def coarse(tmp_path_factory) -> tuple[Path, Mesh, Upload]:
    """The keep at low detail, written and read."""
    folder = tmp_path_factory.mktemp("keep")
    path = keep.write(folder / "master", detail="low")
    (folder / "textures").mkdir()
    upload = Upload(path.parent, folder / "textures")
    return path, read(path.name, upload), upload


def test_same_seed_gives_the_same_bytes(coarse, tmp_path):
    again = keep.write(tmp_path, detail="low")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in coarse[0].parent.iterdir())
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (coarse[0].parent / path.name).read_bytes(), path.name
    assert again.name == "tsuyama-keep.obj"


def test_another_seed_lays_other_stones(coarse, tmp_path):
    assert keep.write(tmp_path, detail="low", seed=1).read_bytes() != coarse[0].read_bytes()


def test_every_material_has_its_picture(coarse):
    _, mesh, upload = coarse
    assert upload.warnings == []
    assert all(material.texture for material in mesh.materials[1:])
    assert {"stone", "tile", "plaster", "wood"} <= {material.name for material in mesh.materials}


def test_height_lies_within_what_the_sources_give(coarse):
    assert 21.7 <= KEEP.ridge() <= 23.5
    assert pytest.approx(5.9, abs=0.02) == KEEP.base_height
    low, high = coarse[1].positions.min(0), coarse[1].positions.max(0)
    assert low[1] == 0
    assert KEEP.ridge() + KEEP.base_height < high[1] < KEEP.ridge() + KEEP.base_height + 3


def test_first_floor_stands_on_the_documented_plan(coarse):
    path, mesh, _ = coarse
    plaster = next(i for i, m in enumerate(mesh.materials) if m.name == "plaster")
    points = mesh.positions[np.unique(mesh.faces[mesh.face_material == plaster])]
    foot, top = KEEP.levels()[0]
    walls = points[(points[:, 1] > foot + 1.9) & (points[:, 1] < top - 1.2)]
    assert np.ptp(walls[:, 0]) == pytest.approx(65 * 10 / 33, abs=0.3)
    assert np.ptp(walls[:, 2]) == pytest.approx(71.5 * 10 / 33, abs=0.3)
    assert path.stat().st_size > 100_000


def test_stones_lean_outwards_and_face_outwards(coarse):
    _, mesh, _ = coarse
    stone = next(i for i, m in enumerate(mesh.materials) if m.name == "stone")
    a, b, c = (mesh.positions[mesh.faces[mesh.face_material == stone][:, k]] for k in range(3))
    normal, middle = np.cross(b - a, c - a), (a + b + c) / 3
    outwards = np.einsum("ij,ij->i", normal[:, [0, 2]], middle[:, [0, 2]])
    assert (outwards > 0).mean() > 0.97
    assert normal[:, 1].sum() > 0


def test_roof_tiles_face_the_sky(coarse):
    _, mesh, _ = coarse
    tile = next(i for i, m in enumerate(mesh.materials) if m.name == "tile")
    a, b, c = (mesh.positions[mesh.faces[mesh.face_material == tile][:, k]] for k in range(3))
    normal = np.cross(b - a, c - a)
    size = np.linalg.norm(normal, axis=1)
    assert size[normal[:, 1] < -0.1 * size].sum() < 0.03 * size.sum()
    assert normal[:, 1].sum() > 0.5 * size.sum()


def test_every_fact_says_how_sure_it_is_and_where_it_is_from():
    assert {fact.certainty for fact in FACTS} == {"documented", "assumed"}
    for fact in FACTS:
        assert fact.label_ja
        assert fact.label_en
        assert fact.value_ja
        assert fact.source
        assert (fact.source == keep_facts.NONE) == (fact.certainty == "assumed"), fact.label_en


def test_about_marks_the_keep_as_hypothetical(coarse):
    about = json.loads((coarse[0].parent / "about.json").read_text("utf-8"))
    assert about["reconstruction"]["is_hypothetical"] is True
    assert len(about["reconstruction"]["facts"]) == len(FACTS)
    assert about["title"]["ja"].startswith("津山城天守")


def test_poster_is_wide_light_and_transparent():
    assert POSTER.stat().st_size <= 150_000
    with Image.open(POSTER) as picture:
        assert picture.width == 1600
        alpha = np.asarray(picture)[..., 3]
        assert alpha[0, 0] == 0
        assert alpha[alpha.shape[0] // 2, alpha.shape[1] // 2] == 255
