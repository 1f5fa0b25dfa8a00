"""Which stage runs when: each as soon as what it reads is there, two at a time where memory has room for both.

Every running stage has a thread that waits for its process; everything else (results, progress, the caller's functions)
happens in the thread that called `Schedule.run`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue

from media_pipeline.engine.process import POLL_SECONDS, Tell
from media_pipeline.engine.progress import Reporter
from media_pipeline.engine.store import Result
from media_pipeline.errors import Cancelled
from media_pipeline.stages import ROUTES, STAGES, Stage, stage

AT_ONCE = 2
ROOM_MB = 3600
"""What two stages may need together; one alone has the recipe's `memory_mb`."""

NEED_MB = {
    "inspect": (110, 280), "repair": (110, 230), "levels": (250, 350), "unwrap": (250, 0), "bake": (640, 220), "measure": (820, 140),
    "encode": (450, 0), "previews": (480, 200), "compare": (450, 200), "tiles": (300, 350),
}  # fmt: skip
"""Memory of a stage's process in MB, measured: for a small mesh, and for each million of the master's triangles."""

Build = Callable[[Stage, Tell, Callable[[], bool]], Result]
"""Runs a stage, which reads earlier results, tells how far it is, and asks whether to stop."""

Judge = Callable[[str], Collection[str]]
"""Looks at a finished stage and names those that are to be done once more."""


@dataclass(frozen=True, slots=True)
class _Running:
    row: Stage
    stop: threading.Event
    future: Future[Result]


class Schedule:
    """Runs stages and keeps their results, by name."""

    def __init__(self, build: Build, reporter: Reporter, cancel: Callable[[], bool]) -> None:
        self.results: dict[str, Result] = {}
        self._build, self._reporter, self._cancel = build, reporter, cancel
        self._running: dict[str, _Running] = {}
        self._told: SimpleQueue[tuple[str, float, str]] = SimpleQueue()

    def run(self, rows: Iterable[Stage], judge: Judge) -> None:
        """Run all of `rows`. The first fault ends what else runs and is raised; so does Cancelled."""
        rows = tuple(rows)
        todo = {row.name: row for row in rows}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                while todo or self._running:
                    while row := self._next(todo.values()):
                        self._start(todo.pop(row.name), pool)
                    for name in self._ended():
                        again = set(judge(name))
                        self._withdraw(again)
                        todo |= {row.name: row for row in rows if row.name in again}
            finally:
                self._withdraw(set(self._running))

    def _next(self, todo: Iterable[Stage]) -> Stage | None:
        """Return which stage to start now: the one with most work behind it that has what it reads and room."""
        ready = [row for row in todo if all(name in self.results for name in row.needs) and self._has_room(row)]
        return max(ready, key=lambda row: work_behind(row.name), default=None)

    def _has_room(self, row: Stage) -> bool:
        if not self._running:
            return True
        if len(self._running) >= min(AT_ONCE, os.cpu_count() or 1):
            return False
        triangles = int(self.results["read"].values["triangles"]) if "read" in self.results else 0
        need = sum(need_mb(name, triangles) for name in (row.name, *self._running))
        return need <= min(ROOM_MB, memory_mb() // 2)

    def _start(self, row: Stage, pool: ThreadPoolExecutor) -> None:
        if self._cancel():
            raise Cancelled(f"cancelled before {row.name}")
        self._reporter.start(row.name)
        stop, name = threading.Event(), row.name
        work = pool.submit(self._build, row, lambda share, note: self._told.put((name, share, note)), stop.is_set)
        self._running[name] = _Running(row, stop, work)

    def _ended(self) -> list[str]:
        """Wait a moment, pass on what was told meanwhile, and return the stages that finished. Raises what they raise."""
        done, _ = wait([one.future for one in self._running.values()], POLL_SECONDS, FIRST_COMPLETED)
        with suppress(Empty):
            while True:
                name, share, note = self._told.get_nowait()
                if name in self._running:
                    self._reporter.tell(name, share, note)
        names = [name for name, one in self._running.items() if one.future in done]
        for name in names:
            self.results[name] = self._running.pop(name).future.result()
            self._reporter.done(name)
        if self._running and self._cancel():
            raise Cancelled(f"cancelled during {' and '.join(self._running)}")
        return names

    def _withdraw(self, names: set[str]) -> None:
        """End those of `names` that run, and forget their results."""
        ending = [self._running.pop(name) for name in names & self._running.keys()]
        for one in ending:
            one.stop.set()
        wait([one.future for one in ending])
        for name in names:
            self._reporter.withdrawn(name)
            self.results.pop(name, None)


@cache
def work_behind(name: str) -> float:
    """Return the weight of the stage `name` and of the longest row of stages that wait for it."""
    behind = {other.name for rows in ROUTES.values() for other in rows if name in other.needs}
    return stage(name).weight + max((work_behind(other) for other in behind), default=0.0)


@cache
def after(name: str) -> frozenset[str]:
    """Return the stages that depend on the stage `name`, however remotely."""
    direct = {row.name for row in STAGES if name in row.needs}
    return frozenset(direct.union(*(after(other) for other in direct)))


def need_mb(name: str, triangles: int) -> int:
    """Return what the stage `name` is reckoned to need for a master of `triangles`, in MB."""
    least, million = NEED_MB.get(name, (ROOM_MB, 0))
    return least + round(million * triangles / 1e6)


@cache
def memory_mb() -> int:
    """Return the machine's memory in MB."""
    return (os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) >> 20
