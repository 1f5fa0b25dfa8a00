"""Measure: what each level lost against the repaired master, in metres and in pictures."""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline import camera as cameras
from media_pipeline import mesh as meshes
from media_pipeline.camera import Sparse
from media_pipeline.encode import maps
from media_pipeline.geometry import distance, render_mesh
from media_pipeline.geometry.rays import Scene
from media_pipeline.mesh import diagonal
from media_pipeline.render import Picture, Renderer
from media_pipeline.stages import Desk
from media_pipeline.stages.bake import SURFACE
from media_pipeline.surface import LevelSurface, MasterSurface

ELEVATIONS = (15.0, 35.0, 5.0, 25.0)
STEP = 2
"""One pixel of each two by two is compared: that settles the mean of the views to 0.1 dB, the least of them to 0.5."""


def run(desk: Desk) -> dict[str, Any]:
    """Return the errors of each of params["levels"]: surface distances and PSNR over fixed views."""
    wanted = desk.params["measure"]
    mesh = meshes.load(desk.inputs["repair"])
    finest = float(np.ptp(mesh.positions, axis=0).max()) / (2 * wanted["view_size"])
    kept = desk.inputs["bake"] / SURFACE
    master = MasterSurface(mesh, desk.inputs["read"] / "textures", finest=finest, kept=kept)
    scene = Scene(master.positions, master.faces)
    views = [
        Sparse(
            cameras.framing(
                master.positions, azimuth=360 * i / wanted["views"] + 30, elevation=ELEVATIONS[i % 4],
                width=wanted["view_size"], height=wanted["view_size"], fov=40,
            ),
            STEP,
        )
        for i in range(wanted["views"])
    ]  # fmt: skip
    original = Renderer(master, scene)
    truth = [original.plain(view) for view in views]
    length = diagonal(master.positions)
    points = distance.sample(master.positions, master.faces, wanted["samples"])
    rows = []
    for index, level in enumerate(desk.params["levels"]):
        desk.tell((index + 1) / (len(desk.params["levels"]) + 1), level["name"])
        lower = render_mesh.load(desk.inputs["unwrap"] / f"{level['name']}.npz")
        own = Scene(lower.positions, lower.faces)
        found = distance.apart(
            own.distance(points),
            scene.distance(distance.sample(lower.positions, lower.faces, wanted["samples"], seed=1)),
        )
        baked = {
            kind: pixels
            for kind, pixels in maps.load(desk.inputs["bake"], level["name"]).items()
            if kind != "occlusion"
        }
        renderer = Renderer(LevelSurface(lower, **baked), own)
        shown = [renderer.plain(view) for view in views]
        error = {
            name: round(value, 6)
            for name, value in (("rms", found.rms), ("p99", found.p99), ("hausdorff", found.maximum))
        }
        percent = {f"{name}_pct": round(100 * value / length, 5) for name, value in error.items()}
        rows.append(
            {
                "name": level["name"],
                "error": error | percent | {"samples": found.samples},
                "image": _image(truth, shown, wanted),
            }
        )
    return {"levels": rows}


def _image(truth: list[Picture], shown: list[Picture], wanted: dict[str, Any]) -> dict[str, Any]:
    lit = [psnr(a.lit, b.lit, a.coverage, b.coverage) for a, b in zip(truth, shown, strict=True)]
    albedo = [psnr(a.albedo, b.albedo, a.coverage, b.coverage) for a, b in zip(truth, shown, strict=True)]
    return {
        "psnr_lit_mean": round(float(np.mean(lit)), 2),
        "psnr_lit_min": round(float(np.min(lit)), 2),
        "psnr_albedo": round(float(np.mean(albedo)), 2),
        "views": len(lit),
        "size": wanted["view_size"],
    }


def psnr(
    first: meshes.Floats, second: meshes.Floats, first_coverage: meshes.Floats, second_coverage: meshes.Floats
) -> float:
    """Return the peak signal-to-noise ratio in dB over the pixels that either picture covers; 99 for equal ones."""
    covered = (first_coverage > 0) | (second_coverage > 0)
    squared = float(((first - second)[covered] ** 2).mean()) if covered.any() else 0.0
    return min(99.0, 10 * float(np.log10(255**2 / max(squared, 1e-9))))
