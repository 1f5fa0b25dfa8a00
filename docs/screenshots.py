"""Take the pictures of the documentation from a running site: `python docs/screenshots.py [--site URL]`.

Needs Debian's chromium and fonts-noto-cjk. The pictures go to docs/images as WebP, 585 pixels wide for a phone.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

OUT = Path(__file__).resolve().parent / "images"
PHONE = (390, 844)
SIGN = (1280, 720)
DENSITY = 1.5


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the address below the site, and the screen in CSS pixels."""

    name: str
    address: str
    screen: tuple[int, int] = PHONE


SHOTS = (
    Shot("home", "/ja/"),
    Shot("place", "/ja/places/tsuyama-castle/"),
    Shot("keep", "/ja/keep/"),
    Shot("search", "/ja/search/?q=%E5%9F%8E"),
    Shot("home-en", "/en/"),
    Shot("sign", "/signage/", SIGN),
)


def main() -> int:
    """Take all pictures; return 1 when a page does not answer 200."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    chromium = os.environ.get("KAKUZAN_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("chromium is missing: apt install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    chosen.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        failed = [shot.name for shot in SHOTS if not take(browser, chosen.site, shot, chosen.out)]
    print(f"{len(SHOTS) - len(failed)} pictures in {chosen.out}", *(f"failed: {name}" for name in failed), sep="\n")
    return 1 if failed else 0


def take(browser: Browser, site: str, shot: Shot, out: Path) -> bool:
    """Take one picture of the first screen; return whether the page answered 200."""
    width, height = shot.screen
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=DENSITY, locale="ja-JP")
    answer = page.goto(site + shot.address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        return False
    page.wait_for_timeout(500)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").save(out / f"{shot.name}.webp", quality=82, method=6)
    page.close()
    return True


if __name__ == "__main__":
    sys.exit(main())
