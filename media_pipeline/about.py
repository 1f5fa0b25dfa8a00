"""What only people know of an asset: title, rights, place, capture, reconstruction, and a surveyed board to stand it by.

The form is schemas/about.schema.json. Members that are not known are refused, so that a spelling mistake is no silence.
"""

from __future__ import annotations

import hashlib
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline.errors import BadInput

SCHEMA = Path(__file__).parent / "schemas" / "about.schema.json"
MEMBERS = {"title", "subject_id", "rights", "geo", "capture", "reconstruction", "board"}
SIGNATURES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
LARGEST_PICTURE = 50_000_000
WIDTHS = (0.05, 10.0)


@dataclass(frozen=True, slots=True)
class Board:
    """A board on the site whose picture a phone knows again: the picture, how wide it is in metres, and where its centre
    stands in the model's frame (metres, Y up, origin at the centre of the base).

    facing: the way its front looks, in degrees round Y from the model's front (+Z) over +X. tilt: how far it leans back,
    0 upright, 90 lying with its face up.
    """

    picture: str
    width_m: float
    position_m: tuple[float, float, float]
    facing: float = 0.0
    tilt: float = 0.0

    def kept(self, folder: Path) -> dict[str, Any]:
        """Copy the picture into `folder` under its SHA-256 and return what the stage `encode` is told. Raises BadInput."""
        source = Path(self.picture)
        if not source.is_file() or source.stat().st_size > LARGEST_PICTURE:
            raise _refused("board.picture", f"no file of at most {LARGEST_PICTURE // 1_000_000} MB is there")
        data = source.read_bytes()
        suffix = next((end for start, end in SIGNATURES.items() if data.startswith(start)), "")
        if not suffix:
            raise _refused("board.picture", "a JPEG or PNG is needed")
        target = folder / f"{hashlib.sha256(data).hexdigest()}{suffix}"
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            part = target.with_name(target.name + ".part")
            shutil.copyfile(source, part)
            part.replace(target)
        return {
            "picture": str(target.absolute()), "width_m": self.width_m, "position_m": list(self.position_m),
            "facing": self.facing, "tilt": self.tilt,
        }  # fmt: skip


def check(about: dict[str, Any]) -> None:
    """Raise BadInput unless `about` has the form that the manifest takes."""
    if unknown := sorted(about.keys() - MEMBERS):
        raise _refused(str(unknown[0]), f"unknown; there are {', '.join(sorted(MEMBERS))}")
    for name, kind in (
        ("title", str),
        ("rights", str),
        ("geo", object),
        ("capture", object),
        ("reconstruction", object),
    ):
        _table(about, name, kind)
    if not about.get("title", {"en": "-"}):
        raise _refused("title", "at least one language is needed")
    geo = about.get("geo", {})
    if ("lon" in geo) != ("lat" in geo):
        raise _refused("geo", "lon and lat go together")
    for name, most in (("lon", 180.0), ("lat", 90.0), ("height", 10_000.0), ("heading", 360.0)):
        if name in geo:
            _number(geo[name], f"geo.{name}", -most, most)
    board_of(about)


def board_of(about: dict[str, Any]) -> Board | None:
    """Return the surveyed board that `about` names, None if it names none. Raises BadInput."""
    if "board" not in about:
        return None
    row = _table(about, "board", object)
    known = {"picture", "width_m", "position_m", "facing", "tilt"}
    for name in sorted(row.keys() - known):
        raise _refused(f"board.{name}", f"unknown; there are {', '.join(sorted(known))}")
    for name in ("picture", "width_m", "position_m"):
        if name not in row:
            raise _refused(f"board.{name}", "is missing")
    if not isinstance(row["picture"], str) or not row["picture"]:
        raise _refused("board.picture", "the path of a JPEG or PNG is needed")
    place = row["position_m"]
    if not isinstance(place, list | tuple) or len(place) != 3:
        raise _refused("board.position_m", "three numbers are needed: x, y, z in metres")
    x, y, z = (_number(value, "board.position_m", -10_000.0, 10_000.0) for value in place)
    return Board(
        row["picture"],
        _number(row["width_m"], "board.width_m", *WIDTHS),
        (x, y, z),
        _number(row.get("facing", 0.0), "board.facing", -360.0, 360.0),
        _number(row.get("tilt", 0.0), "board.tilt", -90.0, 90.0),
    )


def _table(about: dict[str, Any], name: str, kind: type) -> dict[str, Any]:
    """Return the member as a table whose values are of `kind`."""
    row = about.get(name, {})
    if not isinstance(row, dict) or not all(isinstance(value, kind) for value in row.values()):
        raise _refused(name, "a table of texts is needed" if kind is str else "a table is needed")
    return row


def _number(value: Any, place: str, least: float, most: float) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not least <= value <= most
    ):
        raise _refused(place, f"a number from {least:g} to {most:g} is needed")
    return float(value)


def _refused(place: str, rule: str) -> BadInput:
    return BadInput("about", place, rule)
