"""The stages: functions from files to files, each run in a process of its own (see engine.child).

A stage module offers `run(desk)`; it writes to `desk.out`, reads the folders of `desk.inputs` and returns what the
manifest and the keys of later stages need, as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Desk:
    """What a stage works with: folders of earlier results by stage name, its own output and temporary folder,
    parameters, a progress line.
    """

    inputs: dict[str, Path]
    out: Path
    temporary: Path
    params: dict[str, Any]
    tell: Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the table: the stage, the stages whose results it reads, its version, the packages its result depends
    on, its share of a job.
    """

    name: str
    needs: tuple[str, ...]
    version: int
    tools: tuple[str, ...]
    weight: float


STAGES: tuple[Stage, ...] = (
    Stage("intake", (), 1, (), 1),
    Stage("read", ("intake",), 7, ("numpy", "pillow", "dracopy", "wasmtime", "decoder.wasm"), 4),
    Stage("inspect", ("read",), 5, ("numpy", "scipy", "open3d-cpu", "pillow"), 4),
    Stage("repair", ("read",), 4, ("numpy", "scipy", "open3d-cpu"), 4),
    Stage("levels", ("repair",), 8, ("numpy", "scipy", "open3d-cpu", "wasmtime", "simplifier.wasm"), 10),
    Stage("unwrap", ("levels",), 6, ("numpy", "xatlas", "scipy"), 15),
    Stage("bake", ("read", "repair", "unwrap"), 5, ("numpy", "open3d-cpu", "pillow"), 25),
    Stage("measure", ("read", "repair", "unwrap", "bake"), 3, ("numpy", "open3d-cpu"), 12),
    Stage("encode", ("unwrap", "bake"), 4, ("numpy", "pillow", "usd-core", "wasmtime", "gltfpack.wasm", "ktx2"), 6),
    Stage("previews", ("read", "repair", "unwrap", "bake"), 6, ("numpy", "open3d-cpu", "pillow", "ffmpeg"), 20),
    Stage(
        "compare",
        ("read", "repair", "levels", "unwrap"),
        3,
        ("numpy", "open3d-cpu", "pillow", "wasmtime", "gltfpack.wasm"),
        4,
    ),
    Stage(
        "tiles", ("read", "repair"), 3, ("numpy", "pillow", "scipy", "wasmtime", "simplifier.wasm", "gltfpack.wasm"), 10
    ),
)

CLOUD_STAGES: tuple[Stage, ...] = (
    *STAGES[:2],
    Stage("thin", ("read",), 1, ("numpy", "scipy"), 10),
    Stage("points", ("thin",), 1, ("numpy", "wasmtime", "gltfpack.wasm"), 4),
    Stage("views", ("thin",), 2, ("numpy", "pillow", "ffmpeg"), 10),
)
"""What takes the place of everything after reading where the upload is a cloud of points."""

PICTURE_STAGES: tuple[Stage, ...] = (STAGES[0], Stage("pyramid", ("intake",), 2, ("numpy", "pillow"), 20))

ROUTES = {"mesh": STAGES, "cloud": CLOUD_STAGES, "picture": PICTURE_STAGES}


def stage(name: str) -> Stage:
    """Return the row of the stage `name`."""
    return next(row for rows in ROUTES.values() for row in rows if row.name == name)


def function(name: str) -> Callable[[Desk], dict[str, Any]]:
    """Return the function that runs the stage `name`; imports its libraries, so only stage processes call it."""
    run: Callable[[Desk], dict[str, Any]] = import_module(f"media_pipeline.stages.{stage(name).name}").run
    return run
