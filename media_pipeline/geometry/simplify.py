"""Fewer triangles: meshoptimizer to a few times the target, then Open3D's quadrics.

The chain beats either tool alone, since quadrics summed over fifty collapses a vertex carry a bias that starting afresh
removes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import StageFault
from media_pipeline.geometry import topology
from media_pipeline.geometry.neighbours import groups
from media_pipeline.geometry.weld import compact, weld
from media_pipeline.mesh import Floats, Ints
from media_pipeline.parallel import in_order
from media_pipeline.wasm.simplifier import Option, has_room, simplify_sloppy, simplify_with_update

TOLERANCE = 0.01
RETRIES = 4
HEAD_START = 2.5
"""How many times the target quadrics start from unless a recipe says otherwise: for stone more makes nothing truer."""

GROUP = 3_000_000
"""Triangles that are collapsed at a time where not all have room at once."""

Pair = tuple[Floats, Ints]


def to_count(positions: Floats, faces: Ints, target: int, *, head_start: float = HEAD_START) -> Pair:
    """Return the mesh with `target` triangles, 1 % (at least one triangle) more or less, by the best method that gets
    there. head_start: how many times `target` quadrics start from.

    A collapse may overshoot by a few triangles; each method is asked again for as many more or fewer. Raises
    StageFault.
    """
    chain = partial(_chain, head_start=head_start)
    attempts: tuple[Callable[[Floats, Ints, int], Pair], ...] = (chain, _quadric, _collapse, _pruned, _sloppy)
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


def thinned(positions: Floats, faces: Ints, target: int) -> Pair:
    """Return the mesh with about `target` triangles, by the fast method alone."""
    return _clean(*_collapse(positions, faces, target))


def _chain(positions: Floats, faces: Ints, target: int, *, head_start: float) -> Pair:
    if len(faces) > head_start * target:
        positions, faces = _collapse(positions, faces, int(head_start * target))
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
    if not has_room(len(positions), len(faces)):
        positions, faces = _in_groups(positions, faces, HEAD_START * target / len(faces))
    result = simplify_with_update(positions, faces, target)
    return result.positions, result.faces


def _in_groups(positions: Floats, faces: Ints, share: float) -> Pair:
    """Return the mesh with about `share` of its triangles, collapsed in groups that the simplifier has room for; where
    groups meet, every edge stays.
    """

    def collapsed(group: npt.NDArray[np.int64]) -> Pair:
        own, (points,) = compact(faces[group], positions)
        found = simplify_with_update(points, own, max(1, int(share * len(own))), options=Option.LOCK_BORDER)
        own, (points,) = compact(found.faces, found.positions)
        return points, own

    parts = in_order(collapsed, groups(positions, faces, GROUP))
    start = np.cumsum([0, *(len(points) for points, _ in parts)])
    joined = np.concatenate([own + np.int32(start[index]) for index, (_, own) in enumerate(parts)])
    return weld(np.concatenate([points for points, _ in parts]), joined)


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
