"""Render our drawings to WebP, for the image records of the demo content: `python -m cms.frontend.artwork [NAME ...]`.

Each SVG of static/art is drawn by Chromium in its light palette, 1600 pixels wide, into cms/demo/artwork; `icons` renders the site's mark to
PNG instead. Needs Debian's `chromium` and the
test requirements (Playwright); the results are committed, so that nobody else does.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
DRAWINGS = HERE / "static" / "art"
OUT = HERE.parent / "demo" / "artwork"
ICONS = HERE / "static" / "icons"
ICON_SIZES = (32, 180, 192, 512)
WIDTH = 1600
QUALITY = 80
FILL = "for (const side of ['width', 'height']) document.documentElement.setAttribute(side, '100%')"


def render(names: list[str]) -> None:
    """Write `NAME.webp` for each drawing; all of them when none is named. Raises FileNotFoundError without Chromium."""
    from playwright.sync_api import sync_playwright

    drawings = [DRAWINGS / f"{name}.svg" for name in names] or sorted(DRAWINGS.glob("*.svg"))
    OUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        page = browser.new_page(color_scheme="light")
        for drawing in drawings:
            width, height = size(drawing)
            page.set_viewport_size({"width": WIDTH, "height": round(WIDTH * height / width)})
            page.goto(drawing.as_uri())
            page.evaluate(FILL)
            shot = Image.open(io.BytesIO(page.screenshot()))
            shot.convert("RGB").save(OUT / f"{drawing.stem}.webp", quality=QUALITY, method=6)
        browser.close()


def render_icons() -> None:
    """Write the mark as PNG in the sizes that browsers and home screens ask for."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        for side in ICON_SIZES:
            page = browser.new_page(color_scheme="light", viewport={"width": side, "height": side})
            page.goto((ICONS / "kakuzan.svg").as_uri())
            page.evaluate(FILL)
            page.screenshot(path=ICONS / f"kakuzan-{side}.png")
        browser.close()


def chromium() -> str:
    """Return the path of Chromium; raise FileNotFoundError naming the package."""
    found = os.environ.get("KAKUZAN_CHROMIUM") or shutil.which("chromium")
    if found is None:
        raise FileNotFoundError("Chromium is missing: apt install chromium")
    return found


def size(drawing: Path) -> tuple[float, float]:
    """Return width and height of a drawing in its own units, from its viewBox."""
    text = drawing.read_text(encoding="utf-8")
    box = text.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return float(box[2]), float(box[3])


if __name__ == "__main__":
    if sys.argv[1:] == ["icons"]:
        render_icons()
    else:
        render(sys.argv[1:])
