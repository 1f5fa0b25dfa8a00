"""Versions of what results depend on."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

from media_pipeline.wasm import versions


@cache
def tool_version(name: str) -> str:
    """Return the version of a package or vendored module, "" if it is not installed. Nothing is imported."""
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
