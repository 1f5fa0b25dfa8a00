"""The `f` lines of an OBJ file: words like 7, 7/3, 7//2 and 7/3/2, one-based or counted back from the end, any number
to a line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Bytes
from media_pipeline.readers.numbers import SPACE, counted, integers, line_starts, token_starts

MAX_CORNERS = 10_000

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corners:
    """Triangles: zero-based vertex and coordinate (m, 3), -1 where there is none; each triangle's line among the face
    lines and in the file.
    """

    vertex: Longs
    coordinate: Longs
    line: Longs
    file_line: Longs


def corners(name: str, text: Bytes, lines: Longs, vertices: Longs, coordinates: Longs) -> Corners:
    """Return the triangles of the face lines in `text`, whose keywords are blanked.

    lines: number in the file of each line. vertices, coordinates: how many the file had defined before it, for indices
    that count back. Raises BadInput.
    """
    begins = token_starts(text)
    counts = counted(begins, line_starts(text))
    if wrong := np.flatnonzero((counts < 3) | (counts > MAX_CORNERS))[:1].tolist():
        raise BadInput(
            name, f"line {int(lines[wrong[0]])}", f"a face has {counts[wrong[0]]} corners instead of 3 to {MAX_CORNERS}"
        )
    word_line = np.repeat(np.arange(len(counts)), counts)
    values, begin, has_coordinate = _indices(name, text, begins, lines, word_line)
    vertex = _resolved(values[begin], vertices[word_line])
    coordinate = np.full(len(vertex), -1, np.int64)
    coordinate[has_coordinate] = _resolved(values[begin[has_coordinate] + 1], coordinates[word_line[has_coordinate]])
    if wrong := np.flatnonzero((vertex < 0) | ((coordinate < 0) & has_coordinate))[:1].tolist():
        raise BadInput(
            name, f"line {int(lines[word_line[wrong[0]]])}", "a face names index 0 or counts back past the first one"
        )
    return _fans(vertex, coordinate, counts, lines)


def _indices(
    name: str, text: Bytes, begins: npt.NDArray[np.bool_], lines: Longs, word_line: Longs
) -> tuple[Longs, Longs, npt.NDArray[np.bool_]]:
    """Return all integers, where each word's begin, and which words have a texture coordinate."""
    slash = text == ord("/")
    starts = np.flatnonzero(begins)
    if not slash.any():
        numbers, double = np.ones(len(starts), np.int64), np.zeros(len(starts), bool)
    else:
        slashes = counted(slash, starts)
        pair = slash.copy()
        pair[1:] &= slash[:-1]
        pair[0] = False
        double = counted(pair, starts) > 0
        numbers = np.where(double, 2, slashes + 1)
        edge = slash & np.append(SPACE[text[1:]], True)
        bad = (slashes > 2) | (double & (slashes != 2)) | (counted(edge, starts) > 0) | slash[starts]
        if wrong := np.flatnonzero(bad)[:1].tolist():
            raise BadInput(
                name, f"line {int(lines[word_line[wrong[0]]])}", "a corner is not of the form v, v/t, v//n or v/t/n"
            )
        text = np.where(slash, np.uint8(32), text)
    values = integers(text, int(numbers.sum()))
    if values is None:
        raise BadInput(name, f"line {_bad_line(text, lines)}", "a face has an index that is not an integer")
    return values, np.cumsum(numbers) - numbers, (numbers > 1) & ~double


def _bad_line(text: Bytes, lines: Longs) -> int:
    for index, line in enumerate(text.tobytes().split(b"\n")):
        if not all(word.lstrip(b"+-").isdigit() and len(word) < 19 for word in line.split()):
            return int(lines[min(index, len(lines) - 1)])
    return int(lines[0])


def _resolved(index: Longs, defined: Longs) -> Longs:
    """Return zero-based indices, -1 for those that are impossible; those past the end are found later, since a file may
    define them below.
    """
    return np.where(index > 0, index - 1, np.where(index < 0, np.maximum(defined + index, -1), -1))


def _fans(vertex: Longs, coordinate: Longs, counts: Longs, lines: Longs) -> Corners:
    """Split polygons into triangles (first, i, i + 1)."""
    begin = np.cumsum(counts) - counts
    line = np.repeat(np.arange(len(counts)), counts - 2)
    step = np.arange(len(line)) - np.repeat(np.cumsum(counts - 2) - (counts - 2), counts - 2)
    first = begin[line]
    corner = np.stack([first, first + step + 1, first + step + 2], 1)
    coordinates = coordinate[corner]
    coordinates[(coordinates < 0).any(1)] = -1
    return Corners(vertex[corner], coordinates, line, lines[line])
