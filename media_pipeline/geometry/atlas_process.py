"""xatlas in a process that can be killed: `python -m media_pipeline.geometry.atlas_process IN.npz OUT.npz SIDE`.

Its time depends on how charts merge, from seconds to hours, and it cannot be interrupted from inside. Merging costs more
than linearly, so a mesh goes in as pieces of neighbouring triangles; their charts are packed into one atlas.
"""

from __future__ import annotations

import sys

import numpy as np
import xatlas

from media_pipeline.geometry.neighbours import groups

PIECE = 2_000
COST = 1.0
"""How crooked a chart may get before the next one begins. Half of xatlas' own takes a third of its time and makes a
twentieth more charts.
"""
PACKED = 2048
"""Pixels a side that charts are packed in at most; finer steps save 1 % of the room and take three times as long."""


def main(source: str, target: str, side: int) -> None:
    """Unwrap the mesh in `source` (positions, faces, normals) and write vertex, uvs and faces to `target`."""
    with np.load(source, allow_pickle=False) as mesh:
        positions, faces, normals = mesh["positions"], mesh["faces"], mesh["normals"]
    atlas = xatlas.Atlas()
    parts = groups(positions, faces, PIECE)
    origins = []
    for part in parts:
        origin, local = np.unique(faces[part], return_inverse=True)
        origins.append(origin)
        atlas.add_mesh(positions[origin], local.reshape(-1, 3).astype(np.uint32), normals[origin])
    charts, packing = xatlas.ChartOptions(), xatlas.PackOptions()
    charts.max_iterations, charts.max_cost = 1, COST
    step = max(1, side // PACKED)
    packing.padding, packing.resolution, packing.bilinear = max(2, side // 512 // step), side // step, True
    packing.rotate_charts_to_axis, packing.bruteForce = True, False
    atlas.generate(charts, packing)
    if atlas.atlas_count != 1:
        raise SystemExit(f"the charts took {atlas.atlas_count} atlases")
    vertex, uvs, uv_faces, start = [], [], np.empty(faces.shape, np.int32), 0
    for index, (part, origin) in enumerate(zip(parts, origins, strict=True)):
        of_piece, found, coordinates = atlas[index]
        uv_faces[part] = found.astype(np.int32) + start
        vertex.append(origin[of_piece])
        uvs.append(coordinates)
        start += len(of_piece)
    np.savez(target, vertex=np.concatenate(vertex), faces=uv_faces, uvs=np.concatenate(uvs))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
