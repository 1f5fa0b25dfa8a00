"""Versions of what results depend on."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from media_pipeline.wasm import versions


@cache
def tool_version(name: str) -> str:
    """Return the version of a package or vendored module, "" if it is not installed; of the program ffmpeg only whether
    it is there. Nothing is imported.
    """
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


def kakuzan_version() -> str:
    """Return the version of this project, "0" when it runs from a tree that is not installed."""
    return tool_version("kakuzan") or "0"
