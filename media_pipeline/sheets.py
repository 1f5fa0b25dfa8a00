"""Measured drawings for curators and print: views without perspective on white, with a scale bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from media_pipeline import camera as cameras

if TYPE_CHECKING:  # a cloud's sheets need no rays
    from media_pipeline.render import Picture, Renderer

CUT = (58, 62, 66)
INK, PAPER = (40, 44, 48), 255
SHEETS: dict[str, tuple[str, float]] = {
    "front": ("front", 0.0),
    "side": ("side", 0.0),
    "top": ("top", 0.0),
    "section": ("front", 0.5),
    "plan": ("top", 0.6),
}
"""Name of each sheet, the side it is seen from and how deep its plane lies; a plan is cut at two fifths of the height."""


def sheet(renderer: Renderer, name: str, *, width: int) -> tuple[Image.Image, float]:
    """Return one of SHEETS, `width` pixels wide, and how many metres a pixel stands for."""
    side, depth = SHEETS[name]
    view = cameras.drawing(renderer.surface.positions, side, width=width, depth=depth)
    picture = _on_paper(renderer.drawn(view, cut=CUT if depth else None))
    metres = view.metres / view.width
    return with_bar(picture, metres), metres


def with_bar(picture: Image.Image, metres: float) -> Image.Image:
    """Return a drawing, a pixel of which stands for `metres`, above its scale bar."""
    room = max(36, picture.width // 24)
    whole = Image.new("RGB", (picture.width, picture.height + room), (PAPER,) * 3)
    whole.paste(picture, (0, 0))
    _bar(whole, metres, top=picture.height + room // 3, thick=max(3, room // 8))
    return whole


def bar_length(width_m: float) -> float:
    """Return the length in metres of the bar for a sheet so wide: 1, 2 or 5 times a power of ten, at most a third of it."""
    power = 10.0 ** np.floor(np.log10(width_m / 3))
    return float(max(step * power for step in (1, 2, 5) if step * power <= width_m / 3))


def label(metres: float) -> str:
    """Return a length as people write it: 20 m, 50 cm, 2 mm."""
    for unit, size in (("m", 1.0), ("cm", 0.01)):
        if metres >= size * 0.999:
            return f"{metres / size:g} {unit}"
    return f"{metres / 0.001:g} mm"


def _on_paper(picture: Picture) -> Image.Image:
    cover = picture.coverage[..., None]
    return Image.fromarray(np.clip(picture.lit * cover + PAPER * (1 - cover) + 0.5, 0, 255).astype(np.uint8))


def _bar(whole: Image.Image, metres: float, *, top: int, thick: int) -> None:
    length = bar_length(whole.width * metres)
    pixels = round(length / metres)
    left = whole.width // 40
    draw = ImageDraw.Draw(whole)
    for part in range(4):
        start, end = left + pixels * part // 4, left + pixels * (part + 1) // 4
        draw.rectangle((start, top, end, top + thick), outline=INK, fill=INK if part % 2 == 0 else (PAPER,) * 3)
    font = ImageFont.load_default(size=max(12, thick * 4))
    draw.text((left + pixels + thick * 2, top + thick // 2), label(round(length, 9)), fill=INK, font=font, anchor="lm")
