"""Progress of a job as the curator sees it, and as lines of JSON for whoever reads them later."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from media_pipeline.stages import STAGES, Stage


@dataclass(frozen=True, slots=True)
class Progress:
    """`share` 0..1 of the whole job; `stage` and `note` say what is being done (of two stages at once, the later in the
    table); `seconds` since this attempt began. `stages`: every stage of the job in its order, None while it waits, else
    the share of it that is done.
    """

    stage: str
    share: float
    note: str
    seconds: float
    stages: dict[str, float | None] = field(default_factory=dict)


class Reporter:
    """Turns the running stages' own progress into the job's, writes it to a file and hands it to a callback."""

    def __init__(self, path: Path, callback: Callable[[Progress], None], rows: Iterable[Stage] = STAGES) -> None:
        self._path, self._callback = path, callback
        self._weights = {row.name: row.weight for row in rows}
        self._began, self._told, self._stage, self._note = time.monotonic(), 0.0, "", ""
        self._running: dict[str, float] = {}
        self._finished = set[str]()
        path.write_text("", "utf-8")

    def expect(self, rows: Iterable[Stage]) -> None:
        """Count on `rows` from now on, in place of those of the beginning."""
        self._weights = {row.name: row.weight for row in rows}

    def start(self, name: str) -> None:
        """A stage begins."""
        self._running[name] = 0.0
        self._say(name, "")

    def tell(self, name: str, share: float, note: str) -> None:
        """A running stage has come to `share` of its work. Of two that run, the later one of the table is spoken of."""
        self._running[name] = min(max(share, 0.0), 1.0)
        latest = next(stage for stage in reversed(self._weights) if stage in self._running)
        self._say(latest, note if latest == name else None)

    def done(self, name: str) -> None:
        """A stage is finished, for the first time or once more."""
        self._running.pop(name, None)
        self._finished.add(name)
        self._say(name, "")

    def withdrawn(self, name: str) -> None:
        """A stage is ended before its time, or is to be done once more; the share of the whole waits."""
        self._running.pop(name, None)

    def finished(self) -> None:
        """The job is finished."""
        self._finished |= self._weights.keys()
        self._say("manifest", "")

    def _say(self, name: str, note: str | None) -> None:
        done = sum(self._weights[stage] for stage in self._finished)
        done += sum(
            self._weights[stage] * share for stage, share in self._running.items() if stage not in self._finished
        )
        self._told = max(self._told, round(min(done / sum(self._weights.values()), 1.0), 4))
        self._note = self._note if note is None and name == self._stage else note or ""
        self._stage = name
        stages = {stage: 1.0 if stage in self._finished else self._running.get(stage) for stage in self._weights}
        row = Progress(name, self._told, self._note, round(time.monotonic() - self._began, 1), stages)
        line = {key: value for key, value in asdict(row).items() if key != "stages"}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._callback(row)
