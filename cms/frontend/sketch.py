"""The schematic of the castle town: where a pin stands on it, and the drawing itself from the hand-made GeoJSON.

`python -m cms.frontend.sketch` redraws static/map/tsuyama.svg. Equirectangular at the latitude of the castle; the picture is 800 x 600
units and covers about 5.0 x 3.8 km. Schematic: rivers, rails and roads are drawn by hand between known places.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "static" / "map"
WIDTH, HEIGHT = 800, 600
SOUTH, NORTH = 35.0455, 35.0815
MIDDLE = 134.0050
SPAN = (NORTH - SOUTH) * WIDTH / HEIGHT / math.cos(math.radians((NORTH + SOUTH) / 2))
WEST, EAST = MIDDLE - SPAN / 2, MIDDLE + SPAN / 2

STYLE = (
    ".gr{fill:#eef1ef}.hl{fill:#d5dfd3}.tw{fill:#dcdfdd}.rv{stroke:#c3d3e4}.rl{stroke:#5a655e}.rd{stroke:#fff}.wl{stroke:#77837c}"
    "path{fill:none;stroke-linejoin:round;stroke-linecap:round}path.hl,path.tw{stroke:none}"
    "@media(prefers-color-scheme:dark){.gr{fill:#1b2327}.hl{fill:#24332c}.tw{fill:#2c3639}.rv{stroke:#24395c}.rl{stroke:#8d9994}"
    ".rd{stroke:#3d484c}.wl{stroke:#a3afa9}}"
)
LAYERS = (
    ("hill", "hl", 0, ""),
    ("town", "tw", 0, ""),
    ("river", "rv", 30, ""),
    ("stream", "rv", 12, ""),
    ("road", "rd", 8, ""),
)
LINES = (("wall", "wl", 2.5, ""), ("rail", "rl", 3, ""))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the schematic, in per cent of its width and height."""

    x: float
    y: float


def spot(lat: float, lon: float) -> Spot | None:
    """Return where WGS84 degrees fall on the schematic, or None outside it."""
    if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
        return None
    return Spot(round((lon - WEST) / (EAST - WEST) * 100, 2), round((NORTH - lat) / (NORTH - SOUTH) * 100, 2))


def drawing(base: dict[str, Any]) -> str:
    """Return the schematic as SVG with a light and an evening palette and no lettering."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f"<title>Schematic of the castle town</title><style>{STYLE}</style>",
        f'<path class="gr" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>',
    ]
    for kind, name, width, extra in LAYERS + LINES:
        for feature in base["features"]:
            if feature["properties"]["kind"] == kind:
                stroke = f' stroke-width="{width}"' if width else ""
                parts.append(f'<path class="{name}"{stroke}{extra} d="{path(feature["geometry"])}"/>')
    return "".join(parts) + "</svg>\n"


def path(geometry: dict[str, Any]) -> str:
    """Return the path data of a line or a polygon's outer ring, lines bent softly through the middles of their pieces."""
    closed = geometry["type"] == "Polygon"
    points = [xy(*point) for point in (geometry["coordinates"][0] if closed else geometry["coordinates"])]
    if closed:
        return "M" + "L".join(f"{x} {y}" for x, y in points[:-1]) + "z"
    text = f"M{points[0][0]} {points[0][1]}"
    for (x, y), (to_x, to_y) in pairwise(points[1:]):
        text += f"Q{x} {y} {round((x + to_x) / 2, 1)} {round((y + to_y) / 2, 1)}"
    return text + f"L{points[-1][0]} {points[-1][1]}"


def xy(lon: float, lat: float) -> tuple[float, float]:
    """Return the units of the drawing for WGS84 degrees."""
    return round((lon - WEST) / (EAST - WEST) * WIDTH, 1), round((NORTH - lat) / (NORTH - SOUTH) * HEIGHT, 1)


if __name__ == "__main__":
    (FOLDER / "tsuyama.svg").write_text(
        drawing(json.loads((FOLDER / "tsuyama.json").read_text(encoding="utf-8"))), encoding="utf-8"
    )
