"""Wavefront OBJ, read in blocks of lines: vertices with optional colours, texture coordinates, polygons, materials.

Within a block the lines of one kind are cut out and converted together, so that the order of kinds does not matter for
speed. Polygons are triangulated as fans. Normals, groups, curves and free-form surfaces are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Bytes, Doubles, Ints, Material, Mesh
from media_pipeline.parallel import ahead
from media_pipeline.readers import mtl
from media_pipeline.readers.files import Upload, decode
from media_pipeline.readers.numbers import floats, line_starts, refuse_line, words_per_line
from media_pipeline.readers.obj_faces import Corners, Words, corners, words

BLOCK = 2 << 20
MAX_LINE = 4 << 20
MAX_MATERIALS = 10_000
OTHER, VERTEX, COORDINATE, FACE, MATERIAL, LIBRARY = range(6)

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Place:
    """The file, and the number of the first of the lines that are being read."""

    name: str
    line: int


@dataclass(slots=True)
class _State:
    """What has been read so far."""

    name: str
    vertices: int = 0
    coordinates: int = 0
    material: int = 0
    positions: list[Doubles] = field(default_factory=list)
    colours: list[Doubles] = field(default_factory=list)
    uvs: list[Doubles] = field(default_factory=list)
    faces: list[Corners] = field(default_factory=list)
    face_material: list[Ints] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=lambda: {"": 0})
    libraries: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Block:
    """What some lines say by themselves: line, the number of the first; the numbers of vertices and coordinates; of each
    face line its number, what it says, and how many vertices and coordinates these lines define before it; statements.
    """

    line: int
    positions: Doubles
    colours: Doubles
    uvs: Doubles
    face_lines: Longs
    faces: Words | None
    vertices_before: Longs
    coordinates_before: Longs
    statements: list[tuple[int, list[str]]]


def read(name: str, upload: Upload) -> Mesh:
    """Return the mesh in the OBJ file `name`. Raises BadInput with the line."""
    state = _State(name)
    for block in ahead(lambda part: _block(name, *part), _blocks(name, upload)):
        _take(state, block)
    return _mesh(state, upload)


def _blocks(name: str, upload: Upload) -> Iterator[tuple[int, bytes]]:
    """Yield the number of the first line and the text of some whole lines after another."""
    rest, line = b"", 1
    with upload.path(name).open("rb") as file:
        while data := file.read(BLOCK):
            block = rest + data
            cut = _last_whole_line(block)
            rest = block[cut:]
            if len(rest) > MAX_LINE:
                rule = f"the line is longer than {MAX_LINE >> 20} MB"
                raise BadInput(name, f"line {line + block.count(10)}", rule)
            if cut:
                yield line, block[:cut]
            line += block.count(b"\n", 0, cut)
    yield line, rest + b"\n"


def _last_whole_line(block: bytes) -> int:
    """Return where the last line ends that is whole, a backslash at a line's end joining it with the next."""
    cut = block.rfind(b"\n") + 1
    while block[max(0, cut - 3) : cut].rstrip(b"\r\n").endswith(b"\\"):
        cut = block.rfind(b"\n", 0, cut - 1) + 1
    return cut


def _block(name: str, first_line: int, block: bytes) -> _Block:
    """Return what the lines of `block`, which ends with a newline, say. Raises BadInput."""
    if b"\\" in block:
        block = block.replace(b"\\\r\n", b"   ").replace(b"\\\n", b"  ")
    text = np.frombuffer(block, np.uint8)
    starts = line_starts(text)
    if (indented := ((text[starts] == 32) | (text[starts] == 9))).any():
        block = (
            b"\n".join(line.lstrip() if indented[i] else line for i, line in enumerate(block.split(b"\n")[:-1])) + b"\n"
        )
        text = np.frombuffer(block, np.uint8)
        starts = line_starts(text)
    lengths = np.diff(np.append(starts, len(text)))
    kinds = _kinds(text, starts, lengths)
    place = _Place(name, first_line)
    positions, colours = _vertices(place, *_cut(text, starts, lengths, kinds, VERTEX, 1))
    uvs = _coordinates(place, *_cut(text, starts, lengths, kinds, COORDINATE, 2))
    face_text, faces = _cut(text, starts, lengths, kinds, FACE, 1)
    said = words(name, face_text, faces + first_line) if len(faces) else None
    vertices_before, coordinates_before = (
        (np.cumsum(kinds == kind) - (kinds == kind))[faces] for kind in (VERTEX, COORDINATE)
    )
    statements = _statements(block, starts, lengths, kinds)
    return _Block(first_line, positions, colours, uvs, faces, said, vertices_before, coordinates_before, statements)


