"""Progress of a job as the curator sees it, and as lines of JSON for whoever reads them later."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from media_pipeline.stages import STAGES, stage

TOTAL = sum(row.weight for row in STAGES)


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` 0..1 of the whole job; `stage` and `note` say what is being done; `seconds` since this attempt began."""

    stage: str
    share: float
    note: str
    seconds: float


class Reporter:
    """Turns a stage's own progress into the job's, writes it to a file and hands it to a callback."""

    def __init__(self, path: Path, callback: Callable[[Progress], None]) -> None:
        self._path, self._callback = path, callback
        self._began, self._before, self._stage = time.monotonic(), 0.0, STAGES[0].name
        self._told, self._finished = 0.0, set[str]()
        path.write_text("", "utf-8")

    def start(self, name: str) -> None:
        """A stage begins."""
        self._stage = name
        self.tell(0.0, "")

    def tell(self, share: float, note: str) -> None:
        """The running stage has come to `share` of its work."""
        self._say((self._before + min(max(share, 0.0), 1.0) * stage(self._stage).weight) / TOTAL, note)

    def done(self, name: str) -> None:
        """A stage is finished, for the first time or once more."""
        if name not in self._finished:
            self._finished.add(name)
            self._before += stage(name).weight
        self._say(self._before / TOTAL, "")

    def finished(self) -> None:
        """The job is finished."""
        self._stage = "manifest"
        self._say(1.0, "")

    def _say(self, share: float, note: str) -> None:
        self._told = max(self._told, round(min(share, 1.0), 4))
        row = Progress(self._stage, self._told, note, round(time.monotonic() - self._began, 1))
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
        self._callback(row)
