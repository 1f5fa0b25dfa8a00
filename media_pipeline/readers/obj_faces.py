"""The `f` lines of an OBJ file: words like 7, 7/3, 7//2 and 7/3/2, one-based or counted back from the end, any number
to a line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Bytes, Ints, Mask
from media_pipeline.readers.numbers import SPACE, counted, integers, layout, line_starts, token_starts

MAX_CORNERS = 10_000
FORMS = {"n": 1, "n/n": 2, "n//n": 2, "n/n/n": 3}
LARGEST = np.iinfo(np.int32).max

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corners:
    """Triangles: zero-based vertex and coordinate (m, 3), -1 where there is none; each triangle's line in the file."""

    vertex: Ints
    coordinate: Ints
    line: Ints


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some lines: how many each line has, the indices of vertex and coordinate as written, and which words
    have a coordinate.
    """

    counts: Longs
    vertex: Longs
    coordinate: Longs
    mapped: Mask


def words(name: str, text: Bytes, lines: Longs) -> Words:
    """Return what the face lines in `text`, whose keywords are blanked, say. lines: number in the file of each line. Raises
    BadInput.
    """
    return _alike(text, len(lines)) or _words(name, text, lines)


def corners(name: str, said: Words, lines: Longs, vertices: Longs, coordinates: Longs) -> Corners:
    """Return the triangles of face lines.

    lines: number in the file of each line. vertices, coordinates: how many the file had defined before it, for indices
    that count back. Raises BadInput.
    """
    line = np.repeat(np.arange(len(lines)), said.counts)
    vertex = _resolved(said.vertex, vertices, line)
    coordinate = _resolved(said.coordinate, coordinates, line)
    if wrong := np.flatnonzero((vertex < 0) | ((coordinate < 0) & said.mapped))[:1].tolist():
        rule = "a face names index 0 or counts back past the first one"
        raise BadInput(name, f"line {int(lines[line[wrong[0]]])}", rule)
    return _fans(vertex, coordinate, said.counts, lines.astype(np.int32))


def _alike(text: Bytes, lines: int) -> Words | None:
    """Return the words of lines that are all of one form, as nearly all files have them; None if they are not."""
    alike = layout(text, lines)
    if alike is None:
        return None
    separators, filled = alike
    forms = "".join(("n" if word else "") + chr(mark) for mark, word in zip(separators, filled, strict=True)).split()
    size = FORMS.get(forms[0] if forms else "", 0)
    if not size or set(forms) != {forms[0]} or not 3 <= len(forms) <= MAX_CORNERS:
        return None
    values = integers(np.where(text == ord("/"), np.uint8(32), text), lines * len(forms) * size)
    if values is None:
        return None
    rows = values.reshape(-1, size)
    mapped = forms[0].startswith("n/n")
    coordinate = rows[:, 1] if mapped else np.zeros(len(rows), np.int64)
    return Words(np.full(lines, len(forms)), rows[:, 0], coordinate, np.full(len(rows), mapped))


def _words(name: str, text: Bytes, lines: Longs) -> Words:
    """Return the words of any lines. Raises BadInput with the line."""
    begins = token_starts(text)
    counts = counted(begins, line_starts(text))
    if wrong := np.flatnonzero((counts < 3) | (counts > MAX_CORNERS))[:1].tolist():
        rule = f"a face has {counts[wrong[0]]} corners instead of 3 to {MAX_CORNERS}"
        raise BadInput(name, f"line {int(lines[wrong[0]])}", rule)
    slash = text == ord("/")
    starts = np.flatnonzero(begins)
    slashes = counted(slash, starts)
    pair = slash.copy()
    pair[1:] &= slash[:-1]
    pair[0] = False
    double = counted(pair, starts) > 0
    numbers = np.where(double, 2, slashes + 1)
    edge = slash & np.append(SPACE[text[1:]], True)
    bad = (slashes > 2) | (double & (slashes != 2)) | (counted(edge, starts) > 0) | slash[starts]
    if wrong := np.flatnonzero(bad)[:1].tolist():
        line = int(lines[np.searchsorted(np.cumsum(counts), wrong[0], side="right")])
        raise BadInput(name, f"line {line}", "a corner is not of the form v, v/t, v//n or v/t/n")
    text = np.where(slash, np.uint8(32), text)
    values = integers(text, int(numbers.sum()))
    if values is None:
        raise BadInput(name, f"line {_bad_line(text, lines)}", "a face has an index that is not an integer")
    begin = np.cumsum(numbers) - numbers
    mapped = (numbers > 1) & ~double
    return Words(counts, values[begin], np.where(mapped, values[begin + mapped], 0), mapped)


def _bad_line(text: Bytes, lines: Longs) -> int:
    for index, line in enumerate(text.tobytes().split(b"\n")):
        if not all(word.lstrip(b"+-").isdigit() and len(word) < 19 for word in line.split()):
            return int(lines[min(index, len(lines) - 1)])
    return int(lines[0])


def _resolved(index: Longs, defined: Longs, line: Longs) -> Ints:
    """Return zero-based indices, -1 for those that are impossible; those past the end are found later, since a file may
    define them below.

    defined: how many there were before each line; line: that of each index.
    """
    if index.min(initial=1) < 0:
        index = np.where(index < 0, np.maximum(defined[line] + index + 1, 0), index)
    return (np.minimum(index, LARGEST) - 1).astype(np.int32)


def _fans(vertex: Ints, coordinate: Ints, counts: Longs, lines: Ints) -> Corners:
    """Split polygons into triangles (first, i, i + 1)."""
    if counts.max() == 3:
        vertices, coordinates, line = vertex.reshape(-1, 3), coordinate.reshape(-1, 3), lines
    else:
        begin = np.cumsum(counts) - counts
        polygon = np.repeat(np.arange(len(counts)), counts - 2)
        step = np.arange(len(polygon)) - np.repeat(np.cumsum(counts - 2) - (counts - 2), counts - 2)
        first = begin[polygon]
        corner = np.stack([first, first + step + 1, first + step + 2], 1)
        vertices, coordinates, line = vertex[corner], coordinate[corner], lines[polygon]
    bare = (coordinates < 0).any(1).reshape(-1, 1)
    return Corners(vertices, np.where(bare, np.int32(-1), coordinates), line)
