"""Every file that a display needs, with the digest by which it is checked before it is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import storages
from django.template.loader import render_to_string

PAGE_URL: Final = "/signage/"
PLAYER: Final = (
    "sign.css",
    "layouts.css",
    "player.js",
    "boot.js",
    "link.js",
    "store.js",
    "sha256.js",
    "memory.js",
    "time.js",
    "opening.js",
    "programme.js",
    "stage.js",
    "slides.js",
    "parts.js",
    "screens.js",
)
"""The player's own modules and styles below static/signage/; the service worker itself is the browser's to keep."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as the device fetches it: root-relative address, SHA-256 of its content, size in bytes."""

    url: str
    sha256: str
    bytes: int

    def row(self) -> dict[str, str | int]:
        """Return the manifest's member."""
        return {"url": self.url, "sha256": self.sha256, "bytes": self.bytes}


def public_file(url: str) -> File | None:
    """Return a file below /media/; None when it is not (or no longer) there."""
    name = url.removeprefix(settings.MEDIA_URL)
    if name == url:
        return None
    try:
        return _measured(name)
    except OSError:
        return None


@lru_cache(maxsize=4096)
def _measured(name: str) -> File:
    """Names are made of content, so what was measured once stays true."""
    digest, size = hashlib.sha256(), 0
    with storages["public"].open(name) as handle:
        for chunk in handle.chunks():
            digest.update(chunk)
            size += len(chunk)
    return File(settings.MEDIA_URL + name, digest.hexdigest(), size)


def player_files() -> list[File]:
    """Return the page and what it loads; a display that runs other ones takes these and starts again."""
    page = page_bytes()
    static = [_static(f"signage/{name}") for name in PLAYER]
    return [File(PAGE_URL, hashlib.sha256(page).hexdigest(), len(page)), *static]


def player_version(files: Iterable[File]) -> str:
    """Return a short name for this set of player files."""
    return hashlib.sha256("".join(file.sha256 for file in files).encode()).hexdigest()[:16]


def page_bytes() -> bytes:
    """Return the player's page, the same bytes for everybody."""
    return render_to_string("cms_signage/player.html", {"mode": "display"}).encode()


def _static(name: str) -> File:
    found = finders.find(name)
    assert isinstance(found, str), name
    path = Path(found)
    return _static_measured(path, path.stat().st_mtime_ns, name)


@lru_cache(maxsize=256)
def _static_measured(path: Path, changed: int, name: str) -> File:
    content = path.read_bytes()
    return File(f"{settings.STATIC_URL}{name}", hashlib.sha256(content).hexdigest(), len(content))
