"""A measured figure beside its budget, and how processor time is taken."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `most` or `least` is the budget; without either the figure stands for information."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the budget is kept."""
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    def __str__(self) -> str:
        budget = (
            f"<= {self.most:g}" if self.most is not None else f">= {self.least:g}" if self.least is not None else ""
        )
        verdict = "" if not budget else "ok" if self.is_kept else "BROKEN"
        return f"{self.name:<58} {self.value:>10.3f} {self.unit:<4} {budget:>10} {verdict}"


def together(works: dict[str, Callable[[], object]], *, times: int, rounds: int = 7) -> dict[str, float]:
    """Return the processor time of one call of each work in milliseconds, taken in turns.

    Ratios of figures taken one after the other would measure what else the machine did meanwhile.
    """
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, work in works.items():
            best[name] = min(best.get(name, float("inf")), cpu_ms(work, times=times, rounds=1))
    return best


def cpu_ms(work: Callable[[], object], *, times: int, rounds: int = 5) -> float:
    """Return the processor time of one call in milliseconds: the least of some rounds, after a warm-up.

    Processor time of this process: others on the machine can only add to it, by emptying its caches.
    """
    for _ in range(max(times // 5, 3)):
        work()
    found = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            begin = time.process_time()
            for _ in range(times):
                work()
            found.append((time.process_time() - begin) / times * 1000)
    finally:
        gc.enable()
    return min(found)
