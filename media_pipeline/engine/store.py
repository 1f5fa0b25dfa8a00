"""Finished results, kept by what went into them, so that a killed job goes on where it was and equal work is done once."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from media_pipeline.errors import Cancelled

POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Result:
    """A finished stage: its key, the folder of its files, what its function returned, when it began (seconds since 1970),
    and what it cost.
    """

    stage: str
    key: str
    files: Path
    values: dict[str, Any]
    began: float
    seconds: float
    cpu_seconds: float
    peak_rss_mb: int
    finished: str
    offline: bool


class Store:
    """A folder of results. Safe for several processes: a stage's key is locked while it is worked on, results appear by
    renaming.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("results", "building", "locks"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def find(self, stage: str, key: str) -> Result | None:
        """Return the finished result, or None."""
        folder = self.folder / "results" / f"{stage}-{key}"
        try:
            row = json.loads((folder / "result.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        row.setdefault(
            "began", datetime.fromisoformat(row["finished"]).timestamp() - row["seconds"]
        )  # of an older version
        cost = {name: row[name] for name in ("began", "seconds", "cpu_seconds", "peak_rss_mb", "finished", "offline")}
        return Result(stage, key, folder / "files", row["values"], **cost)

    def keep(self, stage: str, key: str, building: Path, row: dict[str, Any]) -> Result:
        """Make the finished `building` folder the result of `stage` and `key`; if there is one already, that one stays."""
        (building / "result.json").write_text(json.dumps(row, ensure_ascii=False), "utf-8")
        shutil.rmtree(building / "tmp", ignore_errors=True)
        target = self.folder / "results" / f"{stage}-{key}"
        try:
            os.rename(building, target)
        except OSError:
            shutil.rmtree(building, ignore_errors=True)
        result = self.find(stage, key)
        assert result is not None
        return result

    @contextmanager
    def building(self, stage: str, key: str) -> Iterator[Path]:
        """A fresh folder to build in, gone afterwards unless `keep` took it; what killed attempts left, at whatever
        stage, is removed first.
        """
        with self.lock("building"):
            self._sweep()
            folder = Path(tempfile.mkdtemp(prefix=f"{stage}-{key}-", dir=self.folder / "building"))
            held = os.open(folder, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)

    def _sweep(self) -> None:
        """Remove the folders that nobody is building in: the system lets go of a lock when its holder dies."""
        for left in (self.folder / "building").iterdir():
            try:
                held = os.open(left, os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            except BlockingIOError:
                continue
            finally:
                os.close(held)

    @contextmanager
    def lock(self, name: str, cancel: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Hold the lock `name` against other processes and threads; it is released by the system when this process
        dies. Raises Cancelled when `cancel()` turns true while another has it.
        """
        with (self.folder / "locks" / name).open("w") as file:
            while not _locked(file):
                if cancel():
                    raise Cancelled(f"cancelled while another job was at {name}")
                time.sleep(POLL_SECONDS)
            yield


def _locked(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def key_of(*parts: Any) -> str:
    """Return 24 hexadecimal digits of the SHA-256 over `parts` (anything JSON can say)."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:24]
