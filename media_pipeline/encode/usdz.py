"""USDZ for Quick Look: one mesh, UsdPreviewSurface, JPEG maps, true scale, checked by USD's own validators."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.encode import anchor
from media_pipeline.encode.maps import Picture
from media_pipeline.errors import StageFault
from media_pipeline.geometry.render_mesh import RenderMesh

INPUTS = {
    "colour": ("diffuseColor", "Color3f", "rgb", "sRGB"),
    "normal": ("normal", "Normal3f", "rgb", "raw"),
    "occlusion": ("occlusion", "Float", "r", "raw"),
}

MADE = struct.pack("<HH", 0, 1 << 5 | 1)
"""Time and date of the files in a package, as zip writes 1980-01-01: the same mesh is the same bytes whenever it is packed."""


def write(
    mesh: RenderMesh, pictures: list[Picture], target: Path, work: Path, *, board: dict[str, Any] | None = None
) -> None:
    """Write `mesh` with JPEG `pictures` to `target`; `work` is a folder for the parts. Raises StageFault when the
    package is not valid.

    board: the surveyed board to anchor it to (see encode.anchor), its picture being in `work` already.
    """
    from pxr import Kind, Sdf, Usd, UsdGeom, UsdShade, UsdUtils

    stage = Usd.Stage.CreateNew(str(work / "model.usdc"))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    root = UsdGeom.Xform.Define(stage, "/Root")
    stage.SetDefaultPrim(root.GetPrim())
    Usd.ModelAPI(root.GetPrim()).SetKind(Kind.Tokens.component)
    prim = _mesh(stage, mesh, "/Root" if board is None else anchor.placed(stage, board))
    material = UsdShade.Material.Define(stage, "/Root/Material")
    shader = UsdShade.Shader.Define(stage, "/Root/Material/Surface")
    shader.CreateIdAttr("UsdPreviewSurface")
    shader.CreateInput("roughness", Sdf.ValueTypeNames.Float).Set(0.9)
    shader.CreateInput("metallic", Sdf.ValueTypeNames.Float).Set(0.0)
    reader = UsdShade.Shader.Define(stage, "/Root/Material/Coordinates")
    reader.CreateIdAttr("UsdPrimvarReader_float2")
    reader.CreateInput("varname", Sdf.ValueTypeNames.String).Set("st")
    reader.CreateOutput("result", Sdf.ValueTypeNames.Float2)
    for picture in pictures:
        (work / f"{picture.kind}.jpg").write_bytes(picture.data)
        _texture(stage, shader, reader, picture.kind)
    material.CreateSurfaceOutput().ConnectToSource(shader.ConnectableAPI(), "surface")
    UsdShade.MaterialBindingAPI.Apply(prim).Bind(material)
    stage.GetRootLayer().Save()
    here = Path.cwd()
    os.chdir(work)  # asset paths in the package are relative to where it is made
    try:
        if not UsdUtils.CreateNewARKitUsdzPackage("model.usdc", str(target)):
            raise StageFault("USD could not write the package")
    finally:
        os.chdir(here)
    _undate(target)
    if problems := errors_in(target):
        raise StageFault(f"the USDZ is not valid: {'; '.join(problems[:3])}")


def _undate(path: Path) -> None:
    """Give all files in the zip at `path` one time; lengths and places stay (APPNOTE 4.3.7 and 4.3.12)."""
    with zipfile.ZipFile(path) as package:
        entries, at = package.infolist(), package.start_dir
    with path.open("r+b") as file:
        for entry in entries:
            file.seek(entry.header_offset + 10)
            file.write(MADE)
            file.seek(at)
            header = file.read(46)
            file.seek(at + 12)
            file.write(MADE)
            at += 46 + sum(struct.unpack_from("<HHH", header, 28))


def _mesh(stage: Any, mesh: RenderMesh, parent: str) -> Any:
    from pxr import Sdf, UsdGeom, Vt

    shape = UsdGeom.Mesh.Define(stage, f"{parent}/Mesh")
    shape.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(mesh.positions, np.float32)))
    shape.CreateFaceVertexCountsAttr(Vt.IntArray.FromNumpy(np.full(len(mesh.faces), 3, np.int32)))
    shape.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(np.ascontiguousarray(mesh.faces.reshape(-1), np.int32)))
    shape.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    shape.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(np.ascontiguousarray(mesh.normals, np.float32)))
    shape.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    shape.CreateExtentAttr(
        Vt.Vec3fArray.FromNumpy(np.stack([mesh.positions.min(0), mesh.positions.max(0)]).astype(np.float32))
    )
    uvs = mesh.uvs.copy()
    uvs[:, 1] = 1 - uvs[:, 1]
    coordinates = UsdGeom.PrimvarsAPI(shape).CreatePrimvar(
        "st", Sdf.ValueTypeNames.TexCoord2fArray, UsdGeom.Tokens.vertex
    )
    coordinates.Set(Vt.Vec2fArray.FromNumpy(np.ascontiguousarray(uvs, np.float32)))
    return shape.GetPrim()


def _texture(stage: Any, shader: Any, reader: Any, kind: str) -> None:
    from pxr import Gf, Sdf, UsdShade

    name, value_type, channel, colour_space = INPUTS[kind]
    types = Sdf.ValueTypeNames
    texture = UsdShade.Shader.Define(stage, f"/Root/Material/{kind.capitalize()}")
    texture.CreateIdAttr("UsdUVTexture")
    texture.CreateInput("file", types.Asset).Set(f"{kind}.jpg")
    texture.CreateInput("st", types.Float2).ConnectToSource(reader.ConnectableAPI(), "result")
    texture.CreateInput("sourceColorSpace", types.Token).Set(colour_space)
    for wrap in ("wrapS", "wrapT"):
        texture.CreateInput(wrap, types.Token).Set("clamp")
    texture.CreateOutput(channel, types.Float3 if channel == "rgb" else types.Float)
    if kind == "normal":
        texture.CreateInput("scale", types.Float4).Set(Gf.Vec4f(2, 2, 2, 1))
        texture.CreateInput("bias", types.Float4).Set(Gf.Vec4f(-1, -1, -1, 0))
    shader.CreateInput(name, getattr(types, value_type)).ConnectToSource(texture.ConnectableAPI(), channel)


def errors_in(path: Path) -> list[str]:
    """Return what USD's validators find wrong with the package at `path`."""
    from pxr import Usd, UsdValidation

    stage = Usd.Stage.Open(str(path))
    context = UsdValidation.ValidationContext(UsdValidation.ValidationRegistry().GetOrLoadAllValidators())
    return [error.GetMessage() for error in context.Validate(stage)]
