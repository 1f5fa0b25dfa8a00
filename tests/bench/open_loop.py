"""Load as visitors make it: questions are due at times fixed beforehand, whether or not those before them are answered."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

THREADS: Final = 8
TURN: Final = 0.0005
"""Seconds that one thread may keep the interpreter from the others: they stand for visitors, who share none."""


@dataclass(slots=True)
class Load:
    """What came of a load: seconds from when each question was due to its answer, and what failed."""

    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def quantile(self, part: float) -> float:
        """Return the milliseconds within which that part of the questions was answered."""
        ordered = sorted(self.waits)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000


def arrivals(rate: float, seconds: float, *, seed: int = 1603) -> list[float]:
    """Return when questions arrive, in seconds from the beginning: a Poisson process, the same for every run."""
    random, at, found = Random(seed), 0.0, list[float]()
    while (at := at + random.expovariate(rate)) < seconds:
        found.append(at)
    return found


def load(
    ask: Callable[[str], str],
    words: Sequence[str],
    due: Sequence[float],
    *,
    stop: Callable[[], bool] = lambda: False,
    threads: int = THREADS,
) -> Load:
    """Ask the words in turn at the times that are due, until `stop`; `ask` returns what went wrong, empty for nothing.

    A question that waits for a free thread waits as a visitor does: its time counts from when it was due.
    """
    done, lock, begun = Load(), threading.Lock(), time.perf_counter() + 0.2
    waiting = iter(enumerate(due))

    def work() -> None:
        from django.db import connection

        while True:
            with lock:
                number, at = next(waiting, (0, None))
            if at is None or stop():
                break
            time.sleep(max(begun + at - time.perf_counter(), 0))
            try:
                wrong = ask(words[number % len(words)])
            except Exception as error:  # noqa: BLE001 - every failure is one that a visitor would have seen
                wrong = f"{type(error).__name__}: {error}"
            waited = time.perf_counter() - begun - at
            with lock:
                done.waits.append(waited)
                if wrong:
                    done.failures.append(wrong)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    turn = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    finally:
        sys.setswitchinterval(turn)
    return done