def _take(state: _State, block: _Block) -> None:
    """Add what `block` says to what was read before it."""
    switches = _switches(state, block)
    if block.faces is not None:
        lines = block.face_lines + block.line
        vertices, coordinates = block.vertices_before + state.vertices, block.coordinates_before + state.coordinates
        found = corners(state.name, block.faces, lines, vertices, coordinates)
        state.faces.append(found)
        active = np.array([material for _, material in switches], np.int32)
        at = np.searchsorted(np.array([line for line, _ in switches]), found.line - block.line, side="right") - 1
        state.face_material.append(active[at])
    if len(block.positions):
        state.positions.append(block.positions)
        state.colours.append(block.colours)
        state.vertices += len(block.positions)
    if len(block.uvs):
        state.uvs.append(block.uvs)
        state.coordinates += len(block.uvs)
    state.material = switches[-1][1]


def _kinds(text: Bytes, starts: Longs, lengths: Longs) -> Longs:
    """Return what each line is."""
    first = text[starts]
    second = text[np.minimum(starts + 1, len(text) - 1)]
    third = text[np.minimum(starts + 2, len(text) - 1)]
    blank, blank_third = (second == 32) | (second == 9), (third == 32) | (third == 9)
    kinds = np.zeros(len(starts), np.int64)
    kinds[(first == ord("v")) & blank] = VERTEX
    kinds[(first == ord("v")) & (second == ord("t")) & blank_third] = COORDINATE
    kinds[(first == ord("f")) & blank] = FACE
    kinds[(first == ord("u")) & (second == ord("s")) & (lengths > 7)] = MATERIAL
    kinds[(first == ord("m")) & (second == ord("t")) & (lengths > 7)] = LIBRARY
    return kinds


def _cut(text: Bytes, starts: Longs, lengths: Longs, kinds: Longs, kind: int, keyword: int) -> tuple[Bytes, Longs]:
    """Return the text of the lines of `kind`, the keyword blanked and comments at line ends too, and their numbers in
    the block.
    """
    mine = kinds == kind
    lines = np.flatnonzero(mine)
    if not len(lines):
        return np.zeros(0, np.uint8), lines
    cut = text.copy() if mine.all() else text[np.repeat(mine, lengths)]
    begin = np.cumsum(lengths[lines]) - lengths[lines]
    for offset in range(keyword):
        cut[begin + offset] = 32
    if (cut == ord("#")).any():
        inside = np.maximum.accumulate(np.where(cut == ord("#"), np.arange(len(cut)), -1)) >= np.repeat(
            begin, lengths[lines]
        )
        cut[inside & (cut != 10)] = 32
    return cut, lines


def _rows(
    place: _Place, text: Bytes, lines: Longs, allowed: tuple[int, ...], what: str
) -> tuple[Doubles, Longs, Longs]:
    """Return all numbers of `text` in one array, where each line's begin, and how many each has (one of `allowed`)."""
    counts = words_per_line(text, len(lines))
    if wrong := np.flatnonzero(~np.isin(counts, allowed))[:1].tolist():
        rule = f"{what} has {counts[wrong[0]]} numbers instead of {' or '.join(map(str, allowed))}"
        raise BadInput(place.name, f"line {place.line + int(lines[wrong[0]])}", rule)
    values = floats(text, int(counts.sum()))
    if values is None:
        rule = f"{what} has a number that is not finite or not a number"
        raise refuse_line(place.name, place.line, text, rule, lines=lines + place.line)
    return values, np.cumsum(counts) - counts, counts


def _vertices(place: _Place, text: Bytes, lines: Longs) -> tuple[Doubles, Doubles]:
    """Return positions (n, 3) and colours (n, 3), nan where a line has none, or (0, 3) where no line has any."""
    if not len(lines):
        return np.zeros((0, 3)), np.zeros((0, 3))
    values, begin, counts = _rows(place, text, lines, (3, 4, 6, 7), "a vertex")
    if (counts == 3).all():
        return values.reshape(-1, 3), np.zeros((0, 3))
    positions = values[begin[:, None] + np.arange(3)]
    coloured = counts >= 6
    if not coloured.any():
        return positions, np.zeros((0, 3))
    colours = np.full((len(lines), 3), np.nan)
    colours[coloured] = values[begin[coloured, None] + np.arange(3, 6)]
    return positions, colours


