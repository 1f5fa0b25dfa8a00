"""Files of other programs that people send in good faith: what they are, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

CLOUD = "a cloud of points ({0}), which is not read; save it as PLY (CloudCompare does), or send a mesh"
MODEL = "a {0} file, which is not read; export it as GLB, OBJ, PLY or STL"
ARCHIVE = "a {0} archive; pack the files as zip"
CLOUDS = "las laz e57 pts ptx xyz pcd rcp rcs fls"
MODELS = "fbx blend usdz usd usdc 3ds skp ifc max c4d x3d wrl step stp iges igs dwg dxf psx b3dm"
ARCHIVES = "rar 7z gz tgz tar bz2 xz lzh"
OTHERS = {
    f".{ending}": text.format(ending.upper())
    for endings, text in ((CLOUDS, CLOUD), (MODELS, MODEL), (ARCHIVES, ARCHIVE))
    for ending in endings.split()
}
"""By ending, what follows "this is"."""


def reason(names: Iterable[str]) -> tuple[str, str] | None:
    """Return the first of `names` that is known, and what it is; None where none is."""
    for name in names:
        if (known := OTHERS.get(PurePosixPath(name).suffix.lower())) is not None:
            return name, f"this is {known}"
    return None
