"""Wavefront MTL: name, diffuse colour and diffuse texture of each material."""

from __future__ import annotations

from media_pipeline.errors import BadInput
from media_pipeline.mesh import Material
from media_pipeline.readers.files import Upload, decode

MAX_BYTES = 16 << 20
MAX_MATERIALS = 10_000
OPTIONS = {
    "-blendu": 1, "-blendv": 1, "-cc": 1, "-clamp": 1, "-imfchan": 1, "-texres": 1, "-bm": 1, "-boost": 1, "-type": 1, "-mm": 2, "-o": 3, "-s": 3, "-t": 3
}  # fmt: skip


def read(name: str, upload: Upload) -> dict[str, Material]:
    """Return the materials of the library `name` by their names. Raises BadInput with the line."""
    path = upload.path(name)
    if path.stat().st_size > MAX_BYTES:
        raise BadInput(name, "", f"a material library has at most {MAX_BYTES >> 20} MB")
    found: dict[str, Material] = {}
    current, statements = "", 0
    for number, line in enumerate(decode(path.read_bytes()).splitlines(), 1):
        words = line.strip().split(None, 1)
        keyword, argument = (words[0].lower(), words[1].strip()) if len(words) == 2 else ("", "")
        if keyword == "newmtl":
            current = argument
            found[current] = Material(current)
            statements += 1
            if statements > MAX_MATERIALS:
                raise BadInput(name, f"line {number}", f"there are more than {MAX_MATERIALS} materials")
        elif keyword == "kd" and current in found:
            found[current] = Material(current, _colour(argument, name, number), found[current].texture)
        elif keyword == "map_kd" and current in found:
            texture = upload.texture(_file_name(argument), referrer=name, place=f"line {number}")
            found[current] = Material(current, found[current].colour, texture)
    return {key: _textured(material) for key, material in found.items()}


def _textured(material: Material) -> Material:
    """A black diffuse colour beside a texture is a habit of some programs, not a wish for black."""
    return (
        Material(material.name, (255, 255, 255), material.texture)
        if material.texture and max(material.colour) < 8
        else material
    )


def _colour(argument: str, name: str, number: int) -> tuple[int, int, int]:
    """Return Kd as sRGB bytes; programs write display values, so no transfer curve is applied."""
    try:
        values = [float(word) for word in argument.split()[:3]]
        channels = [
            round(255 * min(max(value, 0.0), 1.0)) for value in (values if len(values) == 3 else [values[0]] * 3)
        ]
    except (ValueError, IndexError, OverflowError):
        raise BadInput(name, f"line {number}", "Kd is not three numbers") from None
    return channels[0], channels[1], channels[2]


def _file_name(argument: str) -> str:
    """Return the file name of a map statement, which may follow options and may contain spaces."""
    words = argument.split(" ")
    while len(words) > 1 and words[0].lower() in OPTIONS:
        skip = 1
        limit = OPTIONS[words[0].lower()]
        while skip <= limit and len(words) > skip + 1 and (limit == 1 or _is_number(words[skip])):
            skip += 1
        words = words[skip:]
    return " ".join(words)


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
