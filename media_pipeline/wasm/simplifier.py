"""meshoptimizer's simplifier on numpy arrays, through WebAssembly.

The module imports nothing, so it reaches nothing but the memory it is given. Each call has its own instance: a trap
leaves nothing behind, and memory, which such a module never gives back, goes with the instance. Time is limited by the
process (a vertex shared by very many triangles makes it quadratic).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from media_pipeline.errors import StageFault
from media_pipeline.mesh import Floats, Ints, Mask
from media_pipeline.wasm.instance import Instance

ADDRESS_SPACE = 1 << 32
PROTECT = 2


class Option(enum.IntFlag):
    """Bits of meshoptimizer 1.3's `options`."""

    NONE = 0
    LOCK_BORDER = 1  # vertices on the rim stay
    PRUNE = 8  # drop small disconnected parts
    PERMISSIVE = 32  # collapse across attribute seams


@dataclass(frozen=True, slots=True)
class Simplified:
    """faces (m, 3) int32 over the moved positions (n, 3) and attributes (n, k) float32, which belong to these faces
    only. error: the largest that a collapse made, attributes weighed in, as a share of the longest side of the box.
    """

    faces: Ints
    positions: Floats
    attributes: Floats
    error: float


def simplify_with_update(
    positions: Floats,
    faces: Ints,
    target: int,
    *,
    attributes: Floats | None = None,
    weights: tuple[float, ...] = (),
    options: Option = Option.NONE,
    protected: Mask | None = None,
) -> Simplified:
    """Collapse edges until at most `target` triangles are left (or nothing more can go), moving what stays to where it
    fits best.

    A change of 1/weight in an attribute counts like a change of position by the distance over which it happens. Normals
    among the attributes lose their unit length. protected (n,): vertices whose seam stays one even where PERMISSIVE lets
    others go. Raises StageFault when the module has no room for the mesh or traps.
    """
    if attributes is None:
        attributes = np.zeros((len(positions), 1), np.float32)
    _require_room(len(positions), faces.size, attributes.shape[1])
    call = Instance("simplifier.wasm")
    error_at = call.reserve(4)
    vertices_at, attributes_at = call.put(positions, np.float32), call.put(attributes, np.float32)
    weights_at, faces_at = (
        call.put(np.asarray(weights or (0.0,), np.float32), np.float32),
        call.put(_checked(faces, len(positions)), np.uint32),
    )
    locks_at = 0 if protected is None else call.put(protected.astype(np.uint8) * PROTECT, np.uint8)
    count = call.invoke(
        "meshopt_simplifyWithUpdate", faces_at, faces.size, vertices_at, len(positions), 12,
        attributes_at, 4 * attributes.shape[1], weights_at, max(1, len(weights)), locks_at, 3 * target, 1.0, int(options),
        error_at,
    )  # fmt: skip
    return Simplified(
        call.get(faces_at, np.uint32, count).reshape(-1, 3).astype(np.int32),
        call.get(vertices_at, np.float32, positions.size).reshape(-1, 3),
        call.get(attributes_at, np.float32, attributes.size).reshape(attributes.shape),
        float(call.get(error_at, np.float32, 1)[0]),
    )


def simplify_sloppy(positions: Floats, faces: Ints, target: int) -> Ints:
    """Cluster vertices on a grid until at most `target` triangles are left, whatever the topology; (m, 3) int32 over
    the same positions.
    """
    _require_room(len(positions), faces.size, 0)
    call = Instance("simplifier.wasm")
    error_at, result_at = call.reserve(4), call.reserve(4 * faces.size)
    vertices_at, faces_at = call.put(positions, np.float32), call.put(_checked(faces, len(positions)), np.uint32)
    count = call.invoke(
        "meshopt_simplifySloppy",
        result_at,
        faces_at,
        faces.size,
        vertices_at,
        len(positions),
        12,
        0,
        3 * target,
        1.0,
        error_at,
    )
    return call.get(result_at, np.uint32, count).reshape(-1, 3).astype(np.int32)


def _checked(faces: Ints, vertices: int) -> Ints:
    """`faces`, known to lie within 0..vertices-1: the module does not look and would write past its arrays."""
    if faces.size and (faces.min() < 0 or faces.max() >= vertices):
        raise StageFault(f"triangle corners outside 0..{vertices - 1}")
    return faces


def has_room(vertices: int, triangles: int, attributes: int = 1) -> bool:
    """Return whether a mesh of this size is sure to fit the module's 4 GiB: its allocator wraps round in silence there."""
    return _need(vertices, 3 * triangles, attributes) <= ADDRESS_SPACE


def _need(vertices: int, corners: int, attributes: int) -> int:
    """Return the most bytes that the module may take (fitted to measured peaks)."""
    return (4 << 20) + 140 * vertices + 37 * corners + ((48 + 28 * attributes) * vertices if attributes else 0)


def _require_room(vertices: int, corners: int, attributes: int) -> None:
    """Raise StageFault if the mesh may not fit."""
    need = _need(vertices, corners, attributes)
    if need > ADDRESS_SPACE:
        raise StageFault(
            f"{corners // 3} triangles need up to {need >> 20} MiB, the simplifier holds {ADDRESS_SPACE >> 20}"
        )
