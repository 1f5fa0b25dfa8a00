"""Fewer triangles: meshoptimizer to two and a half times the target, then Open3D's quadrics.

The chain beats either tool alone, since quadrics summed over fifty collapses a vertex carry a bias that starting afresh
removes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from media_pipeline.errors import StageFault
from media_pipeline.geometry import topology
from media_pipeline.geometry.weld import compact
from media_pipeline.mesh import Floats, Ints
from media_pipeline.wasm.simplifier import Option, simplify_sloppy, simplify_with_update

TOLERANCE = 0.01
RETRIES = 4
HEAD_START = 2.5
"""More costs the quadrics time and makes nothing truer."""

Pair = tuple[Floats, Ints]


def to_count(positions: Floats, faces: Ints, target: int) -> Pair:
    """Return the mesh with `target` triangles, 1 % (at least one triangle) more or less, by the best method that gets
    there.

    A collapse may overshoot by a few triangles; each method is asked again for as many more or fewer. Raises
    StageFault.
    """
    attempts: tuple[Callable[[Floats, Ints, int], Pair], ...] = (_chain, _quadric, _collapse, _pruned, _sloppy)
    reached: list[int] = []
    for attempt in attempts:
        aim = target
        for _ in range(RETRIES):
            result = _clean(*attempt(positions, faces, aim))
            miss = len(result[1]) - target
            if abs(miss) <= max(1, TOLERANCE * target):
                return result
            reached.append(len(result[1]))
            aim -= miss
            if abs(miss) > 0.2 * target or not 0 < aim < len(faces):
                break
    raise StageFault(f"asked for {target} of {len(faces)} triangles, reached {', '.join(map(str, reached))}")


def _chain(positions: Floats, faces: Ints, target: int) -> Pair:
    if len(faces) > HEAD_START * target:
        positions, faces = _collapse(positions, faces, int(HEAD_START * target))
    return _quadric(*_clean(positions, faces), target)


def _quadric(positions: Floats, faces: Ints, target: int) -> Pair:
    from media_pipeline.geometry.lean_open3d import o3d
    from media_pipeline.geometry.rays import tensor

    if len(faces) <= target:
        return positions, faces
    mesh = o3d.t.geometry.TriangleMesh(
        tensor(positions, np.float32),
        tensor(faces, np.int32),
    ).simplify_quadric_decimation(1 - target / len(faces))
    return mesh.vertex.positions.numpy(), mesh.triangle.indices.numpy().astype(np.int32)


def _collapse(positions: Floats, faces: Ints, target: int) -> Pair:
    result = simplify_with_update(positions, faces, target)
    return result.positions, result.faces


def _pruned(positions: Floats, faces: Ints, target: int) -> Pair:
    result = simplify_with_update(positions, faces, target, options=Option.PRUNE | Option.PERMISSIVE)
    return result.positions, result.faces


def _sloppy(positions: Floats, faces: Ints, target: int) -> Pair:
    """Cluster on a grid, aiming ever higher until collapsing the rest meets the count."""
    aim = target
    for _ in range(8):
        aim = int(aim * 1.5)
        found = simplify_sloppy(positions, faces, min(aim, len(faces)))
        if len(found) >= target:
            return _collapse(*_clean(positions, found), target)
    return positions, faces


def _clean(positions: Floats, faces: Ints) -> Pair:
    """Drop what a simplifier leaves behind: triangles without area or twice there, vertices without triangles."""
    keep = ~(topology.degenerate(positions, faces) | topology.repeated(faces)) & np.isfinite(positions)[faces].all(
        (1, 2)
    )
    faces, (positions,) = compact(faces[keep], positions)
    return positions, faces
