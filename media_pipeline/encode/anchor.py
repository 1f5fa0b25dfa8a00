"""A USDZ that stands where a surveyed board says: Quick Look finds the board's picture and places the model from it.

Apple's preliminary schemas for USD: Preliminary_AnchoringAPI and Preliminary_ReferenceImage, whose width is in
centimetres whatever the stage's unit. An anchor's frame lies in the picture: X to its right, Y out of it, Z down it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from media_pipeline.errors import BadInput

LEAST, MOST = 200, 1600
"""Pixels: what is smaller is not found again, what is larger helps no more."""

NAME = "board.jpg"


def picture(source: Path, target: Path) -> None:
    """Write the board's picture as a plain JPEG, turned as its camera says and without what else its camera noted. Raises
    BadInput.
    """
    try:
        with Image.open(source, formats=("JPEG", "PNG")) as opened:
            if min(opened.size) < LEAST or max(opened.size) > 16_384:
                raise BadInput("about", "board.picture", f"sides of {LEAST} to 16384 pixels are needed")
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise BadInput("about", "board.picture", "is no JPEG or PNG that can be read") from error
    image.thumbnail((MOST, MOST))
    image.save(target, "JPEG", quality=92)


def placed(stage: Any, board: dict[str, Any]) -> str:
    """Anchor the stage's root to the picture NAME and return the path of the prim that the model belongs below."""
    from pxr import Gf, Sdf, UsdGeom

    root = stage.GetDefaultPrim()
    root.AddAppliedSchema("Preliminary_AnchoringAPI")
    uniform = {"custom": False, "variability": Sdf.VariabilityUniform}
    root.CreateAttribute("preliminary:anchoring:type", Sdf.ValueTypeNames.Token, **uniform).Set("image")
    found = stage.DefinePrim(root.GetPath().AppendChild("Board"), "Preliminary_ReferenceImage")
    found.CreateAttribute("image", Sdf.ValueTypeNames.Asset, **uniform).Set(NAME)
    found.CreateAttribute("physicalWidth", Sdf.ValueTypeNames.Double, **uniform).Set(100 * board["width_m"])
    root.CreateRelationship("preliminary:imageAnchoring:referenceImage", custom=False).SetTargets([found.GetPath()])
    model = UsdGeom.Xform.Define(stage, root.GetPath().AppendChild("Model"))
    model.AddTransformOp().Set(Gf.Matrix4d(*from_model(board).reshape(-1).tolist()))
    return str(model.GetPath())


def from_model(board: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the matrix (4, 4) that takes points of the model, as rows, into the picture's frame."""
    turn, lean = np.radians(board["facing"]), np.radians(board["tilt"])
    right = np.array([np.cos(turn), 0, -np.sin(turn)])
    out = np.array([np.sin(turn) * np.cos(lean), np.sin(lean), np.cos(turn) * np.cos(lean)])
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([right, out, np.cross(right, out)], 1)
    matrix[3, :3] = -np.array(board["position_m"], np.float64) @ matrix[:3, :3]
    return matrix
