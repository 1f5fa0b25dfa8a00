"""Joining what is the same: pairs told apart by sorting, longer rows through a hash table."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.mesh import Floats, Ints

_MULTIPLIERS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB,
     0x8EBC6AF09C88C6E3, 0x589965CC75374CC3], np.uint64
)  # fmt: skip
_ROUNDS = 12
_BLOCK = 1 << 20
_WORD, _SPLITS = 64, 7


def unique_rows(rows: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], Ints]:
    """Return (first, inverse): the index of each distinct row's first occurrence, in order of occurrence, and for every
    row its number therein.

    rows: (n, up to 8) of a 32-bit type. Rows are compared bit for bit, but -0.0 equals 0.0. Takes time linear in n and
    about 25 bytes a row beside the rows themselves.
    """
    if not len(rows):
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    same = representatives(rows)
    fresh = same == np.arange(len(same), dtype=np.int32)
    number = np.cumsum(fresh, dtype=np.int32) - np.int32(1)
    return np.flatnonzero(fresh), number[same]


def representatives(rows: npt.NDArray[Any]) -> Ints:
    """Return (n,): the index of the first row that equals each row (see unique_rows).

    Pairs are one word of 64 bits, which numpy sorts in a third of the time. Longer rows are written into a table at the
    place their hash says, the earliest last, so that it stays; whoever finds an equal row at his place is done, the
    others go to a smaller table with another hash. What is left after some rounds, which only rows made to collide
    bring about, is sorted.
    """
    if rows.dtype.kind == "f":
        rows = rows + rows.dtype.type(0)
    bits = np.ascontiguousarray(rows).view(np.uint32)
    if bits.shape[1] == 2:
        return _of_words(bits.view(np.uint64)[:, 0])
    words = _words(bits)
    hashed = _hashed(bits)
    same = np.empty(len(bits), np.int32)
    left: Ints = np.arange(len(bits), dtype=np.int32)
    for turn in range(_ROUNDS):
        size = 1 << max(4, int(2 * len(left) - 1).bit_length())
        table = np.empty(size, np.int32)
        slot = ((hashed if len(left) == len(bits) else hashed[left]) >> np.uint64(5 * turn)) & np.uint64(size - 1)
        slot = slot.astype(np.int32 if size < 1 << 31 else np.int64)
        table[slot[::-1]] = left[::-1]
        found = table[slot]
        equal = _equal(words, left, found)
        same[left[equal]] = found[equal]
        left = left[~equal]
        if not len(left):
            return same
    same[left] = _by_sorting(bits, left)
    return same


def _of_words(words: npt.NDArray[np.uint64]) -> Ints:
    """Return what `representatives` says of rows of one word."""
    order = np.argsort(words)
    words = words[order]
    fresh = np.flatnonzero(np.concatenate([[True], words[1:] != words[:-1]]))
    first = np.minimum.reduceat(order, fresh).astype(np.int32)
    same = np.empty(len(words), np.int32)
    same[order] = np.repeat(first, np.diff(fresh, append=len(words)))
    return same


def of_pairs(first: Ints, second: Ints) -> Ints:
    """Return (n,): the index of the first pair that equals each pair of `first` and `second` (n,), none of which is negative.

    Where a pair and its own index have room in one word, numbers are sorted instead of an order, in a fifth of the time:
    pairs are taken apart by the upper bits of their first until they have.
    """
    if not len(first):
        return np.zeros(0, np.int32)
    wide, other = int(first.max()).bit_length(), int(second.max()).bit_length()
    for split in range(min(wide, _SPLITS) + 1):
        group = first >> np.int32(wide - split)
        rows = int(np.bincount(group).max()).bit_length() if split else len(first).bit_length()
        if wide - split + other + rows <= _WORD:
            break
    else:
        return _of_words(np.stack([first, second], 1).view(np.uint64)[:, 0])
    if not split:
        return _in_one_word(first, second, other, rows)
    same = np.empty(len(first), np.int32)
    for value in range(int(group.max()) + 1):
        mine = np.flatnonzero(group == value).astype(np.int32)
        if len(mine):
            low = first[mine] & np.int32((1 << (wide - split)) - 1)
            same[mine] = mine[_in_one_word(low, second[mine], other, rows)]
    return same


def _in_one_word(first: Ints, second: Ints, other: int, rows: int) -> Ints:
    """Return what `of_pairs` says of pairs that leave room for their index; second has `other` bits, the index `rows`."""
    words = first.astype(np.uint64)
    words <<= np.uint64(other)
    words |= second.astype(np.uint64)
    words <<= np.uint64(rows)
    words |= np.arange(len(words), dtype=np.uint64)
    words.sort()
    place = (words & np.uint64((1 << rows) - 1)).astype(np.int32)
    words >>= np.uint64(rows)
    fresh = np.flatnonzero(np.concatenate([[True], words[1:] != words[:-1]]))
    same = np.empty(len(words), np.int32)
    same[place] = np.repeat(place[fresh], np.diff(fresh, append=len(words)))
    return same


def spread(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return 64 bits for each of `numbers`, all of which depend on all of its own, so that even sums of them tell apart."""
    mixed = (numbers + np.uint64(1)) * _MULTIPLIERS[0]
    for shift, factor in ((30, _MULTIPLIERS[1]), (27, _MULTIPLIERS[2])):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * factor
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _hashed(bits: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Return 64 bits for each row, each of which depends on every bit of the row."""
    hashed = np.empty(len(bits), np.uint64)
    for start in range(0, len(bits), _BLOCK):
        block = bits[start : start + _BLOCK]
        mixed = np.zeros(len(block), np.uint64)
        for column in range(bits.shape[1]):
            word = (block[:, column] + np.uint64(column + 1)) * _MULTIPLIERS[column % len(_MULTIPLIERS)]
            word ^= word >> np.uint64(29)
            mixed = (mixed ^ word) * _MULTIPLIERS[(column + 3) % len(_MULTIPLIERS)]
        hashed[start : start + _BLOCK] = mixed ^ (mixed >> np.uint64(32))
    return hashed


def _words(bits: npt.NDArray[np.uint32]) -> list[npt.NDArray[Any]]:
    """Return the rows' columns."""
    return [bits[:, column] for column in range(bits.shape[1])]


def _equal(words: list[npt.NDArray[Any]], first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
    equal = words[0][first] == words[0][second]
    for word in words[1:]:
        equal &= word[first] == word[second]
    return equal


def _by_sorting(bits: npt.NDArray[np.uint32], left: Ints) -> Ints:
    rows = bits[left]
    order = np.lexsort(rows.T[::-1])
    fresh = np.r_[True, (rows[order[1:]] != rows[order[:-1]]).any(1)]
    same = np.empty(len(left), np.int32)
    same[order] = left[order[fresh]][np.cumsum(fresh) - 1]
    return same


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
