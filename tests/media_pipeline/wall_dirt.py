"""What is wrong with a scanned wall: spread over it so that no two faults touch, and counted as a repair should find them."""

from __future__ import annotations

import numpy as np

BLOCK = 12
"""Cells of the grid that one fault has to itself, in each direction."""
T = (1 + 5**0.5) / 2
ICOSAHEDRON = np.array([
    (-1, T, 0), (1, T, 0), (-1, -T, 0), (1, -T, 0), (0, -1, T), (0, 1, T), (0, -1, -T), (0, 1, -T), (T, 0, -1), (T, 0, 1), (-T, 0, -1), (-T, 0, 1),
]) / 1.9  # fmt: skip
ITS_FACES = np.array([
    (0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4), (11, 10, 2), (10, 7, 6), (7, 1, 8),
    (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5), (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1),
], np.int32)  # fmt: skip


def spread(
    positions: np.ndarray, faces: np.ndarray, uvs: np.ndarray, *, grid: tuple[int, int], seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, int]]:
    """Return the wall's arrays with faults, and their counts: holes, flipped (patches and triangles), fins, duplicate,
    degenerate, floating (pieces and triangles). A wall of a million triangles has all of them in full.
    """
    random = np.random.default_rng(seed + 100)
    share = min(1.0, len(faces) / 1_000_000)
    places = _blocks(grid, random)
    third = len(places) // 3
    holes, patches, rest = places[: min(60, third)], places[third : third + min(60, third)], places[2 * third :]
    gone = _discs(holes, grid, random, most=3)
    turned = _discs(patches, grid, random, most=3)
    counts = {"holes": len(holes), "flipped_patches": len(patches), "flipped": len(turned)}
    faces = faces.copy()
    faces[turned] = faces[turned][:, ::-1]
    stand = _triangles(rest, grid)[: max(4, int(2000 * share))]
    good = faces[_triangles(rest, grid)]
    faces = np.delete(faces, gone, 0)
    twice = good[random.integers(len(good), size=max(8, len(faces) // 2000))]
    back = good[random.integers(len(good), size=max(8, len(faces) // 2000))][:, ::-1]
    flat = good[random.integers(len(good), size=max(4, int(1000 * share)))].copy()
    flat[:, 2] = flat[:, 1]
    counts |= {"duplicate": len(twice) + len(back), "degenerate": len(flat)}
    positions, uvs, fins = _fins(positions, uvs, good[: len(stand)], random)
    positions, uvs, blobs, pieces = _blobs(positions, uvs, max(6, int(200 * share)), random)
    counts |= {"fins": len(fins), "floating_pieces": pieces, "floating": len(blobs)}
    loose = max(10, int(5000 * share))
    positions = np.concatenate([positions, random.normal(0, 5, (loose, 3)).astype(np.float32)])
    uvs = np.concatenate([uvs, np.zeros((loose, 2), np.float32)])
    faces = np.concatenate([faces, twice, back, flat, fins, blobs]).astype(np.int32)
    return positions, faces, uvs, counts


def _blocks(grid: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """Return the middles (column, row) of all blocks of the grid, shuffled."""
    middles = [
        (i * BLOCK + BLOCK // 2, j * BLOCK + BLOCK // 2)
        for i in range(grid[0] // BLOCK)
        for j in range(grid[1] // BLOCK)
    ]
    return random.permutation(np.array(middles))


def _discs(places: np.ndarray, grid: tuple[int, int], random: np.random.Generator, *, most: int) -> np.ndarray:
    """Return the triangles of round patches of one to `most` cells' radius at `places`."""
    offset = np.mgrid[-most : most + 1, -most : most + 1].reshape(2, -1).T
    found = []
    for place in places:
        near = offset[(offset**2).sum(1) <= random.integers(1, most + 1) ** 2] + place
        cell = near[:, 1] * grid[0] + near[:, 0]
        found += [2 * cell, 2 * cell + 1]
    return np.sort(np.concatenate(found))


def _triangles(places: np.ndarray, grid: tuple[int, int]) -> np.ndarray:
    """Return one triangle in the middle of each place."""
    return 2 * (places[:, 1] * grid[0] + places[:, 0])


def _fins(
    positions: np.ndarray, uvs: np.ndarray, carriers: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the arrays with a triangle standing up from the diagonal of each carrier."""
    tips = positions[carriers[:, 0]] + random.normal(0, 0.02, (len(carriers), 3)).astype(np.float32)
    fins = np.stack([carriers[:, 2], carriers[:, 0], len(positions) + np.arange(len(carriers))], 1)
    return np.concatenate([positions, tips]), np.concatenate([uvs, uvs[carriers[:, 0]]]), fins


def _blobs(
    positions: np.ndarray, uvs: np.ndarray, number: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return the arrays with crumpled icosahedra in front of the wall: small ones close by, every tenth larger and far."""
    big = np.arange(number) % 10 == 9
    size = np.where(big, 0.12, random.uniform(0.01, 0.025, number))
    centre = positions[random.integers(len(positions), size=number)] + random.normal(0, 0.3, (number, 3))
    centre[big] += [4.0, 0, 4.0]
    points = centre[:, None] + size[:, None, None] * (ICOSAHEDRON + random.normal(0, 0.1, (number, 12, 3)))
    faces = ITS_FACES[None] + len(positions) + 12 * np.arange(number)[:, None, None]
    colour = np.repeat(uvs[random.integers(len(uvs), size=number)], 12, 0)
    positions = np.concatenate([positions, points.reshape(-1, 3).astype(np.float32)])
    return positions, np.concatenate([uvs, colour]), faces.reshape(-1, 3), number
