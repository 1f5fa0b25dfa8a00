"""Every USDZ: USD's validators find nothing, and it keeps what Quick Look asks for beyond them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from media_pipeline.encode import usdz
from tests.media_pipeline.judges.conftest import Delivered

pytestmark = pytest.mark.pipeline

DRAWN = {"Mesh", "Xform", "Scope", "Material", "Shader"}
"""Kinds of prims that Quick Look's profile of USDZ draws with; what else it knows is for scenes that move."""

SHADERS = {"UsdPreviewSurface", "UsdUVTexture", "UsdPrimvarReader_float2"}


def packages(delivered: Delivered) -> list[Path]:
    found = delivered.files(".usdz")
    assert len(found) >= 2
    return found


def test_validators_find_nothing(delivered: Delivered) -> None:
    for path in packages(delivered):
        assert usdz.errors_in(path) == [], path.name


def test_package_is_stored_whole_with_the_layer_first_and_every_file_aligned(delivered: Delivered) -> None:
    for path in packages(delivered):
        with zipfile.ZipFile(path) as package, path.open("rb") as file:
            rows = package.infolist()
            assert rows[0].filename.endswith(".usdc")
            for row in rows:
                assert row.compress_type == zipfile.ZIP_STORED
                assert Path(row.filename).suffix in {".usdc", ".jpg", ".png"}
                file.seek(row.header_offset + 26)
                names = int.from_bytes(file.read(2), "little") + int.from_bytes(file.read(2), "little")
                assert (row.header_offset + 30 + names) % 64 == 0, row.filename


def test_stage_is_in_metres_with_y_up_and_draws_with_what_quick_look_knows(delivered: Delivered) -> None:
    from pxr import Usd, UsdGeom, UsdShade

    for path in packages(delivered):
        stage = Usd.Stage.Open(str(path))
        assert UsdGeom.GetStageUpAxis(stage) == "Y"
        assert UsdGeom.GetStageMetersPerUnit(stage) == 1
        assert stage.GetDefaultPrim().IsValid()
        assert not stage.GetRootLayer().subLayerPaths
        prims = list(stage.TraverseAll())
        assert {prim.GetTypeName() for prim in prims} <= DRAWN | {"Preliminary_ReferenceImage"}
        assert {UsdShade.Shader(p).GetIdAttr().Get() for p in prims if p.GetTypeName() == "Shader"} <= SHADERS
        for prim in prims:
            if prim.IsA(UsdGeom.Mesh):
                assert UsdShade.MaterialBindingAPI(prim).ComputeBoundMaterial()[0]


def test_anchored_package_names_the_boards_picture_its_width_and_where_the_model_stands(delivered: Delivered) -> None:
    from pxr import Gf, Usd, UsdGeom

    row = next(row for row in delivered.manifest["derivatives"] if row["format"] == "usdz-board")
    assert row["board"] == {"width_m": 0.84, "position_m": [4.0, 1.5, 6.0], "facing": 30.0, "tilt": 0.0}
    stage = Usd.Stage.Open(str(delivered.folder / row["uri"]))
    root = stage.GetDefaultPrim()
    assert "Preliminary_AnchoringAPI" in root.GetPrimTypeInfo().GetAppliedAPISchemas()
    assert root.GetAttribute("preliminary:anchoring:type").Get() == "image"
    board = stage.GetPrimAtPath(root.GetRelationship("preliminary:imageAnchoring:referenceImage").GetTargets()[0])
    assert board.GetTypeName() == "Preliminary_ReferenceImage"
    assert board.GetAttribute("physicalWidth").Get() == pytest.approx(84)
    with zipfile.ZipFile(delivered.folder / row["uri"]) as package:
        assert any(name.endswith(board.GetAttribute("image").Get().path.split("/")[-1]) for name in package.namelist())
    mesh = next(prim for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh))
    placed = UsdGeom.Xformable(mesh).ComputeLocalToWorldTransform(Usd.TimeCode.Default())
    assert placed.Transform(Gf.Vec3d(4.0, 1.5, 6.0)).GetLength() < 1e-9


def test_true_scale_package_stays_beside_it_without_an_anchor(delivered: Delivered) -> None:
    from pxr import Usd

    rows = [row for row in delivered.manifest["derivatives"] if row["format"] == "usdz"]
    assert rows
    for row in rows:
        stage = Usd.Stage.Open(str(delivered.folder / row["uri"]))
        assert stage.GetDefaultPrim().GetPrimTypeInfo().GetAppliedAPISchemas() == []
