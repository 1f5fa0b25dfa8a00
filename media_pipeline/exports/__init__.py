"""An asset's manifest in the forms that other programs read: Smithsonian SVX, IIIF Presentation 3 and 4, BagIt.

All are functions of the manifest (and of annotations, which belong to the site) and hold no fact of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Manifest = dict[str, Any]
Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A text at a point of the model, in the frame that all levels share (metres, Y up).

    title, text: {language: text}. direction: the surface's normal there. eye: where a viewer should look from, None to
    leave it.
    """

    id: str
    position: Point
    title: dict[str, str]
    text: dict[str, str] = field(default_factory=dict)
    direction: Point = (0.0, 1.0, 0.0)
    eye: Point | None = None


def poster(manifest: Manifest) -> dict[str, Any] | None:
    """Return the row of the widest poster, None if there is none."""
    rows = [row for row in manifest["previews"] if row["kind"] == "poster"]
    return max(rows, key=lambda row: row["w"], default=None)


def bounds(manifest: Manifest) -> tuple[list[float], list[float]]:
    """Return the corners (least, greatest) of the box around all derivatives, in metres."""
    boxes = [row["bbox"] for row in manifest["derivatives"]]
    low = [min(box[0][axis] for box in boxes) for axis in range(3)]
    return low, [max(box[1][axis] for box in boxes) for axis in range(3)]
