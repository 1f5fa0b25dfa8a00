"""Open3D without its plots: `import open3d` loads a web server and a plotting library that no stage draws with, which is
two thirds of the second and a half it takes, once for every stage process.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import NoReturn

PLOTS = "open3d.visualization.draw_plotly"


class _NoPlots(ModuleType):
    """Stands for the module of plots: has whatever name is asked of it, and nothing that works."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)

        def refused(*_: object, **__: object) -> NoReturn:
            raise NotImplementedError(f"Open3D was loaded without {name}")

        return refused


if "open3d" not in sys.modules:
    sys.modules[PLOTS] = _NoPlots(PLOTS)

import open3d as o3d  # noqa: E402 - after the stand-in

__all__ = ["o3d"]