def _coordinates(place: _Place, text: Bytes, lines: Longs) -> Doubles:
    if not len(lines):
        return np.zeros((0, 2))
    values, begin, counts = _rows(place, text, lines, (2, 3), "a texture coordinate")
    return values.reshape(-1, 2) if (counts == 2).all() else values[begin[:, None] + np.arange(2)]


def _statements(block: bytes, starts: Longs, lengths: Longs, kinds: Longs) -> list[tuple[int, list[str]]]:
    """Return line in the block, keyword and argument of each statement about materials."""
    found = []
    for index in np.flatnonzero((kinds == MATERIAL) | (kinds == LIBRARY)).tolist():
        said = decode(block[starts[index] : starts[index] + lengths[index]]).strip().split(None, 1)
        found.append((index, [said[0], said[1] if len(said) > 1 else ""]))
    return found


def _switches(state: _State, block: _Block) -> list[tuple[int, int]]:
    """Note libraries, and return (line in the block, material) at each change of material, the one in force at the
    start first.
    """
    switches = [(-1, state.material)]
    for index, (keyword, argument) in block.statements:
        if keyword == "mtllib":
            state.libraries.setdefault(argument, block.line + index)
            _few(state, state.libraries, block.line + index, "material libraries")
        elif keyword == "usemtl":
            switches.append((index, state.names.setdefault(argument, len(state.names))))
            _few(state, state.names, block.line + index, "materials")
    return switches


def _few(state: _State, rows: dict[str, int], line: int, what: str) -> None:
    if len(rows) > MAX_MATERIALS:
        raise BadInput(state.name, f"line {line}", f"there are more than {MAX_MATERIALS} {what}")


def _mesh(state: _State, upload: Upload) -> Mesh:
    if not state.vertices or not state.faces:
        raise BadInput(
            state.name,
            "",
            "the file holds no vertex and no face; is it an OBJ?" if not state.vertices else "the file holds no face",
        )
    faces = np.concatenate([f.vertex for f in state.faces])
    uv_faces = np.concatenate([f.coordinate for f in state.faces])
    lines = np.concatenate([f.line for f in state.faces])
    for index, size, what in ((faces, state.vertices, "vertex"), (uv_faces, state.coordinates, "texture coordinate")):
        if wrong := np.flatnonzero((index >= size).any(1))[:1].tolist():
            raise BadInput(
                state.name,
                f"line {int(lines[wrong[0]])}",
                f"names {what} {int(index[wrong[0]].max()) + 1}, the file holds {size}",
            )
    has_uvs = state.coordinates > 0 and bool((uv_faces >= 0).any())
    uvs = np.concatenate(state.uvs).astype(np.float32) if has_uvs else None
    if uvs is not None:
        uvs[:, 1] = 1 - uvs[:, 1]
    return Mesh(
        positions=np.concatenate(state.positions),
        faces=faces,
        uvs=uvs,
        uv_faces=uv_faces if has_uvs else None,
        colours=_bytes(state),
        face_material=np.concatenate(state.face_material),
        materials=_materials(state, upload),
    )


def _bytes(state: _State) -> Bytes | None:
    """Return vertex colours as sRGB bytes: programs write 0..1 or 0..255."""
    if not any(len(block) for block in state.colours):
        return None
    rows = [
        block if len(block) else np.full((len(p), 3), np.nan)
        for block, p in zip(state.colours, state.positions, strict=True)
    ]
    colours = np.concatenate(rows)
    scale = 255.0 if np.nanmax(colours) <= 1.0 else 1.0
    return np.clip(np.nan_to_num(colours * scale, nan=255.0) + 0.5, 0, 255).astype(np.uint8)


def _materials(state: _State, upload: Upload) -> tuple[Material, ...]:
    known: dict[str, Material] = {}
    for argument, line in state.libraries.items():
        library = upload.find(argument, referrer=state.name, place=f"line {line}")
        if library is None or Path(library).suffix.lower() != ".mtl":
            upload.warnings.append(f"{state.name}: the material library {argument} is not in the upload")
            continue
        known |= mtl.read(library, upload)
    for missing in [name for name in list(state.names)[1:] if name not in known and state.libraries]:
        upload.warnings.append(f"{state.name}: the material {missing} is not in the material library")
    return tuple(known.get(name, Material(name)) for name in state.names)
