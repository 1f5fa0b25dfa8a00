"""Versions of what results depend on."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from media_pipeline.wasm import versions

KTX2_ENCODERS = ("basisu", "toktx", "ktx")


@cache
def tool_version(name: str) -> str:
    """Return the version of a package or vendored module, "" if it is not installed; of the program ffmpeg only whether
    it is there, of "ktx2" the name of the encoder that is. Nothing is imported.
    """
    if name == "ktx2":
        return ktx2_encoder().rpartition("/")[2]
    if name == "ffmpeg":
        return "there" if shutil.which(name) else ""
    if name.endswith(".wasm"):
        return versions()[name]
    for candidate in (name, name.removesuffix("-cpu")):
        try:
            return version(candidate)
        except PackageNotFoundError:
            continue
    return ""


def ktx2_encoder() -> str:
    """Return the path of the first program of KTX2_ENCODERS that is on PATH, "" where none is."""
    return next((found for name in KTX2_ENCODERS if (found := shutil.which(name))), "")


def kakuzan_version() -> str:
    """Return the version of this project, "0" when it runs from a tree that is not installed."""
    return tool_version("kakuzan") or "0"
