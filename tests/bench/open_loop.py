"""Load as visitors make it: questions are due at times fixed beforehand, whether or not those before them are answered."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

ASKERS: Final = 4
"""Processes that ask, each one question at a time, as web workers do (KAKUZAN_WEB_WORKERS)."""


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
    meanwhile: Callable[[], object] | None = None,
    askers: int = ASKERS,
) -> Load:
    """Ask the words in turn at the times that are due; `ask` returns what went wrong, empty for nothing.

    A question that waits for a free asker waits as a visitor does: its time counts from when it was due. With `meanwhile`
    the load ends when that is done, or with the last time. Askers are copies of this process, without its connections.
    """
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    turn, over, answers = fork.Value("i", 0), fork.Event(), fork.SimpleQueue()
    begun = time.perf_counter() + 0.5
    asking = [fork.Process(target=_ask, args=(ask, words, due, begun, turn, over, answers)) for _ in range(askers)]
    for asker in asking:
        asker.start()
    try:
        if meanwhile is not None:
            meanwhile()
            over.set()
        done = Load()
        for _ in asking:
            waits, failures = answers.get()
            done.waits += waits
            done.failures += failures
    finally:
        over.set()
        for asker in asking:
            asker.join()
    return done


def _ask(
    ask: Callable[[str], str],
    words: Sequence[str],
    due: Sequence[float],
    begun: float,
    turn: Any,
    over: Any,
    answers: Any,
) -> None:
    waits, failures = list[float](), list[str]()
    while not over.is_set():
        with turn.get_lock():
            number = turn.value
            turn.value += 1
        if number >= len(due):
            break
        at = begun + due[number]
        time.sleep(max(at - time.perf_counter(), 0))
        try:
            wrong = ask(words[number % len(words)])
        except Exception as error:  # noqa: BLE001 - every failure is one that a visitor would have seen
            wrong = f"{type(error).__name__}: {error}"
        waits.append(time.perf_counter() - at)
        if wrong:
            failures.append(wrong)
    answers.put((waits, failures))
