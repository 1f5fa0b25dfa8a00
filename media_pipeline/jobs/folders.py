"""Where jobs work: one folder per asset, DATA/work/UUID, whose finished stages serve every job over that asset.

Locks are the system's (flock): they end with the process that holds them and hold between all workers of one machine.
"""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from uuid import UUID

from django.conf import settings

LARGE = "large.lock"


class Occupied(Exception):
    """Another process holds the lock."""


def root() -> Path:
    """Return the folder of all work, made if absent."""
    folder = Path(settings.DATA_DIR) / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def of(asset: UUID) -> Path:
    """Return the folder of an asset; it need not exist."""
    return root() / str(asset)


@contextmanager
def held(asset: UUID) -> Iterator[Path]:
    """Hold an asset's folder against other workers and against garbage collection; raises Occupied.

    What a killed attempt left half built is removed: nobody else can be building here.
    """
    folder = of(asset)
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        for left in [folder / "stages" / "building", *folder.glob("out-*")]:
            shutil.rmtree(left, ignore_errors=True)
        (folder / "used").touch()
        try:
            yield folder
        finally:
            if folder.exists():
                (folder / "used").touch()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` or raise Occupied at once."""
    with path.open("w") as file:
        _lock(file)
        yield


def _lock(file: TextIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Occupied(file.name) from error


def idle_seconds(folder: Path) -> float:
    """Return for how long nobody has used a folder of work."""
    used = folder / "used"
    return time.time() - (used if used.exists() else folder).stat().st_mtime


def size(folder: Path) -> int:
    """Return the bytes below a folder; files that vanish meanwhile count nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
