"""Where the built scripts and styles are: names from the manifest, addresses from the static files storage."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.templatetags.static import static

MANIFEST = Path(__file__).resolve().parent / "static" / "build" / "manifest.json"
PLAIN = {"site.css": "styles/site.css"}


def address(name: str) -> str:
    """Return the public address of a built file, or "" when there is no build and the file has no plain form.

    The stylesheet has one: without a build the browser reads its parts through `@import`.
    """
    built = manifest(modified()).get(name)
    if built is not None:
        return str(static(f"build/{built}"))
    return str(static(PLAIN[name])) if name in PLAIN else ""


def modified() -> int:
    """Return when the manifest was written, in nanoseconds; 0 when there is none."""
    try:
        return MANIFEST.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=2)
def manifest(written: int) -> dict[str, str]:
    """Return the manifest's names; `written` makes a new build visible without a restart."""
    if not written:
        return {}
    names: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return names
