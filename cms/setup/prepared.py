"""Whether the data are ready for this very code, so that a start after a stop need not ask Django."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from cms.setup.surroundings import Surroundings

STAMP = "prepared"
ROOMS = ("api", "cms", "locale", "media_pipeline", "museum", "tours")
PASSED_OVER = frozenset({"__pycache__", "node_modules"})


def is_prepared(here: Surroundings) -> bool:
    """Return whether `remember` was called for the same code, database file, profile and day.

    Only an embedded database can be known from outside; with DATABASE_URL the answer is always no.
    """
    stamp = here.data / STAMP
    if here.environment.get("DATABASE_URL") or not stamp.exists():
        return False
    return stamp.read_text(encoding="ascii") == fingerprint(here)


def remember(here: Surroundings) -> None:
    """Write down that the data are ready."""
    (here.data / STAMP).write_text(fingerprint(here), encoding="ascii")


def fingerprint(here: Surroundings) -> str:
    """Return a hash that changes with anything that preparing would look at.

    The day is in it, because demo content may be about today. Files count by size and time of change.
    """
    digest = hashlib.sha256(f"{here.profile} {time.strftime('%Y-%m-%d', time.gmtime())}".encode())
    for path in kept(here):
        digest.update(f"{path} {path.stat().st_ino if path.exists() else 'missing'}".encode())
    for path in files(here.root):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()


def kept(here: Surroundings) -> tuple[Path, ...]:
    """Return the files in the data folder without which nothing is ready."""
    return (here.data / "kakuzan.sqlite3", here.data / "demo-login", here.data / "secret-key")


def files(root: Path) -> Iterator[Path]:
    """Yield every file of our rooms, in a fixed order."""
    for room in ROOMS:
        for folder, inner, names in os.walk(root / room):
            inner[:] = sorted(set(inner) - PASSED_OVER)
            yield from (Path(folder) / name for name in sorted(names))
