"""xatlas in a process that can be killed: `python -m media_pipeline.geometry.atlas_process IN.npz OUT.npz SIDE`.

Its time depends on how charts merge, from seconds to hours, and it cannot be interrupted from inside.
"""

from __future__ import annotations

import sys

import numpy as np
import xatlas


def main(source: str, target: str, side: int) -> None:
    """Unwrap the mesh in `source` (positions, faces, normals) and write vertex, uvs and faces to `target`."""
    with np.load(source, allow_pickle=False) as mesh:
        positions, faces, normals = mesh["positions"], mesh["faces"], mesh["normals"]
    atlas = xatlas.Atlas()
    atlas.add_mesh(positions, faces.astype(np.uint32), normals)
    charts, packing = xatlas.ChartOptions(), xatlas.PackOptions()
    charts.max_iterations = 1
    packing.padding, packing.resolution, packing.bilinear = max(2, side // 512), side, True
    packing.rotate_charts_to_axis, packing.bruteForce = True, False
    atlas.generate(charts, packing)
    if atlas.atlas_count != 1:
        raise SystemExit(f"the charts took {atlas.atlas_count} atlases")
    vertex, new_faces, uvs = atlas[0]
    np.savez(
        target,
        vertex=vertex,
        faces=new_faces.astype(np.int32),
        uvs=uvs,
        charts=atlas.chart_count,
        used=float(atlas.utilization),
    )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
