"""Joining vertices that are the same, by hashing rows: about ten times the speed of numpy's `unique` over rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.mesh import Floats, Ints

_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB,
     0x8EBC6AF09C88C6E3, 0x589965CC75374CC3], np.uint64
)  # fmt: skip


def unique_rows(rows: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], Ints]:
    """Return (first, inverse): the index of each distinct row's first occurrence, in order of occurrence, and for every
    row its number therein.

    rows: (n, up to 8) of a 32-bit type. Rows are compared bit for bit, but -0.0 equals 0.0. Rests on a 64-bit hash;
    equal hashes of unequal rows are noticed and sorted out by comparing rows.
    """
    if not len(rows):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    if rows.dtype.kind == "f":
        rows = rows + rows.dtype.type(0)
    bits = np.ascontiguousarray(rows).view(np.uint32)
    hashed = np.zeros(len(bits), np.uint64)
    for column in range(bits.shape[1]):
        mixed = (bits[:, column] + np.uint64(column + 1)) * _MULTIPLIERS[column % len(_MULTIPLIERS)]
        hashed = (hashed ^ (mixed ^ (mixed >> np.uint64(29)))) * _MULTIPLIERS[(column + 3) % len(_MULTIPLIERS)]
    order = np.argsort(hashed, kind="stable")
    fresh = np.empty(len(order), bool)
    fresh[0] = True
    fresh[1:] = hashed[order[1:]] != hashed[order[:-1]]
    if (bits[order[1:]] != bits[order[:-1]])[~fresh[1:]].any():
        return _unique_by_sorting(bits)
    return _numbered(order, fresh)


def _unique_by_sorting(bits: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.int64], Ints]:
    order = np.lexsort(bits.T[::-1])
    fresh = np.r_[True, (bits[order[1:]] != bits[order[:-1]]).any(1)]
    return _numbered(order, fresh)


def _numbered(order: npt.NDArray[np.int64], fresh: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], Ints]:
    """Turn a stable sorting and its group starts into first occurrences and numbers, both in order of occurrence."""
    group = np.cumsum(fresh) - 1
    first = order[fresh]
    rank = np.empty(len(first), np.int64)
    by_occurrence = np.argsort(first, kind="stable")
    rank[by_occurrence] = np.arange(len(first))
    inverse = np.empty(len(order), np.int32)
    inverse[order] = rank[group]
    return first[by_occurrence], inverse


def weld(positions: Floats, faces: Ints) -> tuple[Floats, Ints]:
    """Return positions without duplicates and the faces over them."""
    first, inverse = unique_rows(positions)
    return positions[first], inverse[faces]


def compact(faces: Ints, *arrays: npt.NDArray[Any]) -> tuple[Ints, list[npt.NDArray[Any]]]:
    """Drop the vertices that `faces` does not use; order is kept. Returns new faces and the shortened per-vertex
    arrays.
    """
    size = len(arrays[0])
    used = np.zeros(size, bool)
    used[faces] = True
    renumbered = np.cumsum(used, dtype=np.int32) - 1
    return renumbered[faces].astype(np.int32), [array[used] for array in arrays]
