"""The hill in each season: the same drawing in other colours. `python -m cms.frontend.seasons` writes the drawings anew.

The drawing of spring is the one that a hand drew; the others are made of it by exchanging the colours of its foliage, grass and sky, by day
and in the evening. They are committed, and a test holds them to the table below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

DRAWINGS: Final = Path(__file__).resolve().parent / "static" / "art"
OUT: Final = DRAWINGS / "seasons"
SHAPES: Final = ("castle-tall", "castle-wide")

Palette = Mapping[str, tuple[str, str]]
"""Class of the drawing → its colour by day and in the evening."""

PALETTES: Final[dict[str, Palette]] = {
    "summer": {
        "k1": ("#7fa26f", "#3d5b45"), "k2": ("#98b784", "#4a6a50"), "k3": ("#5f875a", "#2f4a3a"), "k4": ("#b4cc9c", "#5c7d5f"),
        "g1": ("#7d9a6d", "#28392d"), "g2": ("#688659", "#213126"), "g3": ("#537049", "#1a281f"),
        "z0": ("#bcd6e2", "#141f2d"), "z1": ("#dde9ea", "#28384a"), "z2": ("#eef2e6", "#3f4a55"),
    },
    "autumn": {
        "k1": ("#d0783f", "#8a4d30"), "k2": ("#dfa14f", "#a3703a"), "k3": ("#b14a34", "#6f3429"), "k4": ("#ecc06e", "#bd8f4d"),
        "g1": ("#a3996f", "#38362a"), "g2": ("#8b845c", "#2d2d24"), "g3": ("#716d4b", "#23241d"),
        "z0": ("#c9dbe3", "#141d2a"), "z1": ("#ebebe3", "#2c3546"), "z2": ("#f7ecdc", "#4d4450"),
    },
    "winter": {
        "k1": ("#dde5e8", "#7d8c97"), "k2": ("#eef3f4", "#9aa8b1"), "k3": ("#b9c6cc", "#5d6c78"), "k4": ("#fafcfc", "#bcc7ce"),
        "g1": ("#e3e9ea", "#4c5863"), "g2": ("#d2dadc", "#3d4852"), "g3": ("#bcc7ca", "#303a43"),
        "z0": ("#c6d0d8", "#131a25"), "z1": ("#dfe4e7", "#262f3c"), "z2": ("#eef0f1", "#3b4450"),
    },
}  # fmt: skip


def hero(season: str) -> dict[str, str]:
    """Return the static paths of the hill in a season, upright and wide, and what they show."""
    folder, ending = ("art/seasons/", f"-{season}.svg") if season in PALETTES else ("art/", ".svg")
    return {"tall": f"{folder}castle-tall{ending}", "wide": f"{folder}castle-wide{ending}", "alt": _alt(season)}


def recoloured(drawing: str, palette: Palette) -> str:
    """Return a drawing with other colours; its evening is the second half of its style sheet. Raises ValueError for a class it lacks."""
    style = drawing[drawing.index("<style>") : drawing.index("</style>")]
    day, _at, evening = style.partition("@media")
    for name, (light, dark) in palette.items():
        day, evening = _coloured(day, name, light), _coloured(evening, name, dark)
    return drawing.replace(style, f"{day}@media{evening}")


def _coloured(rules: str, name: str, colour: str) -> str:
    changed, count = re.subn(rf"(\.{name}\{{[^}}]*?)#[0-9a-f]{{6}}", rf"\g<1>{colour}", rules)
    if count != 1:
        raise ValueError(f"the drawing has {count} rules with a colour for .{name}, expected 1")
    return changed


def _alt(season: str) -> str:
    return {
        "spring": _("Terraced stone walls in full blossom; a dashed outline marks where the keep stood"),
        "summer": _("Terraced stone walls under green trees; a dashed outline marks where the keep stood"),
        "autumn": _("Terraced stone walls among autumn leaves; a dashed outline marks where the keep stood"),
        "winter": _("Terraced stone walls in snow; a dashed outline marks where the keep stood"),
    }[season]


def main() -> None:
    """Write the drawings of the seasons that were not drawn by hand."""
    OUT.mkdir(exist_ok=True)
    for shape in SHAPES:
        drawing = (DRAWINGS / f"{shape}.svg").read_text(encoding="utf-8")
        for season, palette in PALETTES.items():
            (OUT / f"{shape}-{season}.svg").write_text(recoloured(drawing, palette), encoding="utf-8")


if __name__ == "__main__":
    main()
